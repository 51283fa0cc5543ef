#include "config.h"

#include "core/placement.h"

#include <string.h>

#include "core/flags.h"
#include "core/template.h"
#include "core/words.h"

/* The words of the table, told apart. */
struct parts {
	struct strvec env;
	struct strvec options;
	struct strvec behind; /* behind "--" */
	struct strvec needed; /* behind these, where the command has no "--" */
	bool looks_behind;
};

static int
parts_split(const char *text, struct parts *parts, struct error *error)
{
	struct strvec words = STRVEC_INIT;
	struct strvec *part = &parts->env;

	if (words_split(text, &words, error) != 0)
		return -1;
	for (size_t i = 0; i < words.count; i++) {
		const char *word = words.items[i];

		if (part == &parts->env && !word_is_assignment(word))
			part = &parts->options;
		if (strcmp(word, "--") != 0)
			strvec_push(part, word);
		else
			part = part == &parts->behind ? &parts->needed : &parts->behind;
		parts->looks_behind |= part == &parts->behind;
	}
	strvec_release(&words);
	return 0;
}

static void
parts_release(struct parts *parts)
{
	strvec_release(&parts->env);
	strvec_release(&parts->options);
	strvec_release(&parts->behind);
	strvec_release(&parts->needed);
}

static bool
same_name(const char *one, const char *other)
{
	size_t length = strcspn(one, "=");

	return strncmp(one, other, length + 1) == 0;
}

void
form_setenv(struct form *form, const char *assignment)
{
	for (size_t i = 0; i < form->env.count; i++) {
		if (same_name(assignment, form->env.items[i])) {
			strvec_replace(&form->env, i, assignment);
			return;
		}
	}
	strvec_push(&form->env, assignment);
}

static void
insert_all(struct strvec *list, size_t position, const struct strvec *words)
{
	for (size_t i = 0; i < words->count; i++)
		strvec_insert(list, position + i, words->items[i]);
}

/* Changes `NAME=VALUE` words of wrappers in front of the runner: they would win over ours. */
static void
clean_prefix(struct form *form, struct runner_match *at, const struct strvec *env)
{
	struct strvec *argv = &form->argv;
	const struct runner *row = at->row;

	flags_remove_assigned(
		argv, &(struct flags_arg){row->replaces, row->bundles, 0, at->program});
	flags_remove_assigned(&form->env,
		&(struct flags_arg){row->replaces, row->bundles, 0, form->env.count});
	for (size_t i = 0; i < at->program; i++) {
		bool ours = false;

		for (size_t j = 0; j < env->count; j++)
			ours |= word_is_assignment(argv->items[i]) &&
				same_name(env->items[j], argv->items[i]);
		if (!ours)
			continue;
		strvec_remove(argv, i--);
		at->program--;
		at->options--;
		at->end--;
	}
}

/* Replaces the row's flags among argv[from..to) with the words; `from` is where they go when
 * none is there. Returns the new end. */
static size_t
replace_flags(struct strvec *argv, const struct runner *row, size_t from, size_t to,
	const struct strvec *words)
{
	size_t before = argv->count;
	size_t first =
		flags_remove(argv, &(struct flags_arg){row->replaces, row->bundles, from, to});

	to -= before - argv->count;
	insert_all(argv, first == FLAGS_NONE ? from : first, words);
	return to + words->count;
}

/* The part behind "--", which is at argv[end] or not there. */
static void
put_behind(struct strvec *argv, const struct runner_match *at, size_t end,
	const struct parts *parts)
{
	const struct strvec nothing = STRVEC_INIT;
	bool there = end < argv->count && strcmp(argv->items[end], "--") == 0;

	if (there) {
		replace_flags(argv, at->row, end + 1, argv->count, &parts->behind);
	} else if (at->starts_command && end < argv->count) {
		/* What it starts follows without "--" and takes options anywhere. */
		replace_flags(argv, at->row, end, argv->count, &nothing);
		strvec_push_all(argv, &parts->behind);
	} else if (parts->behind.count > 0) {
		strvec_push(argv, "--");
		strvec_push_all(argv, &parts->behind);
		strvec_push_all(argv, &parts->needed);
	}
}

int
placement_put(struct form *form, const struct runner_match *match, const char *words,
	struct error *error)
{
	struct runner_match at = *match;
	struct parts parts = {0};

	if (parts_split(words, &parts, error) != 0)
		return error_prefix(error, "the runner '%s'", match->row->name);
	clean_prefix(form, &at, &parts.env);
	for (size_t i = 0; i < parts.env.count; i++)
		form_setenv(form, parts.env.items[i]);

	size_t end = replace_flags(&form->argv, at.row, at.options, at.end, &parts.options);
	if (parts.looks_behind)
		put_behind(&form->argv, &at, end, &parts);
	parts_release(&parts);
	return 0;
}

int
placement_add(struct form *form, const struct runner_match *match, const char *words,
	const char *dir, struct error *error)
{
	struct parts parts = {0};

	if (parts_split(words, &parts, error) != 0)
		return error_prefix(error, "the runner '%s'", match->row->name);
	template_expand_all(&parts.env, 0, dir);
	template_expand_all(&parts.options, 0, dir);
	for (size_t i = 0; i < parts.env.count; i++)
		form_setenv(form, parts.env.items[i]);
	insert_all(&form->argv, match->options, &parts.options);
	parts_release(&parts);
	return 0;
}
