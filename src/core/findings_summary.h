/*
 * findings_summary - which tests fail, flake or slow down when they run at the same time.
 *
 * A test is unsafe when it never fails sequentially and does at a count, flaky when it fails
 * sequentially, too, but not always, slower when its median time at some count is half as long
 * again as the sequential one.
 */
#ifndef CORE_FINDINGS_SUMMARY_H
#define CORE_FINDINGS_SUMMARY_H

#include "core/findings.h"
#include "core/result.h"

/* Fills unsafe, flaky, slower and counts of a summary, which its owner releases. */
void findings_summarise(const struct findings *findings, struct tests_summary *summary);

#endif
