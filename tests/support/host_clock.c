/* See host_clock.h. */
#include "support/host_clock.h"

#include <dlfcn.h>

typedef int (*gettime_fn)(clockid_t, struct timespec *);

/* Where a long has 32 bits and a time 64, the function has another name in the C library. */
#define CLOCK_SYMBOL (sizeof(time_t) > sizeof(long) ? "__clock_gettime64" : "clock_gettime")

int host_clock_gettime(clockid_t clock, struct timespec *out)
{
    union {
        void *symbol;
        gettime_fn function;
    } real = { dlsym(RTLD_NEXT, CLOCK_SYMBOL) };
    return real.function(clock, out);
}
