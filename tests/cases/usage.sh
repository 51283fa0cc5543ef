# What a user types first.
# shellcheck shell=bash

case_version() {
	expect 0 "$PTBENCH" --version
	grep -qx 'ptbench [0-9][0-9.]*' out
	[ ! -s err ]
}
