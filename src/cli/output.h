/*
 * output - where text goes: the terminal, `-`, and the files of a result.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdio.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "cli/options.h"
#include "core/result.h"
#include "view/style.h"

/* How text for people should look on that stream. */
struct style output_style(const struct options *options, FILE *stream);

/* Writes and flushes; -1 with STATUS_INTERNAL when stdout is full or closed. */
int output_stdout(const struct strbuf *text, struct error *error);

/* Prints "ptbench: SENTENCE" on stderr, harmless whatever is in the sentence. */
void output_warning(const char *sentence);

/* Whether a document has stdout to itself, so that text for people goes to stderr. */
bool output_is_taken(const struct options *options);

/* -1 with STATUS_USAGE when two documents want stdout. */
int output_check(const struct options *options, struct error *error);

/*
 * Writes what the options ask for: the files in result->directory (unless it is ""), --json,
 * --markdown, --csv, and the summary on stdout, or on stderr when a document has stdout.
 */
int output_result(
	const struct options *options, const struct result *result, struct error *error);

#endif
