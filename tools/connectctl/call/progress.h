/*
 * A line on the terminal that shows what is waited for and for how long.  Nothing is shown when
 * stderr is no terminal that understands escape sequences.
 */
#ifndef CTL_CALL_PROGRESS_H
#define CTL_CALL_PROGRESS_H

#include <connect/transport.h>

struct progress {
    bool is_shown;
    const char *subject;
    char status[64];
    int64_t started; /* monotonic milliseconds */
};

void progress_start(struct progress *progress, const char *subject);
/* status: what was seen last, or NULL. */
void progress_set_status(struct progress *progress, const char *status);
/* A clock for a client that redraws the line while the client sleeps. */
connect_clock progress_clock(struct progress *progress);
/* Erases the line, and prints `done` with the elapsed time when it is not NULL. */
void progress_end(struct progress *progress, const char *done);

#endif
