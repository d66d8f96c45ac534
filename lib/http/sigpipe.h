/*
 * Keeps SIGPIPE from the host: it is blocked for this thread while bytes are written, and one that
 * was raised meanwhile is consumed.  The host's handlers and other threads are not touched.
 */
#ifndef HTTP_SIGPIPE_H
#define HTTP_SIGPIPE_H

#include <signal.h>
#include <stdbool.h>

struct sigpipe_guard {
    sigset_t mask;
    bool was_pending;
};

void sigpipe_block(struct sigpipe_guard *guard);
void sigpipe_restore(const struct sigpipe_guard *guard);

#endif
