/* connect_client_options.on_attempt: what an application learns of each attempt. */
#include "support/home.h"
#include "support/loop_driver.h"
#include "support/suite.h"
#include "support/wire_server.h"
#include "support/world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEN_MAX 16

/* One attempt, with copies of its strings. */
struct seen {
    connect_attempt attempt;
    char operation[64], host[128], aws_type[64], request_id[64];
};

static struct world world;
static struct seen seen[SEEN_MAX];
static int seen_count;

static void copy(char *to, size_t room, const char **text)
{
    (void)snprintf(to, room, "%s", *text != NULL ? *text : "-");
    *text = to;
}

static void on_attempt(void *user, const connect_attempt *attempt)
{
    ck_assert_ptr_eq(user, &world);
    ck_assert_uint_eq(attempt->size, sizeof *attempt);
    ck_assert_int_lt(seen_count, SEEN_MAX);
    struct seen *one = &seen[seen_count++];

    one->attempt = *attempt;
    copy(one->operation, sizeof one->operation, &one->attempt.operation);
    copy(one->host, sizeof one->host, &one->attempt.host);
    copy(one->aws_type, sizeof one->aws_type, &one->attempt.aws_type);
    copy(one->request_id, sizeof one->request_id, &one->attempt.request_id);
}

static void set_up(void)
{
    world_begin(&world);
    seen_count = 0;
    world.options.on_attempt = on_attempt;
    world.options.on_attempt_user = &world;
}

static void tear_down(void)
{
    world_end(&world);
}

START_TEST(each_attempt_is_reported_with_all_that_is_known)
{
    world_open(&world);
    world.random.is_highest = true;
    WORLD_SCRIPT(&world,
                 { .status = 500,
                   .headers = "x-amzn-RequestId: r-5\nx-amzn-ErrorType: InternalServiceException",
                   .body = "{}",
                   .takes_ms = 30 },
                 { .failure = CONNECT_E_TRANSPORT, .takes_ms = 7 },
                 { .status = 200,
                   .headers = "x-amzn-RequestId: r-1",
                   .body = WORLD_INSTANCE("ACTIVE"),
                   .takes_ms = 20 });
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(seen_count, 3);

    const connect_attempt *first = &seen[0].attempt, *second = &seen[1].attempt;
    const connect_attempt *third = &seen[2].attempt;

    ck_assert_str_eq(first->operation, "DescribeInstance");
    ck_assert_str_eq(first->host, "connect.us-west-2.amazonaws.com");
    ck_assert_int_eq(first->number, 1);
    ck_assert_int_eq(first->max_attempts, 3);
    ck_assert_int_eq(first->status, CONNECT_E_INTERNAL);
    ck_assert_int_eq(first->http_status, 500);
    ck_assert_str_eq(first->aws_type, "InternalServiceException");
    ck_assert_str_eq(first->request_id, "r-5");
    ck_assert_int_eq(first->decision, CONNECT_ATTEMPT_RETRY);
    ck_assert_int_eq(first->backoff_ms, world.clock.waits[0]);
    ck_assert_int_eq(first->wire_ms, 30);
    ck_assert_int_eq(first->total_ms, 30);

    ck_assert_int_eq(second->number, 2);
    ck_assert_int_eq(second->status, CONNECT_E_TRANSPORT);
    ck_assert_int_eq(second->http_status, 0);
    ck_assert_str_eq(second->aws_type, "-");
    ck_assert_str_eq(second->request_id, "-");
    ck_assert_int_eq(second->wire_ms, 7);
    ck_assert_int_eq(second->total_ms, 30 + first->backoff_ms + 7);

    ck_assert_int_eq(third->number, 3);
    ck_assert_int_eq(third->status, CONNECT_OK);
    ck_assert_int_eq(third->http_status, 200);
    ck_assert_str_eq(third->request_id, "r-1");
    ck_assert_int_eq(third->decision, CONNECT_ATTEMPT_SUCCEEDED);
    ck_assert_int_eq(third->backoff_ms, 0);
    ck_assert_int_eq(third->total_ms, 57 + first->backoff_ms + second->backoff_ms);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(seen[i].attempt.queued_ms, 0);
        ck_assert(!seen[i].attempt.bytes_sent.is_set);
        ck_assert(!seen[i].attempt.is_new_connection.is_set);
    }
}
END_TEST

/* The first attempt of a call, and what is decided after it. */
static const struct decided {
    struct fake_response response;
    int32_t max_attempts;
    int64_t timeout_ms;
    connect_attempt_decision decision;
} decided[] = {
    { WORLD_FINE, 3, 60000, CONNECT_ATTEMPT_SUCCEEDED },
    { WORLD_FAILS, 3, 60000, CONNECT_ATTEMPT_RETRY },
    { { .failure = CONNECT_E_TRANSPORT, .stale = true, .takes_ms = 30 },
      1,
      60000,
      CONNECT_ATTEMPT_RECONNECT },
    { WORLD_EXPIRED, 1, 60000, CONNECT_ATTEMPT_REFRESH },
    { WORLD_NOT_FOUND, 3, 60000, CONNECT_ATTEMPT_NOT_RETRYABLE },
    { WORLD_FAILS, 1, 60000, CONNECT_ATTEMPT_EXHAUSTED },
    { WORLD_FAILS, 3, 1, CONNECT_ATTEMPT_NO_TIME },
};

#define DECIDED ((int)(sizeof decided / sizeof decided[0]))

START_TEST(decision_after_an_attempt_is_reported)
{
    const struct decided *one = &decided[_i];

    world.random.is_highest = true;
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(one->max_attempts);
    world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(one->timeout_ms);
    world_open(&world);
    WORLD_SCRIPT(&world, one->response, WORLD_FINE);
    (void)world_describe(world.client, NULL, NULL);
    ck_assert_int_gt(seen_count, 0);
    ck_assert_int_eq(seen[0].attempt.decision, one->decision);
    ck_assert_int_eq(seen_count, (int)world.transport.sent_count);
    for (int i = 0; i < seen_count; i++) {
        ck_assert_int_eq(seen[i].attempt.queued_ms, 0);
    }
}
END_TEST

START_TEST(used_up_quota_is_reported)
{
    int quota_ended = 0;

    world.transport.repeats = true;
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FAILS);
    for (int i = 0; i < 40; i++) {
        seen_count = 0;
        ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_E_INTERNAL);
        quota_ended += seen[seen_count - 1].attempt.decision == CONNECT_ATTEMPT_NO_QUOTA;
    }
    ck_assert_int_gt(quota_ended, 0);
}
END_TEST

START_TEST(time_in_the_queue_of_the_pacer_is_reported)
{
    const connect_pace pace = { sizeof pace, 2.0, 1.0 };

    world.options.pace = &pace;
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(seen_count, 2);
    ck_assert_int_eq(seen[0].attempt.queued_ms, 0);
    ck_assert_int_ge(seen[1].attempt.queued_ms, 400);
    ck_assert_int_le(seen[1].attempt.queued_ms, 1000);
    ck_assert_int_eq(seen[1].attempt.total_ms, seen[1].attempt.queued_ms);
}
END_TEST

static void respond(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer) && wire_response(peer, 200, "", "{}")) {
    }
}

START_TEST(bytes_and_connection_are_those_of_the_wire)
{
    static const char start[] = "HTTP/1.1 200 ";
    bool keeps_connections = !loop_driver_is_chosen();
    struct wire_server *server = wire_start(respond, NULL, NULL);
    connect_update_instance_attribute_request request = {
        .size = sizeof request,
        .instance_id = WORLD_ID,
        .attribute_type = CONNECT_INSTANCE_ATTRIBUTE_TYPE_INBOUND_CALLS,
        .value = "true"
    };

    world.options.endpoint_url = wire_url(server, "");
    world.options.transport = NULL;
    world.options.clock = NULL;
    world_open(&world);
    ck_assert_int_eq(connect_update_instance_attribute(world.client, &request, NULL, NULL),
                     CONNECT_OK);
    ck_assert_int_eq(connect_update_instance_attribute(world.client, &request, NULL, NULL),
                     CONNECT_OK);
    ck_assert_int_eq(seen_count, 2);
    for (int i = 0; i < 2; i++) {
        const connect_attempt *attempt = &seen[i].attempt;

        ck_assert(attempt->bytes_sent.is_set && attempt->bytes_received.is_set);
        ck_assert_int_eq(attempt->bytes_sent.value, (int64_t)strlen(wire_request(server, i)));
        ck_assert_int_gt(attempt->bytes_received.value, (int64_t)strlen(start));
        ck_assert(attempt->is_new_connection.is_set);
        ck_assert_int_eq(attempt->is_new_connection.value, i == 0 || !keeps_connections);
        ck_assert_int_ge(attempt->wire_ms, 0);
        ck_assert_int_ge(attempt->queued_ms, 0);
        ck_assert_int_ge(attempt->total_ms, attempt->wire_ms);
    }
    wire_stop(server);
}
END_TEST

START_TEST(attempt_that_could_not_connect_is_reported)
{
    char url[64];

    snprintf(url, sizeof url, "http://127.0.0.1:%d", wire_refused_port());
    world.options.endpoint_url = url;
    world.options.transport = NULL;
    world.options.retry_mode = CONNECT_RETRY_OFF;
    world_open(&world);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_E_TRANSPORT);
    ck_assert_int_eq(seen_count, 1);
    ck_assert_str_eq(seen[0].attempt.host, "127.0.0.1");
    ck_assert_int_eq(seen[0].attempt.bytes_sent.value, 0);
    ck_assert_int_eq(seen[0].attempt.bytes_received.value, 0);
    ck_assert_int_eq(seen[0].attempt.max_attempts, 1);
    ck_assert_int_eq(seen[0].attempt.decision, CONNECT_ATTEMPT_EXHAUSTED);
}
END_TEST

START_TEST(attempt_to_assume_a_role_is_reported)
{
    struct home home;

    home_begin(&home);
    home_write(&home, ".aws/config",
               "[profile role]\nregion = us-west-2\nrole_arn = arn:aws:iam::123456789012:role/r\n"
               "source_profile = base\n[profile base]\naws_access_key_id = A\n"
               "aws_secret_access_key = s\n");
    home.world.options.profile = "role";
    home.world.options.credentials = NULL;
    home.world.options.on_attempt = on_attempt;
    home.world.options.on_attempt_user = &world;
    world_open(&home.world);
    WORLD_SCRIPT(&home.world, { .status = 400,
                                .headers = "x-amzn-RequestId: s-1",
                                .body = "<ErrorResponse><Error><Code>ValidationError</Code>"
                                        "</Error></ErrorResponse>" });
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_E_CREDENTIALS);
    ck_assert_int_eq(seen_count, 1);
    ck_assert_str_eq(seen[0].attempt.operation, "AssumeRole");
    check_has(seen[0].attempt.host, "sts.");
    ck_assert_str_eq(seen[0].attempt.aws_type, "ValidationError");
    home_end(&home);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("attempt");
    TCase *tcase = tcase_create("attempt");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, each_attempt_is_reported_with_all_that_is_known);
    tcase_add_loop_test(tcase, decision_after_an_attempt_is_reported, 0, DECIDED);
    tcase_add_test(tcase, used_up_quota_is_reported);
    tcase_add_test(tcase, time_in_the_queue_of_the_pacer_is_reported);
    tcase_add_test(tcase, bytes_and_connection_are_those_of_the_wire);
    tcase_add_test(tcase, attempt_that_could_not_connect_is_reported);
    tcase_add_test(tcase, attempt_to_assume_a_role_is_reported);
    suite_add_tcase(suite, tcase);
    return suite;
}
