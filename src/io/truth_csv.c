#include "config.h"

#include "io/truth_csv.h"

#include "base/memory.h"
#include "core/counts.h"
#include "io/csv_cell.h"
#include "io/csv_table.h"

struct reader {
	struct simulation *simulation;
	size_t capacity;
	int workers; /* indices in the table */
	int wall_s;
	int user_s;
};

static int
take_header(const struct csv_table *table, void *context, struct error *error)
{
	struct reader *reader = context;

	reader->workers = csv_table_column(table, "workers");
	reader->wall_s = csv_table_column(table, "wall_s");
	reader->user_s = csv_table_column(table, "user_s");
	if (reader->workers == CSV_TABLE_NONE || reader->wall_s == CSV_TABLE_NONE)
		return csv_table_error(table, error,
			"there is no column %s: begin with a line such as workers,wall_s",
			reader->workers == CSV_TABLE_NONE ? "workers" : "wall_s");
	return 0;
}

static int
refuse_twice(const struct reader *reader, const struct csv_table *table, int workers,
	struct error *error)
{
	for (size_t i = 0; i < reader->simulation->truth_count; i++)
		if (reader->simulation->truth[i].workers == workers)
			return csv_table_error(table, error,
				"%d workers stand here a second time: keep one row of them",
				workers);
	return 0;
}

static int
take_row(const struct csv_table *table, void *context, struct error *error)
{
	struct reader *reader = context;
	struct simulation *simulation = reader->simulation;
	struct truth_row row = {.user_s = UNKNOWN};
	struct csv_cell workers = {.table = table, .name = "workers"};
	struct csv_cell wall = {.table = table, .name = "wall_s", .positive = true};
	struct csv_cell user = {.table = table, .name = "user_s"};

	workers.text = csv_table_cell(table, reader->workers);
	wall.text = csv_table_cell(table, reader->wall_s);
	user.text = csv_table_cell(table, reader->user_s);
	if (csv_cell_whole(&workers, 1, COUNTS_MAX_WORKERS, &row.workers, error) != 0 ||
		refuse_twice(reader, table, row.workers, error) != 0 ||
		csv_cell_figure(&wall, &row.wall_s, error) != 0)
		return -1;
	if (*user.text != '\0' && csv_cell_figure(&user, &row.user_s, error) != 0)
		return -1;
	ARRAY_GROW(simulation->truth, simulation->truth_count, reader->capacity);
	simulation->truth[simulation->truth_count++] = row;
	return 0;
}

int
truth_csv_read(struct simulation *simulation, struct error *error)
{
	struct reader reader = {
		.simulation = simulation,
		.capacity = simulation->truth_count,
	};
	struct csv_table_arg table = {
		.path = simulation->file,
		.context = &reader,
		.header = take_header,
		.row = take_row,
	};

	if (csv_table_read(&table, error) != 0)
		return -1;
	if (simulation->truth_count == 0)
		return error_set(error, STATUS_USAGE,
			"%s: holds no row: give a time for 1 worker at least",
			simulation->file);
	return 0;
}
