/*
 * See server.h. Only this file and stream.c use libmicrohttpd.
 *
 * Two threads serve all connections. A response that is delayed suspends its connection, which a
 * timer resumes; libmicrohttpd then calls handle_request() once more.
 */
#include "server/server.h"

#include "base/alloc.h"
#include "core/mem.h"
#include "server/connections.h"
#include "server/dispatch.h"
#include "server/listener.h"
#include "server/request_log.h"
#include "server/stream.h"
#include "server/timers.h"

#include <microhttpd.h>

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define THREADS 2
#define CONNECTION_MEMORY (64 * 1024)
#define IDLE_SECONDS 300
#define KEEP_ALIVE_SECONDS 15
#define TLS_FILE_MAX (1024 * 1024)
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

struct server {
    struct local *local;
    struct MHD_Daemon *daemon;
    char *tls_cert, *tls_key;
    struct listener listener; /* its descriptor until the daemon has it */
    struct connections connections;
    struct timers *timers;
    struct streams streams;
    int seconds;          /* of the timer since the last comment of the streams */
    FILE *log;            /* of --log, or NULL */
    pthread_mutex_t lock; /* guards stopping and the log */
    bool stopping;
};

/* One request between the calls of libmicrohttpd. */
struct request {
    struct exchange *exchange;
    int64_t started; /* nanoseconds of the monotonic clock */
    bool has_headers;
    bool is_dispatched;
};

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* ---- connections and requests ---- */

static struct connection *connection_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void note_connection(void *user, struct MHD_Connection *connection, void **context,
                            enum MHD_ConnectionNotificationCode code)
{
    struct server *server = user;

    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        int descriptor =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;

        *context = connections_add(&server->connections, descriptor, timers_now());
    } else {
        connections_remove(&server->connections, *context);
        *context = NULL;
    }
}

/* Called with the request target before anything is decoded. */
static void *begin_request(void *user, const char *uri, struct MHD_Connection *connection)
{
    struct server *server = user;
    struct request *request = check_alloc(mem_calloc(1, sizeof *request));

    connections_header_started(&server->connections, connection_of(connection), timers_now());
    request->exchange = exchange_new(&server->local->random_requests, "", uri);
    request->started = now_ns();
    return request;
}

static void end_request(void *user, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode code)
{
    struct server *server = user;
    struct request *request = *context;

    (void)code;
    *context = NULL;
    if (request != NULL) {
        exchange_free(request->exchange);
        mem_free(request);
    }
    connections_idle(&server->connections, connection_of(connection), timers_now());
}

static enum MHD_Result add_header(void *user, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    (void)kind;
    exchange_add_header(user, name, value);
    return MHD_YES;
}

/* ---- responses ---- */

static void put_header(struct MHD_Response *response, const char *name, const char *value)
{
    /* It also fails for a value with a line break, which then is left out. */
    (void)MHD_add_response_header(response, name, value);
}

/* The time of this service: clients learn from it how far off they are. */
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

/* The first half of a body whose complete length was announced. */
static ssize_t read_half(void *user, uint64_t position, char *out, size_t capacity)
{
    const struct exchange *exchange = user;
    size_t half = exchange->response_size / 2;

    if (position >= half) {
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }

    size_t left = half - (size_t)position, size = left < capacity ? left : capacity;

    memcpy(out, exchange->response_body + position, size);
    return (ssize_t)size;
}

static struct MHD_Response *new_response(struct server *server, struct MHD_Connection *connection,
                                         struct exchange *exchange)
{
    if (exchange->is_stream) {
        return streams_open(&server->streams, connection, exchange);
    }
    if (exchange->fault == EXCHANGE_TRUNCATE) {
        return check_alloc(MHD_create_response_from_callback(exchange->response_size, 4096,
                                                             read_half, exchange, NULL));
    }
    return check_alloc(MHD_create_response_from_buffer(exchange->response_size,
                                                       (void *)(uintptr_t)exchange->response_body,
                                                       MHD_RESPMEM_PERSISTENT));
}

static void write_logs(struct server *server, const struct request *request)
{
    const struct exchange *exchange = request->exchange;
    double duration = (double)(now_ns() - request->started) / 1e6;

    if (server->local->options->verbose) {
        request_log_print(stderr, exchange);
    }
    if (exchange->is_control) {
        return;
    }

    char *record = request_log_json(exchange, local_now(server->local), duration);

    pthread_mutex_lock(&server->lock);
    if (server->log != NULL &&
        (fprintf(server->log, "%s\n", record) < 0 || fflush(server->log) != 0)) {
        fprintf(stderr, "connect-local: --log %s: %s\n", server->local->options->log_path,
                strerror(errno));
        fclose(server->log);
        server->log = NULL;
    }
    pthread_mutex_unlock(&server->lock);
    history_add(&server->local->history, record);
}

static enum MHD_Result send_response(struct server *server, struct MHD_Connection *connection,
                                     struct request *request)
{
    struct exchange *exchange = request->exchange;
    bool is_lost = exchange->fault == EXCHANGE_DROP ||
                   (exchange->fault == EXCHANGE_TRUNCATE && exchange->response_size < 2);
    struct MHD_Response *response = is_lost ? NULL : new_response(server, connection, exchange);

    write_logs(server, request);
    if (response == NULL) {
        return MHD_NO; /* closes the connection */
    }
    put_date(response, local_now(server->local));
    put_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, exchange->content_type);
    put_header(response, "x-amzn-RequestId", exchange->request_id);
    for (size_t i = 0; i < exchange->response_headers_count; i++) {
        put_header(response, exchange->response_headers[i].key,
                   exchange->response_headers[i].value);
    }

    enum MHD_Result result = MHD_queue_response(connection, (unsigned)exchange->status, response);

    MHD_destroy_response(response);
    return result;
}

static void resume_connection(void *connection)
{
    MHD_resume_connection(connection);
}

/* Suspends the connection of a response that is delayed; false when it is not. */
static bool delay_response(struct server *server, struct MHD_Connection *connection,
                           const struct exchange *exchange)
{
    int64_t ms = exchange->is_control ? 0 : server->local->options->latency_ms;

    if (exchange->fault == EXCHANGE_STALL) {
        ms += exchange->stall_ms;
    }
    if (ms == 0) {
        return false;
    }
    pthread_mutex_lock(&server->lock);

    bool is_delayed = !server->stopping;

    if (is_delayed) {
        MHD_suspend_connection(connection);
        timers_add(server->timers, timers_now() + ms, resume_connection, connection);
    }
    pthread_mutex_unlock(&server->lock);
    return is_delayed;
}

/* Called when the headers are there, then with each piece of the body, then once more. */
static enum MHD_Result handle_request(void *user, struct MHD_Connection *connection,
                                      const char *url, const char *method, const char *version,
                                      const char *data, size_t *size, void **context)
{
    struct server *server = user;
    struct request *request = *context;
    struct exchange *exchange = request->exchange;

    (void)url;
    (void)version;
    if (!request->has_headers) {
        request->has_headers = true;
        exchange->method = check_alloc(arena_strdup(&exchange->arena, method));
        MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, exchange);
        connections_busy(&server->connections, connection_of(connection));
        return MHD_YES;
    }
    if (*size > 0) {
        buf_add(&exchange->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    if (!request->is_dispatched) {
        request->is_dispatched = true;
        dispatch_request(server->local, exchange);
        if (delay_response(server, connection, exchange)) {
            return MHD_YES;
        }
    }
    return send_response(server, connection, request);
}

/* ---- starting and stopping ---- */

static bool report_problem(const char *what, const char *whom, const char *why)
{
    fprintf(stderr, "connect-local: %s %s: %s\n", what, whom, why);
    return false;
}

static char *read_file(const char *flag, const char *path)
{
    FILE *file = fopen(path, "rb");
    struct buf buf = BUF_INIT(TLS_FILE_MAX);
    char piece[4096];
    size_t size;

    if (file == NULL) {
        report_problem(flag, path, strerror(errno));
        return NULL;
    }
    buf.secret = true;
    while ((size = fread(piece, 1, sizeof piece, file)) > 0) {
        buf_add(&buf, piece, size);
    }

    bool failed = ferror(file) != 0 || buf.size == 0;

    fclose(file);
    if (check_buf(&buf) && !failed) {
        return buf_take(&buf);
    }
    report_problem(flag, path, failed ? "it cannot be read or is empty" : "it is too large");
    buf_free(&buf);
    return NULL;
}

static bool read_tls(struct server *server, const struct options *options)
{
    if (options->tls_cert == NULL) {
        return true;
    }
    if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES) {
        return report_problem("--tls-cert", options->tls_cert,
                              "this libmicrohttpd was built without TLS");
    }
    server->tls_cert = read_file("--tls-cert", options->tls_cert);
    server->tls_key = server->tls_cert != NULL ? read_file("--tls-key", options->tls_key) : NULL;
    return server->tls_key != NULL;
}

static bool open_log(struct server *server, const char *path)
{
    if (path == NULL) {
        return true;
    }
    server->log = fopen(path, "ae");
    return server->log != NULL || report_problem("--log", path, strerror(errno));
}

/* Every second, in the thread of the timers. */
static void on_tick(void *user)
{
    struct server *server = user;

    connections_expire(&server->connections, timers_now());
    if (++server->seconds >= KEEP_ALIVE_SECONDS) {
        server->seconds = 0;
        streams_keep_alive(&server->streams);
    }
}

static bool start_daemon(struct server *server, const struct options *options)
{
    unsigned flags = MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD |
                     MHD_USE_SUPPRESS_DATE_NO_CLOCK | MHD_ALLOW_SUSPEND_RESUME;
    struct MHD_OptionItem tls[] = {
        { MHD_OPTION_HTTPS_MEM_CERT, 0, server->tls_cert },
        { MHD_OPTION_HTTPS_MEM_KEY, 0, server->tls_key },
        { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES },
        { MHD_OPTION_END, 0, NULL },
    };

    flags |= options->tls_cert != NULL ? MHD_USE_TLS : 0;
    flags |= server->listener.family == AF_INET6 ? MHD_USE_IPv6 : 0;
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, handle_request, server, MHD_OPTION_LISTEN_SOCKET,
        server->listener.descriptor, MHD_OPTION_URI_LOG_CALLBACK, begin_request, server,
        MHD_OPTION_NOTIFY_COMPLETED, end_request, server, MHD_OPTION_NOTIFY_CONNECTION,
        note_connection, server, MHD_OPTION_CONNECTION_LIMIT, (unsigned)server->connections.limit,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_ARRAY, options->tls_cert != NULL ? tls : &tls[3], MHD_OPTION_END);
    if (server->daemon == NULL) {
        return report_problem("cannot serve on", options->bind,
                              options->tls_cert != NULL ? "is the certificate's key the right one?"
                                                        : "cannot start threads");
    }
    server->listener.descriptor = -1;
    return true;
}

struct server *server_start(struct local *local)
{
    struct server *server = check_alloc(mem_calloc(1, sizeof *server));
    const struct options *options = local->options;

    server->local = local;
    server->listener.descriptor = -1;
    check_system(pthread_mutex_init(&server->lock, NULL) == 0, "creating a mutex");
    connections_init(&server->connections);
    streams_init(&server->streams, &local->history);
    server->timers = timers_start(on_tick, server);
    if (read_tls(server, options) && open_log(server, options->log_path) &&
        listener_open(&server->listener, options->bind, options->port) &&
        start_daemon(server, options)) {
        return server;
    }
    server_stop(server);
    return NULL;
}

int server_port(const struct server *server)
{
    return server->listener.port;
}

void server_stop(struct server *server)
{
    if (server == NULL) {
        return;
    }
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_mutex_unlock(&server->lock);
    timers_stop(server->timers);
    streams_stop(&server->streams);
    if (server->daemon != NULL) {
        MHD_stop_daemon(server->daemon);
    }
    if (server->listener.descriptor >= 0) {
        close(server->listener.descriptor);
    }
    if (server->log != NULL) {
        fclose(server->log);
    }
    mem_free(server->tls_cert);
    mem_free_secret_text(server->tls_key);
    connections_free(&server->connections);
    pthread_mutex_destroy(&server->lock);
    mem_free(server);
}
