# Benchmarks: one line in BENCHES each. They print tables and assert nothing.
BENCHES = tests/bench/fit_rows.sh
EXTRA_DIST += tests/bench/lib.sh $(BENCHES)

bench: all check-programs
	@for script in $(BENCHES); do \
		PTBENCH=$(abs_top_builddir)/ptbench HELPERS=$(abs_top_builddir)/tests/helpers \
			$(srcdir)/$$script || exit 1; \
	done
# What ptbench itself costs; not a part of `make check`, for it needs a quiet machine.
EXTRA_PROGRAMS += tests/bench/loop
tests_bench_loop_SOURCES = tests/bench/loop.c
tests_bench_loop_LDADD =
EXTRA_DIST += tests/bench/overhead tests/bench/sampling
CLEANFILES += tests/bench/loop

bench: all $(check_PROGRAMS) tests/bench/loop
	PTBENCH=$(abs_top_builddir)/ptbench $(srcdir)/tests/bench/overhead
	PTBENCH=$(abs_top_builddir)/ptbench $(srcdir)/tests/bench/sampling
.PHONY: bench
