/*
 * figures - numbers as people read them, the same in every kind of output.
 *
 * A figure that does not exist is "-" in a table. Texts are added to `out`; `utf8` allows
 * a proper dash between the ends of an interval.
 */
#ifndef VIEW_FIGURES_H
#define VIEW_FIGURES_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "core/result.h"

/* One unit and one number of decimals for all times of a table, so that they can be compared. */
struct time_scale {
	const char *unit; /* "ns", "us", "ms", "s", "min", "h" */
	double factor; /* seconds times this is the figure */
	int decimals;
};

struct time_scale time_scale_between(double smallest_s, double largest_s);

/* For the times of the points, measured and predicted. */
struct time_scale time_scale_of(const struct analysis *analysis);

/* "60.5 s" */
void figure_time(struct strbuf *out, const struct time_scale *scale, double seconds);

/* "60.5 s", "10 min 09 s": one time by itself. */
void figure_seconds(struct strbuf *out, double seconds);

/* "59.9-61.1", without the unit; nothing where an end does not exist. */
void figure_range(struct strbuf *out, const struct time_scale *scale,
	const struct interval *value, bool utf8);

/* "1.82", "12.3", "120" */
void figure_ratio(struct strbuf *out, double value);
void figure_ratio_range(struct strbuf *out, const struct interval *value, bool utf8);

/* "45 %", "9.8 %", "0.45 %" for .45, .098, .0045 */
void figure_percent(struct strbuf *out, double fraction);

/* "8.9 % (7.1 to 10.3 %)", "at most 0.8 %" at a bound, "8.9 %" without an interval. */
void figure_fraction(struct strbuf *out, const struct fraction *fraction);

/* "4 (auto, cores)", "sequential" */
void figure_workers(struct strbuf *out, const struct point *point);

/* "4 workers", "1 worker", "sequential" */
void figure_advice(struct strbuf *out, enum mode mode, int workers);

/* "24.5 kB" and the like. */
void figure_bytes(struct strbuf *out, double bytes);

/* "simulated", "sampled as PSS"; nothing where it is unknown. */
void figure_peak_method(struct strbuf *out, enum peak_method method);

/* "0.98"; "above 0.99" rather than "1.00" */
void figure_probability(struct strbuf *out, double probability);

/* "0.0123", in USD */
void figure_dollars(struct strbuf *out, double usd);

/* "0.0123 USD", "free" */
void figure_price(struct strbuf *out, double usd);

/* The point that the advice for here names, or NULL. */
const struct point *advised_point(const struct analysis *analysis);

/* Whether anything of its runs can be shown: a time. */
bool point_measured(const struct point *point);

#endif
