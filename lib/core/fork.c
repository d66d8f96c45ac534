/* See fork.h. */
#include "core/fork.h"

#include "core/assert.h"

#include <sched.h>
#include <stdalign.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE_SIZE_MAX 65536
#define RENEWING (UINT64_C(1) << 63) /* set in an owner while an object is renewed */
#define ADVICE_UNKNOWN 0x7fff        /* no kernel knows this advice: it must be refused */

struct wiped_page {
    _Atomic uint64_t generation;
    alignas(max_align_t) unsigned char memory[FORK_WIPED_SIZE];
};

static_assert(sizeof(struct wiped_page) <= 4096, "it fits the smallest page of any machine");
static_assert(FORK_WIPED_SIZE % _Alignof(max_align_t) == 0, "whole units of memory");

/*
 * Holds at least one whole page.  Static rather than mapped, so that it goes when the library is
 * unloaded; the pages of uninitialised data are anonymous, as the advice requires.
 */
static unsigned char room[2 * PAGE_SIZE_MAX];

enum { PAGE_UNKNOWN, PAGE_WIPED, PAGE_NOT_WIPED };

static atomic_int page_state = PAGE_UNKNOWN;
static _Atomic uint64_t last_generation;

static unsigned char *page_address(size_t page_size)
{
    uintptr_t address = (uintptr_t)room;
    ASSERT(page_size > 0 && page_size <= PAGE_SIZE_MAX);
    return room + (page_size - address % page_size) % page_size;
}

static bool page_is_wiped(size_t page_size)
{
#ifdef MADV_WIPEONFORK
    unsigned char *page = page_address(page_size);
    return madvise(page, page_size, MADV_WIPEONFORK) == 0 &&
           madvise(page, page_size, ADVICE_UNKNOWN) != 0;
#else
    (void)page_size;
    return false;
#endif
}

/* Threads that come here at the same time do the same and find the same. */
static struct wiped_page *page_get(void)
{
    static _Atomic size_t known_size;
    int state = atomic_load(&page_state);
    if (state == PAGE_UNKNOWN) {
        long size = sysconf(_SC_PAGESIZE);
        bool fits = size >= (long)sizeof(struct wiped_page) && size <= PAGE_SIZE_MAX;
        atomic_store(&known_size, fits ? (size_t)size : 0);
        state = fits && page_is_wiped((size_t)size) ? PAGE_WIPED : PAGE_NOT_WIPED;
        atomic_store(&page_state, state);
    }
    if (state == PAGE_NOT_WIPED) {
        return NULL;
    }
    return (void *)page_address(atomic_load(&known_size));
}

uint64_t fork_generation(void)
{
    struct wiped_page *page = page_get();
    if (page == NULL) {
        return (uint64_t)getpid();
    }
    uint64_t generation = atomic_load(&page->generation);
    if (generation == 0) {
        uint64_t next = atomic_fetch_add(&last_generation, 1) + 1;
        if (atomic_compare_exchange_strong(&page->generation, &generation, next)) {
            generation = next;
        }
    }
    return generation;
}

void *fork_wiped_memory(void)
{
    struct wiped_page *page = page_get();
    return page != NULL ? page->memory : NULL;
}

/* A grandchild that was forked in the middle finds a mark that is not its own, and starts over. */
bool fork_renewal_begin(_Atomic uint64_t *owner)
{
    uint64_t self = fork_generation();
    ASSERT(self != 0 && (self & RENEWING) == 0);
    uint64_t known = atomic_load(owner);
    while (known != self) {
        if (known == (self | RENEWING)) {
            (void)sched_yield();
            known = atomic_load(owner);
        } else if (atomic_compare_exchange_weak(owner, &known, self | RENEWING)) {
            return true;
        }
    }
    return false;
}

void fork_renewal_end(_Atomic uint64_t *owner)
{
    ASSERT(atomic_load(owner) == (fork_generation() | RENEWING));
    atomic_store(owner, fork_generation());
}
