/*
 * The memory of the library: an allocator of the application's own.
 *
 * Example:
 *
 *     static connect_allocator pool = {
 *         .size = sizeof pool, .alloc = pool_alloc, .resize = pool_resize, .release = pool_release
 *     };
 *     connect_set_allocator(&pool);
 */
#ifndef CONNECT_ALLOCATOR_H
#define CONNECT_ALLOCATOR_H

#include <connect/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Functions that the library allocates memory with, in place of malloc(), realloc() and free().
 *
 * All three are required, are called from any thread that uses the library, several at once, and
 * behave as their namesakes: NULL means that there is no memory, `resize` accepts NULL for block,
 * and size is never 0.  libcurl and OpenSSL have allocators of their own, which this does
 * not change.
 */
typedef struct connect_allocator {
    size_t size;
    void *(*alloc)(void *user, size_t size); /**< as malloc(): aligned for any type */
    /** as realloc(): on failure NULL, and the block stays valid */
    void *(*resize)(void *user, void *block, size_t size);
    void (*release)(void *user, void *block); /**< block is never NULL */
    void *user;                               /**< passed to each; may be NULL */
} connect_allocator;

/**
 * Sets the allocator of the whole library, for the life of the process.
 *
 * Call it before any other function but connect_version(), from one thread: what was allocated with
 * one allocator cannot be freed with another.  There is no way back to malloc(), and no second
 * call.
 *
 * allocator: copied; `user` is borrowed for the life of the process.
 * Errors: CONNECT_E_ARGUMENT when it or a function of it is NULL or the library has allocated
 * already, and CONNECT_E_VERSION by the size rule.
 */
CONNECT_API connect_status connect_set_allocator(const connect_allocator *allocator);

#ifdef __cplusplus
}
#endif

#endif
