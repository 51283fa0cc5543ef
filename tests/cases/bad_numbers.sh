# Runs that no law fits well, or that say too little: numbers with intervals or sentences, never
# "nan", a negative fraction or an interval beside its estimate.
# shellcheck shell=bash

# table HEADER ROW...: a CSV file with rows given as words.
table() {
	printf '%s\n' "$@"
}

# Every interval is in order, every fraction between 0 and 1, and nothing is said of nan.
sane='def ordered: . == null or ((.low == null or .estimate == null or .low <= .estimate) and
		(.high == null or .estimate == null or .estimate <= .high));
	def fraction: . == null or .estimate == null or ((.estimate >= 0) and (.estimate <= 1) and
		(.low == null or .low >= 0) and (.high == null or .high <= 1));
	(.fit | [.serial_fraction, .parallel_fraction, .worker_fraction, .ceiling,
		.optimum_workers, .gamma] + [.terms[]] | all(ordered))
	and (.fit | [.serial_fraction, .parallel_fraction] | all(fraction))
	and ([.fit.terms[] | values | .estimate == null or .estimate >= 0] | all)
	and ([.points[] | .wall_s, .speedup, .efficiency, .reduction] | all(ordered))
	and ([.predictions[] | .wall_s | ordered] | all)
	and ([.predictions[] | .wall_s.estimate != null or .kind == "refused"] | all)
	and (.fit.notes | length > 0)'

# analysed OPTION...: x.csv gives a report that is sane, in every format.
analysed() {
	expect 0 "$PTBENCH" fit --output report --json out.json --predict 3,16,16@16 "$@" x.csv
	truth out.json "$sane" .fit
	if grep -qiw 'nan\|inf' out report/report.md report/summary.csv report/report.html; then
		fail "not a number: $(cat x.csv)"
	fi
	rm -r report
}

# note WORDS, warning WORDS: a sentence of the report has them in it.
note() {
	truth out.json ".fit.notes | any(contains(\"$1\"))" .fit.notes
}

warning() {
	truth out.json ".warnings | any(contains(\"$1\"))" .warnings
}

case_fewer_counts_than_terms() {
	table workers,wall_s 1,10 4,4 1,10.1 4,4.1 >x.csv
	analysed
	note 'fixed, usl and log are not identifiable from 2 counts'
	note 'measure one more count, for example 8'
	note 'measure two more counts, for example 8 and 16'
	analysed --law usl
	truth out.json '.fit.serial_fraction.estimate == null'
	note 'could not be fitted'
}

# Counts that fail are no counts to measure next.
case_more_counts_below_those_that_fail() {
	table workers,wall_s,exit_code 1,10,0 2,5.1,0 1,10.1,0 2,5,0 4,1,3 8,1,3 >x.csv
	analysed
	note 'measure one more count, for example 3.'
	note 'the suite has to pass with 4 workers first.'
	truth out.json '.fit.notes | any(contains("for example 4")) | not' .fit.notes
	table workers,wall_s,exit_code 1,10,0 2,5.1,0 1,10.1,0 2,5,0 8,1,3 >x.csv
	analysed
	note 'measure two more counts, for example 4 and 6.'
}

case_equal_times() {
	table workers,wall_s 1,7 1,7 2,7 2,7 4,7 4,7 >x.csv
	analysed
	truth out.json '.fit.serial_fraction | .estimate > 0.999 and .low < 0.999' .fit.serial_fraction
	note 'meets the runs closer than a machine repeats itself: the intervals take the noise for 0.2 %'
}

# Runs that differ from the law by .05 % have wider intervals than they alone would give.
case_times_close_to_a_law() {
	table workers,wall_s 1,10 2,5.5 4,3.25 8,2.125 16,1.5625 >x.csv
	analysed --law amdahl
	truth out.json '.fit.serial_fraction | .high - .low > 0.001' .fit.serial_fraction
	note 'meets the runs closer than a machine repeats itself'
	table workers,wall_s 1,10.005 2,5.4973 4,3.25 8,2.126 16,1.5617 >x.csv
	analysed --law amdahl
	truth out.json '.fit.serial_fraction | .high - .low > 0.001' .fit.serial_fraction
	note 'meets the runs closer than a machine repeats itself'
	table workers,wall_s 1,10.05 2,5.473 4,3.27 8,2.146 16,1.5517 >x.csv
	analysed --law amdahl
	jq -e '[.fit.notes[] | test("closer than a machine")] | any | not' out.json >/dev/null || fail "it is not that close"
}

case_counts_measured_once() {
	table workers,wall_s 1,10 2,6.1 4,3.9 8,3 >x.csv
	analysed
	warning 'Every count was run only once'
	truth out.json '.points | all(.wall_s.low == null)' .points
}

case_growing_times() {
	table workers,wall_s 1,1 2,2 4,4 8,8 1,1.01 2,2.1 >x.csv
	analysed
	truth out.json '.recommendation.local.workers == 1' .recommendation
	truth out.json '.fit.ceiling.estimate >= 1' .fit.ceiling
}

case_superlinear_times() {
	table workers,wall_s 1,100 1,101 2,48 2,47 4,22 4,22.5 8,10 8,10.2 >x.csv
	analysed
	warning 'no law explains that'
	truth out.json '.fit.serial_fraction.at_bound and .fit.serial_fraction.low == 0'
	truth out.json '.points[1].karp_flatt < 0' '.points[1]'
}

# Whose noise is not known, but hardly so large.
case_superlinear_times_of_single_runs() {
	table workers,wall_s 1,100 2,46 4,17 8,8 >x.csv
	analysed
	warning '4 workers are 5.88 times as fast, more than 4: no law explains that'
	truth out.json '.points[1].karp_flatt < 0' '.points[1]'
	table workers,wall_s 1,100 2,46 4,24 8,14 >x.csv
	analysed
	truth out.json '[.warnings[]? | select(test("no law explains"))] | length == 0' .warnings
}

case_tiny_and_huge_times() {
	local scale
	for scale in 1e-9 1e6; do
		for time in 1,1 1,1.1 2,.6 2,.61 4,.4 4,.39; do
			echo "$time"
		done | awk -F, -v scale="$scale" 'BEGIN { print "workers,wall_s" }
			{ printf "%d,%.17g\n", $1, $2 * scale }' >x.csv
		analysed
		json out.json '.fit.serial_fraction.estimate * 1e6 | round' >>fractions
	done
	# The unit of time does not matter.
	same 1 "$(sort -u fractions | wc -l)"
}

case_a_wild_run_among_three() {
	table workers,wall_s 1,9 1,9.1 1,900 2,5 2,5.1 2,5.05 >x.csv
	analysed
	warning '1 slow run (1 sequential)'
	truth out.json '.points[0].flagged == 1 and .points[0].wall_s.estimate < 9.2' '.points[0]'
}

case_only_failed_runs_at_a_count() {
	table workers,wall_s,exit_code 1,9,0 1,9.1,0 2,5,0 2,5.1,0 4,0.1,1 4,0.1,1 >x.csv
	analysed
	truth out.json '.points[2] | .safe == false and .failed == 2' '.points[2]'
	truth out.json '.recommendation.local.workers == 2' .recommendation
}

case_no_sequential_run() {
	table workers,wall_s 2,10 4,6 2,10.1 4,6.1 >x.csv
	analysed
	warning 'There is no run of the sequential form'
	note 'measure the sequential form, too'
}

case_code_or_machine() {
	# A machine without CPUs is blamed where the runs can tell, and only there.
	table workers,wall_s,user_s,sys_s 1,10,9.5,0 2,5.5,9.7,0 4,5.4,9.8,0 8,5.6,10,0 >x.csv
	analysed --host-cpus 2
	note 'From 4 workers on this machine ran out of CPUs'
	truth out.json '.fit.notes | any(contains("costs more")) | not' .fit.notes
	# 4 s are serial; at 4 workers 2 CPUs too few cost 1.5 s.
	"$PTBENCH" --simulate t1=10,s=0.4,noise=0,cpus=2 --workers 2,4,8 --runs 2 --seed 1 --csv x.csv \
		--no-report >/dev/null 2>&1
	analysed --host-cpus 2
	note ', which costs more than the missing CPUs do'
	table workers,wall_s,user_s,sys_s 1,10,9.5,0 2,10,12,0 4,10,20,0 8,10,30,0 >x.csv
	analysed --host-cpus 4
	note 'these runs cannot tell'
	table workers,wall_s,user_s,sys_s 1,10,10,0 2,20,20,0 4,40,40,0 >x.csv
	analysed --host-cpus 2
	note 'The 2 CPUs were never the limit'
}

case_bad_truths() {
	table workers,wall_s,user_s 1,10,9.5 2,5.5,9.7 4,5.4,9.8 8,5.6,10 >truth.csv
	expect 0 "$PTBENCH" --simulate file=truth.csv,noise=0.01,cpus=2 --workers 2,4,8 --runs 3 \
		--seed 1 --output sim --json out.json
	truth out.json "$sane" .fit
	truth out.json '.fit.capacity.applied' .fit.capacity
	note 'ran out of CPUs'
	for spec in t1=7,s=1,noise=0 t1=1e-9,s=0.2 t1=1e6,s=0.2,drift=0.5 t1=5,s=0,worker=5; do
		expect 0 "$PTBENCH" --simulate "$spec" --workers 2,4,8 --runs 2 --seed 1 \
			--output "sim-$spec" --json out.json
		truth out.json "$sane" .fit
	done
}
