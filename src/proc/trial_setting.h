/*
 * trial_setting - what every trial of a measurement is run with, here and on a cluster's node.
 *
 * All texts are borrowed from the options.
 */
#ifndef PROC_TRIAL_SETTING_H
#define PROC_TRIAL_SETTING_H

#include <stdint.h>

struct trial_setting {
	const char *prepare; /* hooks around every trial, or NULL */
	const char *conclude;
	const char *input; /* --input FILE for stdin; NULL: /dev/null */
	const char *cpus; /* --cpus LIST, or NULL */
	double timeout_s; /* INFINITY for none */
	double kill_after_s;
	uint64_t log_limit; /* bytes kept of a run's output, head and tail */
};

#endif
