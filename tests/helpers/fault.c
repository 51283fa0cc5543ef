/*
 * fault - preloaded into ptbench: every n-th call of one kind fails.
 *
 * FAULT=KIND:N, with a KIND of the table below. Only the program called ptbench is hit, not
 * the commands that it runs. FAULT_FROM=M lets the first M calls of that kind pass. With
 * FAULT=slow, who is made by clone() - the guardian - gets no CPU for half a second; with
 * FAULT=stop, ptbench stops itself as it waits for the command for the first time.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum kind {
	KIND_FORK,
	KIND_EXEC,
	KIND_OPEN,
	KIND_WRITE,
	KIND_MMAP,
	KIND_CLOCK,
	KIND_WAIT,
	KIND_COUNT,
};

static const struct {
	const char *name;
	int reason;
} kinds[KIND_COUNT] = {
	[KIND_FORK] = {"fork", EAGAIN},
	[KIND_EXEC] = {"exec", EACCES},
	[KIND_OPEN] = {"open", EMFILE},
	[KIND_WRITE] = {"write", ENOSPC},
	[KIND_MMAP] = {"mmap", ENOMEM},
	[KIND_CLOCK] = {"clock", EINVAL},
	[KIND_WAIT] = {"wait", ECHILD},
};

static enum kind chosen = KIND_COUNT;
static long every;
static long from;
static long calls;
static bool started;
static bool slow;
static bool stop;

/* The real functions, looked up before anybody needs them: vfork() must not call dlsym(). */
static pid_t (*real_vfork)(void);
static pid_t (*real_fork)(void);
static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static void *(*real_mmap)(void *, size_t, int, int, int, off_t);
static FILE *(*real_fopen)(const char *, const char *);
static DIR *(*real_opendir)(const char *);
static int (*real_pipe2)(int[2], int);
static int (*real_socketpair)(int, int, int, int[]);
static int (*real_memfd_create)(const char *, unsigned);
static size_t (*real_fwrite)(const void *, size_t, size_t, FILE *);
static long (*real_syscall)(long, ...);
static int (*real_posix_spawn)(pid_t *, const char *, const posix_spawn_file_actions_t *,
	const posix_spawnattr_t *, char *const[], char *const[]);
static int (*real_posix_spawnp)(pid_t *, const char *, const posix_spawn_file_actions_t *,
	const posix_spawnattr_t *, char *const[], char *const[]);
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static pid_t (*real_wait4)(pid_t, int *, int, struct rusage *);
static pid_t (*real_waitpid)(pid_t, int *, int);
static int (*real_execvpe)(const char *, char *const[], char *const[]);

#define LOOK_UP(name) *(void **)&real_##name = dlsym(RTLD_NEXT, #name)

static void __attribute__((constructor)) prepare(void)
{
	const char *wish = getenv("FAULT");

	LOOK_UP(vfork);
	LOOK_UP(fork);
	LOOK_UP(open);
	LOOK_UP(openat);
	LOOK_UP(write);
	LOOK_UP(pwrite);
	LOOK_UP(mmap);
	LOOK_UP(fopen);
	LOOK_UP(opendir);
	LOOK_UP(pipe2);
	LOOK_UP(socketpair);
	LOOK_UP(memfd_create);
	LOOK_UP(fwrite);
	LOOK_UP(syscall);
	LOOK_UP(posix_spawn);
	LOOK_UP(posix_spawnp);
	LOOK_UP(clock_gettime);
	LOOK_UP(wait4);
	LOOK_UP(waitpid);
	LOOK_UP(execvpe);
	if (wish == NULL || strcmp(program_invocation_short_name, "ptbench") != 0)
		return;
	slow = strcmp(wish, "slow") == 0;
	stop = strcmp(wish, "stop") == 0;
	for (int kind = 0; kind < KIND_COUNT; kind++) {
		size_t length = strlen(kinds[kind].name);

		if (strncmp(wish, kinds[kind].name, length) == 0 && wish[length] == ':') {
			every = strtol(wish + length + 1, NULL, 10);
			chosen = (enum kind)kind;
		}
	}
	if (getenv("FAULT_FROM") != NULL)
		from = strtol(getenv("FAULT_FROM"), NULL, 10);
}

static bool __attribute__((noinline)) fails(enum kind kind)
{
	if (kind != chosen || every < 1)
		return false;
	calls++;
	if (calls <= from || (calls - from) % every != 0)
		return false;
	errno = kinds[kind].reason;
	return true;
}

/* Optimised, the last line is a jump: no frame of ours is there to be returned to twice. clang
 * knows no such attribute: there the whole file has to be optimised. */
#ifdef __clang__
#define JUMPING
#else
#define JUMPING __attribute__((optimize("O2", "omit-frame-pointer")))
#endif

pid_t JUMPING
vfork(void)
{
	started = true;
	if (fails(KIND_FORK))
		return -1;
	return real_vfork();
}

pid_t
fork(void)
{
	return fails(KIND_FORK) ? -1 : real_fork();
}

/* The one that is asked for by number is clone(). */
long
syscall(long number, ...)
{
	va_list arguments;
	long a[6];

	va_start(arguments, number);
	for (size_t i = 0; i < sizeof a / sizeof *a; i++)
		a[i] = va_arg(arguments, long);
	va_end(arguments);
	started = started || number == SYS_clone;
	if (number == SYS_clone && fails(KIND_FORK))
		return -1;
	long result = real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (slow && number == SYS_clone && result == 0)
		nanosleep(&(struct timespec){.tv_nsec = 500000000L}, NULL);
	return result;
}

int
posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *attributes, char *const argv[], char *const environment[])
{
	return fails(KIND_FORK)
		? errno
		: real_posix_spawn(pid, path, actions, attributes, argv, environment);
}

int
posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *attributes, char *const argv[], char *const environment[])
{
	return fails(KIND_FORK)
		? errno
		: real_posix_spawnp(pid, file, actions, attributes, argv, environment);
}

int
execvpe(const char *file, char *const argv[], char *const environment[])
{
	return fails(KIND_EXEC) ? -1 : real_execvpe(file, argv, environment);
}

int
open(const char *path, int flags, ...)
{
	va_list arguments;

	va_start(arguments, flags);
	mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return fails(KIND_OPEN) ? -1 : real_open(path, flags, mode);
}

int
openat(int folder, const char *path, int flags, ...)
{
	va_list arguments;

	va_start(arguments, flags);
	mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return fails(KIND_OPEN) ? -1 : real_openat(folder, path, flags, mode);
}

FILE *
fopen(const char *path, const char *mode)
{
	return fails(KIND_OPEN) ? NULL : real_fopen(path, mode);
}

DIR *
opendir(const char *path)
{
	return fails(KIND_OPEN) ? NULL : real_opendir(path);
}

int
pipe2(int ends[2], int flags)
{
	return fails(KIND_OPEN) ? -1 : real_pipe2(ends, flags);
}

int
socketpair(int domain, int type, int protocol, int ends[2])
{
	return fails(KIND_OPEN) ? -1 : real_socketpair(domain, type, protocol, ends);
}

int
memfd_create(const char *name, unsigned flags)
{
	return fails(KIND_OPEN) ? -1 : real_memfd_create(name, flags);
}

size_t
fwrite(const void *bytes, size_t size, size_t count, FILE *stream)
{
	return stream != stderr && fails(KIND_WRITE) ? 0
						     : real_fwrite(bytes, size, count, stream);
}

ssize_t
write(int fd, const void *bytes, size_t length)
{
	/* stderr is left alone: that is where the sentence goes. */
	return fd != STDERR_FILENO && fails(KIND_WRITE) ? -1 : real_write(fd, bytes, length);
}

ssize_t
pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	return fails(KIND_WRITE) ? -1 : real_pwrite(fd, bytes, length, offset);
}

/*
 * What malloc() itself does with mmap() passes by; so it is malloc() that fails. It does not
 * before the first process is started: hwloc, which reads the machine until then, looks at few
 * of its own calls.
 */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static bool
memory_fails(void)
{
	return started && fails(KIND_MMAP);
}

void *
malloc(size_t size)
{
	return memory_fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return memory_fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *block, size_t size)
{
	return memory_fails() ? NULL : __libc_realloc(block, size);
}

void *
mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
	return fails(KIND_MMAP) ? MAP_FAILED
				: real_mmap(address, length, protection, flags, fd, offset);
}

int
clock_gettime(clockid_t clock, struct timespec *now)
{
	return fails(KIND_CLOCK) ? -1 : real_clock_gettime(clock, now);
}

pid_t
wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
	if (stop) {
		stop = false;
		raise(SIGSTOP);
	}
	return fails(KIND_WAIT) ? -1 : real_wait4(pid, status, options, usage);
}

pid_t
waitpid(pid_t pid, int *status, int options)
{
	return fails(KIND_WAIT) ? -1 : real_waitpid(pid, status, options);
}
