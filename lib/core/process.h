/*
 * Running a program for its output: no shell, bounded output, bounded time.
 *
 * process_start() and the functions behind it never block, for a driver that watches many
 * descriptors; process_run() is the same for a thread that has nothing else to do.
 */
#ifndef CORE_PROCESS_H
#define CORE_PROCESS_H

#include "core/buf.h"
#include "core/mem.h"

#include <connect/transport.h>

#include <sys/types.h>

#define PROCESS_WORDS_MAX 256
#define PROCESS_DESCRIPTORS_MAX 3

/*
 * Splits a command line into words as a POSIX shell would: whitespace, single and double quotes,
 * backslashes; nothing is expanded.  NULL-terminated, in `arena`.  Returns NULL with *what set when
 * a quote is not closed or there is nothing, and with *what NULL when out of memory.
 */
char *const *process_words(struct arena *arena, const char *line, const char **what);

enum process_outcome {
    PROCESS_EXITED,
    PROCESS_KILLED,
    PROCESS_NOT_STARTED,
    PROCESS_TIMEOUT,
    PROCESS_CANCELLED,
    PROCESS_TOO_MUCH
};

struct process_result {
    enum process_outcome end;
    int code; /* exit status, signal, or errno */
};

/* A program that was started.  Members are private except for `result`. */
struct process {
    pid_t pid; /* 0 when there is no process to wait for */
    int exit_fd;
    int out_fd, err_fd;
    bool out_open, err_open;
    bool stopped;
    struct buf *out, *complaint;
    int64_t look_at, look_interval;
    struct process_result result; /* valid when process_ready() has returned true */
};

/*
 * Starts words[0] as found on PATH with the environment and standard input of this process, and no
 * other descriptor of it.  Standard output is appended to `out` up to its maximum, the beginning of
 * standard error to `complaint`; both are borrowed until process_end().
 *
 * Returns false with result PROCESS_NOT_STARTED when it could not be started; process_end() is
 * needed in both cases.
 */
bool process_start(struct process *process, char *const *words, struct buf *out,
                   struct buf *complaint);

/*
 * The descriptors to watch for reading.  They stay open until process_end(), and they do not become
 * more: one that a later call no longer lists is at its end and must not be watched any longer.
 */
size_t process_descriptors(const struct process *process, int fds[PROCESS_DESCRIPTORS_MAX]);

/*
 * When process_ready() is due although no descriptor is readable, on clock_system's monotonic
 * clock; DEADLINE_NONE where the kernel reports an exit by a descriptor (Linux 5.3).
 */
int64_t process_next_look(const struct process *process);

/*
 * Reads what is there.  True when the program has ended and all it had written has been read; what
 * descendants of it still write is not waited for.
 */
bool process_ready(struct process *process);

/*
 * Kills the program: `why` becomes the result.  It has ended when process_ready() says so, which
 * is soon.  Its output is not read any more: the buffers may go.
 */
void process_stop(struct process *process, enum process_outcome why);

/*
 * In a forked child, before process_end(): the program is the parent's, and is neither killed nor
 * waited for.
 */
void process_disown(struct process *process);

/* Closes the descriptors.  A program that has not ended is killed, and waited for. */
void process_end(struct process *process);

/*
 * Starts a program and waits for its end.  It is killed when `timeout_ms` has passed, the token
 * fires, or it prints more than fits into `out`.
 */
struct process_result process_run(char *const *words, int64_t timeout_ms,
                                  const connect_cancel *cancel, struct buf *out,
                                  struct buf *complaint);

#endif
