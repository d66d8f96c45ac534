/*
 * The keyring.
 *
 * Problem.  Many callers, on threads and in event loops, share credentials that expire.  Fetching
 * them takes time and may fail, and each caller has a deadline and a cancel token of its own.  One
 * refresh has to serve all of them, and no caller may be failed by the deadline of another.
 *
 * States.  `credentials` are what was fetched last.  By the time that is left of their life they
 * are
 *
 *     fresh       more than the refresh window is left: returned, and nothing else happens
 *     aging       the window has begun: returned, and one refresh is started ahead of expiry
 *     due         a minute or less is left, the service refused them, or there are none: callers
 *                 wait for a refresh
 *
 * Refresh.  A tree of tasks of its own (struct refresh) that any caller may start and that no
 * caller owns.  One is under way at a time, except after a loop was blocked (below).  Its end,
 * refresh_settle() in keyring_refresh.c, distributes the outcome:
 *
 *     credentials  all waiters get them
 *     failure      waiters get the stale credentials if those may still be used (static stability),
 *                  else the failure; the next attempt waits for the back-off, at most half of the
 *                  life that is left
 *     given up     the deadline or cancel token of the caller that drove it stopped the tree; the
 *                  source did not fail, and the first waiter becomes the leader that starts the
 *                  next refresh
 *
 * A refresh ahead of expiry never fails a caller.  A failure that needs user action ("log in
 * again") ends static stability: due credentials are not returned in its place.
 *
 * Waiters.  A waiter is an entry in a queue with a pointer to the task that waits.  The outcome is
 * stored in the entry under the lock of the keyring; the wake-up follows after that lock has been
 * released, under the lock of the entry alone.  That lock also guards the pointer: a task that ends
 * earlier clears it.  An entry is owned by its task and by the thread that is about to wake it; the
 * last owner frees it.  It is on the list of one thread at a time: between the two locks another
 * thread may start and end the next refresh.
 *
 * Invariant, under the lock: while no refresh is under way and the queue is not empty, the first
 * entry is woken: its task will be resumed, or choose the next leader when it ends before that.
 *
 * A loop that drives a refresh may be blocked by its host.  A waiter watches its progress
 * (stall_watch_look()), and starts a refresh of its own when there is none.  Two at once are
 * harmless: the first to settle counts.
 *
 * (Rules and constants: smithy-rs static_stability.rs and credential-refresh-tests.json; botocore
 * PRs 3733 and 3760; botocore credentials.py, RefreshableCredentials)
 */
#include "aws/keyring.h"

#include "aws/keyring_state.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/mem.h"
#include "core/random.h"

#define MINUTE_MS 60000

/* With less left, credentials may expire before the request arrives: callers wait for new ones. */
#define DUE_MS MINUTE_MS
/* Callbacks and processes of the application may be slow or limited: refreshed late. */
#define USER_CODE_MS 10000
/* Back-off after a failed refresh: a random time between these two, */
#define BACKOFF_MIN_MS (5 * MINUTE_MS)
#define BACKOFF_MAX_MS (10 * MINUTE_MS)
/* or half of the life that is left, but at least this. */
#define BACKOFF_LEAST_MS 1000
/* Errors that need user action (e.g. "run aws sso login") are cached for this long. */
#define CACHED_ERROR_MIN_MS 1000
#define CACHED_ERROR_MAX_MS 5000

struct moment keyring_moment(const struct keyring *ring)
{
    const connect_clock *clock = ring->context->clock;
    return (struct moment){ provider_now(ring->context), clock->monotonic(clock->user) };
}

int64_t credentials_left(const struct credentials *credentials, const struct moment *now)
{
    return credentials->expiration > now->wall ? credentials->expiration - now->wall : 0;
}

/* ---- life ---- */

struct keyring *keyring_new(connect_credentials_provider *provider,
                            const struct provider_context *context)
{
    ASSERT(provider != NULL && context->clock != NULL && context->random != NULL);
    struct keyring *ring = mem_calloc(1, sizeof *ring);
    if (ring == NULL || !lock_init(&ring->lock)) {
        mem_free(ring);
        return NULL;
    }
    ring->context = context;
    ring->provider = provider_ref(provider);
    return ring;
}

void keyring_free(struct keyring *ring)
{
    if (ring == NULL) {
        return;
    }
    credentials_unref(ring->credentials);
    connect_error_free(ring->failure);
    connect_error_free(ring->stale_reason);
    mem_free(ring->failure_file);
    connect_credentials_provider_free(ring->provider);
    lock_destroy(&ring->lock);
    mem_free(ring);
}

/*
 * Rule: credentials that the service calls expired are refreshed, if they are still the current
 * ones.  Source: smithy-rs, invalidation.rs.  Test:
 * rejecting_credentials_that_were_replaced_changes_nothing.
 */
void keyring_reject(struct keyring *ring, const struct credentials *credentials)
{
    lock_acquire(&ring->lock);
    if (ring->credentials == credentials) {
        ring->is_rejected = true;
    }
    lock_release(&ring->lock);
}

void keyring_explain(struct keyring *ring, connect_error **out)
{
    *out = NULL;
    lock_acquire(&ring->lock);
    if (ring->stale_reason != NULL) {
        (void)error_copy(out, ring->stale_reason);
    }
    lock_release(&ring->lock);
}

/* ---- policy ---- */

/* True when the credentials are, or will be, from code of the application. */
static bool is_user_code(const struct keyring *ring)
{
    return ring->provider->class->is_user_code ||
           (ring->credentials != NULL && ring->credentials->is_user_code);
}

/*
 * How long before expiry credentials of that lifetime are refreshed.
 *
 * Rule: the refresh window is 5, 15 or 60 minutes, by the lifetime of the credentials.  Source:
 * smithy-rs, static_stability.rs and credential-refresh-tests.json.  Test:
 * credentials_are_refreshed_by_the_policy.
 */
static int64_t refresh_window(const struct keyring *ring, int64_t lifetime_ms)
{
    ASSERT(lifetime_ms >= 0);
    int64_t window = 60 * MINUTE_MS;
    if (is_user_code(ring)) {
        window = USER_CODE_MS;
    } else if (lifetime_ms <= 20 * MINUTE_MS) {
        window = 5 * MINUTE_MS;
    } else if (lifetime_ms < 90 * MINUTE_MS) {
        window = 15 * MINUTE_MS;
    }
    /* Otherwise credentials of a short lifetime would be refreshed for every call. */
    return window < lifetime_ms / 2 || lifetime_ms > 20 * MINUTE_MS ? window : lifetime_ms / 2;
}

static int64_t random_between(const struct keyring *ring, int64_t least, int64_t most)
{
    ASSERT(least <= most);
    return least + (int64_t)(random_unit(ring->context->random) * (double)(most - least));
}

/* A failure that needs a login is over when the login has written its file. */
static bool is_failure_over(const struct keyring *ring)
{
    if (ring->failure_file == NULL) {
        return false;
    }
    struct file_stamp stamp = file_stamp_of(ring->failure_file);
    return !file_stamp_equal(&stamp, &ring->failure_stamp);
}

/*
 * The policy of the keyring.
 *
 * Rule: within the window one caller refreshes; in the last minute all wait for it.  Source:
 * smithy-rs, static_stability.rs and credential-refresh-tests.json.  Test:
 * credentials_are_refreshed_by_the_policy.
 */
enum keyring_step keyring_next_step(const struct keyring *ring, const struct moment *now)
{
    ASSERT(lock_is_held(&ring->lock));
    const struct credentials *credentials = ring->credentials;
    int64_t left = credentials != NULL ? credentials_left(credentials, now) : 0;
    if (credentials != NULL && !ring->is_rejected && left > ring->window_ms) {
        return KEYRING_RETURN;
    }
    if (credentials != NULL && !ring->is_rejected && left > DUE_MS) {
        bool is_quiet = ring->next_ahead > now->steady && !is_failure_over(ring);
        return ring->refresh != NULL || is_quiet ? KEYRING_RETURN : KEYRING_AHEAD;
    }
    if (ring->failure_until > now->steady && !is_failure_over(ring)) {
        return KEYRING_FAIL;
    }
    if (credentials != NULL && ring->next_due > now->steady) {
        return KEYRING_RETURN;
    }
    return ring->refresh != NULL ? KEYRING_WAIT : KEYRING_REFRESH;
}

/* ---- outcomes ---- */

static void clear_failures(struct keyring *ring)
{
    connect_error_free(ring->failure);
    connect_error_free(ring->stale_reason);
    mem_free(ring->failure_file);
    ring->failure = NULL;
    ring->stale_reason = NULL;
    ring->failure_file = NULL;
    ring->failure_until = 0;
}

void keyring_accept(struct keyring *ring, const struct moment *now, struct credentials *credentials)
{
    ASSERT(lock_is_held(&ring->lock));
    ASSERT(credentials != NULL);
    int64_t left = credentials_left(credentials, now);
    clear_failures(ring);
    credentials_unref(ring->credentials);
    ring->credentials = credentials_ref(credentials);
    ring->window_ms = credentials->expiration == INT64_MAX ? 0 : refresh_window(ring, left);
    ring->is_rejected = false;
    ring->next_ahead = ring->next_due = 0;
    if (credentials->outlives_expiration && left == 0) {
        ring->next_due = now->steady + random_between(ring, BACKOFF_MIN_MS, BACKOFF_MAX_MS);
    }
}

/*
 * Before expiry, so that another attempt follows while the credentials are valid.
 *
 * Rule: a failed refresh is repeated after 5 to 10 minutes.  Source: smithy-rs, static_stability.rs
 * and credential-refresh-tests.json.  Test: credentials_are_refreshed_by_the_policy.
 */
static int64_t backoff_end(const struct keyring *ring, const struct moment *now, int64_t left)
{
    ASSERT(left >= 0);
    int64_t wait = random_between(ring, BACKOFF_MIN_MS, BACKOFF_MAX_MS);
    if (left > 0 && left / 2 < wait) {
        wait = left / 2 > BACKOFF_LEAST_MS ? left / 2 : BACKOFF_LEAST_MS;
    }
    return now->steady + wait;
}

/*
 * Rule: after a failed refresh stale credentials are used, also expired ones, unless user action is
 * needed.  Source: smithy-rs, static_stability.rs and credential-refresh-tests.json.  Test:
 * credentials_are_refreshed_by_the_policy.
 */
bool keyring_serve_stale(struct keyring *ring, const struct moment *now,
                         struct fetch_report *report, const connect_error *failure)
{
    ASSERT(lock_is_held(&ring->lock));
    ASSERT(failure != NULL);
    bool has_credentials = ring->credentials != NULL;
    bool user_code = is_user_code(ring);
    int64_t left = has_credentials ? credentials_left(ring->credentials, now) : 0;
    clear_failures(ring);
    if (report->is_final || connect_error_code(failure) == CONNECT_E_CONFIGURATION) {
        (void)error_copy(&ring->failure, failure);
        ring->failure_until =
            now->steady + random_between(ring, CACHED_ERROR_MIN_MS, CACHED_ERROR_MAX_MS);
        ring->failure_file = report->final_file;
        ring->failure_stamp = report->final_stamp;
        report->final_file = NULL;
        ring->next_ahead = backoff_end(ring, now, left);
        ring->next_due = 0;
        return false;
    }
    if (!has_credentials || (user_code && left == 0)) {
        return false;
    }
    if (!user_code) {
        ring->next_ahead = ring->next_due = backoff_end(ring, now, left);
    }
    (void)error_copy(&ring->stale_reason, failure);
    return true;
}
