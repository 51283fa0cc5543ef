# Reports of each run: results and times per test and count, findings, tests.csv.
# shellcheck shell=bash

# suite N: a command of three tests that writes a report; `shared` fails with more than 2
# workers, `slow` takes three times as long with 4 (or so it says), `extra` runs with 4 only.
suite() {
	cat >suite.sh <<-'END'
		n=$1
		failure= slow=0.5 extra=
		[ "$n" -le 2 ] || failure='<failure/>'
		[ "$n" -lt 4 ] || slow=1.5 extra='<testcase classname="s" name="extra" time="0.01"/>'
		{
			echo "<testsuite><testcase classname='s' name='plain' time='0.25'/>"
			echo "<testcase classname='s' name='shared' time='0.25'>$failure</testcase>"
			echo "<testcase classname='s' name='slow' time='$slow'/>$extra</testsuite>"
		} >report.xml
		[ -z "$failure" ]
	END
}

case_findings() {
	suite
	expect 0 "$PTBENCH" --workers 2,3,4 --runs 2 --warmup 1 --output r --junit 'rep*.xml' -- sh suite.sh '{n}'
	truth r/report.json '.tests | .tests == 3 and .total_s == 1 and .useful_workers == 2' .tests
	truth r/report.json '.tests.longest == {"name": "s::slow", "seconds": 0.5}'
	truth r/report.json '.tests.unsafe == [{"name":"s::shared","smallest_workers":3,"workers":[3,4]}]' .tests.unsafe
	truth r/report.json '.tests.flaky == []'
	truth r/report.json '.tests.slower == [{"name":"s::slow","workers":4,"sequential_s":0.5,"parallel_s":1.5}]' .tests.slower
	truth r/report.json '.tests.counts == [{"workers":4,"tests":4}]' .tests.counts
	truth r/report.json '[.tests.schedules[] | has("assignment")] | any | not'
	same 'suite,name,mode,workers,runs,failed,seconds' "$(head -1 r/tests.csv)"
	grep -q '^,s::plain,seq,1,3,0,0.25$' r/tests.csv || fail "$(cat r/tests.csv)"
	has r/tests.csv ',s::shared,par,2,3,0,0.25'
	has out 's::shared (from 3 workers)'
	# tests and failed_tests of each run
	grep -q '^,1,[0-9]*,seq,1,0,.*,3,0,' r/runs.csv || fail "$(cat r/runs.csv)"
	same '' "$(find r -name 'ptbench-tests*')" # the folders for reports are gone
}

# Folders may have any name: a runner that takes the name of its report for more than a name (a
# list, TOML, a place for variables) still writes it where it is found.
case_folder_with_odd_name() {
	local odd=$'my \'suite\',=[1] "$HOME"\n{n}'
	mkdir "$odd" bin
	cat >bin/mocha <<-'END'
		#!/bin/sh
		for word; do
			case $word in output=*) file=${word#output=} ;; esac
		done
		printf '%s\n' "$file" >>words
		echo '<testsuite><testcase classname="s" name="one" time="0.25"/></testsuite>' >"$file"
	END
	chmod +x bin/mocha
	PATH=$PWD/bin:$PATH
	cd "$odd" || exit
	printf 'def test_one(): pass\n' >test_one.py
	expect 0 "$PTBENCH" --workers 2 --runs 1 --warmup 0 --output r -- /usr/bin/python3 -m pytest -q test_one.py
	truth r/report.json '.tests.tests == 1' .tests
	[ "$(find . -name '*.xml')" = "" ] || fail "$(find . -name '*.xml')"
	expect 0 env TMPDIR="$SCRATCH" "$PTBENCH" --workers 2 --runs 1 --warmup 0 --output m -- mocha
	truth m/report.json '.tests.tests == 1' .tests
	same 2 "$(wc -l <words)"
	lacks words ","
	[ -z "$(find "$SCRATCH" -name 'ptbench-run-*')" ] || fail "something is left"
}

# A report that was there before and that no run writes is not its report.
case_stale_report() {
	suite
	sh suite.sh 1
	expect 0 "$PTBENCH" --workers 2 --runs 1 --warmup 0 --output r --junit report.xml -- sh -c 'exit 0' x '{n}'
	truth r/report.json '.tests == null' .tests
	truth r/report.json '[.warnings[] | select(test("older than their run"))] | length == 1' .warnings
	[ ! -e r/tests.csv ]
}

case_missing_report() {
	expect 0 "$PTBENCH" --workers 2 --runs 1 --warmup 0 --output r --junit 'no/*.xml' -- sh -c 'exit 0' x '{n}'
	truth r/report.json '[.warnings[] | select(test("--junit names no file"))] | length == 1' .warnings
}

# Half a report: its complete tests are used.
case_half_report() {
	cat >half.sh <<-'END'
		printf '<testsuite><testcase name="=cmd|a" time="1"/><testcase name="b" ti' >report.xml
	END
	expect 0 "$PTBENCH" --workers 2 --runs 1 --warmup 0 --output r --junit report.xml -- sh half.sh '{n}'
	truth r/report.json '.tests.tests == 1' .tests
	truth r/report.json '[.warnings[] | select(test("truncated"))] | length == 1' .warnings
	has r/tests.csv ",'=cmd|a,seq,1,1,0,1"
}

# A real suite with a port clash, through pytest's own report.
# The user's own --maxschedchunk deals the slow tests at the front to both workers.
case_maxschedchunk_of_the_command() {
	cat >pytest <<-'END'
		#!/bin/sh
		for word in "$@"; do case $word in --junitxml=*) report=${word#*=} ;; esac; done
		{
			echo '<testsuite>'
			for i in 1 2 3 4; do echo "<testcase name='slow$i' time='1'/>"; done
			for i in $(seq 28); do echo "<testcase name='fast$i' time='0.01'/>"; done
			echo '</testsuite>'
		} >"$report"
	END
	chmod +x pytest
	expect 0 "$PTBENCH" --workers 2 --runs 1 --no-report --json one.json -- ./pytest
	expect 0 "$PTBENCH" --workers 2 --runs 1 --no-report --json two.json -- ./pytest --maxschedchunk=1
	load='.tests.schedules[] | select(.scheduler == "load") | .makespan_s'
	truth one.json "[$load] | .[0] >= 4" .tests.schedules
	truth two.json "[$load] | .[0] < 2.3" .tests.schedules
}

case_port_clash() {
	for python in python3 /usr/bin/python3; do
		if "$python" -c 'import pytest, xdist' 2>/dev/null; then break; fi
	done
	cp "$SRC/tests/fixtures/clash/test_port.py" .
	CLASH_PORT=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	export CLASH_PORT
	expect 1 "$PTBENCH" --workers 2 --runs 1 --warmup 0 --output r -- "$python" -m pytest -q -p no:cacheprovider
	truth r/report.json '.points[] | select(.mode == "par") | .safe == false'
	truth r/report.json '[.tests.unsafe[] | .smallest_workers, (.name | test("test_port::test_server_"))] == [2, true]' .tests.unsafe
	has out 'test_port::test_server_'
}

# Where a runner writes no report, what it prints tells which tests fail: no times, no long pole.
case_printed_tests() {
	mkdir bin
	cat >bin/cargo <<-'END'
		#!/bin/sh
		result=ok
		case $* in *=1) ;; *) result=FAILED ;; esac
		printf 'running 2 tests\ntest m::a ... ok\ntest m::<b> ... %s\n' "$result"
		[ "$result" = ok ]
	END
	chmod +x bin/cargo
	for kept in "--output r" "--no-report"; do
		# shellcheck disable=SC2086 # two words
		expect 1 env PATH="$PWD/bin:$PATH" "$PTBENCH" --workers 2 --runs 1 --warmup 0 $kept --json j -- cargo test
		truth j '.tests | .tests == 2 and .unsafe[0].name == "m::<b>"' .tests
		has out 'Tests: 2; how long they take is not known.'
	done
}
