# Benchmarks: one line in BENCHES each. They print tables and assert nothing.
BENCHES = tests/bench/fit_rows.sh
EXTRA_DIST += tests/bench/lib.sh $(BENCHES)

bench: all check-programs
	@for script in $(BENCHES); do \
		PTBENCH=$(abs_top_builddir)/ptbench HELPERS=$(abs_top_builddir)/tests/helpers \
			$(srcdir)/$$script || exit 1; \
	done
.PHONY: bench
