/*
 * style - how text for people is to look on this output.
 */
#ifndef VIEW_STYLE_H
#define VIEW_STYLE_H

#include <stdbool.h>

struct style {
	bool color; /* ANSI sequences may be used */
	bool utf8; /* other characters than ASCII may be used */
	int width; /* columns; 0: no limit */
	int height; /* lines of the screen; 0: none, as in a pipe */
	bool piped; /* programs read it, too: the recommendation stays on one line */
};

#endif
