# Programs that fork, daemonise, leak, hang and refuse to end: afterwards nothing of theirs is
# alive, and times, CPU seconds and memory are right. The helpers note their process ids in
# $HELPER_PIDS.
# shellcheck shell=bash disable=SC2016

export HELPER_PIDS=$PWD/pids

# once OPTION... -- COMMAND...: one run of the sequential form alone, its row in rows.csv.
single=(--workers 1 --runs 1 --warmup 0 --no-report --csv rows.csv --env "COUNT={n}")
once() {
	"$PTBENCH" "${single[@]}" "$@" >out 2>err </dev/null
}

# cell NAME [ROW]: that column of rows.csv.
cell() {
	awk -F, -v name="$1" -v row="${2:-1}" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) column = i }
		NR == row + 1 { print $column }' rows.csv
}

# holds EXPRESSION: awk finds it true; @NAME stands for that column.
holds() {
	local expression=$1 name
	for name in $(grep -o '@[a-z_]*' <<<"$1" | sort -u); do
		expression=${expression//$name/($(cell "${name#@}"))}
	done
	awk "BEGIN { exit !($expression) }" || fail "not true: $expression"
}

# deadline OPTION... -- COMMAND...: it runs into one, of a second and, on a machine that is too busy
# for its processes to note their ids until then, of more.
deadline() {
	local seconds
	for seconds in 1 4 16 64; do
		rm -f pids
		run once --timeout "$seconds" "$@"
		[ ! -s pids ] || return 0
	done
}

# gone: none of the processes that were noted is alive, zombies left aside.
gone() {
	local pid state
	[ -s pids ] || fail "no process noted its id"
	while read -r pid; do
		state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$pid/status" 2>/dev/null || true)
		[ -z "$state" ] || [ "$state" = Z ] || fail "process $pid is alive: $state"
	done <pids
}

# ungrouped: from here on ptbench finds no control groups, if we may hide them from it. There may
# be others than those of /sys/fs/cgroup, where a folder is prepared for chroot.
ungrouped() {
	local real=$PTBENCH unshare=(unshare -m)
	[ "$(id -u)" -eq 0 ] || unshare=(unshare -rm)
	cat >hide <<-'END'
		elsewhere=$(awk '$3 ~ /^cgroup/ && $2 !~ "^/sys/fs/cgroup/" { print $2 }' /proc/self/mounts)
		for folder in /sys/fs/cgroup $elsewhere; do
			mount -t tmpfs -o ro none "$folder" || exit
		done
		exec "$@"
	END
	if ! "${unshare[@]}" sh hide true 2>/dev/null; then
		echo "skipped: the control groups cannot be hidden here"
		return 1
	fi
	printf '#!/bin/sh\nexec %s sh "%s" "%s" "$@"\n' "${unshare[*]}" "$PWD/hide" "$real" >ungrouped
	chmod +x ungrouped
	PTBENCH=$PWD/ungrouped
}

case_memory_of_all_workers() { # [PART: of the memory that must at least be seen]
	once -- "$HELPERS/memory" 4 100 0 || fail "$?"
	holds "@peak_bytes > ${1:-1} * 400 * 1048576 && @peak_bytes < 1.05 * 400 * 1048576"
	holds "@processes == 5"
	[ -n "$(cell peak_method)" ]
}

case_peak_is_that_of_one_run() {
	"$PTBENCH" --workers 1 --runs 2 --warmup 0 --no-report --csv rows.csv --env "COUNT={n}" --shell -- \
		"if [ \$PTBENCH_RUN = 1 ]; then exec $HELPERS/memory 1 200 0; fi; exec $HELPERS/memory 1 20 0" \
		>out 2>err || fail "$?"
	holds "@peak_bytes > 200 * 1048576"
	[ "$(cell peak_bytes 2)" -lt $((60 * 1048576)) ] || fail "the second run has the first one's peak"
}

case_cpu_of_an_orphan() {
	once -- "$HELPERS/orphan" 0.4 || fail "$?"
	gone
	holds "@user_s + @sys_s > 0.95 * 0.4 && @user_s + @sys_s < 1.05 * 0.4 + 0.02"
	holds "@wall_s >= 0.4"
}

# Nobody waits without a word for what the command left behind, and is told of it once.
case_what_is_left_behind() {
	local told='^ptbench: the command has ended, but process [0-9]+ \(sleep\), which it started,'
	run "$PTBENCH" "${single[@]}" --runs 2 --shell -- 'sleep 7 & echo $! >>pids'
	same 0 "$status"
	same 1 "$(grep -cE "$told" err)"
	grep -q -- "start that in --setup" err
	run "$PTBENCH" "${single[@]}" --quiet --shell -- 'sleep 7 & echo $! >>pids'
	same 0 "$status"
	same "" "$(cat err)"
	run once --timeout 1 --shell -- 'sleep 100 & echo $! >>pids'
	same 1 "$status"
	grep -q "^ptbench: the command had ended before --timeout came" err || fail "$(cat err)"
	run once --timeout 1 --shell -- 'echo $$ >>pids; sleep 100'
	same 1 "$status"
	! grep "the command had ended" err || fail "it had not"
	gone
	# What --setup starts may stay.
	run once --setup 'sleep 100 & echo $! >service' -- true
	same 0 "$status"
	kill "$(cat service)"
	same "" "$(cat err)"
}

case_times_have_the_digits_of_their_clocks() {
	expect 0 "$PTBENCH" --workers 2 --runs 4 --output r --env "N={n}" -- /bin/sh -c :
	tail -n +2 r/runs.csv | cut -d, -f7-9 | tr , '\n' >figures
	same 30 "$(wc -l <figures)"
	same "" "$(grep -vxE '[0-9]+([.][0-9]{1,9})?|[0-9.]{1,6}e-[0-9]+' figures)"
}

case_short_lived_children_are_not_lost() {
	once -- "$HELPERS/shortlived" 500 0.001 || fail "$?"
	holds "@user_s + @sys_s > 0.95 * 0.5"
}

# Their parent ignores SIGCHLD: no wait() tells of them, only a group where one can be made.
case_children_that_nobody_waits_for() {
	once -- "$HELPERS/shortlived" 20 0.02 ignore || fail "$?"
	case $(cell peak_method) in
	cgroup*) holds "@user_s + @sys_s > 0.95 * 0.4" ;;
	esac
	ungrouped || return 0
	once -- "$HELPERS/shortlived" 1 1 ignore seen || fail "$?"
	holds "@user_s + @sys_s > 0.9"
}

# What was seen in looks instead of counted by a group: no other look for less than 1 %.
case_memory_and_cpu_without_groups() {
	ungrouped || return 0
	case_memory_of_all_workers 0.99
	same pss "$(cell peak_method)"
	case_cpu_of_an_orphan
	case_short_lived_children_are_not_lost
}

case_children_that_ignore_term() {
	deadline --kill-after 0.2 -- "$HELPERS/stubborn"
	same 1 "$status"
	gone
	same SIGKILL "$(cell signal)"
	same 1 "$(cell timed_out)"
	holds "@wall_s >= 1.2"
}

case_children_that_escape() {
	deadline --kill-after 0.2 -- "$HELPERS/escape"
	gone
	same 1 "$(cell timed_out)"
	deadline --kill-after 0.2 -- "$HELPERS/escape" clean
	gone
}

case_children_that_stop_themselves() {
	deadline --kill-after 1m -- "$HELPERS/stopped"
	gone
	same SIGTERM "$(cell signal)"
}

case_endless_forks() {
	deadline --kill-after 0.2 -- "$HELPERS/forks" 20
	gone
	sleep 0.1
	! pgrep -f "$HELPERS/forks" >/dev/null || fail "somebody still forks"
	same 1 "$(cell timed_out)"
}

# No group ends them as one: they are stopped, so that they do not answer a death with births.
case_endless_forks_without_groups() {
	ungrouped || return 0
	case_endless_forks
}

# Who would answer a death with births is stopped before anybody dies.
case_deaths_that_are_answered_with_births() {
	ungrouped || return 0
	deadline --kill-after 0.1 -- "$HELPERS/hydra" 300
	same 1 "$(cell timed_out)"
	! grep -q reborn pids || fail "$(grep -c reborn pids) were born of deaths"
	gone
}

# interrupted SIGNAL COMMAND...: ptbench gets it while the third run is under way.
interrupted() {
	local signal=$1
	shift
	: >pids
	# nohup, under which all of this may run, has SIGHUP ignored.
	env --default-signal=HUP "$PTBENCH" --workers 1 --runs 50 --warmup 0 --output results \
		--env "COUNT={n}" --kill-after 0.2 --shell -- "$@" >out 2>err </dev/null &
	local pid=$!
	until_true '[ "$(wc -l <pids)" -ge 3 ]'
	kill "-$signal" "$pid"
	status=0
	wait "$pid" || status=$?
}

case_interrupts() {
	local signal
	for signal in INT TERM HUP QUIT; do
		interrupted "$signal" 'echo $$ >>pids; [ $(wc -l <pids) -lt 3 ] || exec sleep 100'
		same "$((128 + $(kill -l "$signal")))" "$status"
		gone
		same 3 "$(grep -c . results/runs.csv)"
		truth results/report.json '.stopping.reason == "interrupted"'
		rm -r results
	done
}

case_interrupt_against_the_stubborn() {
	interrupted INT "for i in 1 2; do echo 0 >>pids; done; exec $HELPERS/stubborn"
	same 130 "$status"
	sed -i '/^0$/d' pids
	gone
}

# Whoever presses Ctrl-C twice does not wait for the grace. (Two that come at once may be one.)
case_a_second_interrupt_means_now() {
	"$PTBENCH" --workers 1 --runs 1 --warmup 0 --output results --env "COUNT={n}" \
		--kill-after 10m -- "$HELPERS/stubborn" >out 2>err </dev/null &
	local pid=$!
	until_true '[ -s pids ]'
	until_true "! kill -INT $pid 2>/dev/null"
	gone
}

# nohup: the terminal may go.
case_ignored_hangup() {
	(trap '' HUP && exec "$PTBENCH" "${single[@]}" --shell -- \
		'echo $$ >>pids; until [ -e gone ]; do sleep 0.05; done') >out 2>err </dev/null &
	local pid=$!
	until_true '[ -s pids ]'
	kill -HUP "$pid"
	: >gone
	wait "$pid" || fail "ended by SIGHUP: $?"
	same 0 "$(cell exit_code)"
}

# With its guardian dead, too, the command itself still dies with ptbench.
case_killed_together_with_its_guardian() {
	"$PTBENCH" "${single[@]}" --shell -- 'echo $$ >>pids; exec sleep 300' >out 2>err </dev/null &
	local pid=$! guardian
	until_true '[ -s pids ]'
	until_true "guardian=\$(pgrep -P $pid pt-guardian)"
	kill -KILL "$guardian" "$pid"
	wait "$pid" || true
	until_true '(gone) 2>/dev/null'
}

case_killed_by_kill() {
	interrupted KILL "for i in 1 2; do echo 0 >>pids; done; exec $HELPERS/escape clean"
	same 137 "$status"
	sed -i '/^0$/d' pids
	until_true '(gone) 2>/dev/null'
	until_true "[ -z \"\$(find /sys/fs/cgroup -type d -name ptbench-$! 2>/dev/null)\" ]"
}

# As a shell ends a job, `kill -KILL %1`: the guardian is in no group of ptbench's.
case_killed_with_its_process_group() {
	setsid "$PTBENCH" "${single[@]}" -- "$HELPERS/escape" clean >out 2>err </dev/null &
	local pid=$!
	until_true '[ -s pids ]'
	kill -KILL -- "-$pid"
	wait "$pid" || true
	until_true '(gone) 2>/dev/null'
}

# However late the guardian gets a CPU: no command runs before it is out of reach.
case_killed_with_its_process_group_while_the_guardian_is_slow() {
	! grep -q __asan_init "$PTBENCH" || return 0 # sanitizers want to be loaded first
	FAULT=slow LD_PRELOAD=$HELPERS/fault.so setsid "$PTBENCH" "${single[@]}" -- \
		"$HELPERS/escape" clean >out 2>err </dev/null &
	local pid=$!
	until_true '[ -s pids ]'
	kill -KILL -- "-$pid"
	wait "$pid" || true
	until_true '(gone) 2>/dev/null'
}

# Without a group, and with nothing left in its environment.
case_killed_by_kill_without_groups() {
	ungrouped || return 0
	case_killed_by_kill
}

# Neither the variable nor the limit nor a session leads to it: its control group does.
case_killed_by_kill_without_a_mark() {
	once -- true || fail "$?"
	case $(cell peak_method) in
	cgroup*) ;;
	*) echo "skipped: no control group can be made here" && return ;;
	esac
	interrupted KILL "for i in 1 2; do echo 0 >>pids; done
		exec bash -c 'ulimit -R 1000000000; exec $HELPERS/escape clean'"
	sed -i '/^0$/d' pids
	until_true '(gone) 2>/dev/null'
}

# Where the limit on real time is taken by somebody else, the environment is what is left.
case_killed_by_kill_under_a_limit_of_real_time() {
	ungrouped || return 0
	ulimit -R 1000000000
	interrupted KILL "for i in 1 2; do echo 0 >>pids; done; exec $HELPERS/escape"
	same 137 "$status"
	sed -i '/^0$/d' pids
	until_true '(gone) 2>/dev/null'
}

# One ptbench in another: what the inner one started is ended when the outer one is killed. The
# name that `pkill ptbench` looks for is not that of the guardian.
case_killed_with_another_inside() {
	ungrouped || return 0
	echo "exec '$PTBENCH' ${single[*]} --csv /dev/null -- $HELPERS/escape clean" >inner
	"$PTBENCH" "${single[@]}" -- sh inner >out 2>err </dev/null &
	local pid=$!
	until_true '[ -s pids ]'
	until_true "pgrep -x -P $pid pt-guardian >name"
	kill -KILL "$pid"
	wait "$pid" || true
	until_true '(gone) 2>/dev/null'
}

# The guardian of the inner one, slow to wake, is left to do its work.
case_the_guardian_inside_is_spared() {
	ungrouped || return 0
	local once=(--workers 1 --runs 1 --warmup 0 --no-report --csv /dev/null --env "COUNT={n}")
	echo "exec $PTBENCH ${once[*]} -- $HELPERS/escape clean" >inner
	"$PTBENCH" "${once[@]}" -- sh inner >out 2>err </dev/null &
	local pid=$! outside inside
	until_true '[ -s pids ]'
	outside=$(pgrep -P "$pid" pt-guardian)
	inside=$(pgrep -P "$(pgrep -P "$pid" ptbench)" pt-guardian)
	kill -STOP "$inside"
	kill -KILL "$pid"
	wait "$pid" || true
	until_true "! kill -0 $outside 2>/dev/null"
	kill -CONT "$inside" || fail "the inner guardian was ended"
	until_true '(gone) 2>/dev/null'
}

case_hooks() {
	once --setup 'echo setup >>hooks' --prepare 'echo prepare {n} $PTBENCH_MODE >>hooks' \
		--conclude 'echo conclude >>hooks' --cleanup 'echo cleanup >>hooks' -- true || fail "$?"
	same 'setup prepare 1 seq conclude cleanup ' "$(tr '\n' ' ' <hooks)"
}

case_failing_hooks() {
	local hook
	for hook in setup prepare conclude; do
		run once "--$hook" 'echo why >&2; exit 7' --cleanup 'echo cleanup >>hooks' -- true
		[ "$status" -ne 0 ] || fail "--$hook failed and nobody said so"
		has err "--$hook failed with exit code 7"
		has err why
	done
	same 3 "$(wc -l <hooks)"
	run once --cleanup 'exit 3' -- true
	[ "$status" -ne 0 ] || fail "--cleanup failed and nobody said so"
	has err "--cleanup failed with exit code 3"
	# What was measured before --conclude failed is kept.
	run once --conclude 'exit 7' -- true
	same 2 "$(grep -c . rows.csv)"
	# No count was tried: none of them is said to fail, and no picture is drawn of nothing.
	run "$PTBENCH" --workers 2 --conclude 'exit 7' --output nothing --env "X={n}" -- true
	same 125 "$status"
	has out "No run passed"
	lacks out "every count"
	lacks err "gnuplot"
}

case_interrupted_hook() {
	"$PTBENCH" --workers 1 --runs 1 --output results --env "COUNT={n}" \
		--prepare "$HELPERS/stubborn" --cleanup 'echo cleaned >cleaned' -- true >out 2>err </dev/null &
	local pid=$!
	until_true '[ -s pids ]'
	kill -INT "$pid" "$pid"
	status=0
	wait "$pid" || status=$?
	same 130 "$status"
	gone
	same cleaned "$(cat cleaned)"
}

case_logs_keep_head_and_tail() {
	"$PTBENCH" --workers 1 --runs 1 --warmup 0 --output results --env "COUNT={n}" \
		--log-limit 4096 -- seq 100000 >out 2>err || fail "$?"
	has results/logs/001.log '[ptbench left out '
	same 1 "$(head -1 results/logs/001.log)"
	same 100000 "$(tail -1 results/logs/001.log)"
	[ "$(stat -c %s results/logs/001.log)" -lt 4200 ]
}

# A command whose output cannot be kept is ended then, and not when it likes to.
case_full_disk_ends_the_run() {
	mkdir small
	if ! unshare -m mount -t tmpfs none small 2>/dev/null; then
		echo "skipped: no file system can be mounted here"
		return 0
	fi
	status=0
	unshare -m sh -c 'mount -t tmpfs -o size=256k none small && exec "$@"' sh "$PTBENCH" --workers 1 \
		--runs 1 --warmup 0 --output small/results --env "COUNT={n}" --shell -- \
		'head -c 1000000 /dev/zero; sleep 600; echo >ended' >out 2>err </dev/null || status=$?
	same 125 "$status"
	has err "cannot write small/results/logs/001.log: No space left on device"
	[ ! -e ended ] || fail "the command went on without its log"
}

case_terminal_is_restored() {
	command -v script >/dev/null || return 0
	script -qec "stty -a >before; $PTBENCH ${single[*]} --shell -- \
		'trap \"\" TTOU; stty raw -echo </dev/tty' >/dev/null 2>&1; stty -a >after" \
		/dev/null >/dev/null </dev/null
	same "$(cat before)" "$(cat after)"
}

# Whatever is short, it is said what to do, and nothing is left.
case_too_few_files() {
	local files
	for files in $(seq 5 24); do
		status=0
		(ulimit -n "$files" && exec "$PTBENCH" "${single[@]}" -- true) \
			>out 2>err </dev/null || status=$?
		case $status in
		0) ;;
		125 | 127) has err "ptbench: " ;;
		*) fail "$files files: $status" ;;
		esac
		! grep 'Too many open files' err | grep -qv ': raise the limit of open files' ||
			fail "$files files: no word of what to do"
	done
}

case_foreground_is_given_back() {
	command -v script >/dev/null || return 0
	script -qec "$PTBENCH ${single[*]} -- $HELPERS/foreground >/dev/null 2>&1; \
		ps -o pgid=,tpgid= -p \$\$ >groups" /dev/null >/dev/null </dev/null
	same 0 "$(cell exit_code)"
	same "$(awk '{ print $1 }' groups)" "$(awk '{ print $2 }' groups)"
}

case_groups_are_removed() {
	"$PTBENCH" "${single[@]}" -- true >out 2>err </dev/null &
	local pid=$!
	wait "$pid" || fail "$?"
	same "" "$(find /sys/fs/cgroup -type d \( -name "ptbench-$pid" -o -name "ptbench-$pid-*" \) 2>/dev/null)"
}

case_interrupted_before_the_first_run_advises_nothing() {
	"$PTBENCH" --workers 2 --no-report --shell --sequential true -- ': >begun; exec sleep 30{n}' \
		>out 2>err </dev/null &
	local pid=$!
	until_true '[ -e begun ]'
	kill -INT "$pid"
	wait "$pid" || true
	has out "No run passed, so that there is nothing to advise."
	lacks out "every count of workers fails"
}

# However many processes came and went, and not where each of many has one.
case_threads_times_workers() {
	cat >workers.sh <<-'END'
		for i in 1 2 3 4; do
			"$HELPERS/threads" 1 0
		done
		for i in 1 2 3 4; do
			[ "$i" -gt "$1" ] || "$HELPERS/threads" "$2" 0 &
		done
		wait
	END
	expect 0 "$PTBENCH" --workers 2,4 --runs 1 --warmup 0 --output r -- sh workers.sh '{n}' 60
	truth r/report.json '.warnings | any(test("one worker runs 60 threads.*OMP_NUM_THREADS=1"))' \
		.warnings
	expect 0 "$PTBENCH" --workers 4 --runs 1 --warmup 0 --output one --sequential 'sh workers.sh 4 1' \
		-- sh workers.sh '{n}' 1
	truth one/report.json '.warnings | any(test("one worker runs")) | not' .warnings
}

# What is needed only while ptbench runs goes with it: logs and test reports of --no-report, and
# the folder of the trial under way in a folder of results.
case_killed_by_kill_leaves_no_files() {
	local pid where
	mkdir tmp bin
	printf '#!/bin/sh\necho $$ >>"$PIDS"\ntouch "${2#--junitxml=}"\nexec sleep 300\n' >bin/pytest
	chmod +x bin/pytest
	for where in --no-report "--output r"; do
		rm -f pids
		# shellcheck disable=SC2086
		env PATH="$PWD/bin:$PATH" PIDS="$PWD/pids" TMPDIR="$PWD/tmp" \
			"$PTBENCH" --workers 2 --warmup 0 $where -- pytest >out 2>err </dev/null &
		pid=$!
		until_true '[ -s pids ]'
		until_true '[ -n "$(find tmp r -name "ptbench-tests-*" 2>/dev/null)" ]'
		[ "$where" = --no-report ] || until_true '[ -e r/logs/001.log ]'
		kill -KILL "$pid"
		wait "$pid" || true
		until_true '[ -z "$(find tmp r -name "ptbench-*" 2>/dev/null)" ]'
	done
	[ -s r/runs.csv ] && [ -e r/logs/001.log ]
}

# state PID: of a process, T for one that is stopped; switches PID: how often it went to sleep.
state() {
	sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status"
}

switches() {
	sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' "/proc/$1/status"
}

# begin ENVIRONMENT...: runs that wait for the file `go` are measured in the background, as $pid.
begin() {
	env "$@" "$PTBENCH" --workers 2 --runs 1 --warmup 0 --output r -- \
		sh -c 'echo $$ >>pids; until [ -e go ]; do sleep 0.01; done' sh {n} >out 2>err </dev/null &
	pid=$!
	until_true '[ -s pids ]'
}

# stopped: ptbench stands still from now on, and the run is under way.
stopped() {
	kill -STOP "$pid"
	until_true '[ "$(state $pid)" = T ]'
}

first_run_is_lost() {
	: >go
	until_true '[ "$(state $(head -n 1 pids))" = Z ]'
	kill -CONT "$pid"
	wait "$pid" || fail "$?"
	has err "trial 1 ("
	has err "was lost, ptbench was stopped when it ended: it is tried once more"
	same 3 "$(wc -l <pids)"
	same ',,' "$(sed -n 2p r/runs.csv | cut -d, -f7-9)"
	truth r/report.json '[.points[].runs] == [1, 1]' .points
}

# Who stops ptbench (Ctrl-Z) learns when a run ended only if it was still under way afterwards.
case_stopped_while_a_run_ends() {
	local pid
	begin
	stopped
	first_run_is_lost
}

# Stopped between its look at the clock and its look for who ended.
case_stopped_while_it_looks() {
	! grep -q __asan_init "$PTBENCH" || return 0 # sanitizers want to be loaded first
	local pid
	begin FAULT=stop "LD_PRELOAD=$HELPERS/fault.so"
	until_true '[ "$(state $pid)" = T ]'
	first_run_is_lost
}

# It goes on when it has seen that the run has not ended, and sleeps again.
case_stopped_while_a_run_goes_on() {
	local pid before
	begin
	stopped
	before=$(switches "$pid")
	kill -CONT "$pid"
	until_true "[ \"\$(state $pid)\" = S ] && [ \"\$(switches $pid)\" -gt $before ]"
	: >go
	wait "$pid" || fail "$?"
	[ ! -s err ] || fail "something is said"
	same 2 "$(wc -l <pids)"
}
