#!/usr/bin/env bash
# `ptbench fit` on 10^2 to 10^6 rows beside `datamash -s -g workers median wall_s` on the same
# file: a table of two columns, and one as ptbench writes it (26 columns).
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
PTBENCH=${PTBENCH:?the program}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

narrow() { # narrow ROWS
	awk -v rows="$1" 'BEGIN {
		srand(1)
		split("1 2 4 8 16", counts, " ")
		print "workers,wall_s"
		for (i = 0; i < rows; i++) {
			n = counts[i % 5 + 1]
			printf "%d,%.9f\n", n, (1 + 9 / n) * exp(0.03 * (rand() + rand() - 1))
		}
	}'
}

# The rows of a real measurement, over and over, each time with other digits.
wide() { # wide ROWS
	"$PTBENCH" --simulate t1=10,s=0.1,cpus=8,noise=0.03 --workers 2,4,8,16 --runs 20 --seed 1 \
		--no-report --csv "$scratch/some.csv" >/dev/null 2>&1
	awk -F, -v OFS=, -v rows="$1" 'NR == 1 { print; next }
		{ line[NR - 1] = $0 }
		END {
			srand(1)
			for (i = 0; i < rows; i++) {
				$0 = line[i % (NR - 1) + 1]
				$7 = sprintf("%.9f", $7 * (0.99 + 0.02 * rand()))
				print
			}
		}' "$scratch/some.csv"
}

bench() { # bench KIND ROWS
	local file=$scratch/$1.csv ours=() theirs=()
	"$1" "$2" >"$file"
	for _ in 1 2 3 4 5; do
		ours+=("$(seconds "$PTBENCH" fit --no-report "$file")")
		theirs+=("$(command -v datamash >/dev/null &&
			seconds datamash -t, -H -s -g workers median wall_s -i <"$file" || echo 0)")
	done
	printf '%-7s %8d %8.1f %9.3f %9.3f %6s %8s\n' "$1" "$2" \
		"$(stat -c %s "$file" | awk '{ print $1 / 1e6 }')" \
		"$(median "${ours[@]}")" "$(median "${theirs[@]}")" \
		"$(ratio "$(median "${ours[@]}")" "$(median "${theirs[@]}")")" \
		"$(peak_mb "$PTBENCH" fit --no-report "$file")"
}

echo "ptbench fit and datamash on the same file, medians of 5 in turns"
printf '%-7s %8s %8s %9s %9s %6s %8s\n' table rows MB ptbench datamash ratio "peak MB"
for kind in narrow wide; do
	for rows in 100 1000 10000 100000 1000000; do
		bench "$kind" "$rows"
	done
done
