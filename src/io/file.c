#include "config.h"

#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/units.h"

static int
refuse_write(const char *path, int reason, struct error *error)
{
	const char *remedy = "choose a file that can be written";

	if (reason == ENOSPC || reason == EDQUOT)
		remedy = "free some space";
	else if (reason == EFBIG)
		remedy = "raise the limit of file sizes (ulimit -f)";
	else if (reason == EMFILE)
		remedy = "raise the limit of open files (ulimit -n)";
	else if (reason == EPIPE)
		remedy = "let its reader read to the end";
	return error_set(error, STATUS_INTERNAL, "%s: cannot be written (%s): %s", path,
		strerror(reason), remedy);
}

/* 0, or -1 with errno. */
static int
write_all(int file, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t done = write(file, text, length);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		text += done;
		length -= (size_t)done;
	}
	return 0;
}

static int
write_and_close(int file, const char *text, size_t length)
{
	int result = write_all(file, text, length);
	int reason = errno;

	/* Some file systems report a full disk only here. */
	if (close(file) != 0 && result == 0)
		return -1;
	errno = reason;
	return result;
}

static int
write_into(const char *path, int flags, const char *text, size_t length)
{
	int file = open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC | flags, 0666);

	return file < 0 ? -1 : write_and_close(file, text, length);
}

static int
write_stdout(const char *text, size_t length)
{
	/* Through stdio, so that it comes after what was printed before. */
	return fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0 ? 0 : -1;
}

static int
write_beside(const char *path, const char *text, size_t length)
{
	struct stat old;
	char *temporary = xasprintf("%s.%ld.tmp", path, (long)getpid());
	int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int result = -1;

	if (file >= 0) {
		if (stat(path, &old) == 0)
			(void)fchmod(file, old.st_mode & 07777);
		result = write_and_close(file, text, length);
		if (result == 0)
			result = rename(temporary, path);
		if (result != 0) {
			int reason = errno;
			unlink(temporary);
			errno = reason;
		}
	} else if (errno == EACCES && access(path, W_OK) == 0) {
		/* The folder takes no new files, but this one may be changed. */
		result = write_into(path, O_TRUNC, text, length);
	}
	free(temporary);
	return result;
}

/* A symbolic link is followed and stays. */
static int
write_plain(const char *path, const char *text, size_t length)
{
	char *target = realpath(path, NULL);
	int result = write_beside(target != NULL ? target : path, text, length);

	free(target);
	return result;
}

int
file_write(const char *path, const char *text, size_t length, struct error *error)
{
	struct stat old;
	int result;

	if (strcmp(path, "-") == 0)
		result = write_stdout(text, length);
	else if (stat(path, &old) == 0 && !S_ISREG(old.st_mode))
		result = write_into(path, 0, text, length);
	else
		result = write_plain(path, text, length);
	return result == 0
		? 0
		: refuse_write(strcmp(path, "-") == 0 ? "standard output" : path, errno, error);
}

/* The folder that the file is in, or would be; the caller frees it. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

/* 0, or -1 with errno. */
static int
may_write(const char *path)
{
	struct stat found;
	bool there = stat(path, &found) == 0;

	if (!there && errno != ENOENT)
		return -1;
	if (*path == '\0' || (there && S_ISDIR(found.st_mode))) {
		errno = there ? EISDIR : ENOENT;
		return -1;
	}
	if (there)
		return access(path, W_OK);

	char *folder = folder_of(path);
	int result = access(folder, W_OK | X_OK);
	free(folder);
	return result;
}

int
file_check_write(const char *path, struct error *error)
{
	if (strcmp(path, "-") == 0 || may_write(path) == 0)
		return 0;
	return refuse_write(path, errno, error);
}

int
file_append(const char *path, const char *text, size_t length, struct error *error)
{
	return write_into(path, O_APPEND, text, length) == 0 ? 0
							     : refuse_write(path, errno, error);
}

static int
refuse_read(const char *name, struct error *error)
{
	return error_set(error, STATUS_USAGE, "%s: cannot be read (%s): give a readable file",
		name, strerror(errno));
}

int
file_read_stream(
	FILE *stream, const char *name, size_t most, struct strbuf *text, struct error *error)
{
	char block[16384];
	char size[NUMBER_SIZE];
	size_t total = 0;
	size_t got;

	while ((got = fread(block, 1, sizeof block, stream)) > 0) {
		total += got;
		if (total > most)
			return error_set(error, STATUS_USAGE,
				"%s: is larger than %s: give a smaller file", name,
				format_size((double)most, size));
		strbuf_add(text, block, got);
	}
	return ferror(stream) != 0 ? refuse_read(name, error) : 0;
}

int
file_read(const char *path, size_t most, struct strbuf *text, struct error *error)
{
	if (strcmp(path, "-") == 0)
		return file_read_stream(stdin, "standard input", most, text, error);

	FILE *stream = fopen(path, "re");
	if (stream == NULL)
		return refuse_read(path, error);
	int result = file_read_stream(stream, path, most, text, error);
	fclose(stream);
	return result;
}

bool
file_exists(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0;
}

bool
file_is_directory(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}
