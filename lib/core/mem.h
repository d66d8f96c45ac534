/*
 * Memory: the only access to the allocator, and arenas.
 */
#ifndef CORE_MEM_H
#define CORE_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The functions behind every allocation of the library.  Not thread-safe to change:
 * connect_allocator sets them once, before first use; tests set and reset them.
 */
struct mem_hook {
    void *(*alloc)(void *user, size_t size); /* zeroed or not */
    void *(*resize)(void *user, void *block, size_t size);
    void (*release)(void *user, void *block);
    void *user;
    bool splits_arenas; /* each arena_alloc() allocates: for tests that make allocations fail */
};
void mem_set_hook(const struct mem_hook *hook); /* NULL: the C library */
/* Whether anything was allocated since the process started. */
bool mem_was_used(void);

/* All return NULL when out of memory; products of counts are checked for overflow. */
void *mem_alloc(size_t size);
void *mem_calloc(size_t count, size_t size);
void *mem_resize(void *block, size_t size);
char *mem_strdup(const char *text); /* NULL for NULL */
void mem_free(void *block);

/* Overwrites bytes in a way that the compiler cannot leave out. */
void mem_cleanse(void *bytes, size_t size);
/* Cleanse, then free; size is what was allocated. */
void mem_free_secret(void *block, size_t size);
/* The same for text; NULL does nothing. */
void mem_free_secret_text(char *text);

/*
 * An arena: many small allocations, one release.  A zeroed struct is an empty arena.
 * What arena_alloc() and arena_calloc() return is zeroed; `secret` arenas are cleansed when
 * released.
 */
struct arena_chunk;
struct arena {
    struct arena_chunk *chunks;
    size_t total;   /* bytes taken from the allocator */
    uint16_t first; /* bytes in the first chunk, when little is expected; 0: the usual */
    bool secret;
};

void *arena_alloc(struct arena *arena, size_t size); /* aligned for any type */
void *arena_calloc(struct arena *arena, size_t count, size_t size);
char *arena_strdup(struct arena *arena, const char *text); /* NULL for NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t size);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Forgets everything and keeps one chunk of up to 64 KiB for what comes next. */
void arena_reset(struct arena *arena);
void arena_release(struct arena *arena);

#endif
