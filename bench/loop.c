/*
 * The event loop: a thousand calls in flight on one thread.  A server in a process of its own
 * holds its responses for three seconds and then sends all of them at once.
 */
#include "bench.h"

#include <connect/loop.h>

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS 1000
#define HOLD_US 3000000
#define SETTLED_US 500000 /* after which libcurl's timers for new connections have fired */
#define IDLE_MS 2000
#define BODY_SIZE 10240
#define FILES 1100

/* ---- the server ---- */

/* Shared by both processes. */
struct progress {
    atomic_int requests;         /* that have been read */
    _Atomic int64_t released_us; /* when the responses were sent; 0: they are held */
};

static void fill_body(char *body)
{
    const char *describe = bench_describe_body();
    size_t padding = BODY_SIZE - strlen(describe) - sizeof "\"Newer\":\"\",";
    (void)strcpy(body, "{\"Newer\":\"");
    size_t used = strlen(body);
    memset(body + used, 'x', padding);
    (void)sprintf(body + used + padding, "\",%s", describe + 1);
}

static void send_all(int fd, const char *text, size_t size)
{
    for (size_t sent = 0; sent < size;) {
        ssize_t n = send(fd, text + sent, size - sent, MSG_NOSIGNAL);
        if (n <= 0) {
            return;
        }
        sent += (size_t)n;
    }
}

static void release(const struct pollfd *fds, nfds_t count, struct progress *progress)
{
    static char body[BODY_SIZE + 1], response[BODY_SIZE + 256];
    fill_body(body);
    int size = snprintf(response, sizeof response,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                        "Content-Length: %zu\r\nx-amzn-RequestId: held\r\n\r\n%s",
                        strlen(body), body);
    atomic_store(&progress->released_us, bench_now_us());
    for (nfds_t i = 1; i < count; i++) {
        send_all(fds[i].fd, response, (size_t)size);
    }
}

/* One request on each connection: a request has come when its last bytes are those of an end. */
static void read_request(int fd, struct progress *progress)
{
    char text[8192];
    ssize_t size = recv(fd, text, sizeof text, 0);
    if (size >= 4 && memcmp(text + size - 4, "\r\n\r\n", 4) == 0) {
        (void)atomic_fetch_add(&progress->requests, 1);
    }
}

_Noreturn static void hold(int listener, struct progress *progress)
{
    static struct pollfd fds[FILES];
    nfds_t count = 1;
    int64_t first_us = 0;
    fds[0] = (struct pollfd){ listener, POLLIN, 0 };
    while (poll(fds, count, 10) >= 0 || errno == EINTR) {
        for (nfds_t i = 1; i < count; i++) {
            if (fds[i].revents != 0) {
                read_request(fds[i].fd, progress);
                fds[i].events = 0;
            }
        }
        if ((fds[0].revents & POLLIN) != 0 && count < FILES) {
            fds[count++] = (struct pollfd){ accept(listener, NULL, NULL), POLLIN, 0 };
        }
        if (first_us == 0 && atomic_load(&progress->requests) > 0) {
            first_us = bench_now_us();
        }
        if (atomic_load(&progress->requests) == CALLS && bench_now_us() >= first_us + HOLD_US) {
            release(fds, count, progress);
            break;
        }
    }
    (void)pause();
    _exit(0);
}

/* Returns the process, or -1. */
static pid_t start_server(struct progress *progress, int *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 ||
        listen(listener, CALLS) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        return -1;
    }
    *port = ntohs(address.sin_port);
    bench_bodies_make();
    pid_t server = fork();
    if (server == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        hold(listener, progress);
    }
    (void)close(listener);
    return server;
}

/* ---- the client ---- */

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

static connect_client *open_client(int port)
{
    const connect_credentials keys = { .size = sizeof keys,
                                       .access_key_id = BENCH_KEY,
                                       .secret_access_key = BENCH_SECRET };
    connect_client_options options = { .size = sizeof options,
                                       .region = BENCH_REGION,
                                       .max_attempts = CONNECT_SET(1) };
    connect_client *client = NULL;
    char url[64];
    (void)snprintf(url, sizeof url, "http://127.0.0.1:%d", port);
    options.endpoint_url = url;
    if (connect_credentials_static(&keys, &options.credentials, NULL) == CONNECT_OK) {
        (void)connect_client_new(&options, &client, NULL);
    }
    connect_credentials_provider_free(options.credentials);
    return client;
}

static int ended;

static void count_end(void *user, connect_call *call, connect_status status)
{
    (void)user;
    (void)call;
    ended += status == CONNECT_OK;
}

struct figures {
    long base_kib, queued_kib, on_wire_kib, threads;
    int64_t sent_us;   /* when all requests were out */
    int held_steps;    /* from then on, once settled, while the responses were held */
    double longest_us; /* CPU time of a step */
};

static bool start_calls(connect_loop *loop, connect_client *client)
{
    connect_describe_instance_request request = { .size = sizeof request,
                                                  .instance_id = BENCH_INSTANCE };
    bool ok = true;
    for (int i = 0; ok && i < CALLS; i++) {
        ok = connect_describe_instance_start(loop, client, &request, count_end, NULL, NULL, NULL) ==
             CONNECT_OK;
    }
    return ok;
}

static void run_calls(connect_loop *loop, struct progress *progress, struct figures *figures)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };
    while (connect_loop_pending(loop) > 0) {
        bool is_sent = atomic_load(&progress->requests) == CALLS;
        if (is_sent && figures->sent_us == 0) {
            figures->sent_us = bench_now_us();
            figures->on_wire_kib = status_of("VmRSS:");
            figures->threads = status_of("Threads:");
        }
        (void)poll(&fd, 1, 100);
        if (fd.revents == 0) {
            continue;
        }
        double before = bench_cpu_us();
        (void)connect_loop_step(loop);
        double took = bench_cpu_us() - before;
        figures->longest_us = took > figures->longest_us ? took : figures->longest_us;
        figures->held_steps += is_sent && bench_now_us() > figures->sent_us + SETTLED_US &&
                               atomic_load(&progress->released_us) == 0;
    }
}

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

static bool measure(connect_loop *loop, connect_client *client, struct progress *progress)
{
    struct figures figures = { .base_kib = status_of("VmRSS:") };
    int64_t start = bench_now_us();
    double cpu = bench_cpu_us();
    if (!start_calls(loop, client)) {
        return false;
    }
    figures.queued_kib = status_of("VmRSS:");
    run_calls(loop, progress, &figures);
    double seconds = (double)(bench_now_us() - start) / 1e6;
    cpu = bench_cpu_us() - cpu;
    int64_t held_us = atomic_load(&progress->released_us) - figures.sent_us - SETTLED_US;
    (void)printf("seconds %.3f\ncpu %.4f\n", seconds, cpu / 1000 / CALLS);
    (void)printf("queued %.2f\non_wire %.2f\n",
                 (double)(figures.queued_kib - figures.base_kib) / CALLS,
                 (double)(figures.on_wire_kib - figures.base_kib) / CALLS);
    (void)printf("threads %ld\nstep %.2f\nheld %.2f\n", figures.threads,
                 (double)figures.longest_us / 1000, figures.held_steps / ((double)held_us / 1e6));
    (void)printf("idle %.0f\n", idle_wakes(loop));
    return ended == CALLS;
}

bool bench_loop(void)
{
    const connect_loop_options options = { .size = sizeof options,
                                           .max_on_wire = CONNECT_SET(CALLS) };
    struct progress *progress =
        mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct rlimit files;
    int port = 0;
    if (progress == MAP_FAILED || getrlimit(RLIMIT_NOFILE, &files) != 0) {
        return false;
    }
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
    pid_t server = start_server(progress, &port);
    connect_client *client = open_client(port);
    connect_loop *loop = NULL;
    bool ok = server > 0 && client != NULL &&
              connect_loop_new(client, &options, &loop, NULL) == CONNECT_OK &&
              measure(loop, client, progress);
    connect_loop_free(loop);
    connect_client_free(client);
    if (server > 0) {
        (void)kill(server, SIGTERM);
        (void)waitpid(server, NULL, 0);
    }
    (void)munmap(progress, sizeof *progress);
    return ok;
}
