/* Any JSON where an export of hyperfine is expected: rows that can be fitted, or a sentence. */
#include "config.h"

#include "fuzz.h"

#include <assert.h>

#include "io/hyperfine.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct observations all = OBSERVATIONS_INIT;
	struct hyperfine_arg arg = {.path = fuzz_file(data, size)};
	struct error error = {.text = ""};

	if (hyperfine_read(&arg, &all, &error) != 0)
		assert(error.status == STATUS_USAGE && error.text[0] != '\0');
	for (size_t i = 0; i < all.count; i++)
		assert(all.rows[i].workers > 0 && all.rows[i].wall_s > 0.0);
	observations_release(&all);
	return 0;
}
