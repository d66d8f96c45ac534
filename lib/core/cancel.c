/*
 * Cancel tokens: a flag to test and an eventfd to poll.
 *
 * A forked child gets a copy of the flag, but its descriptor refers to the eventfd of the parent.
 * Polling that one in the child would report what the parent does, for ever, because nothing in the
 * child resets it.  Therefore the first user of the descriptor in a child replaces it, under the
 * same number, by an eventfd of the child's own.  Until then the child's flag alone counts.
 */
#include "core/assert.h"
#include "core/fork.h"
#include "core/mem.h"

#include <connect/transport.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct connect_cancel {
    atomic_bool fired;
    _Atomic uint64_t owner; /* fork generation that the descriptor belongs to */
    atomic_int fd;          /* -1 in a child that could not make one */
};

static int event_open(void)
{
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

static void event_signal(int fd)
{
    const uint64_t one = 1;
    ssize_t written;
    do {
        written = write(fd, &one, sizeof one);
    } while (written < 0 && errno == EINTR);
}

connect_status connect_cancel_new(connect_cancel **out)
{
    if (out == NULL) {
        return CONNECT_E_ARGUMENT;
    }
    *out = NULL;
    int fd = event_open();
    connect_cancel *cancel = fd >= 0 ? mem_calloc(1, sizeof *cancel) : NULL;
    if (cancel == NULL) {
        if (fd >= 0) {
            (void)close(fd);
        }
        return CONNECT_E_MEMORY;
    }
    atomic_init(&cancel->fired, false);
    atomic_init(&cancel->owner, fork_generation());
    atomic_init(&cancel->fd, fd);
    *out = cancel;
    return CONNECT_OK;
}

/* Keeps the number: a thread of the child may have it already. */
static void descriptor_replace(connect_cancel *cancel)
{
    ASSERT(atomic_load(&cancel->owner) != fork_generation()); /* within a renewal */
    int old = atomic_load(&cancel->fd);
    int fd = event_open();
    if (fd >= 0 && old >= 0) {
        int moved = dup3(fd, old, O_CLOEXEC);
        (void)close(fd);
        fd = moved;
    }
    if (fd < 0 && old >= 0) {
        (void)close(old);
    }
    atomic_store(&cancel->fd, fd);
}

/* Makes the descriptor one of this process. */
static void descriptor_adopt(connect_cancel *cancel)
{
    if (fork_renewal_begin(&cancel->owner)) {
        descriptor_replace(cancel);
        fork_renewal_end(&cancel->owner);
        /* Whoever fired before this line has not written to the new descriptor. */
        if (atomic_load(&cancel->fired)) {
            event_signal(atomic_load(&cancel->fd));
        }
    }
}

/* Never writes to a descriptor that is shared with the parent: its calls must go on. */
void connect_cancel_fire(connect_cancel *cancel)
{
    if (cancel == NULL || atomic_exchange(&cancel->fired, true) ||
        atomic_load(&cancel->owner) != fork_generation()) {
        return;
    }
    int saved = errno;
    event_signal(atomic_load(&cancel->fd));
    errno = saved;
}

bool connect_cancel_is_fired(const connect_cancel *cancel)
{
    return cancel != NULL && atomic_load(&cancel->fired);
}

int connect_cancel_fd(const connect_cancel *cancel)
{
    if (cancel == NULL) {
        return -1;
    }
    connect_cancel *own = (connect_cancel *)cancel;
    descriptor_adopt(own);
    return atomic_load(&own->fd);
}

void connect_cancel_free(connect_cancel *cancel)
{
    if (cancel == NULL) {
        return;
    }
    int fd = atomic_load(&cancel->fd);
    if (fd >= 0) {
        (void)close(fd);
    }
    mem_free(cancel);
}
