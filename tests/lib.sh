# The vocabulary of the case tests; sourced by tests/run-cases before each file of cases.
#
# A case is a function whose name begins with case_. It runs in a shell of its own with
# `set -eu`, in an empty folder of its own that is removed afterwards; it passes when it ends
# with 0. $PTBENCH is the program, $HELPERS the folder of built helper programs, $SRC the source.
# shellcheck shell=bash

# Run a command; keep its exit code in $status, its output in the files `out` and `err`.
run() {
	status=0
	"$@" >out 2>err </dev/null || status=$?
}

fail() {
	echo "  $*" >&2
	if [ -s out ]; then echo "  --- out"; sed 's/^/  /' out | head -40; fi >&2
	if [ -s err ]; then echo "  --- err"; sed 's/^/  /' err | head -40; fi >&2
	exit 1
}

# expect STATUS COMMAND...: the command ends with that exit code.
expect() {
	local wanted=$1
	shift
	run "$@"
	[ "$status" -eq "$wanted" ] || fail "exit code $status, not $wanted: $*"
}

# refuse STATUS WORDS COMMAND...: ends so, with one sentence on stderr that has the words in it,
# and nothing on stdout.
refuse() {
	local wanted=$1 words=$2
	shift 2
	expect "$wanted" "$@"
	[ ! -s out ] || fail "something on stdout: $*"
	[ "$(wc -l <err)" -eq 1 ] || fail "not one line on stderr: $*"
	grep -q '^ptbench: ' err || fail "no 'ptbench: ' in front: $*"
	grep -qF -- "$words" err || fail "'$words' is not in the sentence: $*"
}

# until_true WORDS...: a command line that is tried again and again, for a minute at most.
until_true() {
	local i
	for ((i = 0; i < 3000; i++)); do
		if eval "$*"; then return 0; fi
		sleep 0.02
	done
	fail "never true: $*"
}

# skip WHY: what the case needs is not here. With NO_SKIPS set, as scripts/check does after it
# has installed everything, that is a failure.
skip() {
	[ -z "${NO_SKIPS:-}" ] || fail "may not be skipped: $*"
	echo "skipped: $*"
}

has() { # has FILE TEXT: the file has that text in it
	grep -qF -- "$2" "$1" || fail "'$2' is not in $1"
}

lacks() {
	if grep -qF -- "$2" "$1"; then fail "'$2' is in $1"; fi
}

same() { # same WANTED ACTUAL
	[ "$1" = "$2" ] || fail "'$2', not '$1'"
}

# json FILE EXPRESSION: jq's answer; truth FILE EXPRESSION: it is true.
json() {
	jq -r "$2" "$1"
}

truth() {
	[ "$(jq "$2" "$1")" = true ] || fail "not true in $1: $2 (which has $(jq -c "${3:-.}" "$1" | head -c 300))"
}
