#include "config.h"

#include "io/suites_csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "core/words.h"
#include "io/csv_table.h"

struct reading {
	struct suites *suites;
	bool shell;
	int name;
	int command;
};

static int
take_header(const struct csv_table *table, void *context, struct error *error)
{
	struct reading *reading = context;

	reading->name = csv_table_column(table, "name");
	reading->command = csv_table_column(table, "command");
	if (reading->name == CSV_TABLE_NONE || reading->command == CSV_TABLE_NONE)
		return csv_table_error(table, error,
			"there is no column '%s': a file of suites has the columns name,command",
			reading->name == CSV_TABLE_NONE ? "name" : "command");
	for (size_t i = 0; i < table->header.count; i++)
		if ((int)i != reading->name && (int)i != reading->command)
			return csv_table_error(table, error,
				"'%.100s' is no column of a file of suites: it has the columns name,command",
				table->header.items[i]);
	return 0;
}

static bool
has_suite(const struct suites *suites, const char *name)
{
	for (size_t i = 0; i < suites->count; i++)
		if (strcmp(suites->rows[i].name, name) == 0)
			return true;
	return false;
}

static int
take_words(const struct reading *reading, const struct csv_table *table, struct strvec *words,
	struct error *error)
{
	const char *command = csv_table_text(table, reading->command);
	struct error reason;

	if (reading->shell && *command != '\0')
		strvec_push(words, command);
	else if (words_split(command, words, &reason) != 0)
		return csv_table_error(table, error, "%s", reason.text);
	if (words->count == 0)
		return csv_table_error(table, error,
			"the suite '%.100s' has no command: give it one",
			csv_table_text(table, reading->name));
	return 0;
}

static int
take_row(const struct csv_table *table, void *context, struct error *error)
{
	struct reading *reading = context;
	struct suites *suites = reading->suites;
	const char *name = csv_table_text(table, reading->name);
	struct strvec words = STRVEC_INIT;

	if (*name == '\0')
		return csv_table_error(table, error, "the suite has no name: give it one");
	if (has_suite(suites, name))
		return csv_table_error(table, error,
			"there is a suite '%.100s' already: give each a name of its own", name);
	if (take_words(reading, table, &words, error) != 0)
		return -1;
	ARRAY_GROW(suites->rows, suites->count, suites->capacity);
	suites->rows[suites->count++] =
		(struct suite_row){.name = xstrdup(name), .words = words};
	return 0;
}

int
suites_csv_read(const char *path, bool shell, struct suites *suites, struct error *error)
{
	struct reading reading = {.suites = suites, .shell = shell};
	struct csv_table_arg arg = {
		.path = path,
		.context = &reading,
		.header = take_header,
		.row = take_row,
	};

	if (csv_table_read(&arg, error) != 0)
		return -1;
	if (suites->count == 0)
		return error_set(error, STATUS_USAGE,
			"%s has no suite: give each a row with its name and command", path);
	return 0;
}

void
suites_release(struct suites *suites)
{
	for (size_t i = 0; i < suites->count; i++) {
		free(suites->rows[i].name);
		strvec_release(&suites->rows[i].words);
	}
	free(suites->rows);
	*suites = (struct suites)SUITES_INIT;
}
