# DESIGN names every file of the source, and no file that is not there; what HACKING types exists.
# shellcheck shell=bash

# The files that DESIGN's headings name: lines of names, which are of the first one's folder
# until another name begins with src/.
headings() {
	sed -n '/^src\//p' "$SRC/DESIGN" | tr ' ' '\n' | while read -r name; do
		case $name in
		src/*/*) folder=${name%/*} ;;
		src/*) folder=src ;;
		esac
		[ -z "$name" ] || echo "$folder/${name##*/}"
	done | sort
}

case_every_source_file_has_a_section() {
	(cd "$SRC" && find src -name '*.c') | sort >there
	headings >named
	[ "$(wc -l <there)" -ge 100 ] || fail "found only $(wc -l <there) files"
	comm -23 there named >forgotten
	[ ! -s forgotten ] || fail "DESIGN does not name $(tr '\n' ' ' <forgotten)"
	uniq -d named >twice
	[ ! -s twice ] || fail "DESIGN has two sections for $(tr '\n' ' ' <twice)"
}

case_every_file_it_names_exists() {
	local name

	{
		headings
		grep -oE '(src|data|scripts)/[a-z_/]+\.(c|h|csv)|(base|core|proc|io|view|cli)/[a-z_]+\.[ch]' \
			"$SRC/DESIGN"
	} | sort -u >mentioned
	while read -r name; do
		[ -e "$SRC/$name" ] || [ -e "$SRC/src/$name" ] ||
			fail "DESIGN names $name, which is not there"
	done <mentioned
}

case_it_fits_a_terminal() {
	local wide
	wide=$(awk 'length > 80 { print FNR ": " $0 }' "$SRC/DESIGN")
	[ -z "$wide" ] || fail "DESIGN has lines of more than 80 columns: $wide"
}

case_hacking_types_what_there_is() {
	local target suite

	sed -n 's/^make -C build \([a-z]*\) .*/\1/p' "$SRC/HACKING" >targets
	[ "$(wc -l <targets)" -ge 5 ] || fail "HACKING has only $(wc -l <targets) targets of make"
	while read -r target; do
		grep -qE "^(@[A-Z_]+@)?$target(-am)?:" "$SRC/Makefile.in" || fail "make has no target $target"
	done <targets
	sed -n 's/^build.tests.unit.unit \([a-z_ ]*[a-z]\)  .*/\1/p' "$SRC/HACKING" | tr ' ' '\n' >suites
	[ -s suites ] || fail "HACKING names no suite"
	while read -r suite; do
		grep -qF "SUITE_ENTRY($suite)" "$SRC/tests/unit/suites.def" ||
			fail "there is no suite $suite"
	done <suites
}
