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

#define HASH_START 14695981039346656037u
#define HASH_PRIME 1099511628211u

/* FNV-1a, byte by byte, so that the hash of each prefix of a name is on the way. */
static uint64_t
hash_byte(uint64_t hash, char byte)
{
	return (hash ^ (unsigned char)byte) * HASH_PRIME;
}

/* Classes and files are one pointer per text: their address is their identity. */
static uint64_t
hash_group(const struct test *test)
{
	uint64_t hash = HASH_START;

	hash = (hash ^ (uintptr_t)test->class_name) * HASH_PRIME;
	return (hash ^ (uintptr_t)test->file) * HASH_PRIME;
}

/* What the table keeps of a hash; its high bits are the better ones. */
static uint32_t
fold(uint64_t hash)
{
	return (uint32_t)(hash >> 32 ^ hash);
}

static struct test_slot *
find_slot(
	const struct test_table *table, uint32_t hash, const struct test *wanted, size_t length)
{
	size_t mask = table->slot_count - 1;
	size_t i = hash & mask;

	for (; table->slots[i].index != 0; i = (i + 1) & mask) {
		const struct test *test = &table->tests[table->slots[i].index - 1];
		const char *bare = test->name + test->bare;

		if (table->slots[i].hash == hash && test->class_name == wanted->class_name &&
			test->file == wanted->file &&
			strncmp(bare, wanted->name + wanted->bare, length) == 0 &&
			bare[length] == '\0')
			break;
	}
	return &table->slots[i];
}

static void
grow_slots(struct test_table *table)
{
	struct test_slot *old = table->slots;
	size_t old_count = table->slot_count;

	table->slot_count = old_count > 0 ? old_count * 2 : 64;
	table->slots = xcalloc(table->slot_count, sizeof *table->slots);
	for (size_t i = 0; i < old_count; i++) {
		size_t at = old[i].hash & (table->slot_count - 1);

		if (old[i].index == 0)
			continue;
		while (table->slots[at].index != 0)
			at = (at + 1) & (table->slot_count - 1);
		table->slots[at] = old[i];
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

static const char *
derived_file(struct test_table *table, const char *class_name)
{
	if (class_name != table->last_class || table->last_file == NULL) {
		char *file = xstrndup(class_name, module_length(class_name));

		table->last_class = class_name;
		table->last_file = intern_text(&table->groups, file);
		free(file);
	}
	return table->last_file;
}

static const char *
class_of(struct test_table *table, const char *class_name)
{
	if (table->last_class != NULL && strcmp(table->last_class, class_name) == 0)
		return table->last_class;
	return intern_text(&table->groups, class_name);
}

/* The test's name is put at the end of the arena; a case of a known test gives it back. */
static struct test
test_of(struct test_table *table, const struct test_case *one)
{
	struct test test = {.suite = one->suite};
	size_t class_length = strlen(one->class_name);
	size_t name_length = strlen(one->name);
	bool alone = class_length == 0 || strcmp(one->class_name, one->name) == 0;

	test.class_name = class_of(table, one->class_name);
	test.file = one->file[0] != '\0' ? intern_text(&table->groups, one->file)
					 : derived_file(table, test.class_name);
	test.bare = alone ? 0 : (uint32_t)class_length + 2;
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
		grow_slots(table);
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
test_table_release(struct test_table *table)
{
	free(table->tests);
	free(table->slots);
	arena_release(&table->names);
	intern_release(&table->groups);
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
