/* See sigpipe.h. */
#include "http/sigpipe.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <time.h>

static bool is_pending(void)
{
    sigset_t pending;
    return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}

void sigpipe_block(struct sigpipe_guard *guard)
{
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &only, &guard->mask);
    /* A pending one is the host's own, which has blocked it, and is kept. */
    guard->was_pending = sigismember(&guard->mask, SIGPIPE) == 1 && is_pending();
}

static void pending_consume(void)
{
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, SIGPIPE);
    const struct timespec now = { 0, 0 };
    while (sigtimedwait(&only, NULL, &now) == -1 && errno == EINTR) {
    }
}

void sigpipe_restore(const struct sigpipe_guard *guard)
{
    if (!guard->was_pending) {
        pending_consume();
    }
    pthread_sigmask(SIG_SETMASK, &guard->mask, NULL);
}
