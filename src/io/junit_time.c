#include "config.h"

#include "io/junit_time.h"

#include <string.h>

#include "base/units.h"

#define TIME_SIZE 64 /* longer texts are no times */
#define TINY_S	  0.01 /* how far below zero a clock that was set may bring a time */
#define LONGEST_S 1e12 /* no test took longer; sums stay finite */
#define DIGITS	  "0123456789"

static const struct junit_time unknown = {JUNIT_TIME_UNKNOWN, 0, 0};

static size_t
count_char(const char *text, char wanted)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += *text == wanted;
	return count;
}

static void
remove_char(char *text, char unwanted)
{
	char *kept = text;

	for (; *text != '\0'; text++)
		if (*text != unwanted)
			*kept++ = *text;
	*kept = '\0';
}

/* Copies the text without blanks around it and without a unit "s". */
static bool
trim(const char *text, char trimmed[static TIME_SIZE])
{
	static const char blanks[] = " \t\r\n";

	text += strspn(text, blanks);
	size_t length = strlen(text);
	while (length > 0 && strchr(blanks, text[length - 1]) != NULL)
		length--;
	if (length > 1 && text[length - 1] == 's')
		length--;
	while (length > 0 && text[length - 1] == ' ')
		length--;
	if (length == 0 || length >= TIME_SIZE)
		return false;
	memcpy(trimmed, text, length);
	trimmed[length] = '\0';
	return true;
}

/* Whether every comma has one to three digits before the first, and three after each. */
static bool
is_grouped(const char *text)
{
	size_t digits;

	text += *text == '-' || *text == '+';
	digits = strspn(text, DIGITS);
	if (digits < 1 || digits > 3 || text[0] == '0')
		return false;
	for (text += digits; *text == ','; text += 4)
		if (strspn(text + 1, DIGITS) != 3)
			return false;
	return *text == '\0' || *text == '.';
}

/* Makes the text one that parse_number() takes; what its commas told. */
static enum junit_time_kind
normalise(char *text, unsigned *style)
{
	size_t commas = count_char(text, ',');
	char *dot = strrchr(text, '.');
	char *comma = strrchr(text, ',');

	*style = commas == 0 && dot != NULL ? JUNIT_STYLE_DOT : 0;
	if (commas == 0)
		return JUNIT_TIME_KNOWN;
	if (dot != NULL && dot > comma) {
		*style = JUNIT_STYLE_DOT;
		remove_char(text, ',');
		return JUNIT_TIME_KNOWN;
	}
	if (commas == 1 && (dot != NULL || !is_grouped(text))) {
		*style = JUNIT_STYLE_COMMA;
		remove_char(text, '.');
		*strchr(text, ',') = '.';
		return JUNIT_TIME_KNOWN;
	}
	if (commas > 1) {
		if (!is_grouped(text))
			return JUNIT_TIME_UNKNOWN;
		*style = JUNIT_STYLE_DOT;
		remove_char(text, ',');
		return JUNIT_TIME_KNOWN;
	}
	*comma = '.';
	return JUNIT_TIME_AMBIGUOUS;
}

struct junit_time
junit_time_read(const char *text)
{
	char number[TIME_SIZE];
	struct junit_time time = unknown;

	if (text == NULL || !trim(text, number))
		return unknown;
	time.kind = normalise(number, &time.style);
	if (time.kind == JUNIT_TIME_UNKNOWN || !parse_number(number, &time.seconds))
		return unknown;
	if (time.seconds < -TINY_S || time.seconds > LONGEST_S)
		return unknown;
	if (time.seconds < 0)
		time.seconds = 0;
	return time;
}

bool
junit_time_is_thousands(double suite_s, double clear_s, double ambiguous_s)
{
	double decimal = clear_s + ambiguous_s;
	double thousands = clear_s + 1000 * ambiguous_s;

	return suite_s * suite_s > decimal * thousands;
}
