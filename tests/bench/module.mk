# What ptbench itself costs: one line in BENCHES each. They print tables and assert nothing; no
# part of `make check`, for they need a quiet machine.
BENCHES =
BENCHES += tests/bench/overhead
BENCHES += tests/bench/sampling
BENCHES += tests/bench/fit_rows
BENCHES += tests/bench/write_reports
BENCHES += tests/bench/read_reports
EXTRA_DIST += tests/bench/lib.sh $(BENCHES)

# The least that starting and waiting can cost, and a fixed amount of work.
bench_programs = tests/bench/loop tests/bench/spin
EXTRA_PROGRAMS += $(bench_programs)
tests_bench_loop_SOURCES = tests/bench/loop.c
tests_bench_loop_LDADD =
tests_bench_spin_SOURCES = tests/bench/spin.c
tests_bench_spin_LDADD =
CLEANFILES += $(bench_programs)

# How each scheduler grows with the tests.
EXTRA_PROGRAMS += tests/bench/schedulers
tests_bench_schedulers_SOURCES = tests/bench/schedulers.c
CLEANFILES += tests/bench/schedulers

bench: all check-programs $(bench_programs) tests/bench/schedulers
	@for script in $(BENCHES); do \
		PTBENCH=$(abs_top_builddir)/ptbench HELPERS=$(abs_top_builddir)/tests/helpers \
			$(srcdir)/$$script || exit 1; \
	done
	@tests/bench/schedulers
.PHONY: bench
