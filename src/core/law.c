#include "config.h"

#include "core/law.h"

#include <math.h>
#include <string.h>

#define BIT(term) (1u << (term))

#define AMDAHL (BIT(TERM_SERIAL) | BIT(TERM_PARALLEL))

const struct law laws[] = {
	{"amdahl", "Amdahl's law", AMDAHL},
	{"fixed", "Amdahl's law with a fixed cost of having workers", AMDAHL | BIT(TERM_FIXED)},
	{"usl", "the Universal Scalability Law", AMDAHL | BIT(TERM_WORKER)},
	{"log", "Amdahl's law with a cost per doubling", AMDAHL | BIT(TERM_TREE)},
	{"fixed-usl", "the Universal Scalability Law with a fixed cost",
		AMDAHL | BIT(TERM_FIXED) | BIT(TERM_WORKER)},
};

const size_t law_count = sizeof laws / sizeof *laws;

const struct law *
law_find(const char *name)
{
	for (size_t i = 0; i < law_count; i++)
		if (strcmp(laws[i].name, name) == 0)
			return &laws[i];
	return NULL;
}

bool
law_has(const struct law *law, enum term term)
{
	return (law->terms & BIT(term)) != 0;
}

size_t
law_term_count(const struct law *law)
{
	size_t count = 0;

	for (unsigned rest = law->terms; rest != 0; rest &= rest - 1)
		count++;
	return count;
}

const char *
term_name(enum term term)
{
	static const char *const names[TERM_COUNT] = {
		[TERM_SERIAL] = "serial_s",
		[TERM_PARALLEL] = "parallel_s",
		[TERM_FIXED] = "fixed_s",
		[TERM_WORKER] = "worker_s",
		[TERM_TREE] = "tree_s",
	};

	return names[term];
}

const char *
term_title(enum term term)
{
	static const char *const titles[TERM_COUNT] = {
		[TERM_SERIAL] = "serial work",
		[TERM_PARALLEL] = "parallel work",
		[TERM_FIXED] = "fixed cost of having workers",
		[TERM_WORKER] = "cost of each further worker",
		[TERM_TREE] = "cost of each doubling",
	};

	return titles[term];
}

double
term_column(enum term term, enum mode mode, double workers)
{
	double n = mode == MODE_SEQ ? 1.0 : workers;

	switch (term) {
	case TERM_SERIAL:
		return 1.0;
	case TERM_PARALLEL:
		return 1.0 / n;
	case TERM_FIXED:
		return mode == MODE_PAR ? 1.0 : 0.0;
	case TERM_WORKER:
		return n - 1.0;
	case TERM_TREE:
		return log2(n);
	case TERM_COUNT:
		break;
	}
	return 0.0;
}

double
law_time(const double terms[static TERM_COUNT], enum mode mode, int workers)
{
	double time = 0.0;

	for (int i = 0; i < TERM_COUNT; i++)
		time += terms[i] * term_column((enum term)i, mode, workers);
	return time;
}
