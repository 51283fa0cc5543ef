#include "config.h"

#include "io/session_json.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/json_reader.h"
#include "io/json_value.h"
#include "io/report_host.h"

void
session_record_release(struct session_record *record)
{
	free(record->version);
	free(record->start_utc);
	free(record->directory);
	strvec_release(&record->arguments);
	host_release(&record->host);
	*record = (struct session_record)SESSION_RECORD_INIT;
}

/*
 * The arguments byte by byte, or null: with a byte that is no UTF-8 replaced, --resume would
 * silently measure another command.
 */
static json_t *
exact_texts(const struct strvec *texts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < texts->count; i++) {
		if (json_array_append_new(array, json_string(texts->items[i])) != 0) {
			json_decref(array);
			return json_null();
		}
	}
	return array;
}

void
session_json_write(const struct session_record *record, struct strbuf *text)
{
	value_begin();
	/* As text: jansson's integers have a sign, and other readers round above 2^53. */
	char *seed = xasprintf("%llu", (unsigned long long)record->seed);
	json_t *root = json_pack("{s:i,s:o,s:o,s:o,s:o,s:o,s:o}", "session_version",
		SESSION_SCHEMA_VERSION, "ptbench", value_text(record->version), "start_utc",
		value_text(record->start_utc), "directory", value_text(record->directory),
		"seed", value_text(seed), "arguments", exact_texts(&record->arguments), "host",
		report_host_value(&record->host));

	free(seed);
	value_document(root, text);
}

static uint64_t
read_seed(struct json_reader *reader, const json_t *root)
{
	char *text = reader_text(reader, root, "seed");
	uint64_t seed = strtoull(text, NULL, 10);

	if (*text == '\0' || strspn(text, "0123456789") != strlen(text))
		reader_refuse(reader, "the member seed is no number: start a new measurement");
	free(text);
	return seed;
}

static void
read_record(struct json_reader *reader, const json_t *root, struct session_record *record)
{
	const json_t *arguments = json_object_get(root, "arguments");

	if (json_integer_value(json_object_get(root, "session_version")) !=
		SESSION_SCHEMA_VERSION) {
		reader_refuse(reader,
			"was written by another version of ptbench: go on with that "
			"one, or start a new measurement");
		return;
	}
	if (json_is_null(arguments)) {
		reader_refuse(reader,
			"the command has bytes that are no UTF-8 and was not kept: "
			"start a new measurement");
		return;
	}
	reader_needs(reader, root, "arguments", JSON_ARRAY);
	record->version = reader_text(reader, root, "ptbench");
	record->start_utc = reader_text(reader, root, "start_utc");
	record->directory = reader_text(reader, root, "directory");
	record->seed = read_seed(reader, root);
	reader_texts(reader, root, "arguments", &record->arguments);
	report_host_read(reader, reader_object(reader, root, "host"), &record->host);
}

int
session_json_read(const char *folder, struct session_record *record, struct error *error)
{
	char *path = xasprintf("%s/%s", folder, SESSION_FILE);
	struct json_reader reader = {.error = error};
	json_t *root = reader_document(&reader, path);

	if (root != NULL)
		read_record(&reader, root, record);
	json_decref(root);
	free(path);
	if (reader.failed)
		session_record_release(record);
	return reader.failed ? -1 : 0;
}

static bool
differs(double left, double right)
{
	return isnan(left) != isnan(right) || left < right || left > right;
}

int
session_check_host(
	const struct session_record *record, const struct host *now, struct error *error)
{
	const struct host *then = &record->host;
	const char *what = NULL;

	if (strcmp(then->cpu_model, now->cpu_model != NULL ? now->cpu_model : "") != 0)
		what = "another processor";
	else if (then->logical_cpus != now->logical_cpus)
		what = "another number of CPUs";
	else if (then->affinity_cpus != now->affinity_cpus)
		what = "another set of CPUs for this process";
	else if (differs(then->quota_cpus, now->quota_cpus))
		what = "another quota of CPU time";
	if (what == NULL)
		return 0;
	return error_set(error, STATUS_USAGE,
		"the measurement was started on %s, and this machine has %s: start a new one",
		*then->name != '\0' ? then->name : "another machine", what);
}
