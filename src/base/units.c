#include "config.h"

#include "base/units.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unit {
	const char *name;
	double factor;
};

static const struct unit time_units[] = {
	{"", 1.0},
	{"ms", 1e-3},
	{"s", 1.0},
	{"m", 60.0},
	{"min", 60.0},
	{"h", 3600.0},
};

#define KIBI 0x1p10
#define MEBI 0x1p20
#define GIBI 0x1p30
#define TEBI 0x1p40

static const struct unit size_units[] = {
	{"", 1.0},
	{"B", 1.0},
	{"K", KIBI},
	{"KB", KIBI},
	{"KiB", KIBI},
	{"M", MEBI},
	{"MB", MEBI},
	{"MiB", MEBI},
	{"G", GIBI},
	{"GB", GIBI},
	{"GiB", GIBI},
	{"T", TEBI},
	{"TB", TEBI},
	{"TiB", TEBI},
};

/* The decimal number at the start of `text`; NULL when there is none. */
static const char *
scan_number(const char *text, double *number)
{
	size_t used = strspn(text, "0123456789+-.eE");
	char *end;

	/* strtod also takes "inf", "nan", "0x1p3" and leading blanks: only digits may begin. */
	if (used == 0 || strcspn(text, "0123456789") >= used)
		return NULL;
	*number = strtod(text, &end);
	if (end == text || end > text + used || !isfinite(*number))
		return NULL;
	return end;
}

#define EXACT_DIGITS 15 /* 10^15 < 2^53: that many digits are a whole double */

static const uint64_t powers_of_ten[] = {1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u,
	10000000u, 100000000u, 1000000000u, 10000000000u, 100000000000u, 1000000000000u,
	10000000000000u, 100000000000000u, 1000000000000000u, 10000000000000000u,
	100000000000000000u, 1000000000000000000u, 10000000000000000000u};

#ifdef __SIZEOF_INT128__
#define PLAIN_DIGITS 19 /* 10^19 < 2^64 */

__extension__ typedef unsigned __int128 uint128;

static int
bit_length(uint64_t whole)
{
	return 64 - __builtin_clzll(whole);
}

/*
 * whole / 10^decimals: 63 or 64 bits of it, the last of which also says whether anything
 * remained, round to the same double as all of them.
 */
static double
quotient(uint64_t whole, int decimals)
{
	uint64_t divisor = powers_of_ten[decimals];

	if (whole == 0)
		return 0.0;
	int shift = 63 + bit_length(divisor) - bit_length(whole);
	uint128 scaled = (uint128)whole << shift;
	uint64_t bits = (uint64_t)(scaled / divisor);
	return ldexp((double)(bits | (scaled % divisor != 0)), -shift);
}
#else
#define PLAIN_DIGITS EXACT_DIGITS

static double
quotient(uint64_t whole, int decimals)
{
	return (double)whole / (double)powers_of_ten[decimals];
}
#endif

/*
 * The numbers of a table of runs, "12" and "0.123456789", without strtod(): a whole number and
 * a power of ten that are both exact doubles have a correctly rounded quotient (Clinger, PLDI
 * 1990, section 3), and so have a few digits more that are divided as whole numbers. Anything
 * else, or a machine that rounds twice: false.
 */
static bool
parse_plain(const char *text, double *number)
{
	uint64_t whole = 0;
	int digits = 0;
	int decimals = 0;

	for (; *text >= '0' && *text <= '9' && digits <= PLAIN_DIGITS; text++, digits++)
		whole = whole * 10 + (uint64_t)(*text - '0');
	if (*text == '.') {
		text++;
		for (; *text >= '0' && *text <= '9' && digits <= PLAIN_DIGITS;
			text++, digits++) {
			whole = whole * 10 + (uint64_t)(*text - '0');
			decimals++;
		}
	}
	if (*text != '\0' || digits == 0 || digits > PLAIN_DIGITS || FLT_EVAL_METHOD != 0)
		return false;
	*number = digits <= EXACT_DIGITS ? (double)whole / (double)powers_of_ten[decimals]
					 : quotient(whole, decimals);
	return true;
}

bool
parse_number(const char *text, double *number)
{
	double value;

	if (parse_plain(text, number))
		return true;

	const char *end = scan_number(text, &value);

	if (end == NULL || *end != '\0')
		return false;
	*number = value;
	return true;
}

bool
parse_integer(const char *text, int64_t low, int64_t high, int64_t *number)
{
	const char *digits = text + (*text == '-' || *text == '+');
	char *end;

	if (*digits == '\0' || strspn(digits, "0123456789") != strlen(digits))
		return false;
	errno = 0;
	long long value = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0' || value < low || value > high)
		return false;
	*number = value;
	return true;
}

static bool
parse_with_unit(const char *text, const struct unit *units, size_t count, double *number)
{
	double value;
	const char *end = scan_number(text, &value);

	if (end == NULL || value < 0.0)
		return false;
	while (*end == ' ')
		end++;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(end, units[i].name) == 0 && isfinite(value * units[i].factor)) {
			*number = value * units[i].factor;
			return true;
		}
	}
	return false;
}

bool
parse_time(const char *text, double *seconds)
{
	return parse_with_unit(
		text, time_units, sizeof time_units / sizeof *time_units, seconds);
}

bool
parse_size(const char *text, double *bytes)
{
	return parse_with_unit(text, size_units, sizeof size_units / sizeof *size_units, bytes);
}

const char *
format_number(double number, char text[static NUMBER_SIZE])
{
	text[0] = '\0';
	if (!isfinite(number))
		return text;
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, NUMBER_SIZE, "%.*g", digits, number);
		double back = strtod(text, NULL);
		/* The comparison is the point: the text must read back as this very number. */
		if (!(back < number) && !(back > number))
			break;
	}
	return text;
}

/* How many decimals show three significant digits of a number from 1 to 999. */
static int
decimals_for(double number)
{
	if (number >= 99.95)
		return 0;
	return number >= 9.995 ? 1 : 2;
}

const char *
format_time(double seconds, char text[static NUMBER_SIZE])
{
	double size = fabs(seconds);

	if (!isfinite(seconds)) {
		snprintf(text, NUMBER_SIZE, "-");
	} else if (size >= 120.0) {
		double whole = round(size);
		int minutes = (int)fmod(floor(whole / 60.0), 60.0);
		const char *sign = seconds < 0 ? "-" : "";

		if (whole >= 3600.0)
			snprintf(text, NUMBER_SIZE, "%s%.0f h %02d min", sign,
				floor(whole / 3600.0), minutes);
		else
			snprintf(text, NUMBER_SIZE, "%s%d min %02d s", sign, minutes,
				(int)fmod(whole, 60.0));
	} else if (size >= 0.9995) {
		snprintf(text, NUMBER_SIZE, "%.*f s", decimals_for(size), seconds);
	} else if (size >= 0.9995e-3) {
		snprintf(text, NUMBER_SIZE, "%.*f ms", decimals_for(size * 1e3), seconds * 1e3);
	} else if (size >= 0.9995e-6) {
		snprintf(text, NUMBER_SIZE, "%.3g us", seconds * 1e6);
	} else if (size > 0.0) {
		snprintf(text, NUMBER_SIZE, "%.3g ns", seconds * 1e9);
	} else {
		snprintf(text, NUMBER_SIZE, "0 s");
	}
	return text;
}

const char *
format_size(double bytes, char text[static NUMBER_SIZE])
{
	static const char *const names[] = {"B", "kB", "MB", "GB", "TB"};
	size_t unit = 0;
	double value = bytes;

	if (!isfinite(bytes)) {
		snprintf(text, NUMBER_SIZE, "-");
		return text;
	}
	while (fabs(value) >= 999.5 && unit + 1 < sizeof names / sizeof *names) {
		value /= KIBI;
		unit++;
	}
	snprintf(text, NUMBER_SIZE, "%.*f %s", fabs(value) >= 9.95 || unit == 0 ? 0 : 1, value,
		names[unit]);
	return text;
}
