#include "config.h"

#include "core/test_table.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define DEPTH_MOST 64 /* of subtests in a name; deeper parents are taken for tests */

struct test_slot {
	uint32_t hash;
	uint32_t index; /* plus one; 0 is a free slot */
};

/* Most cases share a class and a file with others: a million tests have a few thousand pairs. */
struct test_group {
	const char *given_file; /* "" where the report names none */
	const char *class_name;
	const char *file;
	struct test_slot *slots; /* its tests in the report being read, by name */
	size_t slot_count;
	size_t test_count;
};

/* Eight bytes at a time; the multiplier is that of Steele and Vigna (2021). */
#define HASH_PRIME 0xD1342543DE82EF95u

static uint64_t
hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
	uint64_t word = 0;

	for (; length >= sizeof word; bytes += sizeof word, length -= sizeof word) {
		memcpy(&word, bytes, sizeof word);
		hash = (hash ^ word) * HASH_PRIME;
		hash ^= hash >> 32;
	}
	word = 0;
	memcpy(&word, bytes, length);
	hash = (hash ^ word ^ (uint64_t)length << 56) * HASH_PRIME;
	return hash ^ hash >> 32;
}

/* What the table keeps of a hash; its high bits are the better ones. */
static uint32_t
fold(uint64_t hash)
{
	return (uint32_t)(hash >> 32 ^ hash);
}

static bool
is_named(const struct test *test, const char *name, size_t length)
{
	const char *bare = test->name + test->bare;

	return strncmp(bare, name, length) == 0 && bare[length] == '\0';
}

/* The slot of a group's test with this bare name, or the free one for it. */
static struct test_slot *
find_slot(const struct test_table *table, const struct test_group *group, const char *name,
	size_t length)
{
	uint32_t hash = fold(hash_bytes(0, name, length));
	size_t mask = group->slot_count - 1;
	size_t i = hash & mask;

	while (group->slots[i].index != 0 &&
		(group->slots[i].hash != hash ||
			!is_named(&table->tests[group->slots[i].index - 1], name, length)))
		i = (i + 1) & mask;
	group->slots[i].hash = hash;
	return &group->slots[i];
}

/* Doubles a table of slots, which keep their hashes. */
static void
grow_slots(struct test_slot **slots, size_t *count)
{
	struct test_slot *old = *slots;
	size_t old_count = *count;

	*count = old_count > 0 ? old_count * 2 : 4;
	*slots = xcalloc(*count, sizeof **slots);
	for (size_t i = 0; i < old_count; i++) {
		size_t at = old[i].hash & (*count - 1);

		if (old[i].index == 0)
			continue;
		while ((*slots)[at].index != 0)
			at = (at + 1) & (*count - 1);
		(*slots)[at] = old[i];
	}
	free(old);
}

/* Whether a component of a class name is a test module's, as Python names them. */
static bool
is_module(const char *component, size_t length)
{
	return (length >= 5 && strncmp(component, "test_", 5) == 0) ||
		(length >= 5 && strncmp(component + length - 5, "_test", 5) == 0);
}

/* The class name up to and including its last component that is a test module, or all of it. */
static size_t
module_length(const char *class_name)
{
	size_t whole = strlen(class_name);

	for (size_t end = whole; end > 0;) {
		size_t start = end;

		while (start > 0 && class_name[start - 1] != '.')
			start--;
		if (is_module(class_name + start, end - start))
			return end;
		end = start > 0 ? start - 1 : 0;
	}
	return whole;
}

static struct test_group
make_group(struct test_table *table, const struct test_case *one)
{
	struct test_group group = {.given_file = "", .class_name = "", .file = ""};

	if (one->class_name[0] != '\0')
		group.class_name = arena_text(&table->texts, one->class_name);
	if (one->file[0] != '\0') {
		group.given_file = arena_text(&table->texts, one->file);
		group.file = group.given_file;
		return group;
	}
	size_t length = module_length(group.class_name);
	group.file = group.class_name;
	if (group.class_name[length] != '\0') {
		char *file = arena_reserve(&table->texts, length + 1);

		memcpy(file, group.class_name, length);
		file[length] = '\0';
		group.file = file;
	}
	return group;
}

static const struct test_group *
group_of(struct test_table *table, const struct test_case *one)
{
	uint64_t hash = hash_bytes(1, one->file, strlen(one->file));
	size_t i;

	hash = hash_bytes(hash, one->class_name, strlen(one->class_name));
	if ((table->group_count + 1) * 2 > table->group_slot_count)
		grow_slots(&table->group_slots, &table->group_slot_count);
	for (i = fold(hash) & (table->group_slot_count - 1); table->group_slots[i].index != 0;
		i = (i + 1) & (table->group_slot_count - 1)) {
		const struct test_group *group =
			&table->groups[table->group_slots[i].index - 1];

		if (table->group_slots[i].hash == fold(hash) &&
			strcmp(group->class_name, one->class_name) == 0 &&
			strcmp(group->given_file, one->file) == 0)
			return group;
	}
	ARRAY_GROW(table->groups, table->group_count, table->group_capacity);
	table->groups[table->group_count++] = make_group(table, one);
	table->group_slots[i] = (struct test_slot){fold(hash), (uint32_t)table->group_count};
	return &table->groups[table->group_count - 1];
}

/* The test's name is put at the end of the arena; a case of a known test gives it back. */
static struct test
test_of(struct test_table *table, const struct test_case *one)
{
	const struct test_group *group = group_of(table, one);
	size_t class_length = strlen(one->class_name);
	size_t name_length = strlen(one->name);
	bool alone = class_length == 0 || strcmp(one->class_name, one->name) == 0;
	struct test test = {
		.class_name = group->class_name,
		.file = group->file,
		.bare = alone ? 0 : (uint32_t)class_length + 2,
		.suite = one->suite,
		.group = (uint32_t)(group - table->groups),
	};
	char *name = arena_reserve(&table->names, test.bare + name_length + 1);

	if (!alone) {
		memcpy(name, one->class_name, class_length + 1);
		memcpy(name + class_length, "::", 3);
	}
	memcpy(name + test.bare, one->name, name_length + 1);
	test.name = name;
	return test;
}

static void
add_attempt(struct test *test, const struct test_case *one)
{
	test->seconds += one->seconds;
	test->result = (unsigned char)one->result;
	if (one->unknown && one->result != TEST_SKIPPED)
		test->unknown = true;
}

size_t
test_table_add(struct test_table *table, const struct test_case *one)
{
	struct test test = test_of(table, one);
	struct test_group *group = &table->groups[test.group];
	const char *bare = test.name + test.bare;
	size_t length = strlen(bare);

	if ((group->test_count + 1) * 2 > group->slot_count)
		grow_slots(&group->slots, &group->slot_count);

	struct test_slot *slot = find_slot(table, group, bare, length);
	if (slot->index == 0) {
		ARRAY_GROW(table->tests, table->count, table->capacity);
		table->tests[table->count++] = test;
		group->test_count++;
		slot->index = (uint32_t)table->count;
	} else {
		arena_give_back(&table->names, test.name, test.bare + length + 1);
	}
	add_attempt(&table->tests[slot->index - 1], one);
	return slot->index - 1;
}

/* Marks every test of this suite whose name is that of `child` up to one of its slashes. */
static void
mark_parents(struct test_table *table, const struct test *child)
{
	const struct test_group *group = &table->groups[child->group];
	const char *bare = child->name + child->bare;
	const char *slash = strchr(bare, '/');

	for (int depth = 0; slash != NULL && depth < DEPTH_MOST; depth++) {
		const struct test_slot *slot =
			find_slot(table, group, bare, (size_t)(slash - bare));

		if (slot->index != 0 && slash > bare && slash[1] != '\0' &&
			table->tests[slot->index - 1].suite == child->suite) {
			struct test *parent = &table->tests[slot->index - 1];

			parent->parent = true;
			parent->child_failed |= child->result == TEST_FAILED;
		}
		slash = strchr(slash + 1, '/');
	}
}

/* A parent that failed by itself is the only one to say so; its time is its children's. */
static bool
keeps(struct test *test)
{
	if (!test->parent)
		return true;
	test->seconds = 0;
	test->unknown = false;
	return test->result == TEST_FAILED && !test->child_failed;
}

/* Equal names that follow are other tests: the groups of this report lose their slots. */
static void
forget_names(struct test_table *table)
{
	for (size_t i = table->report_start; i < table->count; i++) {
		struct test_group *group = &table->groups[table->tests[i].group];

		free(group->slots);
		group->slots = NULL;
		group->slot_count = 0;
		group->test_count = 0;
	}
}

void
test_table_end_report(struct test_table *table)
{
	size_t kept = table->report_start;

	for (size_t i = table->report_start; i < table->count; i++)
		mark_parents(table, &table->tests[i]);
	forget_names(table);
	for (size_t i = table->report_start; i < table->count; i++)
		if (keeps(&table->tests[i]))
			table->tests[kept++] = table->tests[i];
	table->count = kept;
	table->report_start = kept;
}

void
test_table_drop_report(struct test_table *table)
{
	forget_names(table);
	table->count = table->report_start;
}

void
test_table_release(struct test_table *table)
{
	forget_names(table);
	free(table->tests);
	arena_release(&table->names);
	free(table->groups);
	free(table->group_slots);
	arena_release(&table->texts);
	*table = (struct test_table)TEST_TABLE_INIT;
}

double
test_table_total_s(const struct test_table *table)
{
	double total = 0;

	for (size_t i = 0; i < table->count; i++)
		total += table->tests[i].seconds;
	return total;
}

size_t
test_table_unknown(const struct test_table *table)
{
	size_t count = 0;

	for (size_t i = 0; i < table->count; i++)
		count += table->tests[i].unknown;
	return count;
}

size_t
test_table_failed(const struct test_table *table)
{
	size_t count = 0;

	for (size_t i = 0; i < table->count; i++)
		count += table->tests[i].result == TEST_FAILED;
	return count;
}

size_t
test_table_longest(const struct test_table *table)
{
	size_t longest = 0;

	for (size_t i = 1; i < table->count; i++)
		if (table->tests[i].seconds > table->tests[longest].seconds)
			longest = i;
	return longest;
}

int
test_table_useful_workers(const struct test_table *table)
{
	size_t longest = test_table_longest(table);

	if (longest == table->count || !(table->tests[longest].seconds > 0))
		return 1;

	/* Three tests of 0.1 s add up to a little more than 0.3 s: that asks for no fourth
	 * worker. */
	double ratio = test_table_total_s(table) / table->tests[longest].seconds;
	double useful = ceil(ratio * (1 - 1e-12 * (double)table->count));
	return useful > INT_MAX ? INT_MAX : useful < 1 ? 1 : (int)useful;
}
