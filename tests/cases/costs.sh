# Times and costs on CI machines, and price lists that are none.
# shellcheck shell=bash

spec="t1=110,s=0.1,cpus=4,noise=0.01,memory=1G+1G"

case_costs_follow_the_capacity_law() {
	printf 'provider,label,vcpu,ram_gb,usd_per_min\nci,two,2,8,0.006\nci,eight,8,32,0.022\nci,tiny,8,1,0.001\n' >p.csv
	expect 0 "$PTBENCH" --simulate "$spec" --runs 5 --workers 2,4,8 --seed 1 --prices p.csv --output r
	# On 2 CPUs .1*110 + 99/2 = 60.5 s: two minutes; on 8 11 + 99/8 = 23.4 s: one minute.
	truth r/report.json '.costs[0] | .wall_s > 58 and .wall_s < 63 and .usd_per_run == 0.012' .costs
	truth r/report.json '.costs[1] | .wall_s > 22 and .wall_s < 25 and .workers == 8 and .usd_per_run == 0.022' .costs
	truth r/report.json '.costs[0].pareto and .costs[1].pareto' .costs
	truth r/report.json '.costs[2] | .workers == 0 or .workers == null' .costs
}

case_overhead_and_core_speed() {
	printf 'label,vcpu,usd_per_min\ntwo,2,0.006\n' >p.csv
	expect 0 "$PTBENCH" --simulate "$spec" --runs 5 --workers 2,4,8 --seed 1 --prices p.csv \
		--job-overhead 90s --core-speed 2 --output r
	truth r/report.json '.costs[0] | .wall_s > 29 and .wall_s < 32 and .usd_per_run > 0.0179 and .usd_per_run < 0.0181' .costs
}

# 2 workers pass and 4 fail: nothing says that 3 would pass.
case_counts_that_may_fail_are_not_rented() {
	printf 'label,vcpu,usd_per_min\nthree,3,0.006\neight,8,0.006\n' >p.csv
	expect 0 "$PTBENCH" --simulate "$spec,fail-at=4" --runs 5 --workers 2,4 --seed 1 --prices p.csv --output r
	truth r/report.json '.costs | map(.workers) == [2, 2]' .costs
	expect 0 "$PTBENCH" --simulate "$spec,fail-at=8" --runs 5 --workers 2,4,8 --seed 1 --prices p.csv --output s
	truth s/report.json '.costs | map(.workers) == [3, 4]' .costs
}

case_own_list_is_there() {
	expect 0 "$PTBENCH" --simulate "$spec" --runs 2 --output r
	truth r/report.json '.costs | length > 40' '.costs | length'
}

case_broken_price_lists() {
	printf 'label,vcpu,usd_per_min\nx,two,1\n' >p.csv
	refuse 2 "p.csv:2" "$PTBENCH" --simulate "$spec" --prices p.csv
	printf 'label,vcpu,usd_per_min\n' >p.csv
	refuse 2 "holds no machine" "$PTBENCH" --simulate "$spec" --prices p.csv
	printf 'name,price\nx,1\n' >p.csv
	refuse 2 "is no price list" "$PTBENCH" --simulate "$spec" --prices p.csv
	refuse 2 "nowhere.csv" "$PTBENCH" --simulate "$spec" --prices nowhere.csv
	[ ! -e ptbench-results ]
}
