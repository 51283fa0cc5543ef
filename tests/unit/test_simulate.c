#include "config.h"

#include "unit.h"

#include "core/simulate.h"

static struct simulation
parsed(const char *spec)
{
	struct simulation simulation;
	struct error error = {0};

	CU_ASSERT_EQUAL_FATAL(simulation_parse(spec, &simulation, &error), 0);
	return simulation;
}

static void
test_spec(void)
{
	struct simulation all =
		parsed("t1=110,s=0.1,fixed=3,worker=1500ms,tree=.2,cpus=4,cpu=0.5,"
		       "noise=0.03,outliers=0.05,outlier-mean=0.4,drift=0.06,fail-at=8,"
		       "memory=200M+50M");

	ASSERT_NEAR(all.t1_s, 110, 0);
	ASSERT_NEAR(all.serial, 0.1, 0);
	ASSERT_NEAR(all.fixed_s, 3, 0);
	ASSERT_NEAR(all.worker_s, 1.5, 1e-15);
	ASSERT_NEAR(all.tree_s, 0.2, 0);
	ASSERT_NEAR(all.cpus, 4, 0);
	ASSERT_NEAR(all.cpu_share, 0.5, 0);
	ASSERT_NEAR(all.noise, 0.03, 0);
	ASSERT_NEAR(all.outliers, 0.05, 0);
	ASSERT_NEAR(all.outlier_mean, 0.4, 0);
	ASSERT_NEAR(all.drift, 0.06, 0);
	CU_ASSERT_EQUAL(all.fail_at, 8);
	ASSERT_NEAR(all.base_bytes, 200 * 1048576.0, 0);
	ASSERT_NEAR(all.worker_bytes, 50 * 1048576.0, 0);
	simulation_release(&all);

	struct simulation least = parsed("t1=2m");
	ASSERT_NEAR(least.t1_s, 120, 0);
	ASSERT_NEAR(least.cpu_share, 1, 0);
	CU_ASSERT_TRUE(isinf(least.cpus));
	CU_ASSERT_TRUE(isnan(least.base_bytes));
	simulation_release(&least);
}

static void
test_spec_refusals(void)
{
	static const struct {
		const char *spec;
		const char *sentence; /* a part of it */
	} rows[] = {
		{"", "--simulate: '' is no key: give t1, s,"},
		{"s=0.1", "--simulate: t1 is missing"},
		{"t1=1,speed=3", "--simulate: 'speed=3' is no key"},
		{"t1=1,t1=2", "--simulate: t1 is given twice"},
		{"t1", "--simulate: t1 has no value: give a time above 0"},
		{"t1=", "--simulate: t1 is '': give a time above 0"},
		{"t1=0", "--simulate: t1 is '0': give a time above 0"},
		{"t1=-1", "--simulate: t1 is '-1'"},
		{"t1=nan", "--simulate: t1 is 'nan'"},
		{"t1=inf", "--simulate: t1 is 'inf'"},
		{"t1=1e400", "--simulate: t1 is '1e400'"},
		{"t1=1,s=1.1", "--simulate: s is '1.1': give a fraction from 0 to 1"},
		{"t1=1,s=-0.1", "--simulate: s is '-0.1'"},
		{"t1=1,s=ten", "--simulate: s is 'ten'"},
		{"t1=1,noise=-0.1", "--simulate: noise is '-0.1'"},
		{"t1=1,noise=nan", "--simulate: noise is 'nan'"},
		{"t1=1,outliers=2", "--simulate: outliers is '2'"},
		{"t1=1,cpus=0", "--simulate: cpus is '0'"},
		{"t1=1,cpu=1.5", "--simulate: cpu is '1.5'"},
		{"t1=1,drift=-1", "--simulate: drift is '-1'"},
		{"t1=1,fail-at=0", "--simulate: fail-at is '0'"},
		{"t1=1,fail-at=1.5", "--simulate: fail-at is '1.5'"},
		{"t1=1,memory=200M", "--simulate: memory is '200M': give base and per worker"},
		{"t1=1,memory=+50M", "--simulate: memory is '+50M'"},
		{"t1=1,memory=a+b", "--simulate: memory is 'a+b'"},
		{"t1=1,,s=0.1", "--simulate: '' is no key"},
		{"file=", "--simulate: file is ''"},
		{"file=truth.csv,s=0.1", "--simulate: s says nothing beside file"},
		{"file=a,file=b", "--simulate: file is given twice"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct simulation simulation;
		struct error error = {0};

		CU_ASSERT_EQUAL(simulation_parse(rows[i].spec, &simulation, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		CU_ASSERT_PTR_NOT_NULL(strstr(error.text, rows[i].sentence));
	}
}

static void
test_truth(void)
{
	struct simulation usl = parsed("t1=100,s=0.1,fixed=3,worker=0.5,tree=2");

	ASSERT_NEAR(simulation_time(&usl, MODE_SEQ, 1), 100, 1e-15);
	ASSERT_NEAR(simulation_time(&usl, MODE_PAR, 1), 103, 1e-15);
	ASSERT_NEAR(simulation_time(&usl, MODE_PAR, 8), 10 + 90 / 8.0 + 3 + 3.5 + 6, 1e-15);
	ASSERT_NEAR(simulation_cpu_time(&usl, MODE_PAR, 8), 103.5, 1e-15);
	simulation_release(&usl);
}

/* Capacity: a suite that needs a CPU all the time gets no faster beyond the CPUs. */
static void
test_truth_capacity(void)
{
	struct simulation busy = parsed("t1=100,s=0.1,cpus=2,cpu=1");
	ASSERT_NEAR(simulation_time(&busy, MODE_PAR, 2), 55, 1e-15);
	ASSERT_NEAR(simulation_time(&busy, MODE_PAR, 16), 55, 1e-15);
	ASSERT_NEAR(simulation_cpu_time(&busy, MODE_PAR, 16), 100, 1e-15);
	simulation_release(&busy);

	struct simulation half = parsed("t1=100,s=0.1,cpus=2,cpu=0.5,worker=1");
	ASSERT_NEAR(simulation_time(&half, MODE_PAR, 2), 10 + 45 + 1, 1e-15);
	/* 50 + 0.5 (N-1) CPU seconds, 5 of them in the serial part */
	ASSERT_NEAR(simulation_time(&half, MODE_PAR, 8), 10 + 48.5 / 2 + 7, 1e-15);
	simulation_release(&half);
}

static void
test_truth_file(void)
{
	struct truth_row rows[] = {{1, 10, UNKNOWN}, {2, 6, 11}};
	struct count items[] = {{.workers = 2}, {.workers = 4}};
	struct counts counts = {.items = items, .count = 1};
	struct simulation simulation = parsed("file=truth.csv,cpu=0.5");
	struct error error;

	simulation.truth = rows;
	simulation.truth_count = 2;
	CU_ASSERT_EQUAL(simulation_check(&simulation, &counts, &error), 0);
	ASSERT_NEAR(simulation_time(&simulation, MODE_SEQ, 1), 10, 0);
	ASSERT_NEAR(simulation_time(&simulation, MODE_PAR, 2), 6, 0);
	ASSERT_NEAR(simulation_cpu_time(&simulation, MODE_SEQ, 1), 5, 0);
	ASSERT_NEAR(simulation_cpu_time(&simulation, MODE_PAR, 2), 11, 0);
	CU_ASSERT_TRUE(isnan(simulation_time(&simulation, MODE_PAR, 4)));

	counts.count = 2;
	CU_ASSERT_EQUAL(simulation_check(&simulation, &counts, &error), -1);
	ASSERT_TEXT(error.text,
		"truth.csv has no row for 4 workers: add it, or leave that count out");
	simulation.truth = rows + 1;
	simulation.truth_count = 1;
	CU_ASSERT_EQUAL(simulation_check(&simulation, &counts, &error), -1);
	ASSERT_TEXT(error.text,
		"truth.csv has no row for 1 worker (the sequential form): add it to the file");
	simulation.truth = NULL;
	simulation_release(&simulation);
}

static struct outcome
measured(struct measurer *measurer, int number, enum mode mode, int workers)
{
	struct trial trial = {
		.suite = "", .number = number, .round = 1, .mode = mode, .workers = workers};
	struct outcome outcome = {0};
	struct error error;

	CU_ASSERT_EQUAL(measurer_start(measurer, &trial, &error), 0);
	CU_ASSERT_EQUAL(measurer_wait(measurer, &outcome, &error), 0);
	return outcome;
}

static void
test_measurer(void)
{
	struct simulation simulation = parsed("t1=100,s=0.1,fail-at=8,memory=1M+2M,cpu=0.5");
	struct measurer *measurer = simulate_new(&simulation, 1);

	struct outcome two = measured(measurer, 1, MODE_PAR, 2);
	ASSERT_NEAR(two.observation.wall_s, 55, 1e-15);
	ASSERT_NEAR(two.observation.user_s, 50, 1e-15);
	ASSERT_NEAR(two.observation.peak_bytes, 5 * 1048576.0, 0);
	CU_ASSERT_EQUAL(two.observation.workers, 2);
	CU_ASSERT_TRUE(observation_usable(&two.observation));
	ASSERT_TEXT(two.reason, "");
	ASSERT_NEAR(measurer->elapsed_s(measurer), 55, 1e-15);

	struct outcome eight = measured(measurer, 2, MODE_PAR, 8);
	CU_ASSERT_FALSE(observation_usable(&eight.observation));
	ASSERT_TEXT(eight.reason, "the simulated command fails at 8 workers and more");
	measurer_release(measurer);
	simulation_release(&simulation);
}

/* What a trial gives depends on the seed and its number, on nothing that went before. */
static void
test_measurer_repeats(void)
{
	struct simulation simulation = parsed("t1=100,s=0.1,noise=0.05,outliers=0.2");
	struct measurer *first = simulate_new(&simulation, 7);
	struct measurer *second = simulate_new(&simulation, 7);
	struct measurer *other = simulate_new(&simulation, 8);

	double a = measured(first, 1, MODE_SEQ, 1).observation.wall_s;
	double b = measured(first, 2, MODE_SEQ, 1).observation.wall_s;
	ASSERT_NEAR(measured(second, 2, MODE_SEQ, 1).observation.wall_s, b, 0);
	CU_ASSERT(fabs(a - b) > 1e-6);
	CU_ASSERT(fabs(measured(other, 2, MODE_SEQ, 1).observation.wall_s - b) > 1e-6);
	measurer_release(first);
	measurer_release(second);
	measurer_release(other);
	simulation_release(&simulation);
}

static void
test_measurer_several(void)
{
	struct simulation simulation = parsed("t1=100");
	struct measurer *measurer = simulate_new(&simulation, 1);
	struct trial slow = {.suite = "", .number = 1, .mode = MODE_SEQ, .workers = 1};
	struct trial fast = {.suite = "", .number = 2, .mode = MODE_PAR, .workers = 4};
	struct outcome outcome;
	struct error error;

	CU_ASSERT_EQUAL(measurer_start(measurer, &slow, &error), 0);
	CU_ASSERT_EQUAL(measurer_start(measurer, &fast, &error), 0);
	CU_ASSERT_EQUAL(measurer_wait(measurer, &outcome, &error), 0);
	CU_ASSERT_EQUAL(outcome.trial.number, 2);
	CU_ASSERT_EQUAL(measurer_wait(measurer, &outcome, &error), 0);
	CU_ASSERT_EQUAL(outcome.trial.number, 1);
	ASSERT_NEAR(measurer->elapsed_s(measurer), 100, 1e-15);
	measurer_release(measurer);
	simulation_release(&simulation);
}

/* Means over many trials, with five standard errors of room. */
static void
test_noise(void)
{
	struct simulation simulation =
		parsed("t1=1,noise=0.1,outliers=0.25,outlier-mean=0.4,drift=0.06");
	enum { TRIALS = 20000 };
	struct measurer *measurer = simulate_new(&simulation, 3);
	double sum = 0, drifted;

	simulation.session = 1000000000;
	for (int i = 1; i <= TRIALS; i++)
		sum += log(measured(measurer, i, MODE_SEQ, 1).observation.wall_s);
	/* E log(1+Exp(.4)) by numerical integration: exp(1/.4) E1(1/.4) = 0.30352 */
	CU_ASSERT(fabs(sum / TRIALS - 0.25 * 0.30352) < 5 * sqrt((0.01 + 0.06) / TRIALS));
	measurer_release(measurer);

	simulation.noise = simulation.outliers = 0;
	simulation.session = 41;
	measurer = simulate_new(&simulation, 3);
	drifted = measured(measurer, 21, MODE_SEQ, 1).observation.wall_s;
	ASSERT_NEAR(drifted, 1.03, 1e-12);
	measurer_release(measurer);
	simulation_release(&simulation);
}

SUITE(simulate, {"a spec is read", test_spec}, {"each mistake in a spec", test_spec_refusals},
	{"the law", test_truth}, {"the law with few CPUs", test_truth_capacity},
	{"a file of times", test_truth_file}, {"one trial at a time", test_measurer},
	{"same seed and number, same figures", test_measurer_repeats},
	{"several trials in flight", test_measurer_several},
	{"noise, slow runs and drift", test_noise});
