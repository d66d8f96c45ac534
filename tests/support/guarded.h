/* Bytes behind which nothing may be read. */
#ifndef CONNECT_TESTS_GUARDED_H
#define CONNECT_TESTS_GUARDED_H

#include <stddef.h>

struct guarded {
    char *base;
    size_t size;
};

/* A copy, of up to a page, that ends where an inaccessible page begins. */
void *guarded_copy(struct guarded *guarded, const void *bytes, size_t size);
void guarded_free(struct guarded *guarded);

#endif
