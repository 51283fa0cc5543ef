#include "config.h"

#include "unit.h"

#include "core/words.h"

static void
test_words(void)
{
	static const struct {
		const char *line;
		const char *joined; /* NULL: refused */
	} rows[] = {
		{"", ""},
		{"  a  b\t c ", "a b c"},
		{"'a b' \"c d\"", "'a b' 'c d'"},
		{"a\\ b ''", "'a b' ''"},
		{"it\\'s", "'it'\\''s'"},
		{"\"a\\\"b\\n\"", "'a\"b\\n'"},
		{"x{1,2} {n}", "'x{1,2}' {n}"},
		{"'open", NULL},
		{"\"open", NULL},
		{"a | b", NULL},
		{"a $HOME", NULL},
		{"\"$HOME\"", NULL},
		{"'$HOME *'", "'$HOME *'"},
		{"ls *.c", NULL},
		{"a > b", NULL},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strvec words = STRVEC_INIT;
		struct strbuf line = STRBUF_INIT;
		struct error error = {0};

		CU_ASSERT_EQUAL(words_split(rows[i].line, &words, &error),
			rows[i].joined == NULL ? -1 : 0);
		words_join(&words, &line);
		ASSERT_TEXT(strbuf_text(&line), rows[i].joined == NULL ? "" : rows[i].joined);
		strbuf_release(&line);
		strvec_release(&words);
	}
}

SUITE(words, {"words of a line", test_words});
