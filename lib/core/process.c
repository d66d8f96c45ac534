/*
 * Programs are started by posix_spawn() with a pipe each for standard output and standard error.
 *
 * The exit of the program itself ends the wait, not the end of the pipes: a background process that
 * it leaves behind, or a child that another thread of the host forks at the wrong moment, may keep
 * a write end open for ever.  What the program wrote is in the pipe when it has exited.
 *
 * Signals and the process group are the host's own and are not changed.
 */
#include "core/process.h"

#include "config.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/number.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNKS_MAX 16 /* read at once from a program that does not stop writing */
#define LOOK_MIN_MS 5
#define LOOK_MAX_MS 100

/* ---- words ---- */

/* Unquotes one word into `out`; returns where it ended, or NULL when a quote is not closed. */
static const char *word_parse(const char *from, char *out)
{
    char quote = 0;

    for (; *from != '\0' && (quote != 0 || (*from != ' ' && *from != '\t' && *from != '\n'));
         from++) {
        if (quote == 0 && (*from == '\'' || *from == '"')) {
            quote = *from;
        } else if (quote != 0 && *from == quote) {
            quote = 0;
        } else if (*from == '\\' && quote != '\'' && from[1] != '\0' &&
                   (quote == 0 || from[1] == '"' || from[1] == '\\')) {
            *out++ = *++from;
        } else {
            *out++ = *from;
        }
    }
    *out = '\0';
    return quote == 0 ? from : NULL;
}

char *const *process_words(struct arena *arena, const char *line, const char **what)
{
    char **words = arena_calloc(arena, PROCESS_WORDS_MAX + 1, sizeof *words);
    size_t count = 0;

    *what = NULL;
    if (words == NULL) {
        return NULL;
    }
    for (;;) {
        line += strspn(line, " \t\n");
        if (*line == '\0') {
            break;
        }
        if (count == PROCESS_WORDS_MAX) {
            *what = "it has too many words";
            return NULL;
        }
        ASSERT(count < PROCESS_WORDS_MAX);
        if ((words[count] = arena_alloc(arena, strlen(line) + 1)) == NULL) {
            return NULL;
        }
        if ((line = word_parse(line, words[count++])) == NULL) {
            *what = "a quote is not closed";
            return NULL;
        }
    }
    if (count == 0) {
        *what = "it is empty";
    }
    return count == 0 ? NULL : words;
}

/* ---- starting ---- */

static void fd_close(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
    *fd = -1;
}

/*
 * Nothing but 0, 1 and 2 is inherited: the host may have descriptors without close-on-exec.
 * Without the C library's help they are listed, and one that another thread opens meanwhile is
 * missed.
 */
static int actions_close_others(posix_spawn_file_actions_t *actions)
{
#ifdef HAVE_POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP
    return posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
#else
    int failure = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL) {
        return errno;
    }
    for (struct dirent *entry; failure == 0 && (entry = readdir(folder)) != NULL;) {
        int64_t fd;
        if (text_to_int64(entry->d_name, strlen(entry->d_name), &fd) && fd > STDERR_FILENO) {
            failure = posix_spawn_file_actions_addclose(actions, (int)fd);
        }
    }
    (void)closedir(folder);
    return failure;
#endif
}

static int program_spawn(char *const *words, int out, int err, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure != 0) {
        return failure;
    }
    failure = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    if (failure == 0) {
        failure = posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    }
    if (failure == 0) {
        failure = actions_close_others(&actions);
    }
    if (failure == 0) {
        failure = posix_spawnp(pid, words[0], &actions, NULL, words, environ);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    /* To kill() a number below 1 is a whole process group, or everything. */
    return failure == 0 && *pid < 1 ? ECHILD : failure;
}

/* A pipe of which this process reads without blocking. */
static bool pipe_open(int *read_fd, int *write_fd)
{
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0) {
        return false;
    }
    *read_fd = fds[0];
    *write_fd = fds[1];
    return fcntl(fds[0], F_SETFL, O_NONBLOCK) == 0;
}

/* Becomes readable at the exit; -1 before Linux 5.3. */
static int exit_open(pid_t pid)
{
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, pid, 0);
#else
    (void)pid;
    return -1;
#endif
}

bool process_start(struct process *process, char *const *words, struct buf *out,
                   struct buf *complaint)
{
    int out_write = -1, err_write = -1;
    int failure = 0;
    pid_t pid = -1;
    *process = (struct process){
        .exit_fd = -1,
        .out_fd = -1,
        .err_fd = -1,
        .out = out,
        .complaint = complaint,
        .look_at = DEADLINE_NONE,
        .look_interval = LOOK_MIN_MS,
        .result = { PROCESS_NOT_STARTED, 0 },
    };
    if (!pipe_open(&process->out_fd, &out_write) || !pipe_open(&process->err_fd, &err_write)) {
        failure = errno;
    } else {
        failure = program_spawn(words, out_write, err_write, &pid);
    }
    fd_close(&out_write);
    fd_close(&err_write);
    ASSERT(out_write < 0 && err_write < 0);
    process->result.code = failure;
    if (failure == 0) {
        process->result.end = PROCESS_EXITED;
        process->pid = pid;
        process->exit_fd = exit_open(pid);
        process->out_open = true;
        process->err_open = true;
        if (process->exit_fd < 0) {
            process->look_at = deadline_after(&clock_system, LOOK_MIN_MS);
        }
    }
    return failure == 0;
}

/* ---- running ---- */

size_t process_descriptors(const struct process *process, int fds[PROCESS_DESCRIPTORS_MAX])
{
    size_t count = 0;
    if (process->exit_fd >= 0) {
        fds[count++] = process->exit_fd;
    }
    if (process->out_open && !process->stopped) {
        fds[count++] = process->out_fd;
    }
    if (process->err_open && !process->stopped) {
        fds[count++] = process->err_fd;
    }
    ASSERT(count <= PROCESS_DESCRIPTORS_MAX);
    return count;
}

int64_t process_next_look(const struct process *process)
{
    return process->pid != 0 ? process->look_at : DEADLINE_NONE;
}

/*
 * Reads up to `limit` bytes without blocking; false at the end of the pipe.  What does not fit into
 * `out` is dropped: its state says so.
 */
static bool pipe_drain(int fd, struct buf *out, size_t limit)
{
    char chunk[4096];
    bool open = true;
    while (open && limit > 0) {
        ssize_t got = read(fd, chunk, limit < sizeof chunk ? limit : sizeof chunk);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0 && errno == EAGAIN) {
            break;
        }
        open = got > 0;
        if (open) {
            size_t size = (size_t)got, room = out->max - out->size;
            ASSERT(size <= limit && size <= sizeof chunk && out->size <= out->max);
            limit -= size;
            if (out->state == BUF_OK) {
                (void)buf_add(out, chunk, out->secret || size < room ? size : room);
            }
        }
    }
    mem_cleanse(chunk, sizeof chunk);
    return open;
}

/* All that is in the pipe now; descendants of the program may go on writing. */
static void pipe_drain_rest(int fd, struct buf *out)
{
    int size = 0;
    if (ioctl(fd, FIONREAD, &size) == 0 && size > 0) {
        (void)pipe_drain(fd, out, (size_t)size);
    }
}

/*
 * Whether the process is gone.  A host that ignores SIGCHLD, or waits for all its children, takes
 * the exit status away; then the program counts as having succeeded.
 */
static bool process_reap(struct process *process, int options)
{
    int status = 0;
    pid_t ended;
    ASSERT(process->pid > 0);
    do {
        ended = waitpid(process->pid, &status, options);
    } while (ended < 0 && errno == EINTR);
    if (ended == 0) {
        return false;
    }
    if (!process->stopped) {
        bool killed = ended == process->pid && WIFSIGNALED(status);
        process->result.end = killed ? PROCESS_KILLED : PROCESS_EXITED;
        process->result.code = ended != process->pid ? 0
                               : killed              ? WTERMSIG(status)
                                                     : WEXITSTATUS(status);
    }
    process->pid = 0;
    return true;
}

bool process_ready(struct process *process)
{
    if (process->pid == 0) {
        return true;
    }
    bool over = process_reap(process, WNOHANG);
    if (over && !process->stopped) {
        pipe_drain_rest(process->out_fd, process->out);
        pipe_drain_rest(process->err_fd, process->complaint);
    } else if (!process->stopped) {
        const size_t limit = CHUNKS_MAX * 4096;
        process->out_open = process->out_open && pipe_drain(process->out_fd, process->out, limit);
        process->err_open =
            process->err_open && pipe_drain(process->err_fd, process->complaint, limit);
    }
    if (!process->stopped && process->out->state != BUF_OK) {
        process_stop(process, PROCESS_TOO_MUCH);
    }
    if (process->look_at != DEADLINE_NONE && deadline_left(&clock_system, process->look_at) == 0) {
        process->look_interval =
            process->look_interval < LOOK_MAX_MS / 2 ? process->look_interval * 2 : LOOK_MAX_MS;
        process->look_at = deadline_after(&clock_system, process->look_interval);
    }
    return process->pid == 0;
}

void process_stop(struct process *process, enum process_outcome why)
{
    ASSERT(why != PROCESS_EXITED && why != PROCESS_KILLED && why != PROCESS_NOT_STARTED);
    if (process->stopped || process->result.end == PROCESS_NOT_STARTED) {
        return;
    }
    process->result = (struct process_result){ .end = why };
    process->stopped = true;
    /* A process that is gone must not be killed: its number may belong to another one. */
    if (process->pid == 0 || process_reap(process, WNOHANG)) {
        return;
    }
    if (process->exit_fd < 0) {
        process->look_interval = LOOK_MIN_MS;
        process->look_at = deadline_after(&clock_system, LOOK_MIN_MS);
    }
    ASSERT(process->pid > 0); /* 0 and less are process groups, or everything */
    (void)kill(process->pid, SIGKILL);
}

void process_disown(struct process *process)
{
    process->pid = 0;
}

void process_end(struct process *process)
{
    if (process->pid != 0) {
        process_stop(process, PROCESS_CANCELLED);
    }
    if (process->pid != 0) {
        (void)process_reap(process, 0);
    }
    fd_close(&process->out_fd);
    fd_close(&process->err_fd);
    fd_close(&process->exit_fd);
}

/* ---- the blocking form ---- */

/* Until something can be read, the time has come to look, or at most `left` milliseconds. */
static void process_poll(const struct process *process, int64_t left, const connect_cancel *cancel)
{
    if (process->pid == 0) {
        return;
    }
    struct pollfd watched[PROCESS_DESCRIPTORS_MAX + 1];
    int fds[PROCESS_DESCRIPTORS_MAX];
    size_t count = process_descriptors(process, fds);
    for (size_t i = 0; i < count; i++) {
        watched[i] = (struct pollfd){ .fd = fds[i], .events = POLLIN };
    }
    if (!process->stopped) {
        watched[count++] = (struct pollfd){ .fd = connect_cancel_fd(cancel), .events = POLLIN };
    }
    int64_t look = deadline_left(&clock_system, process_next_look(process));
    int64_t wait = look < left ? look : left;
    (void)poll(watched, (nfds_t)count, wait > 60000 ? 60000 : (int)wait);
}

struct process_result process_run(char *const *words, int64_t timeout_ms,
                                  const connect_cancel *cancel, struct buf *out,
                                  struct buf *complaint)
{
    struct process process;
    int64_t deadline = deadline_after(&clock_system, timeout_ms);
    if (process_start(&process, words, out, complaint)) {
        while (!process_ready(&process)) {
            int64_t left = deadline_left(&clock_system, deadline);
            if (connect_cancel_is_fired(cancel)) {
                process_stop(&process, PROCESS_CANCELLED);
            } else if (left == 0) {
                process_stop(&process, PROCESS_TIMEOUT);
            }
            process_poll(&process, process.stopped ? INT_MAX : left, cancel);
        }
    }
    process_end(&process);
    return process.result;
}
