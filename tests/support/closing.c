/* See closing.h. */
#include "support/closing.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

int closing_error;
static atomic_int misses;

int closing_misses(void)
{
    return misses;
}

/* ThreadSanitizer would take a descriptor of the same number for the one that was closed. */
#if defined(__SANITIZE_THREAD__)
#    define CLOSES 0
#elif defined(__has_feature)
#    if __has_feature(thread_sanitizer)
#        define CLOSES 0
#    endif
#endif
#ifndef CLOSES
#    define CLOSES 1
#endif

bool closing_is_seen(void)
{
    return CLOSES != 0;
}

#if CLOSES

/* A static program has no dlsym(), and in a forked child that could wait for a lock for ever. */
__attribute__((visibility("default"))) int close(int fd)
{
    int result = (int)syscall(SYS_close, fd);

    if (result != 0 && errno == EBADF) {
        misses++;
    }
    if (closing_error != 0) {
        errno = closing_error;
        return -1;
    }
    return result;
}

#endif
