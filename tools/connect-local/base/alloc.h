/*
 * Memory or the end: a service that answers half of what it was asked would mislead the program
 * under test.
 */
#ifndef LOCAL_BASE_ALLOC_H
#define LOCAL_BASE_ALLOC_H

#include <stdio.h>
#include <stdlib.h>

/* Returns its argument, which is an allocation; ends the program when it is NULL. */
static inline void *check_alloc(void *block)
{
    if (block == NULL) {
        fputs("connect-local: out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return block;
}

#endif
