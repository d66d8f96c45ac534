/*
 * Pacing: the queues in front of the buckets (pace_bucket.c) and of the limiter.
 */
#include "call/pace.h"

#include "call/adaptive.h"
#include "call/pace_bucket.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/lock.h"
#include "core/mem.h"

#include <string.h>

#define STALLED_MS 1000

/* A quota that an account has, by its name in struct quota_use. */
struct pace_own {
    const struct pace_own *next;
    const char *name;
    struct quota quota;
};

struct pace {
    struct lock lock;
    const connect_clock *clock;
    struct quota quota; /* of what has no other; rate 0 or less: not paced */
    bool is_documented; /* operations with a quota of their own are paced by that */
    const struct pace_own *own;
    struct arena arena;     /* of the account's quotas */
    struct pace_file *file; /* NULL: not shared */
    struct pace_bucket *buckets;
    struct adaptive adaptive;
    struct pace_queue limiter;
};

static int64_t pace_now(const struct pace *pace)
{
    return pace->clock->monotonic(pace->clock->user);
}

static double seconds_of(int64_t ms)
{
    return (double)ms / 1000;
}

/* ---- settings ---- */

struct pace *pace_new(const connect_clock *clock)
{
    struct pace *pace = mem_calloc(1, sizeof *pace);

    if (pace == NULL || !lock_init(&pace->lock)) {
        mem_free(pace);
        return NULL;
    }
    pace->clock = clock;
    adaptive_init(&pace->adaptive, seconds_of(pace_now(pace)));
    return pace;
}

void pace_free(struct pace *pace)
{
    if (pace == NULL) {
        return;
    }
    while (pace->buckets != NULL) {
        struct pace_bucket *bucket = pace->buckets;

        pace->buckets = bucket->next;
        mem_free(bucket);
    }
    pace_file_close(pace->file);
    arena_release(&pace->arena);
    lock_destroy(&pace->lock);
    mem_free(pace);
}

void pace_set_quota(struct pace *pace, struct quota quota, bool is_documented)
{
    pace->quota = quota;
    pace->is_documented = is_documented;
}

bool pace_add_own(struct pace *pace, const char *name, struct quota quota)
{
    struct pace_own *own = arena_alloc(&pace->arena, sizeof *own);
    const char *copy = arena_strdup(&pace->arena, name);

    if (own == NULL || copy == NULL) {
        return false;
    }
    *own = (struct pace_own){ pace->own, copy, quota };
    pace->own = own;
    return true;
}

void pace_share(struct pace *pace, struct pace_file *file)
{
    pace_file_close(pace->file);
    pace->file = file;
}

bool pace_is_on(const struct pace *pace)
{
    return pace->quota.rate > 0 || pace->is_documented || pace->own != NULL;
}

/* The account's own, then the documented one, then that of everything else. */
static struct quota pace_quota_of(const struct pace *pace, const struct quota_use *use)
{
    for (const struct pace_own *own = pace->own; own != NULL; own = own->next) {
        if (strcmp(own->name, use->name) == 0) {
            return own->quota;
        }
    }
    return pace->is_documented && use->is_documented ? use->quota : pace->quota;
}

/* ---- queues; all under the lock ---- */

static void queue_add(struct pace_queue *queue, struct pace_turn *turn, int64_t now)
{
    ASSERT(turn->queue == NULL && turn->task != NULL);
    ASSERT((queue->first == NULL) == (queue->last == NULL));
    turn->queue = queue;
    turn->next = NULL;
    turn->previous = queue->last;
    if (queue->last != NULL) {
        queue->last->next = turn;
    } else {
        queue->first = turn;
        queue->due = now;
    }
    queue->last = turn;
}

/* The head looks again: its time may have come, or has changed. */
static void queue_wake(struct pace_queue *queue, int64_t now)
{
    if (queue->first != NULL) {
        queue->due = now;
        task_wake(queue->first->task);
    }
}

static void queue_remove(struct pace_turn *turn, int64_t now)
{
    struct pace_queue *queue = turn->queue;
    ASSERT(queue != NULL && (turn->previous != NULL || queue->first == turn));
    bool is_head = queue->first == turn;

    if (is_head) {
        queue->first = turn->next;
    } else {
        turn->previous->next = turn->next;
    }
    if (queue->last == turn) {
        queue->last = turn->previous;
    } else {
        turn->next->previous = turn->previous;
    }
    turn->queue = NULL;
    if (is_head) {
        queue_wake(queue, now);
    }
}

static bool queue_may_go(const struct pace_queue *queue, const struct pace_turn *turn, int64_t now)
{
    return queue->first == turn || now - queue->due > STALLED_MS;
}

/* ---- turns ---- */

/* NULL when out of memory; under the lock. */
static struct pace_bucket *pace_bucket_of(struct pace *pace, const char *name, struct quota quota)
{
    ASSERT(lock_is_held(&pace->lock));
    struct pace_bucket *bucket;

    for (bucket = pace->buckets; bucket != NULL; bucket = bucket->next) {
        if (strcmp(bucket->name, name) == 0) {
            return bucket;
        }
    }
    bucket = bucket_new(name, quota, pace_now(pace));
    if (bucket != NULL) {
        bucket->next = pace->buckets;
        pace->buckets = bucket;
    }
    return bucket;
}

connect_status pace_turn_init(struct pace *pace, struct pace_turn *turn, struct task *task,
                              const struct quota_use *use, bool limited)
{
    struct quota quota = pace_quota_of(pace, use);

    *turn = (struct pace_turn){ .task = task, .is_limited = limited };
    if (quota.rate <= 0) {
        return CONNECT_OK;
    }
    lock_acquire(&pace->lock);
    turn->bucket = pace_bucket_of(pace, use->name, quota);
    lock_release(&pace->lock);
    return turn->bucket != NULL ? CONNECT_OK : CONNECT_E_MEMORY;
}

/*
 * Rule: quotas are counted for each account, region and operation.  Source: Amazon Connect
 * Administrator Guide, service quotas.  Test: a_quota_is_shared_by_account_and_region.
 */
void pace_turn_set_principal(struct pace *pace, struct pace_turn *turn, const char *principal,
                             const char *region)
{
    ASSERT(turn->queue == NULL);
    turn->slot = NULL;
    if (pace->file != NULL && turn->bucket != NULL && principal != NULL) {
        turn->slot = pace_file_slot(pace->file, principal, region != NULL ? region : "",
                                    turn->bucket->name, pace_now(pace) * 1000);
    }
}

void pace_join(struct pace *pace, struct pace_turn *turn)
{
    if (turn->bucket == NULL && !turn->is_limited) {
        return;
    }
    lock_acquire(&pace->lock);
    if (turn->bucket == NULL) {
        queue_add(&pace->limiter, turn, pace_now(pace));
    } else {
        bucket_refill(turn->bucket, pace_now(pace));
        queue_add(&turn->bucket->queue, turn, pace_now(pace));
    }
    lock_release(&pace->lock);
}

/* As pace_look(), for a turn in the queue of its bucket, where it stays. */
static bool bucket_look(const struct pace_turn *turn, int64_t now, int64_t *until)
{
    ASSERT(turn->queue == &turn->bucket->queue);
    struct pace_bucket *bucket = turn->bucket;
    bool may_go;

    *until = DEADLINE_NONE;
    if (!queue_may_go(&bucket->queue, turn, now)) {
        return false;
    }
    may_go = turn->slot != NULL ? bucket_take_shared(bucket, turn->slot, now, until)
                                : bucket_take(bucket, now, until);
    if (!may_go) {
        bucket->queue.due = *until;
    }
    return may_go;
}

/* The same for a turn in the queue of the limiter. */
static bool limiter_look(struct pace *pace, const struct pace_turn *turn, int64_t now,
                         int64_t *until)
{
    ASSERT(lock_is_held(&pace->lock));
    ASSERT(turn->queue == &pace->limiter);
    double seconds;

    *until = DEADLINE_NONE;
    if (!queue_may_go(&pace->limiter, turn, now)) {
        return false;
    }
    seconds = adaptive_take(&pace->adaptive, seconds_of(now));
    if (seconds > 0) {
        *until = pace_time_in(now, seconds);
        pace->limiter.due = *until;
    }
    return seconds <= 0;
}

bool pace_look(struct pace *pace, struct pace_turn *turn, int64_t *until)
{
    int64_t now;

    if (turn->queue == NULL) {
        return true;
    }
    lock_acquire(&pace->lock);
    now = pace_now(pace);
    if (turn->queue != &pace->limiter && bucket_look(turn, now, until)) {
        queue_remove(turn, now);
        if (turn->is_limited) {
            queue_add(&pace->limiter, turn, now);
        }
    }
    if (turn->queue == &pace->limiter && limiter_look(pace, turn, now, until)) {
        queue_remove(turn, now);
    }
    lock_release(&pace->lock);
    return turn->queue == NULL;
}

void pace_leave(struct pace *pace, struct pace_turn *turn)
{
    if (turn->queue == NULL) {
        return;
    }
    lock_acquire(&pace->lock);
    queue_remove(turn, pace_now(pace));
    if (turn->bucket != NULL && turn->bucket->queue.first == NULL) {
        bucket_return_reserved(turn->bucket);
    }
    lock_release(&pace->lock);
}

void pace_note_response(struct pace *pace, const struct pace_turn *turn, bool throttled)
{
    struct pace_bucket *bucket = turn->bucket;
    int64_t now;

    lock_acquire(&pace->lock);
    now = pace_now(pace);
    if (turn->is_limited) {
        adaptive_note_response(&pace->adaptive, seconds_of(now), throttled);
        queue_wake(&pace->limiter, now);
    }
    if (bucket != NULL && bucket_end_lag(bucket, now)) {
        queue_wake(&bucket->queue, now);
    }
    if (bucket != NULL && throttled) {
        bucket_slow_down(bucket, now);
    }
    lock_release(&pace->lock);
    if (turn->slot != NULL && throttled) {
        pace_slot_refused(turn->slot, bucket->quota, now * 1000);
    }
}
