/*
 * output - where text for people goes, and how it looks there.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "cli/options.h"
#include "view/style.h"

/* How text for people should look on that stream. */
struct style output_style(const struct options *options, FILE *stream);

/* Whether the terminal, if there is one, does more with an escape sequence than show it. */
bool output_obeys_escapes(void);

/* Writes and flushes; -1 with STATUS_INTERNAL when stdout is full or closed. */
int output_stdout(const struct strbuf *text, struct error *error);

/* Prints "ptbench: SENTENCE" on stderr, harmless whatever is in the sentence; on a terminal in
 * lines that fit it. */
void output_warning(const char *sentence);

/* Whether a document has stdout to itself, so that text for people goes to stderr. */
bool output_is_taken(const struct options *options);

/* -1 with STATUS_USAGE when two documents want stdout. */
int output_check(const struct options *options, struct error *error);

/* -1 with STATUS_INTERNAL when a document cannot be written where it should: better known
 * before the measuring than after it. */
int output_probe(const struct options *options, struct error *error);

/*
 * Before any other file is opened: a closed standard file would be the next one, and a message
 * would land in the results. Reading or writing it stays an error.
 */
void output_hold_standard_files(void);

#endif
