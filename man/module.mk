
dist_man_MANS += man/ptbench.1
dist_man_MANS += man/ptbench.5
dist_man_MANS += man/ptbench-statistics.7
dist_man_MANS += man/ptbench-tutorial.7
