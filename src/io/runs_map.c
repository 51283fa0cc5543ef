#include "config.h"

#include "io/runs_map.h"

#include <stdbool.h>
#include <string.h>

#include "io/runs_columns.h"

const char *
runs_map_name(const struct strvec *map, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < map->count; i++)
		if (strncmp(map->items[i], name, length) == 0 && map->items[i][length] == '=')
			return map->items[i] + length + 1;
	return NULL;
}

int
runs_map_read(const struct strvec *given, struct strvec *map, struct error *error)
{
	for (size_t i = 0; given != NULL && i < given->count; i++)
		strvec_split(map, given->items[i], ',');
	for (size_t i = 0; i < map->count; i++) {
		const char *item = map->items[i];
		size_t length = strcspn(item, "=");
		bool known = strncmp(item, "throughput=", length + 1) == 0;

		for (size_t j = 0; j < RUNS_COLUMNS; j++)
			known = known ||
				(strlen(runs_columns[j].name) == length &&
					strncmp(runs_columns[j].name, item, length) == 0);
		if (item[length] != '=' || item[length + 1] == '\0' || !known)
			return error_set(error, STATUS_USAGE,
				"--map '%.100s': give NAME=COLUMN where NAME is a column of "
				"runs.csv, "
				"such as workers=threads",
				item);
	}
	return 0;
}
