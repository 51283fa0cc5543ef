# Every example of the README and the man pages runs.
# shellcheck shell=bash

# A folder as the examples expect it: a small suite, programs that take a count, recorded runs.
playground() {
	mkdir bin suite
	ln -s "$PTBENCH" bin/ptbench
	printf '#!/bin/sh\nexec /usr/bin/python3 -m pytest "$@"\n' >bin/pytest
	printf '#!/bin/sh\nn=${1#--threads=}\nsleep $((100 / n))e-3\n' >run-tests
	printf '#!/bin/sh\nsleep $((100 / OMP_NUM_THREADS))e-3\n' >solver
	chmod +x bin/pytest run-tests solver
	cat >test_small.py <<-'EOF'
		import time
		import pytest

		@pytest.mark.parametrize("n", range(4))
		def test_waits(n):
		    time.sleep(0.05)
	EOF
	printf 'check: a b\na b:\n\tsleep 0.05\n.PHONY: check a b\n' >Makefile
	mkdir build && cp Makefile build/
	printf 'workers,wall_s\n1,10\n1,10.2\n2,5.6\n2,5.5\n4,3.4\n4,3.3\n' >runs.csv
	export PATH="$PWD/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
}

run_examples() { # the commands on stdin, a line each
	local count=0 line
	while read -r line; do
		count=$((count + 1))
		expect 0 bash -c "$line"
	done
	[ "$count" -ge "$1" ] || fail "only $count examples"
}

case_man_page_examples() {
	playground
	sed -n 's/^\.Dl \$ //p' "$SRC/man/ptbench.1" >examples
	run_examples 4 <examples
}

case_tutorial_examples() {
	playground
	sed -n 's/^\.Dl \$ //p' "$SRC/man/ptbench-tutorial.7" | grep -v 'slurm' >examples
	run_examples 10 <examples
}

case_readme_examples() {
	playground
	sed -n 's/^ .*  \(ptbench \(--\|fit\|predict\|host\|runners\)[^#]*\).*/\1/p' "$SRC/README" |
		sed 's/   .*//' >examples
	run_examples 6 <examples
}

# Every member that a real report has is in the section of ptbench(5) on it, whatever its depth.
case_members_of_the_report() {
	cat >suite.sh <<-'END'
		failure=
		[ "$1" -lt 3 ] || failure='<failure/>'
		echo "<testsuite><testcase name='a' time='0.05'/><testcase name='b' time='0.0$1'>" >x.xml
		echo "$failure</testcase></testsuite>" >>x.xml
		sleep 0.1
		[ -z "$failure" ]
	END
	printf 'name,command\none,sh suite.sh {n}\ntwo,sleep 0.{n}\n' >s.csv
	expect 0 "$PTBENCH" --suites s.csv --workers 2,3 --runs 2 --warmup 0 --junit x.xml \
		--predict 8 --no-report --json report.json
	sed -n '/^[.]Ss report.json/,/^[.]Ss The document of schedule/p' "$SRC/man/ptbench.5" >section
	jq -r '[.. | objects | keys[]] | unique | .[]' report.json >members
	[ "$(wc -l <members)" -gt 100 ] || fail "$(cat members)"
	while read -r member; do
		has section "\"$member\""
	done <members
}
