/*
 * Which instance a request is about: a plain id, or the ARN of an instance in the client's region
 * and partition.  Everything else is refused before anything is sent.
 */
#include "shape/operation.h"
#include "support/suite.h"
#include "support/world.h"

#include <stdio.h>
#include <string.h>

static struct world world;
static connect_error *error;

static void set_up(void)
{
    world_begin(&world);
    error = NULL;
}

static void tear_down(void)
{
    connect_error_free(error);
    world_end(&world);
}

static connect_status describe(const char *id)
{
    const connect_describe_instance_request request = { .size = sizeof request, .instance_id = id };

    connect_error_free(error);
    error = NULL;
    return connect_describe_instance(world.client, &request, NULL, &error);
}

#define PATH "https://connect.us-west-2.amazonaws.com/instance/"

START_TEST(the_arn_of_an_instance_of_the_client_is_sent_as_its_id)
{
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(describe(WORLD_ARN), CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url, PATH WORLD_ID);
}
END_TEST

START_TEST(a_plain_id_is_one_label_of_the_path)
{
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(describe("a b/c:d"), CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url, PATH "a%20b%2Fc%3Ad");
}
END_TEST

static const struct {
    const char *id, *found;
} elsewhere[] = {
    { "arn:aws:connect:eu-west-2:123456789012:instance/" WORLD_ID,
      "partition aws, region eu-west-2" },
    { "arn:aws-us-gov:connect:us-west-2:123456789012:instance/" WORLD_ID,
      "partition aws-us-gov, region us-west-2" },
    { "arn:aws-cn:connect:cn-north-1:123456789012:instance/" WORLD_ID,
      "partition aws-cn, region cn-north-1" },
    { "arn:aws:connect:us-west-22:123456789012:instance/" WORLD_ID, "region us-west-22" },
    { "arn:aws:connect:us-west-:123456789012:instance/" WORLD_ID, "region us-west-" },
};

START_TEST(an_instance_of_another_region_or_partition_is_refused)
{
    world.transport.is_forbidden = true;
    world_open(&world);
    ck_assert_int_eq(describe(elsewhere[_i].id), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "InstanceId");
    check_has(connect_error_message(error), elsewhere[_i].id);
    check_has(connect_error_message(error), elsewhere[_i].found);
    check_has(connect_error_message(error), "partition aws, region us-west-2");
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
}
END_TEST

static const char *const others[] = {
    "arn:aws:ec2:us-west-2:123456789012:instance/i-0123456789abcdef0",
    "arn:aws:connec:us-west-2:123456789012:instance/" WORLD_ID,
    "arn:aws:connects:us-west-2:123456789012:instance/" WORLD_ID,
    "arn:aws:donnect:us-west-2:123456789012:instance/" WORLD_ID,
    WORLD_ARN "/queue/q-1",
    WORLD_ARN "/",
    WORLD_ARN ":1",
    "arn:aws:connect:us-west-2:123456789012:instance/",
    "arn:aws:connect:us-west-2:123456789012:queue/" WORLD_ID,
    "arn:aws:connect:us-west-2:123456789012:" WORLD_ID,
    "arn:aws:connect:us-west-2:instance/" WORLD_ID,
    "arn:aws:connect:us-west-2::instance/" WORLD_ID,
    "arn:aws:connect:us-west-2:account:instance/" WORLD_ID,
    "arn:aws:connect::123456789012:instance/" WORLD_ID,
    "ARN:aws:connect:us-west-2:123456789012:instance/" WORLD_ID,
    " " WORLD_ARN,
    "\"" WORLD_ARN "\"",
    "arn:",
    "  arn:",
    "instance/" WORLD_ID,
    "/instance/" WORLD_ID,
    "https://connect.us-west-2.amazonaws.com/instance/" WORLD_ID,
};

START_TEST(what_is_neither_an_id_nor_the_arn_of_an_instance_is_refused)
{
    world.transport.is_forbidden = true;
    world_open(&world);
    ck_assert_int_eq(describe(others[_i]), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), others[_i]);
    check_has(connect_error_message(error),
              "expected an id, or arn:aws:connect:us-west-2:ACCOUNT:instance/ID");
}
END_TEST

START_TEST(the_partition_follows_the_region_of_the_client)
{
    world.options.region = "cn-north-1";
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(describe(WORLD_ARN), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(describe("arn:aws:connect:cn-north-1:123456789012:instance/" WORLD_ID),
                     CONNECT_E_ARGUMENT);
    ck_assert_int_eq(describe("arn:aws-cn:connect:cn-north-1:123456789012:instance/" WORLD_ID),
                     CONNECT_OK);
}
END_TEST

START_TEST(no_level_of_checks_lets_a_foreign_arn_through)
{
    world.options.check_level = _i == 0 ? CONNECT_CHECK_NONE : CONNECT_CHECK_STRICT;
    world.transport.is_forbidden = true;
    world_open(&world);
    ck_assert_int_eq(describe(elsewhere[0].id), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), elsewhere[0].found);
    ck_assert_int_eq(describe(others[1]), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "expected an id");
}
END_TEST

/* ---- every operation ---- */

static const struct connect_member *id_member(const connect_operation *operation)
{
    const struct connect_shape *input = operation->input;

    for (size_t i = 0; i < input->count; i++) {
        if (strcmp(input->members[i].name, "InstanceId") == 0) {
            return &input->members[i];
        }
    }
    return NULL;
}

START_TEST(every_operation_refuses_an_instance_of_another_region)
{
    static const char json[] =
        "{\"InstanceId\":\"arn:aws:connect:eu-west-2:123456789012:instance/" WORLD_ID "\"}";
    int checked = 0;

    world.transport.is_forbidden = true;
    world.options.check_level = CONNECT_CHECK_NONE;
    world_open(&world);
    for (const connect_operation *operation = connect_operation_next(NULL); operation != NULL;
         operation = connect_operation_next(operation)) {
        if (id_member(operation) == NULL) {
            continue;
        }
        ck_assert_int_eq(connect_invoke(world.client, operation->name, json, NULL, &error),
                         CONNECT_E_ARGUMENT);
        check_has(connect_error_message(error), elsewhere[0].found);
        connect_error_free(error);
        error = NULL;
        checked++;
    }
    ck_assert_int_ge(checked, 39);
}
END_TEST

START_TEST(where_the_model_allows_an_arn_the_id_is_sent)
{
    const connect_replicate_instance_request request = { .size = sizeof request,
                                                         .instance_id = WORLD_ARN,
                                                         .replica_region = "us-east-1",
                                                         .replica_alias = "demo" };

    world_open(&world);
    WORLD_SCRIPT(&world, { .status = 200, .body = "{}" });
    ck_assert_int_eq(connect_replicate_instance(world.client, &request, NULL, &error), CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url, PATH WORLD_ID "/replicate");
}
END_TEST

START_TEST(pagers_refuse_it_too)
{
    const connect_list_bots_request request = { .size = sizeof request,
                                                .instance_id = elsewhere[0].id,
                                                .lex_version = CONNECT_LEX_VERSION_V2 };
    connect_pager *pager;

    world.transport.is_forbidden = true;
    world_open(&world);
    pager = connect_list_bots_pages(world.client, &request);
    ck_assert_ptr_null(connect_list_bots_next(pager));
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(connect_pager_error(pager)), elsewhere[0].found);
    connect_pager_free(pager);
}
END_TEST

START_TEST(waiters_refuse_it_too)
{
    world.transport.is_forbidden = true;
    world_open(&world);
    ck_assert_int_eq(
        connect_wait_instance_active(world.client, elsewhere[0].id, NULL, NULL, &error),
        CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), elsewhere[0].found);
    connect_error_free(error);
    error = NULL;
    ck_assert_int_eq(connect_wait_instance_deleted(world.client, others[1], NULL, &error),
                     CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), others[1]);
    ck_assert_int_eq(world.clock.waits_count, 0);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("instance_id");
    TCase *tcase = tcase_create("instance_id");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_arn_of_an_instance_of_the_client_is_sent_as_its_id);
    tcase_add_test(tcase, a_plain_id_is_one_label_of_the_path);
    tcase_add_loop_test(tcase, an_instance_of_another_region_or_partition_is_refused, 0,
                        sizeof elsewhere / sizeof *elsewhere);
    tcase_add_loop_test(tcase, what_is_neither_an_id_nor_the_arn_of_an_instance_is_refused, 0,
                        sizeof others / sizeof *others);
    tcase_add_test(tcase, the_partition_follows_the_region_of_the_client);
    tcase_add_loop_test(tcase, no_level_of_checks_lets_a_foreign_arn_through, 0, 2);
    tcase_add_test(tcase, every_operation_refuses_an_instance_of_another_region);
    tcase_add_test(tcase, where_the_model_allows_an_arn_the_id_is_sent);
    tcase_add_test(tcase, pagers_refuse_it_too);
    tcase_add_test(tcase, waiters_refuse_it_too);
    suite_add_tcase(suite, tcase);
    return suite;
}
