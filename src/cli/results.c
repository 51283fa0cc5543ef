#include "config.h"

#include "cli/results.h"

#include <string.h>

#include "base/memory.h"
#include "core/suites.h"
#include "core/total.h"

static struct analysis_arg
analysis_of(const struct results_arg *arg, const struct observations *rows, const char *suite)
{
	const struct options *options = arg->options;

	return (struct analysis_arg){
		.observations = rows,
		.suite = suite,
		.counts = arg->counts,
		.cpus = arg->cpus,
		.law = options->law,
		.loss = (enum loss)options->loss,
		.targets = arg->questions->targets,
		.target_count = arg->questions->target_count,
		.costs = &arg->questions->costs,
		.tolerance = options->tolerance,
		.confidence = options->confidence,
		.ci_cpus = (int)options->ci_cpus,
		.memory_limit = options->memory_limit,
		.seed = arg->seed,
	};
}

static void
summarise_command(const struct command *command, struct command_summary *summary)
{
	strvec_push_all(&summary->argv, &command->argv);
	summary->runner = xstrdup(command->runner != NULL ? command->runner : "");
	form_words(&command->sequential, &summary->sequential);
	form_words(&command->parallel, &summary->parallel);
}

static void
add_sentences(struct strvec *list, const struct strvec *sentences)
{
	for (size_t i = 0; sentences != NULL && i < sentences->count; i++)
		strvec_insert(list, i, sentences->items[i]);
}

/* Trials of the suite without its warm-ups. */
static int
count_runs(const struct observations *rows, const char *suite)
{
	int count = 0;

	for (size_t i = 0; i < rows->count; i++)
		count += !rows->rows[i].warmup && strcmp(rows->rows[i].suite, suite) == 0;
	return count;
}

static int
fill_suites(const struct results_arg *arg, struct result *result, struct error *error)
{
	struct observations totals = OBSERVATIONS_INIT;
	int status = 0;

	result->suites = xcalloc(arg->suites->count, sizeof *result->suites);
	result->suite_count = arg->suites->count;
	for (size_t i = 0; i < arg->suites->count; i++) {
		struct suite *suite = &result->suites[i];
		struct analysis_arg one = analysis_of(arg, arg->rows, arg->suites->items[i]);
		struct error ignored;
		analysis_init(&suite->analysis);
		/* A suite that fails says so in its own section; the others stand. */
		analysis_run(&one, &suite->analysis, &ignored);
		suite->analysis.stopping = arg->stopping;
		suite->analysis.stopping.runs = count_runs(arg->rows, arg->suites->items[i]);
		if (arg->commands != NULL)
			summarise_command(&arg->commands[i], &suite->command);
	}
	total_observations(arg->rows, arg->suites, &totals);
	struct analysis_arg all = analysis_of(arg, &totals, NULL);
	status = analysis_run(&all, &result->total, error);
	suites_advise(result);
	observations_release(&totals);
	return status;
}

int
results_fill(const struct results_arg *arg, struct result *result, struct error *error)
{
	bool several =
		arg->suites != NULL && arg->suites->count > 0 && *arg->suites->items[0] != '\0';
	int status;

	result->version = xstrdup(PACKAGE_VERSION);
	result->observations = arg->rows;
	result->seed = arg->seed;
	result->tolerance = arg->options->tolerance;
	result->confidence = arg->options->confidence;
	if (several) {
		status = fill_suites(arg, result, error);
	} else {
		struct analysis_arg one = analysis_of(arg, arg->rows, NULL);
		status = analysis_run(&one, &result->total, error);
		if (arg->commands != NULL)
			summarise_command(&arg->commands[0], &result->command);
	}
	int recorded = result->total.stopping.runs;
	result->total.stopping = arg->stopping;
	if (arg->stopping.reason == STOP_RECORDED)
		result->total.stopping.runs = recorded;
	add_sentences(&result->total.warnings, arg->warnings);
	return status;
}
