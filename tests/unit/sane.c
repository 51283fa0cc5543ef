#include "config.h"

#include "sane.h"

#include <math.h>
#include <string.h>

#include "unit.h"

static bool
ordered(struct interval interval)
{
	return !(interval.low > interval.estimate) && !(interval.high < interval.estimate);
}

static bool
is_fraction(struct interval interval)
{
	return ordered(interval) && !(interval.low < 0.0) && !(interval.high > 1.0) &&
		interval.estimate >= 0.0 && interval.estimate <= 1.0;
}

/* Whatever the data: numbers where there is a fit, a sentence where there is none. */
void
check_sane(const struct analysis *analysis)
{
	const struct fit *fit = &analysis->fit;

	for (size_t i = 0; i < analysis->point_count; i++) {
		CU_ASSERT(ordered(analysis->points[i].wall_s));
		CU_ASSERT(ordered(analysis->points[i].speedup));
		CU_ASSERT(ordered(analysis->points[i].efficiency));
		CU_ASSERT(ordered(analysis->points[i].reduction));
	}
	for (size_t i = 0; i < analysis->prediction_count; i++) {
		const struct prediction *prediction = &analysis->predictions[i];
		CU_ASSERT(ordered(prediction->wall_s));
		CU_ASSERT(isfinite(prediction->wall_s.estimate) ||
			prediction->kind == PREDICTION_REFUSED);
		CU_ASSERT(isfinite(prediction->wall_s.low) || *prediction->note != '\0');
	}
	CU_ASSERT(fit->notes.count > 0);
	for (size_t i = 0; i < fit->notes.count; i++)
		CU_ASSERT_PTR_NULL(strstr(fit->notes.items[i], "nan"));
	for (size_t i = 0; i < analysis->warnings.count; i++)
		CU_ASSERT_PTR_NULL(strstr(analysis->warnings.items[i], "nan"));
	if (!fit->done)
		return;
	CU_ASSERT(is_fraction(fit->serial.value));
	CU_ASSERT(is_fraction(fit->parallel.value));
	CU_ASSERT(fit->worker.value.estimate >= 0.0);
	for (int t = 0; t < TERM_COUNT; t++)
		CU_ASSERT(!fit->terms[t].present || fit->terms[t].value.estimate >= 0.0);
	CU_ASSERT(ordered(fit->gamma) && fit->gamma.estimate > 0.0);
	CU_ASSERT(ordered(fit->ceiling));
	double weights = 0.0;
	for (size_t i = 0; i < fit->law_count; i++)
		weights += fit->laws[i].weight;
	ASSERT_NEAR(weights, 1.0, 1e-9);
}

bool
mentions(const struct strvec *sentences, const char *words)
{
	for (size_t i = 0; i < sentences->count; i++)
		if (strstr(sentences->items[i], words) != NULL)
			return true;
	return false;
}
