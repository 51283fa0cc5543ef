#include "config.h"

#include "core/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"

enum placeholder {
	PLACE_COUNT,
	PLACE_LAST,
	PLACE_FILE,
	PLACE_CONFIG,
	PLACE_DIR,
};

static const struct {
	const char *text;
	enum placeholder place;
} placeholders[] = {
	{"{n}", PLACE_COUNT},
	{"{workers}", PLACE_COUNT},
	{"{n-1}", PLACE_LAST},
	{"{file}", PLACE_FILE},
	{"{config}", PLACE_CONFIG},
	{"{dir}", PLACE_DIR},
};

#define PLACEHOLDER_COUNT (sizeof placeholders / sizeof *placeholders)

bool
template_has_count(const char *text)
{
	for (size_t i = 0; i < PLACEHOLDER_COUNT; i++)
		if (placeholders[i].place <= PLACE_LAST &&
			strstr(text, placeholders[i].text) != NULL)
			return true;
	return strstr(text, "PTBENCH_WORKERS") != NULL;
}

/* Adds what stands for the placeholder; false: nothing does. */
static bool
add_value(struct strbuf *out, enum placeholder place, int workers, const char *dir)
{
	switch (place) {
	case PLACE_COUNT:
		strbuf_addf(out, "%d", workers);
		return true;
	case PLACE_LAST:
		strbuf_addf(out, "%d", workers - 1);
		return true;
	case PLACE_FILE:
	case PLACE_CONFIG:
	case PLACE_DIR:
		if (dir == NULL)
			return false;
		strbuf_addstr(out, dir);
		if (place != PLACE_DIR)
			strbuf_addf(
				out, "/%s", place == PLACE_FILE ? REPORT_NAME : REPORT_CONFIG);
		return true;
	}
	return false;
}

char *
template_expand(const char *text, int workers, const char *dir)
{
	struct strbuf out = STRBUF_INIT;

	while (*text != '\0') {
		size_t i = 0;
		size_t length = 0;

		for (; *text == '{' && i < PLACEHOLDER_COUNT; i++) {
			length = strlen(placeholders[i].text);
			if (strncmp(text, placeholders[i].text, length) == 0)
				break;
		}
		if (*text == '{' && i < PLACEHOLDER_COUNT &&
			add_value(&out, placeholders[i].place, workers, dir))
			text += length;
		else
			strbuf_addch(&out, *text++);
	}
	return strbuf_detach(&out);
}

char *
text_replace(const char *text, const char *placeholder, const char *replacement)
{
	struct strbuf out = STRBUF_INIT;

	for (;;) {
		const char *at = strstr(text, placeholder);

		if (at == NULL)
			break;
		strbuf_add(&out, text, (size_t)(at - text));
		strbuf_addstr(&out, replacement);
		text = at + strlen(placeholder);
	}
	strbuf_addstr(&out, text);
	return strbuf_detach(&out);
}

void
template_expand_all(struct strvec *list, int workers, const char *dir)
{
	for (size_t i = 0; i < list->count; i++) {
		char *expanded = template_expand(list->items[i], workers, dir);

		strvec_replace(list, i, expanded);
		free(expanded);
	}
}
