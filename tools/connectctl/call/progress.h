/*
 * One line on the terminal that says what is waited for and for how long.  Nothing is shown when
 * stderr is no terminal.
 */
#ifndef CTL_PROGRESS_H
#define CTL_PROGRESS_H

#include <connect/transport.h>

struct progress {
    bool is_live;
    const char *what;
    char status[64];
    int64_t started; /* monotonic milliseconds */
};

void progress_start(struct progress *progress, const char *what);
/* status: what was seen last, or NULL. */
void progress_set(struct progress *progress, const char *status);
/* A clock for a client, which keeps the line alive whenever the client waits. */
connect_clock progress_clock(struct progress *progress);
/* Takes the line away; says `done` with the time that passed when it is not NULL. */
void progress_end(struct progress *progress, const char *done);

#endif
