#include "config.h"

#include "io/csv_table.h"

#include <csv.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"
#include "io/csv.h"

#define BLOCK_SIZE  ((size_t)256 << 10)
#define COLUMNS_MAX 1000

struct parse {
	const struct csv_table_arg *arg;
	struct error *error;
	struct csv_table table;
	char *text; /* the cells of the row, each ended by NUL */
	size_t text_length;
	size_t text_capacity;
	const char **cells; /* each in `text` */
	size_t cell_capacity;
	size_t count; /* cells of the row so far */
	size_t cell_lines; /* newlines inside its cells */
	size_t row_bytes; /* of blocks in which no row ended, at least */
	bool quotes; /* cells may hold newlines: this block or the last has a quote */
	bool after_return; /* the last row ended with CR: an LF now belongs to it */
	bool has_header;
	bool failed;
};

int
csv_table_error(const struct csv_table *table, struct error *error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	char *sentence = xvasprintf(format, arguments);
	va_end(arguments);
	error_set(error, STATUS_USAGE, "%s:%zu: %s", table->name, table->line, sentence);
	free(sentence);
	return -1;
}

int
csv_table_column(const struct csv_table *table, const char *name)
{
	for (size_t i = 0; i < table->header.count; i++)
		if (strcmp(table->header.items[i], name) == 0)
			return (int)i;
	return CSV_TABLE_NONE;
}

const char *
csv_table_cell(const struct csv_table *table, int column)
{
	return column == CSV_TABLE_NONE ? "" : table->cells[column];
}

const char *
csv_table_text(const struct csv_table *table, int column)
{
	return csv_text(csv_table_cell(table, column));
}

static size_t
count_newlines(const char *text, size_t length)
{
	size_t count = 0;
	const char *end = text + length;

	while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		count++;
		text++;
	}
	return count;
}

/* The cells follow when their text moves. */
static void
grow_text(struct parse *parse, size_t needed)
{
	uintptr_t before = (uintptr_t)parse->text;

	parse->text_capacity = array_capacity(parse->text_capacity, needed);
	parse->text = xreallocarray(parse->text, parse->text_capacity, 1);
	for (size_t i = 0; i < parse->count; i++)
		parse->cells[i] = parse->text + ((uintptr_t)parse->cells[i] - before);
}

/*
 * libcsv: a cell is complete. Its text ends with a NUL (CSV_APPEND_NULL). It is copied, for
 * libcsv has one buffer for all; this runs for every cell of a large file.
 */
static void
take_cell(void *cell, size_t length, void *context)
{
	struct parse *parse = context;

	if (parse->failed)
		return;
	if (parse->text_capacity - parse->text_length <= length)
		grow_text(parse, parse->text_length + length + 1);
	ARRAY_GROW(parse->cells, parse->count, parse->cell_capacity);

	char *copy = parse->text + parse->text_length;
	if (length > 0)
		memcpy(copy, cell, length);
	copy[length] = '\0';
	parse->text_length += length + 1;
	parse->cells[parse->count++] = copy;
	if (parse->quotes)
		parse->cell_lines += count_newlines(copy, length);
}

const char *
csv_table_number(const struct csv_table *table)
{
	double number;

	for (size_t i = 0; i < table->header.count; i++)
		if (parse_number(table->header.items[i], &number))
			return table->header.items[i];
	return NULL;
}

static int
refuse_twice(const struct csv_table *table, const char *name, struct error *error)
{
	if (csv_table_number(table) != NULL)
		return csv_table_error(table, error,
			"the first line is no header, it has the number %.40s: put a line with the "
			"names of the columns first",
			csv_table_number(table));
	return csv_table_error(table, error,
		"the header has the column '%.100s' twice: rename one of them", name);
}

static int
check_header(const struct csv_table *table, struct error *error)
{
	const struct strvec *names = &table->header;

	if (names->count > COLUMNS_MAX)
		return csv_table_error(table, error,
			"the header has %zu columns: give a table with at most %d",
			names->count, COLUMNS_MAX);
	if (names->count == 1 && strpbrk(names->items[0], ";\t") != NULL)
		return csv_table_error(table, error,
			"the header has no comma, but '%s': separate the columns with commas",
			strchr(names->items[0], ';') != NULL ? ";" : "TAB");
	for (size_t i = 1; i < names->count; i++)
		for (size_t j = 0; j < i; j++)
			if (*names->items[i] != '\0' &&
				strcmp(names->items[i], names->items[j]) == 0)
				return refuse_twice(table, names->items[i], error);
	return 0;
}

static int
take_header(struct parse *parse)
{
	struct csv_table *table = &parse->table;

	for (size_t i = 0; i < parse->count; i++)
		strvec_push(&table->header, parse->cells[i]);
	parse->has_header = true;
	if (check_header(table, parse->error) != 0)
		return -1;
	return parse->arg->header != NULL
		? parse->arg->header(table, parse->arg->context, parse->error)
		: 0;
}

static int
take_cells(struct parse *parse)
{
	struct csv_table *table = &parse->table;

	if (!parse->has_header)
		return take_header(parse);
	if (parse->count != table->header.count)
		return csv_table_error(table, parse->error,
			"the row has %zu cell%s where the header has %zu: make them as many%s",
			parse->count, parse->count == 1 ? "" : "s", table->header.count,
			parse->count > table->header.count
				? ", with decimal points, and quotes around a text with a comma"
				: "");
	table->cells = parse->cells;
	return parse->arg->row(table, parse->arg->context, parse->error);
}

/*
 * libcsv: a line is complete; `end` is CR, LF or -1 at the end of the file. With CSV_REPALL_NL
 * it reports blank lines too, as rows without cells, so that lines can be counted; of CRLF it
 * reports the CR as the end of the row and the LF as a blank line.
 */
static void
take_row(int end, void *context)
{
	struct parse *parse = context;
	bool belongs_to_return = parse->after_return && parse->count == 0 && end == '\n';

	if (parse->failed)
		return;
	if (parse->count > 0 && take_cells(parse) != 0)
		parse->failed = true;
	if (!belongs_to_return)
		parse->table.line += 1 + parse->cell_lines;
	parse->after_return = end == '\r';
	parse->count = 0;
	parse->cell_lines = 0;
	parse->row_bytes = 0;
	parse->text_length = 0;
}

static int
refuse_text(struct parse *parse, struct csv_parser *parser)
{
	int code = csv_error(parser);

	if (code != CSV_EPARSE)
		return error_set(parse->error, STATUS_INTERNAL, "%s: %s: free some memory",
			parse->table.name, csv_strerror(code));
	return csv_table_error(&parse->table, parse->error,
		"a quote stands where none may be or is never closed: put the whole cell in "
		"quotes "
		"and double those inside it");
}

/* NUL in a block: no text, or what a power cut left at the end of a file. */
static int
check_bytes(struct parse *parse, const char *block, size_t *length, bool *last)
{
	const char *nul = memchr(block, '\0', *length);

	if (nul == NULL)
		return 0;
	if (!parse->arg->drop_torn_line)
		return error_set(parse->error, STATUS_USAGE,
			"%s: holds NUL bytes, so it is no text: give a CSV file in UTF-8",
			parse->table.name);
	*length = (size_t)(nul - block);
	*last = true;
	return 0;
}

static int
parse_block(struct parse *parse, struct csv_parser *parser, const char *block, size_t length)
{
	bool has_quotes = memchr(block, '"', length) != NULL;

	/* The cell that a quote of the last block ended may be handed over only now. */
	parse->quotes = parse->quotes || has_quotes;
	parse->row_bytes += length;
	size_t parsed = csv_parse(parser, block, length, take_cell, take_row, parse);
	if (parse->failed)
		return -1;
	if (parsed != length)
		return refuse_text(parse, parser);
	parse->quotes = has_quotes;
	if (parse->row_bytes > CSV_TABLE_LONGEST + BLOCK_SIZE)
		return csv_table_error(&parse->table, parse->error,
			"the row does not end within %zu MB: close its quotes, or give a CSV "
			"file",
			CSV_TABLE_LONGEST >> 20);
	return 0;
}

static int
refuse_file(struct parse *parse)
{
	return error_set(parse->error, STATUS_USAGE,
		"%s: cannot be read (%s): give a readable file", parse->table.name,
		strerror(errno));
}

static int
finish(struct parse *parse, struct csv_parser *parser)
{
	if (!parse->arg->drop_torn_line && csv_fini(parser, take_cell, take_row, parse) != 0)
		return refuse_text(parse, parser);
	if (parse->failed)
		return -1;
	if (!parse->has_header && !parse->arg->drop_torn_line)
		return error_set(parse->error, STATUS_USAGE,
			"%s: is empty: give a CSV file that begins with a header",
			parse->table.name);
	return 0;
}

static int
parse_file(struct parse *parse, struct csv_parser *parser, FILE *stream, char *block)
{
	static const char byte_order_mark[] = "\xef\xbb\xbf";
	bool first = true;
	bool last = false;

	while (!last) {
		size_t length = fread(block, 1, BLOCK_SIZE, stream);
		if (ferror(stream))
			return refuse_file(parse);

		last = length < BLOCK_SIZE;
		size_t skip =
			first && length >= 3 && memcmp(block, byte_order_mark, 3) == 0 ? 3 : 0;
		first = false;
		if (check_bytes(parse, block, &length, &last) != 0 ||
			parse_block(parse, parser, block + skip, length - skip) != 0)
			return -1;
	}
	return finish(parse, parser);
}

static int
parse_stream(struct parse *parse, FILE *stream)
{
	struct csv_parser parser;

	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL) !=
		0)
		return error_set(parse->error, STATUS_INTERNAL, "libcsv does not start");
	csv_set_blk_size(&parser, BLOCK_SIZE);

	char *block = xmalloc(BLOCK_SIZE);
	int result = parse_file(parse, &parser, stream, block);
	free(block);
	csv_free(&parser);
	return result;
}

int
csv_table_read(const struct csv_table_arg *arg, struct error *error)
{
	bool standard_input = strcmp(arg->path, "-") == 0;
	struct parse parse = {
		.arg = arg,
		.error = error,
		.table = {.name = standard_input ? "standard input" : arg->path, .line = 1},
	};
	FILE *stream = arg->stream;

	if (stream == NULL)
		stream = standard_input ? stdin : fopen(arg->path, "re");
	if (stream == NULL)
		return refuse_file(&parse);
	int result = parse_stream(&parse, stream);

	if (arg->stream == NULL && !standard_input)
		fclose(stream);
	strvec_release(&parse.table.header);
	free(parse.cells);
	free(parse.text);
	return result;
}
