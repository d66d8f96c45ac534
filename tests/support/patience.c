/* See patience.h. */
#include "support/patience.h"

#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define FACTOR 4
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define FACTOR 4
#    endif
#endif
#ifndef FACTOR
#    define FACTOR 1
#endif

int64_t patience(int64_t ms)
{
    const char *text = getenv("CK_TIMEOUT_MULTIPLIER");
    long multiplier = text != NULL ? strtol(text, NULL, 10) : 1;
    return ms * FACTOR * (multiplier > 1 ? multiplier : 1);
}
