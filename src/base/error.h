/*
 * error - why something could not be done, as a finished sentence.
 *
 * A function that can fail because of the world (input, files, processes)
 * returns -1 and fills the struct error it was given; on success the struct is
 * untouched. Only the program's edge (src/main.c) prints it. The sentence reads
 * "what is wrong: what to do", without the program's name and without a newline;
 * control characters in what it quotes become '?'.
 * The struct owns nothing and needs no release.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/* What the program's exit code will be (ptbench(1), EXIT STATUS). */
enum status {
	STATUS_OK = 0,
	STATUS_COMMAND_FAILED = 1, /* the measured command leaves nothing to advise on */
	STATUS_USAGE = 2,          /* bad usage or bad input; nothing was run */
	STATUS_GATE = 3,           /* a gate of `compare` tripped */
	STATUS_INTERNAL = 125,     /* ptbench itself failed: cannot write, out of memory */
	STATUS_NOT_EXECUTABLE = 126,
	STATUS_NOT_FOUND = 127,
	STATUS_SIGNAL = 128, /* plus the signal's number */
};

struct error {
	enum status status;
	char text[1000];
};

/* Fills `error` with a sentence and returns -1, so that callers can `return error_set(...)`. */
int error_set(struct error *error, enum status status, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "PREFIX: " in front of the sentence, e.g. a file's name; returns -1. */
int error_prefix(struct error *error, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
