# Every n-th call of a kind fails, under ptbench's feet: it does not crash, it does not hang,
# what it says is a sentence, and every run that it counted is a row.
# shellcheck shell=bash disable=SC2016

# Sanitizers want to be the first library that is loaded.
preloadable() {
	! grep -q __asan_init "$PTBENCH"
}

# sound STATUS: an exit code of ours, and rows that are whole and there once each.
sound() {
	case $1 in
	0 | 1 | 2 | 125 | 126 | 127) ;;
	*) fail "$fault: ended with $1" ;;
	esac
	[ "$1" -ne 125 ] || grep -q '^ptbench: ' err || fail "$fault: 125 and no sentence"
	[ -s results/runs.csv ] || return 0
	awk -F, 'NR > 1 && (NF != 26 || seen[$2 "," $3]++) { exit 1 }' results/runs.csv ||
		fail "$fault: torn or doubled rows: $(cat results/runs.csv)"
	awk -F, 'NR > 1 && !($7 > 0) { exit 1 }' results/runs.csv ||
		fail "$fault: no time: $(cat results/runs.csv)"
	awk -F, 'NR > 1 && $13 != 0 { exit 1 }' results/runs.csv ||
		fail "$fault: a row blames the command: $(cat results/runs.csv)"
}

# kind KIND N...: a measurement for each of them.
kind() {
	local name=$1 n status
	preloadable || return 0
	shift
	for n in "$@"; do
		fault=$name:$n
		rm -rf results
		status=0
		FAULT=$fault LD_PRELOAD=$HELPERS/fault.so timeout -k 5 60 "$PTBENCH" --workers 2 --runs 2 \
			--seed 1 --output results --prepare true -- \
			sh -c 'echo "$0" "$PTBENCH_RUN"' '{n}' >out 2>err </dev/null || status=$?
		sound "$status"
	done
}

case_fork() { kind fork 1 2 3 5 7 11; }
case_exec() { kind exec 1 2 3 5 7 11; }
case_open() { kind open 1 2 3 5 8 13 21 34 55 89 144; }
case_write() { kind write 1 2 3 5 8 13 21 34 55 89; }
case_mmap() { kind mmap 1 2 13 144 987 2584 4181 6765 10946; }
case_clock() { kind clock 1 2 3 5 8 13 21 34; }
case_wait() { kind wait 1 2 3 5 8 13 21 34; }
