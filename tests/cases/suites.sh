# --suites: several commands in the same rounds, a section and an advice for each, and the total.
# shellcheck shell=bash

work() {
	cat >work <<-'EOF'
		#!/bin/sh
		[ "$3" != fails ] || [ "$2" -eq 1 ] || exit 1
		sleep $(($1 / $2))e-3
	EOF
	chmod +x work
}

case_sections_and_total() {
	work
	printf 'name,command\nfast,./work 100 {n}\nslow,./work 300 {n}\n' >s.csv
	expect 0 "$PTBENCH" --suites s.csv --workers 2,4 --runs 3 --output r
	truth r/report.json '[.suites[].name] == ["fast","slow"]' .suites
	# The sum of both, whatever each run took on a busy machine.
	awk -F, '$4 == "seq" && $6 == 0 {
			if (!low[$1] || $7 < low[$1]) low[$1] = $7
			if ($7 > high[$1]) high[$1] = $7
		}
		END { print low["fast"] + low["slow"], high["fast"] + high["slow"] }' r/runs.csv >bounds
	read -r low high <bounds
	truth r/report.json ".points[0].wall_s.estimate | . >= 0.4 and
		. > $low * 0.9999 and . < $high * 1.0001" .points
	truth r/report.json '.suites[1].points | length == 3' .suites
	same 24 "$(tail -n +2 r/runs.csv | wc -l)"
	has out fast
	has out slow
}

case_one_unsafe_suite() {
	work
	# So much shorter that no pause of a busy machine makes it longer.
	printf '#!/bin/sh\n[ "$1" -gt 1 ] || exec sleep 1\nexec sleep 0.05\n' >quick
	chmod +x quick
	printf 'name,command\nsafe,./quick {n}\n<b>ri,sky</b>,./work 100 {n} fails\n' | sed 's/<.*b>/"&"/' >s.csv
	expect 0 "$PTBENCH" --suites s.csv --workers 2 --runs 2 --output r
	truth r/report.json '.suites[0].points[1].safe and (.suites[1].points[1].safe | not)' .suites
	truth r/report.json '[.suites[].safe] == [true, false]' '[.suites[].safe]'
	truth r/report.json '[.suites[].stopping.runs] == [4, 2] and .stopping.runs == 6' '[.suites[].stopping]'
	has out 'Safe in parallel: safe.'
	has out 'Not safe in parallel: <b>ri,sky</b> (fails with 2 workers).'
	has out 'With its own count for each suite (safe 2, <b>ri,sky</b> sequential) all take'
	has err 'suite <b>ri,sky</b>: 2 workers: it ended with exit code 1'
	has r/report.md 'Safe in parallel: safe.'
	has r/report.html 'Safe in parallel: safe.'
	has r/report.html '<h3>&lt;b&gt;ri,sky&lt;/b&gt;</h3>'
	lacks r/report.html '<b>ri'
	lacks r/report.md '<b>ri'
}

case_no_suite_is_safe() {
	work
	printf 'name,command\na,./work 100 {n} fails\nb,./work 100 {n} fails\n' >s.csv
	expect 1 "$PTBENCH" --suites s.csv --workers 2 --runs 1 --warmup 0 --output r
	has err 'every suite fails at every worker count'
}

# The sequential form of one suite fails: the others are measured all the same.
case_one_broken_suite() {
	echo 'exit 3' >bad.sh
	printf 'name,command\nbroken,sh bad.sh {n}\ngood,sleep .{n}\n' >s.csv
	expect 1 "$PTBENCH" --suites s.csv --workers 2 --runs 2 --output r
	has err 'suite broken: the sequential form fails (it ended with exit code 3)'
	truth r/report.json '[.suites[].safe] == [null, true]' '[.suites[].safe]'
	truth r/report.json '.suites[1].points | length == 2' .suites
	truth r/report.json '.stopping.reason == "fixed"' .stopping
}

# A second fault ends the session: what broke before is said all the same.
case_broken_suite_and_second_fault() {
	echo 'exit 3' >bad.sh
	printf 'name,command\nbroken,sh bad.sh {n}\ngood,sleep .{n}\n' >s.csv
	expect 125 "$PTBENCH" --suites s.csv --workers 2 --runs 2 --output r \
		--conclude 'echo >>concluded; [ "$(wc -l <concluded)" -lt 4 ] || exit 7'
	has err 'suite broken: the sequential form fails (it ended with exit code 3)'
	has err '--conclude failed with exit code 7'
	# The sum of all has no time, so that no picture is drawn of it: those of a suite are.
	lacks err gnuplot
	truth r/report.json '.stopping.reason == "failed"' .stopping
}

# The total has the tests of all suites; what is found of one is named with its suite.
case_tests_of_all_suites() {
	cat >suite.sh <<-'END'
		failure=
		[ "$1" -lt 2 ] || failure=$3
		echo "<testsuite><testcase classname='c' name='x' time='$2'/>" >report.xml
		echo "<testcase classname='c' name='y' time='0.25'>$failure</testcase></testsuite>" >>report.xml
		sleep 0.1
		[ -z "$failure" ]
	END
	printf 'name,command\na,sh suite.sh {n} 0.5\nb,sh suite.sh {n} 0.25 \\<failure/\\>\n' >s.csv
	expect 0 "$PTBENCH" --suites s.csv --workers 2 --runs 1 --warmup 0 --junit report.xml --output r
	truth r/report.json '.tests | .tests == 4 and .total_s == 1.25 and .useful_workers == 2' .tests
	truth r/report.json '.tests.longest == {"name": "a: c::x", "seconds": 0.5}' .tests
	truth r/report.json '.tests.unsafe == [{"name":"b: c::y","smallest_workers":2,"workers":[2]}]' .tests.unsafe
	truth r/report.json '[.tests.schedules[] | select(.scheduler == "lpt")][0] | .makespan_s == 0.75 and .lower_bound_s == 0.75' .tests.schedules
	truth r/report.json '.suites[1].tests.unsafe[0].name == "c::y"' .suites[1].tests
	has out 'Fail in parallel only: b: c::y (from 2 workers).'
}

case_broken_lists() {
	printf 'name,command\na,true {n}\na,true {n}\n' >s.csv
	refuse 2 "s.csv:3" "$PTBENCH" --suites s.csv
	printf 'name,command,colour\na,true {n},red\n' >s.csv
	refuse 2 "s.csv:1" "$PTBENCH" --suites s.csv
	printf 'name,command\na,true {n}\n' >s.csv
	refuse 2 "--suites" "$PTBENCH" --suites s.csv -- true {n}
	printf 'name,command\nx,sleep 1\n' >s.csv
	refuse 2 "suite x" "$PTBENCH" --suites s.csv
	[ ! -e ptbench-results ]
}
