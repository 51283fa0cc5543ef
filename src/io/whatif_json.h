/*
 * whatif_json - `ptbench predict --json`.
 */
#ifndef IO_WHATIF_JSON_H
#define IO_WHATIF_JSON_H

#include "base/strbuf.h"
#include "core/whatif.h"

/*
 * {"schema_version":1,"t1_s","serial","fixed_s","per_worker_s","ceiling":x|null,
 *  "best_workers":n|null,"rows":[{"workers","theory":{"wall_s","speedup","efficiency",
 *  "reduction"},"adjusted":{..}}]}
 */
void whatif_json_write(const struct whatif *whatif, struct strbuf *text);

#endif
