/* Any JSON as session.json: what is understood is written and comes back as it is. */
#include "config.h"

#include "fuzz.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/session_json.h"

/* A folder whose session.json is the file that holds the bytes. */
static const char *
folder_of(const char *file)
{
	static char folder[] = "/tmp/ptbench-fuzz.XXXXXX";
	static char link_path[sizeof folder + 32];
	static int made;

	if (made == 0) {
		made = 1;
		if (mkdtemp(folder) == NULL)
			abort();
		snprintf(link_path, sizeof link_path, "%s/%s", folder, SESSION_FILE);
		if (symlink(file, link_path) != 0)
			abort();
	}
	return folder;
}

static void
read_again(const struct strbuf *text)
{
	struct session_record record = SESSION_RECORD_INIT;
	struct strbuf again = STRBUF_INIT;
	struct error error = {.text = ""};
	const char *file = fuzz_file((const uint8_t *)text->text, text->length);

	int status = session_json_read(folder_of(file), &record, &error);
	assert(status == 0);
	(void)status;
	session_json_write(&record, &again);
	assert(strcmp(strbuf_text(text), strbuf_text(&again)) == 0);
	session_record_release(&record);
	strbuf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session_record record = SESSION_RECORD_INIT;
	struct strbuf text = STRBUF_INIT;
	struct error error = {.text = ""};

	if (session_json_read(folder_of(fuzz_file(data, size)), &record, &error) != 0) {
		assert(error.status == STATUS_USAGE && error.text[0] != '\0');
	} else {
		session_json_write(&record, &text);
		read_again(&text);
	}
	session_record_release(&record);
	strbuf_release(&text);
	return 0;
}
