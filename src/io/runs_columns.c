#include "config.h"

#include "io/runs_columns.h"

#define COLUMN(name, kind)                                                                     \
	{                                                                                      \
#name, kind, offsetof(struct observation, name)                                \
	}

const struct runs_column runs_columns[RUNS_COLUMNS] = {
	COLUMN(suite, CELL_TEXT),
	COLUMN(round, CELL_ORDER),
	COLUMN(position, CELL_ORDER),
	COLUMN(mode, CELL_MODE),
	COLUMN(workers, CELL_WORKERS),
	COLUMN(warmup, CELL_FLAG),
	COLUMN(wall_s, CELL_FIGURE),
	COLUMN(user_s, CELL_FIGURE),
	COLUMN(sys_s, CELL_FIGURE),
	COLUMN(peak_bytes, CELL_FIGURE),
	COLUMN(peak_method, CELL_METHOD),
	COLUMN(processes, CELL_COUNT),
	COLUMN(exit_code, CELL_COUNT),
	COLUMN(signal, CELL_SIGNAL),
	COLUMN(timed_out, CELL_FLAG),
	COLUMN(tests, CELL_COUNT),
	COLUMN(failed_tests, CELL_COUNT),
	COLUMN(throttled_s, CELL_SMALL),
	COLUMN(cpu_pressure_s, CELL_SMALL),
	COLUMN(io_pressure_s, CELL_SMALL),
	COLUMN(memory_pressure_s, CELL_SMALL),
	COLUMN(steal_s, CELL_SMALL),
	COLUMN(loadavg, CELL_SMALL),
	COLUMN(start_utc, CELL_TEXT),
	COLUMN(host, CELL_TEXT),
	COLUMN(log, CELL_TEXT),
};
