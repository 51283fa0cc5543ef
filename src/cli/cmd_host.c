#include "config.h"

#include "base/strbuf.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "proc/host.h"
#include "view/hostview.h"

int
cmd_host(const struct invocation *invocation, struct error *error)
{
	struct host host = HOST_INIT;
	struct style style = output_style(invocation->options, stdout);
	struct strbuf text = STRBUF_INIT;

	host_read("", &host);
	host_view(&host, &style, &text);
	int status = output_stdout(&text, error);
	strbuf_release(&text);
	host_release(&host);
	return status;
}
