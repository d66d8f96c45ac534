/* See host_clock.h. */
#include "support/host_clock.h"

#include <dlfcn.h>
#include <stdatomic.h>

typedef int (*gettime_fn)(clockid_t, struct timespec *);

/* Where a long has 32 bits and a time 64, the function has another name in the C library. */
#define CLOCK_SYMBOL (sizeof(time_t) > sizeof(long) ? "__clock_gettime64" : "clock_gettime")

/* dlsym() takes a lock that a thread may hold while another forks: it is called once. */
int host_clock_gettime(clockid_t clock, struct timespec *out)
{
    static void *_Atomic found;
    union {
        void *symbol;
        gettime_fn function;
    } real = { atomic_load(&found) };
    if (real.symbol == NULL) {
        real.symbol = dlsym(RTLD_NEXT, CLOCK_SYMBOL);
        atomic_store(&found, real.symbol);
    }
    return real.function(clock, out);
}
