/*
 * connect-bench version                                of the libcurl that is loaded
 * connect-bench serve                                  starts the server; ends with standard input
 * connect-bench race ORIGIN BUNDLE                     CPU time of all clients, in turns
 * connect-bench work CLIENT WORK COUNT ORIGIN [BUNDLE [FOLDER]]   COUNT calls and nothing else
 * connect-bench first ORIGIN [BUNDLE]                  the first calls of eight threads at once
 * connect-bench memory ORIGIN                          what a pager holds
 * connect-bench loop plain|tls|default                 a thousand calls on one thread
 * connect-bench fair                                   a loop beside slow work
 * connect-bench throttled                              calls against a server that throttles
 *
 * WORK is "describe" or "page"; a BUNDLE of "-" means the default certificates.
 */
#include "bench.h"

#include <curl/curl.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 21
#define PEERS_MAX 8
#define DESCRIBES 200
#define PAGES 100

typedef bool work_fn(void *client);

static const struct bench_peer *peer_find(const char *name)
{
    for (const struct bench_peer *peer = bench_raw_peers; peer->name != NULL; peer++) {
        if (strcmp(peer->name, name) == 0) {
            return peer;
        }
    }
    return strcmp(name, bench_library_peer.name) == 0 ? &bench_library_peer : NULL;
}

static work_fn *work_of(const struct bench_peer *peer, const char *work)
{
    return strcmp(work, "page") == 0 ? peer->page : peer->describe;
}

static bool repeat(work_fn *work, void *client, long count)
{
    for (long i = 0; i < count; i++) {
        if (!work(client)) {
            return false;
        }
    }
    return true;
}

static struct bench_site site_of(int argc, char **argv, int first)
{
    struct bench_site site = { .origin = argv[first] };

    if (argc > first + 1 && strcmp(argv[first + 1], "-") != 0) {
        site.bundle = argv[first + 1];
    }
    site.folder = argc > first + 2 ? argv[first + 2] : NULL;
    return site;
}

/* ---- commands ---- */

static bool run_serve(int argc, char **argv)
{
    struct bench_server server;
    char end;

    (void)argc;
    (void)argv;
    if (!bench_server_start(&server)) {
        return false;
    }
    (void)printf("%d %d %s\n", server.port, server.tls_port, server.bundle);
    (void)fflush(stdout);
    while (read(STDIN_FILENO, &end, 1) > 0) {
    }
    (void)unlink(server.bundle);
    return true;
}

static bool run_work(int argc, char **argv)
{
    const struct bench_peer *peer = argc > 5 ? peer_find(argv[2]) : NULL;

    if (peer == NULL) {
        return false;
    }
    struct bench_site site = site_of(argc, argv, 5);
    void *client = peer->open(&site);
    bool ok = repeat(work_of(peer, argv[3]), client, strtol(argv[4], NULL, 10));

    peer->close(client);
    return ok;
}

/*
 * Short turns that begin with another client each round, so that a machine whose speed changes
 * treats all of them alike. Prints the median for each.
 */
static bool race(const char *work, const struct bench_site *site, long count)
{
    static double cpu[PEERS_MAX][ROUNDS];
    const struct bench_peer *peers[PEERS_MAX];
    void *clients[PEERS_MAX];
    size_t peers_count = 0;
    bool ok = true;

    for (const struct bench_peer *peer = bench_raw_peers; peer->name != NULL; peer++) {
        peers[peers_count++] = peer;
    }
    peers[peers_count++] = &bench_library_peer;
    for (size_t i = 0; i < peers_count; i++) {
        clients[i] = peers[i]->open(site);
        ok = ok && repeat(work_of(peers[i], work), clients[i], count);
    }
    for (size_t round = 0; ok && round < ROUNDS; round++) {
        for (size_t turn = 0; ok && turn < peers_count; turn++) {
            size_t i = (turn + round) % peers_count;
            double before = bench_cpu_us();

            ok = repeat(work_of(peers[i], work), clients[i], count);
            cpu[i][round] = (bench_cpu_us() - before) / (double)count;
        }
    }
    for (size_t i = 0; i < peers_count; i++) {
        (void)printf("%s %s %.2f\n", work, peers[i]->name, bench_median(cpu[i], ROUNDS));
        peers[i]->close(clients[i]);
    }
    return ok;
}

static bool run_race(int argc, char **argv)
{
    struct bench_site site = site_of(argc, argv, 2);

    return race("describe", &site, DESCRIBES) && race("page", &site, PAGES);
}

static bool run_memory(int argc, char **argv)
{
    struct bench_site site = site_of(argc, argv, 2);

    return bench_pager_memory(&site);
}

static bool run_first(int argc, char **argv)
{
    struct bench_site site = site_of(argc, argv, 2);

    return bench_first_calls(&site);
}

static bool run_loop(int argc, char **argv)
{
    (void)argc;
    return strcmp(argv[2], "default") == 0 ? bench_loop_default()
                                           : bench_loop(strcmp(argv[2], "tls") == 0);
}

static bool run_fair(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return bench_loop_fairness();
}

static bool run_throttled(int argc, char **argv)
{
    struct bench_server server;

    (void)argc;
    (void)argv;
    if (!bench_server_start(&server)) {
        return false;
    }
    bench_throttled(&server);
    bench_shared(&server);
    (void)unlink(server.bundle);
    return true;
}

static bool run_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return puts(curl_version_info(CURLVERSION_NOW)->version) >= 0;
}

static const struct {
    const char *name;
    int arguments; /* at least */
    bool (*run)(int argc, char **argv);
} commands[] = {
    { "version", 0, run_version }, { "serve", 0, run_serve }, { "race", 2, run_race },
    { "work", 4, run_work },       { "first", 1, run_first }, { "memory", 1, run_memory },
    { "loop", 1, run_loop },       { "fair", 0, run_fair },   { "throttled", 0, run_throttled },
};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (argc > 1 && strcmp(argv[1], commands[i].name) == 0 &&
            argc - 2 >= commands[i].arguments) {
            if (commands[i].run(argc, argv)) {
                return EXIT_SUCCESS;
            }
            (void)fprintf(stderr, "connect-bench: %s failed\n", argv[1]);
            return EXIT_FAILURE;
        }
    }
    (void)fprintf(stderr,
                  "usage: connect-bench serve|race|work|first|memory|loop|fair|throttled ...\n");
    return 2;
}
