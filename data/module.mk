
EXTRA_DIST += data/sample-suite/conftest.py
EXTRA_DIST += data/sample-suite/pytest.ini
EXTRA_DIST += data/sample-suite/test_hotreload_integration.py
EXTRA_DIST += data/sample-suite/test_watchers.py
EXTRA_DIST += data/sample-suite-report/speedup.svg
EXTRA_DIST += data/sample-suite-report/summary.txt
dist_pkgdata_DATA += data/runners.csv
dist_pkgdata_DATA += data/ci-runners.csv

# Completions come from the option table of the program that was just built.
bashcompletiondir = $(datadir)/bash-completion/completions
bashcompletion_DATA = completions/ptbench
zshcompletiondir = $(datadir)/zsh/site-functions
zshcompletion_DATA = completions/_ptbench
fishcompletiondir = $(datadir)/fish/vendor_completions.d
fishcompletion_DATA = completions/ptbench.fish
CLEANFILES += completions/ptbench completions/_ptbench completions/ptbench.fish

completions/ptbench: ptbench$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) completions && ./ptbench completion bash >$@.tmp && mv $@.tmp $@
completions/_ptbench: ptbench$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) completions && ./ptbench completion zsh >$@.tmp && mv $@.tmp $@
completions/ptbench.fish: ptbench$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) completions && ./ptbench completion fish >$@.tmp && mv $@.tmp $@

# Automake leaves folders; those that are ours alone go, too, once they are empty.
uninstall-hook:
	rmdir "$(DESTDIR)$(pkgdatadir)" 2>/dev/null || :
