/*
 * prices_csv - data/ci-runners.csv and the user's own list: what CI machines have and cost.
 *
 * Columns: provider, label, vcpu, ram_gb, usd_per_min (empty: unknown), billing_s (the step
 * that a job's time is rounded up to; empty or no such column: 60, whole minutes). Others are
 * for people: source, source_date, note.
 */
#ifndef IO_PRICES_CSV_H
#define IO_PRICES_CSV_H

#include "base/error.h"
#include "core/cost.h"

/* Fills an empty list; -1 with STATUS_USAGE, file and line. The caller releases it. */
int prices_csv_read(const char *path, struct prices *prices, struct error *error);

#endif
