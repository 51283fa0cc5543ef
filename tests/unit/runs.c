#include "config.h"

#include "runs.h"

void
runs_add_cpu(struct observations *all, enum mode mode, int workers, double wall_s, double cpu_s)
{
	struct observation row = observation_empty();

	row.mode = (unsigned char)mode;
	row.workers = workers;
	row.wall_s = wall_s;
	row.user_s = cpu_s;
	row.sys_s = isnan(cpu_s) ? UNKNOWN : 0.0;
	row.exit_code = 0;
	observations_add(all, &row);
}

void
runs_add(struct observations *all, enum mode mode, int workers, double wall_s)
{
	runs_add_cpu(all, mode, workers, wall_s, UNKNOWN);
}

void
runs_add_failed(struct observations *all, enum mode mode, int workers)
{
	runs_add(all, mode, workers, 1.0);
	all->rows[all->count - 1].exit_code = 1;
}

struct analysis_arg
runs_arg(const struct observations *all)
{
	return (struct analysis_arg){
		.observations = all,
		.cpus = UNKNOWN,
		.loss = LOSS_RELATIVE,
		.tolerance = 0.02,
		.confidence = 0.98,
		.memory_limit = UNKNOWN,
		.seed = 1,
	};
}
