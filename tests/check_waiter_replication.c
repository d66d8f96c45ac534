/* Waiters for replicas and for traffic distribution groups. */
#include "support/suite.h"
#include "support/world.h"

#include <connect/waiter.h>

#include <stdio.h>
#include <string.h>

#define GROUP_ID "8a1f0c7e-0000-4000-8000-000000000001"

#define REPLICA(region, status)                                                                    \
    "{\"Region\":\"" region "\",\"ReplicationStatus\":\"" status "\",\"ReplicationStatusReason\":" \
    "\"reason of " region "\"}"
#define REPLICAS(list)                                                                       \
    {                                                                                        \
        .status = 200, .body = "{\"Instance\":{\"Id\":\"" WORLD_ID                           \
                               "\",\"InstanceStatus\":\"ACTIVE\"},"                          \
                               "\"ReplicationConfiguration\":{\"SourceRegion\":"             \
                               "\"us-west-2\",\"ReplicationStatusSummaryList\":[" list "]}}" \
    }
#define COMPLETE "INSTANCE_REPLICATION_COMPLETE"
#define IN_PROGRESS "INSTANCE_REPLICATION_IN_PROGRESS"
#define GROUP(state)                                                               \
    {                                                                              \
        .status = 200, .body = "{\"TrafficDistributionGroup\":{\"Id\":\"" GROUP_ID \
                               "\",\"Name\":\"spare\",\"Status\":\"" state "\"}}"  \
    }

static struct world world;
static connect_error *error;

static void set_up(void)
{
    error = NULL;
    world_begin(&world);
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(1);
    world_open(&world);
}

static void tear_down(void)
{
    connect_error_free(error);
    world_end(&world);
}

static connect_status replicated(const char *region)
{
    return connect_wait_instance_replicated(world.client, WORLD_ID, region, NULL, NULL, &error);
}

static connect_status group_active(void)
{
    return connect_wait_traffic_distribution_group_active(world.client, GROUP_ID, NULL, NULL,
                                                          &error);
}

static connect_status group_deleted(void)
{
    return connect_wait_traffic_distribution_group_deleted(world.client, GROUP_ID, NULL, &error);
}

/* ---- replicas ---- */

START_TEST(the_wait_for_a_replica_ends_when_its_copy_is_complete)
{
    connect_describe_instance_response *response = NULL;

    WORLD_SCRIPT(&world, WORLD_FINE, REPLICAS(REPLICA("eu-west-2", IN_PROGRESS)),
                 REPLICAS(REPLICA("eu-west-2", "RESOURCE_REPLICATION_NOT_STARTED")),
                 REPLICAS(REPLICA("eu-west-2", COMPLETE)));
    ck_assert_int_eq(connect_wait_instance_replicated(world.client, WORLD_ID, "eu-west-2", NULL,
                                                      &response, &error),
                     CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 4);
    ck_assert_str_eq(response->replication_configuration->source_region, "us-west-2");
    connect_free(response);
}
END_TEST

START_TEST(only_the_region_that_is_waited_for_counts)
{
    WORLD_SCRIPT(&world,
                 REPLICAS(REPLICA("eu-west-2", "INSTANCE_REPLICATION_FAILED") "," REPLICA(
                     "us-east-1", IN_PROGRESS)),
                 REPLICAS(REPLICA("eu-west-2", "INSTANCE_REPLICATION_FAILED") "," REPLICA(
                     "us-east-1", COMPLETE)));
    ck_assert_int_eq(replicated("us-east-1"), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 2);
}
END_TEST

START_TEST(without_a_region_all_replicas_have_to_be_complete)
{
    WORLD_SCRIPT(&world,
                 REPLICAS(REPLICA("eu-west-2", COMPLETE) "," REPLICA("us-east-1", IN_PROGRESS)),
                 REPLICAS(REPLICA("eu-west-2", IN_PROGRESS) "," REPLICA("us-east-1", COMPLETE)),
                 REPLICAS(REPLICA("eu-west-2", COMPLETE) "," REPLICA("us-east-1", COMPLETE)));
    ck_assert_int_eq(replicated(NULL), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 3);
}
END_TEST

START_TEST(a_replica_that_fails_is_an_error_with_the_reason)
{
    static const char *const statuses[] = { "INSTANCE_REPLICATION_FAILED",
                                            "INSTANCE_REPLICA_DELETING",
                                            "INSTANCE_REPLICATION_DELETION_FAILED" };
    char body[512];

    (void)snprintf(body, sizeof body,
                   "{\"ReplicationConfiguration\":{\"ReplicationStatusSummaryList\":[{\"Region\":"
                   "\"eu-west-2\",\"ReplicationStatus\":\"%s\",\"ReplicationStatusReason\":"
                   "\"the Region is full\"}]}}",
                   statuses[_i]);
    WORLD_SCRIPT(&world, REPLICAS(REPLICA("eu-west-2", IN_PROGRESS)),
                 { .status = 200, .body = body });
    ck_assert_int_eq(replicated(_i == 0 ? "eu-west-2" : NULL), CONNECT_E_WAITER);
    ck_assert_str_eq(connect_error_reason(error), "the Region is full");
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
    check_has(connect_error_message(error), "waiting until the instance is replicated");
}
END_TEST

START_TEST(a_replica_that_is_not_listed_is_waited_for_a_while)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .not_found_grace_ms = CONNECT_SET(_i == 0 ? 5000 : 4001),
                                           .min_delay_ms = CONNECT_SET(1000),
                                           .max_delay_ms = CONNECT_SET(1000) };

    WORLD_SCRIPT(&world, REPLICAS(REPLICA("us-east-1", COMPLETE)));
    world.transport.repeats = true;
    ck_assert_int_eq(connect_wait_instance_replicated(world.client, WORLD_ID, "eu-west-2", &options,
                                                      NULL, &error),
                     CONNECT_E_WAITER);
    ck_assert_uint_eq(world.transport.sent_count, 6);
    check_has(connect_error_reason(error), "no such replica");
}
END_TEST

/* ---- groups ---- */

START_TEST(the_wait_for_a_group_ends_when_it_is_active)
{
    connect_describe_traffic_distribution_group_response *response = NULL;

    WORLD_SCRIPT(&world, WORLD_NOT_FOUND, GROUP("CREATION_IN_PROGRESS"), WORLD_THROTTLES,
                 GROUP("UPDATE_IN_PROGRESS"), GROUP("NEWER_THAN_THIS"), GROUP("ACTIVE"));
    ck_assert_int_eq(connect_wait_traffic_distribution_group_active(world.client, GROUP_ID, NULL,
                                                                    &response, &error),
                     CONNECT_OK);
    ck_assert_str_eq(response->traffic_distribution_group->name, "spare");
    connect_free(response);
    ck_assert_uint_eq(world.transport.sent_count, 6);
    check_has(world.transport.sent[0].url, "/traffic-distribution-group/" GROUP_ID);
}
END_TEST

START_TEST(a_group_that_will_not_become_active_is_an_error)
{
    static const struct fake_response responses[] = { GROUP("CREATION_FAILED"),
                                                      GROUP("PENDING_DELETION"),
                                                      GROUP("DELETION_FAILED") };
    static const char *const statuses[] = { "CREATION_FAILED", "PENDING_DELETION",
                                            "DELETION_FAILED" };

    fake_transport_script(&world.transport, &responses[_i], 1);
    ck_assert_int_eq(group_active(), CONNECT_E_WAITER);
    ck_assert_str_eq(connect_error_reason(error), statuses[_i]);
    ck_assert_str_eq(connect_error_resource_id(error), GROUP_ID);
    ck_assert_str_eq(connect_error_operation(error), "DescribeTrafficDistributionGroup");
}
END_TEST

START_TEST(a_group_is_deleted_when_the_operation_itself_does_not_find_it)
{
    WORLD_SCRIPT(&world, GROUP("ACTIVE"), GROUP("PENDING_DELETION"), WORLD_NOT_FOUND);
    ck_assert_int_eq(group_deleted(), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 3);
    WORLD_SCRIPT(&world, { .status = 404, .body = "<html>no such page</html>" });
    ck_assert_int_ne(group_deleted(), CONNECT_OK);
}
END_TEST

START_TEST(a_deletion_that_failed_is_an_error)
{
    WORLD_SCRIPT(&world, GROUP("PENDING_DELETION"), GROUP("DELETION_FAILED"));
    ck_assert_int_eq(group_deleted(), CONNECT_E_WAITER);
    ck_assert_str_eq(connect_error_reason(error), "DELETION_FAILED");
    check_has(connect_error_message(error), "the deletion failed");
}
END_TEST

START_TEST(a_wait_for_a_group_ends_with_its_limit_and_has_the_id)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .timeout_ms = CONNECT_SET(30000) };

    WORLD_SCRIPT(&world, GROUP("UPDATE_IN_PROGRESS"));
    world.transport.repeats = true;
    ck_assert_int_eq(connect_wait_traffic_distribution_group_active(world.client, GROUP_ID,
                                                                    &options, NULL, &error),
                     CONNECT_E_TIMEOUT);
    ck_assert_str_eq(connect_error_resource_id(error), GROUP_ID);
    check_has(connect_error_message(error), "the status seen last was UPDATE_IN_PROGRESS");
}
END_TEST

START_TEST(an_id_is_needed)
{
    ck_assert_int_eq(
        connect_wait_traffic_distribution_group_active(world.client, NULL, NULL, NULL, NULL),
        CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_wait_traffic_distribution_group_deleted(NULL, GROUP_ID, NULL, NULL),
                     CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_wait_instance_replicated(world.client, "", NULL, NULL, NULL, NULL),
                     CONNECT_E_ARGUMENT);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("waiters of replication");
    TCase *replicas = tcase_create("replicas"), *groups = tcase_create("groups");

    tcase_add_checked_fixture(replicas, set_up, tear_down);
    tcase_add_test(replicas, the_wait_for_a_replica_ends_when_its_copy_is_complete);
    tcase_add_test(replicas, only_the_region_that_is_waited_for_counts);
    tcase_add_test(replicas, without_a_region_all_replicas_have_to_be_complete);
    tcase_add_loop_test(replicas, a_replica_that_fails_is_an_error_with_the_reason, 0, 3);
    tcase_add_loop_test(replicas, a_replica_that_is_not_listed_is_waited_for_a_while, 0, 2);
    suite_add_tcase(suite, replicas);
    tcase_add_checked_fixture(groups, set_up, tear_down);
    tcase_add_test(groups, the_wait_for_a_group_ends_when_it_is_active);
    tcase_add_loop_test(groups, a_group_that_will_not_become_active_is_an_error, 0, 3);
    tcase_add_test(groups, a_group_is_deleted_when_the_operation_itself_does_not_find_it);
    tcase_add_test(groups, a_deletion_that_failed_is_an_error);
    tcase_add_test(groups, a_wait_for_a_group_ends_with_its_limit_and_has_the_id);
    tcase_add_test(groups, an_id_is_needed);
    suite_add_tcase(suite, groups);
    return suite;
}
