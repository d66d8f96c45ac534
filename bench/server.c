/*
 * A service of fixed answers in a process of its own, so that its CPU time is not the client's.
 */
#include "bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CONNECTIONS 64
#define REQUEST_MAX 8192

struct connection {
    char text[REQUEST_MAX];
    size_t size;
};

static char describe_body[2048];
static char page_body[16384];
static char page_last[16384];

static const char tags[] =
    "\"team\":\"voice\",\"stage\":\"bench\",\"owner\":\"nobody\",\"cost\":\"42\",\"region\":\"west\"";

static size_t add_instance(char *out, size_t room, const char *more)
{
    return (size_t)snprintf(
        out, room,
        "{\"Arn\":\"arn:aws:connect:" BENCH_REGION ":123456789012:instance/" BENCH_INSTANCE
        "\",\"CreatedTime\":1700000000,"
        "\"Id\":\"" BENCH_INSTANCE
        "\",\"IdentityManagementType\":\"CONNECT_MANAGED\",\"InboundCallsEnabled\":true,"
        "\"InstanceAlias\":\"bench-instance-alias\",\"InstanceStatus\":\"ACTIVE\",\"OutboundCallsEnabled\":true,"
        "\"InstanceAccessUrl\":\"https://bench-instance-alias.my.connect.aws\","
        "\"ServiceRole\":\"arn:aws:iam::123456789012:role/aws-service-role/connect.amazonaws.com/"
        "AWSServiceRoleForAmazonConnect_0123456789abcdefghij\"%s}",
        more);
}

static void make_bodies(void)
{
    char more[512], token[401];
    size_t used;

    (void)snprintf(more, sizeof more, ",\"Tags\":{%s}", tags);
    used = (size_t)snprintf(describe_body, sizeof describe_body, "{\"Instance\":");
    used += add_instance(describe_body + used, sizeof describe_body - used, more);
    (void)snprintf(describe_body + used, sizeof describe_body - used, "}");

    memset(token, 'A', sizeof token - 1);
    token[sizeof token - 1] = '\0';
    used = (size_t)snprintf(page_body, sizeof page_body, "{\"InstanceSummaryList\":[");
    for (int i = 0; i < 10; i++) {
        if (i > 0) {
            page_body[used++] = ',';
        }
        used += add_instance(page_body + used, sizeof page_body - used, "");
    }
    (void)snprintf(page_last, sizeof page_last, "%.*s]}", (int)used, page_body);
    (void)snprintf(page_body + used, sizeof page_body - used, "],\"NextToken\":\"%%0*d%s\"}",
                   token + 8);
}

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

static void respond(int fd, int status, const char *extra, const char *body)
{
    char out[20480];
    int size = snprintf(out, sizeof out,
                        "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                        "x-amzn-RequestId: 01234567-89ab-cdef-0123-456789abcdef\r\n%s\r\n%s",
                        status, strlen(body), extra, body);

    for (int sent = 0; sent < size;) {
        ssize_t n = send(fd, out + sent, (size_t)(size - sent), MSG_NOSIGNAL);
        if (n <= 0) {
            return;
        }
        sent += (int)n;
    }
}

/*
 * The token of a page is its number in eight digits and a tail that makes it as long as a real one.
 */
static void respond_page(int fd, const char *request, struct bench_shared *shared)
{
    const char *token = strstr(request, "nextToken=");
    int page = token == NULL ? 1 : (int)strtol(token + 10, NULL, 10) + 1;
    char body[16384];

    if (page >= shared->total_pages) {
        respond(fd, 200, "", page_last);
        return;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)snprintf(body, sizeof body, page_body, 8, page);
#pragma GCC diagnostic pop
    respond(fd, 200, "", body);
}

static void answer(int fd, const char *request, struct bench_shared *shared)
{
    shared->requests++;
    if (!take_token(shared)) {
        shared->refused++;
        respond(fd, 429, "x-amzn-ErrorType: ThrottlingException\r\n",
                "{\"Message\":\"Rate exceeded\"}");
    } else if (strncmp(request, "GET /instance/", 14) == 0) {
        respond(fd, 200, "", describe_body);
    } else {
        respond_page(fd, request, shared);
    }
}

/* Reads what is there and answers each whole request; false when the peer has gone. */
static bool serve(int fd, struct connection *connection, struct bench_shared *shared)
{
    ssize_t n =
        recv(fd, connection->text + connection->size, REQUEST_MAX - 1 - connection->size, 0);
    char *end;

    if (n <= 0) {
        return false;
    }
    connection->size += (size_t)n;
    connection->text[connection->size] = '\0';
    while ((end = strstr(connection->text, "\r\n\r\n")) != NULL) {
        size_t whole = (size_t)(end + 4 - connection->text);

        answer(fd, connection->text, shared);
        memmove(connection->text, connection->text + whole, connection->size - whole + 1);
        connection->size -= whole;
    }
    return connection->size < REQUEST_MAX - 1;
}

static void serve_for_ever(int listener, struct bench_shared *shared)
{
    static struct connection connections[CONNECTIONS];
    struct pollfd fds[CONNECTIONS];
    nfds_t count = 1;

    fds[0] = (struct pollfd){ listener, POLLIN, 0 };
    while (poll(fds, count, -1) >= 0 || errno == EINTR) {
        for (nfds_t i = count; i-- > 1;) {
            if (fds[i].revents == 0 || serve(fds[i].fd, &connections[i], shared)) {
                continue;
            }
            (void)close(fds[i].fd);
            fds[i] = fds[--count];
            connections[i] = connections[count];
        }
        if ((fds[0].revents & POLLIN) != 0 && count < CONNECTIONS) {
            connections[count].size = 0;
            fds[count++] = (struct pollfd){ accept(listener, NULL, NULL), POLLIN, 0 };
        }
    }
}

bool bench_server_start(struct bench_server *server)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    server->shared = mmap(NULL, sizeof *server->shared, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (listener < 0 || server->shared == MAP_FAILED ||
        bind(listener, (struct sockaddr *)&address, size) != 0 ||
        listen(listener, CONNECTIONS) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        return false;
    }
    server->port = ntohs(address.sin_port);
    server->shared->total_pages = 200;
    make_bodies();
    server->pid = fork();
    if (server->pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        serve_for_ever(listener, server->shared);
        _exit(1);
    }
    (void)close(listener);
    return server->pid > 0;
}

void bench_server_throttle(struct bench_server *server, double rate, double burst)
{
    struct bench_shared *shared = server->shared;

    shared->rate = rate;
    shared->burst = shared->tokens = burst;
    shared->refilled_us = bench_now_us();
    shared->requests = shared->refused = 0;
}

void bench_server_stop(struct bench_server *server)
{
    (void)kill(server->pid, SIGTERM);
    (void)waitpid(server->pid, NULL, 0);
    (void)munmap(server->shared, sizeof *server->shared);
}
