#include "config.h"

#include "cli/options.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/nearest.h"
#include "base/strbuf.h"
#include "base/units.h"
#include "core/observation.h"

#define FIRST_LONG 256 /* getopt's value of row i is FIRST_LONG + i */

void
options_init(struct options *options)
{
	*options = (struct options){
		.min_runs = 2,
		.budget_s = (double)INFINITY,
		.tolerance = 0.02,
		.confidence = 0.98,
		.warmup = 1,
		.timeout_s = (double)INFINITY,
		.kill_after_s = 2.0,
		.log_limit = 16.0 * 1024 * 1024,
		.host_cpus = UNKNOWN,
		.loss = LOSS_RELATIVE,
		.memory_limit = UNKNOWN,
		.core_speed = 1.0,
		.jobs = 1,
		.t1_s = UNKNOWN,
		.serial = UNKNOWN,
		.given = xcalloc(option_count, sizeof(bool)),
	};
}

void
options_release(struct options *options)
{
	strvec_release(&options->env);
	strvec_release(&options->map);
	strvec_release(&options->engine_args);
	strvec_release(&options->junit);
	strvec_release(&options->fail_if);
	free(options->given);
	*options = (struct options){0};
}

bool
options_given(const struct options *options, const char *name)
{
	for (size_t i = 0; i < option_count; i++)
		if (strcmp(option_table[i].name, name) == 0)
			return options->given[i];
	return false;
}

struct trial_setting
options_trial_setting(const struct options *options)
{
	return (struct trial_setting){
		.prepare = options->prepare,
		.conclude = options->conclude,
		.input = options->input,
		.cpus = options->cpus,
		.timeout_s = options->timeout_s,
		.kill_after_s = options->kill_after_s,
		.log_limit = (uint64_t)options->log_limit,
	};
}

static int
bad_value(const struct option_row *row, const char *value, const char *wanted,
	struct error *error)
{
	return error_set(error, STATUS_USAGE, "--%s '%.80s' is not %s: give %s (%s)",
		row->name, value, wanted, row->argument, row->help);
}

static int
set_integer(
	const struct option_row *row, const char *value, int64_t *member, struct error *error)
{
	if (parse_integer(value, (int64_t)row->low, (int64_t)row->high, member))
		return 0;
	return error_set(error, STATUS_USAGE,
		"--%s '%.80s' is not a whole number from %.0f to %.0f: give one, as in --%s "
		"%.0f",
		row->name, value, row->low, row->high, row->name,
		row->low > 5 ? row->low : 5.0);
}

/* Reads a number with the parser of its kind and checks the row's bounds. */
static int
set_double(const struct option_row *row, const char *value, double *member, struct error *error)
{
	bool valid;
	double number = 0;
	const char *wanted = "a number";

	if (row->type == OPTION_TIME) {
		valid = parse_time(value, &number);
		wanted = "a time like 500ms, 1.5s, 10m, 2h";
	} else if (row->type == OPTION_SIZE) {
		valid = parse_size(value, &number);
		wanted = "a size like 64M, 16G";
	} else {
		valid = parse_number(value, &number);
	}
	if (!valid)
		return bad_value(row, value, wanted, error);
	if (number < row->low || number > row->high)
		return error_set(error, STATUS_USAGE,
			"--%s '%.80s' is out of range: give %g to %g", row->name, value,
			row->low, row->high);
	*member = row->type == OPTION_PERCENT ? number / 100.0 : number;
	return 0;
}

void
option_add_choices(const struct option_row *row, const char *separator, struct strbuf *text)
{
	for (int i = 0; row->choices != NULL && row->choices[i] != NULL; i++)
		strbuf_addf(text, "%s%s", i > 0 ? separator : "", row->choices[i]);
	for (size_t i = 0; row->type == OPTION_LAW && i < law_count; i++)
		strbuf_addf(text, "%s%s", i > 0 ? separator : "", laws[i].name);
	for (int i = 0; row->type == OPTION_LOSS && i < LOSS_COUNT; i++)
		strbuf_addf(text, "%s%s", i > 0 ? separator : "", loss_name((enum loss)i));
}

static int
not_known(const struct option_row *row, const char *value, struct error *error)
{
	struct strbuf names = STRBUF_INIT;

	option_add_choices(row, ", ", &names);
	error_set(error, STATUS_USAGE, "--%s '%.80s' is not known: use one of %s", row->name,
		value, strbuf_text(&names));
	strbuf_release(&names);
	return -1;
}

static int
set_choice(const struct option_row *row, const char *value, int *member, struct error *error)
{
	for (int i = 0; row->choices[i] != NULL; i++) {
		if (strcmp(row->choices[i], value) == 0) {
			*member = i;
			return 0;
		}
	}
	return not_known(row, value, error);
}

static int
set_law(const struct option_row *row, const char *value, const struct law **member,
	struct error *error)
{
	*member = law_find(value);
	return *member != NULL ? 0 : not_known(row, value, error);
}

static int
set_loss(const struct option_row *row, const char *value, int *member, struct error *error)
{
	*member = loss_find(value);
	return *member >= 0 ? 0 : not_known(row, value, error);
}

/* An assignment without a name would be passed on, and set nothing that anyone can read. */
static int
add_item(const struct option_row *row, const char *value, struct strvec *list,
	struct error *error)
{
	if (strcmp(row->name, "env") == 0 && (*value == '=' || strchr(value, '=') == NULL))
		return error_set(error, STATUS_USAGE,
			"--env '%.80s' is no NAME=VALUE: write it like --env WORKERS={n}",
			value);
	strvec_push(list, value);
	return 0;
}

static int
set_member(const struct option_row *row, const char *value, struct options *options,
	struct error *error)
{
	void *member = (char *)options + row->member;

	switch (row->type) {
	case OPTION_FLAG:
		*(bool *)member = true;
		return 0;
	case OPTION_TEXT:
		if (*value == '\0')
			return error_set(error, STATUS_USAGE, "--%s is empty: give %s (%s)",
				row->name, row->argument, row->help);
		*(const char **)member = value;
		return 0;
	case OPTION_LIST:
		return add_item(row, value, member, error);
	case OPTION_INTEGER:
		return set_integer(row, value, member, error);
	case OPTION_NUMBER:
	case OPTION_PERCENT:
	case OPTION_TIME:
	case OPTION_SIZE:
		return set_double(row, value, member, error);
	case OPTION_CHOICE:
		return set_choice(row, value, member, error);
	case OPTION_LAW:
		return set_law(row, value, member, error);
	case OPTION_LOSS:
		return set_loss(row, value, member, error);
	}
	return 0;
}

/* The table as getopt_long() wants it: options of this command only. */
struct getopt_form {
	struct option *longs;
	char *shorts;
};

static struct getopt_form
getopt_form(unsigned command)
{
	struct getopt_form form = {
		.longs = xcalloc(option_count + 1, sizeof *form.longs),
		.shorts = xcalloc(2 + 2 * option_count + 1, 1),
	};
	size_t count = 0;
	char *letter = form.shorts;

	/* run stops at the first operand, which must stand behind `--` there. */
	if (command == COMMAND_RUN)
		*letter++ = '+';
	*letter++ = ':';
	for (size_t i = 0; i < option_count; i++) {
		const struct option_row *row = &option_table[i];
		if ((row->commands & command) == 0)
			continue;
		form.longs[count++] = (struct option){row->name,
			row->argument != NULL ? required_argument : no_argument, NULL,
			FIRST_LONG + (int)i};
		if (row->letter != 0)
			*letter++ = row->letter;
		if (row->letter != 0 && row->argument != NULL)
			*letter++ = ':';
	}
	return form;
}

static const struct option_row *
row_of(int found, unsigned command)
{
	if (found >= FIRST_LONG)
		return &option_table[found - FIRST_LONG];
	for (size_t i = 0; i < option_count; i++)
		if (option_table[i].letter == found &&
			(option_table[i].commands & command) != 0)
			return &option_table[i];
	return NULL;
}

/* A long option that is none: the one that was meant, or where all of them stand. */
static int
no_such_option(const char *word, unsigned command, struct error *error)
{
	char *name = xstrndup(word + 2, strcspn(word + 2, "="));
	struct nearest meant = NEAREST(name);

	for (size_t i = 0; i < option_count; i++)
		if ((option_table[i].commands & command) != 0)
			nearest_offer(&meant, option_table[i].name);
	if (meant.name != NULL)
		error_set(error, STATUS_USAGE, "--%.80s is no option here: take --%s", name,
			meant.name);
	else
		error_set(error, STATUS_USAGE,
			"--%.80s is no option here: see 'ptbench --help'%s", name,
			command == COMMAND_RUN ? ", and put -- before the command to measure"
					       : "");
	free(name);
	return -1;
}

static int
not_an_option(const struct arguments *arguments, int found, struct error *error)
{
	const char *word = arguments->argv[optind - 1];

	if (found == ':')
		return error_set(
			error, STATUS_USAGE, "%.80s needs a value: see 'ptbench --help'", word);
	if (optopt > 0 && optopt < FIRST_LONG)
		return error_set(error, STATUS_USAGE,
			"-%c is no option here: see 'ptbench --help'", optopt);
	if (optopt >= FIRST_LONG)
		return error_set(
			error, STATUS_USAGE, "%.80s takes no value: leave it out", word);
	return no_such_option(word, arguments->command, error);
}

int
options_parse(const struct arguments *arguments, struct options *options, int *rest,
	struct error *error)
{
	struct getopt_form form = getopt_form(arguments->command);
	int result = 0;

	opterr = 0;
	optind = 0; /* glibc: begin anew, with its own scratch */
	for (;;) {
		int found = getopt_long(
			arguments->argc, arguments->argv, form.shorts, form.longs, NULL);
		if (found == -1)
			break;
		const struct option_row *row =
			found == '?' || found == ':' ? NULL : row_of(found, arguments->command);
		if (row == NULL) {
			result = not_an_option(arguments, found, error);
			break;
		}
		options->given[row - option_table] = true;
		result = set_member(row, optarg, options, error);
		if (result != 0)
			break;
	}
	*rest = optind;
	free(form.longs);
	free(form.shorts);
	return result;
}
