#include "config.h"

#include "core/runner.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "core/flags.h"
#include "core/template.h"

const struct runner *
runners_find(const struct runners *table, const char *name)
{
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->rows[i].name, name) == 0)
			return &table->rows[i];
	return NULL;
}

static void
row_release(struct runner *row)
{
	/* The struct is nothing but texts. */
	char *texts[sizeof *row / sizeof(char *)];

	memcpy(texts, row, sizeof texts);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free(texts[i]);
	*row = (struct runner){0};
}

void
runners_add(struct runners *table, struct runner *row)
{
	for (size_t i = 0; i < table->count; i++) {
		if (strcmp(table->rows[i].name, row->name) == 0) {
			row_release(&table->rows[i]);
			table->rows[i] = *row;
			*row = (struct runner){0};
			return;
		}
	}
	ARRAY_GROW(table->rows, table->count, table->capacity);
	table->rows[table->count++] = *row;
	*row = (struct runner){0};
}

void
runners_release(struct runners *table)
{
	for (size_t i = 0; i < table->count; i++)
		row_release(&table->rows[i]);
	free(table->rows);
	*table = (struct runners)RUNNERS_INIT;
}

bool
runner_takes_count(const struct runner *row)
{
	return *row->workers != '\0' && strcmp(row->workers, RUNNER_HANDS_ON) != 0;
}

/* {-C}: the value of the option that is named in the braces, "." when it is not there. */
static char *
fill_option(const struct runner_match *match, const struct strvec *argv, char *text)
{
	char *open = strstr(text, "{-");
	char *close = open != NULL ? strchr(open, '}') : NULL;

	if (close == NULL)
		return text;
	char *placeholder = xstrndup(open, (size_t)(close - open) + 1);
	char *flag = xasprintf("%.*s N", (int)(close - open) - 1, open + 1);
	const char *value = NULL;
	flags_find(argv, &(struct flags_arg){flag, "", match->program, argv->count}, &value);
	char *filled = text_replace(text, placeholder, value != NULL ? value : ".");
	free(flag);
	free(placeholder);
	free(text);
	return filled;
}

char *
runner_fill(const struct runner_match *match, const struct strvec *argv, const char *text)
{
	return fill_option(
		match, argv, text_replace(text, "{program}", argv->items[match->program]));
}

const char *
runner_diagnose(const struct runner *row, const char *log_tail)
{
	const char *diagnosis = NULL;
	struct strvec complaints = STRVEC_INIT;

	if (row == NULL || *row->complaint == '\0')
		return NULL;
	strvec_split(&complaints, row->complaint, '|');
	for (size_t i = 0; i < complaints.count; i++)
		if (*complaints.items[i] != '\0' &&
			strstr(log_tail, complaints.items[i]) != NULL)
			diagnosis = row->remedy;
	strvec_release(&complaints);
	return diagnosis;
}
