#include "config.h"

#include "io/xml_elements.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The parser always stands inside an element of our own, so that several root elements are
 * nothing special to it. */
#define OWN_ROOT "<r>"

#define LONGEST 1000 /* bytes of a tag that is remembered */

static void
learn(struct xml_elements *elements, const char *name, const char **attributes)
{
	struct strvec *words = &elements->learning->words;

	elements->learning = NULL;
	strvec_release(words);
	strvec_push(words, name);
	for (; *attributes != NULL; attributes++)
		strvec_push(words, *attributes);
}

static void XMLCALL
take_start(void *context, const char *name, const char **attributes)
{
	struct xml_elements *elements = context;

	if (elements->muted)
		return;
	if (elements->learning != NULL)
		learn(elements, name, attributes);
	elements->on_start(elements->context, name, (const char *const *)attributes);
}

static void XMLCALL
take_end(void *context, const char *name)
{
	struct xml_elements *elements = context;

	(void)name;
	elements->on_end(elements->context);
}

void
xml_elements_reset(struct xml_elements *elements)
{
	XML_ParserReset(elements->parser, "UTF-8");
	XML_SetUserData(elements->parser, elements);
	XML_Parse(elements->parser, OWN_ROOT, (int)strlen(OWN_ROOT), XML_FALSE);
	XML_SetElementHandler(elements->parser, take_start, take_end);
	elements->learning = NULL;
	elements->kept_count = 0;
}

static void *
reallocate(void *block, size_t size)
{
	return xreallocarray(block, 1, size);
}

void
xml_elements_init(struct xml_elements *elements, xml_elements_start *on_start,
	xml_elements_end *on_end, void *context)
{
	static const XML_Memory_Handling_Suite memory = {xmalloc, reallocate, free};

	*elements = (struct xml_elements){
		.parser = XML_ParserCreate_MM("UTF-8", &memory, NULL),
		.on_start = on_start,
		.on_end = on_end,
		.context = context,
	};
	xml_elements_reset(elements);
}

/* Where a tag is remembered: the tags of a report differ in length or first letter. */
static struct xml_known *
place_of(struct xml_elements *elements, const char *tag, size_t length)
{
	return &elements->known[(length + (unsigned char)tag[1]) % XML_ELEMENTS_KNOWN];
}

static bool
is_known(const struct xml_known *known, const char *tag, size_t length)
{
	return length == known->tag.length && memcmp(tag, known->tag.text, length) == 0;
}

static bool
is_empty_element(const char *tag, size_t length)
{
	return tag[length - 2] == '/';
}

/* "</NAME>" of the element that was kept back last. */
static bool
ends_kept(const struct xml_elements *elements, const char *tag, size_t length)
{
	if (elements->kept_count == 0)
		return false;

	const char *name = elements->kept[elements->kept_count - 1]->words.items[0];
	size_t name_length = strlen(name);
	return length == name_length + 3 && memcmp(tag + 2, name, name_length) == 0;
}

static bool
parse(struct xml_elements *elements, const char *tag, size_t length)
{
	return XML_Parse(elements->parser, tag, (int)length, XML_FALSE) == XML_STATUS_OK;
}

/* Tells the parser what was kept back, which it has taken before. */
static bool
tell_kept(struct xml_elements *elements)
{
	bool taken = true;

	elements->muted = true;
	for (size_t i = 0; i < elements->kept_count && taken; i++)
		taken = parse(
			elements, elements->kept[i]->tag.text, elements->kept[i]->tag.length);
	elements->muted = false;
	elements->kept_count = 0;
	return taken;
}

/* Without the parser, where that is possible. */
static bool
repeat(struct xml_elements *elements, const char *tag, size_t length)
{
	if (tag[1] == '/') {
		if (!ends_kept(elements, tag, length))
			return false;
		elements->kept_count--;
		elements->on_end(elements->context);
		return true;
	}

	const struct xml_known *known = place_of(elements, tag, length);
	bool empty = is_empty_element(tag, length);
	if (!is_known(known, tag, length) ||
		(!empty && elements->kept_count == XML_ELEMENTS_KEPT))
		return false;

	const char *const *words = (const char *const *)known->words.items;
	if (!empty)
		elements->kept[elements->kept_count++] = known;
	elements->on_start(elements->context, words[0], words + 1);
	if (empty)
		elements->on_end(elements->context);
	return true;
}

/* With it; a start tag is remembered once it was taken. */
static bool
parse_anew(struct xml_elements *elements, const char *tag, size_t length)
{
	struct xml_known *place =
		tag[1] != '/' && length <= LONGEST ? place_of(elements, tag, length) : NULL;

	if (!tell_kept(elements))
		return false;
	if (place != NULL)
		strbuf_truncate(&place->tag, 0);
	elements->learning = place;
	if (!parse(elements, tag, length))
		return false;
	if (place != NULL && elements->learning == NULL)
		strbuf_add(&place->tag, tag, length);
	return true;
}

const char *
xml_elements_parse(struct xml_elements *elements, const char *tag, size_t length)
{
	if (repeat(elements, tag, length) || parse_anew(elements, tag, length))
		return NULL;

	const char *wrong = XML_ErrorString(XML_GetErrorCode(elements->parser));
	xml_elements_reset(elements);
	return wrong;
}

void
xml_elements_release(struct xml_elements *elements)
{
	XML_ParserFree(elements->parser);
	for (size_t i = 0; i < XML_ELEMENTS_KNOWN; i++) {
		strbuf_release(&elements->known[i].tag);
		strvec_release(&elements->known[i].words);
	}
}
