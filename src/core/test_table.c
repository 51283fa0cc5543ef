#include "config.h"

#include "core/test_table.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct test_slot {
	uint32_t hash;
	uint32_t index; /* plus one; 0 is a free slot */
};

/* Most cases share a class and a file with others: a million tests have a few thousand pairs.
 */
struct test_group {
	const char *given_file; /* "" where the report names none */
	const char *class_name;
	const char *file;
};

#define HASH_START 14695981039346656037u
#define HASH_PRIME 1099511628211u

/* FNV-1a, byte by byte, so that the hash of each prefix of a name is on the way. */
static uint64_t
hash_byte(uint64_t hash, char byte)
{
	return (hash ^ (unsigned char)byte) * HASH_PRIME;
}

/* Where the hash of a test's bare name begins. */
static uint64_t
hash_group(const struct test *test)
{
	return (HASH_START ^ test->group) * HASH_PRIME;
}

/* What the table keeps of a hash; its high bits are the better ones. */
static uint32_t
fold(uint64_t hash)
{
	return (uint32_t)(hash >> 32 ^ hash);
}

static bool
is_same(const struct test *test, const struct test *wanted, size_t length)
{
	const char *bare = test->name + test->bare;

	return test->class_name == wanted->class_name && test->file == wanted->file &&
		strncmp(bare, wanted->name + wanted->bare, length) == 0 && bare[length] == '\0';
}

static struct test_slot *
find_slot(
	const struct test_table *table, uint32_t hash, const struct test *wanted, size_t length)
{
	size_t mask = table->slot_count - 1;
	size_t i = hash & mask;

	while (table->slots[i].index != 0 &&
		(table->slots[i].hash != hash ||
			!is_same(&table->tests[table->slots[i].index - 1], wanted, length)))
		i = (i + 1) & mask;
	return &table->slots[i];
}

/* Doubles a table of slots, which keep their hashes. */
static void
grow_slots(struct test_slot **slots, size_t *count)
{
	struct test_slot *old = *slots;
	size_t old_count = *count;

	*count = old_count > 0 ? old_count * 2 : 64;
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
	struct test_group group = {"", "", ""};

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
	uint64_t hash = HASH_START;
	size_t i;

	for (const char *byte = one->file; *byte != '\0'; byte++)
		hash = hash_byte(hash, *byte);
	hash = hash_byte(hash, '\0');
	for (const char *byte = one->class_name; *byte != '\0'; byte++)
		hash = hash_byte(hash, *byte);
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
		memcpy(name, one->class_name, class_length);
		memcpy(name + class_length, "::", 2);
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
	const char *bare = test.name + test.bare;
	uint64_t hash = hash_group(&test);
	size_t length = 0;

	if ((table->count - table->report_start + 1) * 2 > table->slot_count)
		grow_slots(&table->slots, &table->slot_count);
	for (; bare[length] != '\0'; length++)
		hash = hash_byte(hash, bare[length]);

	struct test_slot *slot = find_slot(table, fold(hash), &test, length);
	if (slot->index == 0) {
		ARRAY_GROW(table->tests, table->count, table->capacity);
		table->tests[table->count++] = test;
		*slot = (struct test_slot){fold(hash), (uint32_t)table->count};
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
	const char *bare = child->name + child->bare;
	uint64_t hash = hash_group(child);

	if (strchr(bare, '/') == NULL)
		return;
	for (size_t i = 0; bare[i] != '\0'; hash = hash_byte(hash, bare[i]), i++) {
		if (bare[i] != '/' || i == 0 || bare[i + 1] == '\0')
			continue;
		struct test_slot *slot = find_slot(table, fold(hash), child, i);
		if (slot->index != 0 && table->tests[slot->index - 1].suite == child->suite)
			table->tests[slot->index - 1].parent = true;
	}
}

void
test_table_end_report(struct test_table *table)
{
	size_t kept = table->report_start;

	for (size_t i = table->report_start; i < table->count; i++)
		mark_parents(table, &table->tests[i]);
	for (size_t i = table->report_start; i < table->count; i++)
		if (!table->tests[i].parent)
			table->tests[kept++] = table->tests[i];
	table->count = kept;
	table->report_start = kept;
	free(table->slots);
	table->slots = NULL;
	table->slot_count = 0;
}

void
test_table_drop_report(struct test_table *table)
{
	table->count = table->report_start;
	test_table_end_report(table);
}

void
test_table_release(struct test_table *table)
{
	free(table->tests);
	free(table->slots);
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
