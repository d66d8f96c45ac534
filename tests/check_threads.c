/*
 * Sixteen threads at everything at once: all operations, keys that expire, calls that are stopped
 * from outside, pacing, a clock that is learnt, settings that are read.  Each response must belong
 * to its own request, and the sums must be right.  CONNECT_STRESS_SECONDS says for how long.
 */
#include "api/registry.h"
#include "aws/sigv4.h"
#include "core/buf.h"
#include "core/clock.h"
#include "shape/encode.h"
#include "shape/operation.h"
#include "support/echo.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/random_value.h"
#include "support/suite.h"
#include "support/typed.h"
#include "support/wire_tls.h"
#include "support/world.h"

#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define THREADS 16
#define CASES 2                                 /* of each operation */
#define CALLS (2 * CASES * (int)registry_count) /* of a thread at the least: all cases twice */
#define REAL_CALLS ((int)registry_count)
#define REAL_MOST 1500 /* the server remembers every request */
#define SPEED 100      /* times as fast as the clock on the wall */
#define HOUR 3600000
#define LIFETIME_MS \
    10000 /* of keys, while every request takes 100 ms of the clock that they live by */
#define PLANTED "planted-secret"

static struct echo echo;

/* One of the threads; what follows `lock` is shared with the thread that fires. */
struct worker {
    int number;
    pthread_t thread;
    struct dice dice;
    char name[32]; /* of the call under way */
    char label[96];
    const struct echo_case *asked; /* or NULL while a listing or a waiter is under way */
    enum echo_plan plan;
    int sends, accepted;
    int64_t refused_keys; /* number of those that were refused */
    bool holds_time;
    long total_sends, ends[2], cancelled; /* by success */
    int seen[64];                         /* successful calls by operation */
    pthread_mutex_t lock;
    connect_cancel *cancel;
    bool hangs;
};

static struct worker workers[THREADS + 1]; /* the last is the clerk */
static _Thread_local struct worker *self;

/* ---- time: runs faster, and the wall's clock only with what is sent ---- */

static _Atomic int64_t wall;
static atomic_int fetching, waits;
static atomic_long all_sends;

static int64_t wall_now(void *user)
{
    (void)user;
    return atomic_load(&wall);
}

static int64_t quick_now(void *user)
{
    struct timespec now;

    (void)user;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 * SPEED + now.tv_nsec * SPEED / 1000000;
}

static bool quick_wait(void *user, int64_t ms, const connect_cancel *cancel)
{
    (void)user;
    atomic_fetch_add(&waits, 1);
    return clock_wait(cancel, ms / SPEED + 1);
}

static bool fill(void *user, void *bytes, size_t count)
{
    unsigned char *at = bytes;

    (void)user;
    /* Tokens are known beforehand; all else is chance. */
    for (size_t i = 0; i < count; i++) {
        at[i] = count == 16 ? 0 : (unsigned char)dice_roll(&self->dice, 256);
    }
    return true;
}

/*
 * The clock stops until fetched credentials have been used: a slow machine is not to expire
 * them.
 */
static void release_time(void)
{
    if (self->holds_time) {
        atomic_fetch_sub(&fetching, 1);
    }
    self->holds_time = false;
}

/* ---- keys ---- */

struct vault {
    char letter;
    atomic_int inside;
    atomic_long number;
};

static connect_status fetch_keys(void *user, connect_credentials_sink *sink)
{
    struct vault *vault = user;
    long number = atomic_fetch_add(&vault->number, 1) + 1;
    char id[32], token[32], secret[64];

    ck_assert_int_eq(atomic_fetch_add(&vault->inside, 1), 0);
    if (!self->holds_time) {
        atomic_fetch_add(&fetching, 1);
    }
    self->holds_time = true;
    usleep(200);
    snprintf(id, sizeof id, "AKID%c%ld", vault->letter, number);
    snprintf(token, sizeof token, "token-%c%ld", vault->letter, number);
    snprintf(secret, sizeof secret, PLANTED "-%c%ld", vault->letter, number);
    atomic_fetch_sub(&vault->inside, 1);
    return connect_credentials_deliver(
        sink, &(connect_credentials){ .size = sizeof(connect_credentials),
                                      .access_key_id = id,
                                      .secret_access_key = secret,
                                      .session_token = token,
                                      .expiration = CONNECT_SET(wall_now(NULL) + LIFETIME_MS) });
}

/* ---- the other side ---- */

static const char *header_of(const connect_http_request *request, const char *name)
{
    for (size_t i = 0; i < request->headers_count; i++) {
        if (strcasecmp(request->headers[i]->key, name) == 0) {
            return request->headers[i]->value;
        }
    }
    return "";
}

static int64_t time_of(const connect_http_request *request)
{
    struct tm parts;

    memset(&parts, 0, sizeof parts);
    ck_assert_ptr_nonnull(strptime(header_of(request, "X-Amz-Date"), "%Y%m%dT%H%M%SZ", &parts));
    return (int64_t)timegm(&parts) * 1000;
}

/* Signed again with what belongs to that id, by a key that no other thread has ever seen. */
static void check_signature(const connect_http_request *request, const char *id, const char *token)
{
    static const connect_pair host = { "Host", "connect.us-west-2.amazonaws.com" };
    const char *uri = request->url + strlen(ECHO_ORIGIN), *query = strchr(uri, '?');
    connect_pair headers[8] = { host };
    size_t count = 1;
    char path[4096], secret[64];
    struct sigv4_request again = { .method = request->method,
                                   .body = request->body,
                                   .body_size = request->body_size };
    struct sigv4_identity who = { .secret_access_key = secret,
                                  .session_token = token,
                                  .region = "us-west-2",
                                  .service = "connect",
                                  .time_ms = time_of(request) };
    struct sigv4_headers signature;
    char key[32];

    while (strcasecmp(request->headers[count - 1]->key, "X-Amz-Date") != 0 && count < 8) {
        headers[count] = *request->headers[count - 1];
        count++;
    }
    snprintf(path, sizeof path, "%.*s", (int)strcspn(uri, "?"), uri);
    snprintf(key, sizeof key, "%.*s", (int)strcspn(id, "/"), id);
    snprintf(secret, sizeof secret, PLANTED "-%s", key + strlen("AKID"));
    again.path = path;
    again.query = query != NULL ? query + 1 : "";
    again.headers = headers;
    again.headers_count = count;
    who.access_key_id = key;
    ck_assert_int_eq(sigv4_sign(NULL, &again, &who, &signature, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(header_of(request, "Authorization"), buf_text(&signature.authorization));
    sigv4_headers_free(&signature);
}

/* The id, the token and the secret of one fetch go together; its number. */
static int64_t check_keys(const connect_http_request *request)
{
    const char *id = strstr(header_of(request, "Authorization"), "AKID");
    const char *token = header_of(request, "X-Amz-Security-Token");
    size_t size;

    ck_assert_ptr_nonnull(id);
    size = strcspn(id, "/") - strlen("AKID");
    ck_assert_msg(strncmp(token, "token-", 6) == 0 && strlen(token + 6) == size &&
                      memcmp(token + 6, id + 4, size) == 0,
                  "%.40s goes with %s", id, token);
    check_signature(request, id, token);
    return strtol(id + 5, NULL, 10);
}

static void respond(connect_http_response *response, int status, const char *type, const char *body)
{
    char id[64], date[40];
    time_t now = (time_t)((atomic_load(&wall) + (self->plan == ECHO_AHEAD ? HOUR : 0)) / 1000);
    struct tm parts;

    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &parts));
    snprintf(id, sizeof id, "r-%s", self->name);
    connect_http_response_set_status(response, status);
    ck_assert(connect_http_response_add_header(response, "x-amzn-RequestId", 16, id, strlen(id)));
    ck_assert(connect_http_response_add_header(response, "Date", 4, date, strlen(date)));
    if (type != NULL) {
        ck_assert(
            connect_http_response_add_header(response, "x-amzn-ErrorType", 16, type, strlen(type)));
    }
    ck_assert(connect_http_response_add_body(response, body, strlen(body)));
}

/* Whether the request was signed by the clock of the service that this call asks. */
static bool is_in_time(const connect_http_request *request)
{
    int64_t there = atomic_load(&wall) + (self->plan == ECHO_AHEAD ? HOUR : 0),
            signed_at = time_of(request);

    return signed_at - there < 5 * 60000 && there - signed_at < 5 * 60000;
}

/* A listing of three pages, and an instance that is created while a call waits. */
static void response_story(const connect_http_request *request, connect_http_response *response)
{
    char body[512];
    const char *token = strstr(request->url, "nextToken=");
    int page = token != NULL ? atoi(token + strlen("nextToken=")) : 0;

    if (strstr(request->url, "/instance/") != NULL) {
        snprintf(body, sizeof body, "{\"Instance\":{\"Id\":\"%s\",\"InstanceStatus\":\"%s\"}}",
                 self->name, self->accepted++ < 2 ? "CREATION_IN_PROGRESS" : "ACTIVE");
    } else {
        snprintf(body, sizeof body,
                 "{\"InstanceSummaryList\":[{\"Id\":\"%s-%d\"},{\"Id\":\"%s-%d\"}]%s%d\"}",
                 self->name, 2 * page, self->name, 2 * page + 1,
                 page < 2 ? ",\"NextToken\":\"" : ",\"Other\":\"", page + 1);
    }
    respond(response, 200, NULL, body);
}

static connect_status hang(const connect_http_request *request)
{
    bool fired;

    pthread_mutex_lock(&self->lock);
    self->hangs = true;
    pthread_mutex_unlock(&self->lock);
    fired = !clock_wait(request->cancel, patience(30000));
    pthread_mutex_lock(&self->lock);
    self->hangs = false;
    pthread_mutex_unlock(&self->lock);
    ck_assert_msg(fired, "the hanging call was not stopped");
    return CONNECT_E_CANCELLED;
}

static connect_status play(const connect_http_request *request, connect_http_response *response,
                           connect_http_failure *failure, int64_t keys)
{
    struct echo_response given = echo_response(self->asked, self->plan, self->accepted);

    if (self->plan == ECHO_EXPIRED_ONCE) {
        ck_assert_msg(self->accepted == 0 || keys != self->refused_keys,
                      "keys that were refused came again");
    }
    self->refused_keys = keys;
    if (self->accepted++ == 0 && self->plan == ECHO_STALE_ONCE) {
        failure->stale = true;
        return CONNECT_E_TRANSPORT;
    }
    if (self->plan == ECHO_LOST) {
        failure->final = true;
        snprintf(failure->message, sizeof failure->message, "lost %s", self->name);
        return CONNECT_E_TRANSPORT;
    }
    if (self->plan == ECHO_HANGS) {
        return hang(request);
    }
    respond(response, given.status, given.type, given.body);
    return CONNECT_OK;
}

static connect_status perform(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    int64_t keys = check_keys(request);
    const char *uri = request->url + strlen(ECHO_ORIGIN);

    (void)user;
    ck_assert_str_eq(header_of(request, ECHO_HEADER), self->label);
    self->sends++;
    atomic_fetch_add(&all_sends, 1);
    release_time();
    if (atomic_load(&fetching) == 0) {
        atomic_fetch_add(&wall, 100);
    }
    if (self->asked != NULL) {
        ck_assert_msg(
            echo_is_right(self->asked, request->method, uri, request->body, request->body_size),
            "%s: %s %s", self->asked->operation->name, request->method, request->url);
    }
    if (!is_in_time(request)) {
        respond(response, 403, "RequestTimeTooSkewed", "{\"Message\":\"too far\"}");
    } else if (self->asked == NULL) {
        response_story(request, response);
    } else {
        return play(request, response, failure, keys);
    }
    return CONNECT_OK;
}

/* ---- the clients ---- */

static struct vault vaults[2] = { { .letter = 'P' }, { .letter = 'A' } };
static connect_client *clients[2]; /* one paced, one adaptive */
static atomic_long lines;

static void read_line(void *user, connect_log_level level, const char *line)
{
    (void)user;
    (void)level;
    ck_assert_ptr_null(strstr(line, PLANTED));
    ck_assert_ptr_null(strstr(line, "token-"));
    atomic_fetch_add(&lines, 1);
}

static void open_clients(void)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    const connect_clock clock = { sizeof clock, NULL, wall_now, quick_now, quick_wait };
    const connect_random random = { sizeof random, NULL, fill };
    const connect_transport transport = { .size = sizeof transport, .perform = perform };
    connect_client_options options = { .size = sizeof options,
                                       .region = "us-west-2",
                                       .check_level = CONNECT_CHECK_STRICT,
                                       .max_attempts = CONNECT_SET(8),
                                       .pace = &pace,
                                       .log = read_line,
                                       .log_level = CONNECT_LOG_DEBUG,
                                       .transport = &transport,
                                       .clock = &clock,
                                       .random = &random };

    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(
            connect_credentials_custom(fetch_keys, &vaults[i], NULL, &options.credentials, NULL),
            CONNECT_OK);
        ck_assert_int_eq(connect_client_new(&options, &clients[i], NULL), CONNECT_OK);
        connect_credentials_provider_free(options.credentials);
        options.pace = NULL;
        options.retry_mode = CONNECT_RETRY_ADAPTIVE;
        options.log_level = CONNECT_LOG_TRACE;
    }
}

/* ---- the same over TLS, in real time ---- */

static bool is_real;

static int sends_of_real(void)
{
    return self->plan == ECHO_FAILS_ONCE && self->asked->repeatable ? 2 : 1;
}

/* The text behind a header's name, cut at its line's end, in `out`. */
static bool read_header(const char *request, const char *name, char *out, size_t room)
{
    const char *at = strcasestr(request, name);

    if (at != NULL) {
        snprintf(out, room, "%.*s", (int)strcspn(at + strlen(name), "\r"), at + strlen(name));
    }
    return at != NULL;
}

static bool is_what_was_asked(const struct echo_case *asked, const char *request)
{
    const char *uri = strchr(request, ' ') + 1, *body = strstr(request, "\r\n\r\n") + 4;
    char method[8], target[8192];

    snprintf(method, sizeof method, "%.*s", (int)(uri - 1 - request), request);
    snprintf(target, sizeof target, "%.*s", (int)strcspn(uri, " "), uri);
    return echo_is_right(asked, method, target, body, strlen(body));
}

static void serve(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        const char *request = wire_last_request(peer);
        struct echo_response given = { 599, "Wrong", "{\"Message\":\"not what was asked\"}" };
        const struct echo_case *asked;
        char label[96] = "", attempt[64] = "", lines_of_it[256];
        enum echo_plan plan;

        if (read_header(request, "\r\n" ECHO_HEADER ": ", label, sizeof label) &&
            read_header(request, "attempt=", attempt, sizeof attempt) &&
            echo_parse(&echo, label, &asked, &plan) && is_what_was_asked(asked, request)) {
            if (plan == ECHO_HANGS) {
                wire_wait_closed(peer, 60000);
                return;
            }
            given = echo_response(asked, plan, atoi(attempt) - 1);
        }
        snprintf(lines_of_it, sizeof lines_of_it,
                 "x-amzn-RequestId: r-%s\r\nx-amzn-ErrorType: %s\r\n",
                 strrchr(label, ' ') != NULL ? strrchr(label, ' ') + 1 : "",
                 given.type != NULL ? given.type : "");
        if (!wire_response(peer, given.status, lines_of_it, given.body)) {
            return;
        }
    }
}

static connect_status fetch_real_keys(void *user, connect_credentials_sink *sink)
{
    struct vault *vault = user;
    struct timespec now;

    ck_assert_int_eq(atomic_fetch_add(&vault->inside, 1), 0);
    atomic_fetch_add(&vault->number, 1);
    usleep(2000);
    clock_gettime(CLOCK_REALTIME, &now);
    atomic_fetch_sub(&vault->inside, 1);
    return connect_credentials_deliver(
        sink,
        &(connect_credentials){ .size = sizeof(connect_credentials),
                                .access_key_id = "AKIDR",
                                .secret_access_key = PLANTED,
                                .expiration = CONNECT_SET((int64_t)now.tv_sec * 1000 +
                                                          now.tv_nsec / 1000000 + patience(200)) });
}

static void open_real_clients(const char *url, const char *bundle)
{
    const connect_random random = { sizeof random, NULL, fill };
    connect_client_options options = { .size = sizeof options,
                                       .region = "us-west-2",
                                       .endpoint_url = url,
                                       .ca_bundle = bundle,
                                       .proxy = "",
                                       .check_level = CONNECT_CHECK_STRICT,
                                       .log = read_line,
                                       .log_level = CONNECT_LOG_INFO,
                                       .random = &random };

    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(connect_credentials_custom(fetch_real_keys, &vaults[i], NULL,
                                                    &options.credentials, NULL),
                         CONNECT_OK);
        ck_assert_int_eq(connect_client_new(&options, &clients[i], NULL), CONNECT_OK);
        connect_credentials_provider_free(options.credentials);
        options.max_connections = (connect_opt_int32)CONNECT_SET(3);
    }
}

/* ---- calls ---- */

/* Errors are read from end to end, each by the thread that has it. */
static void check_error(const connect_error *error, connect_status status)
{
    char id[64];

    snprintf(id, sizeof id, "r-%s", self->name);
    ck_assert_int_eq(connect_error_code(error), status);
    ck_assert(connect_error_message(error)[0] != '\0');
    ck_assert(is_real ? status == CONNECT_E_CANCELLED ||
                            connect_error_attempts(error) == sends_of_real()
                      : connect_error_attempts(error) == self->sends);
    if (self->asked != NULL) {
        ck_assert_str_eq(connect_error_operation(error), self->asked->operation->name);
    }
    if (connect_error_request_id(error) != NULL) {
        ck_assert_str_eq(connect_error_request_id(error), id);
    }
    if (status == CONNECT_E_NOT_FOUND) {
        ck_assert_str_eq(connect_error_request_id(error), id);
        ck_assert_str_eq(connect_error_aws_type(error), "ResourceNotFoundException");
    }
    if (self->plan == ECHO_LOST && status == CONNECT_E_TRANSPORT) {
        ck_assert_ptr_nonnull(strstr(connect_error_message(error), self->name));
    }
}

static void check_report(const connect_call_report *report, connect_status status)
{
    ck_assert(is_real ? status == CONNECT_E_CANCELLED || report->attempts == sends_of_real()
                      : report->attempts == self->sends);
    ck_assert(report->request_id[0] == '\0' || strcmp(report->request_id + 2, self->name) == 0);
}

/* What was received by one thread is read and freed by another. */
struct parcel {
    char *json;
    char id[64];
    const char *expected;
};

static _Atomic(struct parcel *) mailbox;

static void open_parcel(struct parcel *parcel)
{
    if (parcel == NULL) {
        return;
    }
    ck_assert_str_eq(parcel->json, parcel->expected);
    ck_assert_str_eq(connect_response_request_id(parcel->json), parcel->id);
    connect_free(parcel->json);
    free(parcel);
}

static void pass_on(char *json)
{
    struct parcel *parcel = malloc(sizeof *parcel);

    ck_assert_ptr_nonnull(parcel);
    parcel->json = json;
    parcel->expected = self->asked->json_out;
    snprintf(parcel->id, sizeof parcel->id, "r-%s", self->name);
    open_parcel(atomic_exchange(&mailbox, parcel));
}

static connect_status call_by_name(connect_client *view, connect_error **error)
{
    char *json = NULL;
    connect_status status =
        connect_invoke(view, self->asked->operation->name, self->asked->json_in, &json, error);

    ck_assert_int_eq(json != NULL, status == CONNECT_OK);
    if (json == NULL) {
        return status;
    }
    ck_assert_str_eq(json, self->asked->json_out);
    ck_assert_int_eq(connect_response_attempts(json), is_real ? sends_of_real() : self->sends);
    pass_on(json);
    return status;
}

static connect_status call_typed(connect_client *view, connect_error **error)
{
    const struct connect_operation *operation = self->asked->operation;
    struct buf json = BUF_INIT(1u << 20);
    void *response = NULL;
    connect_status status = typed_of(operation)(view, self->asked->request, &response, error);

    ck_assert_int_eq(response != NULL, status == CONNECT_OK);
    if (response == NULL) {
        return status;
    }
    ck_assert(shape_encode(operation->output, response, ENCODE_ALL, NULL, &json));
    ck_assert_str_eq(buf_text(&json), self->asked->json_out);
    ck_assert_str_eq(connect_response_request_id(response) + 2, self->name);
    ck_assert_int_eq(connect_response_attempts(response), is_real ? sends_of_real() : self->sends);
    buf_free(&json);
    connect_free(response);
    return status;
}

static connect_status call_pager(connect_client *view, connect_error **error)
{
    connect_pager *pager = connect_list_instances_pages(view, NULL);
    const connect_instance_summary *item;
    connect_status status;
    char expected[64];
    int count = 0;

    while ((item = connect_list_instances_next(pager)) != NULL) {
        snprintf(expected, sizeof expected, "%s-%d", self->name, count++);
        ck_assert_str_eq(item->id, expected);
    }
    status = connect_error_code(connect_pager_error(pager));
    ck_assert(status != CONNECT_OK || count == 6);
    connect_pager_free(pager);
    (void)error;
    return status;
}

static connect_status call_untyped(connect_client *view, connect_error **error)
{
    char *json = NULL;
    connect_status status = connect_send(view, "GET", "/instance/x", NULL, 0, NULL, &json, error);

    if (status == CONNECT_OK) {
        ck_assert_ptr_nonnull(strstr(json, self->name));
    }
    connect_free(json);
    return status;
}

/*
 * The other kind of client, which all threads share as well: it has no view, so the name travels in
 * the question.
 */
static connect_zapi_client *zapi;

static connect_status perform_zapi(void *user, const connect_http_request *request,
                                   connect_http_response *response, connect_http_failure *failure)
{
    char body[256];

    (void)user, (void)failure;
    self->sends++;
    atomic_fetch_add(&all_sends, 1);
    ck_assert_str_eq(header_of(request, "Authorization"), "Bearer " PLANTED);
    ck_assert_ptr_nonnull(strstr(request->url, self->name));
    snprintf(body, sizeof body, "{\"total\":1,\"content\":[{\"name\":\"%s\"}]}", self->name);
    respond(response, 200, NULL, body);
    return CONNECT_OK;
}

static connect_status call_zapi(connect_client *view, connect_error **error)
{
    connect_zapi_list_instances_request request = { .size = sizeof request,
                                                    .page = CONNECT_SET(1),
                                                    .page_size = CONNECT_SET(1) };
    connect_zapi_list_instances_response *response = NULL;
    connect_status status;

    (void)view;
    request.query = self->name;
    status = connect_zapi_list_instances(zapi, &request, &response, error);
    if (status == CONNECT_OK) {
        ck_assert_str_eq(response->content[0]->name, self->name);
    }
    connect_free(response);
    return status;
}

static void open_zapi(void)
{
    const connect_transport transport = { .size = sizeof transport, .perform = perform_zapi };
    const connect_random random = { sizeof random, NULL, fill };
    const connect_zapi_client_options options = {
        .size = sizeof options, .token = PLANTED, .transport = &transport, .random = &random
    };

    ck_assert_int_eq(connect_zapi_client_new(&options, &zapi, NULL), CONNECT_OK);
}

static connect_status call_waiter(connect_client *view, connect_error **error)
{
    connect_describe_instance_response *response = NULL;
    connect_status status = connect_wait_instance_active(view, WORLD_ID, NULL, &response, error);

    if (status == CONNECT_OK) {
        ck_assert_str_eq(response->instance->id, self->name);
    }
    connect_free(response);
    return status;
}

static connect_status (*const stories[])(connect_client *view,
                                         connect_error **error) = { call_pager, call_waiter,
                                                                    call_untyped, call_zapi };
#define STORIES (sizeof stories / sizeof stories[0])

/* ---- workers ---- */

static enum echo_plan roll_plan(bool is_adaptive)
{
    static const enum echo_plan real[] = { ECHO_FAILS_ONCE, ECHO_NOT_FOUND, ECHO_CUT, ECHO_HANGS };
    uint64_t roll = dice_roll(&self->dice, 100);

    if (is_real) {
        return roll < 16 ? real[roll / 4] : ECHO_FINE;
    }
    if (roll >= ECHO_PLANS) {
        return ECHO_FINE;
    }
    /* One refusal in a hundred is plenty for a limiter that has one rate for all operations. */
    return is_adaptive && roll == ECHO_THROTTLED_ONCE && dice_roll(&self->dice, 4) > 0
               ? ECHO_FINE
               : (enum echo_plan)roll;
}

static void set_cancel(connect_cancel *cancel)
{
    pthread_mutex_lock(&self->lock);
    self->cancel = cancel;
    self->hangs = is_real && self->plan == ECHO_HANGS;
    pthread_mutex_unlock(&self->lock);
}

static void begin_call(size_t index, enum echo_plan plan, int count)
{
    snprintf(self->name, sizeof self->name, "t%d.%d", self->number, count);
    echo_name(self->label, sizeof self->label, index, plan, self->name);
    self->plan = plan;
    self->sends = self->accepted = 0;
    self->refused_keys = -1;
}

static void end_call(connect_status status, connect_error *error, const connect_cancel *cancel)
{
    connect_status expected =
        self->asked != NULL ? echo_expected(self->asked, self->plan) : CONNECT_OK;
    bool stopped = status == CONNECT_E_CANCELLED && connect_cancel_is_fired(cancel);

    ck_assert_msg(status == expected || stopped, "%s of %s: %s instead of %s: %s", self->label,
                  self->asked != NULL ? self->asked->operation->name : "a story",
                  connect_status_name(status), connect_status_name(expected),
                  connect_error_message(error));
    if (error != NULL) {
        check_error(error, status);
    }
    connect_error_free(error);
    self->ends[status == CONNECT_OK]++;
    self->cancelled += stopped;
    self->total_sends += self->sends;
    release_time();
}

static void one_call(size_t index, int count)
{
    bool is_adaptive = dice_roll(&self->dice, 4) == 0;
    uint64_t story = is_real ? STORIES : dice_roll(&self->dice, 100);
    enum echo_plan plan = story < STORIES ? ECHO_FINE : roll_plan(is_adaptive);
    const connect_pair header = { ECHO_HEADER, self->label }, *const headers[] = { &header };
    connect_call_report report = { .size = sizeof report };
    connect_call_options options = {
        .size = sizeof options, .headers = headers, .headers_count = 1, .report = &report
    };
    connect_cancel *cancel = NULL;
    connect_client *view = NULL;
    connect_error *error = NULL;
    connect_status status;

    begin_call(index, plan, count);
    self->asked = story < STORIES ? NULL : &echo.cases[index];
    if (plan == ECHO_HANGS || dice_roll(&self->dice, is_real ? 50 : 8) == 0) {
        ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    }
    options.cancel = cancel;
    ck_assert_int_eq(connect_client_with(clients[is_adaptive], &options, &view, NULL), CONNECT_OK);
    set_cancel(cancel);
    if (self->asked == NULL) {
        status = stories[story](view, &error);
    } else {
        status = (dice_roll(&self->dice, 2) == 0 ? call_by_name : call_typed)(view, &error);
    }
    set_cancel(NULL);
    if (self->asked != NULL) {
        check_report(&report, status);
    }
    end_call(status, error, cancel);
    if (status == CONNECT_OK && self->asked != NULL) {
        self->seen[index / CASES]++;
    }
    connect_client_free(view);
    connect_cancel_free(cancel);
}

static int64_t stress_ms(void)
{
    const char *text = getenv("CONNECT_STRESS_SECONDS");

    return (text != NULL ? strtol(text, NULL, 10) : 0) * 1000;
}

static atomic_int running;

static void *work(void *user)
{
    int64_t end = world_now() + stress_ms();
    int least = is_real ? REAL_CALLS : CALLS, most = is_real ? REAL_MOST : INT_MAX;

    self = user;
    for (int i = 0; i < least || (i < most && world_now() < end); i++) {
        one_call(((size_t)i + (size_t)self->number) % echo.count, i);
    }
    atomic_fetch_sub(&running, 1);
    return NULL;
}

/* Reads what the clients have resolved, and makes clients and lets go of them, all the while. */
static void *read_settings(void *user)
{
    const connect_client_options options = { .size = sizeof options, .region = "eu-west-2" };
    connect_client *other;
    char *json;

    self = user;
    for (int i = 0; atomic_load(&running) > 0; i++) {
        ck_assert_int_eq(connect_client_describe(clients[i % 2], &json, NULL), CONNECT_OK);
        ck_assert_ptr_nonnull(strstr(json, "us-west-2"));
        ck_assert_ptr_null(strstr(json, PLANTED));
        connect_free(json);
        ck_assert_int_eq(connect_client_warm_up(clients[i % 2], NULL), CONNECT_OK);
        release_time();
        ck_assert_int_eq(connect_client_new(&options, &other, NULL), CONNECT_OK);
        connect_client_free(other);
        ck_assert_ptr_nonnull(connect_operation_find("DescribeInstance"));
        usleep(1000);
    }
    return NULL;
}

/* Stops calls that hang, and now and then one that does not. */
static void *fire_tokens(void *user)
{
    struct dice dice = { 99 };

    (void)user;
    while (atomic_load(&running) > 0) {
        for (int i = 0; i < THREADS; i++) {
            struct worker *worker = &workers[i];

            pthread_mutex_lock(&worker->lock);
            if (worker->cancel != NULL && dice_roll(&dice, worker->hangs ? 8 : 32) == 0) {
                connect_cancel_fire(worker->cancel);
            }
            pthread_mutex_unlock(&worker->lock);
        }
        usleep(500);
    }
    return NULL;
}

static void check_sums(void)
{
    long sends = 0, good = 0, bad = 0, cancelled = 0;

    for (int i = 0; i < THREADS; i++) {
        sends += workers[i].total_sends;
        good += workers[i].ends[1];
        bad += workers[i].ends[0];
        cancelled += workers[i].cancelled;
    }
    ck_assert_int_eq(sends, atomic_load(&all_sends));
    ck_assert_int_ge(good + bad, THREADS * (is_real ? REAL_CALLS : CALLS));
    ck_assert_int_gt(cancelled, 0);
    ck_assert(is_real || atomic_load(&waits) > 0);
    ck_assert_int_gt(atomic_load(&lines), 0);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_gt(atomic_load(&vaults[i].number), is_real ? 0 : 3);
    }
    for (size_t i = 0; i < registry_count && !is_real; i++) {
        int seen = 0;

        for (int k = 0; k < THREADS; k++) {
            seen += workers[k].seen[i];
        }
        ck_assert_msg(seen >= THREADS, "%s succeeded %d times", registry_operations[i]->name, seen);
    }
    printf(
        "%ld calls succeeded, %ld were refused, %ld of them stopped; %ld requests, %d waits, %ld and %ld sets of keys\n",
        good, bad, cancelled, sends, atomic_load(&waits), atomic_load(&vaults[0].number),
        atomic_load(&vaults[1].number));
}

static void start_all(void *(*body)(void *))
{
    atomic_store(&running, THREADS);
    for (int i = 0; i <= THREADS; i++) {
        workers[i] = (struct worker){ .number = i, .dice = { (uint64_t)i } };
        pthread_mutex_init(&workers[i].lock, NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&workers[i].thread, NULL, body, &workers[i]), 0);
    }
}

static void join_all(void)
{
    for (int i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
    }
}

static void run_all(void)
{
    pthread_t clerk, firer;

    start_all(work);
    ck_assert_int_eq(pthread_create(&clerk, NULL, read_settings, &workers[THREADS]), 0);
    ck_assert_int_eq(pthread_create(&firer, NULL, fire_tokens, NULL), 0);
    join_all();
    pthread_join(clerk, NULL);
    pthread_join(firer, NULL);
    check_sums();
    open_parcel(atomic_exchange(&mailbox, NULL));
    connect_client_free(clients[0]);
    connect_client_free(clients[1]);
}

static void set_up(void)
{
    memory_watch();
    echo_init(&echo, CASES);
    ck_assert_uint_le(registry_count, sizeof workers[0].seen / sizeof workers[0].seen[0]);
    atomic_store(&wall, FAKE_NOW);
    atomic_store(&all_sends, 0);
}

static void tear_down(void)
{
    echo_free(&echo);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}

START_TEST(sixteen_threads_do_everything_at_once)
{
    is_real = false;
    open_clients();
    open_zapi();
    run_all();
    connect_zapi_client_free(zapi);
}
END_TEST

START_TEST(sixteen_threads_share_connections_over_tls)
{
    struct wire_tls *tls = wire_tls_new(WIRE_GOOD, 0);
    struct wire_server *server = wire_start(serve, NULL, wire_tls_io(tls));
    char url[64];

    is_real = true;
    snprintf(url, sizeof url, "https://127.0.0.1:%d", wire_port(server));
    open_real_clients(url, wire_tls_bundle(tls));
    run_all();
    ck_assert_int_ge(wire_requests(server), THREADS * REAL_CALLS / 2);
    ck_assert_int_lt(wire_connections(server), wire_requests(server));
    wire_stop(server);
    wire_tls_free(tls);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("threads");
    TCase *stress = tcase_create("stress");

    tcase_add_checked_fixture(stress, set_up, tear_down);
    tcase_set_timeout(stress, 60 + 2 * (double)stress_ms() / 1000);
    tcase_add_test(stress, sixteen_threads_do_everything_at_once);
    tcase_add_test(stress, sixteen_threads_share_connections_over_tls);
    suite_add_tcase(suite, stress);
    return suite;
}
