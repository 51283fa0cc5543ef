# Nothing measured is lost: a measurement that was cut short goes on where it stopped.
# shellcheck shell=bash

# start_and_kill SIGNAL ROWS ARG...: kills it when r/runs.csv has that many rows. The command is
# `sh suite.sh {n}`, whose run after these waits for the file `go`, which is there afterwards.
start_and_kill() {
	local signal=$1 rows=$2 pid
	shift 2
	cat >suite.sh <<-END
		[ "\$PTBENCH_RUN" -le $rows ] || until [ -e go ]; do sleep 0.02; done
	END
	"$PTBENCH" "$@" >out 2>err </dev/null &
	pid=$!
	until_true "[ -f r/runs.csv ] && [ \$(wc -l <r/runs.csv) -gt $rows ]"
	kill "-$signal" "$pid"
	status=0
	wait "$pid" 2>/dev/null || status=$?
	until_true flock -n r true # its guardian, which sweeps there, has gone, too
	: >go
}

no_duplicates() { # every trial of r/runs.csv stands there once
	[ -z "$(tail -n +2 r/runs.csv | cut -d , -f 1-3 | sort | uniq -d)" ] || fail "$(cat r/runs.csv)"
}

case_killed_and_resumed() {
	start_and_kill KILL 3 --workers 2,4 --runs 3 --output r -- sh suite.sh '{n}'
	same 137 "$status"
	same 4 "$(wc -l <r/runs.csv)"
	expect 0 "$PTBENCH" --resume r
	same 13 "$(wc -l <r/runs.csv)"
	no_duplicates
	truth r/report.json '.stopping.reason == "fixed" and .stopping.runs == 9' .stopping
}

case_interrupted_is_reported_and_resumed() {
	start_and_kill INT 3 --workers 2 --runs 20 --output r -- sh suite.sh '{n}'
	same 130 "$status"
	has out "To go on where it stopped: ptbench --resume r"
	truth r/report.json '.stopping.reason == "interrupted"' .stopping
	same 3 "$(tail -n +2 r/runs.csv | wc -l)"
	expect 0 "$PTBENCH" --resume r
	same 42 "$(tail -n +2 r/runs.csv | wc -l)"
	no_duplicates
}

# Two at once would throw away each other's reports and rows.
case_only_one_at_a_time() {
	"$PTBENCH" --workers 2 --runs 5 --output r -- sh -c 'sleep 1' {n} >first 2>&1 </dev/null &
	local first=$!
	until_true '[ -s r/runs.csv ]'
	refuse 2 "another ptbench is measuring into it" "$PTBENCH" --resume r
	kill -INT "$first" && { wait "$first" || true; }
	local rows
	rows=$(wc -l <r/runs.csv)
	"$PTBENCH" --resume r >second 2>&1 </dev/null &
	local second=$!
	until_true "[ \$(wc -l <r/runs.csv) -gt $rows ]"
	refuse 2 "another ptbench is measuring into it" "$PTBENCH" --resume r
	kill -INT "$second" && { wait "$second" || true; }
}

case_torn_last_line() {
	start_and_kill KILL 5 --workers 2 --runs 4 --output r -- sh suite.sh '{n}'
	printf ',9,9,par,2,0,1.2' >>r/runs.csv
	mkdir r/ptbench-tests-killed
	echo report >r/ptbench-tests-killed/1.xml
	expect 0 "$PTBENCH" --resume r
	same 11 "$(wc -l <r/runs.csv)"
	no_duplicates
	[ ! -e r/ptbench-tests-killed ]
}

case_what_changes_the_measurement_must_agree() {
	start_and_kill KILL 2 --workers 2 --runs 3 --output r -- sh suite.sh '{n}'
	refuse 2 "--workers" "$PTBENCH" --resume r --workers 4
	refuse 2 "another command" "$PTBENCH" --resume r -- true {n}
	refuse 2 "--runs" "$PTBENCH" --resume r --runs 9
	refuse 2 "No such file" "$PTBENCH" --resume nowhere
	mkdir empty
	refuse 2 "--resume empty: holds no measurement (session.json is missing): give" "$PTBENCH" --resume empty
	expect 0 "$PTBENCH" --resume r --workers 2 --runs 3 --quiet -- sh suite.sh '{n}'
}

case_from_another_folder() {
	printf '#!/bin/sh\nexec sh suite.sh\n' >suite
	chmod +x suite
	start_and_kill KILL 2 --workers 2 --runs 3 --output r -- ./suite {n}
	mkdir elsewhere
	expect 0 env -C elsewhere "$PTBENCH" --resume ../r
	same 9 "$(wc -l <r/runs.csv)"
	[ ! -e elsewhere/r ]
}

case_simulated_and_resumed_is_the_same() {
	expect 0 "$PTBENCH" --simulate t1=10,s=0.2,noise=0.05 --runs 4 --seed 3 --output a
	cp -r a r
	head -n 8 a/runs.csv >r/runs.csv
	sed -i "s|$PWD/a|$PWD/r|" r/session.json
	expect 0 "$PTBENCH" --resume r
	cmp a/runs.csv r/runs.csv
}

case_finished_is_only_reported_again() {
	expect 0 "$PTBENCH" --simulate t1=10,s=0.2 --runs 2 --output r
	cp r/runs.csv before
	rm r/report.json
	expect 0 "$PTBENCH" --resume r
	cmp before r/runs.csv
	[ -s r/report.json ]
}

# Nothing is measured without a sequential form that passes, and it is said each time.
case_broken_before() {
	cat >suite.sh <<-'END'
		[ ! -e broken ] || { echo "what it printed"; exit 3; }
	END
	: >broken
	expect 1 "$PTBENCH" --workers 2 --runs 2 --output r -- sh suite.sh '{n}'
	rm broken
	expect 1 "$PTBENCH" --resume r
	has err "what it printed"
	has err "the sequential form failed (it ended with exit code 3) when this was measured"
	has err "start a new measurement"
}

case_broken_suite_before() {
	printf 'name,command\ngood,true {n}\nbad,sh bad.sh {n}\n' >suites.csv
	cat >bad.sh <<-'END'
		[ "$1" -gt 1 ]
	END
	expect 1 "$PTBENCH" --suites suites.csv --workers 2 --runs 2 --seed 1 --output r
	has err "suite bad: the sequential form fails"
	head -n 4 r/runs.csv >rows
	cp rows r/runs.csv
	expect 1 "$PTBENCH" --resume r
	has err "suite bad: the sequential form failed"
	truth r/report.json '[.suites[] | select(.name == "good").points[].runs] == [2, 2]' .suites
}

case_killed_before_the_header() {
	expect 0 "$PTBENCH" --simulate t1=10,s=0.2 --runs 2 --output r --seed 1
	cp r/runs.csv before
	: >r/runs.csv
	expect 0 "$PTBENCH" --resume r
	cmp before r/runs.csv
	printf 'suite,rou' >r/runs.csv
	expect 0 "$PTBENCH" --resume r
	cmp before r/runs.csv
}

# A report that was damaged before the kill is still told of after it.
case_warnings_of_earlier_runs() {
	cat >suite.sh <<-'END'
		echo "<testsuite><testcase name='a' time='1'/>" >report.xml
	END
	expect 0 "$PTBENCH" --workers 2 --runs 2 --seed 1 --output r --junit report.xml -- sh suite.sh '{n}'
	truth r/report.json '[.warnings[] | select(test("truncated"))] | length == 1' .warnings
	rm r/report.json # nothing is left to be run: all is from before
	expect 0 "$PTBENCH" --resume r
	truth r/report.json '[.warnings[] | select(test("truncated"))] | length == 1' .warnings
}

# What the tests of the runs before the kill did is not forgotten.
case_tests_of_earlier_runs() {
	cat >suite.sh <<-'END'
		failure=
		[ "$1" -lt 4 ] || failure='<failure/>'
		{
			echo "<testsuite><testcase file='=f' classname='-c' name='plain' time='0.25'/>"
			echo "<testcase name='a,\"b\"&#10;' time='?'/>"
			echo "<testcase classname='s' name='shared' time='0.5'>$failure</testcase></testsuite>"
		} >report.xml
		[ -z "$failure" ]
	END
	expect 0 "$PTBENCH" --workers 2,4 --runs 3 --seed 1 --output r --junit report.xml -- sh suite.sh '{n}'
	cp r/tests.csv before
	jq .tests r/report.json >tests-before
	truth r/report.json '.tests.unsafe[0].workers == [4]' .tests.unsafe
	rm r/tests.csv r/report.json
	head -n 6 r/runs.csv >rows
	cp rows r/runs.csv
	expect 0 "$PTBENCH" --resume r
	cmp before r/tests.csv
	jq .tests r/report.json | cmp tests-before -
	rm r/report.json # nothing is left to be run: all is from before
	expect 0 "$PTBENCH" --resume r
	cmp before r/tests.csv
	jq .tests r/report.json | cmp tests-before -
}
