#include "config.h"

#include "core/capacity_notes.h"

#include <math.h>

#include "base/units.h"
#include "core/cpu_limit.h"
#include "core/quantity.h"

/* The serial fraction that Amdahl's law would name, which knows no CPUs; NAN without it. */
static double
blind_serial(const struct fits *fits)
{
	struct quantity serial = {.kind = QUANTITY_SERIAL};

	for (size_t i = 0; i < fits->count; i++) {
		const struct fitted_law *fitted = &fits->items[i];
		if (fitted->model.law == &laws[0] && !fitted->model.capacity &&
			fitted->feasible)
			return quantity_value(&fitted->model, &serial, fitted->best.terms);
	}
	return UNKNOWN;
}

/* What the limit costs at its first count, and what is left for the code to answer for. */
static void
say_starved(const struct fits *fits, const struct datum *first, const struct fit *fit,
	struct strvec *notes)
{
	const struct fitted_law *headline = fits->headline;
	double here_s = model_time(&headline->model, headline->best.terms, first);
	double free_s = cpu_limit_free_time(headline, first);
	double serial_s = headline->best.terms[TERM_SERIAL];
	double blind = blind_serial(fits);
	char here_text[NUMBER_SIZE], free_text[NUMBER_SIZE];

	strvec_pushf(notes,
		"From %.0f workers on this machine ran out of CPUs: the tests then need %.3g "
		"CPU seconds, and %g CPUs cannot give them in less than %.3g s. With enough "
		"CPUs %.0f workers would take %s, not %s. The code's own serial part is "
		"%.1f %%%s%s.",
		first->workers, first->cpu_s, fits->data->cpus, first->cpu_s / fits->data->cpus,
		first->workers, format_time(free_s, free_text), format_time(here_s, here_text),
		100.0 * fit->serial.value.estimate,
		serial_s > here_s - free_s ? ", which costs more than the missing CPUs do" : "",
		blind > fit->serial.value.estimate + 0.05
			? "; a law that knows no CPUs would take it for more"
			: "");
}

/* No limit is seen: there is none, or the runs scatter by more than it costs. */
static void
say_enough(const struct fits *fits, double noise, const struct fit *fit, struct strvec *notes)
{
	const struct fitted_law *headline = fits->headline;
	const struct datum *first = cpu_limit_first(fits, 0.0);

	if (first == NULL) {
		strvec_pushf(notes, "The %g CPUs were never the limit%s.", fits->data->cpus,
			fit->serial.value.estimate > CPU_LIMIT_NOTICED
				? ": what does not scale here is the code (or what it waits "
				  "for), not their number"
				: "");
		return;
	}
	double here_s = model_time(&headline->model, headline->best.terms, first);
	double lost = 1.0 - cpu_limit_free_time(headline, first) / here_s;
	strvec_pushf(notes,
		"Whether the %g CPUs were the limit from %.0f workers on cannot be told: by the "
		"fit more of them would save %.0f %% there, less than the noise of single runs "
		"(%.0f %%).",
		fits->data->cpus, first->workers, 100.0 * lost,
		100.0 * (isnan(noise) ? SAMPLE_USUAL_NOISE : noise));
}

/* Your code's serial part, or this machine out of CPUs? */
static void
say_capacity(const struct fits *fits, double noise, const struct fit *fit, struct strvec *notes)
{
	const struct interval *serial = &fit->serial.value;
	const struct datum *first = cpu_limit_first(fits, noise);

	if (first == NULL)
		say_enough(fits, noise, fit, notes);
	else if (serial->high > 1.0 - CPU_LIMIT_NOTICED)
		strvec_pushf(notes,
			"From %.0f workers on the %g CPUs may be the limit, or the code's own "
			"serial part is, which may be anything from %.0f to 100 %%: these runs "
			"cannot tell. More runs of each count would, or a machine with more CPUs.",
			first->workers, fits->data->cpus, 100.0 * serial->low);
	else
		say_starved(fits, first, fit, notes);
}

static void
say_no_capacity(const struct fits *fits, struct analysis *analysis)
{
	const struct dataset *data = fits->data;

	if (data->cpus_contradicted)
		strvec_pushf(&analysis->warnings,
			"The runs used more CPU seconds than %g CPUs have: the number of CPUs "
			"is wrong (--host-cpus), and it was not used.",
			data->cpus);
	else if (!data->cpu_known)
		strvec_push(&analysis->fit.notes,
			"The CPU seconds of the runs (user_s and sys_s) are not known, so a "
			"serial part of the code cannot be told from a machine that ran out of "
			"CPUs.");
	else if (isnan(data->cpus))
		strvec_push(&analysis->fit.notes,
			"How many CPUs the runs had is not known (--host-cpus), so a serial "
			"part of the code cannot be told from a machine that ran out of CPUs.");
}

void
capacity_notes(const struct fits *fits, struct analysis *analysis)
{
	struct fit *fit = &analysis->fit;

	if (fit->capacity_applied)
		say_capacity(fits, analysis->noise, fit, &fit->notes);
	else
		say_no_capacity(fits, analysis);
}
