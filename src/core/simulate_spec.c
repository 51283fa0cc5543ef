/*
 * --simulate SPEC: key=value pairs to a struct simulation. The keys are the rows of one
 * table; what all of them must agree on is checked at the end.
 */
#include "config.h"

#include "core/simulate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"

#define SHOWN 40 /* characters of the user's text that an error repeats */

#define FORMULA_KEYS "t1, s, fixed, worker and tree"

struct key {
	const char *name;
	int (*read)(const struct key *key, const char *text, struct simulation *simulation,
		struct error *error);
	size_t offset; /* of the member that it fills */
	double low;
	double high;
	const char *wanted; /* "a fraction from 0 to 1" */
	bool formula; /* part of the formula that file= replaces */
};

static double *
member(const struct key *key, struct simulation *simulation)
{
	return (void *)((char *)simulation + key->offset);
}

static int
refuse(const struct key *key, const char *text, struct error *error)
{
	return error_set(error, STATUS_USAGE, "--simulate: %s is '%.*s': give %s", key->name,
		SHOWN, text, key->wanted);
}

static int
check_and_store(const struct key *key, const char *text, double number,
	struct simulation *simulation, struct error *error)
{
	if (number < key->low || number > key->high)
		return refuse(key, text, error);
	*member(key, simulation) = number;
	return 0;
}

static int
read_number(const struct key *key, const char *text, struct simulation *simulation,
	struct error *error)
{
	double number;

	if (!parse_number(text, &number))
		return refuse(key, text, error);
	return check_and_store(key, text, number, simulation, error);
}

static int
read_time(const struct key *key, const char *text, struct simulation *simulation,
	struct error *error)
{
	double seconds;

	if (!parse_time(text, &seconds))
		return refuse(key, text, error);
	return check_and_store(key, text, seconds, simulation, error);
}

static int
read_fail_at(const struct key *key, const char *text, struct simulation *simulation,
	struct error *error)
{
	int64_t workers;

	if (!parse_integer(text, 1, COUNTS_MAX_WORKERS, &workers))
		return refuse(key, text, error);
	simulation->fail_at = (int)workers;
	return 0;
}

/* "200M+50M": the base and what each worker adds. */
static int
read_memory(const struct key *key, const char *text, struct simulation *simulation,
	struct error *error)
{
	const char *plus = strchr(text, '+');
	char *base = plus != NULL ? xstrndup(text, (size_t)(plus - text)) : NULL;
	bool good = plus != NULL && parse_size(base, &simulation->base_bytes) &&
		parse_size(plus + 1, &simulation->worker_bytes);

	free(base);
	return good ? 0 : refuse(key, text, error);
}

static int
read_file(const struct key *key, const char *text, struct simulation *simulation,
	struct error *error)
{
	if (*text == '\0')
		return refuse(key, text, error);
	simulation->file = xstrdup(text);
	return 0;
}

/* Longer than the age of the universe is a typing error. */
#define LONGEST_S 1e17
#define SHORTEST  1e-12

#define MEMBER(name) offsetof(struct simulation, name)

static const struct key keys[] = {
	{"t1", read_time, MEMBER(t1_s), SHORTEST, LONGEST_S,
		"a time above 0, such as 110 or 2m", true},
	{"s", read_number, MEMBER(serial), 0.0, 1.0, "a fraction from 0 to 1", true},
	{"fixed", read_time, MEMBER(fixed_s), 0.0, LONGEST_S, "a time, such as 3 or 500ms",
		true},
	{"worker", read_time, MEMBER(worker_s), 0.0, LONGEST_S, "a time, such as 1.5 or 80ms",
		true},
	{"tree", read_time, MEMBER(tree_s), 0.0, LONGEST_S, "a time, such as 0.5 or 80ms",
		true},
	{"cpus", read_number, MEMBER(cpus), 0.01, 1e9, "a number of CPUs above 0", false},
	{"cpu", read_number, MEMBER(cpu_share), 0.0, 1.0, "a fraction from 0 to 1", false},
	{"noise", read_number, MEMBER(noise), 0.0, 10.0, "a number from 0 to 10, such as 0.03",
		false},
	{"outliers", read_number, MEMBER(outliers), 0.0, 1.0, "a fraction from 0 to 1", false},
	{"outlier-mean", read_number, MEMBER(outlier_mean), 0.0, 1e6,
		"a number from 0 on, such as 0.3", false},
	{"drift", read_number, MEMBER(drift), -0.99, 1e6, "a number above -1, such as 0.06",
		false},
	{"fail-at", read_fail_at, 0, 0, 0, "a worker count from 1 on", false},
	{"memory", read_memory, 0, 0, 0, "base and per worker, such as 200M+50M", false},
	{"file", read_file, 0, 0, 0, "the name of a CSV file with workers,wall_s", false},
};

#define KEY_COUNT (sizeof keys / sizeof *keys)

static const struct key *
key_find(const char *name, size_t length)
{
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (strlen(keys[i].name) == length && strncmp(keys[i].name, name, length) == 0)
			return &keys[i];
	return NULL;
}

static int
read_pair(const char *pair, bool given[static KEY_COUNT], struct simulation *simulation,
	struct error *error)
{
	const char *equals = strchr(pair, '=');
	const struct key *key = key_find(pair, equals ? (size_t)(equals - pair) : strlen(pair));

	if (key == NULL)
		return error_set(error, STATUS_USAGE,
			"--simulate: '%.*s' is no key: give " FORMULA_KEYS " (or file), cpus, "
			"cpu, noise, outliers, outlier-mean, drift, fail-at, memory",
			SHOWN, pair);
	if (equals == NULL)
		return error_set(error, STATUS_USAGE, "--simulate: %s has no value: give %s",
			key->name, key->wanted);
	if (given[key - keys])
		return error_set(error, STATUS_USAGE,
			"--simulate: %s is given twice: take one of them out", key->name);
	given[key - keys] = true;
	return key->read(key, equals + 1, simulation, error);
}

/* A truth is either a formula or a file. */
static int
check_together(const bool given[static KEY_COUNT], const struct simulation *simulation,
	struct error *error)
{
	if (simulation->file == NULL)
		return isnan(simulation->t1_s)
			? error_set(error, STATUS_USAGE,
				  "--simulate: t1 is missing: give the sequential time, such as "
				  "t1=110, or a file")
			: 0;
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (given[i] && keys[i].formula)
			return error_set(error, STATUS_USAGE,
				"--simulate: %s says nothing beside file: take one of them out",
				keys[i].name);
	return 0;
}

int
simulation_parse(const char *spec, struct simulation *simulation, struct error *error)
{
	struct strvec pairs = STRVEC_INIT;
	bool given[KEY_COUNT] = {false};
	int status = 0;

	*simulation = (struct simulation){
		.t1_s = UNKNOWN,
		.cpus = (double)INFINITY,
		.cpu_share = UNKNOWN,
		.outlier_mean = 0.3,
		.session = SIMULATION_SESSION,
		.base_bytes = UNKNOWN,
		.worker_bytes = UNKNOWN,
	};
	strvec_split(&pairs, spec, ',');
	for (size_t i = 0; i < pairs.count && status == 0; i++)
		status = read_pair(pairs.items[i], given, simulation, error);
	strvec_release(&pairs);
	if (status == 0)
		status = check_together(given, simulation, error);
	/* A formula whose share is not given needs a CPU all the time; a file may know better. */
	if (simulation->file == NULL && isnan(simulation->cpu_share))
		simulation->cpu_share = 1.0;
	if (status != 0)
		simulation_release(simulation);
	return status;
}

void
simulation_release(struct simulation *simulation)
{
	free(simulation->file);
	free(simulation->truth);
	simulation->file = NULL;
	simulation->truth = NULL;
	simulation->truth_count = 0;
}
