#include "config.h"

#include "view/sentences.h"

#include <math.h>

#include "base/strbuf.h"
#include "core/memory_model.h"
#include "core/notes.h"
#include "core/suites.h"
#include "view/figures.h"
#include "view/text.h"

#define SUITES_NAMED 20 /* in one sentence; the table has them all */
#define WORKERS_USED 1000.0 /* on one machine, at most */

/* Moves the sentence into the list. */
static void
push(struct strvec *list, struct strbuf *sentence)
{
	strvec_push_owned(list, strbuf_detach(sentence));
}

/* " (8.2 to 10.9)"; nothing where an end does not exist. */
static void
add_ends(struct strbuf *out, const struct interval *value, int decimals)
{
	double unit = pow(10.0, -decimals);

	if (isfinite(value->low) && isfinite(value->high)) {
		/* "(4 to 4)" says nothing. */
		if (round(value->high / unit) - round(value->low / unit) > 0.5)
			strbuf_addf(out, " (%.*f to %.*f)", decimals, value->low, decimals,
				value->high);
	} else if (isfinite(value->low)) {
		strbuf_addf(out, " (at least %.*f)", decimals, value->low);
	}
}

static int
ratio_decimals(double value)
{
	return value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2;
}

static void
serial_sentence(const struct analysis *analysis, struct strvec *list)
{
	const struct fit *fit = &analysis->fit;
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, "Serial fraction: ");
	figure_fraction(&text, &fit->serial);
	strbuf_addch(&text, '.');
	push(list, &text);
}

/* Of the counts that were fitted. */
static int
most_workers(const struct analysis *analysis)
{
	int most = 0;

	for (size_t i = 0; i < analysis->point_count; i++)
		if (analysis->points[i].failed == 0 && analysis->points[i].workers > most &&
			point_measured(&analysis->points[i]))
			most = analysis->points[i].workers;
	return most;
}

static void
ceiling_sentence(const struct analysis *analysis, struct strvec *list)
{
	const struct fit *fit = &analysis->fit;
	const struct interval *ceiling = &fit->ceiling;
	const struct interval *optimum = &fit->optimum_workers;
	/* The table's speedups may be over more workers. */
	const char *whose = analysis->reference_workers > 1 ? " as fast as one worker" : "";
	struct strbuf text = STRBUF_INIT;

	if (isfinite(ceiling->estimate) && notes_serial_is_open(fit)) {
		strbuf_addf(&text, "Ceiling: not known; the best fit has it at %.*f times%s",
			ratio_decimals(ceiling->estimate), ceiling->estimate, whose);
	} else if (isfinite(ceiling->estimate)) {
		strbuf_addf(&text, "Ceiling: at most %.*f times%s",
			ratio_decimals(ceiling->estimate), ceiling->estimate,
			*whose != '\0' ? whose : " as fast");
		add_ends(&text, ceiling, ratio_decimals(ceiling->estimate));
	} else if (isfinite(ceiling->low)) {
		strbuf_addf(&text, "Ceiling: none seen; it is above %.*f times%s",
			ratio_decimals(ceiling->low), ceiling->low, whose);
	} else {
		return;
	}
	if (fit->optimum_at_cpus) {
		strbuf_addf(&text,
			" with enough CPUs; the %g CPUs of these runs %s the limit from about %.0f "
			"worker%s on.",
			fit->capacity_cpus,
			most_workers(analysis) > round(optimum->estimate) ? "are" : "would be",
			optimum->estimate, optimum->estimate > 1.5 ? "s" : "");
	} else if (isfinite(optimum->estimate)) {
		strbuf_addf(&text, ", with %.0f worker%s", optimum->estimate,
			optimum->estimate > 1.5 ? "s" : "");
		add_ends(&text, optimum, 0);
		strbuf_addstr(&text, "; more make it slower.");
	} else {
		strbuf_addstr(&text, ", however many workers.");
	}
	push(list, &text);
}

/* The figures, and of the notes those from `first` on. */
static void
add_fit(const struct analysis *analysis, size_t first, struct strvec *list)
{
	if (analysis->fit.done) {
		serial_sentence(analysis, list);
		ceiling_sentence(analysis, list);
	}
	for (size_t i = first; i < analysis->fit.notes.count && i < NOTES_SHOWN; i++)
		strvec_push(list, analysis->fit.notes.items[i]);
}

void
fit_sentences(const struct analysis *analysis, struct strvec *list)
{
	add_fit(analysis, 0, list);
}

void
fit_short_sentences(const struct analysis *analysis, struct strvec *list)
{
	add_fit(analysis, analysis->fit.done ? 1 : 0, list);
}

/* "Safe in parallel: unit, db (from 2 workers)." of the suites that are. */
static void
add_suites(const struct result *result, enum suite_safety wanted, const char *intro,
	struct strvec *list)
{
	struct strbuf text = STRBUF_INIT;
	size_t count = 0;

	strbuf_addstr(&text, intro);
	for (size_t i = 0; i < result->suite_count; i++) {
		const struct analysis *suite = &result->suites[i].analysis;
		int fails_at;

		if (suite_safety(suite, &fails_at) != wanted || count++ >= SUITES_NAMED)
			continue;
		strbuf_addstr(&text, count > 1 ? ", " : " ");
		text_add_clean(&text, suite->name, SENTENCE_NAME_COLUMNS, true);
		if (fails_at > 0)
			strbuf_addf(&text, " (fails with %d workers)", fails_at);
	}
	if (count > SUITES_NAMED)
		strbuf_addf(&text, " and %zu more", count - SUITES_NAMED);
	strbuf_addch(&text, '.');
	if (count > 0)
		push(list, &text);
	strbuf_release(&text);
}

void
suite_sentences(const struct result *result, struct strvec *list)
{
	add_suites(result, SUITE_SAFE, "Safe in parallel:", list);
	add_suites(result, SUITE_UNSAFE, "Not safe in parallel:", list);
	add_suites(result, SUITE_UNKNOWN, "Not known whether safe in parallel:", list);
}

/*
 * Without a limit of the user's own: what machines that are common in CI would hold, as far as
 * that many workers are ever used.
 */
static void
add_machines(struct strbuf *text, const struct memory_model *memory)
{
	static const int gigabytes[] = {7, 16, 32};
	bool named = false;

	for (size_t i = 0; i < sizeof gigabytes / sizeof *gigabytes; i++) {
		double most = memory_model_most(memory, gigabytes[i] * 1073741824.0);
		if (!(most <= WORKERS_USED))
			break;
		strbuf_addf(text, "%s%d GB %s%.0f", named ? ", " : "; ", gigabytes[i],
			named ? "" : "hold ", most);
		named = true;
	}
	if (named)
		strbuf_addstr(text, " workers");
}

static void
add_limit(struct strbuf *text, const struct memory_model *memory, int cap)
{
	if (cap > 0)
		strbuf_addf(text, "; at most %d worker%s", cap, cap == 1 ? " fits" : "s fit");
	else if (memory_model_most(memory, memory->limit_bytes) < 1.0)
		strbuf_addstr(text, "; not even one worker fits");
	else
		return;
	strbuf_addstr(text, " into ");
	figure_bytes(text, memory->limit_bytes);
}

void
memory_sentences(const struct analysis *analysis, struct strvec *list)
{
	const struct memory_model *memory = &analysis->memory;
	struct strbuf text = STRBUF_INIT;

	if (!memory->known)
		return;
	strbuf_addstr(&text, "Memory: ");
	figure_bytes(&text, memory->base_bytes);
	strbuf_addstr(&text, " and ");
	figure_bytes(&text, memory->per_worker_bytes);
	strbuf_addstr(&text, " more for each worker");
	if (memory->method != PEAK_UNKNOWN) {
		strbuf_addstr(&text, " (peak of all processes, ");
		figure_peak_method(&text, memory->method);
		strbuf_addch(&text, ')');
	}
	if (isfinite(memory->limit_bytes))
		add_limit(&text, memory, analysis->recommendation.memory_cap);
	else
		add_machines(&text, memory);
	strbuf_addch(&text, '.');
	push(list, &text);
}

void
prediction_sentences(const struct analysis *analysis, struct strvec *list)
{
	for (size_t i = 0; i < analysis->prediction_count; i++) {
		const struct prediction *prediction = &analysis->predictions[i];
		const struct interval *wall = &prediction->wall_s;
		bool noted = prediction->note != NULL && *prediction->note != '\0';
		struct strbuf text = STRBUF_INIT;

		strbuf_addf(&text, "Predicted for %d worker%s", prediction->workers,
			prediction->workers == 1 ? "" : "s");
		if (isfinite(prediction->cpus))
			strbuf_addf(&text, " on %g CPU%s", prediction->cpus,
				prediction->cpus > 1.0 ? "s" : "");
		strbuf_addstr(&text, ": ");
		if (isfinite(wall->estimate))
			figure_seconds(&text, wall->estimate);
		if (isfinite(wall->low) && isfinite(wall->high)) {
			strbuf_addstr(&text, " (");
			figure_seconds(&text, wall->low);
			strbuf_addstr(&text, " to ");
			figure_seconds(&text, wall->high);
			strbuf_addch(&text, ')');
		}
		strbuf_addf(&text, "%s%s", isfinite(wall->estimate) ? ", " : "",
			prediction_kind_name(prediction->kind));
		strbuf_addf(&text, "%s%s", noted ? ". " : ".", noted ? prediction->note : "");
		push(list, &text);
	}
}

/* How sure the runs are of the best count, where the advice does not say it already. */
static void
add_confidence(struct strbuf *text, const struct result *result)
{
	const struct recommendation *advice = &result->total.recommendation;
	double probability = result->total.stopping.probability;
	bool told = advice->local.workers > 0 &&
		fabs(probability - advice->local.probability) < 0.005;

	if (!(probability > 0.0) || told)
		return;
	if (result->suite_count > 1 || advice->fastest.workers == 0) {
		strbuf_addstr(text, "; the pick is");
	} else if (advice->fastest.mode == MODE_SEQ) {
		strbuf_addstr(text, "; the sequential form is");
	} else {
		strbuf_addstr(text, "; ");
		figure_advice(text, MODE_PAR, advice->fastest.workers);
		strbuf_addstr(text, advice->fastest.workers == 1 ? " is" : " are");
	}
	strbuf_addstr(text, " within ");
	figure_percent(text, result->tolerance);
	strbuf_addstr(text, " of the best with probability ");
	figure_probability(text, probability);
}

void
stopping_sentence(const struct result *result, struct strvec *list)
{
	static const char *const reasons[] = {
		[STOP_FIXED] = "as many as were asked for",
		[STOP_CONFIDENT] = "then the answer was clear",
		[STOP_BUDGET] = "then the budget was used up",
		[STOP_MAX_RUNS] = "then the most allowed were done",
		[STOP_INTERRUPTED] = "then it was interrupted",
		[STOP_FAILED] = "then it could not go on",
		[STOP_RECORDED] = "recorded before",
	};
	const struct stopping *stopping = &result->total.stopping;
	struct strbuf text = STRBUF_INIT;

	if (stopping->runs == 0 && stopping->reason == STOP_FAILED)
		strbuf_addstr(&text, "Runs: none but the warm-up");
	else
		strbuf_addf(&text, "Runs: %d", stopping->runs);
	strbuf_addf(&text, ", %s", reasons[stopping->reason]);
	add_confidence(&text, result);
	if (result->simulated)
		strbuf_addstr(&text, "; simulated");
	strbuf_addch(&text, '.');
	push(list, &text);
}
