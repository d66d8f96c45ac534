/*
 * What a loop does beside slow work: fast calls among paced ones, and an application that has
 * something to do every 10 ms while its calls wait for slow sources of credentials.
 */
#include "bench.h"
#include "hold.h"
#include "sources.h"

#include <connect/connect.h>

#include <poll.h>
#include <stdio.h>

#define PACED 500
#define FAST 10
#define WAITING 100 /* calls that wait for each source of credentials */
#define BEAT_US 10000

struct fast {
    int64_t start_us;
    int64_t earliest_us, latest_us; /* from the start to the end of a call */
    int ended, succeeded;
};

static void fast_end(void *user, connect_call *call, connect_status status)
{
    struct fast *fast = user;
    int64_t took = bench_now_us() - fast->start_us;

    (void)call;
    fast->earliest_us = fast->ended == 0 ? took : fast->earliest_us;
    fast->ended++;
    fast->succeeded += status == CONNECT_OK;
    fast->latest_us = took > fast->latest_us ? took : fast->latest_us;
}

static bool start_mixed(connect_loop *loop, connect_client *client, struct fast *fast)
{
    const connect_describe_instance_request describe = { .size = sizeof describe,
                                                         .instance_id = BENCH_INSTANCE };
    const connect_list_instances_request list = { .size = sizeof list };
    bool ok = true;

    fast->start_us = bench_now_us();
    for (int i = 0; ok && i < PACED; i++) {
        ok = connect_describe_instance_start(loop, client, &describe, NULL, NULL, NULL, NULL) ==
             CONNECT_OK;
        if (ok && i % (PACED / FAST) == 0) {
            ok = connect_list_instances_start(loop, client, &list, fast_end, fast, NULL, NULL) ==
                 CONNECT_OK;
        }
    }
    return ok;
}

/* Prints when the last of the fast calls has ended. Those that are paced end with the loop. */
static bool measure_fairness(struct hold *hold)
{
    const connect_quota describes = {
        .size = sizeof describes, .operation = "DescribeInstance", .rate = 0.001, .burst = 1
    };
    const connect_quota *quotas[] = { &describes };
    const connect_pace pace = { .size = sizeof pace, .quotas = quotas, .quotas_count = 1 };
    connect_client_options options = { .size = sizeof options, .pace = &pace };
    connect_client *client = hold_client(hold, &options);
    connect_loop *loop = NULL;
    struct fast fast = { 0 };
    bool ok = client != NULL && connect_loop_new(client, NULL, &loop, NULL) == CONNECT_OK &&
              start_mixed(loop, client, &fast);

    while (ok && fast.ended < FAST) {
        (void)connect_loop_run(loop, -1);
    }
    (void)printf("fair %.1f\n", (double)fast.latest_us / 1000);
    connect_loop_free(loop);
    connect_client_free(client);
    return ok && fast.succeeded == FAST;
}

/* ---- the beat of an application ---- */

/* An application with a client and a loop for each source, all in one thread. */
struct host {
    connect_client *clients[SOURCES_COUNT];
    connect_loop *loops[SOURCES_COUNT];
    struct fast calls[SOURCES_COUNT];
    struct pollfd fds[SOURCES_COUNT];
};

static bool host_start(struct host *host, const struct hold *hold, int i)
{
    const connect_describe_instance_request request = { .size = sizeof request,
                                                        .instance_id = BENCH_INSTANCE };
    connect_client_options options = { .size = sizeof options, .profile = sources_profiles[i] };

    host->clients[i] = hold_client(hold, &options);
    bool ok = host->clients[i] != NULL &&
              connect_loop_new(host->clients[i], NULL, &host->loops[i], NULL) == CONNECT_OK;
    host->calls[i].start_us = bench_now_us();
    for (int call = 0; ok && call < WAITING; call++) {
        ok = connect_describe_instance_start(host->loops[i], host->clients[i], &request, fast_end,
                                             &host->calls[i], NULL, NULL) == CONNECT_OK;
    }
    if (ok) {
        host->fds[i] = (struct pollfd){ connect_loop_fd(host->loops[i]), POLLIN, 0 };
    }
    return ok;
}

/* True when all calls have succeeded, and none before its source can have had credentials. */
static bool host_has_succeeded(const struct host *host)
{
    bool ok = true;

    for (int i = 0; i < SOURCES_COUNT; i++) {
        const struct fast *calls = &host->calls[i];
        if (calls->succeeded < WAITING || calls->earliest_us < SOURCES_DELAY_MS * 1000) {
            (void)fprintf(stderr, "source %s: %d of %d calls succeeded, the first after %.1f s\n",
                          sources_profiles[i], calls->succeeded, WAITING,
                          (double)calls->earliest_us / 1e6);
            ok = false;
        }
    }
    return ok;
}

static void host_stop(struct host *host)
{
    for (int i = 0; i < SOURCES_COUNT; i++) {
        connect_loop_free(host->loops[i]);
        connect_client_free(host->clients[i]);
    }
}

static bool host_is_busy(const struct host *host)
{
    bool is_busy = false;

    for (int i = 0; i < SOURCES_COUNT; i++) {
        is_busy = is_busy || connect_loop_pending(host->loops[i]) > 0;
    }
    return is_busy;
}

/* Microseconds by which a beat was late at most while calls are pending. */
static int64_t host_latest_beat(struct host *host)
{
    int64_t latest = 0, next = bench_now_us() + BEAT_US;

    while (host_is_busy(host)) {
        int64_t left = next - bench_now_us();
        (void)poll(host->fds, SOURCES_COUNT, left > 0 ? (int)((left + 999) / 1000) : 0);
        for (int i = 0; i < SOURCES_COUNT; i++) {
            if (host->fds[i].revents != 0) {
                (void)connect_loop_step(host->loops[i]);
            }
        }
        int64_t now = bench_now_us();
        if (now >= next) {
            latest = now - next > latest ? now - next : latest;
            next = now + BEAT_US;
        }
    }
    return latest;
}

static bool measure_beats(struct hold *hold)
{
    struct sources sources = { 0 };
    struct host host = { 0 };
    bool ok = sources_start(&sources);

    for (int i = 0; ok && i < SOURCES_COUNT; i++) {
        ok = host_start(&host, hold, i);
    }
    if (ok) {
        (void)printf("beat %.1f\n", (double)host_latest_beat(&host) / 1000);
        ok = host_has_succeeded(&host);
    }
    host_stop(&host);
    sources_stop(&sources);
    return ok;
}

bool bench_loop_fairness(void)
{
    struct hold hold = { .batch = 1, .calls = 1, .settle_us = 1000 };
    bool ok = hold_start(&hold) && measure_fairness(&hold) && measure_beats(&hold);

    hold_stop(&hold);
    return ok;
}
