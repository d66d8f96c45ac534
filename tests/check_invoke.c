/* Operations by name, and requests for what has none. */
#include "api/registry.h"
#include "support/memory.h"
#include "support/suite.h"
#include "support/world.h"

#include <connect/connect.h>

#include <string.h>

static struct world world;

static void set_up(void)
{
    world_begin(&world);
    world.options.log_level = CONNECT_LOG_TRACE;
    world_open(&world);
}

static void tear_down(void)
{
    world_end(&world);
}

/* ---- the tables ---- */

START_TEST(all_operations_are_walked_in_order_and_found)
{
    const connect_operation *operation = NULL, *previous = NULL;
    int count = 0;

    while ((operation = connect_operation_next(operation)) != NULL) {
        if (previous != NULL) {
            ck_assert_int_lt(
                strcmp(connect_operation_name(previous), connect_operation_name(operation)), 0);
        }
        ck_assert_ptr_eq(connect_operation_find(connect_operation_name(operation)), operation);
        previous = operation;
        count++;
    }
    ck_assert_uint_eq(count, registry_count);
    ck_assert_ptr_null(connect_operation_find("describeinstance"));
    ck_assert_ptr_null(connect_operation_find("ZZZ"));
    ck_assert_ptr_null(connect_operation_find(""));
    ck_assert_ptr_null(connect_operation_find(NULL));
}
END_TEST

/* ---- connect_invoke ---- */

START_TEST(json_goes_in_and_out)
{
    char *json;

    WORLD_SCRIPT(
        &world,
        { .status = 200,
          .headers = "x-amzn-RequestId: r-1",
          .body = "{\"Instance\":{\"Id\":\"i-1\",\"CreatedTime\":1700000000.5,\"New\":1}}" });
    ck_assert_int_eq(connect_invoke(world.client, "DescribeInstance",
                                    "{\"InstanceId\":\"" WORLD_ARN "\"}", &json, NULL),
                     CONNECT_OK);
    check_has(json, "\"Instance\":{\"Id\":\"i-1\"");
    check_has(json, "\"CreatedTime\":\"2023-11-14T22:13:20.500000+00:00\"");
    ck_assert_str_eq(connect_response_request_id(json), "r-1");
    ck_assert_int_eq(connect_response_attempts(json), 1);
    connect_free(json);
    check_has(world.transport.sent[0].url, "/instance/" WORLD_ID);
}
END_TEST

START_TEST(unknown_members_are_passed_through)
{
    char *json;

    WORLD_SCRIPT(
        &world,
        { .status = 200,
          .body =
              "{\"New\":{\"a\":1.50},\"Instance\":{\"Newer\":[\"\\ud800\",null],\"Id\":\"i-1\"}}" },
        { .status = 200, .body = "{\"Since\":2031}" }, { .status = 200, .body = "<html>" });
    ck_assert_int_eq(connect_invoke(world.client, "DescribeInstance",
                                    "{\"InstanceId\":\"" WORLD_ID "\"}", &json, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(
        json, "{\"Instance\":{\"Id\":\"i-1\",\"Newer\":[\"\\ufffd\",null]},\"New\":{\"a\":1.50}}");
    connect_free(json);
    /* An output without members may get some. */
    ck_assert_int_eq(connect_invoke(world.client, "DeleteInstance",
                                    "{\"InstanceId\":\"" WORLD_ID "\"}", &json, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(json, "{\"Since\":2031}");
    connect_free(json);
    ck_assert_int_eq(connect_invoke(world.client, "DeleteInstance",
                                    "{\"InstanceId\":\"" WORLD_ID "\"}", &json, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(json, "{}");
    connect_free(json);
}
END_TEST

START_TEST(pages_as_json_pass_unknown_members_through)
{
    connect_pager *pager;
    char *json;

    WORLD_SCRIPT(&world,
                 { .status = 200,
                   .body =
                       "{\"New\":1,\"InstanceSummaryList\":[{\"Id\":\"i-1\",\"Newer\":2},{\"Id\":"
                       "\"i-2\",\"Newer\":3}]}" });
    ck_assert_int_eq(connect_pager_new(world.client, "ListInstances", NULL, &pager, NULL),
                     CONNECT_OK);
    connect_pager_set_max_items(pager, 1);
    json = connect_pager_next_page_json(pager);
    ck_assert_str_eq(json, "{\"InstanceSummaryList\":[{\"Id\":\"i-1\",\"Newer\":2}],\"New\":1}");
    connect_free(json);
    connect_pager_free(pager);
}
END_TEST

/* ---- keep_json ---- */

START_TEST(a_response_keeps_its_json_when_the_client_says_so)
{
    static const char body[] = " {\"Instance\": {\"Id\":\"i-1\",\"New\":\"\\ud800\"}}\n";
    connect_describe_instance_request request = { .size = sizeof request, .instance_id = WORLD_ID };
    connect_describe_instance_response *response = NULL;
    char *json;

    WORLD_SCRIPT(&world, { .status = 200, .body = body });
    world.transport.repeats = true;
    ck_assert_int_eq(connect_describe_instance(world.client, &request, &response, NULL),
                     CONNECT_OK);
    ck_assert_ptr_null(connect_response_json(response));
    connect_free(response);
    connect_client_free(world.client);
    world.options.keep_json = (connect_opt_bool)CONNECT_SET(true);
    world_open(&world);
    ck_assert_int_eq(connect_describe_instance(world.client, &request, &response, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(connect_response_json(response), body);
    ck_assert_str_eq(response->instance->id, "i-1");
    connect_free(response);
    ck_assert_int_eq(connect_send(world.client, "GET", "/x", NULL, 0, NULL, &json, NULL),
                     CONNECT_OK);
    ck_assert_ptr_null(connect_response_json(json));
    connect_free(json);
    ck_assert_ptr_null(connect_response_json(NULL));
}
END_TEST

/* What an option holds beside is_set is no value. */
START_TEST(options_that_are_not_set_change_nothing)
{
    static const connect_opt_bool yes = { false, true };
    static const connect_opt_int32 least = { false, INT32_MIN };
    static const connect_opt_int64 least_ms = { false, INT64_MIN };
    const connect_call_options of_call = { .size = sizeof of_call,
                                           .timeout_ms = least_ms,
                                           .max_attempts = least };
    connect_describe_instance_request request = { .size = sizeof request, .instance_id = WORLD_ID };
    connect_describe_instance_response *response = NULL;
    connect_client *view;
    char *before, *after;

    ck_assert_int_eq(connect_client_describe(world.client, &before, NULL), CONNECT_OK);
    connect_client_free(world.client);
    world.options.use_fips_endpoint = yes;
    world.options.use_dualstack_endpoint = yes;
    world.options.ignore_configured_endpoint_urls = yes;
    world.options.disable_clock_skew_correction = yes;
    world.options.keep_json = yes;
    world.options.max_attempts = least;
    world.options.max_connections = least;
    world.options.connect_timeout_ms = least_ms;
    world.options.attempt_timeout_ms = least_ms;
    world.options.call_timeout_ms = least_ms;
    world.options.max_body_bytes = least_ms;
    world_open(&world);
    ck_assert_int_eq(connect_client_describe(world.client, &after, NULL), CONNECT_OK);
    ck_assert_str_eq(after, before);
    ck_assert_int_eq(connect_client_with(world.client, &of_call, &view, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(connect_describe_instance(view, &request, &response, NULL), CONNECT_OK);
    ck_assert_ptr_null(connect_response_json(response));
    connect_free(response);
    connect_client_free(view);
    connect_free(before);
    connect_free(after);
}
END_TEST

START_TEST(nothing_is_an_empty_object)
{
    char *json;

    WORLD_SCRIPT(&world, { .status = 200, .body = "{}" });
    world.transport.repeats = true;
    ck_assert_int_eq(connect_invoke(world.client, "ListInstances", NULL, &json, NULL), CONNECT_OK);
    ck_assert_str_eq(json, "{}");
    connect_free(json);
    ck_assert_int_eq(connect_invoke(world.client, "ListInstances", "", NULL, NULL), CONNECT_OK);
}
END_TEST

START_TEST(what_was_typed_wrong_is_named_and_not_sent)
{
    static const struct {
        const char *operation, *json, *word;
        bool is_known;
    } cases[] = {
        { "DescribeInstances", "{}", "DescribeInstances", false },
        { NULL, "{}", "(null)", false },
        { "DescribeInstance", "{\"InstanceID\":\"i\"}", "InstanceID", true },
        { "DescribeInstance", "{\"InstanceId\":7}", "InstanceId", true },
        { "DescribeInstance", "{\"InstanceId\":", "line 1, column 15: the text ends too early",
          true },
        { "DescribeInstance", "{}", "InstanceId", true },
    };

    world.transport.is_forbidden = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *json = (char *)&world;
        connect_error *error;

        ck_assert_int_eq(
            connect_invoke(world.client, cases[i].operation, cases[i].json, &json, &error),
            CONNECT_E_ARGUMENT);
        ck_assert_ptr_null(json);
        check_has(connect_error_message(error), cases[i].word);
        if (cases[i].is_known) {
            ck_assert_pstr_eq(connect_error_operation(error), cases[i].operation);
        }
        connect_error_free(error);
    }
    ck_assert_int_eq(connect_invoke(NULL, "ListInstances", NULL, NULL, NULL), CONNECT_E_ARGUMENT);
}
END_TEST

/* ---- connect_send ---- */

START_TEST(any_request_can_be_signed_and_sent)
{
    const connect_pair *const query[] = { CONNECT_PAIR("a b", "1/2"), CONNECT_PAIR("c", "") };
    char *json;

    WORLD_SCRIPT(
        &world,
        { .status = 200, .headers = "x-amzn-RequestId: r-2", .body = "{\"QueueId\": 1.50}" });
    ck_assert_int_eq(connect_send(world.client, "PUT", "/queues/" WORLD_ID, query, 2,
                                  "{\"Name\":\"q\"}", &json, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(json, "{\"QueueId\": 1.50}"); /* as it came */
    ck_assert_str_eq(connect_response_request_id(json), "r-2");
    connect_free(json);
    ck_assert_str_eq(world.transport.sent[0].url,
                     "https://connect.us-west-2.amazonaws.com/queues/" WORLD_ID "?a%20b=1%2F2&c=");
    ck_assert_str_eq(world.transport.sent[0].body, "{\"Name\":\"q\"}");
    ck_assert_str_eq(world_header(&world, 0, "Content-Type"), "application/json");
    check_has(world_header(&world, 0, "Authorization"),
              "SignedHeaders=content-type;host;x-amz-date,");

    WORLD_SCRIPT(&world, { .status = 200 });
    ck_assert_int_eq(
        connect_send(world.client, "DELETE", "/queues/q%2F1", NULL, 0, NULL, &json, NULL),
        CONNECT_OK);
    ck_assert_str_eq(json, "");
    connect_free(json);
    ck_assert_ptr_null(world.transport.sent[0].body);
    ck_assert_ptr_null(world_header(&world, 0, "Content-Type"));
}
END_TEST

/* What is sent may be a password, and what comes back a token; the library does not know. */
START_TEST(what_it_sends_and_receives_is_logged_as_a_size)
{
    char *json;

    WORLD_SCRIPT(&world, { .status = 200, .body = "{\"Token\":\"planted\"}" });
    ck_assert_int_eq(connect_send(world.client, "PUT", "/users", NULL, 0,
                                  "{\"Password\":\"planted\"}", &json, NULL),
                     CONNECT_OK);
    connect_free(json);
    check_has(world.log.text, "> PUT https://connect.us-west-2.amazonaws.com/users\n");
    check_has(world.log.text, "> (22 bytes)\n");
    check_has(world.log.text, "< HTTP 200\n");
    check_has(world.log.text, "< (19 bytes)\n");
    check_has_not(world.log.text, "planted");
}
END_TEST

START_TEST(what_it_sends_and_receives_is_cleansed)
{
    const connect_pair *const query[] = { CONNECT_PAIR("token", "planted") };
    char *json;

    memory_watch();
    memory_look_for("planted");
    WORLD_SCRIPT(&world, { .status = 200, .body = "{\"AccessToken\":\"planted\"}" });
    ck_assert_int_eq(connect_send(world.client, "PUT", "/users", query, 1,
                                  "{\"Password\":\"planted\"}", &json, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(json, "{\"AccessToken\":\"planted\"}");
    connect_free(json);
    ck_assert_uint_eq(memory_found(), 0);
    memory_unwatch();
}
END_TEST

START_TEST(its_errors_are_those_of_the_service)
{
    connect_error *error;
    char *json = (char *)&world;

    WORLD_SCRIPT(&world, WORLD_NOT_FOUND);
    ck_assert_int_eq(connect_send(world.client, "GET", "/queues", NULL, 0, NULL, &json, &error),
                     CONNECT_E_NOT_FOUND);
    ck_assert_ptr_null(json);
    ck_assert_str_eq(connect_error_aws_type(error), "ResourceNotFoundException");
    ck_assert_str_eq(connect_error_request_id(error), "r-3");
    connect_error_free(error);
}
END_TEST

START_TEST(it_is_sent_again_only_when_that_does_no_harm)
{
    static const struct {
        const char *method, *body;
        connect_pair query; /* without a key: none */
        size_t times;
    } cases[] = {
        { "GET", NULL, { 0 }, 3 },
        { "PUT", "{\"Name\":\"q\"}", { 0 }, 1 },
        { "DELETE", NULL, { 0 }, 1 },
        { "PUT", "{\"Name\":\"q\",\"ClientToken\":\"t\"}", { 0 }, 3 },
        { "PUT", "{\"Name\":\"q\",\"ClientToken\":\"\"}", { 0 }, 1 },
        { "PUT", "{\"Name\":{\"ClientToken\":\"t\"}}", { 0 }, 1 },
        { "DELETE", NULL, { "clientToken", "t" }, 3 },
        { "DELETE", NULL, { "clientToken", "" }, 1 },
        { "DELETE", NULL, { "name", "t" }, 1 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const connect_pair *const query[] = { &cases[i].query };
        size_t count = cases[i].query.key != NULL ? 1 : 0;
        WORLD_SCRIPT(&world, WORLD_FAILS);
        world.transport.repeats = true;
        ck_assert_int_eq(connect_send(world.client, cases[i].method, "/x", query, count,
                                      cases[i].body, NULL, NULL),
                         CONNECT_E_INTERNAL);
        ck_assert_uint_eq(world.transport.sent_count, cases[i].times);
    }
    /* Refused at the door, so never executed. */
    WORLD_SCRIPT(&world, WORLD_THROTTLES, { .failure = CONNECT_E_TRANSPORT, .not_sent = true },
                 WORLD_FINE);
    ck_assert_int_eq(connect_send(world.client, "POST", "/x", NULL, 0, "{}", NULL, NULL),
                     CONNECT_OK);
}
END_TEST

/* The longest path that is sent, and one byte more; likewise of a query with its encoding. */
START_TEST(path_and_query_have_a_limit)
{
    enum { LIMIT = 65536 };
    static char path[LIMIT + 2], value[LIMIT];
    const connect_pair pair = { "q", value };
    const connect_pair *const query[] = { &pair };
    connect_error *error = NULL;

    memset(path, 'a', sizeof path - 1);
    path[0] = '/';
    ck_assert_int_eq(connect_send(world.client, "GET", path, NULL, 0, NULL, NULL, &error),
                     CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "too long");
    connect_error_free(error);
    memset(value, 'a', sizeof value - 1);
    ck_assert_int_eq(connect_send(world.client, "GET", "/x", query, 1, NULL, NULL, &error),
                     CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "query: longer than 65536 bytes");
    connect_error_free(error);
    path[LIMIT] = '\0';
    value[LIMIT - 2] = '\0'; /* with "q=" */
    WORLD_SCRIPT(&world, { .status = 200 }, { .status = 200 });
    ck_assert_int_eq(connect_send(world.client, "GET", path, NULL, 0, NULL, NULL, NULL),
                     CONNECT_OK);
    ck_assert_int_eq(connect_send(world.client, "GET", "/x", query, 1, NULL, NULL, NULL),
                     CONNECT_OK);
}
END_TEST

START_TEST(what_cannot_be_sent_is_refused)
{
    static const char *const paths[] = { NULL,   "",     "x",     "/a b",      "/a?b",
                                         "/a#b", "/a%2", "/a%zz", "/a/../b",   "/a/..",
                                         "/./a", "/.",   "/a\nb", "/\xc3\xa9", "/a\"" };
    static const char *const methods[] = { NULL, "", "get", "PATCH", "GET " };
    static const char *const bodies[] = { "", "x", "[1]", "{\"a\":1", "{\"a\":1,\"a\":2}" };
    const connect_pair *const query[] = { CONNECT_PAIR("", "x") };
    char *json;

    world.transport.is_forbidden = true;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        ck_assert_int_eq(connect_send(world.client, "GET", paths[i], NULL, 0, NULL, &json, NULL),
                         CONNECT_E_ARGUMENT);
    }
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        ck_assert_int_eq(connect_send(world.client, methods[i], "/x", NULL, 0, NULL, NULL, NULL),
                         CONNECT_E_ARGUMENT);
    }
    for (size_t i = 1; i < sizeof bodies / sizeof *bodies; i++) {
        ck_assert_int_eq(connect_send(world.client, "PUT", "/x", NULL, 0, bodies[i], NULL, NULL),
                         CONNECT_E_ARGUMENT);
    }
    ck_assert_int_eq(connect_send(world.client, "GET", "/x", query, 1, NULL, NULL, NULL),
                     CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_send(world.client, "GET", "/x", NULL, 1, NULL, NULL, NULL),
                     CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_send(NULL, "GET", "/x", NULL, 0, NULL, NULL, NULL),
                     CONNECT_E_ARGUMENT);
}
END_TEST

START_TEST(dots_inside_a_segment_are_fine)
{
    WORLD_SCRIPT(&world, { .status = 200 });
    world.transport.repeats = true;
    ck_assert_int_eq(
        connect_send(world.client, "GET", "/a.b/..c/d../.e/...", NULL, 0, NULL, NULL, NULL),
        CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url,
                     "https://connect.us-west-2.amazonaws.com/a.b/..c/d../.e/...");
}
END_TEST

/* ---- memory ---- */

static bool invoke_and_send(void *user)
{
    const connect_pair *const query[] = { CONNECT_PAIR("a", "b") };
    char *json = NULL, *text = NULL;
    connect_error *error = NULL;
    connect_status status;

    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_FINE);
    status = connect_invoke(user, "DescribeInstance", "{\"InstanceId\":\"i-1\"}", &json, &error);
    if (status == CONNECT_OK) {
        status = connect_send(user, "PUT", "/x", query, 1, "{\"ClientToken\":\"t\",\"n\":1.5}",
                              &text, &error);
    }
    memory_check_status(status, CONNECT_OK);
    ck_assert_int_eq(connect_error_code(error), status);
    ck_assert_int_eq(text != NULL, status == CONNECT_OK);
    connect_free(json);
    connect_free(text);
    connect_error_free(error);
    return status == CONNECT_OK;
}

START_TEST(any_allocation_may_fail)
{
    connect_client_free(world.client);
    world.options.log_level = CONNECT_LOG_OFF;
    memory_watch();
    world_open(&world);
    ck_assert(invoke_and_send(world.client));
    memory_fail_each(invoke_and_send, world.client, 0);
    connect_client_free(world.client);
    world.client = NULL;
    memory_unwatch();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("invoke");
    TCase *invoke = tcase_create("invoke"), *send = tcase_create("send"),
          *memory = tcase_create("memory"), *cases[] = { invoke, send, memory };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tcase_add_checked_fixture(cases[i], set_up, tear_down);
        suite_add_tcase(suite, cases[i]);
    }
    tcase_add_test(invoke, all_operations_are_walked_in_order_and_found);
    tcase_add_test(invoke, json_goes_in_and_out);
    tcase_add_test(invoke, unknown_members_are_passed_through);
    tcase_add_test(invoke, pages_as_json_pass_unknown_members_through);
    tcase_add_test(invoke, a_response_keeps_its_json_when_the_client_says_so);
    tcase_add_test(invoke, options_that_are_not_set_change_nothing);
    tcase_add_test(invoke, nothing_is_an_empty_object);
    tcase_add_test(invoke, what_was_typed_wrong_is_named_and_not_sent);
    tcase_add_test(send, any_request_can_be_signed_and_sent);
    tcase_add_test(send, what_it_sends_and_receives_is_logged_as_a_size);
    tcase_add_test(send, what_it_sends_and_receives_is_cleansed);
    tcase_add_test(send, its_errors_are_those_of_the_service);
    tcase_add_test(send, it_is_sent_again_only_when_that_does_no_harm);
    tcase_add_test(send, path_and_query_have_a_limit);
    tcase_add_test(send, what_cannot_be_sent_is_refused);
    tcase_add_test(send, dots_inside_a_segment_are_fine);
    tcase_add_test(memory, any_allocation_may_fail);
    return suite;
}
