# --suites: several commands in the same rounds, a section and an advice for each, and the total.
# shellcheck shell=bash

work() {
	cat >work <<-'EOF'
		#!/bin/sh
		[ "$3" != fails ] || [ "$2" -eq 1 ] || exit 1
		sleep "$(echo "scale=3; $1 / $2" | bc)"
	EOF
	chmod +x work
}

case_sections_and_total() {
	work
	printf 'name,command\nfast,./work .1 {n}\nslow,./work .3 {n}\n' >s.csv
	expect 0 "$PTBENCH" --suites s.csv --workers 2,4 --runs 3 --output r
	truth r/report.json '[.suites[].name] == ["fast","slow"]' .suites
	truth r/report.json '.points[0].wall_s.estimate > 0.39 and .points[0].wall_s.estimate < 0.6' .points
	truth r/report.json '.suites[1].points | length == 3' .suites
	same 24 "$(tail -n +2 r/runs.csv | wc -l)"
	has out fast
	has out slow
}

case_one_unsafe_suite() {
	work
	printf 'name,command\nsafe,./work .1 {n}\nrisky,./work .1 {n} fails\n' >s.csv
	expect 1 "$PTBENCH" --suites s.csv --workers 2 --runs 2 --output r
	truth r/report.json '.suites[0].points[1].safe and (.suites[1].points[1].safe | not)' .suites
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
