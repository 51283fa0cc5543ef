# The vocabulary of the benchmarks (`make bench`); sourced by each of them.
#
# Nothing here passes or fails: times depend on the machine. What is compared runs in turns
# within one run of the script, so that a slow moment meets both sides.
# shellcheck shell=bash
set -euo pipefail
LC_ALL=C
export LC_ALL

# seconds COMMAND...: its wall time; its output is thrown away.
seconds() {
	local start=$EPOCHREALTIME
	"$@" >/dev/null 2>&1 || echo "failed, so that its time means nothing: $*" >&2
	awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.5f\n", b - a }'
}

# median [NUMBER...]: without numbers, of those on standard input.
median() {
	if [ "$#" -gt 0 ]; then printf '%s\n' "$@"; else cat; fi | sort -g |
		awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# ratio NUMBER NUMBER: of the two, with two decimals; "-" where there is none.
ratio() {
	awk -v a="$1" -v b="$2" 'BEGIN { if (b + 0 > 0) printf "%.2f\n", a / b; else print "-" }'
}

# peak_mb COMMAND...: the largest memory of the command itself; "-" without GNU time.
peak_mb() {
	if [ -x /usr/bin/time ]; then
		/usr/bin/time -f %M "$@" 2>&1 >/dev/null | awk 'END { printf "%.0f\n", $1 / 1024 }'
	else
		echo -
	fi
}
