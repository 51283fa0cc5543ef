#include "config.h"

#include "io/runs_csv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/units.h"
#include "io/csv.h"
#include "io/runs_columns.h"

void
runs_csv_header(struct strbuf *text)
{
	for (size_t i = 0; i < RUNS_COLUMNS; i++) {
		if (i > 0)
			strbuf_addch(text, ',');
		strbuf_addstr(text, runs_columns[i].name);
	}
	strbuf_addch(text, '\n');
}

static void
add_count(struct strbuf *text, int count)
{
	char digits[NUMBER_SIZE];

	snprintf(digits, sizeof digits, "%d", count);
	strbuf_addstr(text, digits);
}

/* As a double 0.1f would be written 0.10000000149011612. */
static void
add_small(struct strbuf *text, float number)
{
	char digits[NUMBER_SIZE];

	if (!isfinite(number))
		return;
	for (int precision = 6; precision <= 9; precision++) {
		snprintf(digits, sizeof digits, "%.*g", precision, (double)number);
		float back = strtof(digits, NULL);
		if (!(back < number) && !(back > number))
			break;
	}
	strbuf_addstr(text, digits);
}

/* "SIGTERM"; a real-time signal has no name and is its number. */
static void
add_signal(struct strbuf *text, int signal)
{
	const char *name = sigabbrev_np(signal);

	if (signal == 0)
		return;
	if (name == NULL)
		add_count(text, signal);
	else
		strbuf_addf(text, "SIG%s", name);
}

static void
add_order(struct strbuf *text, int order, bool warmup)
{
	if (order > 0 || warmup)
		add_count(text, order);
}

static void
add_cell(struct strbuf *text, const struct runs_column *column, const struct observation *row)
{
	const void *member = (const char *)row + column->offset;
	const unsigned char *byte = member;
	const int *count = member;

	switch (column->kind) {
	case CELL_TEXT:
		csv_add_text(text, *(const char *const *)member);
		break;
	case CELL_FIGURE:
		csv_add_number(text, *(const double *)member);
		break;
	case CELL_SMALL:
		add_small(text, *(const float *)member);
		break;
	case CELL_WORKERS:
	case CELL_COUNT:
		if (*count != UNKNOWN_COUNT)
			add_count(text, *count);
		break;
	case CELL_ORDER:
		add_order(text, *count, row->warmup);
		break;
	case CELL_FLAG:
		strbuf_addch(text, *(const bool *)member ? '1' : '0');
		break;
	case CELL_MODE:
		strbuf_addstr(text, mode_name(*byte));
		break;
	case CELL_METHOD:
		strbuf_addstr(text, peak_method_name(*byte));
		break;
	case CELL_SIGNAL:
		add_signal(text, *byte);
		break;
	}
}

void
runs_csv_row(struct strbuf *text, const struct observation *row)
{
	for (size_t i = 0; i < RUNS_COLUMNS; i++) {
		if (i > 0)
			strbuf_addch(text, ',');
		add_cell(text, &runs_columns[i], row);
	}
	strbuf_addch(text, '\n');
}

static int
refuse(const struct runs_writer *writer, int reason, struct error *error)
{
	return error_set(error, STATUS_INTERNAL, "%s: cannot be written (%s): %s", writer->path,
		strerror(reason),
		reason == ENOSPC || reason == EDQUOT
			? "free some space, then go on with --resume"
			: "choose another folder with --output");
}

/* Writes the whole line or leaves the file as it was. */
static int
write_line(struct runs_writer *writer, struct error *error)
{
	size_t done = 0;

	while (done < writer->line.length) {
		ssize_t got = write(
			writer->file, writer->line.text + done, writer->line.length - done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int reason = errno;
			/* Where even this fails, the reader drops the torn line. */
			if (ftruncate(writer->file, writer->length) != 0)
				reason = errno == EINVAL ? reason : errno;
			return refuse(writer, reason, error);
		}
		done += (size_t)got;
	}
	writer->length += (int64_t)done;
	return 0;
}

/*
 * The bytes of whole rows: up to the last newline that is not inside quotes. A doubled quote
 * inside a cell counts twice, so that only the parity matters; a NUL is what a power cut left.
 */
static int64_t
whole_rows(FILE *stream)
{
	int64_t length = 0;
	int64_t whole = 0;
	bool quoted = false;

	for (int c = getc(stream); c != EOF && c != '\0'; c = getc(stream)) {
		length++;
		if (c == '"')
			quoted = !quoted;
		else if (c == '\n' && !quoted)
			whole = length;
	}
	return whole;
}

static int
cut_torn_line(struct runs_writer *writer, struct error *error)
{
	FILE *stream = fopen(writer->path, "re");

	if (stream == NULL)
		return refuse(writer, errno, error);
	writer->length = whole_rows(stream);
	bool failed = ferror(stream) != 0;
	fclose(stream);
	if (failed || ftruncate(writer->file, writer->length) != 0)
		return refuse(writer, errno, error);
	return 0;
}

static int
open_file(struct runs_writer *writer, bool resume, struct error *error)
{
	int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (resume ? 0 : O_EXCL);

	writer->file = open(writer->path, flags, 0666);
	if (writer->file < 0 && errno == EEXIST)
		return error_set(error, STATUS_USAGE,
			"%s: is there already: go on with --resume, or choose another folder "
			"with "
			"--output",
			writer->path);
	if (writer->file < 0)
		return refuse(writer, errno, error);
	if (resume && cut_torn_line(writer, error) != 0)
		return -1;
	if (writer->length > 0)
		return 0;
	runs_csv_header(&writer->line);
	return write_line(writer, error);
}

int
runs_writer_open(struct runs_writer *writer, const char *path, bool resume, struct error *error)
{
	*writer = (struct runs_writer){.path = xstrdup(path), .file = -1};
	if (open_file(writer, resume, error) == 0)
		return 0;

	struct error ignored;
	(void)runs_writer_close(writer, &ignored);
	return -1;
}

int
runs_writer_append(
	struct runs_writer *writer, const struct observation *row, struct error *error)
{
	strbuf_truncate(&writer->line, 0);
	runs_csv_row(&writer->line, row);
	return write_line(writer, error);
}

int
runs_writer_close(struct runs_writer *writer, struct error *error)
{
	int result = 0;

	/* Some file systems report a full disk only here. */
	if (writer->file >= 0 && close(writer->file) != 0)
		result = refuse(writer, errno, error);
	free(writer->path);
	strbuf_release(&writer->line);
	*writer = (struct runs_writer){.file = -1};
	return result;
}
