/*
 * What a transport keeps for the next request, shared by the threads of a client.  Knows nothing of
 * what it keeps, and notices when it wakes up in a forked child.
 */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define POOL_ORIGIN_MAX 288 /* scheme, host, port */

/* The first member of what is kept. */
struct pool_item {
    struct pool_item *next;
    bool busy;
    uint64_t used; /* when, in takes */
    char origin[POOL_ORIGIN_MAX];
};

struct pool {
    _Atomic int64_t owner; /* the process; negative while a child clears what it inherited */
    pthread_mutex_t lock;
    struct pool_item *items;
    size_t idle;
    size_t max_idle;
    uint64_t takes;
    /*
     * Takes an inherited item out of use.  A busy one was in the hands of a thread that does not
     * exist here.
     */
    void (*disinherit)(struct pool_item *item);
};

void pool_init(struct pool *pool, size_t max_idle, void (*disinherit)(struct pool_item *item));
/*
 * An idle item last used for this URL's origin, or one that may be turned to it; NULL: make one and
 * pool_add() it.
 */
struct pool_item *pool_take(struct pool *pool, const char *url);
/* A new item, busy; after a pool_take() that had none. */
void pool_add(struct pool *pool, struct pool_item *item, const char *url);
/*
 * Gives a busy item back.  Returns the one that is now too many, for the caller to destroy, or
 * NULL.
 */
struct pool_item *pool_give(struct pool *pool, struct pool_item *item);
/* Takes any item out, for the caller to destroy; NULL when none is left. */
struct pool_item *pool_drain(struct pool *pool);
void pool_destroy(struct pool *pool);

#endif
