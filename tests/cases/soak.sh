# A short soak; `make soak` is the long one.
# shellcheck shell=bash

case_killed_and_resumed() {
	expect 0 "$SRC/tests/soak" 20 11
	has out complete
}
