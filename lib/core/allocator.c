/* The public side of the allocator hook. */
#include "core/mem.h"
#include "core/sized.h"

#include <connect/allocator.h>

connect_status connect_set_allocator(const connect_allocator *allocator)
{
    connect_allocator own;

    if (allocator == NULL || mem_was_used()) {
        return CONNECT_E_ARGUMENT;
    }
    /* Without an error object: that would be the first allocation. */
    connect_status status = sized_copy(&own, sizeof own, allocator, "connect_allocator", NULL);
    if (status != CONNECT_OK) {
        return status;
    }
    if (own.alloc == NULL || own.resize == NULL || own.release == NULL) {
        return CONNECT_E_ARGUMENT;
    }
    mem_set_hook(&(struct mem_hook){ own.alloc, own.resize, own.release, own.user });
    return CONNECT_OK;
}
