/*
 * make bench: what the library costs beside a hand-written client, in one run.  Method:
 * bench/README.md.
 */
#include "bench.h"

#include <connect/connect.h>

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ROUNDS 41

static connect_client *new_client(int port)
{
    connect_client_options options = { .size = sizeof options };
    connect_credentials keys = { sizeof keys, .access_key_id = BENCH_KEY,
                                 .secret_access_key = BENCH_SECRET };
    connect_client *client = NULL;
    char url[64];

    (void)snprintf(url, sizeof url, "http://127.0.0.1:%d", port);
    options.region = BENCH_REGION;
    options.endpoint_url = url;
    if (connect_credentials_static(&keys, &options.credentials, NULL) == CONNECT_OK) {
        (void)connect_client_new(&options, &client, NULL);
    }
    connect_credentials_provider_free(options.credentials);
    return client;
}

static bool library_describe(void *user)
{
    connect_describe_instance_request request = { sizeof request, .instance_id = BENCH_INSTANCE };
    connect_describe_instance_response *response;
    bool ok = connect_describe_instance(user, &request, &response, NULL) == CONNECT_OK &&
              response->instance->instance_status == CONNECT_INSTANCE_STATUS_ACTIVE;

    connect_free(response);
    return ok;
}

static bool library_list(void *user)
{
    connect_list_instances_request request = { sizeof request, .max_results = CONNECT_SET(10) };
    connect_pager *pager = connect_list_instances_pages(user, &request);
    int count = 0;
    bool ok;

    while (connect_list_instances_next(pager) != NULL) {
        count++;
    }
    ok = connect_pager_error(pager) == NULL && count == 2000;
    connect_pager_free(pager);
    return ok;
}

static bool hand_describe(void *user)
{
    return hand_written_describe(user);
}

static bool hand_list(void *user)
{
    for (int page = 0; page < 200; page++) {
        if (!hand_written_page(user)) {
            return false;
        }
    }
    return true;
}

struct contender {
    const char *name;
    bool (*work)(void *user);
    void *user;
    double cpu[ROUNDS];
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, by_value);
    return values[ROUNDS / 2];
}

static double cpu_of(const struct contender *contender, int repeats)
{
    double start = bench_cpu_us();

    for (int i = 0; i < repeats; i++) {
        if (!contender->work(contender->user)) {
            (void)printf("  %s failed\n", contender->name);
            exit(1);
        }
    }
    return bench_cpu_us() - start;
}

/*
 * Short turns, each beginning with the other one: a machine whose speed changes meets both sides of
 * a factor alike.
 */
static void race(const char *title, struct contender *contenders, int repeats, int calls_each)
{
    double factors[ROUNDS];

    (void)printf("\n%s\n", title);
    (void)cpu_of(&contenders[0], repeats);
    (void)cpu_of(&contenders[1], repeats);
    for (int round = 0; round < ROUNDS; round++) {
        for (int turn = 0; turn < 2; turn++) {
            struct contender *contender = &contenders[(turn + round) % 2];

            contender->cpu[round] = cpu_of(contender, repeats) / repeats / calls_each;
        }
        factors[round] = contenders[1].cpu[round] / contenders[0].cpu[round];
    }
    for (int c = 0; c < 2; c++) {
        double middle = median(contenders[c].cpu);

        (void)printf("  %-34s %6.1f us CPU  (%.1f-%.1f)  x %.2f\n", contenders[c].name, middle,
                     contenders[c].cpu[0], contenders[c].cpu[ROUNDS - 1],
                     c == 0 ? 1 : median(factors));
    }
}

static void show_memory(connect_client *client)
{
    connect_list_instances_request request = { sizeof request, .max_results = CONNECT_SET(10) };
    size_t before = mallinfo2().uordblks, peak = 0;
    connect_pager *pager = connect_list_instances_pages(client, &request);

    while (connect_list_instances_next(pager) != NULL) {
        size_t held = mallinfo2().uordblks - before;

        if (held > peak) {
            peak = held;
        }
    }
    connect_pager_free(pager);
    (void)printf("\nMemory\n  a pager over 2,000 instances holds   %5.1f KiB at most\n",
                 (double)peak / 1024);
}

static void show_size(const char *library)
{
    struct stat file;

    if (library != NULL && stat(library, &file) == 0) {
        (void)printf("  the shared object, stripped          %5.1f KiB\n",
                     (double)file.st_size / 1024);
    }
}

int main(int argc, char **argv)
{
    struct bench_server server;
    connect_client *client;
    struct hand_written *hand;

    if (!bench_server_start(&server) || (client = new_client(server.port)) == NULL) {
        (void)fprintf(stderr, "bench: the server or the client could not be started\n");
        return 1;
    }
    hand = hand_written_new(server.port);
    (void)printf("libconnect %s beside a hand-written client; medians of %d turns each\n",
                 connect_version(), ROUNDS);
    race("DescribeInstance on a warm connection",
         (struct contender[]){ { "hand-written: libcurl and jansson", hand_describe, hand, { 0 } },
                               { "libconnect", library_describe, client, { 0 } } },
         200, 1);
    race("ListInstances, a page of ten",
         (struct contender[]){ { "hand-written: libcurl and jansson", hand_list, hand, { 0 } },
                               { "libconnect", library_list, client, { 0 } } },
         1, 200);
    show_memory(client);
    show_size(argc > 1 ? argv[1] : NULL);
    if (getenv("BENCH_QUICK") == NULL) {
        bench_throttled(&server);
    }
    hand_written_free(hand);
    connect_client_free(client);
    bench_server_stop(&server);
    return 0;
}
