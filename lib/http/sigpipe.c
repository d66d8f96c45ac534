/* See sigpipe.h. */
#include "http/sigpipe.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <time.h>

static bool is_pending(void)
{
    sigset_t pending;
    sigemptyset(&pending);
    return sigpending(&pending) == 0 && sigismember(&pending, SIGPIPE) == 1;
}

void sigpipe_block(struct sigpipe_guard *guard)
{
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, SIGPIPE);
    guard->was_pending = is_pending();
    pthread_sigmask(SIG_BLOCK, &only, &guard->mask);
}

/* One that was pending before is the host's own, and stays. */
void sigpipe_restore(const struct sigpipe_guard *guard)
{
    int saved = errno;
    if (!guard->was_pending && is_pending()) {
        sigset_t only;
        sigemptyset(&only);
        sigaddset(&only, SIGPIPE);
#ifdef __APPLE__
        int number;
        sigwait(&only, &number);
#else
        const struct timespec now = { 0, 0 };
        while (sigtimedwait(&only, NULL, &now) == -1 && errno == EINTR) {
        }
#endif
    }
    pthread_sigmask(SIG_SETMASK, &guard->mask, NULL);
    errno = saved;
}
