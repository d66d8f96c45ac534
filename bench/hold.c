/*
 * A server in a process of its own that holds its responses of 10 KiB until a number of requests
 * are there, and then sends all of them at once.
 */
#include "hold.h"

#include "bench.h"
#include "certificate.h"
#include "connection.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define BODY_SIZE 10240

struct holder {
    struct hold *hold;
    struct connection connections[HOLD_CONNECTIONS_MAX];
    struct pollfd fds[HOLD_CONNECTIONS_MAX]; /* the first one is the listener */
    nfds_t count;
    int held; /* requests without a response; their connections are not polled */
    int64_t first_us, last_us;
    char response[BODY_SIZE + 256];
    size_t response_size;
};

static void compose_response(struct holder *holder)
{
    static char body[BODY_SIZE + 1];
    const char *describe = bench_describe_body();
    size_t padding = BODY_SIZE - strlen(describe) - sizeof "\"Newer\":\"\",";

    (void)strcpy(body, "{\"Newer\":\"");
    size_t used = strlen(body);
    memset(body + used, 'x', padding);
    (void)sprintf(body + used + padding, "\",%s", describe + 1);
    holder->response_size =
        (size_t)snprintf(holder->response, sizeof holder->response,
                         "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                         "Content-Length: %zu\r\nx-amzn-RequestId: held\r\n\r\n%s",
                         strlen(body), body);
}

/* A request has been read when its last bytes are those of its end. */
static void read_request(struct holder *holder, nfds_t i)
{
    char text[8192];
    int size = connection_read(&holder->connections[i], text, sizeof text);

    if (size <= 0) {
        holder->fds[i].fd = -1; /* the client has closed it; it is not needed again */
        connection_close(&holder->connections[i]);
    } else if (size >= 4 && memcmp(text + size - 4, "\r\n\r\n", 4) == 0) {
        holder->fds[i].events = 0;
        holder->last_us = bench_now_us();
        holder->first_us = holder->held == 0 ? holder->last_us : holder->first_us;
        holder->held++;
        (void)atomic_fetch_add(&holder->hold->progress->requests, 1);
    }
}

static bool is_due(const struct holder *holder)
{
    const struct hold *hold = holder->hold;
    bool is_last = atomic_load(&hold->progress->requests) % hold->calls == 0;
    int64_t now = bench_now_us();

    return holder->held > 0 && (holder->held >= hold->batch || is_last) &&
           now >= holder->first_us + hold->hold_us && now >= holder->last_us + hold->settle_us;
}

static void release(struct holder *holder)
{
    atomic_store(&holder->hold->progress->released_us, bench_now_us());
    holder->held = 0;
    for (nfds_t i = 1; i < holder->count; i++) {
        if (holder->fds[i].fd >= 0 && holder->fds[i].events == 0) {
            holder->fds[i].events = POLLIN;
            connection_write(&holder->connections[i], holder->response, holder->response_size);
        }
    }
}

_Noreturn static void serve_held(struct hold *hold, int listener, SSL_CTX *context)
{
    static struct holder holder;

    holder.hold = hold;
    holder.fds[0] = (struct pollfd){ listener, POLLIN, 0 };
    holder.count = 1;
    compose_response(&holder);
    while (poll(holder.fds, holder.count, 5) >= 0 || errno == EINTR) {
        for (nfds_t i = 1; i < holder.count; i++) {
            if (holder.fds[i].fd >= 0 && holder.fds[i].revents != 0) {
                read_request(&holder, i);
            }
        }
        if (is_due(&holder)) {
            release(&holder);
        }
        struct connection *connection = &holder.connections[holder.count];
        if ((holder.fds[0].revents & POLLIN) != 0 && holder.count < HOLD_CONNECTIONS_MAX &&
            connection_accept(connection, listener, context)) {
            holder.fds[holder.count++] = (struct pollfd){ connection->fd, POLLIN, 0 };
            (void)atomic_fetch_add(&hold->progress->connections, 1);
        }
    }
    _exit(1);
}

bool hold_start(struct hold *hold)
{
    SSL_CTX *context = NULL;

    (void)strcpy(hold->bundle, "/tmp/connect-bench-XXXXXX");
    hold->progress = mmap(NULL, sizeof *hold->progress, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (hold->progress == MAP_FAILED ||
        (hold->is_tls && (context = certificate_context(hold->bundle)) == NULL)) {
        return false;
    }
    int listener = connection_listen(HOLD_CONNECTIONS_MAX, &hold->port);
    if (listener >= 0) {
        bench_bodies_make();
        hold->pid = fork();
        if (hold->pid == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
            (void)signal(SIGPIPE, SIG_IGN);
            serve_held(hold, listener, context);
        }
        (void)close(listener);
    }
    SSL_CTX_free(context);
    return hold->pid > 0;
}

void hold_stop(struct hold *hold)
{
    if (hold->pid > 0) {
        (void)kill(hold->pid, SIGTERM);
        (void)waitpid(hold->pid, NULL, 0);
    }
    if (hold->is_tls) {
        (void)unlink(hold->bundle);
    }
    if (hold->progress != NULL && hold->progress != MAP_FAILED) {
        (void)munmap(hold->progress, sizeof *hold->progress);
    }
}

/* ---- clients ---- */

connect_client *hold_client(const struct hold *hold, connect_client_options *options)
{
    const connect_credentials credentials = { .size = sizeof credentials,
                                              .access_key_id = BENCH_KEY,
                                              .secret_access_key = BENCH_SECRET };
    connect_credentials_provider *made = NULL;
    connect_client *client = NULL;
    char url[64];

    if (options->credentials == NULL && options->profile == NULL) {
        (void)connect_credentials_static(&credentials, &made, NULL);
        options->credentials = made;
    }
    (void)snprintf(url, sizeof url, "%s://127.0.0.1:%d", hold->is_tls ? "https" : "http",
                   hold->port);
    options->region = BENCH_REGION;
    options->endpoint_url = url;
    options->ca_bundle = hold->is_tls ? hold->bundle : NULL;
    if (options->credentials != NULL || options->profile != NULL) {
        (void)connect_client_new(options, &client, NULL);
    }
    connect_credentials_provider_free(made);
    options->credentials = made != NULL ? NULL : options->credentials;
    options->endpoint_url = NULL;
    return client;
}
