/*
 * posix_spawn and two pipes.  The program's signals and its group are the host's own: nothing of
 * them is changed.
 */
#include "core/process.h"

#include "core/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One word, unquoted, into `out`; returns where it ended, or NULL when a quote is not closed. */
static const char *read_word(const char *from, char *out)
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
        if ((words[count] = arena_alloc(arena, strlen(line) + 1)) == NULL) {
            return NULL;
        }
        if ((line = read_word(line, words[count++])) == NULL) {
            *what = "a quote is not closed";
            return NULL;
        }
    }
    if (count == 0) {
        *what = "it is empty";
    }
    return count == 0 ? NULL : words;
}

struct pipes {
    int out[2];
    int err[2];
};

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
    *fd = -1;
}

static void close_pipes(struct pipes *pipes)
{
    for (int i = 0; i < 2; i++) {
        close_fd(&pipes->out[i]);
        close_fd(&pipes->err[i]);
    }
}

static int start(char *const *words, struct pipes *pipes, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    int failure = posix_spawn_file_actions_init(&actions);

    if (failure != 0) {
        return failure;
    }
    failure = posix_spawn_file_actions_adddup2(&actions, pipes->out[1], STDOUT_FILENO);
    if (failure == 0) {
        failure = posix_spawn_file_actions_adddup2(&actions, pipes->err[1], STDERR_FILENO);
    }
    if (failure == 0) {
        failure = posix_spawnp(pid, words[0], &actions, NULL, words, environ);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return failure;
}

/*
 * Reads what is there; false at the end.  What does not fit into `out` is lost, and its state
 * tells.
 */
static bool drain(int fd, struct buf *out)
{
    char chunk[4096];
    ssize_t got = read(fd, chunk, sizeof chunk);
    size_t room = out->max - out->size;

    if (got > 0 && out->state == BUF_OK) {
        (void)buf_add(out, chunk, out->secret || (size_t)got < room ? (size_t)got : room);
    }
    mem_cleanse(chunk, sizeof chunk);
    return got > 0 || (got < 0 && errno == EINTR);
}

static bool is_over(struct process_result *result, enum process_end end)
{
    result->end = end;
    return true;
}

/* Until both pipes are closed; true when the program has to be killed. */
static bool listen_to(struct pipes *pipes, int64_t deadline, const connect_cancel *cancel,
                      struct buf *out, struct buf *complaint, struct process_result *result)
{
    while (pipes->out[0] >= 0 || pipes->err[0] >= 0) {
        struct pollfd fds[] = { { pipes->out[0], POLLIN, 0 },
                                { pipes->err[0], POLLIN, 0 },
                                { connect_cancel_fd(cancel), POLLIN, 0 } };
        int64_t left = deadline_left(&clock_system, deadline);

        if (connect_cancel_is_fired(cancel)) {
            return is_over(result, PROCESS_CANCELLED);
        }
        if (left == 0) {
            return is_over(result, PROCESS_TIMEOUT);
        }
        if (poll(fds, 3, left > 60000 ? 60000 : (int)left) < 0) {
            continue;
        }
        if (fds[0].revents != 0 && !drain(pipes->out[0], out)) {
            close_fd(&pipes->out[0]);
        }
        if (fds[1].revents != 0 && !drain(pipes->err[0], complaint)) {
            close_fd(&pipes->err[0]);
        }
        if (out->state != BUF_OK) {
            return is_over(result, PROCESS_TOO_MUCH);
        }
    }
    return false;
}

/*
 * The exit status.  A host that ignores SIGCHLD takes it away; then the program counts as ended
 * well.
 */
static void await(pid_t pid, int64_t deadline, const connect_cancel *cancel,
                  struct process_result *result)
{
    int status = 0;
    pid_t ended;

    while ((ended = waitpid(pid, &status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
        bool cancelled = !clock_system.wait(clock_system.user, 5, cancel);

        if (cancelled || deadline_left(&clock_system, deadline) == 0) {
            (void)is_over(result, cancelled ? PROCESS_CANCELLED : PROCESS_TIMEOUT);
            (void)kill(pid, SIGKILL);
            while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
                continue;
            }
            return;
        }
    }
    result->end = ended == pid && WIFSIGNALED(status) ? PROCESS_KILLED : PROCESS_EXITED;
    result->code = ended != pid ? 0 : WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

struct process_result process_run(char *const *words, int64_t timeout_ms,
                                  const connect_cancel *cancel, struct buf *out,
                                  struct buf *complaint)
{
    struct process_result result = { PROCESS_NOT_STARTED, 0 };
    struct pipes pipes = { { -1, -1 }, { -1, -1 } };
    int64_t deadline = deadline_after(&clock_system, timeout_ms);
    pid_t pid = -1;

    if (pipe2(pipes.out, O_CLOEXEC) != 0 || pipe2(pipes.err, O_CLOEXEC) != 0) {
        result.code = errno;
    } else {
        result.code = start(words, &pipes, &pid);
    }
    if (result.code == 0) {
        close_fd(&pipes.out[1]);
        close_fd(&pipes.err[1]);
        if (listen_to(&pipes, deadline, cancel, out, complaint, &result)) {
            (void)kill(pid, SIGKILL);
            while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
                continue;
            }
        } else {
            await(pid, deadline, cancel, &result);
        }
    }
    close_pipes(&pipes);
    return result;
}
