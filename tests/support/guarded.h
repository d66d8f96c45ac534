/* Bytes behind which nothing may be read. */
#ifndef TESTS_SUPPORT_GUARDED_H
#define TESTS_SUPPORT_GUARDED_H

#include <stddef.h>

struct guarded {
    char *base;
    size_t size;
};

/* A copy that ends where an inaccessible page begins. */
void *guarded_copy(struct guarded *guarded, const void *bytes, size_t size);
void guarded_free(struct guarded *guarded);

#endif
