/*
 * See carrier.h.
 *
 * libcurl reports by two callbacks which sockets to watch and when to call it for its timers.  Each
 * large user of that interface has had hangs or busy loops in some version, so that nothing here
 * relies on it alone:
 *
 *  - libcurl's callbacks never call libcurl (7.81 crashes): they change the set or note a time.
 *  - A socket leaves the set when it is closed (CLOSESOCKETFUNCTION), not when libcurl says so.
 *  - A sweep: while anything is on the wire, curl_multi_perform() once a second.  A wake-up or
 *    timer that a version of libcurl loses costs a second then.
 *  - A spin guard: a descriptor that is ready many times in a row without any progress is no longer
 *    watched, until libcurl requests it anew; the sweep serves it.
 *  - Timers of 0 ms that are set again and again (8.4.0) are followed a hundred times a step.
 *  - libcurl's own limits of connections are not used: the queue here holds requests back.
 *  - A lookup that cannot be cancelled (before 7.87) is orphaned: it ends by itself.
 */
#include "http/carrier.h"

#include "core/assert.h"
#include "core/clock.h"
#include "core/fork.h"
#include "core/mem.h"
#include "http/carrier_wire.h"

#include <string.h>

#define SWEEP_MS 1000
#define TIMER_CALLS_MAX 100
#define TIMER_PAUSE_MS 10
#define QUEUE_SCAN_MAX 256

#define OPTION_MULTI_QUICK_EXIT ((CURLMoption)(CURLOPTTYPE_LONG + 21)) /* 8.20 */

static int64_t monotonic_now(void)
{
    return clock_system.monotonic(clock_system.user);
}

/* ---- SIGPIPE: blocked from the first use of libcurl in a step until its last ---- */

static void sigpipe_guard(struct carrier *carrier)
{
    if (!carrier->guarded) {
        sigpipe_block(&carrier->guard);
        carrier->guarded = true;
    }
}

static void sigpipe_unguard(struct carrier *carrier)
{
    if (carrier->guarded) {
        carrier->guarded = false;
        sigpipe_restore(&carrier->guard);
    }
}

/* ---- libcurl's callbacks ---- */

static int on_timer(CURLM *multi, long ms, void *user)
{
    struct carrier *carrier = user;
    (void)multi;
    carrier->timer_at = ms < 0 ? DEADLINE_NONE : monotonic_now() + ms;
    carrier->sockets.keeper.events++;
    return 0;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *user, void *unused)
{
    struct carrier *carrier = user;
    (void)easy, (void)unused;
    unsigned interest = what == CURL_POLL_IN      ? WATCH_READ
                        : what == CURL_POLL_OUT   ? WATCH_WRITE
                        : what == CURL_POLL_INOUT ? WATCH_READ | WATCH_WRITE
                                                  : 0;
    carrier_sockets_watch(&carrier->sockets, fd, interest);
    return 0;
}

static void on_activity(struct carrier_sockets *sockets, int fd, unsigned ready)
{
    struct carrier *carrier =
        (struct carrier *)((char *)sockets - offsetof(struct carrier, sockets));
    int running;
    int events = ((ready & WATCH_READ) != 0 ? CURL_CSELECT_IN : 0) |
                 ((ready & WATCH_WRITE) != 0 ? CURL_CSELECT_OUT : 0);
    sigpipe_guard(carrier);
    (void)curl_multi_socket_action(carrier->multi, fd, events, &running);
}

/* ---- making and freeing ---- */

static bool multi_configure(struct carrier *carrier, size_t max_kept)
{
    CURLM *multi = carrier->multi;
    long kept = max_kept > carrier->max_on_wire ? (long)max_kept : (long)carrier->max_on_wire;
    /* Absent before 8.20. */
    (void)curl_multi_setopt(multi, OPTION_MULTI_QUICK_EXIT, 1L);
    return curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, kept) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, carrier) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer) == CURLM_OK &&
           curl_multi_setopt(multi, CURLMOPT_TIMERDATA, carrier) == CURLM_OK;
}

struct carrier *carrier_new(const connect_transport *transport, struct watch_set *set,
                            size_t max_on_wire)
{
    struct transport *own = transport->user;
    ASSERT(set != NULL && max_on_wire > 0);
    struct carrier *carrier = transport_is_curl(transport) && transport_start(own)
                                  ? mem_calloc(1, sizeof *carrier)
                                  : NULL;
    if (carrier == NULL) {
        return NULL;
    }
    ASSERT(transport_is_curl(transport));
    carrier->transport = own;
    carrier->owner = fork_generation();
    carrier->max_on_wire = max_on_wire;
    carrier->keep = own->pool.max_idle > 0;
    carrier->timer_at = DEADLINE_NONE;
    carrier_sockets_init(&carrier->sockets, set, on_activity);
    carrier->multi = curl_multi_init();
    if (carrier->multi == NULL || !multi_configure(carrier, own->pool.max_idle)) {
        carrier_free(carrier);
        return NULL;
    }
    return carrier;
}

/*
 * In a forked child, whose sockets must not reach a server.  True when the rest must be leaked: a
 * thread that looks a name up does not exist here, and libcurl would wait for it.
 */
static bool carrier_disinherit(struct carrier *carrier)
{
    bool leaks = carried_has_lookup(carrier);
    carrier_sockets_disinherit(&carrier->sockets, leaks);
    return leaks;
}

void carrier_free(struct carrier *carrier)
{
    ASSERT(carrier == NULL || !carrier->guarded);
    if (carrier == NULL || (fork_generation() != carrier->owner && carrier_disinherit(carrier))) {
        return;
    }
    sigpipe_guard(carrier);
    carried_free_all(carrier);
    (void)curl_multi_cleanup(carrier->multi);
    sigpipe_unguard(carrier);
    carrier_sockets_release(&carrier->sockets);
    mem_free(carrier);
}

/* ---- exchanges ---- */

void carrier_start(struct carrier *carrier, struct carrier_exchange *exchange)
{
    ASSERT(exchange->request != NULL && exchange->response != NULL);
    ASSERT(exchange->failure != NULL && exchange->done != NULL);
    ASSERT(exchange->carried == NULL);
    failure_clear(exchange->failure);
    exchange_append(&carrier->queue, exchange, PLACE_QUEUED);
}

/* The first of the queue that need not wait for a lookup. */
static struct carrier_exchange *queue_next(struct carrier *carrier, struct lookup **lookup)
{
    struct carrier_exchange *exchange = carrier->queue.first;
    for (int i = 0; exchange != NULL && i < QUEUE_SCAN_MAX; i++, exchange = exchange->next) {
        *lookup = lookup_find(&carrier->lookups, exchange->request->url);
        if (*lookup == NULL || !(*lookup)->under_way) {
            return exchange;
        }
    }
    return NULL;
}

static void queue_send(struct carrier *carrier)
{
    struct carrier_exchange *exchange;
    struct lookup *lookup;
    while (carrier->on_wire < carrier->max_on_wire &&
           (exchange = queue_next(carrier, &lookup)) != NULL) {
        exchange_remove(&carrier->queue, exchange);
        ASSERT(lookup == NULL || !lookup->under_way);
        sigpipe_guard(carrier);
        exchange_send(carrier, exchange, lookup, false);
    }
}

void carrier_cancel(struct carrier *carrier, struct carrier_exchange *exchange)
{
    if (exchange->place == PLACE_QUEUED) {
        exchange_remove(&carrier->queue, exchange);
    } else if (exchange->place == PLACE_DONE) {
        exchange_remove(&carrier->done, exchange);
    } else if (exchange->place == PLACE_ON_WIRE) {
        ASSERT(exchange->carried != NULL && exchange->carried->exchange == exchange);
        bool guarded = carrier->guarded;
        sigpipe_guard(carrier);
        exchange_withdraw(carrier, exchange);
        if (!guarded) {
            sigpipe_unguard(carrier);
        }
    }
}

/* ---- running ---- */

static void timers_run(struct carrier *carrier)
{
    int running;
    int64_t now = monotonic_now();
    /* The clock is read each time: a timer that is set for now again is due however long a call
     * takes. */
    for (int i = 0; carrier->timer_at <= now; i++) {
        if (i == TIMER_CALLS_MAX) {
            carrier->timer_at = now + TIMER_PAUSE_MS;
            return;
        }
        carrier->timer_at = DEADLINE_NONE;
        sigpipe_guard(carrier);
        (void)curl_multi_socket_action(carrier->multi, CURL_SOCKET_TIMEOUT, 0, &running);
        now = monotonic_now();
    }
}

static void sweep_ended(struct carrier *carrier)
{
    int running;
    int64_t now = monotonic_now();
    if (carrier->on_wire > 0 && now >= carrier->sweep_at) {
        sigpipe_guard(carrier);
        (void)curl_multi_perform(carrier->multi, &running);
        carrier->sweep_at = now + SWEEP_MS;
    }
}

/*
 * Takes the requests that have ended in this step: only its calls of libcurl end some, and SIGPIPE
 * was blocked before each of them.
 */
static void completions_take(struct carrier *carrier)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(carrier->multi, &left)) != NULL) {
        char *private = NULL;
        CURLcode code = message->data.result;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
        ASSERT(private != NULL && message->msg == CURLMSG_DONE);
        carried_complete(carrier, (struct carried *)(void *)private, code);
    }
}

static size_t done_call(struct carrier *carrier, size_t max_done)
{
    size_t called = 0;
    while (called < max_done && carrier->done.first != NULL) {
        struct carrier_exchange *exchange = carrier->done.first;
        exchange_remove(&carrier->done, exchange);
        ASSERT(exchange->carried == NULL && !carrier->guarded);
        called++;
        exchange->done(exchange);
    }
    return called;
}

size_t carrier_run(struct carrier *carrier, size_t max_done)
{
    if (fork_generation() != carrier->owner) {
        return 0;
    }
    size_t before = carrier->on_wire;
    timers_run(carrier);
    sweep_ended(carrier);
    completions_take(carrier);
    carried_end_lookups(carrier);
    queue_send(carrier);
    if (before == 0) {
        carrier->sweep_at = monotonic_now() + SWEEP_MS;
    }
    /* What was sent just now has set a timer of 0 ms: connecting begins without another step.
     */
    timers_run(carrier);
    completions_take(carrier);
    sigpipe_unguard(carrier);
    ASSERT(carrier->on_wire <= carrier->max_on_wire);
    return done_call(carrier, max_done);
}

int64_t carrier_next_run(const struct carrier *carrier)
{
    struct lookup *lookup;
    int64_t due = carrier->timer_at;
    if (carrier->on_wire > 0 && carrier->sweep_at < due) {
        due = carrier->sweep_at;
    }
    bool sendable = carrier->on_wire < carrier->max_on_wire &&
                    queue_next((struct carrier *)carrier, &lookup) != NULL;
    return carrier->done.count > 0 || sendable ? 0 : due;
}
