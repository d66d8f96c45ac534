/*
 * Pacing.
 *
 * Each operation has a token bucket.  Requests that find no token queue in front of it; only the
 * head of the queue takes tokens.  The clock counts milliseconds and a waiting thread wakes late,
 * so the head is nearly always served after its token was due.  With a burst of one token that
 * delay would be lost each time: the bucket is full and stops filling while the head is on its way.
 * Therefore a bucket with a queue fills beyond its burst, for as long as LATE_MS: the next request
 * goes as if the one before it had been on time, and every rate is reached.
 *
 * The service starts to count when the first request of a burst arrives, which may be late because
 * a connection had to be opened; the later ones are quick.  A bucket that has been full for a while
 * therefore starts to refill LAG_MS after the first token was taken, or with the first response if
 * that comes sooner: by then the service is counting.  That keeps the client behind the service.
 */
#include "call/pace.h"

#include "call/adaptive.h"
#include "core/clock.h"
#include "core/mem.h"

#include <pthread.h>
#include <string.h>

#define LATE_MS 20
#define LAG_MS 150
#define STALLED_MS 1000
#define SLOWER 0.7    /* times the rate, on a refusal, once in a second */
#define SLOWEST 0.1   /* of the configured rate */
#define RECOVERY 0.05 /* of the configured rate, regained in a second */

struct pace_queue {
    struct pace_turn *first, *last;
    int64_t due; /* when the head should look */
};

struct bucket {
    struct bucket *next;
    const char *operation; /* follows the struct */
    struct pace_queue queue;
    double rate, tokens;
    int64_t refilled;   /* ms; in the future while a burst has just begun */
    int64_t full_since; /* ms; meaningful while the bucket is full */
    int64_t slowed;     /* ms, when last */
};

struct pace {
    pthread_mutex_t lock;
    const connect_clock *clock;
    double rate, burst;
    struct bucket *buckets;
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

/* The first millisecond at which `seconds` from now have passed, and not now. */
static int64_t time_in(int64_t now, double seconds)
{
    double ms = seconds * 1000;
    int64_t whole;

    if (ms > 1e15) {
        return INT64_MAX - 1;
    }
    whole = (int64_t)ms;
    whole += (double)whole < ms;
    return now + (whole > 0 ? whole : 1);
}

struct pace *pace_new(double rate, double burst, const connect_clock *clock)
{
    struct pace *pace = mem_calloc(1, sizeof *pace);

    if (pace == NULL) {
        return NULL;
    }
    (void)pthread_mutex_init(&pace->lock, NULL);
    pace->clock = clock;
    pace->rate = rate;
    pace->burst = burst;
    adaptive_init(&pace->adaptive, seconds_of(pace_now(pace)));
    return pace;
}

void pace_free(struct pace *pace)
{
    if (pace == NULL) {
        return;
    }
    while (pace->buckets != NULL) {
        struct bucket *bucket = pace->buckets;

        pace->buckets = bucket->next;
        mem_free(bucket);
    }
    (void)pthread_mutex_destroy(&pace->lock);
    mem_free(pace);
}

/* ---- queues; all under the lock ---- */

static void queue_add(struct pace_queue *queue, struct pace_turn *turn, int64_t now)
{
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

/* ---- buckets; all under the lock ---- */

/* NULL: out of memory. */
static struct bucket *bucket_of(struct pace *pace, const char *operation)
{
    size_t size = strlen(operation) + 1;
    struct bucket *bucket;
    char *name;

    for (bucket = pace->buckets; bucket != NULL; bucket = bucket->next) {
        if (strcmp(bucket->operation, operation) == 0) {
            return bucket;
        }
    }
    bucket = mem_calloc(1, sizeof *bucket + size);
    if (bucket == NULL) {
        return NULL;
    }
    name = (char *)(bucket + 1);
    memcpy(name, operation, size);
    bucket->operation = name;
    bucket->rate = pace->rate;
    bucket->tokens = pace->burst;
    bucket->refilled = bucket->slowed = pace_now(pace);
    bucket->full_since = bucket->refilled - LAG_MS;
    bucket->next = pace->buckets;
    pace->buckets = bucket;
    return bucket;
}

static void bucket_refill(const struct pace *pace, struct bucket *bucket, int64_t now)
{
    double passed = seconds_of(now - bucket->refilled);
    bool was_full = bucket->tokens >= pace->burst;
    double most = pace->burst;

    if (passed <= 0) {
        return;
    }
    bucket->rate += passed * RECOVERY * pace->rate;
    if (bucket->rate > pace->rate) {
        bucket->rate = pace->rate;
    }
    bucket->tokens += passed * bucket->rate;
    bucket->refilled = now;
    if (bucket->tokens < pace->burst) {
        return;
    }
    if (!was_full) {
        bucket->full_since = now - (int64_t)((bucket->tokens - pace->burst) / bucket->rate * 1000);
    }
    if (bucket->queue.first != NULL) {
        most += bucket->rate * LATE_MS / 1000;
    }
    if (bucket->tokens > most) {
        bucket->tokens = most;
    }
}

/* As pace_look(), for a turn in the queue of a bucket, where it stays. */
static bool bucket_look(const struct pace *pace, struct bucket *bucket,
                        const struct pace_turn *turn, int64_t now, int64_t *until)
{
    *until = DEADLINE_NONE;
    if (!queue_may_go(&bucket->queue, turn, now)) {
        return false;
    }
    bucket_refill(pace, bucket, now);
    if (bucket->tokens < 1) {
        *until = time_in(bucket->refilled, (1 - bucket->tokens) / bucket->rate);
        bucket->queue.due = *until;
        return false;
    }
    if (bucket->tokens >= pace->burst && now - bucket->full_since >= LAG_MS) {
        bucket->refilled = now + LAG_MS;
    }
    bucket->tokens -= 1;
    return true;
}

static void bucket_slow_down(const struct pace *pace, struct bucket *bucket, int64_t now)
{
    bucket_refill(pace, bucket, now);
    if (bucket->tokens > 0) {
        bucket->tokens = 0;
    }
    /* The refusals of one burst are one piece of news. */
    if (now - bucket->slowed < 1000 && bucket->rate < pace->rate) {
        return;
    }
    bucket->slowed = now;
    bucket->rate *= SLOWER;
    if (bucket->rate < pace->rate * SLOWEST) {
        bucket->rate = pace->rate * SLOWEST;
    }
}

/* ---- turns ---- */

/* A bucket is a queue with tokens; the limiter is the only queue that is none. */
static struct bucket *bucket_of_queue(struct pace *pace, struct pace_queue *queue)
{
    if (queue == &pace->limiter) {
        return NULL;
    }
    return (struct bucket *)((char *)queue - offsetof(struct bucket, queue));
}

connect_status pace_join(struct pace *pace, struct pace_turn *turn, struct task *task,
                         const char *operation, bool limited)
{
    struct bucket *bucket = NULL;

    *turn = (struct pace_turn){ .task = task, .is_limited = limited };
    if (pace->rate <= 0 && !limited) {
        return CONNECT_OK;
    }
    (void)pthread_mutex_lock(&pace->lock);
    if (pace->rate <= 0) {
        queue_add(&pace->limiter, turn, pace_now(pace));
    } else {
        bucket = bucket_of(pace, operation);
        if (bucket == NULL) {
            (void)pthread_mutex_unlock(&pace->lock);
            return CONNECT_E_MEMORY;
        }
        bucket_refill(pace, bucket, pace_now(pace));
        queue_add(&bucket->queue, turn, pace_now(pace));
    }
    (void)pthread_mutex_unlock(&pace->lock);
    return CONNECT_OK;
}

/* The same for a turn in the queue of the limiter. */
static bool limiter_look(struct pace *pace, const struct pace_turn *turn, int64_t now,
                         int64_t *until)
{
    double seconds;

    *until = DEADLINE_NONE;
    if (!queue_may_go(&pace->limiter, turn, now)) {
        return false;
    }
    seconds = adaptive_take(&pace->adaptive, seconds_of(now));
    if (seconds > 0) {
        *until = time_in(now, seconds);
        pace->limiter.due = *until;
    }
    return seconds <= 0;
}

bool pace_look(struct pace *pace, struct pace_turn *turn, int64_t *until)
{
    struct bucket *bucket;
    int64_t now;

    if (turn->queue == NULL) {
        return true;
    }
    (void)pthread_mutex_lock(&pace->lock);
    now = pace_now(pace);
    bucket = bucket_of_queue(pace, turn->queue);
    if (bucket != NULL && bucket_look(pace, bucket, turn, now, until)) {
        queue_remove(turn, now);
        if (turn->is_limited) {
            queue_add(&pace->limiter, turn, now);
        }
    }
    if (turn->queue == &pace->limiter && limiter_look(pace, turn, now, until)) {
        queue_remove(turn, now);
    }
    (void)pthread_mutex_unlock(&pace->lock);
    return turn->queue == NULL;
}

void pace_leave(struct pace *pace, struct pace_turn *turn)
{
    if (turn->queue == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&pace->lock);
    queue_remove(turn, pace_now(pace));
    (void)pthread_mutex_unlock(&pace->lock);
}

void pace_answered(struct pace *pace, const char *operation, bool limited, bool throttled)
{
    struct bucket *bucket = NULL;
    int64_t now;

    (void)pthread_mutex_lock(&pace->lock);
    now = pace_now(pace);
    if (limited) {
        adaptive_answered(&pace->adaptive, seconds_of(now), throttled);
        queue_wake(&pace->limiter, now);
    }
    if (pace->rate > 0) {
        bucket = bucket_of(pace, operation);
    }
    if (bucket != NULL && bucket->refilled > now) {
        bucket->refilled = now;
        queue_wake(&bucket->queue, now);
    }
    if (bucket != NULL && throttled) {
        bucket_slow_down(pace, bucket, now);
    }
    (void)pthread_mutex_unlock(&pace->lock);
}

double pace_rate(struct pace *pace, const char *operation)
{
    struct bucket *bucket;
    double rate;

    (void)pthread_mutex_lock(&pace->lock);
    bucket = bucket_of(pace, operation);
    if (bucket != NULL) {
        bucket_refill(pace, bucket, pace_now(pace));
    }
    rate = bucket != NULL ? bucket->rate : 0;
    (void)pthread_mutex_unlock(&pace->lock);
    return rate;
}
