#include "config.h"

#include "io/report_fit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "io/json_value.h"

static json_t *
term_json(const struct term_estimate *term)
{
	if (!term->present)
		return json_null();
	return json_pack("{s:o,s:o,s:o,s:o,s:b,s:b}", "estimate",
		value_figure(term->value.estimate), "se", value_figure(term->se), "low",
		value_figure(term->value.low), "high", value_figure(term->value.high),
		"at_bound", term->at_bound, "identifiable", term->identifiable);
}

static json_t *
fraction_value(const struct fraction *fraction)
{
	json_t *value = value_interval(&fraction->value);

	json_object_set_new(value, "at_bound", json_boolean(fraction->at_bound));
	return value;
}

static json_t *
law_value(const void *item)
{
	const struct law_fit *law = item;
	json_t *terms = json_object();

	for (unsigned term = 0; term < TERM_COUNT; term++)
		if ((law->law->terms & (1u << term)) != 0)
			json_object_set_new(terms, term_name(term),
				law->feasible ? value_figure(law->terms[term]) : json_null());
	return json_pack("{s:o,s:b,s:b,s:o,s:o,s:o,s:o,s:o,s:o}", "law",
		value_text(law->law->name), "capacity", law->capacity, "feasible",
		law->feasible, "aicc", value_figure(law->aicc), "weight",
		value_figure(law->weight), "say", value_figure(law->say), "rss",
		value_figure(law->rss), "loo_error", value_figure(law->loo_error), "terms",
		terms);
}

static json_t *
terms_value(const struct fit *fit)
{
	json_t *terms = json_object();

	for (unsigned term = 0; term < TERM_COUNT; term++)
		json_object_set_new(terms, term_name(term), term_json(&fit->terms[term]));
	return terms;
}

static json_t *
capacity_value(const struct fit *fit)
{
	return json_pack("{s:o,s:b}", "cpus", value_figure(fit->capacity_cpus), "applied",
		fit->capacity_applied);
}

static json_t *
lack_of_fit_value(const struct lack_of_fit *lack)
{
	return json_pack("{s:o,s:o}", "f", value_figure(lack->f), "p", value_figure(lack->p));
}

json_t *
report_fit_value(const struct fit *fit)
{
	const struct {
		const char *name;
		json_t *value;
	} members[] = {
		{"done", json_boolean(fit->done)},
		{"law", fit->law != NULL ? value_text(fit->law->name) : json_null()},
		{"averaged", json_boolean(fit->averaged)},
		{"loss", value_text(loss_name(fit->loss))},
		{"capacity", capacity_value(fit)},
		{"terms", terms_value(fit)},
		{"serial_fraction", fraction_value(&fit->serial)},
		{"parallel_fraction", fraction_value(&fit->parallel)},
		{"worker_fraction", fraction_value(&fit->worker)},
		{"ceiling", value_interval(&fit->ceiling)},
		{"optimum_workers", value_interval(&fit->optimum_workers)},
		{"gamma", value_interval(&fit->gamma)},
		{"rss", value_figure(fit->rss)},
		{"df", value_count(fit->df)},
		{"rse", value_figure(fit->rse)},
		{"lack_of_fit", lack_of_fit_value(&fit->lack_of_fit)},
		{"laws", VALUE_ARRAY(fit->laws, fit->law_count, law_value)},
		{"notes", value_texts(&fit->notes)},
	};
	json_t *value = json_object();

	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		json_object_set_new(value, members[i].name, members[i].value);
	return value;
}

static void
read_term(struct json_reader *reader, const json_t *value, struct term_estimate *term)
{
	*term = (struct term_estimate){
		.present = value != NULL,
		.identifiable = reader_flag(reader, value, "identifiable"),
		.at_bound = reader_flag(reader, value, "at_bound"),
		.value = {.estimate = reader_figure(reader, value, "estimate"),
			.low = reader_figure(reader, value, "low"),
			.high = reader_figure(reader, value, "high")},
		.se = reader_figure(reader, value, "se"),
	};
}

static struct fraction
read_fraction(struct json_reader *reader, const json_t *fit, const char *name)
{
	return (struct fraction){
		.value = reader_interval(reader, fit, name),
		.at_bound = reader_flag(reader, reader_object(reader, fit, name), "at_bound"),
	};
}

/* The law of that name; none is an error unless the member is null. */
static const struct law *
read_law_name(struct json_reader *reader, const json_t *object)
{
	char *name = reader_text(reader, object, "law");
	const struct law *law = law_find(name);

	if (law == NULL && *name != '\0')
		reader_refuse(reader,
			"names a law that is unknown: read it with the ptbench that "
			"wrote it");
	free(name);
	return law;
}

static void
read_law(struct json_reader *reader, const json_t *value, struct law_fit *law)
{
	const json_t *terms = reader_object(reader, value, "terms");

	*law = (struct law_fit){
		.law = read_law_name(reader, value),
		.capacity = reader_flag(reader, value, "capacity"),
		.feasible = reader_flag(reader, value, "feasible"),
		.aicc = reader_figure(reader, value, "aicc"),
		.weight = reader_figure(reader, value, "weight"),
		.say = reader_figure(reader, value, "say"),
		.rss = reader_figure(reader, value, "rss"),
		.loo_error = reader_figure(reader, value, "loo_error"),
	};
	if (law->law == NULL) {
		reader_refuse(
			reader, "has a law without a name: give a file as it was written");
		return;
	}
	for (unsigned term = 0; term < TERM_COUNT; term++) {
		bool has = (law->law->terms & (1u << term)) != 0;
		law->terms[term] = has ? reader_figure(reader, terms, term_name(term)) : 0.0;
	}
}

static void
read_laws(struct json_reader *reader, const json_t *value, struct fit *fit)
{
	const json_t *array = reader_array(reader, value, "laws");

	fit->law_count = json_array_size(array);
	fit->laws = xcalloc(fit->law_count, sizeof *fit->laws);
	for (size_t i = 0; i < fit->law_count; i++)
		read_law(reader, json_array_get(array, i), &fit->laws[i]);
}

static enum loss
read_loss(struct json_reader *reader, const json_t *value)
{
	char *name = reader_text(reader, value, "loss");
	int loss = *name != '\0' ? loss_find(name) : LOSS_RELATIVE;

	if (loss < 0)
		reader_refuse(reader,
			"names a loss that is unknown: read it with the ptbench that "
			"wrote it");
	free(name);
	return loss < 0 ? LOSS_RELATIVE : (enum loss)loss;
}

void
report_fit_read(struct json_reader *reader, const json_t *value, struct fit *fit)
{
	const json_t *capacity = reader_object(reader, value, "capacity");
	const json_t *terms = reader_object(reader, value, "terms");
	const json_t *lack = reader_object(reader, value, "lack_of_fit");

	*fit = (struct fit){
		.done = reader_flag(reader, value, "done"),
		.law = read_law_name(reader, value),
		.averaged = reader_flag(reader, value, "averaged"),
		.loss = read_loss(reader, value),
		.capacity_cpus = reader_figure(reader, capacity, "cpus"),
		.capacity_applied = reader_flag(reader, capacity, "applied"),
		.serial = read_fraction(reader, value, "serial_fraction"),
		.parallel = read_fraction(reader, value, "parallel_fraction"),
		.worker = read_fraction(reader, value, "worker_fraction"),
		.ceiling = reader_interval(reader, value, "ceiling"),
		.optimum_workers = reader_interval(reader, value, "optimum_workers"),
		.gamma = reader_interval(reader, value, "gamma"),
		.rss = reader_figure(reader, value, "rss"),
		.df = reader_count(reader, value, "df", 0),
		.rse = reader_figure(reader, value, "rse"),
		.lack_of_fit = {.f = reader_figure(reader, lack, "f"),
			.p = reader_figure(reader, lack, "p")},
	};
	for (unsigned term = 0; term < TERM_COUNT; term++)
		read_term(reader, reader_object(reader, terms, term_name(term)),
			&fit->terms[term]);
	read_laws(reader, value, fit);
	reader_texts(reader, value, "notes", &fit->notes);
}
