# Gates of compare: they trip only where the whole interval is beyond the threshold.
# shellcheck shell=bash

slow="t1=110,s=0.1,fixed=3,worker=1.5,cpus=4,noise=0.01"

# Only the report: a gate reads nothing else.
measure() { # measure DIR SPEC [OPTION...]
	local dir=$1 spec=$2
	shift 2
	expect 0 "$PTBENCH" --simulate "$spec" --workers 2,4 --seed 1 --no-report --json "$dir.json" "$@"
}

gate() { # gate STATUS EXPRESSION BASE NEW
	expect "$1" "$PTBENCH" compare --json c.json --fail-if "$2" "$3.json" "$4.json"
}

case_equal_results_trip_nothing() {
	measure base "$slow,memory=200M+50M" --runs 4
	for expression in 'time > 0%' 'time@seq > 0%' 'time@4>0%' 'serial > 0pp' 'memory > 0%' \
		advice-changes; do
		gate 0 "$expression" base base
		truth c.json '.gates[0].tripped == false and .gates[0].value.estimate == 0'
	done
}

case_memory_is_judged_by_its_interval() {
	measure base "$slow,memory=200M+50M" --runs 3
	measure much "$slow,memory=200M+90M" --runs 3
	measure little "$slow,memory=200M+51M" --runs 3
	gate 3 'memory > 10%' base much
	truth c.json '.gates[0].value | .low > .1 and .low < .estimate and .estimate < .high'
	truth c.json '.changes[0].memory | .low < .estimate and .estimate < .high'
	gate 0 'memory > 10%' much base
	gate 0 'memory > 1%' base little
	# 1 % more, but the interval begins below that.
	truth c.json '.gates[0].value.low > 0'
	gate 3 'memory > 0.1%' base little
}

case_single_runs_cannot_trip_and_that_is_said() {
	measure base "$slow,memory=200M+50M" --runs 1
	measure much "$slow,memory=200M+90M" --runs 1
	gate 0 'memory > 10%' base much
	has out "cannot trip"
	truth c.json '.gates[0].value.low == null and .gates[0].value.estimate > .1'
	gate 0 'time > -90%' base much
	has out "cannot trip"
}

# Reports that recorded the peak alone, or a peak that somebody changed.
case_memory_without_a_recorded_interval_is_one_figure() {
	measure base "$slow,memory=200M+50M" --runs 3
	jq 'del(.points[] | .peak_low_bytes, .peak_high_bytes)' base.json >old.json
	jq '.points[].peak_bytes *= 1.5' base.json >edited.json
	jq 'del(.points[].peak_bytes)' base.json >none.json
	gate 0 'memory > 0%' old old
	has out "rests on one figure"
	gate 3 'memory > 10%' old edited
	gate 3 'memory > 10%' base edited
	refuse 2 "is not in both" "$PTBENCH" compare --fail-if 'memory > 10%' base.json none.json
}

case_counts_that_are_not_there_are_refused() {
	measure base "$slow" --runs 2
	refuse 2 "is not in both" "$PTBENCH" compare --fail-if 'time@16 > 5%' base.json base.json
	refuse 2 "is not in both" "$PTBENCH" compare --fail-if 'memory > 5%' base.json base.json
	expect 0 "$PTBENCH" compare base.json base.json
}

# Whoever compares two machines is told so: in red, and in Markdown before the figures.
case_another_machine_is_loud() {
	expect 0 "$PTBENCH" --simulate "t1=20,cpus=4" --runs 3 --workers 1,2,4 --seed 1 --output a
	mkdir b
	sed 's/^\( *"name": *\)"[^"]*"/\1"elsewhere"/; s/"cpu_model": *"[^"]*"/"cpu_model": "X"/' \
		a/report.json >b/report.json
	expect 0 "$PTBENCH" compare a b
	has out 'Warning: b was measured on another machine than a'
	expect 0 "$PTBENCH" compare a b --color always
	has out $'\e[1;31mWarning: b was'
	expect 0 "$PTBENCH" compare a b --markdown -
	same '**Warning:** b was measured on another machine than a' \
		"$(sed -n 3p out | cut -d '(' -f 1 | sed 's, $,,')"
	expect 0 "$PTBENCH" compare a a
	lacks out 'Warning'
}
