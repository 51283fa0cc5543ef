#include "config.h"

#include "io/runners_csv.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "io/csv_table.h"

/* The columns of the file are the members of the struct. */
static const struct {
	const char *name;
	size_t offset;
} columns[] = {
#define COLUMN(member)                                                                         \
	{                                                                                      \
#member, offsetof(struct runner, member)                                       \
	}
	COLUMN(name),
	COLUMN(family),
	COLUMN(match),
	COLUMN(values),
	COLUMN(workers),
	COLUMN(replaces),
	COLUMN(bundles),
	COLUMN(sequential),
	COLUMN(environment),
	COLUMN(default_count),
	COLUMN(auto_means),
	COLUMN(unit),
	COLUMN(order),
	COLUMN(scheduler),
	COLUMN(scheduler_flag),
	COLUMN(chunk_flag),
	COLUMN(scheduled),
	COLUMN(report),
	COLUMN(report_own),
	COLUMN(report_files),
	COLUMN(report_kind),
	COLUMN(report_config),
	COLUMN(untimed),
	COLUMN(input),
	COLUMN(fresh),
	COLUMN(prepare),
	COLUMN(complaint),
	COLUMN(remedy),
	COLUMN(instead),
	COLUMN(caution),
	COLUMN(pitfall),
#undef COLUMN
};

#define COLUMN_COUNT (sizeof columns / sizeof *columns)

_Static_assert(COLUMN_COUNT == sizeof(struct runner) / sizeof(char *), "a column per member");

/* For the call backs: where each column of ours stands in this file. */
struct reading {
	struct runners *table;
	int position[COLUMN_COUNT];
};

static bool
is_column(const char *name)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		if (strcmp(columns[i].name, name) == 0)
			return true;
	return false;
}

static int
refuse_column(const struct csv_table *table, const char *name, struct error *error)
{
	struct strbuf names = STRBUF_INIT;

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", columns[i].name);
	csv_table_error(table, error, "'%.100s' is no column of a runners file: it may have %s",
		name, strbuf_text(&names));
	strbuf_release(&names);
	return -1;
}

static int
take_header(const struct csv_table *table, void *context, struct error *error)
{
	struct reading *reading = context;

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		reading->position[i] = csv_table_column(table, columns[i].name);
	for (size_t i = 0; i < table->header.count; i++)
		if (!is_column(table->header.items[i]))
			return refuse_column(table, table->header.items[i], error);
	if (reading->position[0] == CSV_TABLE_NONE)
		return csv_table_error(table, error, "there is no column 'name': add one");
	return 0;
}

static int
take_row(const struct csv_table *table, void *context, struct error *error)
{
	struct reading *reading = context;
	struct runner row = {0};

	if (*csv_table_text(table, reading->position[0]) == '\0')
		return csv_table_error(table, error, "the runner has no name: give it one");
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		char *text = xstrdup(csv_table_text(table, reading->position[i]));

		memcpy((char *)&row + columns[i].offset, &text, sizeof text);
	}
	runners_add(reading->table, &row);
	return 0;
}

int
runners_csv_read(const char *path, struct runners *table, struct error *error)
{
	struct reading reading = {.table = table};

	return csv_table_read(&(struct csv_table_arg){.path = path,
				      .context = &reading,
				      .header = take_header,
				      .row = take_row},
		error);
}

/* Where the user's own NAME would lie; NULL when there is no home. The caller frees it. */
static char *
config_path(const char *name)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	/* A relative path there is to be ignored (XDG Base Directory Specification). */
	if (config != NULL && *config == '/')
		return xasprintf("%s/ptbench/%s", config, name);
	if (home != NULL && *home != '\0')
		return xasprintf("%s/.config/ptbench/%s", home, name);
	return NULL;
}

int
runners_load(const char *path, struct runners *table, struct error *error)
{
	char *shipped = data_path("runners.csv");
	char *own = config_path("runners.csv");
	int result = runners_csv_read(shipped, table, error);

	if (result != 0) {
		error->status = STATUS_INTERNAL;
	} else {
		if (own != NULL && access(own, F_OK) == 0)
			result = runners_csv_read(own, table, error);
		if (result == 0 && path != NULL)
			result = runners_csv_read(path, table, error);
	}
	free(shipped);
	free(own);
	return result;
}

/* data/NAME in the folder of the running program, NULL when it is not there. */
static char *
beside_program(const char *name)
{
	char program[4096];
	ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);

	if (length <= 0)
		return NULL;
	program[length] = '\0';

	char *slash = strrchr(program, '/');
	if (slash == NULL)
		return NULL;
	char *path = xasprintf("%.*s/data/%s", (int)(slash - program), program, name);
	if (access(path, R_OK) == 0)
		return path;
	free(path);
	return NULL;
}

char *
data_path(const char *name)
{
	const char *wanted = getenv("PTBENCH_DATA");

	if (wanted != NULL && *wanted != '\0')
		return xasprintf("%s/%s", wanted, name);

	char *path = beside_program(name);
	return path != NULL ? path : xasprintf("%s/%s", PTBENCH_DATADIR, name);
}
