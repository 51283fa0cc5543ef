/*
 * The hidden command that runs on a cluster's node: one trial, one row on stdout.
 *
 *   ptbench agent [OPTIONS] -- LOGS SUITE NUMBER ROUND POSITION MODE WORKERS run|warmup CMD...
 *
 * src/proc/slurm/job.c writes these words. LOGS may be empty.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "io/runs_csv.h"
#include "proc/local.h"
#include "proc/signals.h"

enum {
	WORD_LOGS,
	WORD_SUITE,
	WORD_NUMBER,
	WORD_ROUND,
	WORD_POSITION,
	WORD_MODE,
	WORD_WORKERS,
	WORD_KIND,
	WORD_COMMAND,
};

static bool
read_count(const char *word, int *count)
{
	int64_t number;

	if (!parse_integer(word, 0, 1000000000, &number))
		return false;
	*count = (int)number;
	return true;
}

static int
read_trial(const struct invocation *invocation, struct trial *trial, struct error *error)
{
	char *const *words = invocation->operands;

	if (invocation->operand_count <= WORD_COMMAND ||
		!read_count(words[WORD_NUMBER], &trial->number) ||
		!read_count(words[WORD_ROUND], &trial->round) ||
		!read_count(words[WORD_POSITION], &trial->position) ||
		!read_count(words[WORD_WORKERS], &trial->workers))
		return error_set(error, STATUS_USAGE,
			"agent is for ptbench itself: use ptbench --engine slurm -- CMD");
	trial->suite = words[WORD_SUITE];
	trial->mode = strcmp(words[WORD_MODE], "seq") == 0 ? MODE_SEQ : MODE_PAR;
	trial->warmup = strcmp(words[WORD_KIND], "warmup") == 0;
	return 0;
}

/* The words come with the count in them: both forms are these. */
static void
fill_command(const struct invocation *invocation, struct command *command)
{
	for (int i = WORD_COMMAND; i < invocation->operand_count; i++) {
		strvec_push(&command->sequential.argv, invocation->operands[i]);
		strvec_push(&command->parallel.argv, invocation->operands[i]);
	}
	strvec_push_all(&command->sequential.env, &invocation->options->env);
	strvec_push_all(&command->parallel.env, &invocation->options->env);
}

/* The node by Slurm's name, which need not be its own; all of them when the job spans some. */
static const char *
node_name(const char *otherwise)
{
	const char *node = getenv("SLURMD_NODENAME");

	if (node == NULL)
		node = getenv("SLURM_JOB_NODELIST");
	return node != NULL ? node : otherwise;
}

static int
measure(const struct local_arg *arg, const struct trial *trial, struct error *error)
{
	struct measurer *local = local_new(arg, error);
	struct outcome outcome = {.kind = OUTCOME_INTERRUPTED};

	if (local == NULL)
		return -1;
	int status = measurer_start(local, trial, error);
	do {
		if (status == 0)
			status = measurer_wait(local, &outcome, error);
	} while (status == 0 && outcome.kind == OUTCOME_RETRIED);
	if (status == 0 && outcome.late.status != STATUS_OK) {
		*error = outcome.late;
		status = -1;
	}
	if (status == 0 && outcome.kind == OUTCOME_OBSERVED) {
		struct strbuf text = STRBUF_INIT;
		outcome.observation.host = node_name(outcome.observation.host);
		runs_csv_header(&text);
		runs_csv_row(&text, &outcome.observation);
		status = output_stdout(&text, error);
		strbuf_release(&text);
	}
	measurer_release(local);
	return status;
}

int
cmd_agent(const struct invocation *invocation, struct error *error)
{
	const struct options *options = invocation->options;
	struct command command = COMMAND_INIT;
	struct trial trial = {.command = &command};

	signals_install();
	if (read_trial(invocation, &trial, error) != 0)
		return -1;
	fill_command(invocation, &command);

	const char *logs = invocation->operands[WORD_LOGS];
	struct local_arg arg = {
		.log_directory = *logs != '\0' ? logs : NULL,
		.log_prefix = "logs/",
		.setting = options_trial_setting(options),
	};
	int status = measure(&arg, &trial, error);
	command_release(&command);
	return status;
}
