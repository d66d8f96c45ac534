/*
 * See timers.h. Few requests are delayed at a time, so they are in a list, in no order.
 */
#include "server/timers.h"

#include "base/alloc.h"
#include "core/mem.h"

#include <pthread.h>
#include <time.h>

#define TICK_MS 1000

struct timer {
    struct timer *next;
    int64_t at;
    void (*run)(void *what);
    void *what;
};

struct timers {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct timer *first;
    bool stopping;
    void (*tick)(void *user);
    void *user;
};

int64_t timers_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Removes a timer that is due; without one, sets *next to the time of the first. */
static struct timer *take_due(struct timers *timers, int64_t now, int64_t *next)
{
    for (struct timer **link = &timers->first; *link != NULL; link = &(*link)->next) {
        struct timer *timer = *link;

        if (timers->stopping || timer->at <= now) {
            *link = timer->next;
            return timer;
        }
        if (timer->at < *next) {
            *next = timer->at;
        }
    }
    return NULL;
}

static void wait_until(struct timers *timers, int64_t at)
{
    const struct timespec until = { .tv_sec = (time_t)(at / 1000),
                                    .tv_nsec = (long)(at % 1000) * 1000000 };

    (void)pthread_cond_timedwait(&timers->changed, &timers->lock, &until);
}

static void *run_timers(void *user)
{
    struct timers *timers = user;
    int64_t tick_at = timers_now() + TICK_MS;

    pthread_mutex_lock(&timers->lock);
    for (;;) {
        int64_t now = timers_now(), next = tick_at;
        struct timer *timer = take_due(timers, now, &next);

        if (timer != NULL) {
            pthread_mutex_unlock(&timers->lock);
            timer->run(timer->what);
            mem_free(timer);
            pthread_mutex_lock(&timers->lock);
        } else if (timers->stopping) {
            break;
        } else if (now >= tick_at) {
            pthread_mutex_unlock(&timers->lock);
            timers->tick(timers->user);
            tick_at = now + TICK_MS;
            pthread_mutex_lock(&timers->lock);
        } else {
            wait_until(timers, next);
        }
    }
    pthread_mutex_unlock(&timers->lock);
    return NULL;
}

struct timers *timers_start(void (*tick)(void *user), void *user)
{
    struct timers *timers = check_alloc(mem_calloc(1, sizeof *timers));
    pthread_condattr_t attributes;

    timers->tick = tick;
    timers->user = user;
    check_system(pthread_condattr_init(&attributes) == 0 &&
                     pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
                     pthread_cond_init(&timers->changed, &attributes) == 0 &&
                     pthread_mutex_init(&timers->lock, NULL) == 0 &&
                     pthread_create(&timers->thread, NULL, run_timers, timers) == 0,
                 "creating a thread");
    pthread_condattr_destroy(&attributes);
    return timers;
}

void timers_add(struct timers *timers, int64_t at, void (*run)(void *what), void *what)
{
    struct timer *timer = check_alloc(mem_calloc(1, sizeof *timer));

    *timer = (struct timer){ .at = at, .run = run, .what = what };
    pthread_mutex_lock(&timers->lock);
    timer->next = timers->first;
    timers->first = timer;
    pthread_cond_signal(&timers->changed);
    pthread_mutex_unlock(&timers->lock);
}

void timers_stop(struct timers *timers)
{
    pthread_mutex_lock(&timers->lock);
    timers->stopping = true;
    pthread_cond_signal(&timers->changed);
    pthread_mutex_unlock(&timers->lock);
    pthread_join(timers->thread, NULL);
    pthread_cond_destroy(&timers->changed);
    pthread_mutex_destroy(&timers->lock);
    mem_free(timers);
}
