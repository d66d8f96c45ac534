/*
 * Connections kept for the next request, shared by the threads of a client.  The pool knows nothing
 * of what an item is, and it discards its items in a forked child.
 */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include "core/lock.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define POOL_ORIGIN_MAX 288 /* scheme, host, port */

/* The first member of what is kept. */
struct pool_item {
    struct pool_item *next;
    bool busy;
    uint64_t taken_at; /* in takes of the pool: a larger number is more recent */
    char origin[POOL_ORIGIN_MAX];
};

struct pool {
    _Atomic uint64_t owner; /* fork generation */
    struct lock lock;       /* of what follows */
    struct pool_item *items;
    size_t idle;
    size_t max_idle;
    uint64_t takes;
    /*
     * Discards an item inherited across fork().  A busy one belonged to a thread that does not
     * exist in the child.
     */
    void (*disinherit)(struct pool_item *item);
};

/* False when there is no lock for it: there is nothing to destroy. */
bool pool_init(struct pool *pool, size_t max_idle, void (*disinherit)(struct pool_item *item));
/*
 * An idle item, last used for this URL's origin or else the least recently used one of a full pool.
 * NULL: make one and pool_add() it.
 */
struct pool_item *pool_take(struct pool *pool, const char *url);
/* Adds a new item, busy; after a pool_take() that returned NULL. */
void pool_add(struct pool *pool, struct pool_item *item, const char *url);
/* Returns a busy item to the pool.  The result, if any, is surplus and must be destroyed. */
struct pool_item *pool_give(struct pool *pool, struct pool_item *item);
/* Removes all idle items: a list by `next` of items which must be destroyed, or NULL. */
struct pool_item *pool_drain_idle(struct pool *pool);
/* Removes any item, which must be destroyed; NULL when none is left. */
struct pool_item *pool_drain(struct pool *pool);
void pool_destroy(struct pool *pool);

#endif
