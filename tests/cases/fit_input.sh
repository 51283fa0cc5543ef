# What `ptbench fit` takes and refuses: every file that is no table of runs gets one sentence.
# shellcheck shell=bash

# Twelve runs that follow Amdahl's law with 10 % serial work, T(1) = 10 s.
rows() {
	echo workers,wall_s
	for run in 1 2 3; do
		echo "1,10.0$run"
		echo "2,5.5$run"
		echo "4,3.25$run"
		echo "8,2.125$run"
	done
}

# understood FILE...: the fit finds that serial fraction.
understood() {
	expect 0 "$PTBENCH" fit --no-report --json out.json "$@"
	truth out.json '.fit.serial_fraction.estimate > 0.09 and .fit.serial_fraction.estimate < 0.11'
}

# refused TEXT WORDS: a file with that text ends with 2 and a sentence; nothing is written.
refused() {
	printf '%b' "$1" >x.csv
	refuse 2 "$2" "$PTBENCH" fit x.csv
	[ ! -e ptbench-results ] || fail "a refused file left results behind"
}

case_plain_table() {
	rows >x.csv
	understood x.csv
}

case_windows_table() {
	{ printf '\357\273\277'; rows | sed 's/$/\r/'; } >x.csv
	understood x.csv
}

case_quotes_and_no_last_newline() {
	printf '%s' "$(rows | sed 's/\([^,]*\),\(.*\)/"\1","\2"/')" >x.csv
	understood x.csv
}

case_throughput() {
	rows | awk -F, 'NR == 1 { print "workers,throughput"; next } { print $1 "," 1 / $2 }' >x.csv
	understood x.csv
}

case_foreign_names() {
	rows | sed '1s/.*/threads,mean/' >x.csv
	understood --map workers=threads,wall_s=mean x.csv
	understood --map workers=threads --map wall_s=mean x.csv
}

case_columns_that_nobody_knows() {
	rows | awk -F, 'NR == 1 { print "note,workers,colour,wall_s"; next }
		{ print "\"a, b\n" NR "\"," $1 ",red," $2 }' >x.csv
	understood x.csv
}

case_several_files() {
	rows | head -7 >a.csv
	{ echo workers,wall_s; rows | tail -n +8; } >b.csv
	understood a.csv b.csv
	truth out.json '[.points[].runs] | add == 12'
}

case_standard_input() {
	rows >x.csv
	status=0
	"$PTBENCH" fit --no-report --json out.json - <x.csv >out 2>err || status=$?
	same 0 "$status"
	truth out.json '[.points[].runs] | add == 12'
}

case_pipes_with_a_name() {
	rows >x.csv
	understood <(cat x.csv)
	mkfifo pipe
	cat x.csv >pipe &
	understood pipe
}

case_result_folder() {
	mkdir folder
	rows >folder/runs.csv
	understood folder
}

case_hyperfine_export() {
	rows | awk -F, 'NR > 1 { times[$1] = times[$1] (times[$1] == "" ? "" : ",") $2 }
		END { printf "{\"results\":["
			for (n in times) {
				printf "%s{\"command\":\"t\",\"times\":[%s],", sep, times[n]
				printf "\"exit_codes\":[0,0,0],\"parameters\":{\"n\":\"%s\"}}", n
				sep = ","
			}
			print "]}" }' >x.json
	understood x.json
	"$PTBENCH" fit --no-report --json - - <x.json >piped.json
	truth piped.json '[.points[].runs] | add == 12'
}

case_own_rows_come_back() {
	expect 0 "$PTBENCH" --simulate t1=10,s=0.1,cpus=4,noise=0.02 --workers 2,4 --runs 3 \
		--output first
	expect 0 "$PTBENCH" fit --no-report --csv again.csv first
	cmp first/runs.csv again.csv || fail "fit --csv changed the rows"
}

case_failed_and_warmup_rows_are_kept() {
	rows | awk -F, 'NR == 1 { print $0 ",exit_code,timed_out,warmup"; next } { print $0 ",0,0,0" }
		END { print "4,99,1,0,0"; print "4,,,1,0"; print "4,99,0,0,1" }' >x.csv
	expect 0 "$PTBENCH" fit --no-report --json out.json --csv again.csv x.csv
	truth out.json '.points[] | select(.workers == 4) | .runs == 5 and .failed == 2 and (.safe | not)'
	same 16 "$(wc -l <again.csv)"
}

case_numbers_that_are_none() {
	refused 'workers,wall_s\n1,10\n2,nan\n' "x.csv:3: wall_s is 'nan': give a positive number"
	refused 'workers,wall_s\n1,inf\n' "x.csv:2: wall_s is 'inf'"
	refused 'workers,wall_s\n1,1e999\n' "x.csv:2: wall_s is '1e999'"
	refused 'workers,wall_s\n1,10\n2,1e-320\n4,4\n' "x.csv:3: wall_s is '1e-320'"
	refused 'workers,wall_s\n1,-3\n' "x.csv:2: wall_s is '-3'"
	refused 'workers,wall_s\n1,0\n' "x.csv:2: wall_s is '0'"
	refused 'workers,wall_s\n1,fast\n' "x.csv:2: wall_s is 'fast'"
	refused 'workers,wall_s\n1,\n' "x.csv:2: there is no time"
	refused 'workers,throughput\n1,0\n' "x.csv:2: throughput is '0'"
}

case_counts_that_are_none() {
	refused 'workers,wall_s\n0,10\n' "x.csv:2: workers is '0': give a whole number from 1 to 65536"
	refused 'workers,wall_s\n-1,10\n' "x.csv:2: workers is '-1'"
	refused 'workers,wall_s\n1.5,10\n' "x.csv:2: workers is '1.5'"
	refused 'workers,wall_s\n1e9,10\n' "x.csv:2: workers is '1e9'"
	refused 'workers,wall_s\n,10\n' "x.csv:2: workers is empty"
}

case_decimal_commas() {
	refused 'workers,wall_s\n1,"10,5"\n' "x.csv:2: wall_s is '10,5', with a decimal comma"
	refused 'workers;wall_s\n1;10,5\n' "x.csv:1: the header has no comma, but ';'"
	rows >x.csv
	LC_ALL=de_DE.UTF-8 LC_NUMERIC=de_DE.UTF-8 understood x.csv
}

case_tables_that_are_none() {
	refused '' 'x.csv: is empty'
	refused '\n\n' 'x.csv: is empty'
	refused 'workers,wall_s\n1,10,5\n' 'x.csv:2: the row has 3 cells where the header has 2'
	refused 'workers,wall_s\n1\n' 'x.csv:2: the row has 1 cell where the header has 2'
	refused 'workers,wall_s,workers\n' "x.csv:1: the header has the column 'workers' twice"
	refused 'workers,wall_s\n1,10\n2,"5\n4,3\n' 'x.csv:3: a quote'
	refused 'workers,wall_s\n1,1"0\n' 'x.csv:2: a quote'
	refused '1,10\n2,5\n' 'x.csv:1: the first line is no header, it has the number 1: put a line such as workers,wall_s first'
	refused 'seq,10\npar,5\n' 'x.csv:1: the first line is no header, it has the number 10'
	refused ',1,1,seq,1,0,2.5\n' 'x.csv:1: the first line is no header, it has the number 1'
	refused 'command,mean\nx,5\n' 'x.csv:1: there is no column workers'
	refused 'workers,wall_s\n1,\0\n' 'x.csv: holds NUL bytes'
	refused '{"results":[' 'x.csv:1: is no JSON'
	refused '{"schema_version":1,"ptbench":"1"}' 'x.csv: is a report'
	head -c 100000 /dev/urandom | tr '\n' '\0' >x.csv
	refuse 2 'x.csv' "$PTBENCH" fit x.csv
	{ echo workers,wall_s; head -c 20000000 /dev/zero | tr '\0' 7; } >x.csv
	refuse 2 'x.csv:2: the row does not end within 16 MB' "$PTBENCH" fit x.csv
}

case_files_that_are_not_there() {
	refuse 2 'x.csv: cannot be read (No such file or directory)' "$PTBENCH" fit x.csv
	mkdir folder
	refuse 2 'folder: holds no runs.csv' "$PTBENCH" fit folder
	rows >x.csv
	refuse 2 "there is no column 'threads', which --map names" \
		"$PTBENCH" fit --map workers=threads x.csv
	refuse 2 "--map 'workers': give NAME=COLUMN" "$PTBENCH" fit --map workers x.csv
}

case_no_row_is_usable() {
	printf 'workers,wall_s\n' >x.csv
	expect 1 "$PTBENCH" fit --no-report x.csv
	printf 'workers,wall_s,exit_code\n1,10,1\n2,5,1\n' >x.csv
	expect 1 "$PTBENCH" fit --no-report x.csv
	same 1 "$(wc -l <err)"
}

case_hostile_texts_stay_text() {
	printf 'suite,workers,wall_s\n"=cmd|\x27 /C calc\x27!A0\033[31m\n<b>",1,10\n' >x.csv
	expect 0 "$PTBENCH" fit --no-report --csv again.csv x.csv
	has again.csv "\"'=cmd|' /C calc'!A0"
	if grep -q "$(printf '\033')" out err; then fail "an escape sequence reached the terminal"; fi
}

# same_answer RESULT: what was said of those rows, but for how the listed counts were named.
same_answer() {
	same "$(jq -S '.fit, .recommendation, .costs, .memory, .predictions, .seed,
			(.points | map(del(.labels)))' run/report.json)" \
		"$(jq -S '.fit, .recommendation, .costs, .memory, .predictions, .seed,
			(.points | map(del(.labels)))' "$1")"
}

case_own_rows_say_what_the_run_said() {
	"$PTBENCH" --simulate t1=100,s=0.1,fixed=2,cpus=4,cpu=1,noise=0.03 --workers 1-8 --seed 7 \
		--predict 12@12 --output run >/dev/null 2>&1
	truth run/report.json '.fit.capacity.cpus == 4 and .fit.capacity.applied'
	expect 0 "$PTBENCH" fit --no-report --predict 12@12 --json folder.json run
	same_answer folder.json
	expect 0 "$PTBENCH" fit --no-report --predict 12@12 --json file.json run/runs.csv
	same_answer file.json
	(cd run && expect 0 "$PTBENCH" fit --no-report --predict 12@12 --json ../here.json runs.csv)
	same_answer here.json
}

case_cpus_that_are_given_or_not_recorded() {
	"$PTBENCH" --simulate t1=100,s=0.1,cpus=4,cpu=1,noise=0.03 --seed 7 --output run \
		>/dev/null 2>&1
	expect 0 "$PTBENCH" fit --no-report --host-cpus 2 --json out.json run
	truth out.json '.fit.capacity.cpus == 2'
	cp run/runs.csv run/other.csv
	expect 0 "$PTBENCH" fit --no-report --json out.json run/other.csv
	truth out.json '.fit.capacity.cpus == null'
	"$PTBENCH" --simulate t1=100,s=0.1,cpus=8,cpu=1,noise=0.03 --seed 8 --output wide \
		>/dev/null 2>&1
	expect 0 "$PTBENCH" fit --no-report --json out.json run wide
	truth out.json '.fit.capacity.cpus == null'
}

# A measurement that was killed has rows and a session, and no report yet.
case_cpus_of_a_measurement_without_report() {
	expect 0 "$PTBENCH" --runs 2 --workers 2 --output run -- true '{n}'
	cpus=$(jq .fit.capacity.cpus run/report.json)
	rm run/report.json
	expect 0 "$PTBENCH" fit --no-report --json out.json run
	same "$cpus" "$(jq .fit.capacity.cpus out.json)"
}

# Options are looked at before the rows are read, and before anything is said or written.
case_wrong_options_first() {
	printf 'workers,wall_s\n1,10\n2,6\n4,4\n' >runs.csv
	refuse 2 "--predict: 'many' is no count" "$PTBENCH" fit --predict many --output r runs.csv
	refuse 2 "none.csv: cannot be read" "$PTBENCH" fit --prices none.csv --output r runs.csv
	[ ! -e r ] || fail "a folder was made"
}

case_empty_files_of_any_kind() {
	: >report.json
	refuse 2 "report.json: is empty: give runs.csv, another CSV, or hyperfine's JSON" \
		"$PTBENCH" fit report.json
}

# Only what measures has something to report after a signal.
case_reading_ends_by_a_signal() {
	local words pid
	mkfifo pipe
	for words in "fit pipe" "schedule pipe" "compare pipe pipe" "snippet gitlab pipe"; do
		exec 3<>pipe
		# shellcheck disable=SC2086
		"$PTBENCH" $words >out 2>err 3>&- </dev/null &
		pid=$!
		echo '<testsuite>' >&3
		until_true "ls -l /proc/$pid/fd | grep -q 'pipe\$'"
		kill -TERM "$pid"
		status=0
		wait "$pid" || status=$?
		exec 3>&-
		same 143 "$status"
		[ ! -s err ] || fail "something is said"
	done
}
