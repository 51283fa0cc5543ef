#!/usr/bin/env bash
# A report of a million tests (150 MB): reading beside xmllint --stream (at most twice its time),
# every scheduler at eight counts (under 500 MB).
# tests/bench/reports.sh [TESTS]
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"
tests=${1:-1000000}
PTBENCH=${PTBENCH:?the program to measure}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/ptbench-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# report TESTS: a report as pytest writes it, 160 bytes a test, times from a fixed sequence.
report() {
	awk -v n="$1" 'BEGIN {
		srand(1)
		print "<?xml version=\"1.0\" encoding=\"utf-8\"?><testsuites><testsuite name=\"pytest\">"
		for (i = 0; i < n; i++)
			printf "<testcase classname=\"pkg.sub%02d.test_module_%04d.TestClass%d\" name=\"test_something_that_matters[%d-param-value-xxxxxxxxxxxxxxxxxxxxxxxx]\" time=\"%.3f\" />\n", \
				i / 20000, i / 200, i / 50 % 4, i, -log(1 - rand()) / 10
		print "</testsuite></testsuites>"
	}'
}

read_report() { "$PTBENCH" schedule --workers 1 --scheduler list "$1"; }

report "$tests" >big.xml
echo "a report of $tests tests, $(stat -c %s big.xml) bytes"

ours=() theirs=()
for _ in 1 2 3 4 5; do
	ours+=("$(seconds read_report big.xml)")
	theirs+=("$(seconds xmllint --stream big.xml)")
done
one=$(median "${ours[@]}") other=$(median "${theirs[@]}")
echo "read: $one s, xmllint --stream: $other s, ratio $(ratio "$one" "$other") (at most 2)"

counts=1,2,4,8,16,32,64,128
echo "all schedulers, 8 counts: $(seconds "$PTBENCH" schedule --workers "$counts" big.xml) s," \
	"$(peak_mb "$PTBENCH" schedule --workers "$counts" big.xml) MB (under 500)"
