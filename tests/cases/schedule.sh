# Test-level schedules: the seven watcher tests, every dialect, every kind of damage.
# shellcheck shell=bash

watcher() { # the seven watcher tests, as a report
	local i=0 seconds
	echo '<testsuite name="watcher">'
	for seconds in 3.0 3.0 0.5 0.01 6.4 6.0 3.5; do
		echo "<testcase classname=\"watcher\" name=\"t$i\" time=\"$seconds\"/>"
		i=$((i + 1))
	done
	echo '</testsuite>'
}

fixture() {
	echo "$SRC/tests/fixtures/junit/$1"
}

case_watcher() {
	watcher >w.xml
	expect 0 "$PTBENCH" schedule --workers 4,5 --scheduler lpt,list --json s.json w.xml
	truth s.json '.schema_version == 1 and .tests == 7 and .unknown == 0 and .warnings == []'
	truth s.json '(.total_s - 22.41 | fabs) < 1e-9'
	truth s.json '.longest == {"name": "watcher::t4", "seconds": 6.4} and .useful_workers == 4'
	truth s.json '[.schedules[] | [.scheduler, .workers]] == [["lpt",4],["lpt",5],["list",4],["list",5]]'
	truth s.json '.schedules[0] | .makespan_s == 6.4 and .lower_bound_s == 6.4 and .workers_used == 4'
	truth s.json '.schedules[0].assignment[0] == ["watcher::t4"] and (.schedules[0].assignment | length) == 4'
	truth s.json '.schedules[2].makespan_s == 6.5'
	has out 'Critical path: watcher::t4, 6.40 s, decides from 4 workers on'
}

# The order of the words does not matter; a word twice counts once.
case_every_scheduler() {
	watcher >w.xml
	expect 0 "$PTBENCH" schedule --workers 3,3 --json - w.xml
	truth out '[.schedules[].scheduler] == ["list","lpt","static-lpt","load","loadfile","loadscope","loadgroup","worksteal"]'
	truth out '[.schedules[] | select(.makespan_s < .lower_bound_s)] == []'
	has err 'Useful workers: 4'
	expect 0 "$PTBENCH" schedule --workers 3 --scheduler load,load --json - w.xml
	truth out '[.schedules[].scheduler] == ["load"]'
}

# What npx says stands before the TAP of its program.
case_a_log_with_words_before_its_tap() {
	printf 'npm warn x\nTAP version 13\nok 1 - a\nnot ok 2 - b\n1..2\n' >log
	expect 0 "$PTBENCH" schedule --workers 2 --scheduler list --json s.json log
	truth s.json '.tests == 2 and .unknown == 2'
}

case_counts_are_those_of_the_option() {
	watcher >w.xml
	refuse 2 '--workers: worker count 0 is too small' "$PTBENCH" schedule --workers 0 w.xml
}

# 80 tests of 0.25 s and then one of 10 s: 15 s, but 10 s when that one comes first.
case_start_first() {
	{
		echo '<testsuite>'
		for i in $(seq 80); do echo "<testcase name='q$i' time='0.25'/>"; done
		echo "<testcase name='slow' time='10'/></testsuite>"
	} >s.xml
	expect 0 "$PTBENCH" schedule --workers 4 --json s.json s.xml
	truth s.json '.start_first[] | select(.scheduler == "list") | . == {"name":"slow","scheduler":"list","workers":4,"saves_s":5}'
	truth s.json '[.start_first[] | select(.saves_s <= 0 or .scheduler == "lpt")] == []'
	has out 'slow saves 5.00 s with'
}

# 20 slow tests first (3 s), 380 fast ones: the scheduler facts know 60.1 s, and 16.0 s in ones.
case_maxschedchunk() {
	{
		echo '<testsuite>'
		for i in $(seq 20); do echo "<testcase name='s$i' time='3'/>"; done
		for i in $(seq 380); do echo "<testcase name='f$i' time='0.01'/>"; done
		echo '</testsuite>'
	} >s.xml
	expect 0 "$PTBENCH" schedule --workers 4 --scheduler load --json a.json s.xml
	expect 0 "$PTBENCH" schedule --workers 4 --scheduler load --maxschedchunk 1 --json b.json s.xml
	truth a.json '.schedules[0].makespan_s | . > 59.9 and . < 60.2'
	truth b.json '.schedules[0].makespan_s | . > 15.9 and . < 16.1'
}

# --output DIR: a Gantt chart per count of the best scheduler, each with its script.
case_gantt() {
	watcher >w.xml
	expect 0 "$PTBENCH" schedule --workers 2,4 --output d w.xml
	[ -s d/plots/gantt-4.gp ] && [ -s d/plots/gantt-2.gp ] || fail "$(find d)"
	if command -v gnuplot >/dev/null; then [ -s d/plots/gantt-4.svg ] || fail "$(find d)"; fi
	has d/plots/gantt-4.gp 'Scheduler lpt'
	# A picture alone says what it was made of, when and by which version.
	grep -qE '"ptbench schedule [^"]*\.xml[^"]*, [0-9-]+T[0-9:]+Z, ptbench [0-9.]+"' d/plots/gantt-4.gp ||
		fail "no source: $(grep 'label 3' d/plots/gantt-4.gp)"
}

case_reorder() {
	cat >s.xml <<-'END'
		<testsuite><testcase classname="one" name="a" time="1"/>
		<testcase classname="two" name="b" time="1"/><testcase classname="two" name="c" time="1"/>
		<testcase classname="two" name="d" time="1"/></testsuite>
	END
	expect 0 "$PTBENCH" schedule --workers 2 --scheduler loadscope --json a.json s.xml
	truth a.json '.schedules[0].assignment[0] == ["two::b","two::c","two::d"]'
	expect 0 "$PTBENCH" schedule --workers 2 --scheduler loadscope --no-loadscope-reorder --json a.json s.xml
	truth a.json '.schedules[0].assignment[0] == ["one::a"]'
}

# A line: the report, its tests, how many have no time, their sum.
case_dialects() {
	while read -r name tests unknown total; do
		expect 0 "$PTBENCH" schedule --workers 2 --scheduler list --json - "$(fixture "$name")"
		truth out ".tests == $tests and .unknown == $unknown and (.total_s - $total | fabs) < 1e-5" \
			'[.tests, .unknown, .total_s]'
		truth out '.warnings | length == if '"$unknown"' > 0 then 1 else 0 end'
	done <<-'END'
		bats-1.8.xml 5 0 0.6
		ctest-3.25.xml 12 0 3.154658
		jest-junit-w2.xml 19 0 0.685
		meson-1.0.1.xml 10 2 1.58255
		mocha-xunit-seq.xml 12 0 0.6
		node-test-v20.xml 9 0 0.514941
		phpunit-9.6.xml 8 0 0.250329
		pytest-loadfile-n2.xml 41 0 0.934
		pytest-loadgroup-n2.xml 41 0 0.918
		pytest-worker-crash-n2.xml 4 0 0.11
		pytest-xunit2-n2.xml 41 0 0.924
		pytest-xunit2-seq.xml 41 0 0.926
		surefire-2.22.3-TEST-ATest.xml 5 0 1.199
		malformed/billion-laughs.xml 1 0 0.5
		malformed/bom-utf8.xml 1 0 0.5
		malformed/comma-decimal.xml 1 0 0.03
		malformed/crlf-singlequotes.xml 1 0 0.5
		malformed/failure-and-teardown-error.xml 1 0 0.1
		malformed/go-parent-subtests.xml 3 0 0.25
		malformed/latin1-declared.xml 1 0 0.5
		malformed/no-declaration-cdata.xml 1 0 0.1
		malformed/raw-control-chars.xml 1 0 0.5
		malformed/testcase-under-testsuites.xml 3 0 0.6
		malformed/thousands.xml 2 0 2120.532
		malformed/time-nan-empty-missing.xml 8 4 0.750058
	END
	expect 0 "$PTBENCH" schedule --workers 2 --json - "$(fixture malformed/latin1-declared.xml)"
	truth out '.longest.name == "a::café"'
}

# Reports of other kinds, told apart by their first bytes: tests, failed, without time, sum, longest.
case_other_kinds() {
	while read -r name tests unknown total longest; do
		expect 0 "$PTBENCH" schedule --workers 2 --scheduler list --json - \
			"$SRC/tests/fixtures/reports/$name"
		truth out ".tests == $tests and .unknown == $unknown and (.total_s - $total | fabs) < 1e-9" \
			'[.tests, .unknown, .total_s]'
		truth out ".longest.name == \"$longest\"" .longest
	done <<-'END'
		jest.json 4 1 0.3065 outer slow
		go.json 3 0 0.12 demo/p1::TestSub/b
		joblog 2 0 0.403 sleep 0.3
		ninja_log 3 0 0.635 b.o
		prove.yaml 2 0 1.3023 t/b c.t
		node.tap 3 0 0.1553 top
		bats.tap 4 0 0.08 addition <x>
		mocha.json 5 0 0.051 grp <b> a
		gtest-parallel.log 4 0 1.563 Slow::Waits/1
		unittest.log 3 0 0.403 app.tests.Sums::test_one
		parallel_runtime.log 4 0 0.25059 spec/models/a_spec.rb
		dotnet.trx 5 0 61.78125 Shop.Tests.Old::Rows (1)
		rspec.json 3 0 0.2512 Sum adds
		dart.json 3 0 0.351 Sum adds
		stestr.log 5 0 0.303007 tests.test_a.A::test_out(a.b)
		minitest.log 3 0 0.1 FooTest::test_a
		cargo.log 6 3 0.001 src/lib.rs::tests::a
	END
}

# automake's harness leaves results alone: the file system knows when a script's .log was made and
# its .trs was written.
case_automake_files() {
	: >a.log && sleep 0.2
	cp "$SRC/tests/fixtures/reports/script.trs" a.trs
	echo ':test-result: XFAIL' >b.trs
	expect 0 "$PTBENCH" schedule --workers 2 --scheduler list --json s.json ./a.trs b.trs
	truth s.json '.tests == 2 and .longest.name == "a" and .unknown >= 1' .
	[ "$(stat -c %W a.log)" -eq 0 ] || truth s.json '.total_s >= 0.19 and .total_s < 60' .total_s
}

# Which tests failed, in any kind of report that tells: the number of failed tests in runs.csv.
case_failed_in_other_kinds() {
	while read -r name failed; do
		expect 0 "$PTBENCH" --workers 2 --runs 1 --warmup 0 --no-report --csv rows.csv \
			--junit 'report-*' --shell -- \
			"cp '$SRC/tests/fixtures/reports/$name' report-{n}; true"
		same "$failed" "$(sed -n 2p rows.csv | cut -d, -f17)"
	done <<-'END'
		gtest-parallel.log 1
		unittest.log 1
		parallel_runtime.log 0
		script.trs 1
		dotnet.trx 2
		rspec.json 1
		dart.json 1
	END
}

case_no_test() {
	refuse 2 'is empty' "$PTBENCH" schedule "$(fixture malformed/empty.xml)"
	refuse 2 'is not XML' "$PTBENCH" schedule "$(fixture malformed/not-xml.xml)"
	refuse 2 'holds no test' "$PTBENCH" schedule "$(fixture pytest-no-tests.xml)"
	refuse 2 'none.xml: cannot be read (No such file or directory): give a readable file' \
		"$PTBENCH" schedule none.xml
	refuse 2 'needs a JUnit XML report' "$PTBENCH" schedule
}

# Where another file holds a test they are warnings.
case_some_tests() {
	expect 0 "$PTBENCH" schedule --workers 2 --json s.json "$(fixture malformed/empty.xml)" \
		"$(fixture bats-1.8.xml)" "$(fixture malformed/not-xml.xml)"
	truth s.json '.tests == 5 and (.warnings | length) == 2'
	same 2 "$(wc -l <err)"
}

case_damaged() {
	expect 0 "$PTBENCH" schedule --workers 2 --json s.json "$(fixture malformed/truncated.xml)"
	truth s.json '.tests == 1 and (.warnings | length) == 1'
	has err 'truncated.xml:2: damaged XML (truncated)'
}

case_bad_options() {
	watcher >w.xml
	refuse 2 "knows no 'fifo'" "$PTBENCH" schedule --scheduler list,fifo w.xml
	refuse 2 'worker count 0' "$PTBENCH" schedule --workers 0 w.xml
	refuse 2 '--maxschedchunk' "$PTBENCH" schedule --maxschedchunk 0 w.xml
}

# Nothing in a name is obeyed: no escape sequence, no other line, no markup.
case_hostile_names() {
	printf '<testsuite><testcase classname="a\x1b[31m" name="x&#10;y&#13;&quot;&lt;b&gt;=cmd|&#8238;" time="1"/>' >h.xml
	printf '<testcase name="%s" time="2"/></testsuite>' "$(head -c 10000 /dev/zero | tr '\0' n)" >>h.xml
	expect 0 "$PTBENCH" schedule --workers 2 h.xml
	if grep -q $'[\x1b\r]' out; then fail 'control characters in the text'; fi
	[ "$(awk '{ if (length > most) most = length } END { print most }' out)" -lt 200 ] || fail 'long lines'
}

# The assignment of a large suite is left out; one test more than 10,000.
case_many_tests() {
	{
		echo '<testsuite>'
		seq 10001 | sed "s/.*/<testcase name='t&' time='0.01'\/>/"
		echo '</testsuite>'
	} >m.xml
	expect 0 "$PTBENCH" schedule --workers 2 --json s.json m.xml
	truth s.json '.tests == 10001 and ([.schedules[] | has("assignment")] | any | not)'
	sed -i '2d' m.xml
	expect 0 "$PTBENCH" schedule --workers 2 --scheduler list --json s.json m.xml
	truth s.json '.schedules[0].assignment | map(length) == [5000, 5000]'
}

# Real pytest-xdist runs on waiting tests; tests/xdist-agreement alone does 35 of them.
case_xdist_agreement() {
	expect 0 /usr/bin/python3 "$SRC/tests/xdist-agreement" --cases 5 --seed 7 \
		--tries 4 "$PTBENCH"
	same 5 "$(grep -c 'real .* simulated' out)"
}

case_endless_input_without_a_tag() {
	refuse 2 "/dev/zero is not XML" "$PTBENCH" schedule /dev/zero
}
