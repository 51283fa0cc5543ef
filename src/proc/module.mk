libptbench_a_SOURCES += src/proc/clock.h
libptbench_a_SOURCES += src/proc/gnuplot.h
libptbench_a_SOURCES += src/proc/hook.h
libptbench_a_SOURCES += src/proc/host.h
libptbench_a_SOURCES += src/proc/local.h
libptbench_a_SOURCES += src/proc/program.h
libptbench_a_SOURCES += src/proc/signals.h
