/*
 * Memory: the one door to the allocator, and arenas.
 */
#ifndef CORE_MEM_H
#define CORE_MEM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * For tests: every allocation of the library goes through these when they are set.  Not thread-safe
 * to change.
 */
struct mem_hook {
    void *(*alloc)(size_t size); /* zeroed or not, as it likes */
    void *(*resize)(void *block, size_t size);
    void (*release)(void *block);
};
void mem_set_hook(const struct mem_hook *hook); /* NULL: the C library again */

/* All return NULL when memory is short; counts are multiplied with a check. */
void *mem_alloc(size_t size);
void *mem_calloc(size_t count, size_t size);
void *mem_resize(void *block, size_t size);
char *mem_strdup(const char *text); /* NULL for NULL */
char *mem_strndup(const char *text, size_t size);
void mem_free(void *block);

/* Overwrites bytes in a way that the compiler cannot leave out. */
void mem_cleanse(void *bytes, size_t size);
/* Cleanse, then free; size is what was allocated. */
void mem_free_secret(void *block, size_t size);
/* The same for text; NULL does nothing. */
void mem_free_secret_text(char *text);

/*
 * An arena: many small allocations, one release.  A zeroed struct is an empty arena.
 * All memory is zeroed; `secret` arenas are cleansed when released.
 */
struct arena_chunk;
struct arena {
    struct arena_chunk *chunks;
    size_t total; /* bytes taken from the allocator */
    bool secret;
};

void *arena_alloc(struct arena *arena, size_t size); /* aligned for any type */
void *arena_calloc(struct arena *arena, size_t count, size_t size);
char *arena_strdup(struct arena *arena, const char *text); /* NULL for NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t size);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Forgets everything and keeps one chunk for what comes next. */
void arena_reset(struct arena *arena);
void arena_release(struct arena *arena);

#endif
