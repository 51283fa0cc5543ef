# Fuzz targets (tests/fuzz/fuzz.h): one line each in FUZZERS and one block of sources.
# --enable-fuzz: `make fuzz` runs each for FUZZ_SECONDS; its growing corpus stays in the build tree.
FUZZERS = runs_csv hyperfine report_json session_json test_report
FUZZ_SECONDS = 60

if FUZZ
FUZZ_MAIN =
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
FUZZ_REPLAY = -runs=0
else
FUZZ_MAIN = tests/fuzz/replay.c
FUZZ_LINK = $(AM_LDFLAGS)
FUZZ_REPLAY =
endif
FUZZ_COMMON = tests/fuzz/fuzz.h tests/fuzz/fuzz_file.c $(FUZZ_MAIN)
# The targets' checks are assertions.
FUZZ_DEFINES = $(AM_CPPFLAGS) -UNDEBUG

check_PROGRAMS += tests/fuzz/runs_csv
tests_fuzz_runs_csv_SOURCES = tests/fuzz/fuzz_runs_csv.c $(FUZZ_COMMON)
tests_fuzz_runs_csv_CPPFLAGS = $(FUZZ_DEFINES)
tests_fuzz_runs_csv_LDFLAGS = $(FUZZ_LINK)

check_PROGRAMS += tests/fuzz/hyperfine
tests_fuzz_hyperfine_SOURCES = tests/fuzz/fuzz_hyperfine.c $(FUZZ_COMMON)
tests_fuzz_hyperfine_CPPFLAGS = $(FUZZ_DEFINES)
tests_fuzz_hyperfine_LDFLAGS = $(FUZZ_LINK)

check_PROGRAMS += tests/fuzz/report_json
tests_fuzz_report_json_SOURCES = tests/fuzz/fuzz_report_json.c $(FUZZ_COMMON)
tests_fuzz_report_json_CPPFLAGS = $(FUZZ_DEFINES)
tests_fuzz_report_json_LDFLAGS = $(FUZZ_LINK)

check_PROGRAMS += tests/fuzz/session_json
tests_fuzz_session_json_SOURCES = tests/fuzz/fuzz_session_json.c $(FUZZ_COMMON)
tests_fuzz_session_json_CPPFLAGS = $(FUZZ_DEFINES)
tests_fuzz_session_json_LDFLAGS = $(FUZZ_LINK)

check_PROGRAMS += tests/fuzz/test_report
tests_fuzz_test_report_SOURCES = tests/fuzz/fuzz_test_report.c $(FUZZ_COMMON)
tests_fuzz_test_report_CPPFLAGS = $(FUZZ_DEFINES)
tests_fuzz_test_report_LDFLAGS = $(FUZZ_LINK)

EXTRA_DIST += tests/fuzz/corpus tests/fuzz/replay.c

check-fuzz: $(check_PROGRAMS)
	@for name in $(FUZZERS); do \
		tests/fuzz/$$name $(FUZZ_REPLAY) $(srcdir)/tests/fuzz/corpus/$$name || exit 1; \
	done

if FUZZ
fuzz: $(FUZZERS:%=fuzz-%)

$(FUZZERS:%=fuzz-%): $(check_PROGRAMS)
	mkdir -p fuzz-corpus/$(@:fuzz-%=%)
	tests/fuzz/$(@:fuzz-%=%) -max_total_time=$(FUZZ_SECONDS) -timeout=10 -max_len=65536 \
		-artifact_prefix=fuzz-corpus/$(@:fuzz-%=%)- -print_final_stats=1 \
		fuzz-corpus/$(@:fuzz-%=%) $(srcdir)/tests/fuzz/corpus/$(@:fuzz-%=%)
else
fuzz:
	@echo "configure with CC=clang --enable-fuzz for this" >&2; exit 1
endif
.PHONY: check-fuzz fuzz $(FUZZERS:%=fuzz-%)
