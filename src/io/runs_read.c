#include "config.h"

#include "io/runs_csv.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"
#include "core/counts.h"
#include "io/csv.h"
#include "io/csv_cell.h"
#include "io/csv_table.h"
#include "io/runs_columns.h"
#include "io/runs_map.h"

/* A column of the file that is used. */
struct used_column {
	const struct runs_column *column;
	int index; /* in the table */
	bool positive; /* wall_s: zero is no time */
};

struct reader {
	struct strvec map; /* "workers=threads", one each */
	struct observations *all;
	struct used_column used[RUNS_COLUMNS];
	size_t used_count;
	int mode; /* indices in the table, or CSV_TABLE_NONE */
	int workers;
	int throughput;
};

static int
read_mode(const struct csv_cell *cell, unsigned char *mode, struct error *error)
{
	for (enum mode candidate = MODE_SEQ; candidate <= MODE_PAR; candidate++) {
		if (strcmp(cell->text, mode_name(candidate)) == 0) {
			*mode = (unsigned char)candidate;
			return 0;
		}
	}
	return csv_cell_refuse(cell, "seq or par", error);
}

static int
read_method(const struct csv_cell *cell, unsigned char *method, struct error *error)
{
	for (enum peak_method candidate = PEAK_CGROUP2; candidate <= PEAK_SIMULATED;
		candidate++) {
		if (strcmp(cell->text, peak_method_name(candidate)) == 0) {
			*method = (unsigned char)candidate;
			return 0;
		}
	}
	return csv_cell_refuse(cell, "cgroup2, cgroup1, pss, rss or simulated", error);
}

#define SIGNALS 65

/* "SIGTERM", or the number of a signal without a name. */
static int
read_signal(const struct csv_cell *cell, unsigned char *signal, struct error *error)
{
	int number = 0;

	if (strncmp(cell->text, "SIG", 3) == 0) {
		for (int i = 1; i < SIGNALS && number == 0; i++) {
			const char *name = sigabbrev_np(i);
			if (name != NULL && strcmp(cell->text + 3, name) == 0)
				number = i;
		}
	}
	if (number == 0) {
		int64_t value;
		if (!parse_integer(cell->text, 0, SIGNALS - 1, &value))
			return csv_cell_refuse(
				cell, "the name of a signal, such as SIGTERM", error);
		number = (int)value;
	}
	*signal = (unsigned char)number;
	return 0;
}

static int
read_small(const struct csv_cell *cell, float *small, struct error *error)
{
	double figure;

	if (csv_cell_figure(cell, &figure, error) != 0)
		return -1;
	*small = (float)figure;
	return 0;
}

/* Puts a cell that is not empty into its member. */
static int
read_cell(const struct csv_cell *cell, const struct runs_column *column,
	struct observation *row, struct error *error)
{
	void *member = (char *)row + column->offset;

	switch (column->kind) {
	case CELL_TEXT:
		*(const char **)member = csv_text(cell->text);
		return 0;
	case CELL_FIGURE:
		return csv_cell_figure(cell, member, error);
	case CELL_SMALL:
		return read_small(cell, member, error);
	case CELL_WORKERS:
		return csv_cell_whole(cell, 1, COUNTS_MAX_WORKERS, member, error);
	case CELL_COUNT:
	case CELL_ORDER:
		return csv_cell_whole(cell, 0, INT_MAX, member, error);
	case CELL_FLAG:
		return csv_cell_flag(cell, member, error);
	case CELL_MODE:
		return read_mode(cell, member, error);
	case CELL_METHOD:
		return read_method(cell, member, error);
	case CELL_SIGNAL:
		return read_signal(cell, member, error);
	}
	return 0;
}

/* The index of our column in the file, whose header may call it otherwise (--map). */
static int
find_index(const struct reader *reader, const struct csv_table *table, const char *name)
{
	const char *theirs = runs_map_name(&reader->map, name);

	return csv_table_column(table, theirs != NULL ? theirs : name);
}

static int
refuse_header(const struct csv_table *table, const char *missing, struct error *error)
{
	struct strbuf names = STRBUF_INIT;

	if (csv_table_number(table) != NULL)
		return csv_table_error(table, error,
			"the first line is no header, it has the number %.40s: put a line such as "
			"workers,wall_s first",
			csv_table_number(table));
	strvec_join(&table->header, ", ", &names);
	csv_table_error(table, error,
		"there is no column %s: name the one to take, as in --map "
		"workers=threads,wall_s=mean (there are %.300s)",
		missing, strbuf_text(&names));
	strbuf_release(&names);
	return -1;
}

/* Whether every column that --map names is there. */
static int
check_map(const struct reader *reader, const struct csv_table *table, struct error *error)
{
	for (size_t i = 0; i < reader->map.count; i++) {
		const char *theirs = strchr(reader->map.items[i], '=') + 1;
		if (csv_table_column(table, theirs) == CSV_TABLE_NONE)
			return csv_table_error(table, error,
				"there is no column '%.100s', which --map names: take one that "
				"is "
				"there",
				theirs);
	}
	return 0;
}

static int
take_header(const struct csv_table *table, void *context, struct error *error)
{
	struct reader *reader = context;

	if (check_map(reader, table, error) != 0)
		return -1;
	for (size_t i = 0; i < RUNS_COLUMNS; i++) {
		struct used_column used = {
			.column = &runs_columns[i],
			.index = find_index(reader, table, runs_columns[i].name),
			.positive =
				runs_columns[i].offset == offsetof(struct observation, wall_s),
		};
		if (used.index != CSV_TABLE_NONE)
			reader->used[reader->used_count++] = used;
	}
	reader->mode = find_index(reader, table, "mode");
	reader->workers = find_index(reader, table, "workers");
	reader->throughput = find_index(reader, table, "throughput");
	if (reader->workers == CSV_TABLE_NONE)
		return refuse_header(table, "workers", error);
	if (reader->throughput == CSV_TABLE_NONE &&
		find_index(reader, table, "wall_s") == CSV_TABLE_NONE)
		return refuse_header(table, "wall_s or throughput", error);
	return 0;
}

/* T = 1/X where the row has no time of its own. */
static int
read_throughput(const struct reader *reader, const struct csv_table *table,
	struct observation *row, struct error *error)
{
	struct csv_cell cell = {
		.table = table,
		.name = "throughput",
		.text = csv_table_cell(table, reader->throughput),
		.positive = true,
	};
	double throughput;

	if (!isnan(row->wall_s) || *cell.text == '\0')
		return 0;
	if (csv_cell_figure(&cell, &throughput, error) != 0)
		return -1;
	row->wall_s = 1.0 / throughput;
	return 0;
}

/* What only the whole row can tell. */
static int
check_row(const struct reader *reader, const struct csv_table *table, struct observation *row,
	struct error *error)
{
	if (row->workers == 0)
		return csv_table_error(table, error, "workers is empty: give a whole number");
	if (*csv_table_cell(table, reader->mode) == '\0')
		row->mode = row->workers == 1 ? MODE_SEQ : MODE_PAR;
	else if (row->mode == MODE_SEQ && row->workers != 1)
		return csv_table_error(table, error,
			"mode is seq, but workers is %d: the sequential form has 1",
			row->workers);
	if (isnan(row->wall_s) && !row->warmup && observation_succeeded(row) &&
		!observation_lost(row))
		return csv_table_error(
			table, error, "there is no time: give wall_s a positive number");
	return 0;
}

static int
take_row(const struct csv_table *table, void *context, struct error *error)
{
	struct reader *reader = context;
	struct observation row = observation_empty();

	for (size_t i = 0; i < reader->used_count; i++) {
		const struct used_column *used = &reader->used[i];
		if (*table->cells[used->index] == '\0')
			continue;
		struct csv_cell cell = {
			table, used->column->name, table->cells[used->index], used->positive};
		if (read_cell(&cell, used->column, &row, error) != 0)
			return -1;
	}
	if (read_throughput(reader, table, &row, error) != 0 ||
		check_row(reader, table, &row, error) != 0)
		return -1;
	if (reader->all->count >= RUNS_CSV_TEXTS)
		row.start_utc = row.log = "";
	observations_add(reader->all, &row);
	return 0;
}

int
runs_csv_read(const struct runs_csv_arg *arg, struct observations *all, struct error *error)
{
	struct reader reader = {.map = STRVEC_INIT, .all = all};
	struct csv_table_arg table = {
		.path = arg->path,
		.stream = arg->stream,
		.drop_torn_line = arg->drop_torn_line,
		.context = &reader,
		.header = take_header,
		.row = take_row,
	};
	int result = runs_map_read(arg->map, &reader.map, error);

	if (result == 0)
		result = csv_table_read(&table, error);
	strvec_release(&reader.map);
	return result;
}
