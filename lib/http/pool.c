/*
 * The list is changed by single stores of a pointer, so that a child forked in the middle of a
 * change can walk it although the thread that held the lock is gone.
 */
#include "http/pool.h"

#include <sched.h>
#include <string.h>
#include <unistd.h>

void pool_init(struct pool *pool, size_t max_idle, void (*disinherit)(struct pool_item *item))
{
    memset(pool, 0, sizeof *pool);
    atomic_init(&pool->owner, (int64_t)getpid());
    pthread_mutex_init(&pool->lock, NULL);
    pool->max_idle = max_idle;
    pool->disinherit = disinherit;
}

static void leave_to_parent(struct pool *pool)
{
    struct pool_item *item = pool->items;
    pool->items = NULL;
    pool->idle = 0;
    pthread_mutex_init(&pool->lock, NULL);
    while (item != NULL) {
        struct pool_item *next = item->next;
        pool->disinherit(item);
        item = next;
    }
}

/* The first thread of a child that comes here clears the pool; the others wait for it. */
static void settle(struct pool *pool)
{
    int64_t self = (int64_t)getpid();
    int64_t owner = atomic_load(&pool->owner);
    while (owner != self) {
        if (owner != -self && atomic_compare_exchange_strong(&pool->owner, &owner, -self)) {
            leave_to_parent(pool);
            atomic_store(&pool->owner, self);
        } else {
            sched_yield();
        }
        owner = atomic_load(&pool->owner);
    }
}

static void lock(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
}

static void unlock(struct pool *pool)
{
    pthread_mutex_unlock(&pool->lock);
}

/*
 * "https://host:port" of a URL, cut where it does not fit: a wrong guess costs a connection,
 * nothing else.
 */
static size_t origin_size(const char *url)
{
    const char *slashes = strstr(url, "://");
    const char *host = slashes != NULL ? slashes + 3 : url;
    size_t size = (size_t)(host - url) + strcspn(host, "/?#");
    return size < POOL_ORIGIN_MAX ? size : POOL_ORIGIN_MAX - 1;
}

static bool is_of(const struct pool_item *item, const char *origin, size_t size)
{
    return strncmp(item->origin, origin, size) == 0 && item->origin[size] == '\0';
}

static void turn_to(struct pool *pool, struct pool_item *item, const char *url)
{
    size_t size = origin_size(url);
    memcpy(item->origin, url, size);
    item->origin[size] = '\0';
    item->busy = true;
    item->used = ++pool->takes;
}

/* The newest of its origin is the one most likely to be still connected. */
static struct pool_item *find_newest(struct pool *pool, const char *url)
{
    size_t size = origin_size(url);
    struct pool_item *found = NULL;
    for (struct pool_item *item = pool->items; item != NULL; item = item->next) {
        if (!item->busy && is_of(item, url, size) && (found == NULL || item->used > found->used)) {
            found = item;
        }
    }
    return found;
}

static struct pool_item *find_oldest(struct pool *pool)
{
    struct pool_item *found = NULL;
    for (struct pool_item *item = pool->items; item != NULL; item = item->next) {
        if (!item->busy && (found == NULL || item->used < found->used)) {
            found = item;
        }
    }
    return found;
}

static void unlink_item(struct pool *pool, const struct pool_item *item)
{
    struct pool_item **at = &pool->items;
    while (*at != item) {
        at = &(*at)->next;
    }
    *at = item->next;
}

struct pool_item *pool_take(struct pool *pool, const char *url)
{
    settle(pool);
    lock(pool);
    struct pool_item *item = find_newest(pool, url);
    if (item == NULL && pool->idle >= pool->max_idle) {
        item = find_oldest(pool);
    }
    if (item != NULL) {
        turn_to(pool, item, url);
        pool->idle--;
    }
    unlock(pool);
    return item;
}

void pool_add(struct pool *pool, struct pool_item *item, const char *url)
{
    lock(pool);
    turn_to(pool, item, url);
    item->next = pool->items;
    pool->items = item;
    unlock(pool);
}

struct pool_item *pool_give(struct pool *pool, struct pool_item *item)
{
    struct pool_item *surplus = NULL;
    lock(pool);
    item->busy = false;
    pool->idle++;
    if (pool->idle > pool->max_idle) {
        surplus = find_oldest(pool);
        unlink_item(pool, surplus);
        pool->idle--;
    }
    unlock(pool);
    return surplus;
}

struct pool_item *pool_drain(struct pool *pool)
{
    settle(pool);
    lock(pool);
    struct pool_item *item = pool->items;
    if (item != NULL) {
        pool->items = item->next;
        pool->idle -= item->busy ? 0 : 1;
    }
    unlock(pool);
    return item;
}

void pool_destroy(struct pool *pool)
{
    pthread_mutex_destroy(&pool->lock);
}
