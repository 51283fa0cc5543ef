#include "config.h"

#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "sample_result.h"
#include "view/html.h"
#include "view/svg.h"

/* What gnuplot makes of two points and their key, shortened. */
static const char points_svg[] =
	"<?xml version=\"1.0\" encoding=\"utf-8\"  standalone=\"no\"?>\n<svg \n viewBox=\"0 0 "
	"9 5\"\n"
	" xmlns=\"http://www.w3.org/2000/svg\"\n>\n<title>Gnuplot</title>\n<desc>Produced</"
	"desc>\n"
	"<rect x=\"0\" y=\"0\" width=\"9\" height=\"5\" fill=\"#ffffff\"/>\n"
	"<defs>\n\t<circle id='gpPt5' r='1'/>\n</defs>\n"
	"<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"1.00\" "
	"stroke-linecap=\"butt\" stroke-linejoin=\"miter\">\n</g>\n"
	"<text>id='gp' \"rgb(102,102,102)\" &lt;b></text>\n"
	"\t<g id=\"gnuplot_plot_1\" ><title>gnuplot_plot_1</title>\n"
	"<use xlink:href='#gpPt5' color='#FFFFFF'/>\n"
	"<use xlink:href='#gpPt5' color='rgb(  0, 114, 178)'/>\n"
	"<use xlink:href='#gpPt5' color='rgb(  0, 114, 178)'/>\n"
	"<use xlink:href='#gpPt5' color='rgb(  0, 114, 178)'/>\n"
	"</g>\n</svg>\n";

static char *
inline_svg(const char *svg, size_t texts)
{
	struct hover hover = {.group = 1, .element = "use"};
	struct plot plot = {.title = (char[]){"A <title>"},
		.description = (char[]){"shows & tells"},
		.hovers = &hover,
		.hover_count = 1};
	struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < texts; i++)
		strvec_pushf(&hover.texts, "mark %zu <&>", i + 1);
	svg_add_inline(&out, svg, &plot, 3);
	strvec_release(&hover.texts);
	return strbuf_detach(&out);
}

static void
test_svg(void)
{
	char *svg = inline_svg(points_svg, 2);

	ASSERT_TEXT(svg,
		"<svg class=\"plot\" viewBox=\"0 0 9 5\" role=\"img\" "
		"aria-labelledby=\"p3-title "
		"p3-desc\" fill=\"none\" stroke=\"currentColor\" stroke-linecap=\"butt\" "
		"stroke-linejoin=\"miter\"><title id=\"p3-title\">A &lt;title&gt;</title>"
		"<desc id=\"p3-desc\">shows &amp; tells</desc>"
		"<defs><circle id='p3-gpPt5' r='1'/></defs>"
		"<text>id='gp' \"rgb(102,102,102)\" &lt;b></text>"
		"<g id=\"p3-gnuplot_plot_1\" >"
		"<use href='#p3-gpPt5' color='var(--page)'/>"
		"<use href='#p3-gpPt5' color='var(--blue)'><title>mark 1 "
		"&lt;&amp;&gt;</title></use>"
		"<use href='#p3-gpPt5' color='var(--blue)'><title>mark 2 "
		"&lt;&amp;&gt;</title></use>"
		"<use href='#p3-gpPt5' color='var(--blue)'/>"
		"</g></svg>\n");
	free(svg);
}

/* Texts that do not fit the marks would be lies: there are none then. */
static void
test_svg_other_counts(void)
{
	char *svg = inline_svg(points_svg, 1);

	CU_ASSERT_PTR_NULL(strstr(svg, "mark 1"));
	free(svg);
	svg = inline_svg(points_svg, 4);
	CU_ASSERT_PTR_NULL(strstr(svg, "mark 1"));
	free(svg);
}

static void
test_svg_damaged(void)
{
	static const char *const damaged[] = {"", "no picture", "<svg", "<svg ", "<svg a=\">"};

	for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
		char *svg = inline_svg(damaged[i], 1);
		ASSERT_TEXT(svg == NULL ? "" : svg, "");
		free(svg);
	}
	/* Cut short anywhere, it must not be read beyond its end. */
	for (size_t length = 0; length < sizeof points_svg; length++) {
		char *cut = xstrndup(points_svg, length);
		free(inline_svg(cut, 2));
		free(cut);
	}
}

static char *
page(const struct sample_arg *arg)
{
	struct result result;
	struct observations observations = OBSERVATIONS_INIT;
	struct plots plots = PLOTS_INIT;
	struct strbuf text = STRBUF_INIT;

	sample_result(arg, &result, &observations);
	plots_view(&result, "svg", &plots);
	html_view(&result, &plots, NULL, &text);
	plots_release(&plots);
	result_release(&result);
	observations_release(&observations);
	return strbuf_detach(&text);
}

static void
test_page(void)
{
	char *text = page(&sample_rich);
	const char *advice = strstr(text, "<p class=\"advice\">Use 8 workers here");

	CU_ASSERT_PTR_NOT_NULL_FATAL(advice);
	/* Advice, evidence, method, warnings, in this order. */
	const char *evidence = strstr(advice, "<h2 id=\"evidence\">");
	CU_ASSERT_PTR_NOT_NULL_FATAL(evidence);
	const char *method = strstr(evidence, "<h2 id=\"method\">");
	CU_ASSERT_PTR_NOT_NULL_FATAL(method);
	CU_ASSERT_PTR_NOT_NULL(strstr(method, "<h2 id=\"warnings\">"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "gnuplot was not found"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "<th scope=\"col\""));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "<th scope=\"row\""));
	/* Self-contained: nothing is fetched from anywhere. */
	CU_ASSERT_PTR_NULL(strstr(text, "http:"));
	CU_ASSERT_PTR_NULL(strstr(text, "https:"));
	CU_ASSERT_PTR_NULL(strstr(text, " src="));
	free(text);
}

static void
test_hostile_page(void)
{
	struct sample_arg arg = sample_rich;

	arg.hostile = "</title></code><script>alert(1)</script><img src=x onerror=y>\"'";
	char *text = page(&arg);
	CU_ASSERT_PTR_NULL(strstr(text, "<script>alert"));
	CU_ASSERT_PTR_NULL(strstr(text, "<img"));
	CU_ASSERT_PTR_NULL(strstr(text, "\"'"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "&lt;script&gt;alert(1)"));
	free(text);
}

SUITE(html, {"a picture fits into the page", test_svg},
	{"texts only where they fit the marks", test_svg_other_counts},
	{"damaged pictures do no harm", test_svg_damaged}, {"the page's order", test_page},
	{"hostile names are text", test_hostile_page});
