/* The only access to the allocator, and arenas in chunks that grow. */
#include "core/mem.h"

#include "core/assert.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 1024 bytes with its head: malloc() caches freed blocks up to that size for each thread. */
#define CHUNK_MIN (1024 - sizeof(struct arena_chunk))
#define CHUNK_MAX ((size_t)64 * 1024)
#define ALIGNMENT _Alignof(max_align_t)

static void *libc_alloc(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}

static void *libc_resize(void *user, void *block, size_t size)
{
    (void)user;
    return realloc(block, size);
}

static void libc_release(void *user, void *block)
{
    (void)user;
    free(block);
}

static const struct mem_hook libc = { libc_alloc, libc_resize, libc_release, NULL, false };
static struct mem_hook hook = { libc_alloc, libc_resize, libc_release, NULL, false };
static atomic_bool used;

void mem_set_hook(const struct mem_hook *other)
{
    hook = other != NULL ? *other : libc;
    ASSERT(hook.alloc != NULL && hook.resize != NULL && hook.release != NULL);
}

bool mem_was_used(void)
{
    return atomic_load_explicit(&used, memory_order_relaxed);
}

/* A loaded flag is cheaper than a stored one: the cache line stays shared among threads. */
static void note_use(void)
{
    if (!mem_was_used()) {
        atomic_store_explicit(&used, true, memory_order_relaxed);
    }
}

/* A size of 0 would let the allocator return NULL, which means failure here. */
void *mem_alloc(size_t size)
{
    note_use();
    return hook.alloc(hook.user, size > 0 ? size : 1);
}

void *mem_calloc(size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    void *block = mem_alloc(count * size);
    return block != NULL ? memset(block, 0, count * size) : NULL;
}

void *mem_resize(void *block, size_t size)
{
    note_use();
    return hook.resize(hook.user, block, size > 0 ? size : 1);
}

char *mem_strdup(const char *text)
{
    size_t size = text != NULL ? strlen(text) + 1 : 0;
    char *copy = text != NULL ? mem_alloc(size) : NULL;
    return copy != NULL ? memcpy(copy, text, size) : NULL;
}

void mem_free(void *block)
{
    if (block != NULL) {
        hook.release(hook.user, block);
    }
}

void mem_free_secret(void *block, size_t size)
{
    if (block != NULL) {
        mem_cleanse(block, size);
        hook.release(hook.user, block);
    }
}

void mem_free_secret_text(char *text)
{
    if (text != NULL) {
        mem_free_secret(text, strlen(text));
    }
}

struct arena_chunk {
    struct arena_chunk *next;
    size_t room;
    size_t used;
    CHECKS_ONLY(uint64_t state;) /* CHUNK_LIVE, until it is freed */
    max_align_t data[];
};

static_assert(sizeof(struct arena_chunk) % ALIGNMENT == 0, "the data of a chunk is aligned");
static_assert((ALIGNMENT & (ALIGNMENT - 1)) == 0, "an alignment is a power of two");
static_assert(CHUNK_MIN < CHUNK_MAX, "chunks grow");

/*
 * With checks, a guard stands behind the last allocation of each chunk: whoever writes beyond it is
 * noticed at the next allocation, or when the arena is reset or released.
 */
#ifdef CONNECT_CHECKS

#    define CHUNK_LIVE UINT64_C(0x6576696c206b6e63)
#    define CHUNK_DEAD UINT64_C(0x64616564206b6e63)
#    define GUARD_SIZE 8
#    define GUARD_BYTE 0xa5

static void guard_write(struct arena_chunk *chunk)
{
    memset((char *)chunk->data + chunk->used, GUARD_BYTE, GUARD_SIZE);
}

USED_BY_CHECKS static bool chunk_is_intact(const struct arena_chunk *chunk)
{
    const unsigned char *guard = (const unsigned char *)chunk->data + chunk->used;
    if (chunk->state != CHUNK_LIVE || chunk->used > chunk->room) {
        return false;
    }
    for (size_t i = 0; i < GUARD_SIZE; i++) {
        if (guard[i] != GUARD_BYTE) {
            return false;
        }
    }
    return true;
}

#else

#    define GUARD_SIZE 0

USED_BY_CHECKS static bool chunk_is_intact(const struct arena_chunk *chunk)
{
    (void)chunk;
    return true;
}

#endif

static struct arena_chunk *chunk_new(struct arena *arena, size_t room)
{
    struct arena_chunk *chunk = mem_alloc(sizeof *chunk + room + GUARD_SIZE);
    if (chunk != NULL) {
        *chunk = (struct arena_chunk){ .room = room };
        CHECKS_ONLY(chunk->state = CHUNK_LIVE; guard_write(chunk);)
        arena->total += sizeof *chunk + room;
    }
    return chunk;
}

/*
 * A chunk for what does not fit into the current one.  A block that is large for a chunk gets one
 * of its own, behind the current one, whose rest stays in use.
 */
static struct arena_chunk *chunk_for(struct arena *arena, size_t size)
{
    struct arena_chunk *head = arena->chunks;
    if (hook.splits_arenas) {
        struct arena_chunk *only = chunk_new(arena, size);
        if (only != NULL) {
            only->next = head;
            arena->chunks = only;
        }
        return only;
    }
    size_t room = arena->total < CHUNK_MIN ? CHUNK_MIN : arena->total;
    room = room < CHUNK_MAX ? room : CHUNK_MAX;
    ASSERT(room >= CHUNK_MIN && room <= CHUNK_MAX);
    bool alone = size > room / 2;
    if (head == NULL && size <= arena->first) {
        room = arena->first;
        alone = false;
    }
    struct arena_chunk *chunk = chunk_new(arena, alone ? size : room);
    if (chunk == NULL) {
        return NULL;
    }
    if (alone && head != NULL) {
        chunk->next = head->next;
        head->next = chunk;
    } else {
        chunk->next = head;
        arena->chunks = chunk;
    }
    return chunk;
}

/* Not zeroed. */
static void *arena_take(struct arena *arena, size_t size, size_t alignment)
{
    struct arena_chunk *chunk = arena->chunks;
    ASSERT((alignment & (alignment - 1)) == 0);
    ASSERT(chunk == NULL || chunk_is_intact(chunk));
    size_t start = chunk != NULL ? (chunk->used + alignment - 1) & ~(alignment - 1) : 0;
    if (chunk == NULL || start > chunk->room || chunk->room - start < size) {
        chunk = size <= SIZE_MAX / 2 ? chunk_for(arena, size) : NULL;
        if (chunk == NULL) {
            return NULL;
        }
        start = chunk->used;
    }
    chunk->used = start + size;
    ASSERT(chunk->used <= chunk->room && start % alignment == 0);
    CHECKS_ONLY(guard_write(chunk);)
    return (char *)chunk->data + start;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size = size > 0 ? size : 1;
    void *block = arena_take(arena, size, ALIGNMENT);
    return block != NULL ? memset(block, 0, size) : NULL;
}

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    return arena_alloc(arena, count * size);
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text != NULL ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *text, size_t size)
{
    char *copy = size < SIZE_MAX ? arena_take(arena, size + 1, 1) : NULL;
    if (copy == NULL) {
        return NULL;
    }
    if (size > 0) {
        memcpy(copy, text, size);
    }
    copy[size] = '\0';
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = size >= 0 ? arena_alloc(arena, (size_t)size + 1) : NULL;
    if (text != NULL) {
        va_start(args, format);
        int written = vsnprintf(text, (size_t)size + 1, format, args);
        va_end(args);
        ASSERT(written == size);
    }
    return text;
}

static void chunk_clear(const struct arena *arena, struct arena_chunk *chunk)
{
    ASSERT(chunk_is_intact(chunk));
    if (arena->secret) {
        mem_cleanse(chunk->data, chunk->used);
    }
}

static void chunk_free(struct arena_chunk *chunk)
{
    CHECKS_ONLY(chunk->state = CHUNK_DEAD;)
    mem_free(chunk);
}

void arena_reset(struct arena *arena)
{
    struct arena_chunk *keep = NULL;
    for (struct arena_chunk *chunk = arena->chunks; chunk != NULL; chunk = chunk->next) {
        if (chunk->room <= CHUNK_MAX && (keep == NULL || chunk->room > keep->room)) {
            keep = chunk;
        }
    }
    for (struct arena_chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        chunk_clear(arena, chunk);
        if (chunk != keep) {
            chunk_free(chunk);
        }
    }
    arena->chunks = keep;
    arena->total = 0;
    if (keep != NULL) {
        keep->next = NULL;
        keep->used = 0;
        CHECKS_ONLY(guard_write(keep);)
        arena->total = sizeof *keep + keep->room;
    }
}

void arena_release(struct arena *arena)
{
    for (struct arena_chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        chunk_clear(arena, chunk);
        chunk_free(chunk);
    }
    arena->chunks = NULL;
    arena->total = 0;
}
