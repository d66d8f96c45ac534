/*
 * What a loop does beside slow work: fast calls among paced ones, and an application that has
 * something to do every 10 ms while a credential process runs.
 */
#include "bench.h"
#include "hold.h"

#include <connect/connect.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PACED 500
#define FAST 10
#define WAITING 100 /* calls that wait for credentials */
#define BEAT_US 10000

struct fast {
    int64_t start_us, latest_us;
    int ended, succeeded;
};

static void fast_end(void *user, connect_call *call, connect_status status)
{
    struct fast *fast = user;
    int64_t took = bench_now_us() - fast->start_us;

    (void)call;
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

/* Microseconds by which a beat was late at most while calls are pending. */
static int64_t latest_beat(connect_loop *loop)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };
    int64_t latest = 0, next = bench_now_us() + BEAT_US;

    while (connect_loop_pending(loop) > 0) {
        int64_t left = next - bench_now_us();
        if (poll(&fd, 1, left > 0 ? (int)((left + 999) / 1000) : 0) == 1) {
            (void)connect_loop_step(loop);
        }
        int64_t now = bench_now_us();
        if (now >= next) {
            latest = now - next > latest ? now - next : latest;
            next = now + BEAT_US;
        }
    }
    return latest;
}

static bool write_config(char *path)
{
    int fd = mkstemp(path);
    bool ok = fd >= 0 && dprintf(fd,
                                 "[profile slow]\ncredential_process = /bin/sh -c 'sleep 1; echo "
                                 "\"{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"%s\\\","
                                 "\\\"SecretAccessKey\\\":\\\"%s\\\"}\"'\n",
                                 BENCH_KEY, BENCH_SECRET) > 0;

    if (fd >= 0) {
        (void)close(fd);
    }
    return ok;
}

static bool measure_beats(struct hold *hold)
{
    const connect_describe_instance_request request = { .size = sizeof request,
                                                        .instance_id = BENCH_INSTANCE };
    connect_client_options options = { .size = sizeof options };
    struct fast calls = { 0 };
    connect_loop *loop = NULL;
    connect_client *client = NULL;
    bool ok = connect_credentials_profile("slow", &options.credentials, NULL) == CONNECT_OK &&
              (client = hold_client(hold, &options)) != NULL &&
              connect_loop_new(client, NULL, &loop, NULL) == CONNECT_OK;

    connect_credentials_provider_free(options.credentials);
    for (int i = 0; ok && i < WAITING; i++) {
        ok = connect_describe_instance_start(loop, client, &request, fast_end, &calls, NULL,
                                             NULL) == CONNECT_OK;
    }
    if (ok) {
        (void)printf("beat %.1f\n", (double)latest_beat(loop) / 1000);
    }
    connect_loop_free(loop);
    connect_client_free(client);
    return ok && calls.succeeded == WAITING;
}

bool bench_loop_fairness(void)
{
    char config[] = "/tmp/connect-bench-XXXXXX";
    struct hold hold = { .batch = 1, .calls = 1, .settle_us = 1000 };
    bool ok = write_config(config) && setenv("AWS_CONFIG_FILE", config, 1) == 0 &&
              hold_start(&hold) && measure_fairness(&hold) && measure_beats(&hold);

    hold_stop(&hold);
    (void)unlink(config);
    return ok;
}
