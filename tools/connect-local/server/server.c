/*
 * See server.h.  The only file that sees libmicrohttpd.
 */
#include "server/server.h"

#include "base/alloc.h"
#include "core/text.h"
#include "server/dispatch.h"
#include "server/request_log.h"

#include <microhttpd.h>

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define THREADS 2
#define CONNECTION_MEMORY (64 * 1024)
#define IDLE_SECONDS 300
#define TLS_FILE_MAX (1024 * 1024)
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

struct server {
    struct local *local;
    struct MHD_Daemon *daemon;
    char *tls_cert, *tls_key;
    int socket; /* until the daemon has it */
    int port;
    pthread_mutex_t lock; /* of stopping */
    pthread_cond_t stopped;
    bool stopping;
};

/* ---- one request ---- */

/* Called with the request target before anything is decoded. */
static void *begin_request(void *user, const char *uri, struct MHD_Connection *connection)
{
    struct server *server = user;

    (void)connection;
    return exchange_new(&server->local->random_requests, "", uri);
}

static void end_request(void *user, struct MHD_Connection *connection, void **request,
                        enum MHD_RequestTerminationCode code)
{
    (void)user;
    (void)connection;
    (void)code;
    exchange_free(*request);
    *request = NULL;
}

static enum MHD_Result take_header(void *user, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind;
    exchange_add_header(user, name, value);
    return MHD_YES;
}

/* --latency-ms: each request has a thread of its own then. */
static void wait_latency(struct server *server)
{
    int64_t ms = server->local->options->latency_ms;
    struct timespec until;

    if (ms == 0) {
        return;
    }
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += (time_t)(ms / 1000);
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&server->lock);
    while (!server->stopping &&
           pthread_cond_timedwait(&server->stopped, &server->lock, &until) == 0) {
    }
    pthread_mutex_unlock(&server->lock);
}

static void put_header(struct MHD_Response *response, const char *name, const char *value)
{
    /* It also fails for a value with a line break, which then is left out. */
    (void)MHD_add_response_header(response, name, value);
}

/* This service's own idea of the time: clients learn from it how far off they are. */
static void put_date(struct MHD_Response *response, int64_t now)
{
    static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    time_t seconds = (time_t)(now / 1000);
    struct tm tm;
    char text[64];

    gmtime_r(&seconds, &tm);
    snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday], tm.tm_mday,
             months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
    put_header(response, MHD_HTTP_HEADER_DATE, text);
}

static enum MHD_Result send_answer(struct server *server, struct MHD_Connection *connection,
                                   struct exchange *exchange)
{
    struct MHD_Response *response = check_alloc(MHD_create_response_from_buffer(
        exchange->response_size, (void *)(uintptr_t)exchange->response_body,
        MHD_RESPMEM_PERSISTENT));

    put_date(response, local_now(server->local));
    put_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, exchange->content_type);
    put_header(response, "x-amzn-RequestId", exchange->request_id);
    for (size_t i = 0; i < exchange->response_headers_count; i++) {
        put_header(response, exchange->response_headers[i].key,
                   exchange->response_headers[i].value);
    }
    if (server->local->options->verbose) {
        request_log_print(stderr, exchange);
    }

    enum MHD_Result result = MHD_queue_response(connection, (unsigned)exchange->status, response);

    MHD_destroy_response(response);
    return result;
}

/* Called when the headers are there, then with each piece of the body, then once more. */
static enum MHD_Result take_request(void *user, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *data,
                                    size_t *size, void **request)
{
    struct server *server = user;
    struct exchange *exchange = *request;

    (void)url;
    (void)version;
    if (*exchange->method == '\0') {
        exchange->method = check_alloc(arena_strdup(&exchange->arena, method));
        MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header, exchange);
        return MHD_YES;
    }
    if (*size > 0) {
        buf_add(&exchange->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    dispatch_request(server->local, exchange);
    wait_latency(server);
    return send_answer(server, connection, exchange);
}

/* ---- listening ---- */

static bool complain(const char *what, const char *whom, const char *why)
{
    fprintf(stderr, "connect-local: %s %s: %s\n", what, whom, why);
    return false;
}

/* A listening socket, so that what is wrong with the address can be said. */
static bool open_socket(struct server *server, const char *address, int port, int *family)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC,
                              .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_PASSIVE };
    struct addrinfo *found = NULL;
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    char service[8];
    int on = 1;

    snprintf(service, sizeof service, "%d", port);

    int code = getaddrinfo(address, service, &hints, &found);

    if (code != 0) {
        return complain("--bind", address, gai_strerror(code));
    }
    *family = found->ai_family;
    server->socket = socket(found->ai_family, SOCK_STREAM, 0);

    bool open = server->socket >= 0 &&
                setsockopt(server->socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                bind(server->socket, found->ai_addr, found->ai_addrlen) == 0 &&
                listen(server->socket, 1024) == 0 &&
                getsockname(server->socket, (struct sockaddr *)&bound, &size) == 0;
    int error = errno;

    freeaddrinfo(found);
    if (!open) {
        return complain("cannot listen on", address, strerror(error));
    }
    server->port = ntohs(*family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                             : ((struct sockaddr_in *)&bound)->sin_port);
    return true;
}

static char *read_file(const char *flag, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct buf buf = BUF_INIT(TLS_FILE_MAX);
    char piece[4096];
    size_t size;

    if (file == NULL) {
        complain(flag, path, strerror(errno));
        return NULL;
    }
    buf.secret = true;
    while ((size = fread(piece, 1, sizeof piece, file)) > 0) {
        buf_add(&buf, piece, size);
    }

    bool failed = ferror(file) != 0 || buf.size == 0;

    fclose(file);
    if (buf.state == BUF_OK && !failed) {
        return buf_take(&buf);
    }
    complain(flag, path, failed ? "it cannot be read or is empty" : "it is too large");
    buf_free(&buf);
    return NULL;
}

static bool read_tls(struct server *server, const struct options *options)
{
    if (options->tls_cert == NULL) {
        return true;
    }
    if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES) {
        return complain("--tls-cert", options->tls_cert,
                        "this libmicrohttpd was built without TLS");
    }
    server->tls_cert = read_file("--tls-cert", options->tls_cert);
    server->tls_key = server->tls_cert != NULL ? read_file("--tls-key", options->tls_key) : NULL;
    return server->tls_key != NULL;
}

/* Threads that each hold many connections; one for each connection when answers are to be late. */
static unsigned flags_of(const struct options *options, int family)
{
    unsigned flags =
        MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_SUPPRESS_DATE_NO_CLOCK;

    if (options->latency_ms > 0) {
        flags |= MHD_USE_THREAD_PER_CONNECTION;
    }
    if (options->tls_cert != NULL) {
        flags |= MHD_USE_TLS;
    }
    if (family == AF_INET6) {
        flags |= MHD_USE_IPv6;
    }
    return flags;
}

static bool start_daemon(struct server *server, const struct options *options, int family)
{
    struct MHD_OptionItem extra[] = {
        { MHD_OPTION_END, 0, NULL }, { MHD_OPTION_END, 0, NULL }, { MHD_OPTION_END, 0, NULL },
        { MHD_OPTION_END, 0, NULL }, { MHD_OPTION_END, 0, NULL },
    };
    size_t count = 0;

    if (options->latency_ms == 0) {
        extra[count++] = (struct MHD_OptionItem){ MHD_OPTION_THREAD_POOL_SIZE, THREADS, NULL };
    }
    if (options->tls_cert != NULL) {
        extra[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_CERT, 0, server->tls_cert };
        extra[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_MEM_KEY, 0, server->tls_key };
        extra[count++] = (struct MHD_OptionItem){ MHD_OPTION_HTTPS_PRIORITIES, 0,
                                                  (void *)(uintptr_t)TLS_PRIORITIES };
    }
    server->daemon = MHD_start_daemon(
        flags_of(options, family), 0, NULL, NULL, take_request, server, MHD_OPTION_LISTEN_SOCKET,
        server->socket, MHD_OPTION_URI_LOG_CALLBACK, begin_request, server,
        MHD_OPTION_NOTIFY_COMPLETED, end_request, NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_ARRAY, extra, MHD_OPTION_END);
    if (server->daemon == NULL) {
        return complain("cannot serve on", options->bind,
                        options->tls_cert != NULL ? "is the certificate's key the right one?"
                                                  : "no threads to be had");
    }
    server->socket = -1;
    return true;
}

struct server *server_start(struct local *local)
{
    struct server *server = check_alloc(mem_calloc(1, sizeof *server));
    int family = AF_INET;

    server->local = local;
    server->socket = -1;
    check_system(pthread_cond_init(&server->stopped, NULL) == 0 &&
                     pthread_mutex_init(&server->lock, NULL) == 0,
                 "creating a mutex");
    if (read_tls(server, local->options) &&
        open_socket(server, local->options->bind, local->options->port, &family) &&
        start_daemon(server, local->options, family)) {
        return server;
    }
    server_stop(server);
    return NULL;
}

int server_port(const struct server *server)
{
    return server->port;
}

void server_stop(struct server *server)
{
    if (server == NULL) {
        return;
    }
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->stopped);
    pthread_mutex_unlock(&server->lock);
    if (server->daemon != NULL) {
        MHD_stop_daemon(server->daemon);
    }
    if (server->socket >= 0) {
        close(server->socket);
    }
    mem_free(server->tls_cert);
    mem_free_secret_text(server->tls_key);
    pthread_cond_destroy(&server->stopped);
    pthread_mutex_destroy(&server->lock);
    mem_free(server);
}
