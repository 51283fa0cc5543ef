/*
 * units - numbers, times and sizes to and from text, the same in every locale.
 *
 * The program never calls setlocale() for LC_NUMERIC, so that strtod() and
 * printf() always use the decimal point; these functions are the only place that
 * relies on it. Parsers return false and leave the result alone when the whole
 * text is not what they expect.
 */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A finite decimal number, nothing before or after it; no hexadecimal, "inf" or "nan". */
bool parse_number(const char *text, double *number);

/* A whole number from `low` to `high`, decimal digits and at most one sign. */
bool parse_integer(const char *text, int64_t low, int64_t high, int64_t *number);

/* "500ms", "1.5s", "10m", "2h" or plain seconds, not negative; in seconds. */
bool parse_time(const char *text, double *seconds);

/* "64M", "16G" (powers of 1024; K, M, G, T, with or without "B" or "iB") or plain bytes. */
bool parse_size(const char *text, double *bytes);

#define NUMBER_SIZE 40 /* room for any of the texts below */

/* The shortest decimal text that reads back as exactly this double; "" when not finite. */
const char *format_number(double number, char text[static NUMBER_SIZE]);

/* For people: three significant digits and a fitting unit: "1.23 s", "840 ms", "2 min 05 s". */
const char *format_time(double seconds, char text[static NUMBER_SIZE]);

/* For people: "448 MB", "1.2 GB" (powers of 1024). */
const char *format_size(double bytes, char text[static NUMBER_SIZE]);

#endif
