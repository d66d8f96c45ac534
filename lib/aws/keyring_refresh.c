/* The refresh of a keyring, as the root of a tree of tasks.  See keyring.c. */
#include "aws/keyring_state.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/mem.h"
#include "core/time.h"

/* The time limit of a refresh ahead of expiry. */
#define AHEAD_MS 30000

struct refresh {
    struct task task;
    struct keyring *ring;
    struct fetch_report report;
    bool is_ahead;
};

/* ---- the end of a refresh ---- */

/*
 * The class of a failure as a caller sees it.  The status of a request for credentials (404 of SSO,
 * 403 of STS) is not that of the operation that needed them; the rest of the error is kept.
 */
static void classify_failure(connect_error *failure)
{
    switch (connect_error_code(failure)) {
    case CONNECT_E_CONFIGURATION:
    case CONNECT_E_ARGUMENT: /* invalid credentials from a callback */
    case CONNECT_E_VERSION:
    case CONNECT_E_TIMEOUT:
    case CONNECT_E_CANCELLED:
    case CONNECT_E_MEMORY:
        break;
    default:
        error_set_code(failure, CONNECT_E_CREDENTIALS);
    }
}

/*
 * A callback of the application may take its times from the clock of this machine, so its
 * credentials count as expired only by both clocks.
 *
 * Rule: a refresh that gives expired credentials has failed.  Source: smithy-rs,
 * static_stability.rs.  Test: credentials_that_expired_by_the_corrected_clock_show_both_times.
 */
static bool is_already_expired(const struct keyring *ring, const struct credentials *credentials)
{
    struct moment now = keyring_moment(ring);
    const connect_clock *clock = ring->context->clock;
    if (credentials->outlives_expiration || credentials_left(credentials, &now) > 0) {
        return false;
    }
    return !ring->provider->class->is_user_code ||
           credentials->expiration <= clock->now(clock->user);
}

static void report_already_expired(const struct keyring *ring,
                                   const struct credentials *credentials, connect_error **error)
{
    const connect_clock *clock = ring->context->clock;
    int64_t local = clock->now(clock->user), now = provider_now(ring->context);
    char expired[24], here[24], there[24];
    time_format_utc(credentials->expiration, expired);
    time_format_utc(local, here);
    time_format_utc(now, there);
    (void)error_set(error, CONNECT_E_CREDENTIALS,
                    "%s: the credentials expired at %s, and it is %s by the clock of this "
                    "machine%s%s",
                    credentials->source, expired, here,
                    local != now ? ", corrected by the services' clock to " : "",
                    local != now ? there : "");
}

/* Validates what the provider returned, and classifies a failure for callers. */
static void refresh_validate(struct refresh *self, struct credentials **credentials,
                             connect_error **failure)
{
    const struct buf *skipped = &self->report.skipped;
    if (*failure != NULL) {
        classify_failure(*failure);
    } else if (*credentials == NULL) {
        const char *tried = skipped->state == BUF_OK && skipped->size > 0
                                ? buf_text(skipped)
                                : "no source is configured";
        (void)error_set(failure, CONNECT_E_CREDENTIALS, "no credentials found: %s", tried);
    } else if (is_already_expired(self->ring, *credentials)) {
        report_already_expired(self->ring, *credentials, failure);
        credentials_unref(*credentials);
        *credentials = NULL;
    }
    ASSERT((*credentials != NULL) != (*failure != NULL));
}

static void log_outcome(const struct keyring *ring, const struct credentials *credentials,
                        const connect_error *failure, bool is_stale)
{
    const struct logger *logger = ring->context->logger;
    if (failure != NULL && is_stale) {
        log_line(logger, CONNECT_LOG_WARN,
                 "credentials: the refresh failed, stale credentials are used: %s",
                 connect_error_message(failure));
    } else if (failure != NULL) {
        log_line(logger, CONNECT_LOG_WARN, "credentials: the refresh failed: %s",
                 connect_error_message(failure));
    } else if (credentials != NULL && credentials->outlives_expiration) {
        struct moment now = keyring_moment(ring);
        if (credentials_left(credentials, &now) == 0) {
            log_line(logger, CONNECT_LOG_WARN,
                     "credentials: the source \"%s\" returned expired credentials, which are used",
                     credentials->source);
        }
    }
}

/* Ends the refresh with credentials or a failure; with neither when it was given up. */
static void refresh_settle(struct refresh *self, struct credentials *credentials,
                           const connect_error *failure)
{
    ASSERT(self->task.want != TASK_DONE && (credentials == NULL || failure == NULL));
    struct keyring *ring = self->ring;
    struct moment now = keyring_moment(ring);
    struct waiter *woken = NULL;
    bool is_stale = false;
    lock_acquire(&ring->lock);
    bool is_current = ring->refresh == self;
    if (is_current) {
        ring->refresh = NULL;
    }
    if (credentials != NULL) {
        keyring_accept(ring, &now, credentials);
        queue_distribute(ring, credentials, NULL, &woken);
    } else if (failure != NULL && is_current) {
        is_stale = keyring_serve_stale(ring, &now, &self->report, failure);
        queue_distribute(ring, is_stale ? ring->credentials : NULL, failure, &woken);
    }
    queue_choose_leader(ring, &woken);
    lock_release(&ring->lock);
    waiters_wake(woken);
    log_outcome(ring, credentials, failure, is_stale);
}

/* ---- the refresh as a task ---- */

/* True when the caller that drove the refresh stopped it; false when the source failed. */
static bool is_given_up(const struct refresh *self, connect_error **failure)
{
    connect_status stopped = task_check(&self->task, self->ring->context->clock);
    if (*failure == NULL || stopped == CONNECT_OK) {
        return false;
    }
    if (!self->is_ahead || stopped == CONNECT_E_CANCELLED) {
        return true;
    }
    if (connect_error_code(*failure) == CONNECT_E_TIMEOUT) {
        error_prefix(*failure, "the refresh took too long: ");
    }
    return false;
}

static void refresh_end(struct refresh *self, struct credentials *credentials,
                        connect_error *failure)
{
    refresh_validate(self, &credentials, &failure);
    if (is_given_up(self, &failure)) {
        refresh_settle(self, NULL, NULL);
    } else {
        refresh_settle(self, credentials, failure);
    }
    credentials_unref(credentials);
    connect_error_free(failure);
    task_succeed(&self->task, NULL);
}

static void refresh_resume(struct task *task)
{
    struct refresh *self = (struct refresh *)task;
    struct keyring *ring = self->ring;
    void *credentials = NULL;
    connect_error *failure = NULL;
    if (task->child == NULL) {
        lock_acquire(&ring->lock);
        if (ring->refresh == self) {
            ring->driver = task->driver;
        }
        lock_release(&ring->lock);
        struct task *child =
            ring->provider->class->fetch(ring->provider, ring->context, &self->report);
        if (child != NULL) {
            task_run_child(task, child);
            return;
        }
        (void)error_memory(&failure);
    } else {
        (void)task_collect(task, &credentials, &failure);
    }
    refresh_end(self, credentials, failure);
}

static void refresh_release(struct task *task)
{
    struct refresh *self = (struct refresh *)task;
    if (task->want != TASK_DONE) {
        refresh_settle(self, NULL, NULL);
    }
    fetch_report_release(&self->report);
    mem_free(self);
}

static const struct task_class refresh_class = { .name = "refresh of credentials",
                                                 .resume = refresh_resume,
                                                 .release = refresh_release };

struct task *refresh_new(struct keyring *ring, bool is_ahead)
{
    ASSERT(lock_is_held(&ring->lock));
    struct refresh *self = mem_calloc(1, sizeof *self);
    if (self == NULL) {
        return NULL;
    }
    task_init(&self->task, &refresh_class);
    self->ring = ring;
    self->report = (struct fetch_report)FETCH_REPORT_INIT;
    self->is_ahead = is_ahead;
    if (is_ahead) {
        self->task.deadline = clock_in(ring->context->clock, AHEAD_MS);
    }
    ring->refresh = self;
    ring->refresh_number++;
    ring->driver = NULL;
    return &self->task;
}
