libptbench_a_SOURCES += src/io/csv.h
libptbench_a_SOURCES += src/io/directory.h
libptbench_a_SOURCES += src/io/file.h
libptbench_a_SOURCES += src/io/report_json.h
libptbench_a_SOURCES += src/io/runners_csv.h
libptbench_a_SOURCES += src/io/runs_csv.h
libptbench_a_SOURCES += src/io/summary_csv.h
libptbench_a_SOURCES += src/io/truth_csv.h
