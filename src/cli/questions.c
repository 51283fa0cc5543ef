#include "config.h"

#include "cli/questions.h"

#include <stdlib.h>

#include "io/file.h"
#include "io/prices_csv.h"
#include "io/runners_csv.h"

/* A list that the user names must be right; without ptbench's own there are just no costs. */
static int
read_prices(const char *named, struct prices *prices, struct error *error)
{
	if (named != NULL)
		return prices_csv_read(named, prices, error);

	char *path = data_path("ci-runners.csv");
	int status = file_exists(path) ? prices_csv_read(path, prices, error) : 0;
	free(path);
	return status;
}

int
questions_read(const struct options *options, struct questions *questions, struct error *error)
{
	*questions = (struct questions){
		.costs = {
			.prices = &questions->prices,
			.job_overhead_s = options->job_overhead_s,
			.core_speed = options->core_speed,
			.tolerance = options->tolerance,
		},
	};
	if (options->predict != NULL && targets_parse(options->predict, &questions->targets,
						&questions->target_count, error) != 0)
		return -1;
	return read_prices(options->prices, &questions->prices, error);
}

void
questions_release(struct questions *questions)
{
	free(questions->targets);
	prices_release(&questions->prices);
	*questions = (struct questions){0};
}
