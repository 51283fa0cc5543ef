#include "config.h"

#include "core/fits.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static bool
may_be_weighed(const struct fits_arg *arg, const struct fitted_law *fitted, bool capacity)
{
	return fitted->feasible && fitted->model.capacity == capacity &&
		(arg->law == NULL || fitted->model.law == arg->law);
}

/* exp(-criterion/2), in shares of their sum; what has no criterion has no share. */
static void
akaike_shares(const double *criteria, size_t count, double *shares)
{
	double least = HUGE_VAL;
	double sum = 0.0;

	for (size_t i = 0; i < count; i++)
		if (!isnan(criteria[i]))
			least = fmin(least, criteria[i]);
	for (size_t i = 0; i < count; i++) {
		shares[i] = isnan(criteria[i]) ? 0.0 : exp(-0.5 * (criteria[i] - least));
		sum += shares[i];
	}
	for (size_t i = 0; i < count; i++)
		shares[i] = sum > 0.0 ? shares[i] / sum : 0.0;
}

/* Too few runs for any weight: the simplest law that could be fitted stands alone. */
static void
take_first(struct fits *fits, const struct fits_arg *arg, bool capacity)
{
	for (size_t i = 0; i < fits->count; i++) {
		struct fitted_law *fitted = &fits->items[i];
		if (!may_be_weighed(arg, fitted, capacity))
			continue;
		fitted->weight = fitted->say = 1.0;
		fitted->weighed = true;
		fits->headline = fitted;
		return;
	}
}

static void
weigh(struct fits *fits, const struct fits_arg *arg, bool capacity)
{
	double corrected[FITS_MOST] = {0};
	double restricted[FITS_MOST] = {0};
	double weights[FITS_MOST];
	double says[FITS_MOST];
	size_t weighed = 0;

	for (size_t i = 0; i < fits->count; i++) {
		const struct fitted_law *fitted = &fits->items[i];
		bool may = may_be_weighed(arg, fitted, capacity);
		corrected[i] = may ? fitted->aicc : UNKNOWN;
		restricted[i] = may ? fitted->restricted_aic : UNKNOWN;
	}
	akaike_shares(corrected, fits->count, weights);
	akaike_shares(restricted, fits->count, says);
	for (size_t i = 0; i < fits->count; i++) {
		struct fitted_law *fitted = &fits->items[i];
		fitted->weight = weights[i];
		fitted->say = says[i];
		fitted->weighed = weights[i] > 0.0;
		weighed += fitted->weighed;
		if (fitted->weighed &&
			(fits->headline == NULL || fitted->weight > fits->headline->weight))
			fits->headline = fitted;
	}
	fits->averaged = weighed > 1;
	if (weighed == 0)
		take_first(fits, arg, capacity);
}

void
fits_make(const struct fits_arg *arg, struct fits *fits)
{
	bool capacity = dataset_knows_capacity(arg->data);

	*fits = (struct fits){.data = arg->data};
	fits->items = xcalloc(FITS_MOST, sizeof *fits->items);
	if (!loss_applies(arg->loss, arg->data))
		return;
	for (size_t i = 0; i < law_count && fits->count + 2 <= FITS_MOST; i++) {
		/* This loss is made for one law. */
		if (arg->loss == LOSS_AMDAHL_FIXED_T1 && laws[i].terms != laws[0].terms)
			continue;
		fitted_law_make(
			&fits->items[fits->count++], arg->data, &laws[i], false, arg->loss);
		if (capacity)
			fitted_law_make(&fits->items[fits->count++], arg->data, &laws[i], true,
				arg->loss);
	}
	weigh(fits, arg, capacity);
}

void
fits_release(struct fits *fits)
{
	for (size_t i = 0; i < fits->count; i++)
		model_release(&fits->items[i].model);
	free(fits->items);
	*fits = (struct fits){0};
}
