#include "config.h"

#include "core/notes.h"

#include <math.h>

#include "base/strbuf.h"
#include "base/units.h"

/* Fewer seconds than this share of a run are not worth a bigger machine. */
#define NOTICED 0.02

/* A machine that is idle for more than the rest of the time has CPUs to spare. */
#define LEAST_USE 0.1

/* As good as enough for any count. */
#define MANY_CPUS 1e9

static double
largest_count(const struct dataset *data)
{
	double largest = 1.0;

	for (size_t i = 0; i < data->count; i++)
		largest = fmax(largest, data->items[i].workers);
	return largest;
}

/* Whether the terms could be told apart if the CPUs were not the limit. */
static bool
lacks_cpus(const struct fits *fits, const struct fitted_law *unknown)
{
	for (size_t i = 0; i < fits->count && unknown->model.capacity; i++)
		if (fits->items[i].model.law == unknown->model.law &&
			!fits->items[i].model.capacity)
			return fits->items[i].unknown == 0;
	return false;
}

/* The run that would tell the terms apart. */
static void
say_missing_run(const struct fits *fits, const struct fitted_law *fitted, struct strbuf *text)
{
	const struct dataset *data = fits->data;

	if (lacks_cpus(fits, fitted))
		strbuf_addf(text,
			"where the %g CPUs are the limit all counts tell the same: "
			"measure on a machine with more",
			data->cpus);
	else if (!data->has_sequential && (fitted->unknown & 1u << TERM_FIXED) != 0)
		strbuf_addstr(text, "measure the sequential form, too");
	else
		strbuf_addf(text, "measure one more count, for example %.0f",
			2.0 * largest_count(data));
}

static void
say_unknown(const struct fits *fits, const struct law *law, struct strvec *notes)
{
	for (size_t i = 0; i < fits->count; i++) {
		const struct fitted_law *fitted = &fits->items[i];
		struct strbuf text = STRBUF_INIT;
		if (fitted->unknown == 0 || (law != NULL && fitted->model.law != law) ||
			(fits->headline != NULL &&
				fitted->model.capacity != fits->headline->model.capacity))
			continue;
		strbuf_addf(&text,
			"%s%s is not identifiable from %zu counts: ", fitted->model.law->name,
			fitted->model.capacity ? " with capacity" : "", fits->data->count);
		for (int t = 0, first = 1; t < TERM_COUNT; t++)
			if ((fitted->unknown & 1u << t) != 0) {
				strbuf_addf(&text, "%s%s", first ? "" : ", ",
					term_title((enum term)t));
				first = 0;
			}
		strbuf_addstr(&text, " cannot be told apart; ");
		say_missing_run(fits, fitted, &text);
		strbuf_addch(&text, '.');
		strvec_push(notes, strbuf_text(&text));
		strbuf_release(&text);
	}
}

static void
say_laws(const struct fits *fits, const struct fit *fit, struct strvec *notes)
{
	struct strbuf text = STRBUF_INIT;

	if (!fit->averaged) {
		strbuf_addf(&text, "Fitted by %s%s, %s loss, 95 %% intervals (F-profile).",
			fit->law->title, fit->capacity_applied ? " with the CPUs' limit" : "",
			loss_name(fit->loss));
		strvec_push(notes, strbuf_text(&text));
		strbuf_release(&text);
		return;
	}
	strbuf_addstr(&text, "Averaged over the laws by their AICc weights (");
	const char *separator = "";
	for (size_t i = 0; i < fits->count; i++) {
		const struct fitted_law *fitted = &fits->items[i];
		if (!fitted->weighed || fitted->weight < 0.01)
			continue;
		strbuf_addf(
			&text, "%s%s %.2f", separator, fitted->model.law->name, fitted->weight);
		separator = ", ";
	}
	strbuf_addf(&text,
		")%s, %s loss; intervals are the envelope of the F-profile intervals of "
		"those that have a say.",
		fit->capacity_applied ? ", all with the CPUs' limit" : "",
		loss_name(fit->loss));
	strvec_push(notes, strbuf_text(&text));
	strbuf_release(&text);
}

/* The serial fraction that Amdahl's law would name, which knows no CPUs; NAN without it. */
static double
blind_serial(const struct fits *fits)
{
	struct quantity serial = {.kind = QUANTITY_SERIAL};

	for (size_t i = 0; i < fits->count; i++) {
		const struct fitted_law *fitted = &fits->items[i];
		if (fitted->model.law == &laws[0] && !fitted->model.capacity &&
			fitted->feasible)
			return quantity_value(&fitted->model, &serial, fitted->best.terms);
	}
	return UNKNOWN;
}

/* The share of the CPUs' time that a run used. */
static double
cpu_use(const struct dataset *data, const struct datum *datum)
{
	return datum->cpu_s / (data->cpus * datum->location_s);
}

/* The share of the fitted time at a datum that more CPUs would save. */
static double
cpu_cost(const struct fitted_law *headline, const struct datum *datum)
{
	struct quantity time = quantity_time(*datum, headline->model.data->cpus);
	struct quantity unlimited = quantity_time(*datum, MANY_CPUS);
	double here = quantity_value(&headline->model, &time, headline->best.terms);
	double there = quantity_value(&headline->model, &unlimited, headline->best.terms);

	return (here - there) / here;
}

/*
 * The first datum at which the CPUs are the limit, NULL where they never are. Tests that
 * wait need hardly any CPU seconds: where all the time is serial, or b is lost in the noise,
 * those few are still more than b/N, but no more CPUs would make the run any shorter.
 */
static const struct datum *
first_starved(const struct fits *fits, double noise)
{
	const struct dataset *data = fits->data;
	double least = fmax(NOTICED, isfinite(noise) ? noise : 0.0);

	for (size_t i = 0; i < data->count; i++)
		if (fits->headline->model.saturated[i] &&
			cpu_cost(fits->headline, &data->items[i]) > least &&
			cpu_use(data, &data->items[i]) > LEAST_USE)
			return &data->items[i];
	return NULL;
}

/* Your code's serial part, or this machine out of CPUs? */
static void
say_capacity(const struct fits *fits, double noise, const struct fit *fit, struct strvec *notes)
{
	const struct dataset *data = fits->data;
	const struct datum *first = first_starved(fits, noise);

	if (first == NULL) {
		strvec_pushf(notes,
			"The %g CPUs were never the limit: what does not scale here is the "
			"code "
			"(or what it waits for), not the machine.",
			data->cpus);
		return;
	}
	double blind = blind_serial(fits);
	strvec_pushf(notes,
		"From %.0f workers on this machine ran out of CPUs: the tests then need %.3g CPU "
		"seconds, "
		"and %g CPUs cannot give them in less than %.3g s. That is the machine, not "
		"your "
		"code: the code's own serial part is %.1f %%%s.",
		first->workers, first->cpu_s, data->cpus, first->cpu_s / data->cpus,
		100.0 * fit->serial.value.estimate,
		blind > fit->serial.value.estimate + 0.05
			? ", which a law that knows no CPUs would take for more"
			: "");
}

static void
say_no_capacity(const struct fits *fits, struct analysis *analysis)
{
	const struct dataset *data = fits->data;

	if (data->cpus_contradicted)
		strvec_pushf(&analysis->warnings,
			"The runs used more CPU seconds than %g CPUs have: the number of CPUs "
			"is "
			"wrong (--host-cpus), and it was not used.",
			data->cpus);
	else if (!data->cpu_known)
		strvec_push(&analysis->fit.notes,
			"The CPU seconds of the runs are not known, so a serial part of the "
			"code "
			"cannot be told from a machine that ran out of CPUs.");
	else if (isnan(data->cpus))
		strvec_push(&analysis->fit.notes,
			"How many CPUs the runs had is not known (--host-cpus), so a serial "
			"part of "
			"the code cannot be told from a machine that ran out of CPUs.");
}

static void
say_quality(const struct fits *fits, struct fit *fit)
{
	const struct fitted_law *headline = fits->headline;

	if (fit->df < 1)
		strvec_pushf(&fit->notes,
			"As many terms as runs (%.0f): nothing is left to judge the fit by, so "
			"there are no intervals; measure more often.",
			headline->model.runs);
	else if (estimate_is_exact(&headline->model, &headline->best))
		strvec_push(&fit->notes,
			"The law meets every run exactly: there is no noise that "
			"could make an interval wider than its estimate.");
	if (fit->lack_of_fit.p < 0.01)
		strvec_pushf(&fit->notes,
			"The law misses the points by more than the runs scatter (lack of fit, "
			"p = %.2g): trust the measured counts more than the curve.",
			fit->lack_of_fit.p);
	if (fit->law->terms != laws[0].terms || fit->serial.at_bound)
		return;
}

/* A point whose speedup is beyond its count even at its lower end. */
static void
say_superlinear(struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		if (analysis->reference_workers != 1 || point->workers < 2 ||
			!(point->speedup.low > point->workers))
			continue;
		strvec_pushf(&analysis->warnings,
			"%d workers are %.2f times as fast, more than %d: no law explains "
			"that. "
			"Perhaps the sequential form does more (coverage, caches, memory), or "
			"the "
			"parallel one does less. Karp-Flatt is negative there.",
			point->workers, point->speedup.estimate, point->workers);
		return;
	}
}

static void
say_reference(struct analysis *analysis)
{
	if (analysis->reference_mode == MODE_SEQ || analysis->reference_workers == 0)
		return;
	strvec_pushf(&analysis->warnings,
		"%s: the parallel form with %d worker%s, the smallest count%s, is the "
		"reference for every speedup.",
		analysis_point(analysis, MODE_SEQ, 1) == NULL
			? "There is no run of the sequential form"
			: "No run of the sequential form passed",
		analysis->reference_workers, analysis->reference_workers == 1 ? "" : "s",
		analysis_point(analysis, MODE_SEQ, 1) == NULL ? "" : " that did");
}

static void
say_flagged(struct analysis *analysis)
{
	struct strbuf text = STRBUF_INIT;
	const char *separator = "";
	int flagged = 0;

	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		flagged += point->flagged;
		if (point->flagged == 0)
			continue;
		if (point->mode == MODE_SEQ)
			strbuf_addf(&text, "%s%d sequential", separator, point->flagged);
		else
			strbuf_addf(
				&text, "%s%d at %d", separator, point->flagged, point->workers);
		separator = ", ";
	}
	if (flagged > 0)
		strvec_pushf(&analysis->warnings,
			"%d slow run%s (%s), more than 4 times the noise of %.1f %% away, %s "
			"left "
			"out of the estimates and kept in the files.",
			flagged, flagged == 1 ? "" : "s", strbuf_text(&text),
			100.0 * analysis->noise, flagged == 1 ? "was" : "were");
	strbuf_release(&text);
}

static void
say_replicates(struct analysis *analysis)
{
	/* Where no run passed there is no reference, and other things to worry about. */
	if (isnan(analysis->noise) && analysis->reference_workers > 0)
		strvec_push(&analysis->warnings,
			"Every count was run only once: the noise is not known, so times and "
			"speedups have no intervals, and the advice takes it for 3 %; run each "
			"at least twice.");
}

static void
say_nothing(const struct fits *fits, const struct law *law, enum loss loss,
	struct analysis *analysis)
{
	struct strvec *notes = &analysis->fit.notes;

	if (fits->data->count == 0)
		strvec_push(notes, "No count has a run that passed: there is nothing to fit.");
	else if (!loss_applies(loss, fits->data))
		strvec_pushf(notes,
			"The %s loss needs the time of the sequential form, which was not "
			"measured: "
			"measure it, or take --loss relative.",
			loss_name(loss));
	else if (fits->data->count == 1 && analysis->point_count > 1)
		strvec_push(notes,
			"Only one count has a run that passed, and a law needs at least two.");
	else if (fits->data->count == 1)
		strvec_pushf(notes,
			"There is only one count, and a law needs at least two: measure "
			"another "
			"one, for example %.0f.",
			2.0 * largest_count(fits->data));
	else if (law != NULL)
		strvec_pushf(notes, "%s could not be fitted.", law->name);
	else
		strvec_push(notes, "No law could be fitted.");
}

void
notes_make(const struct fits *fits, const struct law *law, struct analysis *analysis)
{
	struct fit *fit = &analysis->fit;

	say_reference(analysis);
	say_replicates(analysis);
	say_flagged(analysis);
	say_superlinear(analysis);
	if (!fit->done) {
		say_nothing(fits, law, fit->loss, analysis);
		if (fits->data->count > 1)
			say_unknown(fits, law, &fit->notes);
		return;
	}
	say_laws(fits, fit, &fit->notes);
	if (fit->capacity_applied)
		say_capacity(fits, analysis->noise, fit, &fit->notes);
	else
		say_no_capacity(fits, analysis);
	say_quality(fits, fit);
	say_unknown(fits, law, &fit->notes);
}
