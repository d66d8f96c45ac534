/*
 * The keys of the moment.  One thread refreshes, with no lock held; the others go on with what is
 * valid, and wait for it only when they have nothing to go on with.
 */
#include "aws/credentials.h"
#include "core/cancel.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/random.h"
#include "core/text.h"

#include <pthread.h>
#include <time.h>

#define MINUTE 60000

/* In this last time keys may expire on their way, so callers wait for new ones. */
#define MANDATORY_MS MINUTE
/*
 * The program's own sources are asked again this long before expiry, and not before: they may be
 * costly.
 */
#define USER_CODE_MS 10000
/* After a failed refresh, the source is left alone for a random time between these two. */
#define BACKOFF_MIN_MS (5 * MINUTE)
#define BACKOFF_MAX_MS (10 * MINUTE)
/* A failure that only a person can mend is told again for this long without asking. */
#define REMEMBERED_MIN_MS 1000
#define REMEMBERED_MAX_MS 5000
/* How often a waiting thread looks at its cancel token and deadline. */
#define LOOK_MS 40

struct credentials_cache {
    connect_credentials_provider *provider;
    pthread_mutex_t lock;
    pthread_cond_t finished;
    struct credentials *keys;
    int64_t advisory_ms; /* refresh when less than this is left of their life */
    uint64_t answers;    /* how many refreshes left keys to go on with */
    bool is_rejected;    /* by the service */
    bool is_refreshing;
    int64_t next_try;       /* monotonic; 0: at once */
    connect_error *failure; /* of the last refresh, when nothing could be served in its place */
    /* monotonic: reported without a fetch; 0: only to those who were waiting */
    int64_t failure_until;
    char *failure_file; /* NULL, or what ends the failure when it changes */
    struct file_stamp failure_stamp;
    connect_error *survived; /* failure of the last refresh that `keys` outlived */
};

static bool set_up_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0) {
        return false;
    }
    bool done = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
                pthread_cond_init(condition, &attributes) == 0;
    pthread_condattr_destroy(&attributes);
    return done;
}

struct credentials_cache *credentials_cache_new(connect_credentials_provider *provider)
{
    struct credentials_cache *cache = mem_calloc(1, sizeof *cache);
    if (cache == NULL) {
        return NULL;
    }
    if (pthread_mutex_init(&cache->lock, NULL) != 0) {
        mem_free(cache);
        return NULL;
    }
    if (!set_up_condition(&cache->finished)) {
        pthread_mutex_destroy(&cache->lock);
        mem_free(cache);
        return NULL;
    }
    cache->provider = provider_ref(provider);
    return cache;
}

void credentials_cache_free(struct credentials_cache *cache)
{
    if (cache == NULL) {
        return;
    }
    credentials_unref(cache->keys);
    connect_error_free(cache->failure);
    connect_error_free(cache->survived);
    mem_free(cache->failure_file);
    connect_credentials_provider_free(cache->provider);
    pthread_cond_destroy(&cache->finished);
    pthread_mutex_destroy(&cache->lock);
    mem_free(cache);
}

void credentials_cache_reject(struct credentials_cache *cache, const struct credentials *keys)
{
    pthread_mutex_lock(&cache->lock);
    if (cache->keys == keys) {
        cache->is_rejected = true;
    }
    pthread_mutex_unlock(&cache->lock);
}

void credentials_cache_explain(struct credentials_cache *cache, connect_error **out)
{
    *out = NULL;
    pthread_mutex_lock(&cache->lock);
    if (cache->survived != NULL) {
        (void)error_copy(out, cache->survived);
    }
    pthread_mutex_unlock(&cache->lock);
}

/* Whether what is there, or would come, is out of a program of the person's own. */
static bool is_user_code(const struct credentials_cache *cache)
{
    return cache->provider->class->is_user_code ||
           (cache->keys != NULL && cache->keys->is_user_code);
}

/*
 * At most half of the life that is left: else short-lived keys would be fetched anew for every
 * call.
 */
static int64_t advisory_window(const struct credentials_cache *cache, int64_t lifetime_ms)
{
    int64_t window = 60 * MINUTE;
    if (is_user_code(cache)) {
        window = USER_CODE_MS;
    } else if (lifetime_ms <= 20 * MINUTE) {
        window = 5 * MINUTE;
    } else if (lifetime_ms < 90 * MINUTE) {
        window = 15 * MINUTE;
    }
    return window < lifetime_ms / 2 ? window : lifetime_ms / 2;
}

static int64_t steady_now(const struct provider_context *context)
{
    return context->clock->monotonic(context->clock->user);
}

static int64_t random_between(const struct provider_context *context, int64_t least, int64_t most)
{
    return least + (int64_t)(random_unit(context->random) * (double)(most - least));
}

/* Expiry is never added to, so that "never" does not overflow. */
static int64_t time_left(const struct credentials *keys, const struct provider_context *context)
{
    int64_t now = provider_now(context);
    return keys->expiration > now ? keys->expiration - now : 0;
}

enum step {
    STEP_SERVE, /* what is there */
    STEP_TELL,  /* the failure of before */
    STEP_WAIT,  /* for the thread that refreshes */
    STEP_REFRESH
};

/* A failure that a login ends is over with the first file that the login writes. */
static bool is_failure_over(const struct credentials_cache *cache)
{
    if (cache->failure_file == NULL) {
        return false;
    }
    struct file_stamp stamp = file_stamp_of(cache->failure_file);
    return !file_stamp_equal(&stamp, &cache->failure_stamp);
}

/* The whole policy; under the lock. */
static enum step next_step(const struct credentials_cache *cache,
                           const struct provider_context *context)
{
    int64_t left = cache->keys != NULL ? time_left(cache->keys, context) : 0;
    if (cache->keys != NULL && !cache->is_rejected && left > cache->advisory_ms) {
        return STEP_SERVE;
    }
    if (cache->failure_until > steady_now(context) && !is_failure_over(cache)) {
        return STEP_TELL;
    }
    if (cache->keys != NULL && cache->next_try > steady_now(context)) {
        return STEP_SERVE;
    }
    if (!cache->is_refreshing) {
        return STEP_REFRESH;
    }
    bool may_go_on = cache->keys != NULL && !cache->is_rejected && left > MANDATORY_MS;
    return may_go_on ? STEP_SERVE : STEP_WAIT;
}

/*
 * Under the lock, which is given up meanwhile, until a refresh ends or this caller must not wait
 * longer.
 */
static connect_status wait_for_other(struct credentials_cache *cache,
                                     const struct provider_context *context, connect_error **error)
{
    while (cache->is_refreshing) {
        if (connect_cancel_is_fired(context->cancel)) {
            return error_set(error, CONNECT_E_CANCELLED,
                             "cancelled while another thread was fetching credentials");
        }
        if (deadline_left(context->clock, context->deadline) == 0) {
            return error_set(error, CONNECT_E_TIMEOUT,
                             "the time limit passed while another thread was fetching credentials");
        }
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += LOOK_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_nsec -= 1000000000L;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&cache->finished, &cache->lock, &until);
    }
    return cache->failure != NULL ? error_copy(error, cache->failure) : CONNECT_OK;
}

/*
 * The class of a failure as a caller sees it.  What a request for credentials ran into (a 404 of
 * SSO, a 403 of STS) is no outcome of the operation that needed them; the rest of the error stays.
 */
static connect_status as_credentials_failure(connect_status status, connect_error *failure)
{
    switch (status) {
    case CONNECT_OK:
    case CONNECT_E_CREDENTIALS:
    case CONNECT_E_CONFIGURATION:
    case CONNECT_E_ARGUMENT: /* a callback that uses the interface wrongly */
    case CONNECT_E_VERSION:
    case CONNECT_E_TIMEOUT:
    case CONNECT_E_CANCELLED:
    case CONNECT_E_MEMORY:
        return status;
    default:
        error_set_code(failure, CONNECT_E_CREDENTIALS);
        return CONNECT_E_CREDENTIALS;
    }
}

/*
 * A callback of the application may have its times from the clock of this machine, so both clocks
 * have to say that they are over.
 */
static bool is_expired_on_arrival(const struct credentials_cache *cache,
                                  const struct credentials *keys,
                                  const struct provider_context *context)
{
    if (keys->outlives_expiration || time_left(keys, context) > 0) {
        return false;
    }
    return !cache->provider->class->is_user_code ||
           keys->expiration <= context->clock->now(context->clock->user);
}

static connect_status expired_on_arrival(const struct credentials *keys,
                                         const struct provider_context *context,
                                         connect_error **error)
{
    int64_t local = context->clock->now(context->clock->user), now = provider_now(context);
    char expired[24], here[24], there[24];
    time_format_utc(keys->expiration, expired);
    time_format_utc(local, here);
    time_format_utc(now, there);
    return error_set(error, CONNECT_E_CREDENTIALS,
                     "%s: the credentials expired at %s, and it is %s by the clock of this "
                     "machine%s%s",
                     keys->source, expired, here,
                     local != now ? ", corrected by the services' clock to " : "",
                     local != now ? there : "");
}

/* Fetches from the provider; no lock is held. */
static connect_status fetch(struct credentials_cache *cache, struct provider_context *context,
                            struct credentials **out, connect_error **error)
{
    struct buf skipped = BUF_INIT(PROVIDER_SKIPPED_MAX);
    *out = NULL;
    context->is_final = false;
    context->final_file = NULL;
    connect_status status =
        cache->provider->class->fetch(cache->provider, context, out, &skipped, error);
    status = as_credentials_failure(status, *error);
    if (status == CONNECT_OK && *out == NULL) {
        const char *tried =
            skipped.state == BUF_OK && skipped.size > 0 ? buf_text(&skipped) : "no source has any";
        status = error_set(error, CONNECT_E_CREDENTIALS, "no credentials found: %s", tried);
    } else if (status == CONNECT_OK && is_expired_on_arrival(cache, *out, context)) {
        status = expired_on_arrival(*out, context, error);
        credentials_unref(*out);
        *out = NULL;
    }
    buf_free(&skipped);
    return status;
}

/* Whether the failure is this caller's alone: the next one may well succeed. */
static bool is_own_failure(connect_status status, const struct provider_context *context)
{
    if (status == CONNECT_E_CANCELLED) {
        return connect_cancel_is_fired(context->cancel);
    }
    return status == CONNECT_E_TIMEOUT && deadline_left(context->clock, context->deadline) == 0;
}

static void take_in(struct credentials_cache *cache, const struct provider_context *context,
                    struct credentials *keys)
{
    credentials_unref(cache->keys);
    cache->keys = credentials_ref(keys);
    cache->advisory_ms =
        keys->expiration == INT64_MAX ? 0 : advisory_window(cache, time_left(keys, context));
    cache->is_rejected = false;
    cache->next_try = 0;
    cache->answers++;
    if (keys->outlives_expiration && time_left(keys, context) == 0) {
        cache->next_try =
            steady_now(context) + random_between(context, BACKOFF_MIN_MS, BACKOFF_MAX_MS);
    }
}

/* Under the lock: whether old keys go on in spite of the failure, and what others are told. */
static bool survive(struct credentials_cache *cache, struct provider_context *context,
                    connect_status status, const connect_error *error)
{
    if (is_own_failure(status, context)) {
        return false;
    }
    if (context->is_final || status == CONNECT_E_CONFIGURATION) {
        error_copy(&cache->failure, error);
        cache->failure_until =
            steady_now(context) + random_between(context, REMEMBERED_MIN_MS, REMEMBERED_MAX_MS);
        cache->failure_file = context->final_file;
        context->final_file = NULL;
        cache->failure_stamp = context->final_stamp;
        return false;
    }
    bool user_code = is_user_code(cache);
    if (cache->keys == NULL || (user_code && time_left(cache->keys, context) == 0)) {
        error_copy(&cache->failure, error);
        return false;
    }
    if (!user_code) {
        cache->next_try =
            steady_now(context) + random_between(context, BACKOFF_MIN_MS, BACKOFF_MAX_MS);
    }
    error_copy(&cache->survived, error);
    cache->answers++;
    return true;
}

/* Called under the lock and gives it up.  The caller's own log function is called without it. */
static connect_status refresh_and_unlock(struct credentials_cache *cache,
                                         struct provider_context *context, struct credentials **out,
                                         connect_error **error)
{
    cache->is_refreshing = true;
    connect_error_free(cache->failure);
    connect_error_free(cache->survived);
    mem_free(cache->failure_file);
    cache->failure = NULL;
    cache->survived = NULL;
    cache->failure_file = NULL;
    cache->failure_until = 0;
    pthread_mutex_unlock(&cache->lock);

    struct credentials *keys;
    connect_error *failure = NULL;
    connect_status status = fetch(cache, context, &keys, &failure);

    pthread_mutex_lock(&cache->lock);
    cache->is_refreshing = false;
    if (status == CONNECT_OK) {
        take_in(cache, context, keys);
    }
    bool survives = status != CONNECT_OK && survive(cache, context, status, failure);
    if (survives) {
        keys = credentials_ref(cache->keys);
    }
    pthread_cond_broadcast(&cache->finished);
    pthread_mutex_unlock(&cache->lock);
    mem_free(context->final_file);
    context->final_file = NULL;

    if (status == CONNECT_OK && keys->outlives_expiration && time_left(keys, context) == 0) {
        log_line(context->logger, CONNECT_LOG_WARN,
                 "credentials: those of %s have expired; they are used until there are others",
                 keys->source);
    }
    if (survives) {
        log_line(context->logger, CONNECT_LOG_WARN,
                 "credentials: going on with those of before: %s", connect_error_message(failure));
    }
    *out = keys;
    if (status != CONNECT_OK && !survives && error != NULL) {
        *error = failure;
    } else {
        connect_error_free(failure);
    }
    return survives ? CONNECT_OK : status;
}

connect_status credentials_cache_get(struct credentials_cache *cache,
                                     struct provider_context *context, struct credentials **out,
                                     connect_error **error)
{
    *out = NULL;
    if (cache->provider->class->is_anonymous) {
        return CONNECT_OK;
    }
    connect_status status = CONNECT_OK;
    pthread_mutex_lock(&cache->lock);
    enum step step = next_step(cache, context);
    while (step == STEP_WAIT && status == CONNECT_OK) {
        uint64_t answers = cache->answers;
        status = wait_for_other(cache, context, error);
        /*
         * Without an answer or a failure that concerns all, that thread gave up: maybe be the next.
         */
        step = cache->answers != answers ? STEP_SERVE : next_step(cache, context);
    }
    if (status == CONNECT_OK && step == STEP_REFRESH) {
        return refresh_and_unlock(cache, context, out, error);
    }
    if (status == CONNECT_OK && step == STEP_TELL) {
        status = error_copy(error, cache->failure);
    }
    if (status == CONNECT_OK && cache->keys == NULL) {
        status = error_memory(error);
    }
    if (status == CONNECT_OK) {
        *out = credentials_ref(cache->keys);
    }
    pthread_mutex_unlock(&cache->lock);
    return status;
}
