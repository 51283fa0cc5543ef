# `ptbench host` on this machine, whatever it is, with limits that the case itself sets.
# shellcheck shell=bash disable=SC1083,SC2016

case_affinity() {
	local cpu
	cpu=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
	expect 0 taskset -c "$cpu" "$PTBENCH" host
	has out "auto is 1 here: the CPUs on which this process may run."
	has out "may run on          $cpu (1 CPU"
	has out "auto = 1"
}

case_same_auto_in_report() {
	expect 0 "$PTBENCH" host
	local auto
	auto=$(sed -n 's/^auto is \([0-9]*\) here.*/\1/p' out)
	expect 0 "$PTBENCH" --no-report --json - --runs 1 --warmup 0 -w auto -- sh -c 'exit 0' {n}
	truth out ".host.auto == $auto and ([.points[].labels[]] | contains([\"auto\"]))"
}

# A real quota, where this machine lets us make a control group.
quota_group() {
	local group=
	if [ -w /sys/fs/cgroup/cgroup.controllers ] &&
		grep -qw cpu /sys/fs/cgroup/cgroup.subtree_control; then
		group=/sys/fs/cgroup/ptbench-case.$$
		mkdir "$group" && echo "150000 100000" >"$group/cpu.max"
	elif [ -w /sys/fs/cgroup/cpu/cgroup.procs ]; then
		group=/sys/fs/cgroup/cpu/ptbench-case.$$
		mkdir "$group" && echo 100000 >"$group/cpu.cfs_period_us" &&
			echo 150000 >"$group/cpu.cfs_quota_us"
	fi 2>/dev/null || group=
	echo "$group"
}

case_quota() {
	local group
	group=$(quota_group)
	if [ -z "$group" ]; then
		echo "skipped: no control group can be made here"
		return
	fi
	# shellcheck disable=SC2064
	trap "rmdir '$group'" EXIT
	expect 0 sh -c 'echo $$ >"$1/cgroup.procs" && exec "$2" host' sh "$group" "$PTBENCH"
	has out "1.5 CPUs: 150000 us in every 100000 us, /ptbench-case.$$"
	if [ "$(nproc)" -gt 1 ]; then
		has out "auto is 1 here: the quota of 1.5 CPUs, rounded down."
		has out "rounded down: 1 (used; at least 1), rounded up: 2"
	fi
}

# CMD confined to some CPUs has these alone, and `auto` is theirs.
case_confined() {
	local cpu
	cpu=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
	expect 0 "$PTBENCH" --cpus "$cpu" --no-report --json - --runs 1 --warmup 0 -w auto,2 -- \
		sh -c 'exit 0' {n}
	truth out '.host.auto == 1 and .host.affinity_cpus == 1 and .fit.capacity.cpus == 1'
	refuse 2 "--cpus x: not a list of CPUs" "$PTBENCH" --cpus x -w 2 -- sleep {n}
	refuse 2 "--cpus 4096: none of these may be used here" "$PTBENCH" --cpus 4096 -w 2 -- sleep {n}
	[ ! -e ptbench-results ]
}
