/*
 * csv - text to CSV cells, the same way in every file (RFC 4180).
 *
 * A text cell that begins with = + - @ TAB or CR is written with a leading apostrophe, so
 * that no spreadsheet takes it for a formula; csv_text() takes it off again.
 */
#ifndef IO_CSV_H
#define IO_CSV_H

#include "base/strbuf.h"

void csv_add_text(struct strbuf *line, const char *text);

/* The shortest text that reads back as this number; nothing when it is unknown. */
void csv_add_number(struct strbuf *line, double number);

/* The text without the apostrophe that csv_add_text() put there; borrowed. */
const char *csv_text(const char *cell);

#endif
