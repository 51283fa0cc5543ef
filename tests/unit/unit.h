/*
 * unit - the unit tests' own little vocabulary.
 *
 * A file of tests defines its tests and one table per suite with SUITE(name, ...), and
 * has a line SUITE_ENTRY(name) in suites.def.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <CUnit/CUnit.h>
#include <math.h>
#include <string.h>

/* A suite: SUITE(error, {"set fills the sentence", test_set}, ...). */
#define SUITE(name, ...)                                                                           \
	extern CU_TestInfo suite_##name[];                                                         \
	CU_TestInfo suite_##name[] = {__VA_ARGS__, CU_TEST_INFO_NULL}

#define ASSERT_TEXT(actual, expected)                                                              \
	CU_ASSERT_STRING_EQUAL((const char *)(actual), (const char *)(expected))

/* Within a relative tolerance, or an absolute one around zero. */
#define ASSERT_NEAR(actual, expected, tolerance)                                                   \
	CU_ASSERT(fabs((actual) - (expected)) <=                                                   \
		  (tolerance) * (fabs((double)(expected)) > 0 ? fabs((double)(expected)) : 1.0))

#endif
