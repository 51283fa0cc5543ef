#include "config.h"

#include "core/gate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"

static const struct gate_form {
	const char *word;
	const char *unit;
	enum gate_kind kind;
} forms[] = {
	{"time", "%", GATE_TIME},
	{"serial", "pp", GATE_SERIAL},
	{"memory", "%", GATE_MEMORY},
};

static int
not_understood(const char *expression, struct error *error)
{
	return error_set(error, STATUS_USAGE,
		"--fail-if '%.80s' is not understood: write 'time > 5%%', 'time@4 > 5%%', "
		"'time@seq > 5%%', 'serial > 2pp', 'memory > 10%%' or 'advice-changes'",
		expression);
}

static const char *
skip_blanks(const char *text)
{
	return text + strspn(text, " \t");
}

/* "@4" or "@seq" behind time. */
static const char *
parse_form(const char *text, struct gate *gate)
{
	char number[16];
	int64_t workers;
	size_t digits = strspn(text, "0123456789");

	gate->named_form = true;
	if (strncmp(text, "seq", 3) == 0) {
		gate->mode = MODE_SEQ;
		gate->workers = 1;
		return text + 3;
	}
	if (digits == 0 || digits >= sizeof number)
		return NULL;
	memcpy(number, text, digits);
	number[digits] = '\0';
	if (!parse_integer(number, 1, COUNTS_MAX_WORKERS, &workers))
		return NULL;
	gate->mode = MODE_PAR;
	gate->workers = (int)workers;
	return text + digits;
}

/* "> 5%": the threshold as a fraction. */
static bool
parse_threshold(const char *text, const char *unit, double *threshold)
{
	char number[32];

	text = skip_blanks(text);
	if (*text != '>')
		return false;
	text = skip_blanks(text + 1);
	size_t length = strspn(text, "0123456789.+-eE");
	if (length == 0 || length >= sizeof number)
		return false;
	memcpy(number, text, length);
	number[length] = '\0';
	text = skip_blanks(text + length);
	if (strncmp(text, unit, strlen(unit)) != 0 ||
		*skip_blanks(text + strlen(unit)) != '\0' || !parse_number(number, threshold))
		return false;
	*threshold /= 100.0;
	return true;
}

static bool
parse_comparison(const char *text, const struct gate_form *form, struct gate *gate)
{
	text += strlen(form->word);
	gate->kind = form->kind;
	if (form->kind == GATE_TIME && *text == '@')
		text = parse_form(text + 1, gate);
	return text != NULL && parse_threshold(text, form->unit, &gate->threshold);
}

int
gate_parse(const char *expression, struct gate *gate, struct error *error)
{
	const char *text = skip_blanks(expression);
	bool understood = false;

	*gate = (struct gate){0};
	for (size_t i = 0; i < sizeof forms / sizeof *forms && !understood; i++)
		if (strncmp(text, forms[i].word, strlen(forms[i].word)) == 0)
			understood = parse_comparison(text, &forms[i], gate);
	if (strncmp(text, "advice-changes", 14) == 0 && *skip_blanks(text + 14) == '\0') {
		gate->kind = GATE_ADVICE;
		understood = true;
	}
	if (!understood)
		return not_understood(expression, error);
	gate->expression = xstrdup(expression);
	return 0;
}

void
gate_release(struct gate *gate)
{
	free(gate->expression);
	*gate = (struct gate){0};
}

static int
no_figure(const struct gate *gate, const struct stage *stage, const char *what,
	struct error *error)
{
	return error_set(error, STATUS_USAGE,
		"--fail-if '%.80s' cannot be judged for %.200s: %s is not in both results",
		gate->expression, stage->name, what);
}

static struct interval
change_of(struct interval ratio)
{
	return (struct interval){ratio.estimate - 1.0, ratio.low - 1.0, ratio.high - 1.0};
}

static int
judge_time(
	const struct comparison *comparison, struct gate_outcome *outcome, struct error *error)
{
	const struct gate *gate = outcome->gate;
	const struct advice *local = &comparison->stages[0].result->total.recommendation.local;
	enum mode mode = gate->named_form ? gate->mode : local->mode;
	int workers = gate->named_form ? gate->workers : local->workers;

	for (size_t i = 0; i < comparison->point_count; i++) {
		const struct compared_point *point = &comparison->points[i];
		if (point->stage == outcome->stage && point->mode == mode &&
			point->workers == workers) {
			outcome->value = change_of(point->ratio);
			return 0;
		}
	}
	return no_figure(
		gate, &comparison->stages[outcome->stage], "a time at this count", error);
}

static int
judge_memory(
	const struct comparison *comparison, struct gate_outcome *outcome, struct error *error)
{
	outcome->value = change_of(comparison->changes[outcome->stage - 1].memory);
	if (isfinite(outcome->value.estimate))
		return 0;
	return no_figure(outcome->gate, &comparison->stages[outcome->stage],
		"the memory at BASE's count", error);
}

static int
judge_serial(
	const struct comparison *comparison, struct gate_outcome *outcome, struct error *error)
{
	outcome->value = comparison->changes[outcome->stage - 1].serial;
	if (isfinite(outcome->value.estimate))
		return 0;
	return no_figure(
		outcome->gate, &comparison->stages[outcome->stage], "a serial fraction", error);
}

/*
 * The advice changes when another count is advised now and BASE's own count is slower than that
 * one, in the new result, by more than the tolerance.
 */
static int
judge_advice(
	const struct comparison *comparison, struct gate_outcome *outcome, struct error *error)
{
	const struct result *base = comparison->stages[0].result;
	const struct result *other = comparison->stages[outcome->stage].result;
	const struct advice *before = &base->total.recommendation.local;
	const struct advice *now = &other->total.recommendation.local;
	const struct point *old_count =
		analysis_point(&other->total, before->mode, before->workers);
	const struct point *new_count = analysis_point(&other->total, now->mode, now->workers);

	/* A count whose runs fail now has no time, either. */
	if (old_count == NULL || new_count == NULL || !isfinite(old_count->wall_s.estimate) ||
		!isfinite(new_count->wall_s.estimate))
		return no_figure(outcome->gate, &comparison->stages[outcome->stage],
			"a time at the advised count", error);
	outcome->value = old_count == new_count
		? (struct interval){0.0, 0.0, 0.0}
		: change_of(interval_ratio(old_count->wall_s, new_count->wall_s));
	return 0;
}

static double
threshold_of(const struct comparison *comparison, const struct gate_outcome *outcome)
{
	double tolerance = comparison->stages[outcome->stage].result->tolerance;

	if (outcome->gate->kind != GATE_ADVICE)
		return outcome->gate->threshold;
	return isfinite(tolerance) ? tolerance : 0.02;
}

/*
 * What has no interval cannot be beyond anything: such a gate passes, and that is said. An
 * interval of one figure is what a report says that recorded the peak alone.
 */
static void
warn_of_no_interval(struct comparison *comparison, const struct gate_outcome *outcome)
{
	const char *name = comparison->stages[outcome->stage].name;
	const struct interval *value = &outcome->value;

	if (isnan(value->low))
		strvec_pushf(&comparison->warnings,
			"--fail-if '%.80s' cannot trip for %.200s: the change has no interval. "
			"Measure each count at least twice.",
			outcome->gate->expression, name);
	else if (outcome->gate->kind == GATE_MEMORY && !(value->low < value->high))
		strvec_pushf(&comparison->warnings,
			"--fail-if '%.80s' rests on one figure each for %.200s: the reports have "
			"no interval of the memory. Measure again for one.",
			outcome->gate->expression, name);
}

static int
judge(struct comparison *comparison, struct gate_outcome *outcome, struct error *error)
{
	static int (*const judges[])(const struct comparison *comparison,
		struct gate_outcome *outcome, struct error *error) = {
		[GATE_TIME] = judge_time,
		[GATE_SERIAL] = judge_serial,
		[GATE_MEMORY] = judge_memory,
		[GATE_ADVICE] = judge_advice,
	};

	if (judges[outcome->gate->kind](comparison, outcome, error) != 0)
		return -1;
	outcome->tripped = outcome->value.low > threshold_of(comparison, outcome);
	warn_of_no_interval(comparison, outcome);
	return 0;
}

int
gates_judge(const struct gate *gates, size_t count, struct comparison *comparison,
	struct error *error)
{
	comparison->gates = xcalloc(count * comparison->stage_count, sizeof *comparison->gates);
	for (size_t stage = 1; stage < comparison->stage_count; stage++) {
		for (size_t i = 0; i < count; i++) {
			struct gate_outcome *outcome =
				&comparison->gates[comparison->gate_count++];
			*outcome = (struct gate_outcome){.stage = stage, .gate = &gates[i]};
			if (judge(comparison, outcome, error) != 0)
				return -1;
		}
	}
	return 0;
}

bool
gates_tripped(const struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->gate_count; i++)
		if (comparison->gates[i].tripped)
			return true;
	return false;
}
