#include "config.h"

#include "base/strbuf.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "proc/host.h"
#include "proc/slurm/nodes.h"
#include "view/clusterview.h"
#include "view/hostview.h"

static int
show_cluster(const struct invocation *invocation, const struct style *style,
	struct strbuf *text, struct error *error)
{
	struct cluster cluster = CLUSTER_INIT;
	int status = nodes_read(&invocation->options->engine_args, &cluster, error);

	if (status == 0)
		cluster_view(&cluster, style, text);
	cluster_release(&cluster);
	return status;
}

static void
show_host(const struct style *style, struct strbuf *text)
{
	struct host host = HOST_INIT;

	host_read("", &host);
	host_view(&host, style, text);
	host_release(&host);
}

int
cmd_host(const struct invocation *invocation, struct error *error)
{
	struct style style = output_style(invocation->options, stdout);
	struct strbuf text = STRBUF_INIT;
	int status = 0;

	if (invocation->options->engine == ENGINE_SLURM)
		status = show_cluster(invocation, &style, &text, error);
	else
		show_host(&style, &text);
	if (status == 0)
		status = output_stdout(&text, error);
	strbuf_release(&text);
	return status;
}
