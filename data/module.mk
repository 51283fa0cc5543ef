
EXTRA_DIST += data/sample-suite/conftest.py
EXTRA_DIST += data/sample-suite/pytest.ini
EXTRA_DIST += data/sample-suite/test_hotreload_integration.py
EXTRA_DIST += data/sample-suite/test_watchers.py
dist_pkgdata_DATA += data/runners.csv
dist_pkgdata_DATA += data/ci-runners.csv
