# The lines for other tools' files: valid there, and each runs the very words of the command.
# shellcheck shell=bash disable=SC2016

kinds="github gitlab circleci just make pyproject tox package-json"

# A result of a known runner with an advice, whose command is the words of $1 (a JSON array).
result() {
	printf 'all:\n' >Makefile
	expect 0 "$PTBENCH" --workers 2 --runs 1 --warmup 0 --output raw -- make
	jq --argjson words "$1" '.recommendation.ci = {"workers": 4, "mode": "par", "wall_s": 1,
		"probability": 0.9, "rule": "The knee\nof the curve."} |
		.command.parallel = $words | .command.runner = "jest"' raw/report.json >report.json
}

# A program `record` that writes down the words it is started with.
record() {
	mkdir -p bin
	printf '#!/bin/sh\nfor word; do printf "%%s|" "$word"; done >>"$RECORD"\n' >bin/record
	chmod +x bin/record
	export PATH=$PWD/bin:$PATH RECORD=$PWD/recorded
}

case_every_kind_sets_the_count() {
	result '["jest", "--maxWorkers={n}", "-t", "a b"]'
	for kind in $kinds; do
		expect 0 "$PTBENCH" snippet "$kind" report.json
		has out "jest --maxWorkers=4 -t 'a b'"
		lacks out "{n}"
	done
	has out '"test"'
	jq -e .scripts.test out >/dev/null
	expect 0 "$PTBENCH" snippet make report.json
	has out "# ptbench advises 4 workers in CI. The knee of the curve."
}

case_hostile_words_stay_words() {
	record
	wanted='a: "b" ${{ x }} << {{y}} $HOME # '"it's"' \ `id` $(id) %s é|'
	result "$(jq -n --arg word "${wanted%|}" '["record", $word]')"
	same "$wanted" "$(printf '%s|' "${wanted%|}")"

	expect 0 "$PTBENCH" snippet make report.json
	cp out Makefile
	make -s test
	same "$wanted" "$(cat recorded)"

	expect 0 "$PTBENCH" snippet package-json report.json
	rm recorded
	sh -c "$(jq -r .scripts.test out)"
	same "$wanted" "$(cat recorded)"

	expect 0 "$PTBENCH" snippet pyproject report.json
	rm recorded
	sh -c "$(/usr/bin/python3 -c 'import tomllib
print(tomllib.load(open("out", "rb"))["tool"]["poe"]["tasks"]["test"]["cmd"])')"
	same "$wanted" "$(cat recorded)"

	expect 0 "$PTBENCH" snippet gitlab report.json
	rm recorded
	sh -c "$(sed -n 's/^    - //p' out | jq -r .)"
	same "$wanted" "$(cat recorded)"

	# These three read their own marks first, which are written so that the words come out.
	expect 0 "$PTBENCH" snippet github report.json
	has out "\${{ '\${{' }} x }}"
	expect 0 "$PTBENCH" snippet circleci report.json
	has out '\\<< {{y}}'
	expect 0 "$PTBENCH" snippet just report.json
	has out '${{{{ x }}'
}

case_line_breaks_need_a_format_that_has_them() {
	record
	result '["record", "a\nb"]'
	refuse 2 "line break" "$PTBENCH" snippet make report.json
	refuse 2 "line break" "$PTBENCH" snippet just report.json
	refuse 2 "line break" "$PTBENCH" snippet tox report.json
	expect 0 "$PTBENCH" snippet github report.json
	sh -c "$(sed -n 's/^  run: //p' out | jq -r .)"
	same "$(printf 'a\nb|')" "$(cat recorded)"
}

case_pytest_has_a_place_in_pyproject() {
	result '["pytest", "-n", "{n}", "tests"]'
	jq '.command.runner = "pytest"' report.json >pytest.json
	expect 0 "$PTBENCH" snippet pyproject pytest.json
	has out '[tool.pytest.ini_options]'
	has out 'addopts = "-n 4"'
	jq '.recommendation.ci += {"mode": "seq", "workers": 1} |
		.command.sequential = ["pytest", "-n", "0"]' pytest.json >sequential.json
	expect 0 "$PTBENCH" snippet pyproject sequential.json
	has out 'addopts = "-n 0"'
	expect 0 "$PTBENCH" snippet github sequential.json
	has out '# ptbench advises the sequential form in CI.'
	has out 'run: pytest -n 0'
}

case_no_snippet() {
	refuse 2 "no result below ptbench-results" "$PTBENCH" snippet github
	refuse 2 "choose among github, gitlab" "$PTBENCH" snippet
	refuse 2 "'jenkins' is no kind" "$PTBENCH" snippet jenkins
	refuse 2 "nosuch" "$PTBENCH" snippet make nosuch
	result '["jest"]'
	jq '.command.runner = ""' report.json >template.json
	refuse 2 "no known runner" "$PTBENCH" snippet make template.json
	jq '.recommendation.ci = {"workers": null, "mode": null, "wall_s": null,
		"probability": null, "rule": ""}' report.json >none.json
	refuse 2 "advises no count" "$PTBENCH" snippet make none.json
	refuse 2 "one operand too many" "$PTBENCH" snippet make none.json none.json
}
