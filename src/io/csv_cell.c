#include "config.h"

#include "io/csv_cell.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/units.h"
#include "core/observation.h"

int
csv_cell_refuse(const struct csv_cell *cell, const char *wanted, struct error *error)
{
	size_t digits = strspn(cell->text, "0123456789");
	const char *comma = cell->text + digits;

	if (digits > 0 && *comma == ',' && comma[1 + strspn(comma + 1, "0123456789")] == '\0')
		return csv_table_error(cell->table, error,
			"%s is '%.60s', with a decimal comma: write it with a point",
			cell->name, cell->text);
	return csv_table_error(
		cell->table, error, "%s is '%.60s': give %s", cell->name, cell->text, wanted);
}

int
csv_cell_figure(const struct csv_cell *cell, double *figure, struct error *error)
{
	double number;
	bool known = parse_number(cell->text, &number);

	if (!cell->positive) {
		if (!known || number < 0.0)
			return csv_cell_refuse(cell, "a number from 0 on, or nothing", error);
	} else {
		if (!known || !(number > 0.0))
			return csv_cell_refuse(cell, "a positive number", error);
		if (number < OBSERVATION_SHORTEST_S || number > OBSERVATION_LONGEST_S)
			return csv_cell_refuse(cell, "a number from 1e-18 to 1e18", error);
	}
	*figure = number;
	return 0;
}

/* What most counts are, without a detour over double. */
static bool
plain_whole(const char *text, int *count)
{
	int number = 0;
	int digits = 0;

	for (; text[digits] >= '0' && text[digits] <= '9' && digits < 9; digits++)
		number = number * 10 + (text[digits] - '0');
	*count = number;
	return digits > 0 && text[digits] == '\0';
}

int
csv_cell_whole(const struct csv_cell *cell, int low, int high, int *count, struct error *error)
{
	double number;
	int plain;

	if (plain_whole(cell->text, &plain) && plain >= low && plain <= high) {
		*count = plain;
		return 0;
	}
	if (parse_number(cell->text, &number) && number >= low && number <= high &&
		!(number < (int)number) && !(number > (int)number)) {
		*count = (int)number;
		return 0;
	}

	char *wanted = high == INT_MAX ? xasprintf("a whole number from %d on, or nothing", low)
				       : xasprintf("a whole number from %d to %d", low, high);
	csv_cell_refuse(cell, wanted, error);
	free(wanted);
	return -1;
}

int
csv_cell_flag(const struct csv_cell *cell, bool *flag, struct error *error)
{
	static const char *const words[] = {"0", "1", "false", "true"};
	bool one_digit = (*cell->text == '0' || *cell->text == '1') && cell->text[1] == '\0';

	if (one_digit) {
		*flag = *cell->text == '1';
		return 0;
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcasecmp(cell->text, words[i]) == 0) {
			*flag = i % 2 == 1;
			return 0;
		}
	}
	return csv_cell_refuse(cell, "0 or 1", error);
}
