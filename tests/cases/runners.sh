# Known runners get their worker count: the tasks that they start pass only when exactly as many
# of them are at work at once as ptbench says.
# shellcheck shell=bash disable=SC2016

# meeting NAME: a script that is one task. In the sequential form it fails when another one is at
# work; with N workers it waits until N tasks have come, and fails when more than N are at work.
meeting() {
	cat >"$1" <<'END'
#!/bin/sh
here=$MEETING/$PTBENCH_RUN
mkdir -p "$here/came" "$here/working" && : >"$here/working/$$" && : >"$here/came/$$" || exit 1
count() { ls "$here/$1" | wc -l; }
tries=0
until [ "$(count came)" -ge "$PTBENCH_WORKERS" ] || [ "$tries" -ge 300 ]; do
	tries=$((tries + 1))
	sleep 0.05
done
working=$(count working)
rm "$here/working/$$"
[ "$tries" -lt 300 ] && [ "$working" -le "$PTBENCH_WORKERS" ]
END
	chmod +x "$1"
	export MEETING=$PWD/meeting
}

# measured RUNNER SEQUENTIAL COMMAND...: passes sequentially and with 2 and 3 workers, as RUNNER,
# and the report tells the sequential form so.
measured() {
	local runner=$1 sequential=$2
	shift 2
	expect 0 "$PTBENCH" --workers 2,3 --runs 1 --warmup 0 --no-report --json report.json -- "$@"
	truth report.json "[.points[] | .safe] == [true, true, true]" .points
	same "$runner" "$(json report.json .command.runner)"
	same "$sequential" "$(json report.json '.command.sequential | join(" ")')"
}

# reported N: the runner's own report of its tests was asked for and read.
reported() {
	same "$1" "$(json report.json .tests.tests)"
}

case_make_gets_its_workers() {
	meeting task
	printf 'all: a b c d e f\na b c d e f:\n\t./task\n' >Makefile
	measured make "make -j 1" make
	measured make "make -k -j 1 all" make -kj8 all
	has err "--prepare 'make -C . clean'"
	expect 0 "$PTBENCH" --workers 2 --runs 1 --no-report --prepare "true" -- make
	lacks err "--prepare"
}

case_automake_check_gets_its_workers() {
	meeting task
	printf '%s\n' 'check:' '	rm -f *.log *.trs' \
		'	$(MAKE) a.trs b.trs c.trs d.trs e.trs f.trs' '%.trs:' \
		"	: >\$*.log; ./task && echo ':test-result: PASS' >\$@" >Makefile
	measured automake "make -j 1 check" make check
	reported 6
}

case_pytest_gets_its_workers() {
	meeting task
	for name in a b c d e f; do
		printf 'import subprocess\ndef test_%s():\n    subprocess.check_call("./task")\n' $name
	done >test_meeting.py
	measured pytest "/usr/bin/python3 -m pytest -n 0 -q -p no:cacheprovider" \
		/usr/bin/python3 -m pytest -q -p no:cacheprovider
	reported 6
	measured pytest "env X=1 nice -n 1 /usr/bin/python3 -m pytest -q -n 0 --dist load" \
		env X=1 nice -n 1 /usr/bin/python3 -m pytest -q -n 7 --dist load
}

case_prove_gets_its_workers() {
	meeting task
	mkdir t
	for name in a b c d e f; do
		printf 'print "1..1\\n"; print system("./task") == 0 ? "ok 1\\n" : "not ok 1\\n";\n' >t/$name.t
	done
	measured prove "prove -l -j 1 t" prove -lj4 t
	reported 6
}

case_xargs_gets_its_workers() {
	meeting task
	seq 6 >list
	measured xargs "xargs -P 1 -a list -n 1 ./task" xargs -a list -n 1 ./task
	refuse 2 "-a" "$PTBENCH" -- xargs -n 1 ./task
}

case_parallel_gets_its_workers() {
	meeting task
	measured parallel "parallel -j 1 ./task ::: 1 2 3 4 5 6" parallel ./task ::: 1 2 3 4 5 6
	reported 6
	refuse 2 "standard input" "$PTBENCH" -- parallel -j4 ./task
}

case_ninja_gets_its_workers() {
	meeting task
	{
		printf 'rule task\n  command = ./task $out\n'
		for name in a b c d e f; do echo "build $name: task"; done
	} >build.ninja
	measured ninja "ninja -j 1" ninja
	has err "--prepare 'ninja -C . -t clean'"
}

case_ctest_gets_its_workers() {
	meeting task
	for name in a b c d e f; do echo "add_test($name \"$PWD/task\")"; done >CTestTestfile.cmake
	measured ctest "ctest -j 1" ctest
	reported 6
	measured ctest "ctest -Q -j 1" ctest -Q --parallel 8
}

case_bats_gets_its_workers() {
	export TMPDIR=/tmp # its own jobs cannot have a blank in it
	meeting task
	for name in a b c; do
		printf '@test "%s one" { ./task; }\n@test "%s two" { ./task; }\n' $name $name >$name.bats
	done
	measured bats "bats -j 1 ." bats .
	reported 6
}

case_what_hides_its_runner_is_refused() {
	refuse 2 "npm test -- --maxWorkers={n}" "$PTBENCH" -- npm test
	refuse 2 "PYTEST_ADDOPTS=-n {n}" "$PTBENCH" -- tox
	refuse 2 "CTEST_PARALLEL_LEVEL={n}" "$PTBENCH" -- make test
	refuse 2 "{n}" "$PTBENCH" -- ./run-tests.sh
	refuse 2 "--env NAME={n}" "$PTBENCH" -- ./my-tests
	refuse 2 "paratest" "$PTBENCH" -- vendor/bin/phpunit
	refuse 2 "'nosuch'" "$PTBENCH" --runner nosuch -- ./my-tests
	[ ! -e ptbench-results ]
}

case_pytest_without_xdist_is_told_what_to_install() {
	printf '#!/bin/sh\necho "pytest: error: unrecognized arguments: -n 0" >&2\nexit 4\n' >pytest
	chmod +x pytest
	expect 1 "$PTBENCH" --workers 2 -- ./pytest -q
	has err "install"
	has err "pytest-xdist"
	# Also when it is only the parallel runs that fail.
	printf '#!/bin/sh\ncase $* in *"-n 0"*) exit ;; esac\necho "unrecognized arguments: -n"; exit 4\n' >pytest
	expect 1 "$PTBENCH" --workers 2 -- ./pytest
	has err "2 workers:"
	has err "pytest-xdist"
}

case_shell_line() {
	expect 0 "$PTBENCH" --shell --workers 2 --runs 1 --warmup 0 --no-report --json report.json \
		-- 'echo "{n} $PTBENCH_WORKERS" | cat >>lines'
	same "1 1 2 2" "$(sort lines | xargs)"
	same sh "$(json report.json '.command.parallel[0]')"
	rm lines
	expect 0 "$PTBENCH" --shell --workers 2 --runs 1 --warmup 0 --no-report \
		--sequential 'echo seq >>lines' -- 'echo $PTBENCH_WORKERS >>lines'
	same "2 seq" "$(sort lines | xargs)"
	refuse 2 "{n}" "$PTBENCH" --shell -- 'pytest -n 4 | tail -1'
}

case_own_runner() {
	meeting task
	printf '#!/bin/sh\nexec xargs -a list -P "$2" -n 1 ./task\n' >mine
	chmod +x mine
	seq 6 >list
	printf 'name,match,workers,sequential\nmine,mine,--jobs {n},--jobs 1\n' >own.csv
	expect 0 "$PTBENCH" --runners own.csv --workers 2,3 --runs 1 --no-report -- ./mine
	mkdir -p config/ptbench
	cp own.csv config/ptbench/runners.csv
	XDG_CONFIG_HOME=$PWD/config expect 0 "$PTBENCH" runners mine
	has out "--jobs {n}"
	printf 'name,color\nmine,red\n' >own.csv
	refuse 2 "own.csv:1: 'color'" "$PTBENCH" --runners own.csv -- ./mine
	printf 'name,match\n,mine\n' >own.csv
	refuse 2 "own.csv:2" "$PTBENCH" --runners own.csv -- ./mine
	refuse 2 "nosuch.csv" "$PTBENCH" --runners nosuch.csv -- ./mine
}

case_runners_lists_all() {
	expect 0 "$PTBENCH" runners
	for name in pytest stestr ctest ninja meson cargo-nextest go-test vitest maven bats mpi; do
		grep -q "^ *$name  *[-A-Z]" out || fail "$name is not listed"
	done
	expect 0 "$PTBENCH" runners pytest make
	has out "pytest-3"
	has out "MAKEFLAGS=-j{n}"
	refuse 2 "'nosuch'" "$PTBENCH" runners nosuch
	expect 0 "$PTBENCH" runners make
	grep -q "test times *none: make itself writes none" out || fail "nothing on make's times"
	expect 0 "$PTBENCH" runners scons
	grep -q "test times *none that ptbench knows" out || fail "nothing on the times of scons"
}
