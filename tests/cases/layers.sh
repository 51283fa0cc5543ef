# The layer check finds what it is there to find: each case breaks a copy of the house.
# shellcheck shell=bash

house() {
	mkdir -p src build/src
	cp -r "$SRC/src/." src
	cp -r "$(dirname "$PTBENCH")/src/." build/src
}

broken() { # broken WORDS: scripts/layers fails and says so
	expect 1 "$SRC/scripts/layers" build .
	has err "$1"
}

case_clean_house_passes() {
	house
	expect 0 "$SRC/scripts/layers" build .
}

case_include_that_points_up() {
	house
	echo '#include "cli/options.h"' >>src/core/law.h
	broken "law.h: includes cli/, which does not lie below core"
}

case_siblings_that_include_each_other() {
	house
	echo '#include "proc/clock.h"' >>src/io/file.h
	broken "file.h: includes proc/, which does not lie below io"
}

case_folder_that_is_no_room() {
	house
	mkdir src/util
	echo 'int x;' >src/util/x.h
	broken "src/util is no room of the house"
}

case_impure_call_in_core() {
	house
	printf '#include <stdio.h>\nvoid f(void); void f(void) { puts("x"); }\n' >f.c
	cc -c f.c -o build/src/core/f.o
	broken "refers to puts, which is not pure"
}

case_process_call_outside_proc() {
	house
	mkdir -p build/src/view
	printf '#include <unistd.h>\nint f(void); int f(void) { return fork(); }\n' >f.c
	cc -c f.c -o build/src/view/f.o
	broken "calls fork, which belongs in src/proc"
}
