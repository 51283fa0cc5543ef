#include "config.h"

#include "proc/slurm/ending.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#define TRIES	25
#define WAIT_MS 200

/* srun can end before Slurm has written down how the job did. */
void
ending_query(const char *name, struct job_state *state)
{
	for (int i = 0; i < TRIES; i++) {
		job_query(name, state);
		if (state->id[0] == '\0' ||
			(strcmp(state->state, "COMPLETING") != 0 &&
				strcmp(state->state, "RUNNING") != 0 &&
				strcmp(state->state, "PENDING") != 0))
			return;
		poll(NULL, 0, WAIT_MS);
	}
}

bool
ending_is_refusal(const struct job *job, const struct job_state *state, struct error *error)
{
	int code = WIFEXITED(job->status) ? WEXITSTATUS(job->status) : 0;
	bool own = code == STATUS_INTERNAL || code == STATUS_NOT_EXECUTABLE ||
		code == STATUS_NOT_FOUND || code == STATUS_USAGE;
	struct strbuf complaint = STRBUF_INIT;
	bool refused = false;

	job_complaint(job, &complaint);
	if (state->id[0] == '\0') {
		error_set(error, STATUS_INTERNAL,
			"Slurm refuses the job for %d workers: %.400s: check --engine-arg",
			job->trial.workers, strbuf_text(&complaint));
		refused = true;
	} else if (own && strcmp(state->state, "FAILED") == 0 && complaint.length > 0) {
		error_set(error, (enum status)code, "on node %s: %.500s", state->node,
			strbuf_text(&complaint));
		refused = true;
	}
	strbuf_release(&complaint);
	return refused;
}

/* How Slurm says that a job did not end by itself. */
static const struct {
	const char *state;
	const char *words;
	bool outside; /* whatever the command did */
} endings[] = {
	{"CANCELLED", "was cancelled", true},
	{"TIMEOUT", "ran into Slurm's time limit", true},
	{"NODE_FAIL", "was lost with its node", true},
	{"PREEMPTED", "was preempted", true},
	{"OUT_OF_MEMORY", "was ended for want of memory", false},
	{"BOOT_FAIL", "was lost while its node started", true},
	{"DEADLINE", "ran into Slurm's deadline", true},
};

#define ENDINGS (sizeof endings / sizeof *endings)

/* Its index in the table, ENDINGS for any other. */
static size_t
find(const struct job_state *state)
{
	size_t i = 0;

	/* The state may go on: "CANCELLED by 1000". */
	while (i < ENDINGS &&
		strncmp(state->state, endings[i].state, strlen(endings[i].state)) != 0)
		i++;
	return i;
}

bool
ending_from_outside(const char *name)
{
	struct job_state state;

	ending_query(name, &state);
	size_t i = find(&state);
	return i < ENDINGS && endings[i].outside;
}

void
ending_tell(const struct job *job, const struct job_state *state, struct ending *ending)
{
	struct strbuf complaint = STRBUF_INIT;
	size_t i = find(state);

	if (i == ENDINGS)
		job_complaint(job, &complaint);
	snprintf(ending->text, sizeof ending->text, "its job %s%s%s %s%.300s", state->id,
		state->node[0] != '\0' ? " on " : "", state->node,
		i < ENDINGS ? endings[i].words : "gave no result: ", strbuf_text(&complaint));
	strbuf_release(&complaint);
}
