#include "config.h"

#include "io/compare_json.h"

#include "io/json_value.h"

static json_t *
stage_json(const struct stage *stage)
{
	return json_pack("{s:o,s:o,s:o,s:o,s:s,s:o,s:o}", "name", value_text(stage->name),
		"path", value_text(stage->path), "sequential_s",
		value_interval(&stage->sequential_s), "best_s", value_interval(&stage->best_s),
		"best_mode", mode_name(stage->best_mode), "best_workers",
		value_some(stage->best_workers), "gain", value_interval(&stage->gain));
}

static json_t *
point_json(const struct compared_point *point)
{
	return json_pack("{s:i,s:s,s:i,s:o}", "stage", (int)point->stage, "mode",
		mode_name(point->mode), "workers", point->workers, "ratio",
		value_interval(&point->ratio));
}

static json_t *
change_json(const struct change *change)
{
	return json_pack("{s:i,s:o,s:o,s:[o,o]}", "stage", (int)change->stage, "serial",
		value_interval(&change->serial), "memory", value_interval(&change->memory),
		"advice", value_some(change->advice[0]), value_some(change->advice[1]));
}

static json_t *
gate_json(const struct gate_outcome *outcome)
{
	return json_pack("{s:i,s:o,s:o,s:b}", "stage", (int)outcome->stage, "expression",
		value_text(outcome->gate->expression), "value", value_interval(&outcome->value),
		"tripped", outcome->tripped);
}

void
compare_json_write(const struct comparison *comparison, struct strbuf *text)
{
	value_begin();

	json_t *stages = json_array(), *points = json_array();
	json_t *changes = json_array(), *gates = json_array();

	for (size_t i = 0; i < comparison->stage_count; i++)
		json_array_append_new(stages, stage_json(&comparison->stages[i]));
	for (size_t i = 0; i < comparison->point_count; i++)
		json_array_append_new(points, point_json(&comparison->points[i]));
	for (size_t i = 0; i < comparison->change_count; i++)
		json_array_append_new(changes, change_json(&comparison->changes[i]));
	for (size_t i = 0; i < comparison->gate_count; i++)
		json_array_append_new(gates, gate_json(&comparison->gates[i]));
	value_document(
		json_pack("{s:i,s:o,s:o,s:o,s:o,s:o}", "schema_version", REPORT_SCHEMA_VERSION,
			"stages", stages, "points", points, "changes", changes, "gates", gates,
			"warnings", value_texts(&comparison->warnings)),
		text);
}
