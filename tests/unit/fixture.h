/*
 * fixture - a folder of small files from one text, for code that reads /proc and /sys.
 *
 * tests/fixtures/NAME.tree holds "== /path" lines, each followed by that file's text;
 * what stands before the first is a comment.
 */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

/* Unpacks tests/fixtures/NAME.tree; the new folder's name, ended by fixture_remove(). */
char *fixture_unpack(const char *name);

/* Puts the files of tests/fixtures/NAME.tree into the folder, over those that are there. */
void fixture_change(const char *directory, const char *name);

/* Removes the folder and frees its name. */
void fixture_remove(char *directory);

#endif
