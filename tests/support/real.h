/* The function that one of a test program stands before. */
#ifndef TESTS_SUPPORT_REAL_H
#define TESTS_SUPPORT_REAL_H

#include <dlfcn.h>

/* Declares `real`, whose member `function` is the next one of that name. */
#define REAL(name)                  \
    union {                         \
        void *symbol;               \
        __typeof__(&name) function; \
    } real = { dlsym(RTLD_NEXT, #name) }

#endif
