/*
 * Transports of the application's own: around the built-in one, and what they read of requests and
 * responses.
 */
#include "http/response.h"
#include "support/exchange.h"
#include "support/suite.h"
#include "support/wire_server.h"
#include "support/world.h"

#include <connect/loop.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct world world;

static void set_up(void)
{
    world_begin(&world);
}

static void tear_down(void)
{
    world_end(&world);
}

/* ---- the built-in transport, wrapped ---- */

struct wrapper {
    connect_transport face, inner;
    int requests, responses, released;
    char method[8];
    char url[256];
    char authorization[32];
    int32_t status;
    char request_id[32];
    size_t body_size;
};

static connect_status wrapper_perform(void *user, const connect_http_request *request,
                                      connect_http_response *response,
                                      connect_http_failure *failure)
{
    struct wrapper *self = user;
    const char *authorization = connect_http_request_header(request, "AUTHORIZATION");

    self->requests++;
    snprintf(self->method, sizeof self->method, "%s", connect_http_request_method(request));
    snprintf(self->url, sizeof self->url, "%s", connect_http_request_url(request));
    snprintf(self->authorization, sizeof self->authorization, "%.16s", authorization);

    connect_status status = self->inner.perform(self->inner.user, request, response, failure);
    const char *id = connect_http_response_header(response, "x-amzn-requestid");

    self->responses += status == CONNECT_OK;
    self->status = connect_http_response_status(response);
    snprintf(self->request_id, sizeof self->request_id, "%s", id != NULL ? id : "");
    ck_assert_ptr_nonnull(connect_http_response_body(response, &self->body_size));
    return status;
}

static void wrapper_release(void *user)
{
    struct wrapper *self = user;

    self->inner.release(self->inner.user);
    self->released++;
}

static void wrapper_init(struct wrapper *self)
{
    *self = (struct wrapper){ .inner = { .size = sizeof self->inner },
                              .face = { .size = sizeof self->face,
                                        .perform = wrapper_perform,
                                        .release = wrapper_release } };
    self->face.user = self;
    ck_assert_int_eq(connect_transport_default(&world.options, &self->inner, NULL), CONNECT_OK);
}

static void respond(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer) &&
           wire_response(peer, 200, "x-amzn-RequestId: r-1\r\n", "{\"Instance\":{}}")) {
    }
}

START_TEST(wrapper_sees_each_attempt_and_its_response)
{
    struct wire_server *server = wire_start(respond, NULL, NULL);
    struct wrapper wrapper;

    world.options.endpoint_url = wire_url(server, "");
    wrapper_init(&wrapper);
    world.options.transport = &wrapper.face;
    world_open(&world);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(wrapper.requests, 1);
    ck_assert_int_eq(wrapper.responses, 1);
    ck_assert_str_eq(wrapper.method, "GET");
    check_has(wrapper.url, "/instance/" WORLD_ID);
    ck_assert_str_eq(wrapper.authorization, "AWS4-HMAC-SHA256");
    ck_assert_int_eq(wrapper.status, 200);
    ck_assert_str_eq(wrapper.request_id, "r-1");
    ck_assert_uint_eq(wrapper.body_size, strlen("{\"Instance\":{}}"));
    connect_client_free(world.client);
    world.client = NULL;
    ck_assert_int_eq(wrapper.released, 1);
    wire_stop(server);
}
END_TEST

START_TEST(default_transport_alone_is_the_built_in_one)
{
    struct wire_server *server = wire_start(respond, NULL, NULL);
    connect_transport transport = { .size = sizeof transport };
    char *text = NULL;

    world.options.endpoint_url = wire_url(server, "");
    ck_assert_int_eq(connect_transport_default(&world.options, &transport, NULL), CONNECT_OK);
    world.options.transport = &transport;
    world_open(&world);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_client_describe(world.client, &text, NULL), CONNECT_OK);
    check_has(text, "certificates");
    connect_free(text);
    wire_stop(server);
}
END_TEST

static const struct {
    connect_opt_int32 max_connections;
    int connections; /* for three requests */
} pools[] = { { { 0 }, 1 }, { CONNECT_SET(0), 3 }, { CONNECT_SET(1), 1 } };

START_TEST(default_transport_keeps_as_many_connections_as_are_set)
{
    struct wire_server *server = wire_start(respond, NULL, NULL);
    connect_transport transport = { .size = sizeof transport };

    world.options.max_connections = pools[_i].max_connections;
    ck_assert_int_eq(connect_transport_default(&world.options, &transport, NULL), CONNECT_OK);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
    }
    ck_assert_int_eq(wire_connections(server), pools[_i].connections);
    transport.release(transport.user);
    wire_stop(server);
}
END_TEST

START_TEST(loop_takes_the_default_transport_but_no_wrapper_without_start)
{
    connect_transport transport = { .size = sizeof transport };
    struct wrapper wrapper;
    connect_loop *loop = NULL;

    ck_assert_int_eq(connect_transport_default(&world.options, &transport, NULL), CONNECT_OK);
    world.options.transport = &transport;
    world_open(&world);
    ck_assert_int_eq(connect_loop_new(world.client, NULL, &loop, NULL), CONNECT_OK);
    connect_loop_free(loop);
    connect_client_free(world.client);
    wrapper_init(&wrapper);
    world.options.transport = &wrapper.face;
    world_open(&world);
    ck_assert_int_eq(connect_loop_new(world.client, NULL, &loop, NULL), CONNECT_E_ARGUMENT);
    connect_client_free(world.client);
    world.client = NULL;
}
END_TEST

START_TEST(default_transport_has_the_settings_of_a_client)
{
    connect_transport transport = { .size = sizeof transport };
    connect_error *error = NULL;

    setenv("AWS_CA_BUNDLE", "~/bundle.pem", 1);
    unsetenv("HOME");
    ck_assert_int_eq(connect_transport_default(&world.options, &transport, &error),
                     CONNECT_E_CONFIGURATION);
    check_has(connect_error_message(error), "AWS_CA_BUNDLE");
    connect_error_free(error);
    unsetenv("AWS_CA_BUNDLE");
    world.options.max_connections = (connect_opt_int32)CONNECT_SET(-1);
    ck_assert_int_eq(connect_transport_default(&world.options, &transport, &error),
                     CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "max_connections");
    connect_error_free(error);
    ck_assert_ptr_null(transport.user);
}
END_TEST

START_TEST(default_transport_of_an_older_header_is_filled_as_far_as_it_goes)
{
    connect_transport transport = { .size = offsetof(connect_transport, close_idle) };
    connect_error *error = NULL;

    ck_assert_int_eq(connect_transport_default(NULL, &transport, NULL), CONNECT_OK);
    ck_assert_uint_eq(transport.size, offsetof(connect_transport, close_idle));
    ck_assert(transport.close_idle == NULL);
    ck_assert(transport.perform != NULL);
    transport.release(transport.user);
    transport.size = 0;
    ck_assert_int_eq(connect_transport_default(NULL, &transport, &error), CONNECT_E_ARGUMENT);
    connect_error_free(error);
    ck_assert_int_eq(connect_transport_default(NULL, NULL, NULL), CONNECT_E_ARGUMENT);
}
END_TEST

/* ---- getters ---- */

START_TEST(request_is_read_as_far_as_its_size_goes)
{
    const connect_pair pair = { "Content-Type", "application/json" };
    const connect_pair *const headers[] = { &pair };
    connect_http_request request = { .size = sizeof request,
                                     .method = "PUT",
                                     .url = "https://a/b",
                                     .headers = headers,
                                     .headers_count = 1,
                                     .body = "{}",
                                     .body_size = 2 };
    size_t size = 9;

    ck_assert_str_eq(connect_http_request_header(&request, "content-type"), "application/json");
    ck_assert_ptr_null(connect_http_request_header(&request, "content"));
    ck_assert_ptr_null(connect_http_request_header(&request, NULL));
    ck_assert_ptr_eq(connect_http_request_body(&request, &size), request.body);
    ck_assert_uint_eq(size, 2);
    request.size = offsetof(connect_http_request, url);
    ck_assert_str_eq(connect_http_request_method(&request), "PUT");
    ck_assert_ptr_null(connect_http_request_url(&request));
    ck_assert_ptr_null(connect_http_request_header(&request, "content-type"));
    ck_assert_ptr_null(connect_http_request_body(&request, &size));
    ck_assert_uint_eq(size, 0);
    ck_assert_ptr_null(connect_http_request_method(NULL));
}
END_TEST

START_TEST(response_is_read_while_it_is_built)
{
    connect_http_response *response = http_response_new(1024);
    const char *name = NULL, *value = NULL;
    size_t size;

    ck_assert_int_eq(connect_http_response_status(response), 0);
    ck_assert_str_eq(connect_http_response_body(response, &size), "");
    ck_assert_uint_eq(size, 0);
    ck_assert(!connect_http_response_header_at(response, 0, &name, &value));
    ck_assert_ptr_null(name);
    connect_http_response_set_status(response, 204);
    ck_assert(connect_http_response_add_header(response, "A", 1, " 1 ", 3));
    ck_assert(connect_http_response_add_header(response, "b", 1, "2", 1));
    ck_assert(connect_http_response_add_body(response, "x\0y", 3));
    ck_assert_int_eq(connect_http_response_status(response), 204);
    ck_assert_str_eq(connect_http_response_header(response, "a"), "1");
    ck_assert(connect_http_response_header_at(response, 1, &name, &value));
    ck_assert_str_eq(name, "b");
    ck_assert_str_eq(value, "2");
    ck_assert_mem_eq(connect_http_response_body(response, &size), "x\0y", 4);
    ck_assert_uint_eq(size, 3);
    http_response_free(response);
    ck_assert_int_eq(connect_http_response_status(NULL), 0);
    ck_assert_str_eq(connect_http_response_body(NULL, &size), "");
    ck_assert_uint_eq(size, 0);
    ck_assert_ptr_null(connect_http_response_header(NULL, "a"));
    ck_assert_str_eq(connect_http_response_body(NULL, NULL), "");
}
END_TEST

START_TEST(transfer_survives_the_status_but_not_the_next_attempt)
{
    connect_http_response *response = http_response_new(1024);
    connect_http_transfer transfer = { .size = sizeof transfer, .bytes_sent = { true, 5 } }, read;

    connect_http_response_set_transfer(response, &transfer);
    connect_http_response_set_status(response, 200);
    read = (connect_http_transfer){ .size = sizeof read };
    connect_http_response_transfer(response, &read);
    ck_assert(read.bytes_sent.is_set && read.bytes_sent.value == 5);
    ck_assert(!read.bytes_received.is_set && !read.is_new_connection.is_set);
    http_response_reset(response);
    connect_http_response_transfer(response, &read);
    ck_assert(!read.bytes_sent.is_set);
    http_response_free(response);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("transport");
    TCase *tcase = tcase_create("transport");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, wrapper_sees_each_attempt_and_its_response);
    tcase_add_test(tcase, default_transport_alone_is_the_built_in_one);
    tcase_add_loop_test(tcase, default_transport_keeps_as_many_connections_as_are_set, 0,
                        (int)(sizeof pools / sizeof *pools));
    tcase_add_test(tcase, loop_takes_the_default_transport_but_no_wrapper_without_start);
    tcase_add_test(tcase, default_transport_has_the_settings_of_a_client);
    tcase_add_test(tcase, default_transport_of_an_older_header_is_filled_as_far_as_it_goes);
    tcase_add_test(tcase, request_is_read_as_far_as_its_size_goes);
    tcase_add_test(tcase, response_is_read_while_it_is_built);
    tcase_add_test(tcase, transfer_survives_the_status_but_not_the_next_attempt);
    suite_add_tcase(suite, tcase);
    return suite;
}
