/*
 * See local_fixture.h.
 */
#include "support/local_fixture.h"

#include "aws/sigv4.h"
#include "base/json.h"
#include "server/dispatch.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

struct options local_options;
int64_t wall_ms = INT64_C(1795264496000), monotonic_ms;
struct local *local;

static int64_t fixed_now(void *user)
{
    (void)user;
    return wall_ms;
}

static int64_t fixed_monotonic(void *user)
{
    (void)user;
    return monotonic_ms;
}

static const connect_clock fixed_clock = { .size = sizeof fixed_clock,
                                           .now = fixed_now,
                                           .monotonic = fixed_monotonic };

void local_set_up(void)
{
    memory_watch();
    options_default(&local_options);
    local = NULL;
}

void local_start(void)
{
    local = local_new(&local_options, &fixed_clock);
}

void local_tear_down(void)
{
    local_free(local);
    options_free(&local_options);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}

struct exchange *local_request(const char *method, const char *uri, const char *body)
{
    struct exchange *exchange = exchange_new(NULL, method, uri);
    connect_pair host = { "Host", "127.0.0.1:80" };
    struct sigv4_request request = { .method = method,
                                     .path = exchange->path,
                                     .query = exchange->query,
                                     .headers = &host,
                                     .headers_count = 1,
                                     .body = body,
                                     .body_size = body != NULL ? strlen(body) : 0 };
    struct sigv4_identity identity = { .access_key_id = local_options.access_key,
                                       .secret_access_key = local_options.secret_key,
                                       .session_token = local_options.session_token,
                                       .region = local_options.region,
                                       .service = "connect",
                                       .time_ms = wall_ms };
    struct sigv4_headers headers = { 0 };

    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, NULL, NULL), CONNECT_OK);
    exchange_add_header(exchange, host.key, host.value);
    exchange_add_header(exchange, "X-Amz-Date", headers.date);
    if (local_options.session_token != NULL) {
        exchange_add_header(exchange, "X-Amz-Security-Token", local_options.session_token);
    }
    exchange_add_header(exchange, "Authorization", buf_text(&headers.authorization));
    if (body != NULL) {
        buf_add(&exchange->body, body, strlen(body));
    }
    sigv4_headers_free(&headers);
    dispatch_request(local, exchange);
    return exchange;
}

json_t *local_expect_json(int status, const char *method, const char *uri, const char *body)
{
    struct exchange *exchange = local_request(method, uri, body);

    ck_assert_msg(exchange->status == status, "%s %s: %d %s", method, uri, exchange->status,
                  exchange->response_body);

    json_t *json =
        exchange->response_size > 0 ? json_loads(exchange->response_body, 0, NULL) : json_object();

    ck_assert_ptr_nonnull(json);
    exchange_free(exchange);
    return json;
}

void local_expect(int status, const char *method, const char *uri, const char *body)
{
    json_decref(local_expect_json(status, method, uri, body));
}

/* The id that was local_create. */
static char id[64];
const char *local_create(const char *method, const char *uri, const char *body, const char *member)
{
    json_t *json = local_expect_json(200, method, uri, body);

    ck_assert_ptr_nonnull(json_get_string(json, member));
    snprintf(id, sizeof id, "%s", json_get_string(json, member));
    json_decref(json);
    return id;
}

static char uri[512];
const char *instance_path(const char *instance, const char *rest)
{
    snprintf(uri, sizeof uri, "/instance/%s%s", instance, rest);
    return uri;
}
