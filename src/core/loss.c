#include "config.h"

#include "core/loss.h"

#include <math.h>
#include <string.h>

#include "core/dataset.h"

/* Within this share of the runs a Newton step of an iterated loss is safe. */
#define NEAR 0.2

static const struct loss_row {
	const char *name;
	bool fixes_t1;
	bool quadratic;
} losses[LOSS_COUNT] = {
	[LOSS_RELATIVE] = {"relative", false, true},
	[LOSS_ABSOLUTE] = {"absolute", false, true},
	[LOSS_LOG] = {"log", false, false},
	[LOSS_SPEEDUP] = {"speedup", true, false},
	[LOSS_THROUGHPUT] = {"throughput", false, false},
	[LOSS_AMDAHL_FIXED_T1] = {"amdahl-fixed-t1", true, true},
};

const char *
loss_name(enum loss loss)
{
	return losses[loss].name;
}

int
loss_find(const char *name)
{
	for (int i = 0; i < LOSS_COUNT; i++)
		if (strcmp(losses[i].name, name) == 0)
			return i;
	return -1;
}

bool
loss_fixes_t1(enum loss loss)
{
	return losses[loss].fixes_t1;
}

bool
loss_is_quadratic(enum loss loss)
{
	return losses[loss].quadratic;
}

bool
loss_applies(enum loss loss, const struct dataset *data)
{
	return !loss_fixes_t1(loss) || isfinite(data->t1_s);
}

bool
loss_counts(enum loss loss, const struct dataset *data, const struct datum *datum)
{
	if (!loss_fixes_t1(loss))
		return true;
	return data->has_sequential ? datum->mode != MODE_SEQ : datum->workers > 1.0;
}

static double
spread(const struct moments *moments, double runs, double fitted)
{
	double off = moments->mean - fitted;

	return runs * off * off + moments->squares;
}

double
loss_sum(enum loss loss, const struct dataset *data, const struct datum *datum, double fitted)
{
	double t1 = data->t1_s;

	switch (loss) {
	case LOSS_RELATIVE:
		return spread(&datum->time, datum->runs, fitted) /
			(datum->location_s * datum->location_s);
	case LOSS_ABSOLUTE:
		return spread(&datum->time, datum->runs, fitted);
	case LOSS_LOG:
		return spread(&datum->log, datum->runs, log(fitted));
	case LOSS_THROUGHPUT:
		return spread(&datum->rate, datum->runs, 1.0 / fitted);
	case LOSS_SPEEDUP:
		return spread(&datum->rate, datum->runs, 1.0 / fitted) * t1 * t1;
	case LOSS_AMDAHL_FIXED_T1:
		return spread(&datum->time, datum->runs, fitted) / (t1 * t1);
	case LOSS_COUNT:
		break;
	}
	return 0.0;
}

double
loss_weight(
	enum loss loss, const struct dataset *data, const struct datum *datum, double fitted)
{
	double t1 = data->t1_s;
	double square = fitted * fitted;

	if (!loss_counts(loss, data, datum))
		return 0.0;
	switch (loss) {
	case LOSS_RELATIVE:
		return 1.0 / (datum->location_s * datum->location_s);
	case LOSS_ABSOLUTE:
		return 1.0;
	case LOSS_LOG:
		return 1.0 / square;
	case LOSS_THROUGHPUT:
		return 1.0 / (square * square);
	case LOSS_SPEEDUP:
		return t1 * t1 / (square * square);
	case LOSS_AMDAHL_FIXED_T1:
		return 1.0 / (t1 * t1);
	case LOSS_COUNT:
		break;
	}
	return 0.0;
}

/* Newton's step where the fit is near, and one that never goes wrong where it is far. */
static struct working_point
log_point(const struct datum *datum, double fitted)
{
	double off = datum->log.mean - log(fitted);
	double target = exp(datum->log.mean);

	if (fabs(off) < NEAR)
		return (struct working_point){.target = fitted + fitted * off / (1.0 + off),
			.weight = datum->runs * (1.0 + off) / (fitted * fitted)};
	return (struct working_point){
		.target = target, .weight = datum->runs * off / ((target - fitted) * fitted)};
}

static struct working_point
rate_point(const struct datum *datum, double fitted)
{
	double off = datum->rate.mean * fitted - 1.0;
	double cube = fitted * fitted * fitted;
	double curvature = 1.0 - 2.0 * off;

	if (fabs(off) < NEAR)
		return (struct working_point){.target = fitted - fitted * off / curvature,
			.weight = datum->runs * curvature / (cube * fitted)};
	return (struct working_point){.target = 1.0 / datum->rate.mean,
		.weight = datum->runs * datum->rate.mean / cube};
}

struct working_point
loss_working_point(
	enum loss loss, const struct dataset *data, const struct datum *datum, double fitted)
{
	struct working_point point = {.target = datum->time.mean};

	switch (loss) {
	case LOSS_LOG:
		return log_point(datum, fitted);
	case LOSS_THROUGHPUT:
		return rate_point(datum, fitted);
	case LOSS_SPEEDUP:
		point = rate_point(datum, fitted);
		point.weight *= loss_counts(loss, data, datum) ? data->t1_s * data->t1_s : 0.0;
		return point;
	case LOSS_RELATIVE:
	case LOSS_ABSOLUTE:
	case LOSS_AMDAHL_FIXED_T1:
	case LOSS_COUNT:
		break;
	}
	point.weight = datum->runs * loss_weight(loss, data, datum, fitted);
	return point;
}
