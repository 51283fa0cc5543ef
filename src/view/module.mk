libptbench_a_SOURCES += src/view/hostview.h
libptbench_a_SOURCES += src/view/html.h
libptbench_a_SOURCES += src/view/markdown.h
libptbench_a_SOURCES += src/view/plots.h
libptbench_a_SOURCES += src/view/progress.h
libptbench_a_SOURCES += src/view/style.h
libptbench_a_SOURCES += src/view/summary.h
libptbench_a_SOURCES += src/view/text.h
