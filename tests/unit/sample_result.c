#include "config.h"

#include "sample_result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define T1_S	 110.0
#define SERIAL	 0.09
#define WORKER_S 0.35
#define FIXED_S	 2.5
#define CPUS	 4

static const int rich_counts[] = {1, 2, 3, 4, 6, 8, 12, 16};
static const int small_counts[] = {2, 4};

const struct sample_arg sample_rich = {
	.counts = rich_counts,
	.count = 8,
	.runs = 3,
	.fails_at = 12,
	.unmeasured = 16,
	.tests = true,
	.costs = true,
};

const struct sample_arg sample_small = {.counts = small_counts, .count = 2, .runs = 3};

static double
law(enum mode mode, double workers)
{
	return SERIAL * T1_S + (1.0 - SERIAL) * T1_S / workers +
		(mode == MODE_PAR ? FIXED_S + WORKER_S * (workers - 1.0) : 0.0);
}

static struct interval
around(double estimate, double share)
{
	return (struct interval){estimate, estimate * (1.0 - share), estimate * (1.0 + share)};
}

/* A number from -1 to 1 that looks like noise, the same on every machine. */
static double
wobble(int i)
{
	return (double)((i * 7919 + 104729) % 1000) / 500.0 - 1.0;
}

/* A name of the fixture: friendly, or with the hostile text in it. */
static char *
name(const struct sample_arg *arg, const char *friendly)
{
	if (arg->hostile == NULL)
		return xstrdup(friendly);
	return xasprintf("%s %s", friendly, arg->hostile);
}

static void
add_runs(const struct sample_arg *arg, struct point *point, struct observations *observations)
{
	point->rows = xreallocarray(NULL, (size_t)arg->runs, sizeof *point->rows);
	for (int i = 0; i < arg->runs; i++) {
		struct observation row = observation_empty();
		int serial = (int)observations->count;

		row.mode = (unsigned char)point->mode;
		row.workers = point->workers;
		row.round = i + 1;
		row.position = serial % 9 + 1;
		row.wall_s = law(point->mode, point->workers) * (1.0 + 0.02 * wobble(serial));
		if (i == 1 && point->workers == 4 && point->mode == MODE_PAR)
			row.wall_s *= 1.35;
		row.user_s = 100.0;
		row.sys_s = 5.0;
		row.peak_bytes = (200.0 + 52.0 * point->workers) * 1048576.0;
		row.peak_method = PEAK_PSS;
		row.exit_code = point->workers == arg->fails_at ? 1 : 0;
		point->rows[point->row_count++] = observations->count;
		observations_add(observations, &row);
	}
}

static void
fill_point(const struct sample_arg *arg, struct point *point)
{
	double wall = law(point->mode, point->workers);
	double speedup = law(MODE_SEQ, 1.0) / wall;
	double workers = point->workers;

	point->runs = arg->runs;
	point->wall_s = around(wall, 0.012);
	point->speedup = around(speedup, 0.017);
	point->efficiency = around(speedup / workers, 0.017);
	point->reduction = (struct interval){
		1.0 - 1.0 / speedup, 1.0 - 1.017 / speedup, 1.0 - 0.983 / speedup};
	if (workers > 1.0)
		point->karp_flatt = (1.0 / speedup - 1.0 / workers) / (1.0 - 1.0 / workers);
	point->user_s = 100.0;
	point->sys_s = 5.0;
	point->cpu_utilisation = fmin(1.0, 105.0 / (workers * wall));
	point->work_scalability = 1.0 - 0.01 * (workers - 1.0);
	point->peak_bytes = (200.0 + 52.0 * workers) * 1048576.0;
	point->peak_low_bytes = 0.98 * point->peak_bytes;
	point->peak_high_bytes = 1.02 * point->peak_bytes;
	point->peak_method = PEAK_PSS;
}

static void
add_point(const struct sample_arg *arg, enum mode mode, int workers, struct analysis *analysis,
	struct observations *observations)
{
	struct point *point = &analysis->points[analysis->point_count++];

	*point = point_empty(mode, workers);
	point->predicted_s = law(mode, workers) * 1.004;
	if (arg->tests)
		point->makespan_s = law(mode, workers) * 0.93;
	if (mode == MODE_PAR)
		strvec_pushf(&point->labels, "%d", workers);
	if (mode == MODE_PAR && workers == CPUS)
		strvec_push(&point->labels, "auto");
	if (workers == arg->unmeasured)
		return;
	add_runs(arg, point, observations);
	if (workers != arg->fails_at) {
		fill_point(arg, point);
		point->flagged = mode == MODE_PAR && workers == 4;
		return;
	}
	point->runs = arg->runs;
	point->failed = arg->runs - 1;
	point->safe = false;
}

static void
fill_fit(const struct sample_arg *arg, struct fit *fit)
{
	fit->done = true;
	fit->law = law_find("fixed-usl");
	fit->averaged = true;
	fit->loss = LOSS_RELATIVE;
	fit->capacity_cpus = CPUS;
	fit->capacity_applied = true;
	fit->serial.value = (struct interval){SERIAL, 0.071, 0.103};
	fit->parallel.value = (struct interval){1.0 - SERIAL, 0.897, 0.929};
	fit->worker.value = (struct interval){0.0, 0.0, 0.008};
	fit->worker.at_bound = true;
	fit->ceiling = (struct interval){5.21, 4.9, 5.6};
	fit->optimum_workers = (struct interval){17.0, 14.0, 22.0};
	fit->gamma = around(1.0 / T1_S, 0.01);
	fit->rss = 0.0043;
	fit->df = 22;
	fit->rse = 0.014;
	fit->lack_of_fit = (struct lack_of_fit){1.31, 0.28};
	static const double terms[TERM_COUNT] = {
		SERIAL * T1_S, (1.0 - SERIAL) * T1_S, FIXED_S, WORKER_S, 0.0};
	for (size_t i = 0; i < TERM_COUNT; i++) {
		fit->terms[i].present = fit->law->terms & 1u << i;
		fit->terms[i].identifiable = true;
		fit->terms[i].value = around(terms[i], 0.11);
		fit->terms[i].se = terms[i] * 0.05;
	}
	fit->laws = xcalloc(law_count, sizeof *fit->laws);
	for (size_t i = 0; i < law_count; i++) {
		struct law_fit *one = &fit->laws[fit->law_count++];

		*one = (struct law_fit){.law = &laws[i], .capacity = true, .feasible = i != 3};
		memcpy(one->terms, terms, sizeof terms);
		one->aicc = -190.0 + 3.0 * (double)i;
		one->weight = i == 4 ? 0.61 : 0.13;
		one->say = i == 4 ? 0.55 : 0.15;
		one->rss = 0.0043;
		one->loo_error = 0.018;
	}
	strvec_push(&fit->notes,
		"Averaged over the laws by their AICc weights (fixed-usl 0.61, usl 0.13), "
		"relative loss.");
	if (arg->hostile != NULL)
		strvec_pushf(&fit->notes, "A note on %s.", arg->hostile);
}

static void
fill_curve(struct analysis *analysis, double last)
{
	analysis->curve = xcalloc(121, sizeof *analysis->curve);
	for (int i = 0; i <= 120; i++) {
		double workers = 1.0 + (last - 1.0) * i / 120.0;
		double wall = law(workers > 1.0 ? MODE_PAR : MODE_SEQ, workers);
		double spread = 0.01 + 0.002 * workers;

		analysis->curve[analysis->curve_count++] = (struct curve_point){
			workers, wall, wall * (1.0 - spread), wall * (1.0 + spread)};
	}
}

static void
advise(struct advice *advice, int workers, const char *rule)
{
	*advice = (struct advice){
		.mode = MODE_PAR,
		.workers = workers,
		.wall_s = law(MODE_PAR, workers),
		.probability = 0.97,
		.rule = xstrdup(rule),
	};
}

static void
fill_recommendation(const struct sample_arg *arg, struct recommendation *recommendation)
{
	int best = arg->counts[arg->count > 5 ? 5 : arg->count - 1];

	advise(&recommendation->local, best,
		"The smallest count that is within 2 % of the best with probability of at "
		"least one half.");
	advise(&recommendation->ci, arg->counts[arg->count > 3 ? 3 : 0],
		"The knee: the largest product of speedup and efficiency.");
	advise(&recommendation->fastest, best, "Most probably within 2 % of the best.");
	recommendation->ci_cpus = CPUS;
	recommendation->memory_cap = 30;
	recommendation->sentence = xasprintf("Use %d workers here: %.1f s instead of %.1f s "
					     "(probability 0.97); in CI use %d.",
		best, law(MODE_PAR, best), T1_S, recommendation->ci.workers);
}

static void
add_finding(struct test_finding **findings, size_t *count, char *name, int workers)
{
	*findings = xreallocarray(*findings, *count + 1, sizeof **findings);
	struct test_finding *finding = &(*findings)[(*count)++];
	*finding = (struct test_finding){
		.name = name,
		.smallest_workers = workers,
		.sequential_s = 0.5,
		.parallel_s = 1.65,
	};
	if (workers == 0)
		return;
	finding->workers = xreallocarray(NULL, 2, sizeof *finding->workers);
	finding->workers[0] = workers;
	finding->workers[1] = workers + 4;
	finding->worker_count = 2;
}

/* Tests of 1 to 6.4 s, dealt out in turn: no scheduler, but a picture with gaps. */
static void
add_schedule(struct tests_summary *tests, int workers)
{
	struct schedule *schedule = &tests->schedules[tests->schedule_count++];

	*schedule = (struct schedule){
		.scheduler = "load",
		.workers = workers,
		.workers_used = workers,
		.lower_bound_s = fmax(tests->total_s / workers, tests->longest.seconds),
		.assignments = xcalloc((size_t)workers, sizeof *schedule->assignments),
	};
	for (int i = 0; i < workers; i++) {
		struct assignment *own = &schedule->assignments[i];
		double end = 0.0;

		own->tests = xreallocarray(NULL, tests->duration_count, sizeof *own->tests);
		for (size_t j = (size_t)i; j < tests->duration_count; j += (size_t)workers) {
			own->tests[own->count++] = j;
			end += tests->durations[j].seconds;
		}
		schedule->makespan_s = fmax(schedule->makespan_s, end);
	}
}

static void
fill_tests(const struct sample_arg *arg, struct tests_summary *tests)
{
	tests->known = true;
	tests->tests = 40;
	tests->total_s = 0.0;
	tests->durations = xcalloc(40, sizeof *tests->durations);
	for (int i = 0; i < 40; i++) {
		struct test_time *test = &tests->durations[tests->duration_count++];
		test->seconds = i == 17 ? 6.4 : 2.0 + 1.9 * wobble(i);
		test->name = xasprintf("pkg.test_%d::test_%d%s", i / 5, i,
			arg->hostile != NULL ? arg->hostile : "");
		tests->total_s += test->seconds;
	}
	tests->longest.name = name(arg, "pkg.test_3::test_17");
	tests->longest.seconds = 6.4;
	tests->useful_workers = (int)ceil(tests->total_s / 6.4);
	tests->scheduler = "load";
	tests->schedules = xcalloc(arg->count, sizeof *tests->schedules);
	for (size_t i = 0; i < arg->count; i++)
		add_schedule(tests, arg->counts[i]);
	for (int i = 0; i < 5; i++)
		add_finding(&tests->unsafe, &tests->unsafe_count,
			name(arg, "pkg.test_db::test_shared_port"), 12);
	add_finding(
		&tests->flaky, &tests->flaky_count, name(arg, "pkg.test_net::test_retry"), 0);
	add_finding(
		&tests->slower, &tests->slower_count, name(arg, "pkg.test_io::test_disk"), 8);
	tests->counts = xcalloc(1, sizeof *tests->counts);
	tests->counts[tests->count_count++] = (struct test_count){12, 38};
}

static void
fill_breakdowns(const struct sample_arg *arg, struct analysis *analysis)
{
	analysis->breakdowns = xcalloc(arg->count, sizeof *analysis->breakdowns);
	for (size_t i = 0; i < arg->count; i++) {
		int workers = arg->counts[i];
		double lost = workers * law(MODE_PAR, workers) - T1_S;

		analysis->breakdowns[analysis->breakdown_count++] = (struct breakdown){
			.workers = workers,
			.lost_s = lost,
			.startup_s = 0.55 * lost,
			.per_worker_s = 0.15 * lost,
			.imbalance_s = 0.12 * lost,
			.contention_s = 0.1 * lost,
			.inflation_s = 0.05 * lost,
			.other_s = 0.03 * lost,
		};
	}
}

static void
fill_costs(const struct sample_arg *arg, struct analysis *analysis)
{
	static const struct {
		const char *label;
		double cpus;
		double wall_s;
		double usd;
		bool fits;
		bool pareto;
	} machines[] = {
		{"ubuntu-slim", 1, 118, 0.004, false, false},
		{"ubuntu 2-core", 2, 64, 0.012, true, true},
		{"ubuntu 4-core", 4, 41, 0.012, true, true},
		{"ubuntu 8-core", 8, 30, 0.022, true, true},
		{"ubuntu 16-core", 16, 26, 0.042, true, true},
		{"windows 4-core", 4, 45, 0.022, true, false},
		{"custom 6-core", 6, 36, (double)NAN, true, false},
	};
	size_t count = sizeof machines / sizeof *machines;

	analysis->costs = xcalloc(count, sizeof *analysis->costs);
	for (size_t i = 0; i < count; i++)
		analysis->costs[analysis->cost_count++] = (struct cost){
			.provider = xstrdup("github"),
			.label = name(arg, machines[i].label),
			.cpus = machines[i].cpus,
			.memory_bytes = 4.0 * machines[i].cpus * 1073741824.0,
			.mode = MODE_PAR,
			.workers = (int)machines[i].cpus,
			.wall_s = machines[i].wall_s,
			.usd_per_run = machines[i].usd,
			.fits = machines[i].fits,
			.pareto = machines[i].pareto,
		};
}

static void
fill_predictions(struct analysis *analysis)
{
	analysis->predictions = xcalloc(2, sizeof *analysis->predictions);
	analysis->predictions[0] = (struct prediction){
		.workers = 16,
		.cpus = 16,
		.wall_s = around(21.4, 0.06),
		.kind = PREDICTION_EXTRAPOLATED,
		.note = xstrdup("16 CPUs were not there to be measured."),
	};
	analysis->predictions[1] = (struct prediction){
		.workers = 64,
		.cpus = UNKNOWN,
		.wall_s = INTERVAL_UNKNOWN,
		.kind = PREDICTION_REFUSED,
		.note = xstrdup("More than twice the largest count measured; a run at 32 "
				"workers would tell."),
	};
	analysis->prediction_count = 2;
}

static void
fill_host(struct host *host)
{
	host->name = xstrdup("build-7");
	host->cpu_model = xstrdup("Example 3000");
	host->kernel = xstrdup("6.1.0");
	host->affinity_list = xstrdup("0-3");
	host->logical_cpus = 8;
	host->physical_cores = 4;
	host->affinity_cpus = 4;
	host->automatic = CPUS;
	host->memory_bytes = 8.0 * 1073741824.0;
	host->machine_memory_bytes = 16.0 * 1073741824.0;
}

static void
fill_command(const struct sample_arg *arg, struct command_summary *command)
{
	strvec_push(&command->argv, "pytest");
	strvec_push(&command->argv, "-q");
	if (arg->hostile != NULL)
		strvec_push(&command->argv, arg->hostile);
	command->runner = xstrdup("pytest");
	strvec_push_all(&command->sequential, &command->argv);
	strvec_push_all(&command->parallel, &command->argv);
	strvec_push(&command->parallel, "-n");
	strvec_push(&command->parallel, "{n}");
}

void
sample_result(
	const struct sample_arg *arg, struct result *result, struct observations *observations)
{
	struct analysis *total = &result->total;

	result_init(result);
	result->version = xstrdup("1.0");
	result->title = name(arg, "pytest -q");
	result->start_utc = xstrdup("2026-01-31T12:00:00Z");
	result->directory = xstrdup("ptbench-results/latest");
	result->seed = 1;
	result->tolerance = 0.02;
	result->confidence = 0.98;
	fill_command(arg, &result->command);
	fill_host(&result->host);
	result->observations = observations;
	total->name = xstrdup("");
	total->reference_mode = MODE_SEQ;
	total->reference_workers = 1;
	total->noise = 0.013;
	total->points = xcalloc(arg->count + 1, sizeof *total->points);
	add_point(arg, MODE_SEQ, 1, total, observations);
	for (size_t i = 0; i < arg->count; i++)
		add_point(arg, MODE_PAR, arg->counts[i], total, observations);
	fill_fit(arg, &total->fit);
	fill_curve(total, arg->counts[arg->count - 1]);
	fill_recommendation(arg, &total->recommendation);
	total->memory = (struct memory_model){
		true, 200.0 * 1048576.0, 52.0 * 1048576.0, PEAK_PSS, 1792.0 * 1048576.0};
	if (arg->tests) {
		fill_tests(arg, &total->tests);
		fill_breakdowns(arg, total);
		fill_predictions(total);
	}
	if (arg->costs)
		fill_costs(arg, total);
	total->stopping = (struct stopping){STOP_CONFIDENT, (int)observations->count, 0.984};
	strvec_push(&total->warnings, "One run of 4 workers was 35 % slower than the others.");
	if (arg->hostile != NULL)
		strvec_pushf(&total->warnings, "Something about %s was odd.", arg->hostile);
}
