# Unit tests (CUnit): one program, one suite per room of the code.
if CUNIT
check_PROGRAMS += tests/unit/unit
tests_unit_unit_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
tests_unit_unit_LDADD = $(LDADD) $(CUNIT_LIBS)
tests_unit_unit_SOURCES = tests/unit/unit.c tests/unit/unit.h tests/unit/suites.def
tests_unit_unit_SOURCES += tests/unit/test_base.c
tests_unit_unit_SOURCES += tests/unit/test_csv.c
tests_unit_unit_SOURCES += tests/unit/test_runs.c
tests_unit_unit_SOURCES += tests/unit/test_observation.c
endif

# Case tests: shell functions that run the program as a user would.
EXTRA_DIST += tests/run-cases
EXTRA_DIST += tests/lib.sh
EXTRA_DIST += tests/cases/usage.sh

check-local: all
if CUNIT
	tests/unit/unit
endif
	$(srcdir)/scripts/layers $(top_builddir) $(srcdir)
	PTBENCH=$(abs_top_builddir)/ptbench HELPERS=$(abs_top_builddir)/tests/helpers \
		$(srcdir)/tests/run-cases
EXTRA_DIST += tests/cases/layers.sh
EXTRA_DIST += tests/valgrind.supp tests/cppcheck.supp

# What scripts/check builds before it runs anything.
check-programs: $(check_PROGRAMS) $(check_DATA)
.PHONY: check-programs
