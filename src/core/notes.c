#include "config.h"

#include "core/notes.h"

#include <math.h>
#include <string.h>

#include "base/strbuf.h"
#include "core/capacity_notes.h"
#include "core/profile.h"

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

/* What the notes are about. */
struct view {
	const struct fits *fits;
	const struct law *law; /* that was asked for, or NULL */
	const struct analysis *analysis;
};

/* So many further counts: beyond the largest one or, where those fail, below the first of them. */
static void
add_missing_counts(const struct view *view, size_t missing, struct strbuf *text)
{
	static const char *const numbers[] = {
		"one more count", "two more counts", "three more counts", "four more counts"};
	double next = 2.0 * dataset_largest(view->fits->data);
	int passed, fails;
	bool limited = analysis_fails_beyond(view->analysis, &passed, &fails) &&
		ldexp(next, (int)missing - 1) >= fails;

	if (limited && (size_t)(fails - passed) <= missing) {
		strbuf_addf(text, "the suite has to pass with %d workers first.", fails);
		return;
	}
	strbuf_addf(text, "measure %s, for example ", numbers[missing - 1]);
	for (size_t i = 0; i < missing; i++) {
		double step = (double)(fails - passed) / (double)(missing + 1);
		double count =
			limited ? floor(passed + step * (double)(i + 1)) : ldexp(next, (int)i);
		strbuf_addf(text, "%s%.0f",
			i == 0			  ? ""
				: i + 1 < missing ? ", "
						  : " and ",
			count);
	}
	strbuf_addch(text, '.');
}

/* The runs that would tell the terms of a law apart. */
static void
add_missing_runs(const struct view *view, const struct fitted_law *fitted, struct strbuf *text)
{
	const struct dataset *data = view->fits->data;
	size_t terms = law_term_count(fitted->model.law);

	if (lacks_cpus(view->fits, fitted))
		strbuf_addf(text, "measure on a machine with more CPUs than %g.", data->cpus);
	else if (!data->has_sequential && (fitted->unknown & 1u << TERM_FIXED) != 0)
		strbuf_addstr(text, "measure the sequential form, too.");
	else
		add_missing_counts(view, terms > data->count ? terms - data->count : 1, text);
}

static bool
is_of_interest(const struct view *view, const struct fitted_law *fitted)
{
	const struct fitted_law *headline = view->fits->headline;

	return fitted->unknown != 0 && (view->law == NULL || fitted->model.law == view->law) &&
		(headline == NULL || fitted->model.capacity == headline->model.capacity);
}

/* "fixed, usl and log": the laws from `first` on that the same runs would tell, each named
 * once. Returns how many. */
static size_t
add_laws_alike(const struct view *view, const char *runs, size_t first, bool *told,
	struct strbuf *text)
{
	const struct fits *fits = view->fits;
	const char *names[FITS_MOST];
	size_t count = 0;

	for (size_t i = first; i < fits->count; i++) {
		struct strbuf others = STRBUF_INIT;
		if (is_of_interest(view, &fits->items[i]))
			add_missing_runs(view, &fits->items[i], &others);
		if (strcmp(strbuf_text(&others), runs) == 0) {
			told[i] = true;
			if (count == 0 ||
				strcmp(names[count - 1], fits->items[i].model.law->name) != 0)
				names[count++] = fits->items[i].model.law->name;
		}
		strbuf_release(&others);
	}
	for (size_t i = 0; i < count; i++)
		strbuf_addf(text, "%s%s",
			i == 0			? ""
				: i + 1 < count ? ", "
						: " and ",
			names[i]);
	return count;
}

static void
say_unknown(const struct view *view, struct strvec *notes)
{
	const struct fits *fits = view->fits;
	bool told[FITS_MOST] = {false};

	for (size_t i = 0; i < fits->count; i++) {
		struct strbuf text = STRBUF_INIT;
		struct strbuf names = STRBUF_INIT;
		if (told[i] || !is_of_interest(view, &fits->items[i]))
			continue;
		add_missing_runs(view, &fits->items[i], &text);
		size_t count = add_laws_alike(view, strbuf_text(&text), i, told, &names);
		strvec_pushf(notes,
			"%s %s not identifiable from %zu counts, for %s terms cannot be told "
			"apart: %s",
			strbuf_text(&names), count == 1 ? "is" : "are", fits->data->count,
			count == 1 ? "its" : "their", strbuf_text(&text));
		strbuf_release(&names);
		strbuf_release(&text);
	}
}

/* "amdahl 0.72, usl 0.28": laws whose weight can be seen; how many. */
static size_t
add_weights(const struct fits *fits, struct strbuf *text)
{
	size_t named = 0;

	for (size_t i = 0; i < fits->count; i++) {
		const struct fitted_law *fitted = &fits->items[i];
		if (fitted->weighed && fitted->weight >= 0.01)
			strbuf_addf(text, "%s%s %.2f", named++ == 0 ? "" : ", ",
				fitted->model.law->name, fitted->weight);
	}
	return named;
}

static void
say_laws(const struct fits *fits, const struct fit *fit, struct strvec *notes)
{
	struct strbuf text = STRBUF_INIT;
	struct strbuf weights = STRBUF_INIT;
	const char *limit = fit->capacity_applied ? " with the CPUs' limit" : "";

	if (!fit->averaged) {
		strbuf_addf(&text, "Fitted by %s%s, %s loss, 95 %% intervals (F-profile).",
			fit->law->title, limit, loss_name(fit->loss));
		strvec_push(notes, strbuf_text(&text));
		strbuf_release(&text);
		return;
	}
	size_t named = add_weights(fits, &weights);
	if (named == 1)
		strbuf_addf(&text, "Fitted by %s%s, the likeliest law (AICc weight%s)",
			fit->law->title, limit, strrchr(strbuf_text(&weights), ' '));
	else
		strbuf_addf(&text, "Averaged over the laws%s by their AICc weights (%s)", limit,
			strbuf_text(&weights));
	strbuf_addf(&text,
		", %s loss; 95 %% intervals leave 2.5 %% on either side by the laws' F-profiles, "
		"averaged; the ceiling's covers every law that is likely.",
		loss_name(fit->loss));
	strvec_push(notes, strbuf_text(&text));
	strbuf_release(&weights);
	strbuf_release(&text);
}

bool
notes_serial_is_open(const struct fit *fit)
{
	return fit->serial.value.low < 0.01 && fit->serial.value.high > 0.99;
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
	else if (estimate_is_too_close(&headline->model, &headline->best))
		strvec_pushf(&fit->notes,
			"The law meets the runs closer than a machine repeats itself: the "
			"intervals take the noise for %g %%.",
			100.0 * SAMPLE_NOISE_FLOOR);
	if (fit->lack_of_fit.p < 0.01)
		strvec_pushf(&fit->notes,
			"The law misses the points by more than the runs scatter (lack of fit, "
			"p = %.2g): trust the measured counts more than the curve.",
			fit->lack_of_fit.p);
	if (notes_serial_is_open(fit))
		strvec_push(&fit->notes,
			"These runs leave the serial fraction open: anything from 0 to 100 % "
			"agrees with them; measure more often, or more counts.");
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
			"measured: measure it, or take --loss relative.",
			loss_name(loss));
	else if (fits->data->count == 1 && analysis->point_count > 1)
		strvec_push(notes,
			"Only one count has a run that passed, and a law needs at least two.");
	else if (fits->data->count == 1)
		strvec_pushf(notes,
			"There is only one count, and a law needs at least two: measure "
			"another one, for example %.0f.",
			2.0 * dataset_largest(fits->data));
	else if (law != NULL)
		strvec_pushf(notes, "%s (%s) could not be fitted.", law->title, law->name);
	else
		strvec_push(notes, "No law could be fitted.");
}

void
notes_make(const struct fits *fits, const struct law *law, struct analysis *analysis)
{
	struct fit *fit = &analysis->fit;
	struct view view = {.fits = fits, .law = law, .analysis = analysis};

	if (!fit->done) {
		say_nothing(fits, law, fit->loss, analysis);
		if (fits->data->count > 1)
			say_unknown(&view, &fit->notes);
		return;
	}
	say_laws(fits, fit, &fit->notes);
	capacity_notes(fits, analysis);
	say_quality(fits, fit);
	say_unknown(&view, &fit->notes);
}
