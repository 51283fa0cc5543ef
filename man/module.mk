
dist_man_MANS += man/ptbench.1
