/* Thirty describes by eight threads against a server that allows two a second, five at once. */
#include "bench.h"

#include <connect/connect.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#define CALLS 30
#define THREADS 8
#define RATE 2.0
#define BURST 5.0

struct world {
    connect_client *client;
    atomic_int next;
    atomic_int succeeded;
};

static void *work(void *user)
{
    struct world *world = user;
    connect_describe_instance_request request = { sizeof request, .instance_id = BENCH_INSTANCE };

    while (atomic_fetch_add(&world->next, 1) < CALLS) {
        if (connect_describe_instance(world->client, &request, NULL, NULL) == CONNECT_OK) {
            atomic_fetch_add(&world->succeeded, 1);
        }
    }
    return NULL;
}

static void run_throttled_calls(struct bench_server *server, const char *name,
                                connect_retry_mode mode, const connect_pace *pace)
{
    connect_client_options options = { .size = sizeof options };
    connect_credentials keys = { sizeof keys, .access_key_id = BENCH_KEY,
                                 .secret_access_key = BENCH_SECRET };
    struct world world = { 0 };
    pthread_t threads[THREADS];
    char url[64];
    int64_t start;
    double seconds;

    (void)snprintf(url, sizeof url, "http://127.0.0.1:%d", server->port);
    options.region = BENCH_REGION;
    options.endpoint_url = url;
    options.retry_mode = mode;
    options.pace = pace;
    if (connect_credentials_static(&keys, &options.credentials, NULL) != CONNECT_OK ||
        connect_client_new(&options, &world.client, NULL) != CONNECT_OK) {
        (void)printf("  %-34s could not be started\n", name);
        return;
    }
    bench_server_throttle(server, RATE, BURST);
    start = bench_now_us();
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_create(&threads[i], NULL, work, &world);
    }
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    seconds = (double)(bench_now_us() - start) / 1e6;
    (void)printf("  %-34s %6.2f s  %5.3f of ideal  %2d of %d served  %2d throttled\n", name,
                 seconds, seconds / ((CALLS - BURST) / RATE), atomic_load(&world.succeeded), CALLS,
                 server->shared->refused);
    bench_server_throttle(server, 0, 0);
    connect_client_free(world.client);
    connect_credentials_provider_free(options.credentials);
}

void bench_throttled(struct bench_server *server)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;

    (void)printf("%d describes by %d threads, server at %.0f/s burst %.0f, ideal %.1f s\n", CALLS,
                 THREADS, RATE, BURST, (CALLS - BURST) / RATE);
    run_throttled_calls(server, "retries alone (standard)", CONNECT_RETRY_STANDARD, NULL);
    run_throttled_calls(server, "adaptive", CONNECT_RETRY_ADAPTIVE, NULL);
    run_throttled_calls(server, "paced", CONNECT_RETRY_STANDARD, &pace);
}
