/*
 * What-if: speedups from a given time, serial fraction and overheads; nothing is measured.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "core/whatif.h"
#include "io/file.h"
#include "io/whatif_json.h"
#include "proc/host.h"
#include "view/predictview.h"

#define DEFAULT_WORKERS "1,2,4,8,16"

static int
read_counts(const struct options *options, struct counts *counts, struct error *error)
{
	struct host host = HOST_INIT;

	host_read("", &host);
	struct count_words words = {
		.automatic = host.automatic,
		.cores = host.physical_cores,
		.threads = host.affinity_cpus,
	};
	int status = counts_parse(options->workers != NULL ? options->workers : DEFAULT_WORKERS,
		&words, counts, error);
	host_release(&host);
	return status != 0 ? error_prefix(error, "--workers") : 0;
}

static int
write_table(const struct options *options, const struct whatif *whatif, struct error *error)
{
	struct strbuf text = STRBUF_INIT;
	struct style style = output_style(options, stdout);
	int status = 0;

	if (options->json != NULL) {
		whatif_json_write(whatif, &text);
		status = file_write(options->json, strbuf_text(&text), text.length, error);
		strbuf_truncate(&text, 0);
	}
	if (status == 0 && (options->json == NULL || strcmp(options->json, "-") != 0)) {
		predict_view(whatif, &style, &text);
		status = output_stdout(&text, error);
	}
	strbuf_release(&text);
	return status;
}

int
cmd_predict(const struct invocation *invocation, struct error *error)
{
	const struct options *options = invocation->options;
	struct counts counts = COUNTS_INIT;
	struct whatif whatif = {0};

	if (isnan(options->t1_s) || isnan(options->serial))
		return error_set(error, STATUS_USAGE,
			"predict needs --t1 and --serial: ptbench predict --t1 110 --serial "
			"0.1");

	int status = read_counts(options, &counts, error);
	if (status == 0) {
		struct whatif_arg arg = {
			.t1_s = options->t1_s,
			.serial = options->serial,
			.fixed_s = options->fixed_s,
			.per_worker_s = options->per_worker_s,
			.counts = &counts,
		};
		whatif_fill(&arg, &whatif);
		status = write_table(options, &whatif, error);
		whatif_release(&whatif);
	}
	counts_release(&counts);
	return status;
}
