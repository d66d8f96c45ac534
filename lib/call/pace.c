/*
 * Pacing.  A bucket keeps a queue of those who wait, and only its head may take a token.  Each
 * waits on the client's clock, which a cancel token can end, and looks again at the latest after
 * SLICE_MS, so nobody has to be woken.
 */
#include "call/pace.h"

#include "call/adaptive.h"
#include "core/clock.h"
#include "core/mem.h"

#include <pthread.h>
#include <string.h>

#define SLICE_MS 250
/*
 * The service starts to count when the first request of a burst arrives, which may be late because
 * it had to open a connection; later ones are quick.  Starting to refill this much later keeps the
 * client's bucket behind the service's.
 */
#define LAG_MS 150
#define SLOWER 0.7    /* times the rate, on a refusal, once in a second */
#define SLOWEST 0.1   /* of the rate asked for */
#define RECOVERY 0.05 /* of the rate asked for, regained in a second */

/* One thread in the queue; on its own stack. */
struct turn {
    struct turn *next;
};

struct bucket {
    struct bucket *next;
    const char *operation; /* follows the struct */
    double rate, tokens;
    int64_t refilled; /* ms; in the future while a burst has just begun */
    int64_t slowed;   /* ms, when last */
    struct turn *first;
};

struct pace {
    pthread_mutex_t lock;
    const connect_clock *clock;
    double rate, burst;
    struct bucket *buckets;
    struct adaptive adaptive;
};

static int64_t pace_now(const struct pace *pace)
{
    return pace->clock->monotonic(pace->clock->user);
}

static double seconds_of(int64_t ms)
{
    return (double)ms / 1000;
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

/* Under the lock; NULL without memory. */
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
    bucket->next = pace->buckets;
    pace->buckets = bucket;
    return bucket;
}

static void bucket_refill(const struct pace *pace, struct bucket *bucket, int64_t now)
{
    double passed = seconds_of(now - bucket->refilled);

    if (passed <= 0) {
        return;
    }
    bucket->rate += passed * RECOVERY * pace->rate;
    if (bucket->rate > pace->rate) {
        bucket->rate = pace->rate;
    }
    bucket->tokens += passed * bucket->rate;
    if (bucket->tokens > pace->burst) {
        bucket->tokens = pace->burst;
    }
    bucket->refilled = now;
}

/* Under the lock: 0 when the turn was taken, or the milliseconds after which to look again. */
static int64_t bucket_take(const struct pace *pace, struct bucket *bucket, const struct turn *turn)
{
    int64_t now = pace_now(pace), wait;
    double needed = 1;

    bucket_refill(pace, bucket, now);
    if (bucket->first == turn && bucket->tokens >= 1) {
        if (bucket->tokens >= pace->burst) {
            bucket->refilled = now + LAG_MS;
        }
        bucket->tokens -= 1;
        bucket->first = turn->next;
        return 0;
    }
    for (const struct turn *ahead = bucket->first; ahead != turn; ahead = ahead->next) {
        needed += 1;
    }
    if (bucket->tokens >= needed) {
        return 1;
    }
    if (needed - bucket->tokens > bucket->rate * SLICE_MS / 1000) {
        return SLICE_MS;
    }
    wait = (int64_t)((needed - bucket->tokens) / bucket->rate * 1000) + 1;
    if (bucket->refilled > now) {
        wait += bucket->refilled - now;
    }
    return wait < SLICE_MS ? wait : SLICE_MS;
}

static void bucket_leave(struct bucket *bucket, const struct turn *turn)
{
    struct turn **link = &bucket->first;

    while (*link != turn) {
        link = &(*link)->next;
    }
    *link = turn->next;
}

static void bucket_join(struct bucket *bucket, struct turn *turn)
{
    struct turn **link = &bucket->first;

    while (*link != NULL) {
        link = &(*link)->next;
    }
    *link = turn;
}

/* Without the lock. */
static connect_status wait_ms(const struct pace *pace, int64_t ms, const connect_cancel *cancel,
                              int64_t deadline)
{
    int64_t left = deadline_left(pace->clock, deadline);

    if (connect_cancel_is_fired(cancel)) {
        return CONNECT_E_CANCELLED;
    }
    if (left == 0) {
        return CONNECT_E_TIMEOUT;
    }
    return pace->clock->wait(pace->clock->user, ms < left ? ms : left, cancel)
               ? CONNECT_OK
               : CONNECT_E_CANCELLED;
}

static connect_status wait_in_bucket(struct pace *pace, const char *operation,
                                     const connect_cancel *cancel, int64_t deadline)
{
    struct turn turn = { NULL };
    connect_status status = CONNECT_OK;
    struct bucket *bucket;
    int64_t ms;

    (void)pthread_mutex_lock(&pace->lock);
    bucket = bucket_of(pace, operation);
    if (bucket == NULL) {
        (void)pthread_mutex_unlock(&pace->lock);
        return CONNECT_E_MEMORY;
    }
    bucket_join(bucket, &turn);
    while ((ms = bucket_take(pace, bucket, &turn)) > 0) {
        (void)pthread_mutex_unlock(&pace->lock);
        status = wait_ms(pace, ms, cancel, deadline);
        (void)pthread_mutex_lock(&pace->lock);
        if (status != CONNECT_OK) {
            bucket_leave(bucket, &turn);
            break;
        }
    }
    (void)pthread_mutex_unlock(&pace->lock);
    return status;
}

static connect_status wait_in_limiter(struct pace *pace, const connect_cancel *cancel,
                                      int64_t deadline)
{
    for (;;) {
        connect_status status;
        double seconds;

        (void)pthread_mutex_lock(&pace->lock);
        seconds = adaptive_take(&pace->adaptive, seconds_of(pace_now(pace)));
        (void)pthread_mutex_unlock(&pace->lock);
        if (seconds <= 0) {
            return CONNECT_OK;
        }
        status = wait_ms(pace, seconds * 1000 < SLICE_MS ? (int64_t)(seconds * 1000) + 1 : SLICE_MS,
                         cancel, deadline);
        if (status != CONNECT_OK) {
            return status;
        }
    }
}

connect_status pace_wait(struct pace *pace, const char *operation, bool limited,
                         const connect_cancel *cancel, int64_t deadline)
{
    connect_status status = CONNECT_OK;

    if (pace->rate > 0) {
        status = wait_in_bucket(pace, operation, cancel, deadline);
    }
    if (status == CONNECT_OK && limited) {
        status = wait_in_limiter(pace, cancel, deadline);
    }
    return status;
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

void pace_answered(struct pace *pace, const char *operation, bool limited, bool throttled)
{
    struct bucket *bucket;

    /* Good answers teach only the limiter; with pacing alone there is no lock to take. */
    if (!limited && !throttled) {
        return;
    }
    (void)pthread_mutex_lock(&pace->lock);
    if (limited) {
        adaptive_answered(&pace->adaptive, seconds_of(pace_now(pace)), throttled);
    }
    if (throttled && pace->rate > 0 && (bucket = bucket_of(pace, operation)) != NULL) {
        bucket_slow_down(pace, bucket, pace_now(pace));
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
