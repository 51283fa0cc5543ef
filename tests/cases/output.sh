# Where results go, and what happens when they cannot.
# shellcheck shell=bash

simulate() {
	"$PTBENCH" --simulate t1=10,s=0.1,cpus=4,noise=0.02 --workers 2,4 --seed 1 "$@"
}

case_each_measurement_has_its_folder() {
	expect 0 simulate --runs 2
	expect 0 simulate --runs 2
	same 2 "$(find ptbench-results -mindepth 1 -maxdepth 1 -type d | wc -l)"
	for file in runs.csv summary.csv report.json report.md; do
		[ -s "ptbench-results/latest/$file" ] || fail "no $file"
	done
	git init -q .
	same "" "$(git status --porcelain ptbench-results)"
}

case_two_in_the_same_second() {
	for _ in 1 2 3 4; do
		simulate --runs 2 >/dev/null 2>&1 &
	done
	wait
	same 4 "$(find ptbench-results -mindepth 2 -name report.json | wc -l)"
	[ -e ptbench-results/latest/report.json ]
}

case_results_are_not_written_over() {
	expect 0 simulate --runs 2 --output here
	cp here/runs.csv before.csv
	refuse 2 "here: holds results already: go on with --resume" simulate --runs 2 --output here
	cmp before.csv here/runs.csv
}

case_a_file_is_in_the_way() {
	echo precious >here
	refuse 125 "here: the folder cannot be made" simulate --runs 2 --output here
	refuse 125 "here/below" simulate --runs 2 --output here/below
	same precious "$(cat here)"
	echo precious >ptbench-results
	refuse 125 "ptbench-results: the folder cannot be made" simulate --runs 2
	same precious "$(cat ptbench-results)"
}

case_folder_that_cannot_be_written() {
	refuse 125 "/proc/here: the folder cannot be made" simulate --runs 2 --output /proc/here
}

case_command_does_not_run_without_a_folder() {
	echo precious >here
	expect 125 "$PTBENCH" --output here --workers 2 --runs 1 -- sh -c 'echo ran >ran # {n}'
	[ ! -e ran ] || fail "the command ran although its results had no place"
}

# A full disk, as a limit on the size of files: the rows that fitted are whole.
case_disk_is_full() {
	(
		ulimit -f 4
		expect 125 simulate --runs 40 --output here
	)
	has err "here/runs.csv: cannot be written (File too large)"
	same "" "$(tail -c 1 here/runs.csv | tr -d '\n')"
	rows=$(($(wc -l <here/runs.csv) - 1))
	[ "$rows" -gt 10 ] || fail "only $rows rows were kept"
	expect 0 "$PTBENCH" fit --no-report --json out.json here
	truth out.json "[.points[].runs] | add >= $rows - 3"
}

case_documents_go_where_they_are_told() {
	expect 0 simulate --runs 2 --no-report --json a.json --markdown a.md --csv a.csv
	[ ! -e ptbench-results ] || fail "--no-report made a folder"
	truth a.json '.schema_version == 1 and .ptbench != ""'
	same 10 "$(wc -l <a.csv)" # the header, 3 warm-ups, 2 rounds of 3
	expect 125 simulate --runs 2 --no-report --json /dev/full
	has err "/dev/full: cannot be written (No space left on device)"
	expect 125 simulate --runs 2 --no-report --json none/a.json
	has err "none/a.json: cannot be written"
}

case_standard_output_is_full() {
	status=0
	simulate --runs 2 --no-report --json - >/dev/full 2>err || status=$?
	same 125 "$status"
	has err "cannot be written"
}

# A file that cannot be written is known before anything runs, and nothing is begun.
case_unwritable_documents() {
	for file in nowhere/x . ..; do
		for option in json markdown csv; do
			refuse 125 "$file: cannot be written" \
				"$PTBENCH" --workers 2 "--$option" "$file" --output r -- touch ran {n}
		done
	done
	echo 'what was before' >there
	refuse 125 "there/x: cannot be written" "$PTBENCH" --workers 2 --json there/x -- touch ran {n}
	[ ! -e ran ] && [ ! -e r ] && [ ! -e ptbench-results ]
	printf 'workers,wall_s\n1,2\n2,1\n' >t.csv
	refuse 125 "nowhere/x: cannot be written" "$PTBENCH" fit --json nowhere/x t.csv
	: >target
	ln -s target link
	expect 0 "$PTBENCH" fit --json link --markdown there --csv new t.csv
	truth link '.schema_version == 1'
	[ -L link ]
	lacks there 'what was before'
	[ -s new ]
}

# base + per worker in machines of 7, 16 and 32 GB, or in what the user has.
case_workers_that_fit_into_memory() {
	local simulated=(--simulate "t1=10,s=0.1,memory=200M+300M" -w "2,4" --runs 2 --no-report)
	expect 0 env COLUMNS=300 "$PTBENCH" "${simulated[@]}"
	has out "200 MB and 300 MB more for each worker"
	has out "; 7 GB hold 23, 16 GB 53, 32 GB 108 workers."
	expect 0 env COLUMNS=300 "$PTBENCH" "${simulated[@]}" --memory-limit 1G
	has out "; at most 2 workers fit into 1.0 GB."
	expect 0 env COLUMNS=300 "$PTBENCH" "${simulated[@]}" --memory-limit 400M
	has out "; not even one worker fits into 400 MB."
}

# A log is as narrow as COLUMNS says or 80, but for the recommendation, which programs take as it is.
case_width_of_a_pipe() {
	local simulated=(--simulate "t1=110,s=0.1,cpus=4,memory=200M+30M" --runs 2 --workers "2,4,8")
	expect 0 env -u COLUMNS "$PTBENCH" "${simulated[@]}" --output r
	same 0 "$(head -n -1 out | awk 'length($0) > 80' | grep -vc '[^ -~]' || true)"
	[ "$(tail -n 1 out)" = "$(json r/report.json .recommendation.sentence)" ]
	lacks out "Karp-Flatt"
	expect 0 env COLUMNS=200 "$PTBENCH" "${simulated[@]}" --no-report
	has out "Karp-Flatt"
}

# A shell's limit of file sizes is no full disk.
case_limit_of_file_sizes() {
	expect 125 bash -c 'ulimit -f 1; exec "$@"' bash "$PTBENCH" --workers 1 --runs 1 \
		--output r --env "COUNT={n}" -- true
	has err 'cannot be written (File too large): raise the limit of file sizes (ulimit -f)'
}

# What was recorded elsewhere cannot be gone on with.
case_used_folder_without_session() {
	printf 'workers,wall_s\n1,10\n2,6\n4,4\n' >runs.csv
	expect 0 "$PTBENCH" fit --output here runs.csv
	refuse 2 "here: holds results already: choose another folder with --output" \
		"$PTBENCH" fit --output here runs.csv
}

# One that was killed before its first row.
case_used_folder_without_rows() {
	mkdir begun
	echo '{}' >begun/session.json
	refuse 2 "begun: holds results already: go on with --resume" \
		"$PTBENCH" --workers 2 --output begun -- true {n}
	same '{}' "$(cat begun/session.json)"
}

# Whatever is asked for: what reads only the beginning does not end ptbench by a signal.
case_a_reader_that_goes_away() {
	local words
	mkfifo pipe
	for words in --version --help "fit --help" runners host "predict --t1 9 --serial .1 --workers 2" \
		"--simulate t1=9,s=.1 --no-report"; do
		exec 3<>pipe 4>pipe 3<&-
		status=0
		# shellcheck disable=SC2086
		"$PTBENCH" $words 2>err >&4 4>&- || status=$?
		exec 4>&-
		same 125 "$status"
		has err "cannot be written (Broken pipe): let its reader read to the end"
	done
}

# A closed standard file is not the next one that ptbench opens for itself.
case_closed_standard_files() {
	local closed
	# What the command's end is told of goes to stderr, while runs.csv is open.
	for closed in '2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
		status=0
		eval '"$PTBENCH" --workers 2,3 --runs 2 --output r -- sh -c "echo words; [ {n} != 2 ]"' \
			"$closed" >messages || status=$?
		same 8 "$(grep -c . r/runs.csv)"
		! grep -rl 'ptbench: ' r/*.csv r/logs r/session.json || fail "a message is among the results"
		rm -r r
	done
	status=0
	"$PTBENCH" fit - <&- >out 2>err || status=$?
	same 2 "$status"
	has err "standard input: cannot be read"
}

# However few files may be open, that is what is said.
case_limit_of_open_files() {
	local files
	for files in 4 5 6 7 8 10 12; do
		run bash -c 'ulimit -n "$1"; shift; exec "$@"' bash "$files" "$PTBENCH" \
			--workers 1 --runs 1 --output "r$files" --env "COUNT={n}" -- true
		same 125 "$status"
		has err "Too many open files"
		has err ": raise the limit of open files (ulimit -n)"
	done
}

# Known before the first run, not after it.
case_logs_that_cannot_be_written() {
	local refused=(env)
	mkdir -p r/logs
	chmod a-w r/logs
	if [ "$(id -u)" -eq 0 ]; then
		refused=(unshare -m sh -c 'mount -t tmpfs -o ro none r/logs && exec "$@"' sh)
		"${refused[@]}" true || { echo "skipped: nothing can be read-only to root here" && return; }
	fi
	refuse 125 "r/logs: the folder cannot be made or written" "${refused[@]}" \
		"$PTBENCH" --workers 2 --output r -- touch ran {n}
	[ ! -e ran ]
}

# A folder that cannot be used is not left behind. Root, too, needs the right to override modes.
case_folder_that_cannot_be_filled() {
	local weak=()
	mkdir ptbench-results
	: >ptbench-results/.gitignore
	if [ "$(id -u)" -eq 0 ]; then
		weak=(setpriv "--bounding-set=-dac_override,-dac_read_search")
		"${weak[@]}" true || { echo "skipped: no right can be given up here" && return; }
	fi
	refuse 125 "the folder cannot be made or written" "${weak[@]}" \
		sh -c 'umask 0777; exec "$@"' sh "$PTBENCH" --workers 2 -- touch ran {n}
	same .gitignore "$(ls -A ptbench-results)"
	[ ! -e ran ]
}
