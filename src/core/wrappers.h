/*
 * wrappers - programs that only start another one: env, time, uv run, npx, python -m, ..
 *
 * A runner is looked for behind them. What cannot be told for sure (an option that is not known
 * to take a value, a command inside one word) ends the search, and the command is not recognised.
 */
#ifndef CORE_WRAPPERS_H
#define CORE_WRAPPERS_H

#include <stddef.h>

#include "base/strvec.h"

/* Where the command begins that the wrapper at argv[position] starts; argv->count when the word
 * there is no wrapper or starts nothing that can be seen. */
size_t wrapper_target(const struct strvec *argv, size_t position);

#endif
