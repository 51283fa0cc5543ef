#include "config.h"

#include "view/figures.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"

/* Decimals that show three significant digits of `value`, at most 3. */
static int
decimals_for(double value)
{
	if (value >= 99.95)
		return 0;
	if (value >= 9.995)
		return 1;
	return value >= 0.9995 ? 2 : 3;
}

struct time_scale
time_scale_between(double smallest_s, double largest_s)
{
	static const struct {
		const char *unit;
		double factor;
		double smallest_s; /* good for times from here on, */
		double largest_s; /* up to here */
	} units[] = {
		{"s", 1.0, 0.0995, 6000.0},
		{"ms", 1e3, 1e-4, 10.0},
		{"us", 1e6, 1e-7, 0.01},
		{"ns", 1e9, 0.0, 1e-5},
		{"min", 1.0 / 60.0, 30.0, 360000.0},
		{"h", 1.0 / 3600.0, 1000.0, HUGE_VAL},
	};

	struct time_scale scale = {"s", 1.0, 3};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (smallest_s >= units[i].smallest_s && largest_s <= units[i].largest_s) {
			scale.unit = units[i].unit;
			scale.factor = units[i].factor;
			scale.decimals = decimals_for(smallest_s * units[i].factor);
			break;
		}
	}
	/* Above 100 a tenth still tells two counts apart. */
	if (scale.decimals == 0 && largest_s * scale.factor < 1000.0)
		scale.decimals = 1;
	return scale;
}

struct time_scale
time_scale_of(const struct analysis *analysis)
{
	double smallest = HUGE_VAL;
	double largest = 0.0;

	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		const double times[] = {point->wall_s.estimate, point->predicted_s};

		for (size_t j = 0; j < sizeof times / sizeof *times; j++) {
			if (!isfinite(times[j]) || times[j] <= 0.0)
				continue;
			smallest = fmin(smallest, times[j]);
			largest = fmax(largest, times[j]);
		}
	}
	return time_scale_between(smallest, largest);
}

void
figure_time(struct strbuf *out, const struct time_scale *scale, double seconds)
{
	if (!isfinite(seconds))
		strbuf_addch(out, '-');
	else
		strbuf_addf(
			out, "%.*f %s", scale->decimals, seconds * scale->factor, scale->unit);
}

static const char *
range_dash(bool utf8)
{
	return utf8 ? "\xe2\x80\x93" : "-";
}

void
figure_range(struct strbuf *out, const struct time_scale *scale, const struct interval *value,
	bool utf8)
{
	if (isfinite(value->low) && isfinite(value->high))
		strbuf_addf(out, "%.*f%s%.*f", scale->decimals, value->low * scale->factor,
			range_dash(utf8), scale->decimals, value->high * scale->factor);
}

void
figure_ratio(struct strbuf *out, double value)
{
	if (!isfinite(value))
		strbuf_addch(out, '-');
	else
		strbuf_addf(out, "%.*f",
			fabs(value) >= 99.95	       ? 0
				: fabs(value) >= 9.995 ? 1
						       : 2,
			value);
}

void
figure_ratio_range(struct strbuf *out, const struct interval *value, bool utf8)
{
	if (!isfinite(value->low) || !isfinite(value->high))
		return;
	figure_ratio(out, value->low);
	strbuf_addstr(out, range_dash(utf8));
	figure_ratio(out, value->high);
}

/* Less of a fraction than this is not shown: an end within it of a bound is the bound. */
#define LEAST_FRACTION 0.00005

/* Decimals that show two significant digits of a percentage, at most 2. */
static int
percent_decimals(double fraction)
{
	double size = fabs(100.0 * fraction);

	if (size >= 9.95 || !(size > 0.0))
		return 0;
	return size >= 0.095 ? 1 : 2;
}

static void
add_percentage(struct strbuf *out, double fraction, int decimals)
{
	char text[NUMBER_SIZE];

	snprintf(text, sizeof text, "%.*f", decimals, 100.0 * fraction);
	/* "2 %" where it is 2 and no more. */
	if (decimals == 1 && strcmp(text + strlen(text) - 2, ".0") == 0)
		text[strlen(text) - 2] = '\0';
	strbuf_addstr(out, text);
}

void
figure_percent(struct strbuf *out, double fraction)
{
	if (!isfinite(fraction)) {
		strbuf_addch(out, '-');
		return;
	}
	add_percentage(out, fraction, percent_decimals(fraction));
	strbuf_addstr(out, " %");
}

/* " (8 to 11 %)"; nothing where both ends read alike: "20 % (20 to 20 %)" says no more. */
static void
add_percent_ends(struct strbuf *out, const struct interval *value, int decimals)
{
	struct strbuf low = STRBUF_INIT;
	struct strbuf high = STRBUF_INIT;

	add_percentage(&low, value->low, decimals);
	add_percentage(&high, value->high, decimals);
	if (strcmp(strbuf_text(&low), strbuf_text(&high)) != 0)
		strbuf_addf(out, " (%s to %s %%)", strbuf_text(&low), strbuf_text(&high));
	strbuf_release(&low);
	strbuf_release(&high);
}

void
figure_fraction(struct strbuf *out, const struct fraction *fraction)
{
	const struct interval *value = &fraction->value;

	if (!isfinite(value->estimate)) {
		strbuf_addstr(out, "unknown");
	} else if (fraction->at_bound && value->estimate < 0.5 &&
		value->high > LEAST_FRACTION && value->high < 1.0) {
		strbuf_addstr(out, "at most ");
		figure_percent(out, value->high);
	} else if (fraction->at_bound && value->estimate > 0.5 && value->low > 0.0 &&
		value->low < 1.0 - LEAST_FRACTION) {
		strbuf_addstr(out, "at least ");
		figure_percent(out, value->low);
	} else {
		int decimals = percent_decimals(value->low);
		if (percent_decimals(value->estimate) > decimals)
			decimals = percent_decimals(value->estimate);
		add_percentage(out, value->estimate, decimals);
		strbuf_addstr(out, " %");
		if (isfinite(value->low) && isfinite(value->high))
			add_percent_ends(out, value, decimals);
	}
}

void
figure_workers(struct strbuf *out, const struct point *point)
{
	const char *separator = " (";

	if (point->mode == MODE_SEQ) {
		strbuf_addstr(out, "sequential");
		return;
	}
	strbuf_addf(out, "%d", point->workers);
	for (size_t i = 0; i < point->labels.count; i++) {
		const char *label = point->labels.items[i];

		/* A number or a range says no more than the count itself. */
		if (!isalpha((unsigned char)*label))
			continue;
		strbuf_addf(out, "%s%s", separator, label);
		separator = ", ";
	}
	if (separator[0] == ',')
		strbuf_addch(out, ')');
}

void
figure_advice(struct strbuf *out, enum mode mode, int workers)
{
	if (mode == MODE_SEQ)
		strbuf_addstr(out, "sequential");
	else
		strbuf_addf(out, "%d worker%s", workers, workers == 1 ? "" : "s");
}

void
figure_bytes(struct strbuf *out, double bytes)
{
	char text[NUMBER_SIZE];

	strbuf_addstr(out, format_size(bytes, text));
}

void
figure_seconds(struct strbuf *out, double seconds)
{
	char text[NUMBER_SIZE];

	strbuf_addstr(out, format_time(seconds, text));
}

void
figure_price(struct strbuf *out, double usd)
{
	if (usd <= 0.0) {
		strbuf_addstr(out, "free");
		return;
	}
	figure_dollars(out, usd);
	strbuf_addstr(out, " USD");
}

void
figure_peak_method(struct strbuf *out, enum peak_method method)
{
	static const char *const words[] = {
		[PEAK_UNKNOWN] = "",
		[PEAK_CGROUP2] = "counted by cgroup v2",
		[PEAK_CGROUP1] = "counted by cgroup v1",
		[PEAK_PSS] = "sampled as PSS",
		[PEAK_RSS] = "sampled as RSS",
		[PEAK_SIMULATED] = "simulated",
	};

	strbuf_addstr(out, words[method]);
}

void
figure_probability(struct strbuf *out, double probability)
{
	if (!isfinite(probability))
		strbuf_addch(out, '-');
	else if (probability > 0.995)
		strbuf_addstr(out, "above 0.99");
	else
		strbuf_addf(out, "%.2f", probability);
}

void
figure_dollars(struct strbuf *out, double usd)
{
	if (!isfinite(usd))
		strbuf_addch(out, '-');
	else
		strbuf_addf(out, "%.*f", usd >= 0.995 ? 2 : 4, usd);
}

const struct point *
advised_point(const struct analysis *analysis)
{
	const struct advice *local = &analysis->recommendation.local;

	if (local->workers == 0)
		return NULL;
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		if (point->mode == local->mode && point->workers == local->workers)
			return point;
	}
	return NULL;
}

bool
point_measured(const struct point *point)
{
	return point->runs > 0 && isfinite(point->wall_s.estimate);
}
