/* Cancel tokens: a flag for those who look, a descriptor for those who sleep. */
#include "core/cancel.h"

#include "core/clock.h"
#include "core/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <unistd.h>
#ifdef __linux__
#    include <sys/eventfd.h>
#endif

struct connect_cancel {
    atomic_bool fired;
    pid_t owner;
    int read_fd;
    int write_fd;
};

#ifdef __linux__
static bool open_pair(connect_cancel *cancel)
{
    cancel->read_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    cancel->write_fd = cancel->read_fd;
    return cancel->read_fd >= 0;
}
#else
static bool open_pair(connect_cancel *cancel)
{
    int fds[2];
    if (pipe(fds) != 0) {
        return false;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(fds[i], F_SETFD, FD_CLOEXEC);
        fcntl(fds[i], F_SETFL, O_NONBLOCK);
    }
    cancel->read_fd = fds[0];
    cancel->write_fd = fds[1];
    return true;
}
#endif

connect_status connect_cancel_new(connect_cancel **out)
{
    if (out == NULL) {
        return CONNECT_E_ARGUMENT;
    }
    *out = NULL;
    connect_cancel *cancel = mem_calloc(1, sizeof *cancel);
    if (cancel == NULL || !open_pair(cancel)) {
        mem_free(cancel);
        return CONNECT_E_MEMORY;
    }
    atomic_init(&cancel->fired, false);
    cancel->owner = getpid();
    *out = cancel;
    return CONNECT_OK;
}

/* A forked child shares the descriptor with its parent, whose calls it must not stop. */
void connect_cancel_fire(connect_cancel *cancel)
{
    if (cancel == NULL || atomic_exchange(&cancel->fired, true) || getpid() != cancel->owner) {
        return;
    }
    int saved = errno;
    const uint64_t one = 1;
    ssize_t written;
    do {
        written = write(cancel->write_fd, &one, sizeof one);
    } while (written < 0 && errno == EINTR);
    errno = saved;
}

bool connect_cancel_is_fired(const connect_cancel *cancel)
{
    return cancel != NULL && atomic_load(&cancel->fired);
}

int connect_cancel_fd(const connect_cancel *cancel)
{
    return cancel != NULL ? cancel->read_fd : -1;
}

void connect_cancel_free(connect_cancel *cancel)
{
    if (cancel == NULL) {
        return;
    }
    close(cancel->read_fd);
    if (cancel->write_fd != cancel->read_fd) {
        close(cancel->write_fd);
    }
    mem_free(cancel);
}

bool cancel_wait(const connect_cancel *cancel, int64_t ms)
{
    struct pollfd fd = { connect_cancel_fd(cancel), POLLIN, 0 };
    int64_t end = deadline_after(&clock_system, ms > 0 ? ms : 1);
    int64_t left = ms > 0 ? deadline_left(&clock_system, end) : 0;
    while (!connect_cancel_is_fired(cancel)) {
        if (left <= 0) {
            return true;
        }
        poll(&fd, 1, left < INT_MAX ? (int)left : INT_MAX);
        left = deadline_left(&clock_system, end);
    }
    return false;
}
