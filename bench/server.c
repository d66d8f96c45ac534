/*
 * A service with fixed responses, plain and over TLS, in a process of its own, so that its CPU time
 * is not the client's.
 */
#include "bench.h"
#include "certificate.h"
#include "connection.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define CONNECTIONS 64
#define REQUEST_MAX 8192

struct client {
    struct connection connection;
    char text[REQUEST_MAX];
    size_t size;
};

static bool take_token(struct bench_shared *shared)
{
    int64_t now = bench_now_us();

    if (shared->rate <= 0) {
        return true;
    }
    shared->tokens += (double)(now - shared->refilled_us) / 1e6 * shared->rate;
    shared->refilled_us = now;
    if (shared->tokens > shared->burst) {
        shared->tokens = shared->burst;
    }
    if (shared->tokens < 1) {
        return false;
    }
    shared->tokens -= 1;
    return true;
}

static void respond(const struct connection *connection, int status, const char *headers,
                    const char *body)
{
    char out[BENCH_PAGE_SIZE + 1024];
    int size = snprintf(out, sizeof out,
                        "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                        "x-amzn-RequestId: 01234567-89ab-cdef-0123-456789abcdef\r\n%s\r\n%s",
                        status, strlen(body), headers, body);

    connection_write(connection, out, (size_t)size);
}

static void handle_request(const struct client *client, struct bench_shared *shared)
{
    const struct connection *connection = &client->connection;
    const char *request = client->text;

    if (!take_token(shared)) {
        shared->refused++;
        respond(connection, 429, "x-amzn-ErrorType: ThrottlingException\r\n",
                "{\"Message\":\"Rate exceeded\"}");
    } else if (strncmp(request, "GET /instance/", 14) == 0) {
        respond(connection, 200, "", bench_describe_body());
    } else {
        const char *token = strstr(request, "nextToken=");
        char body[BENCH_PAGE_SIZE];

        bench_page_body(token == NULL ? 0 : (int)strtol(token + 10, NULL, 10), body);
        respond(connection, 200, "", body);
    }
}

/* Reads what is there and responds to each whole request; false when the peer has gone. */
static bool serve(struct client *client, struct bench_shared *shared)
{
    char *end;

    do {
        int n = connection_read(&client->connection, client->text + client->size,
                                REQUEST_MAX - 1 - client->size);
        if (n <= 0) {
            return false;
        }
        client->size += (size_t)n;
        client->text[client->size] = '\0';
        while ((end = strstr(client->text, "\r\n\r\n")) != NULL) {
            size_t whole = (size_t)(end + 4 - client->text);

            handle_request(client, shared);
            memmove(client->text, client->text + whole, client->size - whole + 1);
            client->size -= whole;
        }
    } while (connection_has_more(&client->connection));
    return client->size < REQUEST_MAX - 1;
}

_Noreturn static void serve_forever(const int listeners[2], SSL_CTX *context,
                                    struct bench_shared *shared)
{
    static struct client clients[CONNECTIONS];
    struct pollfd fds[CONNECTIONS];
    nfds_t count = 2;

    fds[0] = (struct pollfd){ listeners[0], POLLIN, 0 };
    fds[1] = (struct pollfd){ listeners[1], POLLIN, 0 };
    while (poll(fds, count, -1) >= 0 || errno == EINTR) {
        for (nfds_t i = count; i-- > 2;) {
            if (fds[i].revents == 0 || serve(&clients[i], shared)) {
                continue;
            }
            connection_close(&clients[i].connection);
            fds[i] = fds[--count];
            clients[i] = clients[count];
        }
        for (int i = 0; i < 2; i++) {
            struct client *client = &clients[count];
            if ((fds[i].revents & POLLIN) != 0 && count < CONNECTIONS &&
                connection_accept(&client->connection, listeners[i], i == 1 ? context : NULL)) {
                client->size = 0;
                fds[count++] = (struct pollfd){ client->connection.fd, POLLIN, 0 };
            }
        }
    }
    _exit(1);
}

bool bench_server_start(struct bench_server *server)
{
    static char bundle[] = "/tmp/connect-bench-XXXXXX";
    SSL_CTX *context = certificate_context(bundle);
    int listeners[2] = { connection_listen(CONNECTIONS, &server->port),
                         connection_listen(CONNECTIONS, &server->tls_port) };

    server->bundle = bundle;
    server->shared = mmap(NULL, sizeof *server->shared, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (context == NULL || listeners[0] < 0 || listeners[1] < 0 || server->shared == MAP_FAILED) {
        return false;
    }
    bench_bodies_make();
    pid_t pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        (void)signal(SIGPIPE, SIG_IGN);
        serve_forever(listeners, context, server->shared);
    }
    (void)close(listeners[0]);
    (void)close(listeners[1]);
    SSL_CTX_free(context);
    return pid > 0;
}

void bench_server_throttle(struct bench_server *server, double rate, double burst)
{
    struct bench_shared *shared = server->shared;

    shared->rate = rate;
    shared->burst = shared->tokens = burst;
    shared->refilled_us = bench_now_us();
    shared->refused = 0;
}
