#include "config.h"

#include "core/wrappers.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "core/flags.h"
#include "core/runner.h"
#include "core/words.h"

/*
 * One way to start another program. `name` is a pattern for the last component of the program's
 * path, `verb` a word that must follow it. Lists are words between blanks.
 */
struct wrapper {
	const char *name;
	const char *verb; /* "run"; NULL: none */
	const char *values; /* options that take the next word */
	const char *targets; /* options behind which the command begins at once: python's -m */
	const char *opaque; /* options after which the command cannot be seen: sh's -c */
	int operands; /* words of its own in front of the command: timeout's time */
	bool assigns; /* NAME=VALUE words may stand in front of the command */
};

/* Where one name has several rows, the first that applies counts: rows with a verb come first. */
static const struct wrapper wrappers[] = {
	/* The surroundings of a process. */
	{.name = "env",
		.values = "-u --unset -C --chdir",
		.opaque = "-S --split-string",
		.assigns = true},
	{.name = "time|gtime", .values = "-f --format -o --output"},
	{.name = "nice|gnice", .values = "-n --adjustment"},
	{.name = "ionice", .values = "-c --class -n --classdata", .opaque = "-p --pid"},
	{.name = "chrt", .values = "-T -P -D", .operands = 1, .opaque = "-p --pid"},
	{.name = "timeout|gtimeout", .values = "-k --kill-after -s --signal", .operands = 1},
	{.name = "stdbuf|gstdbuf", .values = "-i -o -e --input --output --error"},
	{.name = "taskset", .operands = 1, .opaque = "-p --pid"},
	{.name = "numactl",
		.values = "-C --physcpubind -m --membind -N --cpunodebind -i --interleave -p "
			  "--preferred"},
	{.name = "prlimit|setarch|linux32|linux64|i386|x86_64", .opaque = "-p --pid"},
	{.name = "nohup|setsid|chronic|unbuffer|eatmydata|nocache|catchsegv|exec|command|"
		 "caffeinate"},
	{.name = "cpulimit", .values = "-l --limit", .opaque = "-p --pid -e --exe"},
	{.name = "systemd-run",
		.values = "-p --property -E --setenv --unit --slice --uid --gid --nice -M -H"},
	{.name = "systemd-inhibit|dbus-run-session|fakeroot", .values = "-l --lib -i -s"},
	{.name = "sudo",
		.values = "-u --user -g --group -C -D --chdir -h -p -R -T -U -r -t",
		.assigns = true},
	{.name = "doas", .values = "-u -C"},
	{.name = "xvfb-run",
		.values = "-n --server-num -e --error-file -f --auth-file -p --xauth-protocol "
			  "-s --server-args -w --wait"},
	{.name = "faketime", .values = "-f -p", .operands = 1},
	{.name = "unshare|firejail|proxychains|proxychains4|torsocks", .values = "-f"},
	{.name = "perf", .verb = "stat", .values = "-e --event -r --repeat -o --output -x -I"},
	{.name = "perf",
		.verb = "record",
		.values = "-e --event -F -o --output -c --call-graph"},
	{.name = "strace|ltrace", .values = "-e -o -s -p -P -a -E -u"},
	{.name = "valgrind|heaptrack|rr"},
	{.name = "direnv", .verb = "exec", .operands = 1},
	{.name = "dotenv", .verb = "run", .values = "-f --file -e"},
	{.name = "dotenv", .values = "-f --file -e -c -p -v"},
	{.name = "mise|rtx|asdf|devbox|devenv|opam|stack|rbenv|pyenv|nodenv|volta",
		.verb = "exec"},
	{.name = "mise|rtx", .verb = "x"},
	{.name = "volta|devbox", .verb = "run", .values = "--node --npm --yarn"},
	{.name = "rustup", .verb = "run", .operands = 1},
	{.name = "xcrun", .values = "--sdk --toolchain"},

	/* Python. */
	{.name = "python|python2*|python3*|pypy*",
		.values = "-W -X --check-hash-based-pycs",
		.targets = "-m",
		.opaque = "-c"},
	{.name = "py", .targets = "-m", .opaque = "-c"},
	{.name = "coverage|coverage2|coverage3|coverage-3*",
		.verb = "run",
		.values = "--source --rcfile --data-file --include --omit --context "
			  "--concurrency --debug",
		.targets = "-m --module"},
	{.name = "uv",
		.verb = "run",
		.values =
			"--with --with-editable --with-requirements -p --python --extra "
			"--no-extra --group --no-group --only-group --env-file --directory "
			"--project --index --package -i --index-url -f --find-links "
			"--cache-dir --color --refresh-package -P --upgrade-package "
			"--resolution --prerelease --config-file",
		.targets = "-m --module"},
	{.name = "uv", .verb = "tool", .values = "--with --from -p --python", .operands = 1},
	{.name = "uvx", .values = "--with --from -p --python --index --index-url"},
	{.name = "pipx", .verb = "run", .values = "--spec --python --pip-args --index-url"},
	{.name = "poetry", .verb = "run", .values = "-C --directory -P --project"},
	{.name = "pipenv|rye|pixi|hatch",
		.verb = "run",
		.values = "-e --env -p --pyproject --environment --manifest-path -x --exclude"},
	{.name = "pdm", .verb = "run", .values = "-p --project -g --venv"},
	{.name = "conda|mamba|micromamba",
		.verb = "run",
		.values = "-n --name -p --prefix --cwd"},
	{.name = "py-spy", .verb = "record", .values = "-o --output -f --format -r --rate -d"},
	{.name = "django-admin.py|kernprof|xdoctest", .values = "-o --outfile"},

	/* JavaScript. */
	{.name = "npx", .values = "-p --package -w --workspace --cache", .opaque = "-c --call"},
	{.name = "npm",
		.verb = "exec",
		.values = "-p --package -w --workspace --prefix",
		.opaque = "-c --call"},
	{.name = "npm",
		.verb = "x",
		.values = "-p --package -w --workspace --prefix",
		.opaque = "-c --call"},
	{.name = "pnpm",
		.verb = "exec",
		.values = "--filter -F -C --dir",
		.opaque = "-c --shell-mode"},
	{.name = "pnpm", .verb = "dlx", .values = "--package"},
	{.name = "pnpm", .values = "--filter -F -C --dir"},
	{.name = "yarn", .verb = "exec"},
	{.name = "yarn", .verb = "run"},
	{.name = "yarn", .verb = "dlx", .values = "-p --package"},
	{.name = "yarn", .values = "--cwd"},
	{.name = "bunx", .values = "-p --package"},
	{.name = "bun", .verb = "x", .values = "-p --package"},
	{.name = "node|nodejs",
		.values =
			"-r --require --import --loader --experimental-loader -C --conditions "
			"--env-file --env-file-if-exists",
		.opaque = "-e --eval -p --print"},
	{.name = "cross-env|cross-env-shell", .assigns = true},
	{.name = "c8|nyc",
		.values = "--reporter -r --include -n --exclude -x --reports-dir "
			  "--report-dir -o --config -c --temp-directory --cwd --all"},

	/* Ruby, Perl, PHP, JVM. */
	{.name = "bundle|bundler", .verb = "exec"},
	{.name = "ruby|ruby1*|ruby2*|ruby3*|ruby4*|jruby",
		.values = "-I -r -C -E",
		.targets = "-S",
		.opaque = "-e"},
	{.name = "perl|perl5*", .values = "-I", .targets = "-S", .opaque = "-e -E"},
	{.name = "carton", .verb = "exec"},
	{.name = "php|php5*|php7*|php8*|php9*",
		.values = "-d -c --define --php-ini",
		.opaque = "-r --run"},
	{.name = "composer", .verb = "exec", .values = "-d --working-dir"},
};

static bool
name_matches(const struct wrapper *wrapper, const char *word)
{
	const char *slash = strrchr(word, '/');
	struct strvec names = STRVEC_INIT;
	bool matches = false;

	strvec_split(&names, wrapper->name, '|');
	for (size_t i = 0; i < names.count && !matches; i++)
		matches = pattern_matches(names.items[i], slash != NULL ? slash + 1 : word);
	strvec_release(&names);
	return matches;
}

/* How far the options from `at` on go; `targeted` when one of them names the command at once. */
static size_t
skip_options(
	const struct wrapper *wrapper, const struct strvec *argv, size_t at, bool *targeted)
{
	*targeted = false;
	while (at < argv->count) {
		const char *word = argv->items[at];

		if (strcmp(word, "--") == 0)
			return at + 1;
		if (words_have(wrapper->targets, word)) {
			*targeted = true;
			return at + 1;
		}
		if (words_have(wrapper->opaque, word))
			return argv->count;
		if (words_have(wrapper->values, word))
			at++;
		else if (*word != '-' && !(wrapper->assigns && word_is_assignment(word)))
			break;
		at++;
	}
	return at < argv->count ? at : argv->count;
}

/* The target of this wrapper, whose name matches; 0 when its verb is not there. */
static size_t
target_of(const struct wrapper *wrapper, const struct strvec *argv, size_t position)
{
	bool targeted;
	size_t at = skip_options(wrapper, argv, position + 1, &targeted);

	if (wrapper->verb != NULL) {
		if (targeted || at == argv->count ||
			strcmp(argv->items[at], wrapper->verb) != 0)
			return 0;
		at = skip_options(wrapper, argv, at + 1, &targeted);
	}
	if (!targeted && wrapper->operands > 0 && at < argv->count)
		at = skip_options(wrapper, argv, at + (size_t)wrapper->operands, &targeted);
	return at < argv->count ? at : argv->count;
}

size_t
wrapper_target(const struct strvec *argv, size_t position)
{
	for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++) {
		if (!name_matches(&wrappers[i], argv->items[position]))
			continue;
		size_t target = target_of(&wrappers[i], argv, position);
		if (target != 0)
			return target;
	}
	return argv->count;
}
