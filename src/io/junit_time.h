/*
 * junit_time - what a `time` attribute means, in seconds.
 *
 * Java runners write times as their locale does: "1,024.12" is a thousand, "0,03" a
 * hundredth, and "1,078" may be either. Such a time is taken as 1.078 at first and noted; when
 * a suite around it ends whose own time is clear, that time settles it, else the style of the
 * file's other times, else it stays 1.078. Suites' times are used for nothing else.
 */
#ifndef IO_JUNIT_TIME_H
#define IO_JUNIT_TIME_H

#include <stdbool.h>
#include <stddef.h>

enum junit_time_kind {
	JUNIT_TIME_UNKNOWN, /* cannot be read: seconds is 0 */
	JUNIT_TIME_KNOWN,
	JUNIT_TIME_AMBIGUOUS, /* "1,078": seconds is 1.078, perhaps to be 1078 */
};

/* Which separators the times of a file have, bit by bit. */
enum {
	JUNIT_STYLE_DOT = 1, /* "0.25", "1,024.12": a comma can only group */
	JUNIT_STYLE_COMMA = 2, /* "0,03": a comma is the decimal point */
};

struct junit_time {
	enum junit_time_kind kind;
	double seconds;
	unsigned style; /* what this text tells */
};

/* `text` may be NULL. A tiny negative time (a clock was set) is 0. */
struct junit_time junit_time_read(const char *text);

/* Whether `ambiguous` seconds (as decimals) beside `clear` ones are thousands, given the
 * suite's own time: the reading that is nearer to it by ratio. */
bool junit_time_is_thousands(double suite_s, double clear_s, double ambiguous_s);

#endif
