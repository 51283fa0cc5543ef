#include "config.h"

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What files and users wrote may hold anything; the sentence stays one line without escapes. */
static void
defuse(char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

int
error_set(struct error *error, enum status status, const char *format, ...)
{
	va_list arguments;

	error->status = status;
	va_start(arguments, format);
	vsnprintf(error->text, sizeof error->text, format, arguments);
	va_end(arguments);
	defuse(error->text);
	return -1;
}

int
error_prefix(struct error *error, const char *format, ...)
{
	char text[sizeof error->text];
	va_list arguments;

	memcpy(text, error->text, sizeof text);
	va_start(arguments, format);
	vsnprintf(error->text, sizeof error->text, format, arguments);
	va_end(arguments);

	size_t used = strlen(error->text);
	snprintf(error->text + used, sizeof error->text - used, ": %s", text);
	defuse(error->text);
	return -1;
}
