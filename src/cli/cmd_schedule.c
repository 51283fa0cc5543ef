/*
 * What the times of tests tell without running them: critical path, schedulers, who works on
 * what.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/report_files.h"
#include "core/counts.h"
#include "core/tests_summary.h"
#include "io/directory.h"
#include "io/file.h"
#include "io/schedule_json.h"
#include "io/test_report.h"
#include "proc/clock.h"
#include "proc/host.h"
#include "view/scheduleview.h"

#define DEFAULT_WORKERS "2,4,8,auto"

/* Everything that one `schedule` works with. */
struct plan {
	const struct options *options;
	struct counts counts;
	int *workers; /* the same */
	const struct scheduler **schedulers;
	size_t scheduler_count;
	struct test_table tests;
	struct strvec warnings;
	struct result result; /* of which only total.tests is filled */
};

static int
read_counts(struct plan *plan, struct error *error)
{
	const char *list = plan->options->workers;
	struct host host = HOST_INIT;

	host_read("", &host);
	struct count_words words = {
		.automatic = host.automatic,
		.cores = host.physical_cores,
		.threads = host.affinity_cpus,
	};
	int status = counts_parse(
		list != NULL ? list : DEFAULT_WORKERS, &words, &plan->counts, error);
	host_release(&host);
	if (status != 0)
		return error_prefix(error, "--workers");
	plan->workers = xcalloc(plan->counts.count, sizeof *plan->workers);
	for (size_t i = 0; i < plan->counts.count; i++)
		plan->workers[i] = plan->counts.items[i].workers;
	return 0;
}

static bool
has_scheduler(const struct plan *plan, const struct scheduler *scheduler)
{
	for (size_t i = 0; i < plan->scheduler_count; i++)
		if (plan->schedulers[i] == scheduler)
			return true;
	return false;
}

static int
unknown_scheduler(const char *name, struct error *error)
{
	struct strbuf names = STRBUF_INIT;

	for (size_t i = 0; scheduler_at(i) != NULL; i++)
		strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", scheduler_name(scheduler_at(i)));
	error_set(error, STATUS_USAGE, "--scheduler knows no '%.80s': use one of %s", name,
		strbuf_text(&names));
	strbuf_release(&names);
	return -1;
}

/* As listed, each once; all without a list. */
static int
read_schedulers(struct plan *plan, struct error *error)
{
	struct strvec names = STRVEC_INIT;
	int status = 0;

	if (plan->options->scheduler != NULL)
		strvec_split(&names, plan->options->scheduler, ',');
	else
		for (size_t i = 0; scheduler_at(i) != NULL; i++)
			strvec_push(&names, scheduler_name(scheduler_at(i)));
	plan->schedulers = xcalloc(names.count, sizeof(void *));
	for (size_t i = 0; i < names.count && status == 0; i++) {
		const struct scheduler *scheduler = scheduler_find(names.items[i]);

		if (scheduler == NULL)
			status = unknown_scheduler(names.items[i], error);
		else if (!has_scheduler(plan, scheduler))
			plan->schedulers[plan->scheduler_count++] = scheduler;
	}
	strvec_release(&names);
	return status;
}

static int
read_reports(struct plan *plan, const struct invocation *invocation, struct error *error)
{
	struct strvec paths = STRVEC_INIT;
	int status;

	if (invocation->operand_count == 0)
		return error_set(error, STATUS_USAGE,
			"schedule needs a JUnit XML report: ptbench schedule report.xml");
	for (int i = 0; i < invocation->operand_count; i++)
		strvec_push(&paths, invocation->operands[i]);
	status = test_report_read_all(&paths, &plan->tests, &plan->warnings, error);
	strvec_release(&paths);
	return status;
}

static void
summarise(struct plan *plan)
{
	const struct options *options = plan->options;
	struct tests_summary_arg arg = {
		.tests = &plan->tests,
		.schedulers = plan->schedulers,
		.scheduler_count = plan->scheduler_count,
		.workers = plan->workers,
		.worker_count = plan->counts.count,
		.max_chunk = options->max_chunk > 0 ? (size_t)options->max_chunk : SIZE_MAX,
		.keep_order = options->no_scope_reorder,
		.assignments = true,
	};

	tests_summary_fill(&arg, &plan->result.total.tests);
	if (plan->result.total.tests.unknown > 0)
		strvec_pushf(&plan->warnings,
			"%d of %d tests have no time that can be read: they count as 0 s",
			plan->result.total.tests.unknown, plan->result.total.tests.tests);
}

/* What the pictures name as their source. */
static void
describe(struct plan *plan, const struct invocation *invocation)
{
	struct strbuf title = STRBUF_INIT;
	char now[CLOCK_UTC_SIZE];

	strbuf_addstr(&title, "ptbench schedule");
	for (int i = 0; i < invocation->operand_count; i++)
		strbuf_addf(&title, " %s", invocation->operands[i]);
	plan->result.title = strbuf_detach(&title);
	clock_utc(now);
	plan->result.start_utc = xstrdup(now);
	plan->result.version = xstrdup(PACKAGE_VERSION);
}

/* The Gantt charts of the best scheduler, in the folder that --output names. */
static int
write_plots(struct plan *plan, struct error *error)
{
	const struct schedule *best = tests_summary_best(&plan->result.total.tests);

	if (plan->options->output == NULL || best == NULL)
		return 0;
	plan->result.total.tests.scheduler = best->scheduler;
	if (directory_make(plan->options->output, "", &plan->result.directory, error) != 0)
		return -1;
	return report_plots_write(plan->options, &plan->result, error);
}

/* The document, and the summary where the document does not stand. */
static int
write_answers(struct plan *plan, struct error *error)
{
	const struct options *options = plan->options;
	const struct tests_summary *tests = &plan->result.total.tests;
	bool taken = output_is_taken(options);
	struct style style = output_style(options, taken ? stderr : stdout);
	struct strbuf text = STRBUF_INIT;
	int status = 0;

	for (size_t i = 0; i < plan->warnings.count; i++)
		output_warning(plan->warnings.items[i]);
	if (options->json != NULL) {
		schedule_json_write(tests, &plan->warnings, &text);
		status = file_write(options->json, strbuf_text(&text), text.length, error);
		strbuf_truncate(&text, 0);
	}
	schedule_view(tests, tests_summary_best(tests), &style, &text);
	if (status == 0 && taken)
		fputs(strbuf_text(&text), stderr);
	else if (status == 0)
		status = output_stdout(&text, error);
	strbuf_release(&text);
	return status;
}

int
cmd_schedule(const struct invocation *invocation, struct error *error)
{
	struct plan plan = {.options = invocation->options};
	int status;

	result_init(&plan.result);
	status = read_counts(&plan, error);
	if (status == 0)
		status = read_schedulers(&plan, error);
	if (status == 0)
		status = read_reports(&plan, invocation, error);
	if (status == 0) {
		summarise(&plan);
		describe(&plan, invocation);
		status = write_plots(&plan, error);
	}
	if (status == 0)
		status = write_answers(&plan, error);
	result_release(&plan.result);
	counts_release(&plan.counts);
	test_table_release(&plan.tests);
	strvec_release(&plan.warnings);
	free(plan.workers);
	free(plan.schedulers);
	return status;
}
