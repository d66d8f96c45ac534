/*
 * Running a program for what it prints: no shell, bounded output, bounded time.
 */
#ifndef CORE_PROCESS_H
#define CORE_PROCESS_H

#include "core/buf.h"
#include "core/mem.h"

#include <connect/transport.h>

#define PROCESS_WORDS_MAX 256

/*
 * Cuts a command line into words as a POSIX shell would: blanks, single and double quotes,
 * backslashes; nothing is expanded.  NULL-terminated, in `arena`.  NULL with *what set when a quote
 * is not closed or there is nothing; *what NULL without memory.
 */
char *const *process_words(struct arena *arena, const char *line, const char **what);

enum process_end {
    PROCESS_EXITED,
    PROCESS_KILLED,
    PROCESS_NOT_STARTED,
    PROCESS_TIMEOUT,
    PROCESS_CANCELLED,
    PROCESS_TOO_MUCH
};

struct process_result {
    enum process_end end;
    int code; /* exit status, signal, or errno */
};

/*
 * Runs words[0] as found on PATH with the environment and standard input of this process.  Standard
 * output is appended to `out` up to its ceiling, the beginning of standard error to `complaint`.
 * The program is killed when time is up, the token fires, or it prints more than fits.
 */
struct process_result process_run(char *const *words, int64_t timeout_ms,
                                  const connect_cancel *cancel, struct buf *out,
                                  struct buf *complaint);

#endif
