# ptbench predict: Amdahl's table, and the adjusted one beside it.
# shellcheck shell=bash

case_theory() {
	expect 0 "$PTBENCH" predict --t1 110 --serial 0.1 --workers 1,2,4,8
	[ ! -s err ]
	has out "1.82x"
	has out "60.5 s"
	has out "3.08x"
	has out "35.8 s"
	has out "4.71x"
	has out "23.4 s"
	has out "45 %"
	has out "67 %"
	has out "79 %"
}

case_adjusted() {
	expect 0 "$PTBENCH" predict --t1 110 --serial 0.1 --workers 1,2,4,8 --fixed 3.5 --per-worker 1.5 \
		--json result.json
	has out "65.5 s"
	truth result.json '.rows[1].theory.wall_s == 60.5 and .rows[1].adjusted.wall_s == 65.5'
	truth result.json '.rows[3].adjusted.wall_s == 37.375 and .best_workers == 8'
	truth result.json '.ceiling > 9.999 and .ceiling < 10.001'
}

case_json_alone_on_stdout() {
	expect 0 "$PTBENCH" predict --t1 110 --serial 0 --json -
	truth out '.ceiling == null and .best_workers == null and (.rows | length) == 5'
}

case_bad_fractions() {
	refuse 2 "--serial '1.5'" "$PTBENCH" predict --t1 5 --serial 1.5
	refuse 2 "--serial 'x'" "$PTBENCH" predict --t1 5 --serial x
	refuse 2 "--t1 '0'" "$PTBENCH" predict --t1 0 --serial 0.5
	refuse 2 "--t1 '-1'" "$PTBENCH" predict --t1 -1 --serial 0.5
}
