# What is run next, when it stops, and what is advised: with simulated truths.
# shellcheck shell=bash disable=SC2154,SC2016

measure() { # measure SPEC OPTION...: the report in r.json, the runs in runs.csv
	local spec=$1
	shift
	run "$PTBENCH" --simulate "$spec" --no-report --json r.json --csv runs.csv --seed 1 "$@"
}

case_worker_lists_are_refused() {
	local list
	for list in 0 -3 2,,4 1e9 9999999999999999999 '' ',' 8-2 two; do
		refuse 2 worker "$PTBENCH" --simulate t1=1 --workers "$list"
		[ "$(ls -A)" = "$(printf 'err\nout')" ] || fail "something was written for '$list'"
	done
}

case_specs_are_refused() {
	local spec
	for spec in t1=0 t1=nan t1=1,s=1.1 t1=1,noise=-1 t1=1,t1=2 t1=1,speed=2 s=.1 t1 '' \
		t1=1,memory=5 t1=1,fail-at=0 t1=1,drift=-1 file=none.csv file=none.csv,t1=1; do
		refuse 2 "" "$PTBENCH" --simulate "$spec" --workers 2
	done
}

case_truth_from_a_file() {
	printf 'workers,wall_s\n1,10\n2,6\n4,5\n' >truth.csv
	measure file=truth.csv --workers 2,4 --runs 2
	same 0 "$status"
	truth r.json '[.points[].wall_s.estimate] | map(. * 1000 | round) == [10000, 6000, 5000]'
	refuse 2 "no row for 8 workers" "$PTBENCH" --simulate file=truth.csv --workers 2,8
}

case_fixed_design() {
	measure t1=10,s=0.1,noise=0.02 --workers 2,4,8 --runs 3
	same 0 "$status"
	truth r.json '.stopping == {"reason": "fixed", "runs": 12, "probability": null}' .stopping
	# every form and count once in each round
	same 12 "$(tail -n +2 runs.csv | awk -F, '$2 > 0 {print $2, $4, $5}' | sort -u | wc -l)"
}

case_adaptive_stops_when_it_is_sure() {
	measure t1=110,s=0.1,worker=1,noise=0.03,outliers=0.05 --workers 2,4,8,16
	same 0 "$status"
	truth r.json '.stopping.reason == "confident" and .stopping.probability >= 0.98' .stopping
	truth r.json '.stopping.runs >= 10 and .stopping.runs <= 40' .stopping
	truth r.json '.stopping.probability == .recommendation.fastest.probability'
	truth r.json 'all(.points[]; .runs >= 2)' '[.points[].runs]'
	truth r.json '.recommendation.fastest.workers as $n |
		any(.points[]; .workers == $n and .runs - .flagged >= 3)'
	# the sequential form is in every round, and no count is in a round twice
	same "$(tail -n +2 runs.csv | cut -d, -f2 | sort -u)" \
		"$(tail -n +2 runs.csv | awk -F, '$4 == "seq" {print $2}' | sort -u)"
	same "" "$(tail -n +2 runs.csv | cut -d, -f2,4,5 | sort | uniq -d)"
}

case_counts_may_stay_unmeasured() {
	measure t1=110,s=0.3,noise=0.01 --workers 2,3,4,6,8,12,16 --min-runs 0
	same 0 "$status"
	truth r.json 'any(.points[]; .runs == 0 and .predicted_s > 0)'
	truth r.json '.recommendation.fastest.workers == 16'
}

case_same_seed_same_report() {
	measure t1=110,s=0.1,noise=0.05,outliers=0.1 --workers 2,4,8
	mv runs.csv first.csv
	measure t1=110,s=0.1,noise=0.05,outliers=0.1 --workers 2,4,8
	cmp first.csv runs.csv || fail "the same seed gave other runs"
}

case_bounds() {
	measure t1=100,s=1,noise=0.3 --workers 2,4 --max-runs 9
	truth r.json '.stopping.reason == "max-runs" and .stopping.runs == 9' .stopping
	truth r.json '.stopping.probability < 0.98' .stopping
	measure t1=100,s=0.5,noise=0.3 --workers 2,4 --budget 20m
	truth r.json '.stopping.reason == "budget"' .stopping
}

case_unsafe_counts_are_not_advised() {
	measure t1=100,s=0.1,fail-at=8 --workers 2,4,8,16
	same 0 "$status"
	truth r.json '[.points[] | select(.safe | not).workers] == [8, 16]'
	truth r.json '[.recommendation | .local, .ci, .fastest | .workers] | max <= 4'
	measure t1=100,s=0.1,fail-at=2 --workers 2,4
	same 1 "$status"
	truth r.json '.recommendation.sentence | startswith("Stay sequential here")'
	measure t1=100,s=0.1,fail-at=1 --workers 2,4
	same 1 "$status"
}

case_one_sentence_ends_the_summary() {
	expect 0 "$PTBENCH" --simulate t1=100,s=0.1,cpus=4,noise=0.06 --workers 2,4,8 --runs 5 \
		--no-report --seed 1
	tail -n 1 out | tr '\n' ' ' >last
	has last "4 and 8 workers are equal within the noise: take 4 here"
	lacks out nan
}

# With two runs the sequential form is not always one of them.
case_stop_and_advice_say_one_probability() {
	for seed in 1 2 3 4; do
		expect 0 "$PTBENCH" --simulate t1=100,s=0.1,noise=0.02 --workers 2,4,8 \
			--max-runs 2 --no-report --json r.json --seed $seed
		truth r.json '.stopping.probability == .recommendation.fastest.probability'
	done
}
