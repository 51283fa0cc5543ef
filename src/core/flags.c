#include "config.h"

#include "core/flags.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"

enum value_kind {
	VALUE_NONE,
	VALUE_REQUIRED, /* "N" */
	VALUE_OPTIONAL, /* "[N]" */
	VALUE_FIXED, /* anything else: just this one */
};

/* One alternative of a list of flags. */
struct flag {
	char *variable; /* the flag stands in this variable's value; NULL: among the words */
	char *name;
	enum value_kind kind;
	char *fixed;
};

/* How one flag stands at one word. */
struct sighting {
	bool found;
	size_t words; /* that belong to it, with its value */
	size_t kept; /* characters of the word that are other flags bundled with it */
	const char *value; /* borrowed, NULL for none */
};

/* Whether the word looks like a worker count: 4, 50%, +2, 1.5C, auto, .. */
static bool
is_count(const char *word)
{
	static const char *const names[] = {
		"auto",
		"logical",
		"max",
		"num-cpus",
		"cores",
		"unlimited",
		"{n}",
		"{workers}",
	};
	size_t sign = *word == '+' || *word == '-';
	size_t digits = strspn(word + sign, "0123456789.");
	const char *rest = word + sign + digits;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(word, names[i]) == 0)
			return true;
	return digits > 0 &&
		(*rest == '\0' || strcmp(rest, "%") == 0 || strcmp(rest, "C") == 0);
}

bool
word_is_assignment(const char *word)
{
	size_t length =
		strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");

	return length > 0 && word[length] == '=' && (*word < '0' || *word > '9');
}

static void
flag_release(struct flag *flag)
{
	free(flag->variable);
	free(flag->name);
	free(flag->fixed);
}

/* Reads one alternative, "MAKEFLAGS=-j [N]". */
static struct flag
flag_parse(const char *text, size_t length)
{
	struct flag flag = {0};
	char *copy = xstrndup(text, length);
	char *name = copy;
	char *blank = strchr(copy, ' ');

	if (blank != NULL) {
		*blank++ = '\0';
		flag.kind = strcmp(blank, "N") == 0 ? VALUE_REQUIRED
			: strcmp(blank, "[N]") == 0 ? VALUE_OPTIONAL
						    : VALUE_FIXED;
		flag.fixed = xstrdup(blank);
	}
	if (word_is_assignment(name)) {
		char *equals = strchr(name, '=');

		flag.variable = xstrndup(name, (size_t)(equals - name));
		name = equals + 1;
	}
	flag.name = xstrdup(name);
	free(copy);
	return flag;
}

/* What follows the flag's name in the word, "" for nothing; NULL when it is another word. */
static const char *
after_name(const char *word, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(word, name, length) == 0)
		return word + length;
	/* Go's flags may have one dash or two. */
	if (name[0] == '-' && name[1] != '-' && length > 2 && word[0] == '-' &&
		strncmp(word + 1, name, length) == 0)
		return word + 1 + length;
	return NULL;
}

static bool
is_short(const char *name)
{
	return name[0] == '-' && name[1] != '-' && strlen(name) == 2;
}

/* The flag's word is `words[i]` with nothing attached: the value, if any, is the next word. */
static struct sighting
sight_separate(const struct flag *flag, const char *next)
{
	struct sighting seen = {.found = true, .words = 1};
	bool takes = next != NULL &&
		(flag->kind == VALUE_REQUIRED ||
			(flag->kind == VALUE_OPTIONAL && is_count(next)) ||
			(flag->kind == VALUE_FIXED && strcmp(next, flag->fixed) == 0));

	if (takes) {
		seen.words = 2;
		seen.value = next;
	}
	if (flag->kind == VALUE_FIXED && !takes)
		seen.found = false;
	return seen;
}

static struct sighting
sight_attached(const struct flag *flag, const char *value)
{
	struct sighting seen = {.words = 1, .value = value};

	seen.found = flag->kind == VALUE_FIXED ? strcmp(value, flag->fixed) == 0
					       : flag->kind != VALUE_NONE;
	return seen;
}

/* -ksj4, -ksj 4: other short flags of `bundles` stand before it. */
static struct sighting
sight_bundled(const struct flag *flag, const char *bundles, const char *word, const char *next)
{
	struct sighting seen = {0};

	if (word[0] != '-' || word[1] == '-')
		return seen;

	size_t others = strspn(word + 1, bundles);
	if (others == 0 || word[1 + others] != flag->name[1])
		return seen;

	const char *rest = word + 1 + others + 1;
	if (*rest == '\0')
		seen = sight_separate(flag, next);
	else if (is_count(rest))
		seen = sight_attached(flag, rest);
	seen.kept = 1 + others;
	return seen;
}

static struct sighting
sight(const struct flag *flag, const char *bundles, const char *word, const char *next)
{
	const char *rest = after_name(word, flag->name);

	if (rest != NULL && *rest == '\0')
		return sight_separate(flag, next);
	if (rest != NULL && (*rest == '=' || *rest == ':') && flag->kind != VALUE_NONE)
		return sight_attached(flag, rest + 1);
	if (rest != NULL && is_short(flag->name) &&
		(flag->kind == VALUE_FIXED || is_count(rest)))
		return sight_attached(flag, rest);
	if (is_short(flag->name))
		return sight_bundled(flag, bundles, word, next);
	return (struct sighting){0};
}

/* The sighting of any flag of the list that stands among the words at `i`. */
static struct sighting
sight_any(const struct strvec *words, size_t i, const struct flags_arg *arg)
{
	const char *next = i + 1 < arg->to ? words->items[i + 1] : NULL;
	struct sighting seen = {0};

	for (const char *at = arg->list; *at != '\0' && !seen.found;) {
		size_t length = strcspn(at, "|");
		struct flag flag = flag_parse(at, length);

		if (flag.variable == NULL && *flag.name != '\0')
			seen = sight(&flag, arg->bundles, words->items[i], next);
		flag_release(&flag);
		at += length + (at[length] == '|');
	}
	return seen;
}

/* The flags that the list has for this variable, as a list of their own; "" for none. */
static char *
flags_of_variable(const char *list, const char *word)
{
	struct strbuf own = STRBUF_INIT;
	size_t name = strcspn(word, "=");

	for (const char *at = list; *at != '\0';) {
		size_t length = strcspn(at, "|");

		if (length > name && strncmp(at, word, name + 1) == 0) {
			strbuf_addstr(&own, own.length > 0 ? "|" : "");
			strbuf_add(&own, at + name + 1, length - name - 1);
		}
		at += length + (at[length] == '|');
	}
	return strbuf_detach(&own);
}

/* Removes the flags from the value of an assignment. */
static void
clean_assignment(struct strvec *words, size_t i, const struct flags_arg *arg)
{
	const char *word = words->items[i];
	char *list = flags_of_variable(arg->list, word);
	struct strvec values = STRVEC_INIT;

	if (*list != '\0') {
		struct strbuf cleaned = STRBUF_INIT;

		strvec_split(&values, strchr(word, '=') + 1, ' ');
		bool removed = flags_remove(&values,
				       &(struct flags_arg){list, arg->bundles, 0,
					       values.count}) != FLAGS_NONE;
		strbuf_add(&cleaned, word, strcspn(word, "=") + 1);
		strvec_join(&values, " ", &cleaned);
		if (removed)
			strvec_replace(words, i, strbuf_text(&cleaned));
		strbuf_release(&cleaned);
	}
	strvec_release(&values);
	free(list);
}

void
flags_remove_assigned(struct strvec *words, const struct flags_arg *arg)
{
	for (size_t i = arg->from; i < arg->to; i++)
		if (word_is_assignment(words->items[i]))
			clean_assignment(words, i, arg);
}

/* Takes what was sighted at `i` away; returns where it stood. */
static size_t
take_away(struct strvec *words, size_t i, struct sighting seen)
{
	if (seen.kept > 0) {
		char *kept = xstrndup(words->items[i], seen.kept);

		strvec_replace(words, i, kept);
		free(kept);
		i++;
		seen.words--;
	}
	for (size_t j = 0; j < seen.words; j++)
		strvec_remove(words, i);
	return i;
}

size_t
flags_remove(struct strvec *words, const struct flags_arg *arg)
{
	struct flags_arg rest = *arg;
	size_t first = FLAGS_NONE;

	flags_remove_assigned(words, arg);
	for (size_t i = arg->from; i < rest.to;) {
		struct sighting seen = sight_any(words, i, &rest);

		if (!seen.found) {
			i++;
			continue;
		}
		size_t before = words->count;
		i = take_away(words, i, seen);
		rest.to -= before - words->count;
		if (first == FLAGS_NONE)
			first = i;
	}
	return first;
}

bool
flags_find(const struct strvec *words, const struct flags_arg *arg, const char **value)
{
	bool found = false;

	for (size_t i = arg->from; i < arg->to;) {
		struct sighting seen = sight_any(words, i, arg);

		if (seen.found) {
			found = true;
			if (value != NULL)
				*value = seen.value;
		}
		i += seen.found ? seen.words : 1;
	}
	return found;
}
