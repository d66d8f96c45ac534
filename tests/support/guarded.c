/* See guarded.h. */
#include "support/guarded.h"

#include <check.h>

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *guarded_copy(struct guarded *guarded, const void *bytes, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (size + page - 1) / page * page;

    guarded->size = room + page;
    guarded->base =
        mmap(NULL, guarded->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(guarded->base, MAP_FAILED);
    ck_assert_int_eq(mprotect(guarded->base + room, page, PROT_NONE), 0);
    return size > 0 ? memcpy(guarded->base + room - size, bytes, size) : guarded->base;
}

void guarded_free(struct guarded *guarded)
{
    munmap(guarded->base, guarded->size);
}
