/* See closing.h. */
#include "support/closing.h"

#include "support/real.h"

#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

typedef int (*close_fn)(int);

int closing_error;
static atomic_int misses;

/* Found once, not in a forked child, where the lock of the linker may be held for ever. */
static close_fn real_close;

__attribute__((constructor)) static void find_close(void)
{
    REAL(close);

    real_close = real.function;
}

__attribute__((visibility("default"))) int close(int fd)
{
    if (real_close == NULL) {
        find_close();
    }
    int result = real_close(fd);

    if (result != 0 && errno == EBADF) {
        misses++;
    }
    if (closing_error != 0) {
        errno = closing_error;
        return -1;
    }
    return result;
}

int closing_misses(void)
{
    return misses;
}
