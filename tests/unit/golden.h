/*
 * golden - texts that must stay as they are, byte for byte: tests/golden/NAME.
 *
 * With PTBENCH_GOLDEN=write in the environment they are written anew instead: look at what
 * changed before committing it.
 */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include <stdbool.h>

/* Whether `text` is what the file has; says where it differs on stderr. */
bool golden_same(const char *name, const char *text);

#endif
