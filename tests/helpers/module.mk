# Programs that each do one evil thing, for the case tests.
helpers = tests/helpers/memory tests/helpers/orphan tests/helpers/stubborn tests/helpers/escape \
	tests/helpers/stopped tests/helpers/forks tests/helpers/shortlived tests/helpers/threads \
	tests/helpers/foreground tests/helpers/hydra
check_PROGRAMS += $(helpers)
tests_helpers_memory_SOURCES = tests/helpers/memory.c tests/helpers/helper.h
tests_helpers_orphan_SOURCES = tests/helpers/orphan.c tests/helpers/helper.h
tests_helpers_stubborn_SOURCES = tests/helpers/stubborn.c tests/helpers/helper.h
tests_helpers_escape_SOURCES = tests/helpers/escape.c tests/helpers/helper.h
tests_helpers_stopped_SOURCES = tests/helpers/stopped.c tests/helpers/helper.h
tests_helpers_forks_SOURCES = tests/helpers/forks.c tests/helpers/helper.h
tests_helpers_shortlived_SOURCES = tests/helpers/shortlived.c tests/helpers/helper.h
tests_helpers_threads_SOURCES = tests/helpers/threads.c tests/helpers/helper.h
tests_helpers_hydra_SOURCES = tests/helpers/hydra.c tests/helpers/helper.h
tests_helpers_foreground_SOURCES = tests/helpers/foreground.c tests/helpers/helper.h
# None of them is a part of the house.
tests_helpers_memory_LDADD =
tests_helpers_orphan_LDADD =
tests_helpers_stubborn_LDADD =
tests_helpers_escape_LDADD =
tests_helpers_stopped_LDADD =
tests_helpers_forks_LDADD =
tests_helpers_shortlived_LDADD =
tests_helpers_threads_LDADD = -lpthread
tests_helpers_foreground_LDADD =
tests_helpers_hydra_LDADD =

# Preloaded, so it is no program and no part of the library.
EXTRA_DIST += tests/helpers/fault.c
check_DATA += tests/helpers/fault.so
CLEANFILES += tests/helpers/fault.so
tests/helpers/fault.so: $(srcdir)/tests/helpers/fault.c
	$(AM_V_CC)$(MKDIR_P) tests/helpers && $(CC) -D_GNU_SOURCE -O2 -shared -fPIC -o $@ \
		$(srcdir)/tests/helpers/fault.c -ldl
