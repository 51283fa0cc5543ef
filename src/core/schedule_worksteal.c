/*
 * xdist's --dist worksteal: src/xdist/scheduler/worksteal.py since 3.2.0. A node asked for
 * tests gives them back at once here, so at most one request is ever open.
 */
#include "config.h"

#include "core/schedule_xdist.h"

#include <stdlib.h>

#include "base/memory.h"

#define MIN_PENDING 2

/*
 * The pending count of every node that is up in a tournament tree (leaves from `size` on, a
 * node that is shut down has -1), so that the first node with the longest queue and the next
 * idle one are found without a walk over all nodes.
 */
struct ranking {
	int64_t *most;
	int64_t *least; /* among the nodes that are up; INT64_MAX for none */
	size_t size;
};

static void
ranking_update(struct ranking *ranking, const struct xdist *x, size_t k)
{
	bool up = !x->nodes[k].shut_down;
	size_t i = ranking->size + k;

	ranking->most[i] = up ? (int64_t)xdist_pending(x, k) : -1;
	ranking->least[i] = up ? ranking->most[i] : INT64_MAX;
	for (i /= 2; i > 0; i /= 2) {
		int64_t *most = &ranking->most[2 * i], *least = &ranking->least[2 * i];

		ranking->most[i] = most[0] >= most[1] ? most[0] : most[1];
		ranking->least[i] = least[0] <= least[1] ? least[0] : least[1];
	}
}

static void
ranking_init(struct ranking *ranking, const struct xdist *x)
{
	ranking->size = 1;
	while (ranking->size < x->node_count)
		ranking->size *= 2;
	ranking->most = xcalloc(2 * ranking->size, sizeof *ranking->most);
	ranking->least = xcalloc(2 * ranking->size, sizeof *ranking->least);
	for (size_t i = 0; i < 2 * ranking->size; i++) {
		ranking->most[i] = -1;
		ranking->least[i] = INT64_MAX;
	}
	for (size_t k = 0; k < x->node_count; k++)
		ranking_update(ranking, x, k);
}

static void
ranking_release(struct ranking *ranking)
{
	free(ranking->most);
	free(ranking->least);
}

/* The first node that has the longest queue. */
static size_t
ranking_first_longest(const struct ranking *ranking)
{
	size_t i = 1;

	while (i < ranking->size)
		i = ranking->most[2 * i] == ranking->most[i] ? 2 * i : 2 * i + 1;
	return i - ranking->size;
}

/* The nodes that are up and have less than MIN_PENDING, in order; the caller frees them. */
static size_t
idle_below(const struct ranking *ranking, size_t i, size_t *idle, size_t count)
{
	if (ranking->least[i] >= MIN_PENDING)
		return count;
	if (i >= ranking->size) {
		idle[count] = i - ranking->size;
		return count + 1;
	}
	count = idle_below(ranking, 2 * i, idle, count);
	return idle_below(ranking, 2 * i + 1, idle, count);
}

struct stealing {
	struct ranking ranking;
	size_t *idle; /* room for all nodes */
};

/* Shares what is left evenly among the idle nodes. */
static void
share(struct xdist *x, struct stealing *stealing, size_t idle_count)
{
	for (size_t i = 0; i < idle_count; i++) {
		xdist_send(x, stealing->idle[i], x->todo.count / (idle_count - i));
		ranking_update(&stealing->ranking, x, stealing->idle[i]);
	}
}

/* How many tests the node would be asked for: half, and it keeps two. */
static size_t
stealable(const struct xdist *x, size_t victim)
{
	size_t pending = xdist_pending(x, victim);
	size_t spare = pending > MIN_PENDING ? pending - MIN_PENDING : 0;

	return pending / 2 < spare ? pending / 2 : spare;
}

static void
check(struct xdist *x, struct stealing *stealing)
{
	struct ranking *ranking = &stealing->ranking;

	for (;;) {
		size_t idle_count = idle_below(ranking, 1, stealing->idle, 0);

		if (idle_count > 0 && x->todo.count > 0) {
			share(x, stealing, idle_count);
			idle_count = idle_below(ranking, 1, stealing->idle, 0);
		}
		if (idle_count == 0)
			return;
		size_t victim = ranking_first_longest(ranking);
		size_t count = stealable(x, victim);
		if (count == 0) {
			for (size_t i = 0; i < idle_count; i++) {
				xdist_shut_down(x, stealing->idle[i]);
				ranking_update(ranking, x, stealing->idle[i]);
			}
			return;
		}
		xdist_steal(x, victim, count);
		ranking_update(ranking, x, victim);
	}
}

static void
completed_worksteal(struct xdist *x, size_t k, double seconds, void *state)
{
	struct stealing *stealing = state;

	(void)seconds;
	ranking_update(&stealing->ranking, x, k);
	check(x, stealing);
}

void
run_worksteal(struct run *run)
{
	struct xdist x;
	struct stealing stealing = {.idle = xcalloc(run->workers, sizeof *stealing.idle)};

	xdist_init(&x, run);
	ranking_init(&stealing.ranking, &x);
	if (run->tests > 0)
		check(&x, &stealing);
	xdist_loop(&x, completed_worksteal, &stealing);
	ranking_release(&stealing.ranking);
	free(stealing.idle);
	xdist_release(&x);
}
