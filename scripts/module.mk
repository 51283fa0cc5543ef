EXTRA_DIST += scripts/build
EXTRA_DIST += scripts/check
EXTRA_DIST += scripts/layers
EXTRA_DIST += scripts/packages
EXTRA_DIST += scripts/benchmark_parallel.sh
EXTRA_DIST += scripts/quickstart
