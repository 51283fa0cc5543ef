# What people and CI systems get to see: pictures, page, annotations.
# shellcheck shell=bash disable=SC2154

# Twelve counts of twenty runs.
many="t1=110,s=0.1,fixed=3,worker=1.5,cpus=4,noise=0.03,outliers=0.05,memory=200M+50M"
twelve=1,2,3,4,5,6,8,10,12,14,16,20

case_page_is_whole_small_and_alone() {
	expect 0 "$PTBENCH" --simulate "$many" --runs 20 --workers $twelve --seed 1 --output r
	xmllint --noout r/report.html || fail "the page is not well-formed"
	[ "$(wc -c <r/report.html)" -lt 500000 ] || fail "the page has $(wc -c <r/report.html) bytes"
	# Every picture of the folder's first level is in it, with texts to point at.
	for name in speedup time efficiency memory order; do
		[ -s r/plots/$name.svg ] || fail "no picture $name"
	done
	[ "$(grep -o '<svg ' r/report.html | wc -l)" -ge 5 ] || fail "pictures are missing in the page"
	has r/report.html '<title>4: '
	# Nothing is fetched: no address but names inside the page.
	! grep -oE '(src|href)="[^"#][^"]*"' r/report.html | grep -v '"data:,"' || fail "fetches"
	# Identifiers are unique, and what they are referred to by exists.
	[ -z "$(grep -oE " id=['\"][^'\"]+" r/report.html | sort | uniq -d)" ] || fail "an id is there twice"
}

# Nothing overflows and nothing complains, on a telephone as on a screen.
case_page_in_a_browser() {
	expect 0 "$PTBENCH" --simulate "$many,fail-at=16" --runs 4 --workers $twelve --seed 1 --output r
	run "$SRC/tests/page-check" r/report.html
	if [ "$status" -eq 2 ]; then
		skip "there is no Chromium that runs here"
		return
	fi
	same 0 "$status"
	same 3 "$(grep -c '^ok ' out)"
}

# A script beside its picture makes it again from nothing else.
case_scripts_make_their_pictures_again() {
	expect 0 "$PTBENCH" --simulate "$many" --runs 3 --seed 1 --output r --plot-format png
	mkdir again
	cp r/plots/*.gp again
	for script in again/*.gp; do
		name=$(basename "$script" .gp)
		(cd again && gnuplot "$name.gp") || fail "gnuplot refuses $name.gp"
		# Where gnuplot made other pictures before, it says one colour in other words.
		same "$(sed "s/stroke=\"black\"/stroke=\"currentColor\"/" "r/plots/$name.svg" | md5sum)" \
			"$(sed "s/stroke=\"black\"/stroke=\"currentColor\"/" "again/$name.svg" | md5sum)"
		[ "$(head -c 8 "r/plots/$name.png" | od -An -c | tr -d ' ')" = '211PNG\r\n032\n' ] ||
			fail "no PNG: $name"
	done
}

# Few and many counts, with and without failing ones, long names, few and many tests.
case_no_texts_overlap_in_pictures() {
	local wide="t1=1100,s=0.01,fixed=3,worker=.5,cpus=48,noise=0.03,memory=200M+150M"
	long=$(printf 'a-rather-long-word %.0s' {1..60})
	while read -r counts spec; do
		expect 0 "$PTBENCH" --runs 2 --seed 1 --workers "$counts" --output "r$counts" \
			--plot-format pdf --simulate "$spec" -- "$long" "{n}"
	done <<-SPECS
		2 $many
		2,4,8 $many,fail-at=8
		1-30 $many
		1-64 $wide,fail-at=31
	SPECS
	expect 0 "$PTBENCH" schedule --workers 1,8,64 --scheduler list --output s "$SRC"/tests/fixtures/junit/*.xml
	expect 0 "$SRC/tests/text-overlap" r*/plots/*.svg r*/plots/*.pdf s/plots/*.svg
	# The check sees what it looks for.
	sed 's/set bmargin .*/set bmargin at screen 0.15/' r2/plots/speedup.gp >r2/plots/worse.gp
	(cd r2/plots && gnuplot worse.gp)
	expect 1 "$SRC/tests/text-overlap" r2/plots/speedup.svg
}

case_names_are_never_run_or_rendered() {
	# shellcheck disable=SC2016
	hostile='`touch ran`$(touch ran)<script>alert(1)</script>]]>"'"'"'{/Symbol a}'
	hostile=$hostile$'\n!touch ran\nEOD\nsystem("touch ran")\e[2J'
	expect 0 "$PTBENCH" --runs 1 --warmup 0 --workers 2,3 --output r -- true "$hostile" "{n}"
	[ -z "$(find . -name ran)" ] || fail "a name was run"
	lacks r/report.html '<script>alert'
	lacks r/report.md '<script>'
	for picture in r/plots/*.svg; do
		xmllint --noout "$picture" || fail "$picture is not well-formed"
	done
	xmllint --noout r/report.html
	lacks out $'\e'
	[ -s r/plots/time.svg ] || fail "no picture"
}

case_without_gnuplot_everything_else() {
	mkdir bin
	expect 0 env PATH="$PWD/bin" "$PTBENCH" --simulate "$many" --runs 2 --seed 1 --output r
	has err "gnuplot is not installed"
	has r/report.html "There are no pictures"
	has r/report.html 'id="evidence"'
	[ -s r/plots/speedup.gp ] || fail "no script"
	[ -z "$(ls r/plots/*.svg 2>/dev/null)" ] || fail "a picture without gnuplot"
}

case_github_gets_annotations_and_summary() {
	echo "before" >summary
	GITHUB_STEP_SUMMARY=$PWD/summary expect 0 "$PTBENCH" --simulate "$many,fail-at=8" \
		--runs 3 --seed 1 --github --no-report --json r.json
	same before "$(head -1 summary)"
	has summary "### Worker counts for"
	has err "::warning title=ptbench::"
	lacks out "::warning"
	unset GITHUB_STEP_SUMMARY
	expect 0 "$PTBENCH" --simulate "$many" --runs 2 --seed 1 --github --no-report
	has err "GITHUB_STEP_SUMMARY is not set"
}

case_gitlab_gets_metrics_and_junit() {
	expect 0 "$PTBENCH" --simulate "$many,fail-at=8" --runs 3 --seed 1 --gitlab --output r
	same "# EOF" "$(tail -1 r/metrics.txt)"
	grep -qE '^ptbench_wall_seconds\{mode="par",workers="4"\} [0-9.]+$' r/metrics.txt ||
		fail "no time of 4 workers"
	has r/metrics.txt 'ptbench_failed_runs{mode="par",workers="8"} '
	same 1 "$(xmllint --xpath 'count(//testcase[failure])' r/junit.xml)"
	same 1 "$(xmllint --xpath "count(//system-out[contains(., '4 workers')])" r/junit.xml)"
	expect 0 "$PTBENCH" --simulate "$many" --runs 2 --seed 1 --gitlab --no-report
	[ -s ptbench-metrics.txt ] && [ -s ptbench-junit.xml ]
}

# A parser that others wrote reads what GitLab is to read, hostile names, too.
case_metrics_by_another_parser() {
	cat >read.py <<-'PYTHON'
		import json, sys
		from prometheus_client.openmetrics.parser import text_string_to_metric_families
		families = {f.name: f for f in text_string_to_metric_families(sys.stdin.read())}
		times = {(s.labels.get("suite", ""), s.labels["mode"], s.labels["workers"]): s.value
		         for s in families["ptbench_wall_seconds"].samples}
		report = json.load(open(sys.argv[1]))
		parts = [("", report)] + [(s["name"].replace("\n", "\\n"), s) for s in report.get("suites", [])]
		wanted = {(name, p["mode"], str(p["workers"])): p["wall_s"]["estimate"]
		          for name, part in parts for p in part["points"] if p["wall_s"]["estimate"]}
		assert wanted and wanted.keys() == times.keys(), (wanted.keys(), times.keys())
		assert all(abs(times[key] / wanted[key] - 1) < 1e-6 for key in wanted), (times, wanted)
		assert families["ptbench_wall_seconds"].unit == "seconds"
	PYTHON
	if ! /usr/bin/python3 -c 'import prometheus_client' 2>err; then
		skip "there is no python3-prometheus-client here"
		return
	fi
	expect 0 "$PTBENCH" --simulate "$many,fail-at=8" --runs 3 --seed 1 --gitlab --output r
	/usr/bin/python3 read.py r/report.json <r/metrics.txt || fail "another parser refuses it"
	printf 'name,command\n"a ""b""\\ c\nd",true {n}\n<x>,true {n}\n' >s.csv
	expect 0 "$PTBENCH" --suites s.csv --workers 2 --runs 1 --warmup 0 --gitlab --output s
	/usr/bin/python3 read.py s/report.json <s/metrics.txt || fail "another parser refuses it"
}

# Jenkins refuses a report that its schema does not allow.
case_junit_is_as_ci_systems_want_it() {
	expect 0 "$PTBENCH" --simulate "$many,fail-at=8" --runs 3 --seed 1 --gitlab --output r
	printf 'name,command\n"a ""b""\\ c\nd",true {n}\n<x>,true {n}\n' >s.csv
	expect 0 "$PTBENCH" --suites s.csv --workers 2 --runs 1 --warmup 0 --gitlab --output s
	xmllint --noout --schema "$SRC/tests/fixtures/junit.xsd" r/junit.xml s/junit.xml 2>err ||
		fail "$(cat err)"
}

# Colour and width are for terminals: a pipe gets plain lines, the C locale plain ASCII.
case_pipes_get_plain_text() {
	expect 0 "$PTBENCH" --simulate "$many" --runs 3 --seed 1 --no-report
	lacks out $'\e'
	lacks out $'\r'
	lacks err $'\r'
	expect 0 env LC_ALL=C "$PTBENCH" --simulate "$many" --runs 3 --seed 1 --no-report
	[ "$(LC_ALL=C grep -c '[^ -~]' out)" = 0 ] || fail "not ASCII"
	expect 0 env COLUMNS=60 "$PTBENCH" --simulate "$many" --runs 3 --color always --no-report
	has out $'\e[1m'
	# A terminal that would show escape sequences gets none.
	command="$PTBENCH --simulate t1=10,cpus=4 --runs 1 --seed 1 --no-report"
	TERM=dumb script -qec "$command" /dev/null >screen </dev/null
	has screen 'sequential'
	lacks screen $'\e'
	env -u NO_COLOR TERM=xterm script -qec "$command" /dev/null >screen </dev/null
	has screen $'\e[K'
}

# What is said during measuring breaks at blanks; a log has it in one line.
case_warnings_fit_a_terminal() {
	local -a fails=("$PTBENCH" --simulate "t1=10,cpus=4,fail-at=4" --runs 1 --workers "1,2,4"
		--no-report)

	TERM=dumb script -qec "stty columns 60; ${fails[*]}" /dev/null </dev/null | tr -d '\r' >screen
	same 'ptbench: 4 workers: the simulated command fails at 4 workers
  and more' "$(grep -A 1 '^ptbench: ' screen)"
	expect 0 "${fails[@]}"
	same 'ptbench: 4 workers: the simulated command fails at 4 workers and more' "$(cat err)"
}

case_every_output_names_the_version() {
	expect 0 "$PTBENCH" --simulate "$many" --runs 2 --seed 1 --output r
	version=$("$PTBENCH" --version | grep -oE '[0-9]+(\.[0-9]+)+' | head -1)
	same "$version" "$(json r/report.json .ptbench)"
	has r/report.html "ptbench $version"
	has r/report.md "ptbench $version"
	has r/plots/time.gp "ptbench $version"
}

# Without a sequential run the smallest count is the reference: the ideal line begins there, and
# the ceiling, over one worker, is no value of that axis.
case_ideal_line_begins_at_the_reference() {
	printf 'mode,workers,wall_s\npar,2,5\npar,2,5.1\npar,4,4.9\npar,4,5\npar,8,4.9\n' >runs.csv
	expect 0 "$PTBENCH" fit runs.csv --output r
	has r/plots/speedup.gp 'x/2. with lines'
	lacks r/plots/speedup.gp 'ceiling'
	expect 0 "$PTBENCH" --simulate "$many" --runs 2 --seed 1 --output s
	has s/plots/speedup.gp 'x/1. with lines'
	has s/plots/speedup.gp 'ceiling'
}
