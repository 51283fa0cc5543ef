#include "config.h"

#include "base/nearest.h"

#include <string.h>

#define LONGEST 40 /* letters; no name is as long */

static size_t
least(size_t x, size_t y)
{
	return x < y ? x : y;
}

/* Both are at most LONGEST letters long. */
static size_t
distance(const char *x, const char *y)
{
	size_t rows[LONGEST + 1][LONGEST + 1];
	size_t lines = strlen(x), columns = strlen(y);

	for (size_t i = 0; i <= lines; i++) {
		for (size_t j = 0; j <= columns; j++) {
			if (i == 0 || j == 0) {
				rows[i][j] = i + j;
				continue;
			}
			rows[i][j] = least(least(rows[i - 1][j], rows[i][j - 1]) + 1,
				rows[i - 1][j - 1] + (x[i - 1] != y[j - 1]));
			if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
				rows[i][j] = least(rows[i][j], rows[i - 2][j - 2] + 1);
		}
	}
	return rows[lines][columns];
}

void
nearest_offer(struct nearest *nearest, const char *name)
{
	size_t length = strlen(nearest->word);

	if (length < 2 || length > LONGEST || strlen(name) > LONGEST)
		return;

	size_t away = distance(nearest->word, name);
	if (away > (length < 5 ? 1 : 2) || (nearest->name != NULL && away >= nearest->distance))
		return;
	nearest->name = name;
	nearest->distance = away;
}
