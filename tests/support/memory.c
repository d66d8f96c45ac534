/*
 * Each block has its size before it, and is filled, so that no code relies on zeroes; growing
 * always moves.  After it are bytes that must be unchanged when it is released.
 */
#include "support/memory.h"

#include "core/mem.h"
#include "support/closing.h"

#include <check.h>

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A block may hold the padding of a struct, which is never written and which the search reads. */
#ifdef __has_include
#    if __has_include(<valgrind/memcheck.h>)
#        include <valgrind/memcheck.h>
#    endif
#endif
#ifndef VALGRIND_MAKE_MEM_DEFINED
#    define VALGRIND_MAKE_MEM_DEFINED(data, size) ((void)0)
#    define VALGRIND_MAKE_MEM_UNDEFINED(data, size) ((void)0)
#    define VALGRIND_MAKE_MEM_NOACCESS(data, size) ((void)0)
#endif

/* The address sanitizer guards the end of a block by itself, and finds reads as well. */
#define GUARD_SIZE 16
#if defined(__SANITIZE_ADDRESS__)
#    undef GUARD_SIZE
#    define GUARD_SIZE 0
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer)
#        undef GUARD_SIZE
#        define GUARD_SIZE 0
#    endif
#endif

struct block {
    size_t size;
    max_align_t data[];
};

static const unsigned char guard[16] = "after the block";
static atomic_size_t live, bytes, count, found, overruns;
static atomic_size_t fail_from = SIZE_MAX, fail_to = 0;
/* Of watches within each other: the blocks that were held when each began. */
static size_t bases[4];
static int depth;
static const char *wanted;
static bool spared;

static void *watched_alloc(void *user, size_t size)
{
    (void)user;
    size_t number = spared ? 0 : atomic_fetch_add(&count, 1) + 1;
    if (number >= fail_from && number <= fail_to) {
        return NULL;
    }
    struct block *block = malloc(sizeof *block + size + GUARD_SIZE);
    if (block == NULL) {
        return NULL;
    }
    block->size = size;
    atomic_fetch_add(&live, 1);
    atomic_fetch_add(&bytes, size);
    memset(block->data, 0xa5, size);
    memcpy((char *)block->data + size, guard, GUARD_SIZE);
    (void)VALGRIND_MAKE_MEM_UNDEFINED(block->data, size);
    (void)VALGRIND_MAKE_MEM_NOACCESS((char *)block->data + size, GUARD_SIZE);
    return block->data;
}

static struct block *block_of(void *data)
{
    return (struct block *)((char *)data - offsetof(struct block, data));
}

static void watched_release(void *user, void *data)
{
    (void)user;
    struct block *block = block_of(data);
    (void)VALGRIND_MAKE_MEM_DEFINED((char *)data + block->size, GUARD_SIZE);
    if (memcmp((char *)data + block->size, guard, GUARD_SIZE) != 0) {
        atomic_fetch_add(&overruns, 1);
    }
    if (wanted != NULL) {
        VALGRIND_MAKE_MEM_DEFINED(data, block->size);
        if (memmem(data, block->size, wanted, strlen(wanted)) != NULL) {
            atomic_fetch_add(&found, 1);
        }
    }
    atomic_fetch_sub(&live, 1);
    atomic_fetch_sub(&bytes, block->size);
    memset(data, 0x5a, block->size);
    free(block);
}

static void *watched_resize(void *user, void *data, size_t size)
{
    void *moved = watched_alloc(user, size);
    if (moved != NULL && data != NULL) {
        size_t held = block_of(data)->size;
        memcpy(moved, data, held < size ? held : size);
        watched_release(user, data);
    }
    return moved;
}

static void set_hook(bool splits_arenas)
{
    mem_set_hook(
        &(struct mem_hook){ watched_alloc, watched_resize, watched_release, NULL, splits_arenas });
}

void memory_watch(void)
{
    ck_assert_uint_lt((size_t)depth, sizeof bases / sizeof *bases);
    if (depth == 0) {
        live = 0;
        bytes = 0;
        overruns = 0;
        set_hook(false);
    }
    bases[depth++] = live;
    count = 0;
    found = 0;
}

void memory_unwatch(void)
{
    ck_assert_int_gt(depth, 0);
    if (--depth == 0) {
        mem_set_hook(NULL);
    }
    wanted = NULL;
    fail_from = SIZE_MAX;
    fail_to = 0;
    ck_assert_msg(overruns == 0, "%zu blocks were written past their end", (size_t)overruns);
}

void memory_end(void)
{
    /* A thread of the library may be about to end. */
    for (int i = 0; i < 1000 && memory_live() > 0; i++) {
        usleep(10000);
    }
    ck_assert_msg(memory_live() == 0, "%zu blocks of the library are not freed", memory_live());
    memory_unwatch();
}

size_t memory_live(void)
{
    ck_assert_int_gt(depth, 0);
    return live - bases[depth - 1];
}

void memory_define(const void *block, size_t size)
{
    (void)block, (void)size;
    (void)VALGRIND_MAKE_MEM_DEFINED(block, size);
}

size_t memory_bytes(void)
{
    return bytes;
}

size_t memory_count(void)
{
    return count;
}

void memory_look_for(const char *secret)
{
    found = 0;
    wanted = secret;
}

size_t memory_found(void)
{
    return found;
}

void memory_spare(bool on)
{
    spared = on;
}

/* Whether it succeeded although an allocation failed. */
static bool run_failing(memory_run run, void *user, size_t from, size_t to)
{
    size_t before = live;
    count = 0;
    fail_from = from;
    fail_to = to;
    int misses = closing_misses();
    bool succeeded = run(user);
    bool failed = count >= from;
    fail_from = SIZE_MAX;
    fail_to = 0;
    ck_assert_msg(live == before, "allocation %zu to %zu failed: %zu blocks before, %zu after",
                  from, to, before, (size_t)live);
    ck_assert_msg(closing_misses() == misses,
                  "allocation %zu to %zu failed: a descriptor is closed that is not open", from,
                  to);
    return failed && succeeded;
}

void memory_check_status(connect_status status, connect_status usual)
{
    ck_assert_msg(status == usual || (status == CONNECT_E_MEMORY && count >= fail_from),
                  "allocation %zu failed: %s, expected %s or memory", fail_from,
                  connect_status_name(status), connect_status_name(usual));
}

void memory_fail_each(memory_run run, void *user, int spare)
{
    int silent = 0;

    set_hook(true);
    /* What a run keeps for the next one is allocated here, with split arenas. */
    ck_assert_msg(run(user), "it fails with memory enough");
    size_t before = live;
    count = 0;
    ck_assert_msg(run(user), "the second run fails with memory enough");
    ck_assert_uint_eq(live, before);
    size_t total = count;
    ck_assert_uint_gt(total, 0);
    for (size_t i = 1; i <= total; i++) {
        silent += run_failing(run, user, i, i) ? 1 : 0;
        ck_assert_msg(spare != 0 || silent == 0, "allocation %zu failed without an error", i);
        ck_assert_msg(!run_failing(run, user, i, SIZE_MAX) || spare != 0,
                      "the allocations from %zu failed without an error", i);
    }
    set_hook(false);
    ck_assert_msg(spare == MEMORY_ANY || silent == spare,
                  "%d allocations failed without an error, expected %d", silent, spare);
}
