/*
 * Runs every suite of suites.def and closes with CUnit's own summary. Arguments name
 * suites to run alone.
 */
#include "config.h"

#include "unit.h"

#include <CUnit/Basic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define SUITE_ENTRY(name) extern CU_TestInfo suite_##name[];
#include "suites.def"
#undef SUITE_ENTRY

static const struct {
	const char *name;
	CU_TestInfo *tests;
} suites[] = {
#define SUITE_ENTRY(name) {#name, suite_##name},
#include "suites.def"
#undef SUITE_ENTRY
};

static bool
wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return true;
	return argc < 2;
}

static bool
exists(const char *name)
{
	for (size_t i = 0; i < sizeof suites / sizeof *suites; i++)
		if (strcmp(suites[i].name, name) == 0)
			return true;
	return false;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (exists(argv[i]))
			continue;
		fprintf(stderr, "unit: there is no suite '%s': see suites.def\n", argv[i]);
		return EXIT_FAILURE;
	}
	if (CU_initialize_registry() != CUE_SUCCESS)
		return EXIT_FAILURE;
	for (size_t i = 0; i < sizeof suites / sizeof *suites; i++) {
		if (!wanted(suites[i].name, argc, argv))
			continue;
		CU_pSuite suite = CU_add_suite(suites[i].name, NULL, NULL);
		if (suite == NULL)
			return EXIT_FAILURE;
		for (CU_TestInfo *test = suites[i].tests; test->pName != NULL; test++)
			if (CU_add_test(suite, test->pName, test->pTestFunc) == NULL)
				return EXIT_FAILURE;
	}
	CU_basic_set_mode(CU_BRM_NORMAL);
	CU_basic_run_tests();

	unsigned run = CU_get_number_of_tests_run();
	unsigned failed = CU_get_number_of_failures();
	CU_cleanup_registry();
	return run > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
