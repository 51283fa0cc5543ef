# Unit tests (CUnit): one program, one suite per room of the code.
if CUNIT
check_PROGRAMS += tests/unit/unit
tests_unit_unit_CFLAGS = $(AM_CFLAGS) $(CUNIT_CFLAGS)
tests_unit_unit_CPPFLAGS = $(AM_CPPFLAGS) -DSOURCE_DIR='"$(abs_top_srcdir)"'
tests_unit_unit_LDADD = $(LDADD) $(CUNIT_LIBS)
tests_unit_unit_SOURCES = tests/unit/unit.c tests/unit/unit.h tests/unit/suites.def
tests_unit_unit_SOURCES += tests/unit/test_base.c
tests_unit_unit_SOURCES += tests/unit/test_breakdown.c
tests_unit_unit_SOURCES += tests/unit/test_cost.c
tests_unit_unit_SOURCES += tests/unit/test_compare.c
tests_unit_unit_SOURCES += tests/unit/lines.c tests/unit/lines.h
tests_unit_unit_SOURCES += tests/unit/test_command.c tests/unit/plans.def
tests_unit_unit_SOURCES += tests/unit/test_nearest.c
tests_unit_unit_SOURCES += tests/unit/test_command_report.c tests/unit/test_words.c
tests_unit_unit_SOURCES += tests/unit/test_suites.c
tests_unit_unit_SOURCES += tests/unit/test_schedule.c
tests_unit_unit_SOURCES += tests/unit/test_test_table.c
tests_unit_unit_SOURCES += tests/unit/test_junit.c
tests_unit_unit_SOURCES += tests/unit/test_findings.c
tests_unit_unit_SOURCES += tests/unit/test_sample.c
tests_unit_unit_SOURCES += tests/unit/test_sampler.c
tests_unit_unit_SOURCES += tests/unit/fixture.c tests/unit/fixture.h
tests_unit_unit_SOURCES += tests/unit/test_host.c
tests_unit_unit_SOURCES += tests/unit/test_program.c
tests_unit_unit_SOURCES += tests/unit/test_slurm.c
tests_unit_unit_SOURCES += tests/unit/test_node_effect.c
tests_unit_unit_SOURCES += tests/unit/test_hostview.c
tests_unit_unit_SOURCES += tests/unit/test_interference.c tests/unit/test_pressure.c
tests_unit_unit_SOURCES += tests/unit/test_whatif.c
tests_unit_unit_SOURCES += tests/unit/runs.c tests/unit/runs.h tests/unit/test_dataset.c tests/unit/test_predict.c
tests_unit_unit_SOURCES += tests/unit/test_analysis.c tests/unit/test_average.c tests/unit/test_ceiling.c tests/unit/test_checks.c tests/unit/test_fitted_law.c
tests_unit_unit_SOURCES += tests/unit/test_nist.c tests/unit/test_nnls.c
tests_unit_unit_SOURCES += tests/unit/test_machine.c tests/unit/test_published.c
tests_unit_unit_SOURCES += tests/unit/sane.c tests/unit/sane.h
tests_unit_unit_SOURCES += tests/unit/test_csv.c
tests_unit_unit_SOURCES += tests/unit/test_truth.c
tests_unit_unit_SOURCES += tests/unit/test_file.c
tests_unit_unit_SOURCES += tests/unit/test_session.c
tests_unit_unit_SOURCES += tests/unit/test_report.c
tests_unit_unit_SOURCES += tests/unit/test_hyperfine.c
tests_unit_unit_SOURCES += tests/unit/test_runs.c
tests_unit_unit_SOURCES += tests/unit/test_text.c
tests_unit_unit_SOURCES += tests/unit/sample_result.c tests/unit/sample_result.h
tests_unit_unit_SOURCES += tests/unit/test_observation.c
tests_unit_unit_SOURCES += tests/unit/test_advice.c
tests_unit_unit_SOURCES += tests/unit/test_counts.c
tests_unit_unit_SOURCES += tests/unit/test_posterior.c tests/unit/test_noise.c
tests_unit_unit_SOURCES += tests/unit/test_planner.c
tests_unit_unit_SOURCES += tests/unit/test_adaptive.c
tests_unit_unit_SOURCES += tests/unit/session.c tests/unit/session.h
tests_unit_unit_SOURCES += tests/unit/test_simulate.c
tests_unit_unit_SOURCES += tests/unit/test_local.c
tests_unit_unit_SOURCES += tests/unit/test_group.c
tests_unit_unit_SOURCES += tests/unit/test_plots.c
tests_unit_unit_SOURCES += tests/unit/test_html.c
tests_unit_unit_SOURCES += tests/unit/golden.c tests/unit/golden.h
tests_unit_unit_SOURCES += tests/unit/test_sentences.c tests/unit/test_views.c
tests_unit_unit_SOURCES += tests/unit/test_screen.c
endif

# Case tests: shell functions that run the program as a user would.
EXTRA_DIST += tests/run-cases
EXTRA_DIST += tests/lib.sh
EXTRA_DIST += tests/slurm-cluster
EXTRA_DIST += tests/cases/host.sh
EXTRA_DIST += tests/cases/slurm.sh
EXTRA_DIST += tests/cases/predict.sh
EXTRA_DIST += tests/cases/run.sh
EXTRA_DIST += tests/cases/bad_numbers.sh tests/cases/costs.sh tests/cases/compare.sh
EXTRA_DIST += tests/cases/fit_input.sh
EXTRA_DIST += tests/cases/output.sh
EXTRA_DIST += tests/cases/resume.sh
EXTRA_DIST += tests/cases/suites.sh
EXTRA_DIST += tests/cases/planning.sh
EXTRA_DIST += tests/cases/docs.sh tests/cases/design.sh
EXTRA_DIST += tests/cases/usage.sh
EXTRA_DIST += tests/cases/reports.sh tests/page-check tests/text-overlap
EXTRA_DIST += tests/cases/schedule.sh
EXTRA_DIST += tests/xdist-agreement
EXTRA_DIST += tests/cases/test_reports.sh
EXTRA_DIST += tests/fixtures/clash/test_port.py
EXTRA_DIST += tests/fixtures/junit.xsd
EXTRA_DIST += tests/fixtures/reports/bats.tap
EXTRA_DIST += tests/fixtures/reports/dart.json
EXTRA_DIST += tests/fixtures/reports/dotnet.trx
EXTRA_DIST += tests/fixtures/reports/go.json
EXTRA_DIST += tests/fixtures/reports/gtest-parallel.log
EXTRA_DIST += tests/fixtures/reports/jest.json
EXTRA_DIST += tests/fixtures/reports/joblog
EXTRA_DIST += tests/fixtures/reports/cargo.log
EXTRA_DIST += tests/fixtures/reports/minitest.log
EXTRA_DIST += tests/fixtures/reports/mocha.json
EXTRA_DIST += tests/fixtures/reports/parallel_runtime.log
EXTRA_DIST += tests/fixtures/reports/rspec.json
EXTRA_DIST += tests/fixtures/reports/script.trs
EXTRA_DIST += tests/fixtures/reports/unittest.log
EXTRA_DIST += tests/fixtures/reports/stestr.log
EXTRA_DIST += tests/fixtures/reports/ninja_log
EXTRA_DIST += tests/fixtures/reports/node.tap
EXTRA_DIST += tests/fixtures/reports/prove.yaml
EXTRA_DIST += tests/fixtures/junit/bats-1.8.xml
EXTRA_DIST += tests/fixtures/junit/ctest-3.25.xml
EXTRA_DIST += tests/fixtures/junit/jest-junit-w2.xml
EXTRA_DIST += tests/fixtures/junit/malformed/billion-laughs.xml
EXTRA_DIST += tests/fixtures/junit/malformed/bom-utf8.xml
EXTRA_DIST += tests/fixtures/junit/malformed/comma-decimal.xml
EXTRA_DIST += tests/fixtures/junit/malformed/crlf-singlequotes.xml
EXTRA_DIST += tests/fixtures/junit/malformed/empty.xml
EXTRA_DIST += tests/fixtures/junit/malformed/failure-and-teardown-error.xml
EXTRA_DIST += tests/fixtures/junit/malformed/go-parent-subtests.xml
EXTRA_DIST += tests/fixtures/junit/malformed/latin1-declared.xml
EXTRA_DIST += tests/fixtures/junit/malformed/no-declaration-cdata.xml
EXTRA_DIST += tests/fixtures/junit/malformed/not-xml.xml
EXTRA_DIST += tests/fixtures/junit/malformed/raw-control-chars.xml
EXTRA_DIST += tests/fixtures/junit/malformed/testcase-under-testsuites.xml
EXTRA_DIST += tests/fixtures/junit/malformed/thousands.xml
EXTRA_DIST += tests/fixtures/junit/malformed/time-nan-empty-missing.xml
EXTRA_DIST += tests/fixtures/junit/malformed/truncated.xml
EXTRA_DIST += tests/fixtures/junit/meson-1.0.1.xml
EXTRA_DIST += tests/fixtures/junit/mocha-xunit-seq.xml
EXTRA_DIST += tests/fixtures/junit/node-test-v20.xml
EXTRA_DIST += tests/fixtures/junit/phpunit-9.6.xml
EXTRA_DIST += tests/fixtures/junit/pytest-loadfile-n2.xml
EXTRA_DIST += tests/fixtures/junit/pytest-loadgroup-n2.xml
EXTRA_DIST += tests/fixtures/junit/pytest-no-tests.xml
EXTRA_DIST += tests/fixtures/junit/pytest-worker-crash-n2.xml
EXTRA_DIST += tests/fixtures/junit/pytest-xunit2-n2.xml
EXTRA_DIST += tests/fixtures/junit/pytest-xunit2-seq.xml
EXTRA_DIST += tests/fixtures/junit/surefire-2.22.3-TEST-ATest.xml
EXTRA_DIST += tests/cases/runners.sh
EXTRA_DIST += tests/cases/snippets.sh

include tests/bench/module.mk
include tests/fuzz/module.mk

if CUNIT
UNIT = tests/unit/unit
endif

# Programs that compute and do not wait run JOBS side by side, the longest first.
check-local: all check-fuzz
	printf '%s\n' "tests/montecarlo/calibration 3" $(UNIT) "tests/montecarlo/planner 10" \
		"tests/montecarlo/coverage 30" "tests/montecarlo/capacity 10" | \
		xargs -P "$${JOBS:-1}" -I {} sh -c \
		'said=$$({}) || failed=1; echo "$$said"; [ -z "$$failed" ]'
	$(srcdir)/scripts/layers $(top_builddir) $(srcdir)
	PTBENCH=$(abs_top_builddir)/ptbench HELPERS=$(abs_top_builddir)/tests/helpers \
		$(srcdir)/tests/run-cases
EXTRA_DIST += tests/cases/layers.sh
EXTRA_DIST += tests/cases/process.sh
EXTRA_DIST += tests/cases/fault.sh
EXTRA_DIST += tests/cases/soak.sh tests/soak
EXTRA_DIST += tests/valgrind.supp tests/cppcheck.supp

# What scripts/check builds before it runs anything.
check-programs: $(check_PROGRAMS) $(check_DATA)
.PHONY: check-programs

# Machines that are not here, for proc/host.
EXTRA_DIST += tests/fixtures/gnuplot.tree tests/fixtures/programs.tree
EXTRA_DIST += tests/fixtures/pressure/after.tree
EXTRA_DIST += tests/fixtures/pressure/before.tree
EXTRA_DIST += tests/fixtures/pressure/some-after.tree
EXTRA_DIST += tests/fixtures/pressure/some-before.tree
EXTRA_DIST += tests/fixtures/host/capacity.tree
EXTRA_DIST += tests/fixtures/host/container-host-namespace.tree
EXTRA_DIST += tests/fixtures/host/container-own-namespace.tree
EXTRA_DIST += tests/fixtures/host/container-path-not-mounted.tree
EXTRA_DIST += tests/fixtures/host/container-v1.tree
EXTRA_DIST += tests/fixtures/host/cpuset.tree
EXTRA_DIST += tests/fixtures/host/escaped-mount.tree
EXTRA_DIST += tests/fixtures/host/hybrid-cpu-in-v2.tree
EXTRA_DIST += tests/fixtures/host/hybrid.tree
EXTRA_DIST += tests/fixtures/host/kinds.tree
EXTRA_DIST += tests/fixtures/host/many-cpus.tree
EXTRA_DIST += tests/fixtures/host/no-groups.tree
EXTRA_DIST += tests/fixtures/host/nothing.tree
EXTRA_DIST += tests/fixtures/host/outside-namespace.tree
EXTRA_DIST += tests/fixtures/host/smt.tree
EXTRA_DIST += tests/fixtures/host/v1.tree
EXTRA_DIST += tests/fixtures/host/v2-below-one.tree
EXTRA_DIST += tests/fixtures/host/v2-generous.tree
EXTRA_DIST += tests/fixtures/host/v2-leaf-without-cpu.tree
EXTRA_DIST += tests/fixtures/host/v2-nested.tree

# Monte-Carlo programs: `make montecarlo` runs them in full and prints their tables.
# `make check` runs them with few repetitions.
check_PROGRAMS += tests/montecarlo/calibration tests/montecarlo/capacity
check_PROGRAMS += tests/montecarlo/coverage tests/montecarlo/planner
tests_montecarlo_calibration_SOURCES = tests/montecarlo/calibration.c
tests_montecarlo_calibration_SOURCES += tests/montecarlo/truths.c tests/montecarlo/truths.h
tests_montecarlo_capacity_SOURCES = tests/montecarlo/capacity.c
tests_montecarlo_coverage_SOURCES = tests/montecarlo/coverage.c
tests_montecarlo_planner_SOURCES = tests/montecarlo/planner.c
tests_montecarlo_planner_SOURCES += tests/montecarlo/truths.c tests/montecarlo/truths.h

montecarlo: tests/montecarlo/calibration tests/montecarlo/capacity tests/montecarlo/coverage
montecarlo: tests/montecarlo/planner
	tests/montecarlo/calibration
	tests/montecarlo/capacity
	tests/montecarlo/coverage
	tests/montecarlo/planner
.PHONY: montecarlo

# Texts for people, byte for byte.
EXTRA_DIST += tests/golden/predict.txt
EXTRA_DIST += tests/golden/report-hostile.md
EXTRA_DIST += tests/golden/report-two-counts.md
EXTRA_DIST += tests/golden/report.md
EXTRA_DIST += tests/golden/summary-100.txt
EXTRA_DIST += tests/golden/summary-160-color.txt
EXTRA_DIST += tests/golden/summary-60.txt
EXTRA_DIST += tests/golden/summary-80-ascii.txt
EXTRA_DIST += tests/golden/summary-pipe.txt
EXTRA_DIST += tests/golden/summary-two-counts.txt
EXTRA_DIST += tests/golden/github.txt
EXTRA_DIST += tests/golden/junit.xml
EXTRA_DIST += tests/golden/metrics.txt

# Two hundred kills at random moments, each resumed.
soak: all
	mkdir -p tests/soak.tmp && cd tests/soak.tmp && PTBENCH=$(abs_top_builddir)/ptbench \
		$(abs_top_srcdir)/tests/soak 200
	rm -rf tests/soak.tmp
.PHONY: soak
