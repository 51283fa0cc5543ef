/*
 * xdist's --dist load: src/xdist/scheduler/load.py of the 3.x series. The division is
 * Python's //. The number of nodes never shrinks while tests are left to send.
 */
#include "config.h"

#include "core/schedule_xdist.h"

static size_t
least(size_t one, size_t other)
{
	return one < other ? one : other;
}

static size_t
most(size_t one, size_t other)
{
	return one > other ? one : other;
}

static void
completed_load(struct xdist *x, size_t k, double seconds, void *state)
{
	size_t pending = xdist_pending(x, k);
	size_t per_node = x->todo.count / x->node_count;
	size_t low = most(2, per_node / 4);
	size_t high = most(2, per_node / 2);

	(void)state;
	if (x->nodes[k].shut_down)
		return;
	if (x->todo.count == 0) {
		xdist_shut_down(x, k);
		return;
	}
	/* With slow tests a node that has enough to go on with is sent nothing yet. */
	if (pending >= low || (seconds >= 0.1 && pending >= 2))
		return;
	size_t chunk = most(pending < 2 ? 2 - pending : 0, x->run->arg->max_chunk);
	xdist_send(x, k, least(high - pending, chunk));
}

static void
start_load(struct xdist *x)
{
	size_t tests = x->todo.count, nodes = x->node_count;

	if (tests < 2 * nodes) {
		for (size_t i = 0; i < tests; i++)
			xdist_send(x, i % nodes, 1);
	} else {
		size_t chunk = most(least(tests / nodes / 4, x->run->arg->max_chunk), 2);

		for (size_t k = 0; k < nodes; k++)
			xdist_send(x, k, chunk);
	}
	if (x->todo.count == 0)
		xdist_shut_down_all(x);
}

void
run_load(struct run *run)
{
	struct xdist x;

	xdist_init(&x, run);
	start_load(&x);
	xdist_loop(&x, completed_load, NULL);
	xdist_release(&x);
}
