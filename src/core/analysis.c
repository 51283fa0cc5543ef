#include "config.h"

#include "core/analysis.h"

#include <math.h>

#include "base/memory.h"
#include "core/advice.h"
#include "core/checks.h"
#include "core/fits.h"
#include "core/gsl_errors.h"
#include "core/headline.h"
#include "core/interference.h"
#include "core/node_effect.h"
#include "core/memory_model.h"
#include "core/point_warnings.h"
#include "core/points.h"
#include "core/predict.h"
#include "core/sample.h"
#include "core/notes.h"

static int
no_usable_row(const struct analysis *analysis, struct error *error)
{
	int failed = 0;

	for (size_t i = 0; i < analysis->point_count; i++)
		failed += analysis->points[i].failed;
	if (failed > 0)
		return error_set(error, STATUS_COMMAND_FAILED,
			"all %d runs failed: there is nothing to fit; see what the command "
			"said",
			failed);
	return error_set(error, STATUS_COMMAND_FAILED,
		"there is no run that could be used: give runs that passed and have a time");
}

static void
fit_points(const struct analysis_arg *arg, const struct samples *samples,
	struct analysis *analysis)
{
	struct dataset data;
	struct fits fits;

	dataset_make(samples, arg->cpus, &data);
	fits_make(&(struct fits_arg){.data = &data, .law = arg->law, .loss = arg->loss}, &fits);
	headline_make(&fits, arg->law, arg->loss, analysis->noise, &analysis->fit);
	predict_points(&fits, analysis);
	predict_targets(&fits, arg->targets, arg->target_count, analysis);
	predict_curve(&fits, analysis);
	if (arg->costs != NULL)
		cost_fill(&fits, arg->costs, analysis);
	point_warnings(analysis);
	notes_make(&fits, arg->law, analysis);
	advice_recommend(&(struct advice_arg){.observations = arg->observations,
				 .samples = samples,
				 .fits = &fits,
				 .tolerance = arg->tolerance,
				 .confidence = arg->confidence,
				 .cpus = arg->cpus,
				 .ci_cpus = arg->ci_cpus,
				 .memory_limit = arg->memory_limit,
				 .seed = arg->seed},
		analysis);
	fits_release(&fits);
	dataset_release(&data);
}

int
analysis_run(const struct analysis_arg *arg, struct analysis *analysis, struct error *error)
{
	struct samples samples;

	gsl_errors_handle();
	analysis_init(analysis);
	analysis->name = xstrdup(arg->suite == NULL ? "" : arg->suite);
	samples_make(arg->observations, arg->suite, &samples);
	checks_warnings(arg->observations, &samples, &analysis->warnings);
	points_make(&samples, arg->counts, analysis);
	for (size_t i = 0; i < analysis->point_count; i++)
		analysis->stopping.runs += analysis->points[i].runs;
	memory_model_make(analysis->points, analysis->point_count, &analysis->memory);
	analysis->memory.limit_bytes = arg->memory_limit;
	interference_warnings(arg->observations, arg->suite, arg->cpus, &analysis->warnings);
	fit_points(arg, &samples, analysis);
	node_effect_tell(
		arg->observations, arg->suite, &analysis->fit.notes, &analysis->warnings);
	bool usable = samples.used > 0;
	samples_release(&samples);
	return usable ? 0 : no_usable_row(analysis, error);
}
