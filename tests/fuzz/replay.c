/*
 * Feeds files to a fuzz target without libFuzzer: arguments are files and folders of files.
 * Ends with 1 when there was nothing to feed; a crash of the target is its own message.
 */
#include "config.h"

#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "io/file.h"

#define SEED_MOST ((size_t)16 << 20)

static int
replay_file(const char *path)
{
	struct strbuf bytes = STRBUF_INIT;
	struct error error;

	if (file_read(path, SEED_MOST, &bytes, &error) != 0) {
		fprintf(stderr, "%s\n", error.text);
		exit(EXIT_FAILURE);
	}
	LLVMFuzzerTestOneInput((const uint8_t *)strbuf_text(&bytes), bytes.length);
	strbuf_release(&bytes);
	return 1;
}

static int
replay_folder(const char *path)
{
	DIR *folder = opendir(path);
	int fed = 0;

	if (folder == NULL)
		return replay_file(path);
	for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
		if (entry->d_name[0] == '.')
			continue;
		char *file = xasprintf("%s/%s", path, entry->d_name);
		fed += replay_file(file);
		free(file);
	}
	closedir(folder);
	return fed;
}

int
main(int argc, char **argv)
{
	int fed = 0;

	for (int i = 1; i < argc; i++)
		fed += replay_folder(argv[i]);
	printf("%s: %d seeds\n", argv[0], fed);
	return fed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
