/*
 * Processes that share a quota: 96 describes by eight processes of four threads each against two a
 * second with a burst of five, with and without two of them being killed on the way; and what a
 * turn costs that is due.
 */
#include "bench.h"

#include <connect/connect.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS 96
#define PROCESSES 8
#define THREADS 4
#define KILLED 2
#define RATE 2.0
#define BURST 5.0

/* What the processes share with the parent. */
struct tally {
    atomic_int next; /* how many calls have begun, less those that were killed */
    atomic_int served;
    atomic_int begun[PROCESSES], ended[PROCESSES];
    _Atomic int64_t last_us; /* when the last one ended */
};

struct worker {
    struct tally *tally;
    connect_client *client;
    int number;
};

static void *work(void *user)
{
    struct worker *worker = user;
    struct tally *tally = worker->tally;
    connect_describe_instance_request request = { .size = sizeof request,
                                                  .instance_id = BENCH_INSTANCE };

    while (atomic_fetch_add(&tally->next, 1) < CALLS) {
        (void)atomic_fetch_add(&tally->begun[worker->number], 1);
        if (connect_describe_instance(worker->client, &request, NULL, NULL) == CONNECT_OK) {
            (void)atomic_fetch_add(&tally->served, 1);
        }
        atomic_store(&tally->last_us, bench_now_us());
        (void)atomic_fetch_add(&tally->ended[worker->number], 1);
    }
    return NULL;
}

static connect_client *new_client(int port, const char *path)
{
    const connect_credentials keys = { .size = sizeof keys,
                                       .access_key_id = BENCH_KEY,
                                       .secret_access_key = BENCH_SECRET,
                                       .account_id = "123456789012" };
    connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    connect_client_options options = { .size = sizeof options, .pace = &pace };
    connect_client *client = NULL;
    char url[64];

    (void)snprintf(url, sizeof url, "http://127.0.0.1:%d", port);
    pace.shared_file = path;
    options.region = BENCH_REGION;
    options.endpoint_url = url;
    if (connect_credentials_static(&keys, &options.credentials, NULL) == CONNECT_OK) {
        (void)connect_client_new(&options, &client, NULL);
    }
    connect_credentials_provider_free(options.credentials);
    return client;
}

static void run_process(struct tally *tally, int port, const char *path, int number)
{
    struct worker worker = { tally, new_client(port, path), number };
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++) {
        (void)pthread_create(&threads[i], NULL, work, &worker);
    }
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    connect_client_free(worker.client);
    _exit(0);
}

static void report(const char *name, const struct tally *tally, int64_t start, int refused,
                   int first)
{
    double seconds = (double)(atomic_load(&tally->last_us) - start) / 1e6;
    int least = CALLS, most = 0;

    for (int i = first; i < PROCESSES; i++) {
        int own = atomic_load(&tally->ended[i]);

        least = own < least ? own : least;
        most = own > most ? own : most;
    }
    (void)printf("  %-34s %6.2f s  %5.3f of ideal  %2d of %d served  %2d refusals  %d to %d each\n",
                 name, seconds, seconds / ((CALLS - BURST) / RATE), atomic_load(&tally->served),
                 CALLS, refused, least, most);
}

static void run_shared(struct bench_server *server, const char *name, int killed)
{
    char path[] = "/tmp/connect-bench-XXXXXX";
    struct tally *tally =
        mmap(NULL, sizeof *tally, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t children[PROCESSES];
    int fd = mkstemp(path);
    int64_t start;

    if (fd < 0 || tally == MAP_FAILED) {
        (void)printf("  %-34s could not be started\n", name);
        return;
    }
    (void)close(fd);
    bench_server_throttle(server, RATE, BURST);
    (void)fflush(stdout);
    start = bench_now_us();
    for (int i = 0; i < PROCESSES; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            run_process(tally, server->port, path, i);
        }
    }
    for (int i = 0; i < killed; i++) {
        (void)sleep(5);
        (void)kill(children[i], SIGKILL);
        (void)waitpid(children[i], NULL, 0);
        /* What it had begun is left to the others. */
        (void)atomic_fetch_sub(&tally->next,
                               atomic_load(&tally->begun[i]) - atomic_load(&tally->ended[i]));
    }
    for (int i = killed; i < PROCESSES; i++) {
        (void)waitpid(children[i], NULL, 0);
    }
    report(name, tally, start, server->shared->refused, killed);
    bench_server_throttle(server, 0, 0);
    (void)munmap(tally, sizeof *tally);
    (void)unlink(path);
}

void bench_shared(struct bench_server *server)
{
    (void)printf(
        "\nShared: %d describes by %d processes of %d threads, server at %.0f/s burst %.0f, "
        "ideal %.1f s\n",
        CALLS, PROCESSES, THREADS, RATE, BURST, (CALLS - BURST) / RATE);
    run_shared(server, "one file", 0);
    run_shared(server, "the same, two killed", KILLED);
}
