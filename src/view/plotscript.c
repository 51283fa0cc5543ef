#include "config.h"

#include "view/plotscript.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"
#include "view/text.h"

#define SUITE_COLUMNS	40
#define CAPTION_COLUMNS 110

/* Fonts and symbols are as large against the picture in one format as in the others. */
static const struct {
	const char *name;
	const char *terminal;
	const char *settings;
	double unit; /* of the size: pixels, or inches */
	const char *unit_name;
} formats[] = {
	{"svg", "svg", "dynamic font \"sans-serif,13\"", 1.0, ""},
	{"png", "pngcairo", "font \"sans,13\" fontscale 1.6 linewidth 2 pointscale 3.4", 2.0,
		""},
	{"pdf", "pdfcairo", "font \"sans,13\" fontscale 0.55", 1.0 / 90.0, "in"},
};

const char *const plot_formats[] = {"svg", "png", "pdf", NULL};

/* "speedup", or "suite-2-speedup"; the caller frees it. */
static char *
plot_name(const struct plot_arg *arg, const struct plot_frame *frame)
{
	return arg->suite > 0 ? xasprintf("suite-%d-%s", arg->suite, frame->name)
			      : xstrdup(frame->name);
}

/* The suite's name is foreign text: only its number is part of a file's name. */
static char *
plot_title(const struct plot_arg *arg, const struct plot_frame *frame)
{
	struct strbuf title = STRBUF_INIT;

	strbuf_addstr(&title, frame->title);
	if (arg->suite > 0) {
		strbuf_addstr(&title, ", suite ");
		text_add_clean(&title, arg->analysis->name, SUITE_COLUMNS, true);
	}
	return strbuf_detach(&title);
}

/* The terminal of that format and the name of its picture. */
static void
add_terminal(struct strbuf *out, const struct plot_arg *arg, const char *format,
	const struct plot_frame *frame)
{
	char *name = plot_name(arg, frame);

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		char width[NUMBER_SIZE];
		char height[NUMBER_SIZE];

		if (strcmp(format, formats[i].name) != 0)
			continue;
		format_number(PLOT_WIDTH * formats[i].unit, width);
		format_number(frame->height * formats[i].unit, height);
		strbuf_addf(out,
			"set terminal %s noenhanced size %s%s,%s%s %s background "
			"\"#ffffff\"\nset output \"%s.%s\"\n",
			formats[i].terminal, width, formats[i].unit_name, height,
			formats[i].unit_name, formats[i].settings, name, format);
	}
	free(name);
}

/* Where the figures come from: command, machine, date, version. */
static void
add_source(struct strbuf *out, const struct result *result, int height)
{
	struct strbuf command = STRBUF_INIT;
	struct strbuf source = STRBUF_INIT;

	text_add_clean(&command, result->title != NULL ? result->title : "",
		CAPTION_COLUMNS - 40, true);
	strbuf_addstr(&source, strbuf_text(&command));
	if (result->host.name != NULL && *result->host.name != '\0')
		strbuf_addf(&source, " on %s", result->host.name);
	if (result->start_utc != NULL && *result->start_utc != '\0')
		strbuf_addf(&source, ", %s", result->start_utc);
	strbuf_addf(&source, "%s, ptbench %s", result->simulated ? ", simulated" : "",
		result->version != NULL ? result->version : "");
	strbuf_addstr(out, "set label 3 ");
	strbuf_release(&command);
	text_add_clean(&command, strbuf_text(&source), CAPTION_COLUMNS, true);
	text_add_gnuplot(out, strbuf_text(&command));
	strbuf_addf(out, " at screen 0.985,%.4f right font \",10\" textcolor rgb muted\n",
		12.0 / height);
	strbuf_release(&source);
	strbuf_release(&command);
}

static void
add_title(struct strbuf *out, int number, const char *text, int columns, double pixels,
	int height, const char *look)
{
	struct strbuf clipped = STRBUF_INIT;

	text_add_clean(&clipped, text, (size_t)columns, true);
	strbuf_addf(out, "set label %d ", number);
	text_add_gnuplot(out, strbuf_text(&clipped));
	strbuf_addf(out, " at screen 0.012,%.4f left %s\n", 1.0 - pixels / height, look);
	strbuf_release(&clipped);
}

void
script_begin(struct strbuf *out, const struct plot_arg *arg, const struct plot_frame *frame)
{
	char *name = plot_name(arg, frame);
	char *title = plot_title(arg, frame);

	strbuf_addf(out,
		"# Run in this folder, `gnuplot %s.gp` makes %s.svg from nothing else.\n", name,
		name);
	strbuf_addstr(out, "reset\nset encoding utf8\n");
	add_terminal(out, arg, "svg", frame);
	strbuf_addstr(out,
		"\n# Okabe and Ito's colours: everybody can tell them apart.\n"
		"blue = \"#0072B2\"\norange = \"#E69F00\"\ngreen = \"#009E73\"\n"
		"vermillion = \"#D55E00\"\nsky = \"#56B4E9\"\npurple = \"#CC79A7\"\n"
		"yellow = \"#F0E442\"\nmuted = \"#666666\"\nlight = \"#DDDDDD\"\n"
		"ground = \"#E8E8E8\"\n"
		"advice = \"#00664D\"\n\n");
	add_title(out, 1, title, 80, 24.0, frame->height, "font \",17\"");
	add_title(out, 2, frame->subtitle, 128, 47.0, frame->height,
		"font \",12\" textcolor rgb muted");
	add_source(out, arg->result, frame->height);
	strbuf_addf(out, "set tmargin at screen %.4f\n", 1.0 - 76.0 / frame->height);
	strbuf_addf(out, "set bmargin at screen %.4f\n", PLOT_FOOT / frame->height);
	strbuf_addf(out,
		"set key at screen 0.5,%.4f center bottom horizontal Left reverse samplen 2 width 1 "
		"font \",11\"\n",
		26.0 / frame->height);
	strbuf_addf(out, "set xlabel \"%s\" offset 0,0.3\nset ylabel \"%s\"\n", frame->x_title,
		frame->y_title);
	strbuf_addstr(out,
		"set border 3\nset tics nomirror out\nset grid ytics lc rgb light lt 1\n"
		"set style fill solid 1 noborder\nset bars small\n\n");
	free(title);
	free(name);
}

void
script_number(struct strbuf *out, double number)
{
	if (isfinite(number))
		strbuf_addf(out, "%.7g ", number);
	else
		strbuf_addstr(out, "NaN ");
}

size_t
plot_thinning(size_t count)
{
	return count <= PLOT_MOST_MARKS ? 1 : (count + PLOT_MOST_MARKS - 1) / PLOT_MOST_MARKS;
}

void
add_thinning(struct strbuf *out, size_t step, const char *what)
{
	if (step > 1)
		strbuf_addf(out, "; of each %zu %s one is shown", step, what);
}

void
plot_finish(struct plot *plot, const struct plot_arg *arg, const struct plot_frame *frame,
	struct strbuf *description, struct strbuf *script)
{
	if (strcmp(arg->format, "svg") != 0) {
		strbuf_addch(script, '\n');
		add_terminal(script, arg, arg->format, frame);
		strbuf_addstr(script, "replot\n");
	}
	plot->name = plot_name(arg, frame);
	plot->title = plot_title(arg, frame);
	plot->description = strbuf_detach(description);
	plot->script = strbuf_detach(script);
}

struct strvec *
plot_hover(struct plot *plot, int group, const char *element)
{
	ARRAY_GROW(plot->hovers, plot->hover_count, plot->hover_capacity);
	struct hover *hover = &plot->hovers[plot->hover_count++];

	*hover = (struct hover){.group = group, .element = element};
	return &hover->texts;
}
