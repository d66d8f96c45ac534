/*
 * Memory or the end: a service that answers half of what it was asked would mislead the program
 * under test.
 */
#ifndef LOCAL_NEED_H
#define LOCAL_NEED_H

#include <stdio.h>
#include <stdlib.h>

/* Returns its argument, which is an allocation; ends the program when it is NULL. */
static inline void *need(void *block)
{
    if (block == NULL) {
        fputs("connect-local: out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return block;
}

#endif
