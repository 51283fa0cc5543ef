/*
 * For packagers and shells: `ptbench completion bash|zsh|fish` prints the completion script.
 */
#include "config.h"

#include <string.h>

#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/output.h"

int
cmd_completion(const struct invocation *invocation, struct error *error)
{
	const char *shell = invocation->operand_count == 1 ? invocation->operands[0] : "";

	for (size_t i = 0; i < completion_count; i++) {
		struct strbuf text = STRBUF_INIT;
		if (strcmp(completion_table[i].shell, shell) != 0)
			continue;
		completion_table[i].write(&text);
		int status = output_stdout(&text, error);
		strbuf_release(&text);
		return status;
	}
	return error_set(error, STATUS_USAGE,
		"for which shell? Say ptbench completion bash, zsh or fish");
}
