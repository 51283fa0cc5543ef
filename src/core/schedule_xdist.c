#include "config.h"

#include "core/schedule_xdist.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

static const struct queue empty_queue = {NO_ITEM, NO_ITEM, 0};

static void
link_items(struct xdist *x, uint32_t before, uint32_t after)
{
	if (before != NO_ITEM)
		x->next[before] = after;
	if (after != NO_ITEM)
		x->previous[after] = before;
}

/* Moves the items from `head` to `tail`, neighbours in `from`, to the end of `to`. */
static void
move_items(struct xdist *x, struct queue *from, struct queue *to, struct queue items)
{
	uint32_t before = x->previous[items.head];
	uint32_t after = x->next[items.tail];

	link_items(x, before, after);
	if (before == NO_ITEM)
		from->head = after;
	if (after == NO_ITEM)
		from->tail = before;
	from->count -= items.count;

	x->next[items.tail] = NO_ITEM;
	x->previous[items.head] = NO_ITEM;
	link_items(x, to->tail, items.head);
	if (to->head == NO_ITEM)
		to->head = items.head;
	to->tail = items.tail;
	to->count += items.count;
}

static uint32_t
take_head(struct xdist *x, struct queue *queue)
{
	uint32_t item = queue->head;
	struct queue taken = empty_queue;

	move_items(x, queue, &taken, (struct queue){item, item, 1});
	return item;
}

/* Starts the held item if the worker knows what comes after it. */
static void
advance(struct xdist *x, size_t k)
{
	struct node *node = &x->nodes[k];

	if (node->running != NO_ITEM || node->queue.count == 0)
		return;
	if (node->queue.count < 2 && !node->shut_down)
		return;
	node->running = take_head(x, &node->queue);
	double end_s = run_start(x->run, node->running, k, x->now_s);
	events_push(&x->run->events, (struct event){end_s, x->starts++, (uint32_t)k});
}

void
xdist_init(struct xdist *x, struct run *run)
{
	size_t count = run->tests;

	*x = (struct xdist){.run = run, .node_count = run->workers, .todo = empty_queue};
	x->nodes = xcalloc(run->workers, sizeof *x->nodes);
	for (size_t k = 0; k < run->workers; k++)
		x->nodes[k] = (struct node){.queue = empty_queue, .running = NO_ITEM};
	x->next = xcalloc(count + 1, sizeof *x->next);
	x->previous = xcalloc(count + 1, sizeof *x->previous);
	for (size_t i = 0; i < count; i++) {
		uint32_t item = (uint32_t)run_test(run, i);

		link_items(x, x->todo.tail, item);
		if (i == 0)
			x->todo.head = item;
		x->todo.tail = item;
	}
	if (count > 0) {
		x->previous[x->todo.head] = NO_ITEM;
		x->next[x->todo.tail] = NO_ITEM;
	}
	x->todo.count = count;
}

void
xdist_release(struct xdist *x)
{
	free(x->nodes);
	free(x->next);
	free(x->previous);
}

void
xdist_loop(struct xdist *x, xdist_completed *completed, void *state)
{
	while (x->run->events.count > 0) {
		struct event event = events_pop(&x->run->events);
		struct node *node = &x->nodes[event.worker];
		double seconds = x->run->arg->tests->tests[node->running].seconds;

		x->now_s = event.time_s;
		node->running = NO_ITEM;
		advance(x, event.worker);
		completed(x, event.worker, seconds, state);
	}
}

size_t
xdist_pending(const struct xdist *x, size_t k)
{
	return x->nodes[k].queue.count + (x->nodes[k].running != NO_ITEM);
}

void
xdist_send(struct xdist *x, size_t k, size_t count)
{
	struct queue items = {x->todo.head, x->todo.head, 1};

	if (count == 0 || x->todo.count == 0)
		return;
	while (items.count < count && items.tail != x->todo.tail) {
		items.tail = x->next[items.tail];
		items.count++;
	}
	move_items(x, &x->todo, &x->nodes[k].queue, items);
	advance(x, k);
}

void
xdist_send_item(struct xdist *x, size_t k, uint32_t item)
{
	move_items(x, &x->todo, &x->nodes[k].queue, (struct queue){item, item, 1});
	advance(x, k);
}

void
xdist_shut_down(struct xdist *x, size_t k)
{
	x->nodes[k].shut_down = true;
	advance(x, k);
}

void
xdist_shut_down_all(struct xdist *x)
{
	for (size_t k = 0; k < x->node_count; k++)
		xdist_shut_down(x, k);
}

void
xdist_steal(struct xdist *x, size_t k, size_t count)
{
	struct queue *queue = &x->nodes[k].queue;
	struct queue items = {queue->tail, queue->tail, 1};

	assert(count > 0 && count < queue->count);
	for (; items.count < count; items.count++)
		items.head = x->previous[items.head];
	move_items(x, queue, &x->todo, items);
}
