/* Reporting a violated invariant: the only place where the library ends the process. */
#include "core/assert.h"

#ifdef CONNECT_CHECKS

#    include <stdio.h>
#    include <stdlib.h>

void assert_failed(const char *condition, const char *file, int line, const char *function)
{
    (void)fprintf(stderr, "libconnect: %s:%d: %s: check failed: %s\n", file, line, function,
                  condition);
    abort();
}

#else

/* ISO C requires a declaration in each translation unit. */
typedef int assert_is_compiled_out;

#endif
