/*
 * schedule_xdist - pytest-xdist's workers and their queues in virtual time.
 *
 * A worker takes an item off its queue and waits until it knows the next one (or that there is
 * none) before it runs the first: it needs two items, or the order to shut down, to run one,
 * and the item it holds cannot be taken away (src/xdist/remote.py). The controller keeps what
 * each worker was sent and has not completed: `pending`.
 *
 * One event at a time: tests that end at the same instant are handled in the order in which
 * they were started; the worker first takes what is in its queue, then the controller acts;
 * messages take no time. For schedule_xdist*.c alone.
 */
#ifndef CORE_SCHEDULE_XDIST_H
#define CORE_SCHEDULE_XDIST_H

#include "core/schedule_run.h"

/* Items in order, linked through xdist.next and .previous; an item is a test's index. */
struct queue {
	uint32_t head; /* NO_ITEM when empty */
	uint32_t tail;
	size_t count;
};

#define NO_ITEM UINT32_MAX

struct node {
	struct queue queue; /* sent and not started; the head is the held item */
	uint32_t running; /* NO_ITEM when it waits */
	bool shut_down;
};

struct xdist {
	struct run *run;
	struct node *nodes;
	size_t node_count;
	struct queue todo; /* the controller's: not sent yet */
	uint32_t *next;
	uint32_t *previous;
	double now_s;
	uint64_t starts; /* tests started so far: the order of simultaneous ends */
};

/* What the controller does when a test that took `seconds` was completed on node `k`. */
typedef void xdist_completed(struct xdist *x, size_t k, double seconds, void *state);

/* All tests in `todo`, all nodes waiting. */
void xdist_init(struct xdist *x, struct run *run);
void xdist_release(struct xdist *x);

/* Lets time pass until no test runs. */
void xdist_loop(struct xdist *x, xdist_completed *completed, void *state);

size_t xdist_pending(const struct xdist *x, size_t k);

/* Sends the next `count` tests of `todo`, or as many as there are. */
void xdist_send(struct xdist *x, size_t k, size_t count);
void xdist_send_item(struct xdist *x, size_t k, uint32_t item);
void xdist_shut_down(struct xdist *x, size_t k);
void xdist_shut_down_all(struct xdist *x);

/* Puts the last `count` items of node k's queue at the end of `todo`. */
void xdist_steal(struct xdist *x, size_t k, size_t count);

#endif
