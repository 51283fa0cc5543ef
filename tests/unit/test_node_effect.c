#include "config.h"

#include "unit.h"

#include <stdlib.h>

#include "core/node_effect.h"

/*
 * Runs at 1, 2 and 4 workers on each of the nodes, `runs` of each; those of node k take
 * factors[k] times as long, with a little noise that is the same for all nodes.
 */
static void
fill(struct observations *rows, const double *factors, int nodes, int runs)
{
	static const double noise[] = {1.00, 1.01, 0.99, 1.004, 0.996, 1.007};
	static const char *const names[] = {"n1", "n2", "n3", "n4"};

	for (int node = 0; node < nodes; node++)
		for (int count = 1; count <= 4; count *= 2)
			for (int i = 0; i < runs; i++) {
				struct observation row = observation_empty();
				row.mode = count == 1 ? MODE_SEQ : MODE_PAR;
				row.workers = count;
				row.wall_s = 12.0 / count * factors[node] * noise[i % 6];
				row.exit_code = 0;
				row.host = names[node];
				observations_add(rows, &row);
			}
}

static void
test_slow_node(void)
{
	static const double factors[] = {1.0, 1.1, 1.0};
	struct observations rows = OBSERVATIONS_INIT;
	struct strvec notes = STRVEC_INIT, warnings = STRVEC_INIT;
	size_t count;

	fill(&rows, factors, 3, 6);
	struct node_effect *nodes = node_effects(&rows, NULL, &count);
	CU_ASSERT_EQUAL_FATAL(count, 3);
	ASSERT_TEXT(nodes[1].node, "n2");
	CU_ASSERT_EQUAL(nodes[1].runs, 18);
	ASSERT_NEAR(nodes[1].slower, 0.1, 1e-3);
	CU_ASSERT(nodes[1].low > 0.08 && nodes[1].high < 0.12);
	/* The others are compared with a mean that the slow one is in. */
	ASSERT_NEAR(nodes[0].slower, 1.0 / sqrt(1.1) - 1.0, 1e-3);
	free(nodes);

	node_effect_tell(&rows, NULL, &notes, &warnings);
	CU_ASSERT_EQUAL(notes.count, 1);
	CU_ASSERT_EQUAL_FATAL(warnings.count, 1);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(warnings.items[0], "Node n2 is slow: its 18 runs took 10.0 %"));
	CU_ASSERT_PTR_NOT_NULL(strstr(notes.items[0], "n1 18, n2 18, n3 18"));
	strvec_release(&notes);
	strvec_release(&warnings);
	observations_release(&rows);
}

/* The node on which the slow counts happened to run is not slow for that. */
static void
test_unequal_shares(void)
{
	static const double factors[] = {1.0, 1.0};
	struct observations rows = OBSERVATIONS_INIT;
	struct strvec notes = STRVEC_INIT, warnings = STRVEC_INIT;

	fill(&rows, factors, 2, 6);
	for (size_t i = 0; i < rows.count; i++)
		if (rows.rows[i].workers == 1 && i % 6 != 0)
			rows.rows[i].host = observations_text(&rows, "n2");
	/* And one run that hung does not make its node slow. */
	rows.rows[rows.count - 1].wall_s *= 30.0;
	node_effect_tell(&rows, NULL, &notes, &warnings);
	CU_ASSERT_EQUAL(notes.count, 1);
	CU_ASSERT_EQUAL(warnings.count, 0);
	strvec_release(&notes);
	strvec_release(&warnings);
	observations_release(&rows);
}

static void
test_little_data(void)
{
	static const double factors[] = {1.0, 2.0};
	struct observations rows = OBSERVATIONS_INIT;
	struct strvec notes = STRVEC_INIT, warnings = STRVEC_INIT;
	size_t count;

	CU_ASSERT_PTR_NULL(node_effects(&rows, NULL, &count));
	fill(&rows, factors, 1, 3);
	CU_ASSERT_PTR_NULL(node_effects(&rows, NULL, &count));
	/* One run each at one count: a difference, and no idea how sure. */
	observations_release(&rows);
	fill(&rows, factors, 2, 1);
	rows.rows[1].exit_code = rows.rows[2].exit_code = 1;
	rows.rows[4].exit_code = rows.rows[5].exit_code = 1;
	struct node_effect *nodes = node_effects(&rows, NULL, &count);
	CU_ASSERT_EQUAL_FATAL(count, 2);
	ASSERT_NEAR(nodes[1].slower, 1.0, 1e-9);
	CU_ASSERT(isnan(nodes[1].low));
	free(nodes);
	node_effect_tell(&rows, NULL, &notes, &warnings);
	CU_ASSERT_EQUAL(warnings.count, 0);
	CU_ASSERT_EQUAL(notes.count, 1);
	CU_ASSERT_PTR_NULL(strstr(notes.items[0], "nan"));
	strvec_release(&notes);
	strvec_release(&warnings);
	observations_release(&rows);
}

/* A run that the cluster lost is no failure of the command, and no run of its count. */
static void
test_lost(void)
{
	struct observation row = observation_empty();

	CU_ASSERT_FALSE(observation_lost(&row));
	row.start_utc = "2026-01-31T12:00:00Z";
	CU_ASSERT_TRUE(observation_lost(&row));
	CU_ASSERT_FALSE(observation_usable(&row));
	row.timed_out = true;
	CU_ASSERT_FALSE(observation_lost(&row));
	row.timed_out = false;
	row.wall_s = 1.0;
	CU_ASSERT_FALSE(observation_lost(&row));
}

SUITE(node_effect, {"a slow node is found and named", test_slow_node},
	{"unequal shares and one slow run do no harm", test_unequal_shares},
	{"one node, and too few runs", test_little_data}, {"a lost run", test_lost});
