#include "config.h"

#include "io/prices_csv.h"

#include "base/memory.h"
#include "io/csv_cell.h"
#include "io/csv_table.h"

#define WHOLE_MINUTE 60.0
#define GIGABYTE     (1024.0 * 1024.0 * 1024.0)

struct reader {
	struct prices *prices;
	int provider; /* indices in the table */
	int label;
	int vcpu;
	int ram_gb;
	int usd_per_min;
	int billing_s;
};

static int
take_header(const struct csv_table *table, void *context, struct error *error)
{
	struct reader *reader = context;

	reader->provider = csv_table_column(table, "provider");
	reader->label = csv_table_column(table, "label");
	reader->vcpu = csv_table_column(table, "vcpu");
	reader->ram_gb = csv_table_column(table, "ram_gb");
	reader->usd_per_min = csv_table_column(table, "usd_per_min");
	reader->billing_s = csv_table_column(table, "billing_s");
	if (reader->label == CSV_TABLE_NONE || reader->vcpu == CSV_TABLE_NONE ||
		reader->usd_per_min == CSV_TABLE_NONE)
		return csv_table_error(table, error,
			"is no price list: its first line must name label, vcpu and usd_per_min");
	return 0;
}

/* A figure that is not negative; `otherwise` where the cell is empty. */
static int
read_figure(const struct csv_table *table, int column, const char *name, double otherwise,
	double *figure, struct error *error)
{
	struct csv_cell cell = {
		.table = table, .name = name, .text = csv_table_cell(table, column)};

	*figure = otherwise;
	return *cell.text == '\0' ? 0 : csv_cell_figure(&cell, figure, error);
}

static int
take_row(const struct csv_table *table, void *context, struct error *error)
{
	struct reader *reader = context;
	struct prices *prices = reader->prices;
	struct csv_cell vcpu = {.table = table,
		.name = "vcpu",
		.text = csv_table_cell(table, reader->vcpu),
		.positive = true};
	struct price price = {0};
	double ram_gb;

	if (csv_cell_figure(&vcpu, &price.cpus, error) != 0 ||
		read_figure(table, reader->ram_gb, "ram_gb", UNKNOWN, &ram_gb, error) != 0 ||
		read_figure(table, reader->usd_per_min, "usd_per_min", UNKNOWN,
			&price.usd_per_min, error) != 0 ||
		read_figure(table, reader->billing_s, "billing_s", WHOLE_MINUTE,
			&price.billing_s, error) != 0)
		return -1;
	price.memory_bytes = ram_gb * GIGABYTE;
	price.provider = xstrdup(csv_table_text(table, reader->provider));
	price.label = xstrdup(csv_table_text(table, reader->label));
	ARRAY_GROW(prices->rows, prices->count, prices->capacity);
	prices->rows[prices->count++] = price;
	return 0;
}

int
prices_csv_read(const char *path, struct prices *prices, struct error *error)
{
	struct reader reader = {.prices = prices};
	struct csv_table_arg table = {
		.path = path,
		.context = &reader,
		.header = take_header,
		.row = take_row,
	};

	if (csv_table_read(&table, error) != 0)
		return -1;
	if (prices->count == 0)
		return error_set(error, STATUS_USAGE,
			"%s: holds no machine: give one a line, below the names of the columns",
			path);
	return 0;
}
