# Trials as jobs of a Slurm cluster: two pretend nodes on this machine, waiting workloads.
# shellcheck shell=bash disable=SC1083,SC2016

# Starts the cluster; a machine that cannot have one has nothing to say here.
cluster() {
	if [ "$(id -u)" -ne 0 ] || ! PATH=$PATH:/usr/sbin command -v slurmctld >/dev/null; then
		echo "skipped: needs root and the packages slurmctld, slurmd, slurm-client and munge"
		exit 0
	fi
	# munged wants a path that nobody else can write to.
	nest=$(mktemp -d /run/ptbench-slurm.XXXXXX)
	chmod 755 "$nest"
	trap '"$SRC/tests/slurm-cluster" stop "$nest"; rm -rf "$nest"' EXIT
	"$SRC/tests/slurm-cluster" start "$nest" >started
	export SLURM_CONF=$nest/slurm.conf
}

# A command that waits 0.4 s in all, shared by its workers, and notes that it ran.
work() {
	cat >work.sh <<-'END'
		echo "$PTBENCH_RUN $PTBENCH_WORKERS" >>ran
		sleep $((400 / $1))e-3
	END
}

columns() { # columns FILE NAME...: these columns of the CSV file, without its header
	/usr/bin/python3 - "$@" <<-'END'
		import csv, sys
		for row in csv.DictReader(open(sys.argv[1], newline="")):
		    print(*[row[name] or "-" for name in sys.argv[2:]])
	END
}

# Every count has so many measured runs, in rounds without gaps.
complete() { # complete FILE RUNS COUNT...
	local file=$1 runs=$2 count
	shift 2
	for count in "$@"; do
		same "$runs" "$(columns "$file" workers warmup wall_s |
			awk -v n="$count" '$1 == n && $2 == 0 && $3 != "-"' | wc -l)"
	done
}

no_jobs() {
	[ -z "$(squeue -h -o %i)" ]
}

rows() { # rows FILE N: it has that many rows at least
	[ "$(wc -l <"$1" 2>/dev/null || echo 0)" -gt "$2" ]
}

running_job() {
	job=$(squeue -h -t R -o %i | head -1)
	[ -n "$job" ]
}

case_no_slurm() {
	refuse 125 "there is no Slurm here" env PATH=/nowhere "$PTBENCH" --engine slurm -w 2 -- sleep {n}
	refuse 125 "there is no Slurm here" env PATH=/nowhere "$PTBENCH" host --engine slurm
	[ ! -e ptbench-results ]
}

# The first job hangs, whatever is done to it, and the second is refused: both are given up.
case_refused_beside_a_job_that_hangs() {
	mkdir bin
	printf '#!/bin/sh\nprintf "%%s|8|1:8:1|1000|main*|idle\\n" n1 n2\n' >bin/sinfo
	printf '#!/bin/sh\n' | tee bin/squeue >bin/scancel
	cat >bin/srun <<-'END'
		#!/bin/sh
		if mkdir first; then
			trap '' TERM
			echo $$ >pid
			exec sleep 300
		fi 2>/dev/null
		echo "srun: error: no such thing" >&2
		exit 1
	END
	chmod +x bin/*
	expect 125 timeout 60 env PATH="$PWD/bin:$PATH" \
		"$PTBENCH" --engine slurm --jobs 2 -w 2 --runs 1 --warmup 0 -o r -- sleep {n}
	has err "no such thing"
	[ -s pid ] || fail "no job hung"
	! kill -KILL "$(cat pid)" 2>/dev/null || fail "the job that hung is still there"
}

# A cluster of shell scripts, whose srun runs the agent here and passes TERM on to the command
# alone: the agent sees it fail, as on a node where it hears of the end of its job too late.
pretend_cluster() {
	mkdir bin
	printf '#!/bin/sh\nprintf "%%s|8|1:8:1|1000|main*|idle\\n" n1 n2\n' >bin/sinfo
	printf '#!/bin/sh\n' >bin/scancel
	cat >bin/squeue <<-'END'
		#!/bin/sh
		case "$*" in
		*"--states=all"*) [ ! -e ended ] || echo "7|CANCELLED|None|n1" ;;
		*) ! kill -0 "$(cat agent)" || echo ptbench ;;
		esac 2>/dev/null
	END
	cat >bin/srun <<-'END'
		#!/bin/bash
		while [[ $1 == -* ]]; do shift; done
		trap 'kill -TERM "$(cat command)"' TERM
		"$@" &
		echo $! >agent
		wait $!
		wait $!
	END
	chmod +x bin/*
	cat >work.sh <<-'END'
		echo $$ >command
		[ ! -e slow ] || exec sleep 300
	END
}

case_interrupted_job_whose_command_fails() {
	pretend_cluster
	PATH=$PWD/bin:$PATH
	: >slow
	"$PTBENCH" --engine slurm -w 2 --runs 2 --warmup 0 -o r -- sh work.sh {n} >out 2>err &
	local pid=$! status=0
	until_true test -s command
	kill -INT "$pid"
	wait "$pid" || status=$?
	same 130 "$status"
	same "" "$(columns r/runs.csv log)"
	rm slow
	expect 0 "$PTBENCH" --resume r
	complete r/runs.csv 2 1 2
	same "0" "$(columns r/runs.csv exit_code | sort -u)"
}

# Its job is cancelled by somebody while no ptbench is there.
case_killed_and_its_job_cancelled() {
	pretend_cluster
	PATH=$PWD/bin:$PATH
	: >slow
	"$PTBENCH" --engine slurm -w 2 --runs 2 --warmup 0 -o r -- sh work.sh {n} >out 2>err &
	local pid=$!
	until_true test -s command
	kill -KILL "$pid"
	wait "$pid" || true
	: >ended
	kill -TERM "$(cat command)"
	until_true grep -qs logs/ r/slurm/*.row
	rm slow
	expect 0 "$PTBENCH" --resume r
	complete r/runs.csv 2 1 2
	same "0" "$(columns r/runs.csv exit_code | sort -u)"
}

case_sweep() {
	cluster
	work
	expect 0 "$PTBENCH" host --engine slurm
	has out "auto is 8 there"
	has out "2 nodes     8 CPUs"

	expect 0 "$PTBENCH" --engine slurm --jobs 2 -w 2,4,auto --runs 3 -o cluster -- sh work.sh {n}
	complete cluster/runs.csv 3 1 2 4 8
	same "n1 n2" "$(columns cluster/runs.csv host | sort -u | xargs)"
	has cluster/report.md "The runs were on 2 nodes"
	truth cluster/report.json '.host.auto == 8'
	# Every trial ran once, also the warm-ups.
	same "16" "$(wc -l <ran)"
	same "$(columns cluster/runs.csv log | sort)" "$(cd cluster && printf '%s\n' logs/*.log | sort)"
	no_jobs

	# The same numbers as without a cluster, as far as the intervals know them.
	expect 0 "$PTBENCH" -w 2,4,8 --runs 3 -o local -- sh work.sh {n}
	truth <(jq -s . cluster/report.json local/report.json) '
		[.[].points | map(.wall_s)] | transpose |
		all(.[0].low <= .[1].high + 0.05 and .[1].low <= .[0].high + 0.05)'
}

case_refused() {
	cluster
	work
	refuse 125 "no node that takes jobs in partition nope" \
		"$PTBENCH" --engine slurm --engine-arg=--partition=nope -w 2 -- sh work.sh {n}
	expect 125 "$PTBENCH" --engine slurm --engine-arg=--no-such-option -w 2 -- sh work.sh {n}
	has err "Slurm refuses the job"
	has err "no-such-option"
	"$SRC/tests/slurm-cluster" stop "$nest"
	refuse 125 "Slurm does not answer" "$PTBENCH" --engine slurm -w 2 -- sh work.sh {n}
}

case_failing_command() {
	cluster
	cat >fail.sh <<-'END'
		echo "this is what it printed"
		[ "$1" -lt 4 ]
	END
	expect 0 "$PTBENCH" --engine slurm -w 2,4 --runs 2 -o r -- sh fail.sh {n}
	truth r/report.json '[.points[] | select(.safe | not) | .workers] == [4]'
	has r/logs/001.log "this is what it printed"
	expect 1 "$PTBENCH" --engine slurm -w 2 -o s -- sh -c 'exit {n}'
	has err "it ended with exit code 1"
}

case_cancelled_job() {
	cluster
	cat >slow.sh <<-'END'
		sleep 1.5
	END
	"$PTBENCH" --engine slurm --jobs 2 -w 2 --runs 2 --warmup 0 -o r -- sh slow.sh {n} >out 2>err &
	local pid=$! status=0
	until_true running_job
	scancel "$job"
	wait "$pid" || status=$?
	same 0 "$status"
	has err "was cancelled: it is tried once more"
	complete r/runs.csv 2 1 2
	# The lost run is kept, with its node and without a time; nobody is blamed for it.
	same 1 "$(columns r/runs.csv wall_s host | grep -c '^- n[12]$')"
	truth r/report.json '[.points[].safe] | all'
	expect 0 "$PTBENCH" fit r/runs.csv --no-report --json -
	truth out '[.points[].runs] == [2, 2]'
}

# The command may be gone before the agent beside it hears that the job was cancelled.
case_cancelled_job_whose_command_fails() {
	cluster
	cat >once.sh <<-'END'
		[ "$1" = 1 ] || mkdir cancelled 2>/dev/null || exit 0
		[ "$1" = 1 ] || { scancel "$SLURM_JOB_ID"; exit 3; }
	END
	expect 0 "$PTBENCH" --engine slurm -w 2 --runs 2 --warmup 0 -o r -- sh once.sh {n}
	has err "was cancelled: it is tried once more"
	truth r/report.json '[.points[].safe] | all'
}

case_killed_node() {
	cluster
	work
	sed -i 's/400/3000/' work.sh
	"$PTBENCH" --engine slurm --jobs 2 -w 2 --runs 3 --warmup 0 -o r -- sh work.sh {n} >out 2>err &
	local pid=$! status=0
	until_true rows r/runs.csv 1
	until_true running_on n1
	"$SRC/tests/slurm-cluster" kill "$nest" n1
	wait "$pid" || status=$?
	same 0 "$status"
	complete r/runs.csv 3 1 2
	same 1 "$(columns r/runs.csv wall_s host | grep -c '^- n1$')"
	has err "was lost with its node: it is tried once more"
	truth r/report.json '[.points[].safe] | all'
	no_jobs
}

running_on() {
	[ -n "$(squeue -h -t R -w "$1" -o %i)" ]
}

case_interrupt_and_resume() {
	cluster
	work
	"$PTBENCH" --engine slurm --jobs 2 -w 2,4 --runs 3 --warmup 0 -o r -- sh work.sh {n} >out 2>err &
	local pid=$! status=0
	until_true rows r/runs.csv 2
	until_true running_job
	kill -INT "$pid"
	wait "$pid" || status=$?
	same 130 "$status"
	until_true no_jobs
	expect 0 "$PTBENCH" --resume r
	complete r/runs.csv 3 1 2 4
	same "" "$(columns r/runs.csv log | sort | uniq -d)"
}

# What was in flight when ptbench was killed goes on, and is found afterwards.
case_killed_and_resumed() {
	cluster
	work
	sed -i 's/400/2000/' work.sh
	"$PTBENCH" --engine slurm --jobs 2 -w 2 --runs 2 --warmup 0 -o r -- sh work.sh {n} >out 2>err &
	local pid=$!
	until_true running_job
	until_true test -s ran
	kill -KILL "$pid"
	wait "$pid" || true
	running_job
	expect 0 "$PTBENCH" --resume r
	complete r/runs.csv 2 1 2
	same "" "$(columns r/runs.csv log | sort | uniq -d)"
	# No trial was run again for having been forgotten.
	same 4 "$(wc -l <ran)"
}

case_span() {
	cluster
	expect 0 "$PTBENCH" --engine slurm --span -w 12 --runs 1 --warmup 0 -o r -- \
		srun -n {n} sh -c 'echo "task on $SLURMD_NODENAME"; sleep 0.2'
	local log
	log=$(columns r/runs.csv workers log | awk '$1 == 12 {print $2}')
	same 12 "$(grep -c '^task on' "r/$log")"
	same 2 "$(sort -u "r/$log" | grep -c '^task on')"
	no_jobs
}
