#include "config.h"

#include "proc/slurm/nodes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "proc/ask.h"
#include "proc/program.h"

#define FIELDS	  6
#define MOST_CPUS 32768 /* of a node; sockets times cores must not overflow */
#define MEBI	  (1024.0 * 1024.0)

/* The value of -p X, -pX, --partition X or --partition=X; NULL where none is named. */
static const char *
partition_named(const struct strvec *args)
{
	const char *found = NULL;

	for (size_t i = 0; i < args->count; i++) {
		const char *word = args->items[i];
		const char *next = i + 1 < args->count ? args->items[i + 1] : NULL;

		if (strncmp(word, "--partition=", 12) == 0)
			found = word + 12;
		else if (strcmp(word, "--partition") == 0 || strcmp(word, "-p") == 0)
			found = next;
		else if (strncmp(word, "-p", 2) == 0)
			found = word + 2;
	}
	return found;
}

/* Whether the name is one of the list, which srun takes with commas. */
static bool
is_listed(const char *list, const char *name)
{
	struct strvec names = STRVEC_INIT;

	strvec_split(&names, list, ',');
	bool listed = strvec_contains(&names, name);
	strvec_release(&names);
	return listed;
}

static bool
state_begins(const char *state, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strncmp(state, *words, strlen(*words)) == 0)
			return true;
	return false;
}

/* "idle", "mixed", "allocated", "completing" and their kin take jobs; '*' is: it does not
 * answer. */
static bool
takes_jobs(const char *state)
{
	static const char *const working[] = {
		"idle", "mix", "alloc", "comp", "planned", "reserved", NULL};

	return state_begins(state, working) && strchr(state, '*') == NULL;
}

/* The number at the start of "2:8:1" or "64+" (nodes of several kinds in one line). */
static int
count_of(const char *text)
{
	long number = strtol(text, NULL, 10);

	return number > 0 && number < MOST_CPUS ? (int)number : 0;
}

static void
add_node(struct cluster *cluster, char **fields, const char *named)
{
	struct cluster_node node = {
		.name = xstrdup(fields[0]),
		.cpus = count_of(fields[1]),
		.memory_bytes = strtod(fields[3], NULL) * MEBI,
		.state = xstrdup(fields[5]),
	};
	size_t length = strlen(fields[4]);
	bool is_default = length > 0 && fields[4][length - 1] == '*';

	node.partition = xstrndup(fields[4], length - is_default);
	const char *cores = strchr(fields[2], ':');
	if (cores != NULL)
		node.cores = count_of(fields[2]) * count_of(cores + 1);
	node.usable = takes_jobs(node.state);
	node.idle = node.usable && strncmp(node.state, "idle", 4) == 0;
	node.chosen = named != NULL ? is_listed(named, node.partition) : is_default;
	if (is_default && named == NULL && *cluster->partition == '\0') {
		free(cluster->partition);
		cluster->partition = xstrdup(node.partition);
	}
	ARRAY_GROW(cluster->nodes, cluster->count, cluster->capacity);
	cluster->nodes[cluster->count++] = node;
}

void
nodes_parse(const char *text, const struct strvec *engine_args, struct cluster *cluster)
{
	const char *named = partition_named(engine_args);
	struct strvec lines = STRVEC_INIT;

	cluster->partition = xstrdup(named != NULL ? named : "");
	strvec_split(&lines, text, '\n');
	for (size_t i = 0; i < lines.count; i++) {
		struct strvec fields = STRVEC_INIT;

		strvec_split(&fields, lines.items[i], '|');
		if (fields.count == FIELDS)
			add_node(cluster, fields.items, named);
		strvec_release(&fields);
	}
	strvec_release(&lines);
	/* No default partition: whatever Slurm then does, every node may be meant. */
	if (*cluster->partition == '\0')
		for (size_t i = 0; i < cluster->count; i++)
			cluster->nodes[i].chosen = true;
}

int
nodes_read(const struct strvec *engine_args, struct cluster *cluster, struct error *error)
{
	struct strvec argv = STRVEC_INIT;
	struct strbuf said = STRBUF_INIT;
	const struct ask_arg arg = {.argv = &argv};
	int status = 0;
	int result = 0;

	if (program_check("srun", error) != 0 || program_check("sinfo", error) != 0)
		return error_set(error, STATUS_INTERNAL,
			"there is no Slurm here (no srun and sinfo in PATH): run ptbench where jobs "
			"are submitted, or without --engine slurm");
	strvec_split(&argv, "sinfo -h -N -o " NODES_FORMAT, ' ');
	int problem = ask_run(&arg, &said, &status);
	if (problem != 0 || status != 0) {
		ask_one_line(&said);
		result = error_set(error, STATUS_INTERNAL, "Slurm does not answer: %.300s",
			problem != 0 ? strerror(problem) : strbuf_text(&said));
	} else {
		nodes_parse(strbuf_text(&said), engine_args, cluster);
	}
	strbuf_release(&said);
	strvec_release(&argv);
	return result;
}

int
nodes_host(const struct cluster *cluster, struct host *host, struct error *error)
{
	const struct cluster_node *node = cluster_largest(cluster);

	if (node == NULL)
		return error_set(error, STATUS_INTERNAL,
			"Slurm has no node that takes jobs%s%s: name another partition "
			"(--engine-arg=--partition=NAME) or look at sinfo",
			*cluster->partition != '\0' ? " in partition " : "",
			cluster->partition);
	*host = (struct host){
		.name = xasprintf("a node of Slurm's %s",
			*cluster->partition != '\0' ? cluster->partition : "cluster"),
		.cpu_model = xstrdup(""),
		.kernel = xstrdup(""),
		.affinity_list = xstrdup(""),
		.logical_cpus = node->cpus,
		.affinity_cpus = node->cpus,
		.machine_cores = node->cores,
		.physical_cores = node->cores,
		.quota_cpus = (double)NAN,
		.automatic = node->cpus,
		.memory_bytes = node->memory_bytes,
		.machine_memory_bytes = node->memory_bytes,
		.available_bytes = (double)NAN,
	};
	return 0;
}
