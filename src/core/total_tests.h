/*
 * total_tests - the tests of several suites as those of one, which runs them one suite after
 * the other.
 */
#ifndef CORE_TOTAL_TESTS_H
#define CORE_TOTAL_TESTS_H

#include "core/result.h"

/*
 * Fills tests, breakdowns and the makespans of the total's points from those of the suites. A
 * schedule, a makespan or a breakdown is there at the counts at which every suite has one: their
 * sum. What is found of a test stands under "SUITE: TEST"; the longest is the longest of all, and
 * as many workers are useful as to the suite that can use most. Nothing for a result without
 * suites.
 */
void total_tests_fill(struct result *result);

#endif
