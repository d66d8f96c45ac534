/*
 * An allocation failure ends the process: a service that goes on with half of its state would
 * mislead the program under test.
 */
#ifndef LOCAL_BASE_ALLOC_H
#define LOCAL_BASE_ALLOC_H

#include "core/buf.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn static inline void fail_out_of_memory(void)
{
    fputs("connect-local: out of memory\n", stderr);
    exit(EXIT_FAILURE);
}

/* Returns its argument, the result of an allocation, which must not fail for any other reason. */
static inline void *check_alloc(void *block)
{
    if (block == NULL) {
        fail_out_of_memory();
    }
    return block;
}

/* False when the content was larger than the limit of the buffer. */
static inline bool check_buf(const struct buf *buf)
{
    if (buf->state == BUF_NO_MEMORY) {
        fail_out_of_memory();
    }
    return buf->state == BUF_OK;
}

/* Conditions that only a broken system fails: the random generator, SHA-256, a mutex. */
static inline void check_system(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "connect-local: %s failed\n", what);
        exit(EXIT_FAILURE);
    }
}

#endif
