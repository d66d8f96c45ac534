/* libconnect, as an application uses it. */
#include "bench.h"

#include <connect/connect.h>

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define THREADS 8

struct library {
    connect_client *client;
    connect_pager *pager;
};

static connect_client *client_new(const struct bench_site *site)
{
    connect_client_options options = { .size = sizeof options };
    connect_credentials credentials = { sizeof credentials, .access_key_id = BENCH_KEY,
                                        .secret_access_key = BENCH_SECRET };
    connect_client *client = NULL;

    options.region = BENCH_REGION;
    options.endpoint_url = site->origin;
    options.ca_bundle = site->bundle;
    if (connect_credentials_static(&credentials, &options.credentials, NULL) == CONNECT_OK) {
        (void)connect_client_new(&options, &client, NULL);
    }
    connect_credentials_provider_free(options.credentials);
    return client;
}

static bool client_describe(connect_client *client)
{
    connect_describe_instance_request request = { sizeof request, .instance_id = BENCH_INSTANCE };
    connect_describe_instance_response *response;
    connect_error *error = NULL;
    bool ok = connect_describe_instance(client, &request, &response, &error) == CONNECT_OK &&
              response->instance->instance_status == CONNECT_INSTANCE_STATUS_ACTIVE;

    if (!ok) {
        (void)fprintf(stderr, "libconnect: %s\n", connect_error_message(error));
    }
    connect_error_free(error);
    connect_free(response);
    return ok;
}

static void *library_open(const struct bench_site *site)
{
    struct library *library = calloc(1, sizeof *library);

    if (library != NULL) {
        library->client = client_new(site);
    }
    return library;
}

static bool library_describe(void *user)
{
    struct library *library = user;

    return client_describe(library->client);
}

static bool library_page(void *user)
{
    struct library *library = user;
    connect_list_instances_request request = { sizeof request, .max_results = CONNECT_SET(10) };

    if (library->pager == NULL) {
        library->pager = connect_list_instances_pages(library->client, &request);
    }
    for (int i = 0; i < 10; i++) {
        if (connect_list_instances_next(library->pager) == NULL) {
            if (connect_pager_error(library->pager) != NULL || i > 0) {
                return false;
            }
            connect_pager_free(library->pager);
            library->pager = connect_list_instances_pages(library->client, &request);
            i = -1;
        }
    }
    return true;
}

static void library_close(void *user)
{
    struct library *library = user;

    connect_pager_free(library->pager);
    connect_client_free(library->client);
    free(library);
}

const struct bench_peer bench_library_peer = {
    "libconnect", "libconnect", library_open, library_describe, library_page, library_close,
};

/* ---- memory ---- */

/* The bytes that a pager holds at most while it walks a listing; 0 when it fails. */
static size_t pager_peak(connect_client *client)
{
    connect_list_instances_request request = { sizeof request, .max_results = CONNECT_SET(10) };
    size_t before = mallinfo2().uordblks, peak = 0;
    connect_pager *pager = connect_list_instances_pages(client, &request);

    while (connect_list_instances_next(pager) != NULL) {
        size_t held = mallinfo2().uordblks - before;
        peak = held > peak ? held : peak;
    }
    bool ok = connect_pager_error(pager) == NULL;
    connect_pager_free(pager);
    return ok ? peak : 0;
}

/* The first listing opens a connection and fills the client's caches, which are not the pager's. */
bool bench_pager_memory(const struct bench_site *site)
{
    connect_client *client = client_new(site);
    bool ok = pager_peak(client) > 0;
    size_t peak = pager_peak(client);

    (void)printf("%zu\n", peak);
    connect_client_free(client);
    return ok && peak > 0;
}

/* ---- first calls ---- */

struct start {
    connect_client *client;
    pthread_barrier_t barrier;
    bool ok[THREADS];
};

struct starter {
    struct start *start;
    size_t number;
};

static void *call_first(void *user)
{
    struct starter *starter = user;
    struct start *start = starter->start;

    (void)pthread_barrier_wait(&start->barrier);
    start->ok[starter->number] = client_describe(start->client);
    return NULL;
}

bool bench_first_calls(const struct bench_site *site)
{
    struct start start = { .client = client_new(site) };
    struct starter starters[THREADS];
    pthread_t threads[THREADS];
    bool ok = start.client != NULL;
    double before = bench_cpu_us();

    (void)pthread_barrier_init(&start.barrier, NULL, THREADS);
    for (size_t i = 0; i < THREADS; i++) {
        starters[i] = (struct starter){ &start, i };
        (void)pthread_create(&threads[i], NULL, call_first, &starters[i]);
    }
    for (size_t i = 0; i < THREADS; i++) {
        (void)pthread_join(threads[i], NULL);
        ok = ok && start.ok[i];
    }
    (void)printf("%.0f\n", bench_cpu_us() - before);
    (void)pthread_barrier_destroy(&start.barrier);
    connect_client_free(start.client);
    return ok;
}
