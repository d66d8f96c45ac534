/*
 * The event loop: a thousand calls in flight on one thread, on new connections and again on the
 * connections that are kept.
 */
#include "bench.h"
#include "hold.h"

#include <connect/loop.h>

#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define CALLS 1000
#define DEFAULT_ON_WIRE 64
#define HOLD_US 3000000
#define QUIET_US 1000000  /* how long the responses are held at least after the last request */
#define SETTLED_US 500000 /* after which libcurl's timers for new connections have fired */
#define BATCH_QUIET_US 10000
#define IDLE_MS 2000
#define TIMEOUT_MS 60000 /* a busy machine is not to be measured as failed calls */

/* A number of /proc/self/status, or 0. */
static long status_of(const char *name)
{
    char line[256];
    long value = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            value = strtol(line + strlen(name) + 1, NULL, 10);
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return value;
}

/* ---- a round: all calls are started, and all end ---- */

struct round {
    int ended, succeeded;
    int displaced; /* the most places that a call has ended before or after its turn */
    long base_kib, queued_kib, on_wire_kib, threads;
    int64_t sent_us;                 /* when all requests were out */
    int64_t held_us;                 /* how long they were watched until the responses came */
    int held_steps;                  /* in that time */
    double sending_us, receiving_us; /* CPU time of the longest step before and after sent_us */
};

/* The `user` of a call: its round, and the place in the order of the starts. */
struct started {
    struct round *round;
    int place;
};

static void count_end(void *user, connect_call *call, connect_status status)
{
    const struct started *started = user;
    struct round *round = started->round;
    int displaced = abs(round->ended++ - started->place);

    round->displaced = displaced > round->displaced ? displaced : round->displaced;
    round->succeeded += status == CONNECT_OK;
    if (status != CONNECT_OK && round->ended == round->succeeded + 1) {
        (void)fprintf(stderr, "%s\n", connect_error_message(connect_call_error(call)));
    }
}

static bool start_calls(connect_loop *loop, connect_client *client, struct round *round)
{
    static struct started started[CALLS];
    const connect_describe_instance_request request = { .size = sizeof request,
                                                        .instance_id = BENCH_INSTANCE };
    bool ok = true;
    for (int i = 0; ok && i < CALLS; i++) {
        started[i] = (struct started){ round, i };
        ok = connect_describe_instance_start(loop, client, &request, count_end, &started[i], NULL,
                                             NULL) == CONNECT_OK;
    }
    return ok;
}

static void step(connect_loop *loop, double *longest_us)
{
    double before = bench_cpu_us();
    (void)connect_loop_step(loop);
    double took = bench_cpu_us() - before;
    *longest_us = took > *longest_us ? took : *longest_us;
}

/* wanted: the number of requests that the server has read when all of this round are out. */
static void run_calls(connect_loop *loop, struct hold_progress *progress, int wanted,
                      struct round *round)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };
    while (connect_loop_pending(loop) > 0) {
        bool is_sent = atomic_load(&progress->requests) == wanted;
        if (is_sent && round->sent_us == 0) {
            round->sent_us = bench_now_us();
            round->on_wire_kib = status_of("VmRSS:");
            round->threads = status_of("Threads:");
        }
        (void)poll(&fd, 1, 100);
        if (fd.revents == 0) {
            continue;
        }
        step(loop, is_sent ? &round->receiving_us : &round->sending_us);
        round->held_steps += is_sent && bench_now_us() > round->sent_us + SETTLED_US &&
                             atomic_load(&progress->released_us) == 0;
    }
    round->held_us = atomic_load(&progress->released_us) - round->sent_us - SETTLED_US;
}

/*
 * Memory is what the resident set grows by. malloc() first gives back what earlier calls have
 * freed; otherwise a second round would use that and seem to need nothing.
 */
static bool measure_round(const char *name, connect_loop *loop, connect_client *client,
                          struct hold_progress *progress)
{
    int wanted = atomic_load(&progress->requests) + CALLS;
    int connections = atomic_load(&progress->connections);
    (void)malloc_trim(0);
    struct round round = { .base_kib = status_of("VmRSS:") };
    atomic_store(&progress->released_us, 0);
    int64_t start = bench_now_us();
    double cpu = bench_cpu_us();
    if (!start_calls(loop, client, &round)) {
        return false;
    }
    round.queued_kib = status_of("VmRSS:");
    run_calls(loop, progress, wanted, &round);
    double seconds = (double)(bench_now_us() - start) / 1e6;
    cpu = bench_cpu_us() - cpu;
    (void)printf("%s.seconds %.3f\n%s.cpu %.4f\n", name, seconds, name, cpu / 1000 / CALLS);
    (void)printf("%s.queued %.2f\n%s.on_wire %.2f\n", name,
                 (double)(round.queued_kib - round.base_kib) / CALLS, name,
                 (double)(round.on_wire_kib - round.base_kib) / CALLS);
    (void)printf("%s.threads %ld\n%s.sending %.2f\n%s.receiving %.2f\n%s.held %.2f\n", name,
                 round.threads, name, round.sending_us / 1000, name, round.receiving_us / 1000,
                 name, round.held_steps / ((double)round.held_us / 1e6));
    (void)printf("%s.connections %d\n%s.displaced %d\n", name,
                 atomic_load(&progress->connections) - connections, name, round.displaced);
    return round.succeeded == CALLS;
}

/* ---- loops ---- */

/* Wake-ups of a loop without calls, in a minute. */
static double idle_wakes(connect_loop *loop)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };
    int wakes = 0;
    int64_t now = bench_now_us(), end = now + IDLE_MS * 1000;
    while ((now = bench_now_us()) < end) {
        if (poll(&fd, 1, (int)((end - now) / 1000) + 1) == 1) {
            (void)connect_loop_step(loop);
            wakes++;
        }
    }
    return wakes * 60000.0 / IDLE_MS;
}

static bool measure_thousand(connect_loop *loop, connect_client *client,
                             struct hold_progress *progress)
{
    bool ok = measure_round("new", loop, client, progress) &&
              measure_round("kept", loop, client, progress);
    (void)printf("idle %.0f\n", idle_wakes(loop));
    return ok;
}

static bool measure_default(connect_loop *loop, connect_client *client,
                            struct hold_progress *progress)
{
    return measure_round("default", loop, client, progress);
}

static bool with_loop(struct hold *hold, const connect_loop_options *options,
                      bool (*measure)(connect_loop *, connect_client *, struct hold_progress *))
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    connect_client_options client_options = { .size = sizeof client_options,
                                              .max_attempts = CONNECT_SET(1),
                                              .connect_timeout_ms = CONNECT_SET(TIMEOUT_MS) };
    connect_client *client = NULL;
    connect_loop *loop = NULL;
    bool ok = hold_start(hold) && (client = hold_client(hold, &client_options)) != NULL &&
              connect_loop_new(client, options, &loop, NULL) == CONNECT_OK &&
              measure(loop, client, hold->progress);
    connect_loop_free(loop);
    connect_client_free(client);
    hold_stop(hold);
    return ok;
}

bool bench_loop(bool is_tls)
{
    const connect_loop_options options = { .size = sizeof options,
                                           .max_on_wire = CONNECT_SET(CALLS) };
    struct hold hold = {
        .batch = CALLS, .calls = CALLS, .hold_us = HOLD_US, .settle_us = QUIET_US, .is_tls = is_tls
    };
    return with_loop(&hold, &options, measure_thousand);
}

bool bench_loop_default(void)
{
    struct hold hold = { .batch = DEFAULT_ON_WIRE, .calls = CALLS, .settle_us = BATCH_QUIET_US };
    return with_loop(&hold, NULL, measure_default);
}
