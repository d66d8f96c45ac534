/* Listings and waits on an event loop. */
#include "support/loop_stage.h"
#include "support/patience.h"
#include "support/suite.h"

#include <poll.h>
#include <string.h>

/* ---- listings and waits ---- */

struct listing {
    connect_pager *pager;
    int pages, items;
    connect_status status;
};

#define PAGE(id, next)                                                                          \
    {                                                                                           \
        .status = 200,                                                                          \
        .body = "{\"InstanceSummaryList\":[{\"Id\":\"" id "1\"},{\"Id\":\"" id "2\"}]" next "}" \
    }

static void take_page(void *user, connect_call *call, connect_status status)
{
    struct listing *listing = user;

    (void)call;
    listing->pages++;
    listing->status = status;
    while (connect_list_instances_next(listing->pager) != NULL) {
        listing->items++;
    }
    if (!connect_pager_at_end(listing->pager)) {
        ck_assert_int_eq(connect_pager_start(loop, listing->pager, take_page, listing, NULL, NULL),
                         CONNECT_OK);
    }
}

START_TEST(a_listing_is_fetched_page_by_page)
{
    struct listing listing = { 0 };
    connect_error *error = NULL;

    open_loop(NULL);
    WORLD_SCRIPT(&world, PAGE("a", ",\"NextToken\":\"t1\""), PAGE("b", ",\"NextToken\":\"t2\""),
                 PAGE("c", ""));
    listing.pager = connect_list_instances_pages(world.client, NULL);
    ck_assert(!connect_pager_at_end(listing.pager));
    ck_assert_int_eq(connect_pager_start(loop, listing.pager, take_page, &listing, NULL, NULL),
                     CONNECT_OK);
    ck_assert_int_eq(connect_pager_start(loop, listing.pager, take_page, &listing, NULL, &error),
                     CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "under way");
    connect_error_free(error);
    ck_assert_ptr_null(connect_list_instances_next(listing.pager)); /* without a request */
    run_until_idle();
    ck_assert_int_eq(listing.status, CONNECT_OK);
    ck_assert_int_eq(listing.pages, 3);
    ck_assert_int_eq(listing.items, 6);
    ck_assert(connect_pager_at_end(listing.pager));
    ck_assert_ptr_null(connect_pager_error(listing.pager));
    /* One page too many needs no request. */
    ck_assert_int_eq(connect_pager_start(loop, listing.pager, take_page, &listing, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(listing.status, CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 3);
    connect_pager_free(listing.pager);
    ck_assert(connect_pager_at_end(NULL));
}
END_TEST

START_TEST(a_page_that_fails_ends_the_listing)
{
    struct outcome outcome = { 0 };
    connect_pager *pager;

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_NOT_FOUND);
    pager = connect_list_instances_pages(world.client, NULL);
    ck_assert_int_eq(connect_pager_start(loop, pager, outcome_take, &outcome, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_E_NOT_FOUND);
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_NOT_FOUND);
    ck_assert(connect_pager_at_end(pager));
    outcome_clear(&outcome);
    connect_pager_free(pager);
}
END_TEST

static void free_pager(void *user, connect_call *call, connect_status status)
{
    struct listing *listing = user;

    (void)call;
    listing->status = status;
    connect_pager_free(listing->pager);
}

/* The second page is under way: the pager holds nothing of the first any more. */
START_TEST(a_page_is_cancelled_and_its_pager_freed_in_the_callback)
{
    struct listing listing = { 0 };
    struct outcome first = { 0 };
    connect_call *call;

    open_loop(NULL);
    WORLD_SCRIPT(&world, PAGE("a", ",\"NextToken\":\"t1\""));
    listing.pager = connect_list_instances_pages(world.client, NULL);
    ck_assert_int_eq(connect_pager_start(loop, listing.pager, outcome_take, &first, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(first.status, CONNECT_OK);
    outcome_clear(&first);
    async.mode = ASYNC_HELD;
    ck_assert_int_eq(connect_pager_start(loop, listing.pager, free_pager, &listing, &call, NULL),
                     CONNECT_OK);
    (void)connect_loop_step(loop);
    (void)connect_loop_step(loop);
    if (_i == 0) {
        connect_call_cancel(call);
        run_until_idle();
    } else {
        connect_loop_free(loop);
        loop = NULL;
    }
    ck_assert_int_eq(listing.status, CONNECT_E_CANCELLED);
}
END_TEST

START_TEST(pages_come_as_json_on_a_loop_too)
{
    struct outcome outcome = { 0 };
    connect_pager *pager;
    char *json;

    open_loop(NULL);
    WORLD_SCRIPT(&world, PAGE("a", ",\"New\":7,\"NextToken\":\"t1\""));
    for (int i = 0; i < 3; i++) {
        if (i == 0) {
            ck_assert_int_eq(connect_pager_new(world.client, "ListInstances", NULL, &pager, NULL),
                             CONNECT_OK);
        } else {
            pager = connect_list_instances_pages(world.client, NULL);
        }
        WORLD_SCRIPT(&world, PAGE("a", ",\"New\":7,\"NextToken\":\"t1\""));
        ck_assert_int_eq(connect_pager_start(loop, pager, outcome_take, &outcome, NULL, NULL),
                         CONNECT_OK);
        if (i < 2) {
            ck_assert_ptr_null(connect_pager_next_page_json(pager)); /* it has not come yet */
        }
        run_until_idle();
        json = connect_pager_next_page_json(pager);
        check_has(json, "\"New\":7");
        connect_free(json);
        ck_assert_ptr_null(connect_pager_next_page_json(pager));
        ck_assert_ptr_null(connect_pager_error(pager));
        outcome_clear(&outcome);
        connect_pager_free(pager);
    }
}
END_TEST

static bool count_progress(void *user, const char *status, int64_t waited_ms)
{
    (void)status;
    ck_assert_int_ge(waited_ms, 0);
    ++*(int *)user;
    return true;
}

#define CREATING                                                      \
    {                                                                 \
        .status = 200, .body = WORLD_INSTANCE("CREATION_IN_PROGRESS") \
    }
#define CREATED                                                                      \
    {                                                                                \
        .status = 200, .body = "{\"Id\":\"" WORLD_ID "\",\"Arn\":\"" WORLD_ARN "\"}" \
    }

START_TEST(waits_run_on_a_loop)
{
    const connect_create_instance_request create = { .size = sizeof create,
                                                     .instance_alias = "demo",
                                                     .identity_management_type =
                                                         CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
                                                     .inbound_calls_enabled = CONNECT_SET(true),
                                                     .outbound_calls_enabled = CONNECT_SET(true) };
    int told = 0;
    char id[] = WORLD_ID;
    connect_wait_options options = { .size = sizeof options,
                                     .min_delay_ms = CONNECT_SET(1),
                                     .max_delay_ms = CONNECT_SET(1),
                                     .progress = count_progress,
                                     .user = &told };
    struct outcome outcomes[3] = { { 0 } };

    open_loop(NULL);
    WORLD_SCRIPT(&world, CREATING, WORLD_FINE);
    ck_assert_int_eq(connect_wait_instance_active_start(loop, world.client, id, &options,
                                                        outcome_take, &outcomes[0], NULL, NULL),
                     CONNECT_OK);
    memset(id, 'x', sizeof id - 1);
    options.min_delay_ms = options.max_delay_ms = (connect_opt_int64)CONNECT_SET(1000000);
    run_until_idle();
    options.min_delay_ms = options.max_delay_ms = (connect_opt_int64)CONNECT_SET(1);
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_NOT_FOUND);
    ck_assert_int_eq(connect_wait_instance_deleted_start(loop, world.client, WORLD_ID, &options,
                                                         outcome_take, &outcomes[1], NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    WORLD_SCRIPT(&world, CREATED, CREATING, WORLD_FINE);
    ck_assert_int_eq(connect_create_instance_and_wait_start(loop, world.client, &create, &options,
                                                            outcome_take, &outcomes[2], NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(told, 3);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(outcomes[i].calls, 1);
        ck_assert_msg(outcomes[i].status == CONNECT_OK, "%s",
                      connect_error_message(outcomes[i].error));
        ck_assert((outcomes[i].response != NULL) == (i != 1));
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

#define REPLICA(state)                                                                          \
    {                                                                                           \
        .status = 200, .body =                                                                  \
                           "{\"ReplicationConfiguration\":{\"ReplicationStatusSummaryList\":"   \
                           "[{\"Region\":\"eu-west-2\",\"ReplicationStatus\":\"" state "\"}]}}" \
    }
#define GROUP(state)                                                               \
    {                                                                              \
        .status = 200, .body = "{\"TrafficDistributionGroup\":{\"Id\":\"" WORLD_ID \
                               "\",\"Status\":\"" state "\"}}"                     \
    }

START_TEST(waits_for_replicas_and_groups_run_on_a_loop)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .min_delay_ms = CONNECT_SET(1),
                                           .max_delay_ms = CONNECT_SET(1) };
    char region[] = "eu-west-2", id[] = WORLD_ID;
    struct outcome replica = { 0 }, active = { 0 }, deleted = { 0 };

    open_loop(NULL);
    WORLD_SCRIPT(&world, REPLICA("INSTANCE_REPLICATION_IN_PROGRESS"),
                 REPLICA("INSTANCE_REPLICATION_COMPLETE"));
    ck_assert_int_eq(connect_wait_instance_replicated_start(loop, world.client, WORLD_ID, region,
                                                            &options, outcome_take, &replica, NULL,
                                                            NULL),
                     CONNECT_OK);
    memset(region, 'x', sizeof region - 1);
    run_until_idle();
    ck_assert_int_eq(replica.status, CONNECT_OK);
    ck_assert_uint_eq(((connect_describe_instance_response *)replica.response)
                          ->replication_configuration->replication_status_summary_list_count,
                      1);
    WORLD_SCRIPT(&world, GROUP("CREATION_IN_PROGRESS"), GROUP("ACTIVE"));
    ck_assert_int_eq(connect_wait_traffic_distribution_group_active_start(
                         loop, world.client, id, &options, outcome_take, &active, NULL, NULL),
                     CONNECT_OK);
    memset(id, 'x', sizeof id - 1);
    run_until_idle();
    ck_assert_int_eq(active.status, CONNECT_OK);
    ck_assert_str_eq(((connect_describe_traffic_distribution_group_response *)active.response)
                         ->traffic_distribution_group->id,
                     WORLD_ID);
    WORLD_SCRIPT(&world, GROUP("DELETION_IN_PROGRESS"), WORLD_NOT_FOUND);
    ck_assert_int_eq(
        connect_wait_traffic_distribution_group_deleted_start(
            loop, world.client, WORLD_ID, &options, outcome_take, &deleted, NULL, NULL),
        CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(deleted.status, CONNECT_OK);
    ck_assert_ptr_null(deleted.response);
    outcome_clear(&replica);
    outcome_clear(&active);
    outcome_clear(&deleted);
}
END_TEST

START_TEST(a_wait_is_cancelled_in_its_pause)
{
    struct outcome outcome = { 0 };
    connect_call *call;

    open_loop(NULL);
    WORLD_SCRIPT(&world, CREATING);
    ck_assert_int_eq(connect_wait_instance_active_start(loop, world.client, WORLD_ID, NULL,
                                                        outcome_take, &outcome, &call, NULL),
                     CONNECT_OK);
    for (int i = 0; i < 4; i++) {
        (void)connect_loop_step(loop);
    }
    connect_call_cancel(call);
    ck_assert_int_eq(connect_loop_step(loop), 1);
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    ck_assert_str_eq(connect_error_resource_id(outcome.error), WORLD_ID);
    outcome_clear(&outcome);
}
END_TEST

static bool hold_what_follows(void *user, const char *status, int64_t waited_ms)
{
    (void)user, (void)status, (void)waited_ms;
    async.mode = ASYNC_HELD;
    return true;
}

/* The second poll is under way, and the first is over. */
START_TEST(a_wait_is_stopped_in_the_poll_after_one_that_failed)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .min_delay_ms = CONNECT_SET(1),
                                           .max_delay_ms = CONNECT_SET(1),
                                           .progress = hold_what_follows };
    struct outcome outcome = { 0 };
    connect_call *call;

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_NOT_FOUND);
    ck_assert_int_eq(connect_wait_instance_active_start(loop, world.client, WORLD_ID, &options,
                                                        outcome_take, &outcome, &call, NULL),
                     CONNECT_OK);
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };
    while (async.held_count == 0) {
        ck_assert_int_eq(poll(&fd, 1, (int)patience(5000)), 1);
        (void)connect_loop_step(loop);
    }
    if (_i == 0) {
        connect_call_cancel(call);
        run_until_idle();
    } else {
        connect_loop_free(loop);
        loop = NULL;
    }
    ck_assert_int_eq(outcome.calls, 1);
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    outcome_clear(&outcome);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("loop tasks");
    TCase *tasks = loop_stage_case(suite, "listings and waits");

    tcase_add_test(tasks, a_listing_is_fetched_page_by_page);
    tcase_add_test(tasks, a_page_that_fails_ends_the_listing);
    tcase_add_loop_test(tasks, a_page_is_cancelled_and_its_pager_freed_in_the_callback, 0, 2);
    tcase_add_test(tasks, pages_come_as_json_on_a_loop_too);
    tcase_add_test(tasks, waits_run_on_a_loop);
    tcase_add_test(tasks, waits_for_replicas_and_groups_run_on_a_loop);
    tcase_add_test(tasks, a_wait_is_cancelled_in_its_pause);
    tcase_add_loop_test(tasks, a_wait_is_stopped_in_the_poll_after_one_that_failed, 0, 2);
    return suite;
}
