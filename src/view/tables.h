/*
 * tables - what a result says, as tables of plain text.
 *
 * Each function returns a table that the caller releases; without anything to say it has no
 * rows. `utf8` allows proper dashes.
 */
#ifndef VIEW_TABLES_H
#define VIEW_TABLES_H

#include <stdbool.h>

#include "core/result.h"
#include "view/table.h"

/* The main table: one row per form and count, the advised one marked. */
struct table points_table(const struct analysis *analysis, bool utf8);

/* What to use here, in CI, and what is fastest, each with its rule. */
struct table advice_table(const struct analysis *analysis);

/* One row per suite. */
struct table suites_table(const struct result *result);

struct table terms_table(const struct fit *fit);
struct table laws_table(const struct fit *fit);
struct table predictions_table(const struct analysis *analysis, bool utf8);
struct table costs_table(const struct analysis *analysis);
struct table schedules_table(const struct tests_summary *tests);

/* Tests that fail, flake or slow down in parallel. */
struct table findings_table(const struct tests_summary *tests);

/* Where the lost worker-seconds went. */
struct table breakdown_table(const struct analysis *analysis);
struct table host_table(const struct host *host);

#endif
