#include "config.h"

#include "io/whatif_json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "core/result.h"

static json_t *
times_json(const struct whatif_times *times)
{
	return json_pack("{s:f,s:f,s:f,s:f}", "wall_s", times->wall_s, "speedup",
		times->speedup, "efficiency", times->efficiency, "reduction", times->reduction);
}

void
whatif_json_write(const struct whatif *whatif, struct strbuf *text)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < whatif->count; i++)
		json_array_append_new(rows,
			json_pack("{s:i,s:o,s:o}", "workers", whatif->rows[i].workers, "theory",
				times_json(&whatif->rows[i].theory), "adjusted",
				times_json(&whatif->rows[i].adjusted)));

	json_t *root = json_pack("{s:i,s:f,s:f,s:f,s:f,s:o,s:o,s:o}", "schema_version",
		REPORT_SCHEMA_VERSION, "t1_s", whatif->t1_s, "serial", whatif->serial,
		"fixed_s", whatif->fixed_s, "per_worker_s", whatif->per_worker_s, "ceiling",
		isfinite(whatif->ceiling) ? json_real(whatif->ceiling) : json_null(),
		"best_workers",
		whatif->best_workers > 0 ? json_integer(whatif->best_workers) : json_null(),
		"rows", rows);
	char *dump = json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(15));

	strbuf_addf(text, "%s\n", dump);
	free(dump);
	json_decref(root);
}
