#include "config.h"

#include "cli/engine.h"

#include "io/runs_csv.h"
#include "proc/slurm/nodes.h"
#include "proc/slurm/slurm.h"

bool
engine_is_slurm(const struct measurement *measurement)
{
	return measurement->options->engine == ENGINE_SLURM &&
		measurement->options->simulate == NULL;
}

int
engine_prepare(struct measurement *measurement, struct error *error)
{
	struct cluster *cluster = &measurement->cluster;

	if (nodes_read(&measurement->options->engine_args, cluster, error) != 0)
		return -1;
	host_release(&measurement->host);
	if (nodes_host(cluster, &measurement->host, error) != 0)
		return -1;
	/* A command that spans nodes has the CPUs it asks for, however many these are. */
	measurement->cpus =
		measurement->options->span ? UNKNOWN : (double)measurement->host.automatic;
	return 0;
}

static int
read_row(const char *path, struct observations *rows, struct error *error)
{
	struct runs_csv_arg arg = {.path = path};

	return runs_csv_read(&arg, rows, error);
}

int
engine_make_measurer(struct measurement *measurement, struct error *error)
{
	const struct options *options = measurement->options;
	struct slurm_arg arg = {
		.directory = measurement->directory,
		.cluster = &measurement->cluster,
		.engine_args = &options->engine_args,
		.read = read_row,
		.jobs = (int)options->jobs,
		.span = options->span,
		.setting = options_trial_setting(options),
	};

	measurement->measurer = slurm_new(&arg, error);
	return measurement->measurer != NULL ? 0 : -1;
}

int
engine_collect(struct measurement *measurement, struct error *error)
{
	size_t before = measurement->rows.count;

	if (slurm_collect(measurement->directory, read_row, &measurement->rows, error) != 0)
		return -1;
	measurement->last_number = slurm_last_number(measurement->directory);
	for (size_t i = before; i < measurement->rows.count; i++) {
		struct observation *row = &measurement->rows.rows[i];

		row->forgiven = measurement->options->ignore_failure;
		if (runs_writer_append(&measurement->runs, row, error) != 0)
			return -1;
	}
	return 0;
}
