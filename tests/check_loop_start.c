/* What is started on an event loop, and what is refused. */
#include "api/registry.h"
#include "support/echo.h"
#include "support/loop_stage.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdlib.h>
#include <string.h>

/* ---- starts ---- */

#define WRAPPER(id)                                                                           \
    static connect_status start_##id(const void *request, struct outcome *outcome)            \
    {                                                                                         \
        return connect_##id##_start(loop, world.client, request, outcome_take, outcome, NULL, \
                                    NULL);                                                    \
    }
ALL_OPERATIONS(WRAPPER)

#define LISTED(id) start_##id,
static connect_status (*const starts[])(const void *request,
                                        struct outcome *outcome) = { ALL_OPERATIONS(LISTED) };

static size_t start_index(const struct connect_operation *operation)
{
    size_t i = 0;

    while (registry_operations[i] != operation) {
        i++;
    }
    return i;
}

/* The client token is random. */
static void expect_uri(const char *url, const char *uri)
{
    const char *token = strstr(uri, "clientToken=");
    char *known = strndup(uri, token != NULL ? (size_t)(token - uri) : strlen(uri));

    check_has(url, known);
    free(known);
}

START_TEST(every_operation_can_be_started)
{
    struct echo echo;

    echo_init(&echo, 1);
    open_loop(NULL);
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, { .status = 200, .body = "{}" });
    for (size_t i = 0; i < echo.count; i++) {
        const struct echo_case *asked = &echo.cases[i];
        struct outcome outcome = { 0 };

        ck_assert_int_eq(starts[start_index(asked->operation)](asked->request, &outcome),
                         CONNECT_OK);
        ck_assert_int_eq(outcome.calls, 0);
        run_until_idle();
        ck_assert_int_eq(outcome.calls, 1);
        ck_assert_msg(outcome.status == CONNECT_OK, "%s: %s", asked->operation->name,
                      connect_error_message(outcome.error));
        ck_assert_ptr_nonnull(outcome.response);
        outcome_clear(&outcome);
        ck_assert_uint_eq(world.transport.sent_count, i + 1);
        ck_assert_str_eq(world.transport.sent[i].method, asked->method);
        expect_uri(world.transport.sent[i].url, asked->uri);
    }
    echo_free(&echo);
}
END_TEST

START_TEST(a_request_is_copied)
{
    char id[] = WORLD_ID;
    connect_describe_instance_request request = { .size = sizeof request, .instance_id = id };
    struct outcome outcome = { 0 };

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &request, outcome_take,
                                                     &outcome, NULL, NULL),
                     CONNECT_OK);
    memset(id, 'x', sizeof id - 1);
    request.instance_id = NULL;
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    check_has(world.transport.sent[0].url, WORLD_ID);
    ck_assert_str_eq(
        ((connect_describe_instance_response *)outcome.response)->instance->instance_alias, "demo");
    outcome_clear(&outcome);
}
END_TEST

START_TEST(an_operation_is_started_by_its_name)
{
    struct outcome outcome = { 0 };

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(connect_invoke_start(loop, world.client, "DescribeInstance",
                                          "{\"InstanceId\":\"" WORLD_ID "\"}", outcome_take,
                                          &outcome, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    check_has(outcome.response, "\"InstanceAlias\":\"demo\"");
    ck_assert_str_eq(connect_response_request_id(outcome.response), "r-1");
    outcome_clear(&outcome);
}
END_TEST

START_TEST(a_request_without_a_typed_operation_is_started)
{
    char path[] = "/queues/" WORLD_ID, value[] = "a b", body[] = "{\"ClientToken\":\"t\"}";
    connect_pair pair = { "q", value };
    const connect_pair *query[] = { &pair };
    struct outcome outcome = { 0 };

    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(2);
    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FAILS, { .status = 200, .body = "{\"QueueId\":\"q-1\"}" },
                 { .status = 200, .body = "" });
    ck_assert_int_eq(connect_send_start(loop, world.client, "PUT", path, query, 1, body,
                                        outcome_take, &outcome, NULL, NULL),
                     CONNECT_OK);
    memset(path, 'x', sizeof path - 1);
    memset(value, 'x', sizeof value - 1);
    memset(body, 'x', sizeof body - 1);
    pair.key = NULL;
    query[0] = NULL;
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    ck_assert_str_eq(outcome.response, "{\"QueueId\":\"q-1\"}");
    for (size_t i = 0; i < 2; i++) {
        ck_assert_str_eq(world.transport.sent[i].method, "PUT");
        check_has(world.transport.sent[i].url, "/queues/" WORLD_ID "?q=a%20b");
        ck_assert_str_eq(world.transport.sent[i].body, "{\"ClientToken\":\"t\"}");
    }
    outcome_clear(&outcome);
    ck_assert_int_eq(connect_send_start(loop, world.client, "DELETE", "/x", NULL, 0, NULL,
                                        outcome_take, &outcome, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_str_eq(outcome.response, "");
    outcome_clear(&outcome);
}
END_TEST

/* What is sent without a typed operation may be a password, and what comes back a token. */
START_TEST(a_request_and_a_response_without_a_typed_operation_are_cleansed)
{
    struct outcome outcome = { 0 };

    open_loop(NULL);
    memory_watch();
    memory_look_for("planted");
    WORLD_SCRIPT(&world, { .status = 200, .body = "{\"AccessToken\":\"planted\"}" });
    ck_assert_int_eq(connect_send_start(loop, world.client, "PUT", "/users", NULL, 0,
                                        "{\"Password\":\"planted\"}", outcome_take, &outcome, NULL,
                                        NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_str_eq(outcome.response, "{\"AccessToken\":\"planted\"}");
    outcome_clear(&outcome);
    ck_assert_uint_eq(memory_found(), 0);
    memory_unwatch();
}
END_TEST

/* Nothing was started: there is no callback, and the loop has nothing to do. */
static void expect_refusal(connect_status status, connect_error **error, const char *part)
{
    ck_assert_int_eq(status, CONNECT_E_ARGUMENT);
    check_has(connect_error_message(*error), part);
    connect_error_free(*error);
    ck_assert_uint_eq(connect_loop_pending(loop), 0);
}

START_TEST(a_wrong_start_is_refused_at_once)
{
    const connect_describe_instance_request wrong = { .size = sizeof wrong };
    connect_call *call = (connect_call *)&world;
    connect_client *other;
    connect_error *error;

    open_loop(NULL);
    expect_refusal(
        connect_describe_instance_start(loop, world.client, &wrong, NULL, NULL, &call, &error),
        &error, "InstanceId");
    ck_assert_ptr_null(call);
    expect_refusal(
        connect_describe_instance_start(loop, world.client, NULL, NULL, NULL, NULL, &error), &error,
        "InstanceId");
    expect_refusal(
        connect_describe_instance_start(NULL, world.client, &describe, NULL, NULL, NULL, &error),
        &error, "the loop is NULL");
    expect_refusal(connect_describe_instance_start(loop, NULL, &describe, NULL, NULL, NULL, &error),
                   &error, "the client is NULL");
    expect_refusal(
        connect_invoke_start(loop, world.client, "DescribeNothing", NULL, NULL, NULL, NULL, &error),
        &error, "DescribeNothing");
    expect_refusal(connect_invoke_start(loop, world.client, "DescribeInstance", "{}", NULL, NULL,
                                        NULL, &error),
                   &error, "InstanceId");
    expect_refusal(
        connect_invoke_start(loop, world.client, "DescribeInstance", "{", NULL, NULL, NULL, &error),
        &error, "JSON");
    expect_refusal(connect_send_start(loop, world.client, "PATCH", "/x", NULL, 0, NULL, NULL, NULL,
                                      NULL, &error),
                   &error, "method");
    expect_refusal(connect_send_start(loop, world.client, "GET", NULL, NULL, 0, NULL, NULL, NULL,
                                      NULL, &error),
                   &error, "path");
    expect_refusal(connect_send_start(loop, world.client, "GET", "/x", NULL, 1, NULL, NULL, NULL,
                                      NULL, &error),
                   &error, "query");
    expect_refusal(
        connect_send_start(loop, world.client, "PUT", "/x", NULL, 0, "[", NULL, NULL, NULL, &error),
        &error, "json_in");
    expect_refusal(connect_wait_instance_active_start(loop, world.client, NULL, NULL, NULL, NULL,
                                                      NULL, &error),
                   &error, "instance id");
    expect_refusal(connect_create_instance_and_wait_start(loop, world.client, NULL, NULL, NULL,
                                                          NULL, NULL, &error),
                   &error, "IdentityManagementType");
    expect_refusal(connect_create_instance_and_wait_start(NULL, world.client, NULL, NULL, NULL,
                                                          NULL, NULL, &error),
                   &error, "the loop is NULL");
    expect_refusal(connect_pager_start(loop, NULL, NULL, NULL, NULL, &error), &error, "NULL");
    ck_assert_int_eq(connect_client_new(&world.options, &other, NULL), CONNECT_OK);
    expect_refusal(
        connect_describe_instance_start(loop, other, &describe, NULL, NULL, NULL, &error), &error,
        "another client");
    connect_client_free(other);
    ck_assert_int_eq(connect_loop_step(loop), 0);
    ck_assert_uint_eq(world.transport.sent_count, 0);
}
END_TEST

START_TEST(the_error_of_a_refused_request_names_its_operation)
{
    const connect_describe_instance_request wrong = { .size = sizeof wrong };
    connect_error *error;

    open_loop(NULL);
    ck_assert_int_eq(
        connect_describe_instance_start(loop, world.client, &wrong, NULL, NULL, NULL, &error),
        CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
    connect_error_free(error);
    ck_assert_int_eq(
        connect_describe_instance_start(loop, world.client, &wrong, NULL, NULL, NULL, NULL),
        CONNECT_E_ARGUMENT);
}
END_TEST

START_TEST(a_loop_checks_its_options)
{
    connect_loop_options options = { .size = sizeof options };
    connect_error *error = NULL;

    open_loop(NULL);
    connect_loop_free(loop);
    for (int32_t most = 0; most <= 10001; most += 10001) {
        options.max_on_wire = (connect_opt_int32)CONNECT_SET(most);
        ck_assert_int_eq(connect_loop_new(world.client, &options, &loop, &error),
                         CONNECT_E_ARGUMENT);
        check_has(connect_error_message(error), "max_on_wire");
        connect_error_free(error);
        ck_assert_ptr_null(loop);
    }
    options.size = 0;
    ck_assert_int_eq(connect_loop_new(world.client, &options, &loop, &error), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "connect_loop_options: its size member is not set");
    connect_error_free(error);
    ck_assert_ptr_null(loop);
    ck_assert_int_eq(connect_loop_new(world.client, NULL, NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_loop_new(NULL, NULL, &loop, NULL), CONNECT_E_ARGUMENT);
    connect_client_free(world.client);
    async.face.start = NULL;
    world_open(&world);
    ck_assert_int_eq(connect_loop_new(world.client, NULL, &loop, &error), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "`start`");
    connect_error_free(error);
}
END_TEST

START_TEST(a_loop_of_z_api_checks_its_options_and_makes_its_calls)
{
    const connect_zapi_client_options options = { .size = sizeof options,
                                                  .token = "partner-token",
                                                  .transport = &async.face };
    const connect_zapi_list_instances_request request = { .size = sizeof request,
                                                          .page = CONNECT_SET(1),
                                                          .page_size = CONNECT_SET(5) };
    connect_loop_options of_loop = { .size = sizeof of_loop, .max_on_wire = CONNECT_SET(0) };
    connect_zapi_client *client = NULL;
    connect_error *error = NULL;
    struct outcome outcome = { 0 };

    ck_assert_int_eq(connect_zapi_client_new(&options, &client, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_zapi_loop_new(client, &of_loop, &loop, &error), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "max_on_wire is 0");
    connect_error_free(error);
    ck_assert_int_eq(connect_zapi_loop_new(client, NULL, &loop, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, { .status = 200, .body = "{\"total\":7,\"content\":[]}" });
    ck_assert_int_eq(connect_zapi_list_instances_start(loop, client, &request, outcome_take,
                                                       &outcome, NULL, NULL),
                     CONNECT_OK);
    connect_zapi_client_free(client);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    ck_assert_int_eq(((const connect_zapi_list_instances_response *)outcome.response)->total.value,
                     7);
    outcome_clear(&outcome);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("loop starts");
    TCase *starts_case = loop_stage_case(suite, "starts");

    tcase_add_test(starts_case, every_operation_can_be_started);
    tcase_add_test(starts_case, a_request_is_copied);
    tcase_add_test(starts_case, an_operation_is_started_by_its_name);
    tcase_add_test(starts_case, a_request_without_a_typed_operation_is_started);
    tcase_add_test(starts_case, a_request_and_a_response_without_a_typed_operation_are_cleansed);
    tcase_add_test(starts_case, a_wrong_start_is_refused_at_once);
    tcase_add_test(starts_case, the_error_of_a_refused_request_names_its_operation);
    tcase_add_test(starts_case, a_loop_checks_its_options);
    tcase_add_test(starts_case, a_loop_of_z_api_checks_its_options_and_makes_its_calls);
    return suite;
}
