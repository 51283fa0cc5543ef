#include "config.h"

#include "core/runner.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "core/words.h"

#define ANY_WORDS      "*"
#define STARTS_COMMAND "..."

/* Words behind which nothing is an option of the runner any more. */
static const char *const enders[] = {"--", "-args", "--args"};

bool
pattern_matches(const char *pattern, const char *text)
{
	const char *star = NULL;
	const char *resume = NULL;

	/* Greedy with one step back to the last '*': linear but for pathological patterns. */
	while (*text != '\0') {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star != NULL) {
			pattern = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

/* The end of the path that has as many components as the pattern. */
static const char *
path_tail(const char *path, const char *pattern)
{
	size_t wanted = 1;
	const char *tail = path + strlen(path);

	for (; *pattern != '\0'; pattern++)
		wanted += *pattern == '/';
	while (tail > path) {
		if (tail[-1] == '/' && --wanted == 0)
			break;
		tail--;
	}
	return tail;
}

/* A program is also known under its name with what Windows shells or Node put behind it. */
static bool
program_matches(const char *pattern, const char *word)
{
	const char *name = path_tail(word, pattern);
	size_t length = strlen(name);

	if (pattern_matches(pattern, name))
		return true;
	if (length <= 4 || strcmp(name + length - 4, ".exe") != 0)
		return false;
	char *bare = xstrndup(name, length - 4);
	bool matches = pattern_matches(pattern, bare);
	free(bare);
	return matches;
}

static bool
is_option(const char *word)
{
	return (*word == '-' || *word == '+') && word[1] != '\0';
}

static bool
takes_next(const struct runner *row, const char *word)
{
	return words_have(row->values, word);
}

static bool
is_ender(const char *word)
{
	for (size_t i = 0; i < sizeof enders / sizeof *enders; i++)
		if (strcmp(word, enders[i]) == 0)
			return true;
	return false;
}

/* The index behind the word that matches `wanted`, 0 when it does not follow. */
static size_t
find_word(const struct runner *row, const struct strvec *argv, size_t from, const char *wanted,
	bool any_between)
{
	for (size_t i = from; i < argv->count; i++) {
		const char *word = argv->items[i];
		/* A pattern for a plain word must not take an option for one. */
		bool comparable = is_option(word) == is_option(wanted);

		if (comparable && pattern_matches(wanted, word))
			return i + 1 < argv->count && takes_next(row, word) ? i + 2 : i + 1;
		if (is_ender(word) || (!is_option(word) && !any_between))
			return 0;
		if (takes_next(row, word))
			i++;
	}
	return 0;
}

/* Where the options end that begin at `from`. */
static size_t
options_end(
	const struct runner *row, const struct strvec *argv, size_t from, bool starts_command)
{
	size_t i = from;

	while (i < argv->count && !is_ender(argv->items[i])) {
		if (starts_command && !is_option(argv->items[i]))
			break;
		i += starts_command && takes_next(row, argv->items[i]) ? 2 : 1;
	}
	return i < argv->count ? i : argv->count;
}

/* Matches one alternative, already split into words; returns how many words spoke for it. */
static size_t
match_words(const struct runner *row, const struct strvec *pattern, const struct strvec *argv,
	struct runner_match *match)
{
	size_t at = match->program + 1;
	size_t score = 1;
	bool any_between = false;
	bool anywhere = false;

	if (pattern->count == 0 ||
		!program_matches(pattern->items[0], argv->items[match->program]))
		return 0;
	match->starts_command = false;
	for (size_t i = 1; i < pattern->count; i++) {
		const char *wanted = pattern->items[i];

		if (strcmp(wanted, STARTS_COMMAND) == 0) {
			match->starts_command = true;
		} else if (strcmp(wanted, ANY_WORDS) == 0) {
			any_between = anywhere = true;
		} else {
			at = find_word(row, argv, at, wanted, any_between);
			if (at == 0)
				return 0;
			any_between = false;
			score++;
		}
	}
	/* Words in the middle of others, like make's targets, are no place for options. */
	match->options = anywhere ? match->program + 1 : at;
	match->end = options_end(row, argv, match->options, match->starts_command);
	return score;
}

static void
split_blanks(const char *text, struct strvec *words)
{
	for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
		size_t length = strcspn(text, " ");

		strvec_push_owned(words, xstrndup(text, length));
		text += length;
	}
}

/* The best alternative of the row; returns its score, 0 for none. */
static size_t
match_row(const struct runner *row, const struct strvec *argv, size_t program,
	struct runner_match *match)
{
	struct strvec alternatives = STRVEC_INIT;
	size_t best = 0;

	strvec_split(&alternatives, row->match, '|');
	for (size_t i = 0; i < alternatives.count; i++) {
		struct strvec pattern = STRVEC_INIT;
		struct runner_match found = {.row = row, .program = program};

		split_blanks(alternatives.items[i], &pattern);
		size_t score = match_words(row, &pattern, argv, &found);
		if (score > best) {
			best = score;
			*match = found;
		}
		strvec_release(&pattern);
	}
	strvec_release(&alternatives);
	return best;
}

bool
runner_matches(const struct runner *row, const struct strvec *argv, size_t program,
	struct runner_match *match)
{
	return match_row(row, argv, program, match) > 0;
}

bool
runners_match(const struct runners *table, const struct strvec *argv, size_t program,
	struct runner_match *match)
{
	size_t best = 0;

	for (size_t i = 0; i < table->count; i++) {
		struct runner_match found;
		size_t score = match_row(&table->rows[i], argv, program, &found);

		if (score > 0 && score >= best) {
			best = score;
			*match = found;
		}
	}
	return best > 0;
}

struct runner_match
runner_forced(const struct runner *row, const struct strvec *argv, size_t program)
{
	struct runner_match match = {.row = row, .program = program, .options = program + 1};

	match.starts_command = strstr(row->match, STARTS_COMMAND) != NULL;
	match.end = options_end(row, argv, match.options, match.starts_command);
	return match;
}
