#include "config.h"

#include "unit.h"

#include <stdio.h>

#include "core/analysis.h"
#include "core/planner.h"
#include "core/simulate.h"

/* What the analysis says of `runs` rounds of a simulated suite, or with 0 of adaptive ones. */
struct study_case {
	const char *truth;
	const char *counts;
	int runs;
	int ci_cpus;
	double memory_limit;
	int max_runs;
	uint64_t seed;
};

static void
add_rows(const struct study_case *given, const struct counts *counts, struct simulation *truth,
	struct observations *rows)
{
	struct planner *planner = planner_new(&(struct planner_arg){
		.counts = counts,
		.one_is_sequential = true,
		.runs = given->runs,
		.min_runs = 2,
		.max_runs = given->max_runs,
		.budget_s = (double)INFINITY,
		.tolerance = 0.02,
		.confidence = 0.98,
		.seed = 5 + given->seed,
	});
	struct measurer *measurer = simulate_new(truth, 5 + given->seed);
	struct trial trial = {0};
	struct outcome outcome;
	struct error error;

	while (planner_next(planner, rows, 0, &trial)) {
		trial.number++;
		CU_ASSERT_EQUAL(measurer_start(measurer, &trial, &error), 0);
		CU_ASSERT_EQUAL(measurer_wait(measurer, &outcome, &error), 0);
		observations_add(rows, &outcome.observation);
	}
	measurer_release(measurer);
	planner_free(planner);
}

static struct analysis
analysed(const struct study_case *given)
{
	struct count_words words = {0};
	struct counts counts = COUNTS_INIT;
	struct simulation truth;
	struct observations rows = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	CU_ASSERT_EQUAL_FATAL(counts_parse(given->counts, &words, &counts, &error), 0);
	CU_ASSERT_EQUAL_FATAL(simulation_parse(given->truth, &truth, &error), 0);
	add_rows(given, &counts, &truth, &rows);
	analysis_run(
		&(struct analysis_arg){
			.observations = &rows,
			.counts = &counts,
			.cpus = isfinite(truth.cpus) ? truth.cpus : UNKNOWN,
			.tolerance = 0.02,
			.confidence = 0.98,
			.ci_cpus = given->ci_cpus,
			.memory_limit = given->memory_limit > 0 ? given->memory_limit : UNKNOWN,
			.seed = 5 + given->seed,
		},
		&analysis, &error);
	observations_release(&rows);
	simulation_release(&truth);
	counts_release(&counts);
	return analysis;
}

static void
check_says(const struct analysis *analysis, const char *words)
{
	const char *sentence = analysis->recommendation.sentence;

	CU_ASSERT_PTR_NOT_NULL_FATAL(sentence);
	if (strstr(sentence, words) == NULL)
		printf("\n  \"%s\" is not in: %s\n", words, sentence);
	CU_ASSERT_PTR_NOT_NULL(strstr(sentence, words));
	CU_ASSERT_EQUAL(sentence[strlen(sentence) - 1], '.');
	CU_ASSERT_PTR_NULL(strstr(sentence, "nan"));
	CU_ASSERT_PTR_NULL(strchr(sentence, '\n'));
}

/* Amdahl's law with s = .1: S(N)^2/N is 1.65, 2.37, 2.77, 2.56 at 2, 4, 8, 16. */
static void
test_amdahl(void)
{
	struct analysis analysis = analysed(
		&(struct study_case){.truth = "t1=100,s=0.1", .counts = "2,4,8,16", .runs = 3});
	const struct recommendation *advice = &analysis.recommendation;

	CU_ASSERT_EQUAL(advice->fastest.workers, 16);
	CU_ASSERT_EQUAL(advice->local.workers, 16);
	CU_ASSERT_EQUAL(advice->ci.workers, 8);
	ASSERT_NEAR(advice->local.wall_s, 10 + 90 / 16.0, 1e-9);
	CU_ASSERT(advice->local.probability > 0.98 && advice->local.probability <= 1.0);
	CU_ASSERT(advice->ci.probability > 0.98);
	CU_ASSERT_PTR_NOT_NULL(strstr(advice->ci.rule, "knee"));
	check_says(&analysis,
		"Use 16 workers here: 6.4 times as fast as sequentially, "
		"15.6 s instead of 100 s, and no other count is more than 2 % faster "
		"(over 99 % probable); in CI use 8: beyond this knee");
	analysis_release(&analysis);
}

/* One run of each: 10 s and 6 s are no accident, 10 s and 9.9 s may be one. */
static void
test_single_runs(void)
{
	struct analysis far = analysed(
		&(struct study_case){.truth = "t1=10,s=0.2", .counts = "2", .runs = 1});
	CU_ASSERT_EQUAL(far.recommendation.local.workers, 2);
	CU_ASSERT(far.recommendation.local.probability > 0.9);
	CU_ASSERT(far.recommendation.local.probability < 0.985);
	check_says(&far, "Use 2 workers here: 1.7 times as fast as sequentially");
	analysis_release(&far);

	struct analysis near = analysed(
		&(struct study_case){.truth = "t1=10,s=0.98", .counts = "2", .runs = 1});
	CU_ASSERT(near.recommendation.local.probability < 0.9);
	check_says(&near,
		"The sequential form and 2 workers cannot be told apart by these runs: take the "
		"sequential form");
	analysis_release(&near);
}

static void
test_tie(void)
{
	struct analysis analysis = analysed(&(struct study_case){
		.truth = "t1=100,s=0.1,cpus=4,noise=0.04", .counts = "2,4,8", .runs = 3});

	CU_ASSERT_EQUAL(analysis.recommendation.local.workers, 4);
	CU_ASSERT(analysis.recommendation.local.probability >= 0.5);
	check_says(&analysis, "4 and 8 workers are equal within the noise: take 4 here");
	analysis_release(&analysis);
}

static void
test_sequential(void)
{
	struct analysis slow = analysed(&(struct study_case){
		.truth = "t1=100,s=1,fixed=5,noise=0.01", .counts = "2,4", .runs = 3});
	CU_ASSERT_EQUAL(slow.recommendation.local.mode, MODE_SEQ);
	CU_ASSERT_EQUAL(slow.recommendation.local.workers, 1);
	CU_ASSERT_EQUAL(slow.recommendation.ci.mode, MODE_SEQ);
	check_says(&slow, "Stay sequential here: no count of workers is more than 2 % faster");
	analysis_release(&slow);
}

/* Where nothing helps, no noise makes workers the advice that were slower than none. */
static void
test_slower_than_sequential(void)
{
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct analysis analysis =
			analysed(&(struct study_case){.truth = "t1=100,s=1,fixed=2,noise=0.08",
				.counts = "2,4,8",
				.runs = 2,
				.seed = seed});
		const struct recommendation *advice = &analysis.recommendation;
		double sequential_s = analysis.points[0].wall_s.estimate;

		CU_ASSERT_EQUAL(analysis.points[0].mode, MODE_SEQ);
		CU_ASSERT(advice->local.wall_s <= sequential_s);
		CU_ASSERT(advice->fastest.wall_s <= sequential_s);
		CU_ASSERT(advice->ci.wall_s <= sequential_s);
		analysis_release(&analysis);
	}
}

/* One run of one form is nothing to advise from, though the law tells of the others. */
static void
test_one_run(void)
{
	struct analysis analysis = analysed(
		&(struct study_case){.truth = "t1=100,s=0.1", .counts = "2,4", .max_runs = 1});
	CU_ASSERT_EQUAL(analysis.recommendation.local.workers, 0);
	check_says(&analysis, " can be used of what was measured");
	analysis_release(&analysis);
}

/* Doubt, too, is only about the counts that pass: those that fail may be faster. */
static void
test_unsafe_doubt(void)
{
	struct analysis analysis = analysed(&(struct study_case){
		.truth = "t1=100,s=0.5,fail-at=8", .counts = "2,4,8", .runs = 1});
	check_says(&analysis, " % of the best that passes as far as the runs can tell (");
	analysis_release(&analysis);
}

/* Counts that fail are never advised, whatever their times. */
static void
test_unsafe(void)
{
	struct analysis some = analysed(&(struct study_case){
		.truth = "t1=100,s=0.1,fail-at=8", .counts = "2,4,8,16", .runs = 3});
	CU_ASSERT_EQUAL(some.recommendation.local.workers, 4);
	CU_ASSERT_EQUAL(some.recommendation.fastest.workers, 4);
	CU_ASSERT_EQUAL(some.recommendation.ci.workers, 4);
	check_says(&some, "no other count that passes is more than 2 % faster");
	analysis_release(&some);

	struct analysis slow = analysed(
		&(struct study_case){.truth = "t1=100,s=1,fixed=5,noise=0.01,fail-at=4",
			.counts = "2,4",
			.runs = 3});
	check_says(&slow, "no count of workers that passes is more than 2 % faster");
	analysis_release(&slow);

	struct analysis all = analysed(&(struct study_case){
		.truth = "t1=100,s=0.1,fail-at=2", .counts = "2,4", .runs = 3});
	CU_ASSERT_EQUAL(all.recommendation.local.mode, MODE_SEQ);
	CU_ASSERT_EQUAL(all.recommendation.local.workers, 1);
	check_says(&all, "Stay sequential here: every count of workers fails; in CI the same.");
	analysis_release(&all);
}

/* A knee that is one of many is no order. */
static void
test_doubtful_knee(void)
{
	struct analysis analysis = analysed(&(struct study_case){
		.truth = "t1=100,s=0.1,noise=0.5", .counts = "2,4,8,16", .runs = 2, .seed = 1});

	CU_ASSERT(analysis.recommendation.ci.probability < 0.5);
	check_says(&analysis, ", as far as the runs can tell (");
	CU_ASSERT_PTR_NOT_NULL(strstr(strstr(analysis.recommendation.sentence, "in CI"),
		", as far as the runs can tell ("));
	analysis_release(&analysis);
}

static void
test_silence(void)
{
	struct analysis one = analysed(
		&(struct study_case){.truth = "t1=100,s=0.1", .counts = "1", .runs = 3});
	CU_ASSERT_EQUAL(one.recommendation.local.workers, 0);
	CU_ASSERT_TRUE(isnan(one.recommendation.local.probability));
	check_says(&one,
		"Only the sequential form can be used of what was measured: measure a "
		"count of workers to get advice.");
	analysis_release(&one);

	struct analysis broken = analysed(
		&(struct study_case){.truth = "t1=100,fail-at=1", .counts = "2", .runs = 3});
	check_says(&broken, "No run passed, so that there is nothing to advise.");
	analysis_release(&broken);
}

/* On 2 CPUs a suite that needs them all the time gains nothing beyond 2 workers. */
static void
test_elsewhere(void)
{
	struct analysis known =
		analysed(&(struct study_case){.truth = "t1=100,s=0.05,cpus=8,noise=0.01",
			.counts = "2,4,8",
			.runs = 5,
			.ci_cpus = 2});
	CU_ASSERT_EQUAL(known.recommendation.local.workers, 8);
	CU_ASSERT_EQUAL(known.recommendation.ci.workers, 2);
	CU_ASSERT_EQUAL(known.recommendation.ci_cpus, 2);
	ASSERT_NEAR(known.recommendation.ci.wall_s, 5 + 95 / 2.0, 0.03);
	CU_ASSERT_TRUE(isnan(known.recommendation.ci.probability));
	check_says(&known, "; in CI with 2 CPUs use 2: beyond this knee");
	analysis_release(&known);

	struct analysis unknown =
		analysed(&(struct study_case){.truth = "t1=100,s=0.05,noise=0.01",
			.counts = "2,4,8",
			.runs = 3,
			.ci_cpus = 2});
	CU_ASSERT_EQUAL(unknown.recommendation.ci.workers, 0);
	check_says(&unknown,
		"; for CI nothing can be advised, as the times on 2 CPUs cannot be "
		"told without the CPU seconds of the runs and the CPUs they had "
		"(--host-cpus).");
	analysis_release(&unknown);
}

static void
test_memory(void)
{
	struct study_case given = {.truth = "t1=100,s=0.01,memory=200M+50M",
		.counts = "2,4,8",
		.runs = 3,
		.memory_limit = 450 * 1048576.0};
	struct analysis some = analysed(&given);
	CU_ASSERT_EQUAL(some.recommendation.memory_cap, 5);
	CU_ASSERT_EQUAL(some.recommendation.local.workers, 8);
	CU_ASSERT_EQUAL(some.recommendation.ci.workers, 4);
	CU_ASSERT_PTR_NOT_NULL(strstr(some.recommendation.ci.rule, "(at most 5)"));
	analysis_release(&some);

	given.memory_limit = 210 * 1048576.0;
	struct analysis none = analysed(&given);
	CU_ASSERT_EQUAL(none.recommendation.memory_cap, 0);
	CU_ASSERT_EQUAL(none.recommendation.ci.workers, 0);
	check_says(&none,
		"; for CI nothing can be advised, as not even one worker fits into the memory "
		"limit.");
	analysis_release(&none);
}

SUITE(advice, {"Amdahl's law: the best and the knee", test_amdahl},
	{"single runs tell what is far apart", test_single_runs},
	{"equal counts: the fewer workers", test_tie},
	{"the sequential form can be the advice", test_sequential},
	{"workers slower than none are never advised", test_slower_than_sequential},
	{"one run is nothing to advise from", test_one_run},
	{"doubt is about the counts that pass", test_unsafe_doubt},
	{"unsafe counts are never advised", test_unsafe},
	{"a doubtful knee is said to be one", test_doubtful_knee},
	{"nothing to compare: a sentence", test_silence},
	{"a CI machine with other CPUs", test_elsewhere}, {"the memory cap", test_memory});
