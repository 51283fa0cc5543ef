#!/usr/bin/env bash
# Sequential against 2, 4, 8 and auto workers for a pytest suite, through ptbench:
#     scripts/benchmark_parallel.sh [pytest args]
# Nothing to configure; extra options for ptbench go into PTBENCH_OPTIONS.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

ptbench=$(command -v ptbench || true)
if [ -z "$ptbench" ]; then
	"$root/scripts/packages" run
	"$root/scripts/build" "$root/build"
	ptbench=$root/build/ptbench
fi

# The python of the project's environment where it has pytest, Debian's otherwise.
python=/usr/bin/python3
if python3 -c 'import pytest, xdist' 2>/dev/null; then
	python=python3
fi

# shellcheck disable=SC2086 # options are words
exec "$ptbench" --workers 2,4,8,auto ${PTBENCH_OPTIONS:-} -- "$python" -m pytest "$@"
