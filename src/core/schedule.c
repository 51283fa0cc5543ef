#include "config.h"

#include "core/schedule.h"

#include <stdlib.h>

void
schedule_release(struct schedule *schedule)
{
	if (schedule->assignments != NULL)
		for (int i = 0; i < schedule->workers; i++)
			free(schedule->assignments[i].tests);
	free(schedule->assignments);
	*schedule = (struct schedule){0};
}
