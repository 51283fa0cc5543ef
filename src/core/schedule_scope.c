/*
 * xdist's --dist loadscope, loadfile and loadgroup: src/xdist/scheduler/loadscope.py. They
 * differ in what makes a unit; units are handed out in the order of their first test, since
 * 3.5.0 those with the most tests first (--no-loadscope-reorder of 3.8.0 forbids that).
 */
#include "config.h"

#include "core/schedule_xdist.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define ENOUGH 2 /* a node with more pending tests is given no unit yet */

struct unit {
	const char *key;
	size_t number; /* by first appearance */
	size_t start; /* its tests in `tests` */
	size_t count;
};

struct units {
	struct unit *items;
	size_t count;
	size_t next; /* the first that no node has */
	uint32_t *tests; /* the tests, unit by unit */
};

/* From the key of a test to its unit: open addressing. */
struct unit_slots {
	uint32_t *slots; /* number plus one */
	size_t mask;
};

typedef const char *unit_key(const struct test *test);

static const char *
key_of_scope(const struct test *test)
{
	return test->class_name;
}

static const char *
key_of_file(const struct test *test)
{
	return test->file;
}

/* What follows the last @, if that is not inside a parameter's brackets; else the test. */
static const char *
key_of_group(const struct test *test)
{
	const char *at = strrchr(test->name, '@');

	return at != NULL && strchr(at, ']') == NULL ? at + 1 : test->name;
}

static size_t
hash_key(const char *key)
{
	uint64_t hash = 14695981039346656037u;

	for (; *key != '\0'; key++)
		hash = (hash ^ (unsigned char)*key) * 1099511628211u;
	return (size_t)(hash >> 32 ^ hash);
}

static uint32_t
unit_number(struct unit_slots *slots, struct units *units, const char *key)
{
	size_t i = hash_key(key) & slots->mask;

	for (; slots->slots[i] != 0; i = (i + 1) & slots->mask) {
		const char *other = units->items[slots->slots[i] - 1].key;

		if (other == key || strcmp(other, key) == 0)
			return slots->slots[i] - 1;
	}
	units->items[units->count] = (struct unit){.key = key, .number = units->count};
	slots->slots[i] = (uint32_t)++units->count;
	return slots->slots[i] - 1;
}

/* Lays the tests out unit by unit, in order inside each. */
static void
fill_units(struct units *units, const struct run *run, const uint32_t *number)
{
	size_t start = 0;

	for (size_t i = 0; i < units->count; start += units->items[i++].count)
		units->items[i].start = start;
	for (size_t i = 0; i < units->count; i++)
		units->items[i].count = 0;
	for (size_t i = 0; i < run->tests; i++) {
		struct unit *unit = &units->items[number[i]];

		units->tests[unit->start + unit->count++] = (uint32_t)run_test(run, i);
	}
}

static void
make_units(struct units *units, const struct run *run, unit_key *key)
{
	struct unit_slots slots = {.mask = 63};
	uint32_t *number = xcalloc(run->tests + 1, sizeof *number);

	while (slots.mask < 2 * run->tests)
		slots.mask = slots.mask * 2 + 1;
	slots.slots = xcalloc(slots.mask + 1, sizeof *slots.slots);
	*units = (struct units){.items = xcalloc(run->tests + 1, sizeof *units->items)};
	for (size_t i = 0; i < run->tests; i++) {
		number[i] = unit_number(
			&slots, units, key(&run->arg->tests->tests[run_test(run, i)]));
		units->items[number[i]].count++;
	}
	free(slots.slots);
	units->tests = xcalloc(run->tests + 1, sizeof *units->tests);
	fill_units(units, run, number);
	free(number);
}

/* Most tests first, equal ones in order. */
static int
compare_units(const void *left, const void *right)
{
	const struct unit *one = left, *other = right;

	if (one->count != other->count)
		return one->count > other->count ? -1 : 1;
	return one->number < other->number ? -1 : 1;
}

static void
assign_unit(struct xdist *x, struct units *units, size_t k)
{
	const struct unit *unit = &units->items[units->next++];

	for (size_t i = 0; i < unit->count; i++)
		xdist_send_item(x, k, units->tests[unit->start + i]);
}

static void
reschedule(struct xdist *x, struct units *units, size_t k)
{
	if (x->nodes[k].shut_down)
		return;
	if (units->next == units->count)
		xdist_shut_down(x, k);
	else if (xdist_pending(x, k) <= ENOUGH)
		assign_unit(x, units, k);
}

static void
completed_scope(struct xdist *x, size_t k, double seconds, void *state)
{
	(void)seconds;
	reschedule(x, state, k);
}

/* Nodes beyond the units are not used at all, the last ones first. */
static void
start_scope(struct xdist *x, struct units *units)
{
	if (units->count < x->node_count)
		x->node_count = units->count;
	for (size_t k = 0; k < x->node_count; k++)
		assign_unit(x, units, k);
	for (size_t k = 0; k < x->node_count; k++)
		reschedule(x, units, k);
	if (units->next == units->count)
		xdist_shut_down_all(x);
}

static void
run_units(struct run *run, unit_key *key)
{
	struct xdist x;
	struct units units;

	make_units(&units, run, key);
	if (!run->arg->keep_order)
		qsort(units.items, units.count, sizeof *units.items, compare_units);
	xdist_init(&x, run);
	start_scope(&x, &units);
	xdist_loop(&x, completed_scope, &units);
	xdist_release(&x);
	free(units.items);
	free(units.tests);
}

void
run_loadscope(struct run *run)
{
	run_units(run, key_of_scope);
}

void
run_loadfile(struct run *run)
{
	run_units(run, key_of_file);
}

void
run_loadgroup(struct run *run)
{
	run_units(run, key_of_group);
}
