/*
 * connect_client_new_json(): the options of a client out of JSON, together with those that JSON
 * cannot hold.
 */
#include "call/client_json.h"
#include "core/buf.h"
#include "core/file.h"
#include "support/memory.h"
#include "support/suite.h"
#include "support/world.h"

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

#define EVERYTHING                                                                           \
    "{\"region\":\"eu-west-2\",\"endpoint_url\":\"http://127.0.0.1:1\",\"profile\":\"dev\"," \
    "\"use_fips_endpoint\":true,\"use_dualstack_endpoint\":true,"                            \
    "\"ignore_configured_endpoint_urls\":true,\"check_level\":\"strict\","                   \
    "\"retry_mode\":\"adaptive\",\"max_attempts\":7,\"connect_timeout_ms\":1111,"            \
    "\"attempt_timeout_ms\":2222,\"call_timeout_ms\":3333,\"max_body_bytes\":65536,"         \
    "\"max_connections\":3,\"ca_bundle\":\"/ca.pem\",\"proxy\":\"http://u:p%40ss@p:3128\","  \
    "\"app_id\":\"dialer\",\"disable_clock_skew_correction\":true,"                          \
    "\"pace\":{\"rate\":2.5,\"burst\":5,\"documented_quotas\":true,\"quotas\":[{"            \
    "\"operation\":\"ListInstances\",\"rate\":4,\"burst\":8}],\"shared_file\":\"/quotas\","  \
    "\"shared_with_group\":false},\"log_level\":\"debug\","                                  \
    "\"keep_json\":true}"

/* ---- what is understood ---- */

static void check_text(const char *value, const char *expected)
{
    ck_assert_ptr_nonnull(value);
    ck_assert_str_eq(value, expected);
}

START_TEST(each_option_has_its_value)
{
    struct arena arena = { 0 };
    connect_client_options o;

    ck_assert_int_eq(client_json_read(EVERYTHING, NULL, &arena, &o, NULL), CONNECT_OK);
    ck_assert_uint_eq(o.size, sizeof o);
    check_text(o.region, "eu-west-2");
    check_text(o.endpoint_url, "http://127.0.0.1:1");
    check_text(o.profile, "dev");
    ck_assert(o.use_fips_endpoint.is_set && o.use_fips_endpoint.value);
    ck_assert(o.use_dualstack_endpoint.is_set && o.use_dualstack_endpoint.value);
    ck_assert(o.ignore_configured_endpoint_urls.is_set && o.ignore_configured_endpoint_urls.value);
    ck_assert_int_eq(o.check_level, CONNECT_CHECK_STRICT);
    ck_assert_int_eq(o.retry_mode, CONNECT_RETRY_ADAPTIVE);
    ck_assert(o.max_attempts.is_set);
    ck_assert_int_eq(o.max_attempts.value, 7);
    ck_assert_int_eq(o.connect_timeout_ms.value, 1111);
    ck_assert_int_eq(o.attempt_timeout_ms.value, 2222);
    ck_assert_int_eq(o.call_timeout_ms.value, 3333);
    ck_assert_int_eq(o.max_body_bytes.value, 65536);
    ck_assert_int_eq(o.max_connections.value, 3);
    check_text(o.ca_bundle, "/ca.pem");
    check_text(o.proxy, "http://u:p%40ss@p:3128");
    check_text(o.app_id, "dialer");
    ck_assert(o.disable_clock_skew_correction.is_set && o.disable_clock_skew_correction.value);
    ck_assert_ptr_nonnull(o.pace);
    ck_assert_uint_eq(o.pace->size, sizeof *o.pace);
    ck_assert_double_eq(o.pace->rate, 2.5);
    ck_assert_double_eq(o.pace->burst, 5);
    ck_assert(o.pace->documented_quotas.is_set && o.pace->documented_quotas.value);
    ck_assert_uint_eq(o.pace->quotas_count, 1);
    check_text(o.pace->quotas[0]->operation, "ListInstances");
    ck_assert_double_eq(o.pace->quotas[0]->rate, 4);
    ck_assert_double_eq(o.pace->quotas[0]->burst, 8);
    check_text(o.pace->shared_file, "/quotas");
    ck_assert(o.pace->shared_with_group.is_set && !o.pace->shared_with_group.value);
    ck_assert_int_eq(o.log_level, CONNECT_LOG_DEBUG);
    ck_assert(o.keep_json.is_set && o.keep_json.value);
    arena_release(&arena);
}
END_TEST

/*
 * Whether JSON may have a member of this name behind `object`, which opens an outer one or is "".
 */
static bool is_known(const char *object, const char *name)
{
    connect_client *client;
    connect_error *error = NULL;
    char json[200];

    /* No member is a list of lists. */
    snprintf(json, sizeof json, "%s{\"%s\":[[]]}%s", object, name, *object != '\0' ? "}" : "");
    ck_assert_int_eq(connect_client_new_json(json, NULL, &client, &error), CONNECT_E_ARGUMENT);
    bool known = strstr(connect_error_message(error), "no such member") == NULL;
    connect_error_free(error);
    return known;
}

/* A callback, or what JSON says by itself. */
static bool is_callback(const char *name)
{
    static const char *const names[] = { "size",        "credentials", "log",
                                         "log_user",    "transport",   "clock",
                                         "random",      "on_attempt",  "on_attempt_user",
                                         "quotas_count" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Looks at each member that the header has in a struct; returns how many there are. */
static int check_members(const char *header, const char *type, const char *object)
{
    char start[100], member[100], *line, *rest;
    int count = 0;

    snprintf(start, sizeof start, "typedef struct %s {", type);
    const char *at = strstr(header, start);
    ck_assert_msg(at != NULL, "%s", start);
    char *body = strndup(at, (size_t)(strstr(at, "\n}") - at));
    for (line = strtok_r(body, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        size_t end = strcspn(line, ";"), begin = end;

        if (line[end] == '\0' || strspn(line, " ") != 4 || line[4] == '*' || line[4] == '/') {
            continue;
        }
        while (begin > 0 && line[begin - 1] != ' ' && line[begin - 1] != '*') {
            begin--;
        }
        snprintf(member, sizeof member, "%.*s", (int)(end - begin), line + begin);
        ck_assert_msg(is_known(object, member) != is_callback(member),
                      "%s.%s: JSON should have all that is no callback", type, member);
        count++;
    }
    free(body);
    return count;
}

START_TEST(json_has_every_member_of_the_header_but_the_callbacks)
{
    const char *top = getenv("top_srcdir");
    struct buf text = BUF_INIT(1 << 20);
    char path[4096];

    snprintf(path, sizeof path, "%s/include/connect/client.h", top == NULL ? "." : top);
    ck_assert_int_eq(file_read(path, &text), 0);
    ck_assert_ptr_nonnull(buf_text(&text));
    ck_assert_int_ge(check_members(buf_text(&text), "connect_client_options", ""), 28);
    ck_assert_int_ge(check_members(buf_text(&text), "connect_pace", "{\"pace\":"), 8);
    buf_free(&text);
}
END_TEST

START_TEST(an_enum_has_the_names_of_its_constants)
{
    static const char *const levels[] = { "off", "error", "warn", "info", "debug", "trace" };
    static const char *const checks[] = { "default", "none", "strict" };
    static const char *const modes[] = { "default", "standard", "adaptive", "off" };
    char json[100];
    connect_client_options o;

    for (int i = 0; i < 6; i++) {
        struct arena arena = { 0 };

        snprintf(json, sizeof json,
                 "{\"log_level\":\"%s\",\"check_level\":\"%s\",\"retry_mode\":\"%s\"}", levels[i],
                 checks[i % 3], modes[i % 4]);
        ck_assert_int_eq(client_json_read(json, NULL, &arena, &o, NULL), CONNECT_OK);
        ck_assert_int_eq(o.log_level, i);
        ck_assert_int_eq(o.check_level, i % 3);
        ck_assert_int_eq(o.retry_mode, i % 4);
        arena_release(&arena);
    }
}
END_TEST

START_TEST(json_replaces_what_rest_has_and_keeps_the_others)
{
    const connect_pace pace = { sizeof pace, 1, 2 };
    connect_client_options rest = { sizeof rest,
                                    .region = "us-east-1",
                                    .profile = "other",
                                    .use_fips_endpoint = CONNECT_SET(true),
                                    .retry_mode = CONNECT_RETRY_OFF,
                                    .check_level = CONNECT_CHECK_STRICT,
                                    .log_level = CONNECT_LOG_TRACE,
                                    .log_user = &rest,
                                    .pace = &pace };
    struct arena arena = { 0 };
    connect_client_options o;

    ck_assert_int_eq(client_json_read("{\"region\":\"eu-west-2\",\"use_fips_endpoint\":false,"
                                      "\"check_level\":\"default\",\"log_level\":null,"
                                      "\"profile\":null,\"pace\":null}",
                                      &rest, &arena, &o, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(o.region, "eu-west-2");
    ck_assert(o.use_fips_endpoint.is_set && !o.use_fips_endpoint.value);
    ck_assert_int_eq(o.check_level, CONNECT_CHECK_DEFAULT);
    ck_assert_str_eq(o.profile, "other");
    ck_assert_int_eq(o.retry_mode, CONNECT_RETRY_OFF);
    ck_assert_int_eq(o.log_level, CONNECT_LOG_TRACE);
    ck_assert_ptr_eq(o.log_user, &rest);
    ck_assert_ptr_eq(o.pace, &pace);
    arena_release(&arena);
}
END_TEST

START_TEST(no_json_leaves_the_options_as_they_are)
{
    static const char *const nothing[] = { NULL, "", "{}", " \n{ }\n" };

    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        connect_client_options rest = { sizeof rest, .region = "us-east-1" };
        struct arena arena = { 0 };
        connect_client_options o;

        ck_assert_int_eq(client_json_read(nothing[i], &rest, &arena, &o, NULL), CONNECT_OK);
        ck_assert_mem_eq(&o, &rest, sizeof o);
        arena_release(&arena);
    }
}
END_TEST

START_TEST(a_client_out_of_json_and_callbacks_makes_calls)
{
    char json[] = "{\"region\":\"eu-west-2\",\"max_attempts\":2,\"log_level\":\"info\"}";
    connect_client *client;

    world.options.region = NULL;
    world.options.log_level = CONNECT_LOG_OFF;
    ck_assert_int_eq(connect_client_new_json(json, &world.options, &client, NULL), CONNECT_OK);
    memset(json, 'x', sizeof json - 1);
    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_FINE);
    ck_assert_int_eq(world_describe(client, NULL, NULL), CONNECT_OK);
    check_has(world.transport.sent[1].url, "https://connect.eu-west-2.amazonaws.com/");
    check_has(world_header(&world, 0, "Authorization"), WORLD_KEY);
    check_has(world.log.text, "DescribeInstance");
    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_FAILS, WORLD_FINE);
    ck_assert_int_eq(world_describe(client, NULL, NULL), CONNECT_E_INTERNAL);
    connect_client_free(client);
}
END_TEST

/* ---- what is refused ---- */

static void expect_refusal(const char *json, const char *part)
{
    connect_client *client = (connect_client *)&world;
    connect_error *error = NULL;
    connect_status status = connect_client_new_json(json, NULL, &client, &error);

    ck_assert_msg(status == CONNECT_E_ARGUMENT, "%s: %s", json, connect_status_name(status));
    ck_assert_int_eq(connect_error_code(error), CONNECT_E_ARGUMENT);
    ck_assert_ptr_null(client);
    ck_assert_msg(strstr(connect_error_message(error), part) != NULL, "%s: %s", json,
                  connect_error_message(error));
    connect_error_free(error);
    ck_assert_int_eq(connect_client_new_json(json, NULL, &client, NULL), CONNECT_E_ARGUMENT);
}

START_TEST(an_unknown_option_is_named_with_the_nearest)
{
    expect_refusal("{\"max_attemps\":3}",
                   "max_attemps: no such member; did you mean \"max_attempts\"?");
    expect_refusal("{\"Region\":\"us-west-2\"}", "did you mean \"region\"?");
    expect_refusal("{\"pace\":{\"rat\":2}}", "pace.rat: no such member; did you mean \"rate\"?");
    expect_refusal("{\"credentials\":{}}", "credentials: no such member");
    expect_refusal("{\"log\":1}", "log: no such member");
    expect_refusal("{\"size\":100}", "size: no such member");
    expect_refusal("{\"\":100}", "no such member");
}
END_TEST

START_TEST(every_wrong_member_is_a_problem_of_its_own)
{
    connect_error *error = NULL;
    connect_client *client;

    ck_assert_int_eq(connect_client_new_json("{\"region\":1,\"profile\":[\"x\"],\"proxy\":true,"
                                             "\"use_fips_endpoint\":\"true\",\"max_attempts\":1.5,"
                                             "\"call_timeout_ms\":1e30,\"pace\":5,\"log_level\":3}",
                                             NULL, &client, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 8);
    connect_error_free(error);
}
END_TEST

START_TEST(an_unknown_name_of_an_enum_lists_all_names)
{
    expect_refusal(
        "{\"check_level\":\"srict\"}",
        "option check_level is \"srict\"; it is one of \"default\", \"none\", \"strict\"");
    expect_refusal("{\"retry_mode\":\"Standard\"}", "\"standard\", \"adaptive\", \"off\"");
    expect_refusal("{\"log_level\":\"\"}",
                   "option log_level is \"\"; it is one of \"off\", \"error\"");
}
END_TEST

START_TEST(what_is_out_of_range_is_refused_as_in_c)
{
    expect_refusal("{\"max_attempts\":0}",
                   "max_attempts: \"0\" is not valid; expected a whole number from 1");
    expect_refusal("{\"max_attempts\":4294967297}", "max_attempts");
    expect_refusal("{\"max_connections\":-1}", "max_connections");
    expect_refusal("{\"call_timeout_ms\":0}", "call_timeout_ms");
    connect_client *client;
    connect_error *error;
    ck_assert_int_eq(connect_client_new_json("{\"call_timeout_ms\":0}", NULL, &client, &error),
                     CONNECT_E_ARGUMENT);
    check_has_not(connect_error_message(error), "9223372036854775807"); /* no limit to be named */
    connect_error_free(error);
    expect_refusal("{\"region\":\"us/west\"}", "us/west");
    expect_refusal("{\"pace\":{\"rate\":1}}", "a burst from 1 to 1e9");
    expect_refusal(
        "{\"pace\":{\"quotas\":[{\"operation\":\"ListInstance\",\"rate\":1,\"burst\":1}]}}",
        "quotas[0]: \"ListInstance\" is no operation");
    expect_refusal("{\"pace\":{\"quotas\":[null]}}", "quotas[0]");
    expect_refusal(
        "{\"pace\":{\"quotas\":[{\"rate\":1,\"burst\":1,\"operations\":\"ListInstances\"}]}}",
        "did you mean \"operation\"?");
    expect_refusal("{\"pace\":{\"rate\":1e300,\"burst\":1}}", "pace");
    expect_refusal("{\"pace\":{\"rate\":\"NaN\",\"burst\":1,\"x\":1}}", "pace.x");
}
END_TEST

START_TEST(hostile_json_is_refused)
{
    static const char *const texts[] = {
        "null",
        "[]",
        "\"region\"",
        "7",
        "{",
        "{\"region\":\"us-west-2\"",
        "{\"region\":\"us-west-2\"} x",
        "{\"region\":\"us-west-2\",\"region\":\"eu-west-2\"}",
        "{region:1}",
        "{\"region\":\"us\\u0000west\"}",
        "{\"region\":\"\xff\"}",
        "{'region':'x'}",
        "{\"max_attempts\":0x10}",
        "\xef\xbb\xbf[",
    };
    char *deep = malloc(200001);

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        expect_refusal(texts[i], "");
    }
    memset(deep, '[', 200000);
    deep[200000] = '\0';
    expect_refusal(deep, "");
    memcpy(deep, "{\"region\":\"", 11);
    memset(deep + 11, 'a', 200000 - 13);
    memcpy(deep + 199998, "\"}", 2);
    expect_refusal(deep, "region");
    free(deep);
}
END_TEST

START_TEST(the_password_of_a_proxy_is_in_no_error_and_cleansed)
{
    connect_error *error = NULL;
    connect_client *client;
    char text[4096];

    memory_watch();
    memory_look_for("opensesame");
    ck_assert_int_eq(connect_client_new_json("{\"proxy\":\"http://u:opensesame@p:1\",\"x\":\"y\"}",
                                             NULL, &client, &error),
                     CONNECT_E_ARGUMENT);
    connect_error_format(error, text, sizeof text);
    check_has_not(text, "opensesame");
    if (connect_error_body_excerpt(error) != NULL) {
        check_has_not(connect_error_body_excerpt(error), "opensesame");
    }
    connect_error_free(error);
    ck_assert_uint_eq(memory_found(), 0);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

START_TEST(an_endpoint_url_is_checked_as_in_c)
{
    connect_client *client;

    ck_assert_int_eq(
        connect_client_new_json("{\"endpoint_url\":\"ftp://host\"}", NULL, &client, NULL),
        CONNECT_E_CONFIGURATION);
}
END_TEST

START_TEST(wrong_arguments_are_errors)
{
    connect_client_options unset = { 0 };
    connect_client *client = (connect_client *)&world;
    connect_error *error = NULL;

    ck_assert_int_eq(connect_client_new_json("{}", NULL, NULL, &error), CONNECT_E_ARGUMENT);
    connect_error_free(error);
    ck_assert_int_eq(connect_client_new_json("{}", &unset, &client, &error), CONNECT_E_ARGUMENT);
    ck_assert_ptr_null(client);
    check_has(connect_error_message(error), "size");
    connect_error_free(error);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("client_json");
    TCase *understood = tcase_create("understood"), *refused = tcase_create("refused");

    tcase_add_checked_fixture(understood, set_up, tear_down);
    tcase_add_test(understood, each_option_has_its_value);
    tcase_add_test(understood, json_has_every_member_of_the_header_but_the_callbacks);
    tcase_add_test(understood, an_enum_has_the_names_of_its_constants);
    tcase_add_test(understood, json_replaces_what_rest_has_and_keeps_the_others);
    tcase_add_test(understood, no_json_leaves_the_options_as_they_are);
    tcase_add_test(understood, a_client_out_of_json_and_callbacks_makes_calls);
    suite_add_tcase(suite, understood);
    tcase_add_checked_fixture(refused, set_up, tear_down);
    tcase_add_test(refused, an_unknown_option_is_named_with_the_nearest);
    tcase_add_test(refused, every_wrong_member_is_a_problem_of_its_own);
    tcase_add_test(refused, an_unknown_name_of_an_enum_lists_all_names);
    tcase_add_test(refused, what_is_out_of_range_is_refused_as_in_c);
    tcase_add_test(refused, an_endpoint_url_is_checked_as_in_c);
    tcase_add_test(refused, hostile_json_is_refused);
    tcase_add_test(refused, the_password_of_a_proxy_is_in_no_error_and_cleansed);
    tcase_add_test(refused, wrong_arguments_are_errors);
    suite_add_tcase(suite, refused);
    return suite;
}
