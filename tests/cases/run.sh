# The main job, end to end: measure, fit, advise, report - mostly in virtual time.
# shellcheck shell=bash

truth_110="t1=110,s=0.1,noise=0.01"

case_simulation_finds_the_truth() {
	expect 0 "$PTBENCH" --simulate "$truth_110" --runs 5 --workers 2,4,8 --seed 1 --output out.d
	truth out.d/report.json '.schema_version == 1 and (.points | length) == 4'
	truth out.d/report.json '.fit.serial_fraction | .low <= 0.1 and .high >= 0.1'
	truth out.d/report.json '.points[] | select(.workers == 8) | .speedup.low < 4.71 and .speedup.high > 4.70' .points
	truth out.d/report.json '.stopping == {"reason":"fixed","runs":20,"probability":.stopping.probability}'
	truth out.d/report.json '.command.argv == []'
	same 24 "$(tail -n +2 out.d/runs.csv | wc -l)" # with one warm-up round
	[ -s out.d/report.md ] && [ -s out.d/summary.csv ] && [ -d out.d/plots ]
	lacks out.d/report.json NaN
}

case_same_seed_same_report() {
	expect 0 "$PTBENCH" --simulate "$truth_110" --seed 7 --csv a.csv --no-report
	cp out first
	expect 0 "$PTBENCH" --simulate "$truth_110" --seed 7 --csv b.csv --no-report
	cmp a.csv b.csv
	cmp first out
	[ ! -e ptbench-results ]
}

case_sentence_is_the_last_paragraph() {
	expect 0 "$PTBENCH" --simulate "$truth_110" --seed 2 --json r.json --no-report
	json r.json .recommendation.sentence >sentence
	[ -s sentence ]
	awk -v RS= 'END { gsub(/\n */, " "); print }' out >last
	cmp sentence last || fail "the last paragraph is: $(cat last)"
}

case_results_have_a_folder_and_latest() {
	expect 0 "$PTBENCH" --simulate "$truth_110" --runs 2
	expect 0 "$PTBENCH" --simulate "$truth_110" --runs 2
	same 2 "$(find ptbench-results -mindepth 1 -maxdepth 1 -type d | wc -l)"
	[ -s ptbench-results/latest/report.json ]
	same "*" "$(tail -n 1 ptbench-results/.gitignore)"
}

case_older_results_are_kept() {
	expect 0 "$PTBENCH" --simulate "$truth_110" --runs 2 --output mine
	refuse 2 "mine" "$PTBENCH" --simulate "$truth_110" --runs 2 --output mine
}

case_a_document_alone_on_stdout() {
	expect 0 "$PTBENCH" --simulate "$truth_110" --runs 3 --no-report --json -
	truth out '.schema_version == 1'
	[ -s err ]
	expect 0 "$PTBENCH" --simulate "$truth_110" --runs 3 --no-report --csv -
	same "suite,round" "$(head -n 1 out | cut -d , -f 1,2)"
	expect 0 "$PTBENCH" --simulate "$truth_110" --runs 3 --no-report --markdown -
	has out "|"
}

case_nothing_for_terminals_in_a_pipe() {
	expect 0 env LC_ALL=C "$PTBENCH" --simulate "$truth_110" --runs 3
	if grep -q "$(printf '[\r\033]')" out err; then fail "control characters in a pipe"; fi
	if LC_ALL=C grep -q '[^ -~]' out; then fail "not ASCII with LC_ALL=C"; fi
}

case_comma_decimal_locale_changes_nothing() {
	expect 0 "$PTBENCH" --simulate "$truth_110" --runs 3 --seed 1 --no-report --csv a.csv
	expect 0 env LC_ALL=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8 "$PTBENCH" --simulate "$truth_110" \
		--runs 3 --seed 1 --no-report --csv b.csv
	cmp a.csv b.csv
}

case_parallel_failure_is_a_finding() {
	expect 0 "$PTBENCH" --simulate "$truth_110,fail-at=8" --runs 3 --workers 2,4,8 --output r
	truth r/report.json '.points[] | select(.workers == 8) | .safe == false and .failed > 0' .points
	truth r/report.json '.points[] | select(.workers == 4) | .safe' .points
	truth r/report.json '[.recommendation.local, .recommendation.ci, .recommendation.fastest | .workers] | max <= 4' .recommendation
	has out "8"
}

# The log that is named can be opened from where the user stands.
case_parallel_failure_names_its_log() {
	expect 1 "$PTBENCH" --workers 2 --runs 1 -- sh -c '[ "$1" -eq 1 ] || { echo the reason; exit 3; }' sh {n}
	log=$(sed -n 's/^ptbench: 2 workers: it ended with exit code 3, see //p' err | head -n 1)
	has "$log" "the reason"
}

case_sequential_failure_ends_it() {
	expect 1 "$PTBENCH" --workers 2 -- sh -c 'echo the reason; exit 3' {n}
	has err "the reason"
	has err "the sequential form fails (it ended with exit code 3)"
	has out "Runs: none but the warm-up, then it could not go on."
	same 1 "$(tail -n +2 ptbench-results/latest/runs.csv | wc -l)"
}

case_sequential_failure_is_shown_without_a_report() {
	mkdir tmp
	expect 1 env TMPDIR="$PWD/tmp" "$PTBENCH" --no-report --csv r.csv --workers 2 -- sh -c 'echo the reason; exit 3' {n}
	has err "the reason"
	lacks r.csv ".log"
	[ -z "$(ls tmp)" ]
}

case_ignored_failures_count() {
	expect 0 "$PTBENCH" --workers 2 --runs 2 --ignore-failure --output r -- sh -c 'exit 3' {n}
	truth r/report.json '.points | length == 2 and all(.safe)' .points
}

case_no_parallel_count_passes() {
	expect 1 "$PTBENCH" --workers 2,3 --runs 2 --output r -- sh -c '[ "$1" -eq 1 ]' sh {n}
	truth r/report.json '[.points[] | select(.mode == "par") | .safe] | any | not' .points
	# Whether the tests disturb one another or something is missing, only they can tell.
	has err "passes sequentially: stay sequential until what the failed runs say is mended"
	[ -s r/report.md ]
}

case_without_gnuplot() {
	mkdir bin
	for tool in sh sleep env; do ln -s "$(command -v "$tool")" bin/; done
	expect 0 env PATH="$PWD/bin" "$PTBENCH" --simulate "$truth_110" --runs 2 --output r
	has err "gnuplot"
	[ -s r/report.json ] && [ -s r/plots/speedup.gp ] && [ ! -e r/plots/speedup.svg ]
}

case_waiting_command_scales() {
	expect 0 "$PTBENCH" --workers 2,4 --runs 3 --output r -- sh -c 'sleep $((800 / $1))e-3' sh {n}
	# Nobody waits for less, and the speedup is one of these runs, however busy the machine is.
	tail -n +2 r/runs.csv | awk -F, '
		$7 < 0.8 / $5 { exit 1 }
		$6 == 0 && $4 == "seq" { if (!a || $7 < a) a = $7; if ($7 > b) b = $7 }
		$6 == 0 && $5 == 4 { if (!c || $7 < c) c = $7; if ($7 > d) d = $7 }
		END { if (NR != 12) exit 1; print a / d, b / c }' >bounds || fail "$(cat r/runs.csv)"
	read -r low high <bounds
	truth r/report.json ".points[] | select(.workers == 4) |
		.speedup.estimate > $low * 0.9999 and .speedup.estimate < $high * 1.0001" .points
	same 12 "$(find r/logs -name '*.log' | wc -l)"
}

case_command_sees_its_surroundings() {
	expect 0 "$PTBENCH" --workers 2 --runs 1 --warmup 0 --output r -- \
		sh -c 'echo "$PTBENCH_MODE $PTBENCH_WORKERS $PTBENCH_RUN $1"' sh {n}
	cat r/logs/*.log | sort >seen
	has seen "par 2"
	has seen "seq 1"
	same 2 "$(cut -d ' ' -f 3 seen | sort -u | wc -l)"
}

case_unwritable_output_is_125() {
	[ "$(id -u)" -ne 0 ] || { expect 125 "$PTBENCH" --simulate "$truth_110" --output /proc/nowhere; return 0; }
	mkdir locked
	chmod a-w locked
	expect 125 "$PTBENCH" --simulate "$truth_110" --output locked/r
}

case_full_stdout_is_125() {
	status=0
	"$PTBENCH" --simulate "$truth_110" --runs 2 --no-report >/dev/full 2>err || status=$?
	same 125 "$status"
	has err "ptbench: "
	same 1 "$(wc -l <err)"
}

case_predictions() {
	expect 0 "$PTBENCH" --simulate "$truth_110,cpus=8" --runs 5 --workers 2,4,8 --predict 6,16,16@16,99 --output r
	truth r/report.json '[.predictions[].kind] == ["interpolated","extrapolated","extrapolated","refused"]' .predictions
	refuse 2 "--predict" "$PTBENCH" --simulate "$truth_110" --predict x
}

# The fitted curve's band stays a band, also where 64 counts near the CPUs' limit were measured.
case_band_of_many_counts() {
	expect 0 "$PTBENCH" --simulate t1=110,s=0.02,fixed=3,worker=0.1,noise=0.03,cpus=64 \
		--workers 1-64 --seed 1 --output r
	sed -n '/^\$curve/,/^EOD/p' r/plots/speedup.gp | grep '^[0-9]' >curve
	[ "$(wc -l <curve)" -gt 20 ]
	awk '!($3 > 0 && $3 <= $2 && $2 <= $4 && $4 < 1.3 * $2) { print; bad = 1 } END { exit bad }' curve ||
		fail "the band is none"
}
