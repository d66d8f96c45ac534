/*
 * The list is changed by single stores of a pointer, so that a child forked in the middle of a
 * change can walk it although the thread that held the lock is gone.
 */
#include "http/pool.h"

#include "core/fork.h"
#include "core/url.h"

#include <string.h>

bool pool_init(struct pool *pool, size_t max_idle, void (*disinherit)(struct pool_item *item))
{
    ASSERT(disinherit != NULL);
    memset(pool, 0, sizeof *pool);
    atomic_init(&pool->owner, fork_generation());
    pool->max_idle = max_idle;
    pool->disinherit = disinherit;
    return lock_init(&pool->lock);
}

/* Whether the idle items are as many as counted; `item` (NULL for none) is one of the pool. */
USED_BY_CHECKS static bool pool_is_consistent(const struct pool *pool, const struct pool_item *item)
{
    size_t idle = 0;
    bool found = item == NULL;
    for (const struct pool_item *other = pool->items; other != NULL; other = other->next) {
        idle += other->busy ? 0 : 1;
        found = found || other == item;
    }
    return found && idle == pool->idle;
}

static void items_discard(struct pool *pool)
{
    struct pool_item *item = pool->items;
    pool->items = NULL;
    pool->idle = 0;
    lock_renew(&pool->lock);
    while (item != NULL) {
        struct pool_item *next = item->next;
        pool->disinherit(item);
        item = next;
    }
}

/* The first thread of a child that uses the pool discards what was inherited. */
static void pool_renew(struct pool *pool)
{
    if (fork_renewal_begin(&pool->owner)) {
        items_discard(pool);
        fork_renewal_end(&pool->owner);
    }
}

/* Cut where it does not fit: taking one origin for another costs a connection, nothing else. */
static size_t origin_size(const char *url)
{
    size_t size = url_origin_size(url);
    return size < POOL_ORIGIN_MAX ? size : POOL_ORIGIN_MAX - 1;
}

static bool item_has_origin(const struct pool_item *item, const char *origin, size_t size)
{
    return strncmp(item->origin, origin, size) == 0 && item->origin[size] == '\0';
}

static void item_assign(struct pool *pool, struct pool_item *item, const char *url)
{
    size_t size = origin_size(url);
    ASSERT(lock_is_held(&pool->lock));
    ASSERT(size < sizeof item->origin);
    ASSERT(!item->busy);
    memcpy(item->origin, url, size);
    item->origin[size] = '\0';
    item->busy = true;
    item->taken_at = ++pool->takes;
}

/* The newest of its origin is the one most likely to be still connected. */
static struct pool_item *newest_of_origin(struct pool *pool, const char *url)
{
    size_t size = origin_size(url);
    struct pool_item *found = NULL;
    ASSERT(lock_is_held(&pool->lock));
    for (struct pool_item *item = pool->items; item != NULL; item = item->next) {
        if (!item->busy && item_has_origin(item, url, size) &&
            (found == NULL || item->taken_at > found->taken_at)) {
            found = item;
        }
    }
    return found;
}

static struct pool_item *oldest_idle(struct pool *pool)
{
    struct pool_item *found = NULL;
    ASSERT(lock_is_held(&pool->lock));
    for (struct pool_item *item = pool->items; item != NULL; item = item->next) {
        if (!item->busy && (found == NULL || item->taken_at < found->taken_at)) {
            found = item;
        }
    }
    return found;
}

static void item_unlink(struct pool *pool, const struct pool_item *item)
{
    struct pool_item **at = &pool->items;
    ASSERT(lock_is_held(&pool->lock));
    while (*at != item) {
        ASSERT(*at != NULL);
        at = &(*at)->next;
    }
    *at = item->next;
}

struct pool_item *pool_take(struct pool *pool, const char *url)
{
    pool_renew(pool);
    lock_acquire(&pool->lock);
    ASSERT(pool_is_consistent(pool, NULL));
    struct pool_item *item = newest_of_origin(pool, url);
    if (item == NULL && pool->idle >= pool->max_idle) {
        item = oldest_idle(pool);
    }
    if (item != NULL) {
        ASSERT(pool->idle > 0);
        item_assign(pool, item, url);
        pool->idle--;
    }
    lock_release(&pool->lock);
    return item;
}

void pool_add(struct pool *pool, struct pool_item *item, const char *url)
{
    lock_acquire(&pool->lock);
    item_assign(pool, item, url);
    item->next = pool->items;
    pool->items = item;
    ASSERT(pool_is_consistent(pool, item));
    lock_release(&pool->lock);
}

struct pool_item *pool_give(struct pool *pool, struct pool_item *item)
{
    struct pool_item *surplus = NULL;
    lock_acquire(&pool->lock);
    ASSERT(item->busy);
    ASSERT(pool_is_consistent(pool, item));
    item->busy = false;
    pool->idle++;
    if (pool->idle > pool->max_idle) {
        surplus = oldest_idle(pool);
        ASSERT(surplus != NULL);
        item_unlink(pool, surplus);
        pool->idle--;
    }
    ASSERT(pool->idle <= pool->max_idle);
    lock_release(&pool->lock);
    return surplus;
}

struct pool_item *pool_drain_idle(struct pool *pool)
{
    struct pool_item *drained = NULL;
    pool_renew(pool);
    lock_acquire(&pool->lock);
    for (struct pool_item *item; (item = oldest_idle(pool)) != NULL; pool->idle--) {
        item_unlink(pool, item);
        item->next = drained;
        drained = item;
    }
    lock_release(&pool->lock);
    return drained;
}

struct pool_item *pool_drain(struct pool *pool)
{
    pool_renew(pool);
    lock_acquire(&pool->lock);
    struct pool_item *item = pool->items;
    if (item != NULL) {
        pool->items = item->next;
        pool->idle -= item->busy ? 0 : 1;
    }
    ASSERT(pool_is_consistent(pool, NULL));
    lock_release(&pool->lock);
    return item;
}

void pool_destroy(struct pool *pool)
{
    ASSERT(pool->items == NULL);
    lock_destroy(&pool->lock);
}
