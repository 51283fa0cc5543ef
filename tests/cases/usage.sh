# What a user types first, and what a user types wrong: one sentence, the right exit code, and
# nothing written.
# shellcheck shell=bash

untouched() { # nothing but the runner's own files is in this folder
	[ "$(find . -mindepth 1 ! -name out ! -name err | wc -l)" -eq "${1:-0}" ] ||
		fail "files were left: $(find . -mindepth 1)"
}

case_version() {
	expect 0 "$PTBENCH" --version
	grep -qx 'ptbench [0-9][0-9.]*' out
	[ ! -s err ]
}

case_help_fits_a_screen() {
	expect 0 "$PTBENCH" --help
	[ "$(wc -l <out)" -le 45 ] || fail "$(wc -l <out) lines"
	[ "$(awk '{ if (length > n) n = length } END { print n }' out)" -le 80 ] || fail "too wide"
	has out "Usage: ptbench"
}

case_every_command_has_help() {
	"$PTBENCH" --help >help
	sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' help >commands
	[ "$(wc -l <commands)" -ge 4 ]
	while read -r command; do
		expect 0 "$PTBENCH" "$command" --help
		has out "Usage: ptbench $command"
		[ "$(awk '{ if (length > n) n = length } END { print n }' out)" -le 80 ] || fail "too wide"
	done <commands
}

# The man page names exactly the options of the table, as --help prints it.
case_man_page_names_every_option() {
	"$PTBENCH" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' >commands
	while read -r command; do
		"$PTBENCH" "$command" --help
	done <commands | sed -n 's/^  \(-.,\|   \) --\([a-z0-9-]*\).*/\2/p' | sort -u >table
	sed -n '/^\.Sh OPTIONS/,/^\.Sh ENVIRONMENT/s/^\.It Fl \(. , \)\{0,1\}-\([a-z0-9-]*\).*/\2/p' \
		"$SRC/man/ptbench.1" | grep -vx version | sort -u >page
	[ "$(wc -l <table)" -gt 40 ]
	diff table page >difference || fail "$(cat difference)"
}

# Its synopsis and its list of commands name the commands of --help, in that order.
case_man_page_names_every_command() {
	"$PTBENCH" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' >commands
	[ "$(wc -l <commands)" -ge 8 ]
	sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/s/^\.\(Op \)\{0,1\}Cm //p' "$SRC/man/ptbench.1" >synopsis
	diff commands synopsis >difference || fail "$(cat difference)"
	sed -n '/^\.Sh DESCRIPTION/,/^\.Sh OPTIONS/s/^\.It Cm //p' "$SRC/man/ptbench.1" >list
	diff commands list >difference || fail "$(cat difference)"
}

# The completions name exactly the options of the table, too.
case_completions_name_every_option() {
	"$PTBENCH" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' >commands
	while read -r command; do
		"$PTBENCH" "$command" --help
	done <commands | sed -n 's/^  \(-.,\|   \) --\([a-z0-9-]*\).*/\2/p' | sort -u >table
	"$PTBENCH" completion bash >bash
	bash -n bash
	sed -n "s/.*options='\(.*\)' ;;/\1/p" bash | tr ' ' '\n' | sed -n 's/^--//p' | sort -u >names
	diff table names
	"$PTBENCH" completion zsh | sed -n "s/^[[:space:]]*'\*\{0,1\}--\([a-z0-9-]*\)[=[].*/\1/p" | sort -u >names
	diff table names
	"$PTBENCH" completion fish | sed -n "s/.*__ptbench_command.* -l \([a-z0-9-]*\) .*/\1/p" | sort -u >names
	diff table names
	refuse 2 "bash, zsh or fish" "$PTBENCH" completion tcsh
}

complete_words() { # what bash offers for the last of these words
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	_ptbench
	echo "${COMPREPLY[*]}"
}

case_completions_in_bash() {
	"$PTBENCH" completion bash >bash
	# shellcheck source=/dev/null
	. ./bash
	touch runs.csv
	same "schedule snippet" "$(complete_words ptbench s)"
	same "github gitlab" "$(complete_words ptbench snippet g)"
	same "--law --loss" "$(complete_words ptbench fit --l)"
	same "runs.csv" "$(complete_words ptbench fit ru)"
	same "slurm" "$(complete_words ptbench --engine s)"
}

# The kinds of `snippet` are a table of their own: help and completions know each.
case_kinds_of_snippets_are_told() {
	"$PTBENCH" snippet 2>&1 | grep -o 'github.*' | tr -d , >kinds
	[ "$(wc -w <kinds)" -ge 8 ] || fail "$(cat kinds)"
	"$PTBENCH" snippet --help | tr -d '\n' >help
	for kind in $(cat kinds); do
		has help "$kind"
	done
	for shell in bash zsh fish; do
		"$PTBENCH" completion "$shell" >script
		has script "$(cat kinds)"
	done
}

case_bad_worker_counts() {
	local list
	for list in 0 -3 '2,,4' 1e9 9999999999999999999 '' ' ' ',' 4-2 2,x auto2 1-99999; do
		refuse 2 "--workers" "$PTBENCH" --workers "$list" -- /bin/true {n}
	done
	untouched
}

case_missing_command() {
	refuse 2 "put it behind --" "$PTBENCH" --workers 2
	refuse 2 "put it behind --" "$PTBENCH" --workers 2 --
	refuse 2 "put -- before" "$PTBENCH" --workers 2 true
	refuse 2 "put -- before it: ptbench -- sleep" "$PTBENCH" sleep 1
	untouched
}

# Who mistypes a name is told the one that was meant, and nobody else is told one.
case_mistyped_names() {
	refuse 2 "--wrokers is no option here: take --workers" "$PTBENCH" --wrokers 2 -- true {n}
	refuse 2 "--worker-count is no option here: see" "$PTBENCH" --worker-count=2 -- true {n}
	refuse 2 "--runz is no option here: take --runs" "$PTBENCH" --runz=2 -- true {n}
	refuse 2 "--tolerence is no option here: take --tolerance" "$PTBENCH" fit --tolerence 2 x.csv
	refuse 2 "--nonsense is no option here" "$PTBENCH" fit --nonsense
	lacks err "command to measure"
	refuse 2 "'shedule' is no command: take schedule, or, to measure it" "$PTBENCH" shedule x.xml
	refuse 2 "'hots' is no command: take host" "$PTBENCH" hots
	refuse 2 "'make' is no command: to measure it" "$PTBENCH" make check
	refuse 2 "'pytset' is no runner that ptbench knows: take pytest" "$PTBENCH" --runner pytset -- true
	refuse 2 "'pytset' is no runner that ptbench knows: take pytest" "$PTBENCH" runners pytset
	untouched
}

case_bad_options() {
	refuse 2 "--runs '0'" "$PTBENCH" --runs 0 -- true {n}
	refuse 2 "--runs 'many'" "$PTBENCH" --runs many -- true {n}
	refuse 2 "--nonsense" "$PTBENCH" --nonsense -- true {n}
	refuse 2 "needs a value" "$PTBENCH" --runs
	refuse 2 "takes no value" "$PTBENCH" --shell=yes -- true {n}
	refuse 2 "-Z" "$PTBENCH" -Z -- true {n}
	refuse 2 "--law 'newton'" "$PTBENCH" --law newton -- true {n}
	refuse 2 "--timeout 'soon'" "$PTBENCH" --timeout soon -- true {n}
	for item in WORKERS '={n}' '=1' ''; do
		refuse 2 "--env '$item' is no NAME=VALUE" "$PTBENCH" --env "$item" -- true {n}
	done
	refuse 2 "--tolerance 'nan'" "$PTBENCH" --tolerance nan -- true {n}
	refuse 2 "--serial '10%' is not a number: give FRACTION (serial fraction, 0 to 1)" \
		"$PTBENCH" predict --t1 5 --serial 10%
	refuse 2 "only one of" "$PTBENCH" --json - --csv - --simulate t1=1
	refuse 2 "no file to fit" "$PTBENCH" fit
	refuse 2 "predict needs" "$PTBENCH" predict --t1 5
	refuse 2 "host takes no 'x'" "$PTBENCH" host x
	untouched
}

case_command_that_cannot_run() {
	refuse 127 "nosuchcommand" "$PTBENCH" --workers 2 -- nosuchcommand {n}
	echo hello >plain
	refuse 126 "plain" "$PTBENCH" --workers 2 -- ./plain {n}
	refuse 126 "$PWD" "$PTBENCH" --workers 2 -- "$PWD" {n}
	untouched 1
}

# A whole command within quotes, as hyperfine takes it, and a name that is mistyped.
case_command_that_is_not_there() {
	local quoted="is one word, and no program of that name is there: leave out the quotes"
	refuse 2 "'pytest -q' $quoted" "$PTBENCH" -- 'pytest -q'
	lacks err "{n}"
	refuse 127 "'./run -j 1' $quoted" "$PTBENCH" -- './run -j {n}'
	refuse 2 "pytset is not found in PATH: install it or give its path; besides" "$PTBENCH" -- pytset -q
	has err "--env NAME={n}"
	refuse 2 "sleep is no runner" "$PTBENCH" -- sleep 1
	lacks err "besides"
	untouched
}

case_unknown_command_names_the_ways() {
	refuse 2 "{n}" "$PTBENCH" --workers 2 -- sleep 1
	has err "--env"
	untouched
}
