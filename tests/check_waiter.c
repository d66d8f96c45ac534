/* Waiters: polling until an instance is what it is to become, or cannot any more. */
#include "call/create_task.h"
#include "call/driver.h"
#include "call/waiter.h"
#include "support/memory.h"
#include "support/suite.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CREATING                                                      \
    {                                                                 \
        .status = 200, .body = WORLD_INSTANCE("CREATION_IN_PROGRESS") \
    }
#define ACTIVE WORLD_FINE
#define FAILED                                                                     \
    {                                                                              \
        .status = 200, .body = "{\"Instance\":{\"Id\":\"" WORLD_ID                 \
                               "\",\"InstanceStatus\":\"CREATION_FAILED\","        \
                               "\"StatusReason\":{\"Message\":\"no room left\"}}}" \
    }
#define CREATED                                                                      \
    {                                                                                \
        .status = 200, .body = "{\"Id\":\"" WORLD_ID "\",\"Arn\":\"" WORLD_ARN "\"}" \
    }

static struct world world;

static void set_up(void)
{
    world_begin(&world);
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(1);
    world_open(&world);
}

static void tear_down(void)
{
    world_end(&world);
}

static connect_status wait_active(const connect_wait_options *options,
                                  connect_describe_instance_response **out, connect_error **error)
{
    return connect_wait_instance_active(world.client, WORLD_ID, options, out, error);
}

START_TEST(waiting_ends_when_the_instance_is_active)
{
    connect_describe_instance_response *response;

    WORLD_SCRIPT(&world, CREATING, CREATING, ACTIVE);
    ck_assert_int_eq(wait_active(NULL, &response, NULL), CONNECT_OK);
    ck_assert_str_eq(response->instance->id, WORLD_ID);
    connect_free(response);
    ck_assert_uint_eq(world.transport.sent_count, 3);
    ck_assert_uint_eq(world.clock.waits_count, 2);
    check_has(world_header(&world, 0, "User-Agent"), " m/B,");
    WORLD_SCRIPT(&world, ACTIVE);
    ck_assert_int_eq(wait_active(NULL, NULL, NULL), CONNECT_OK);
    ck_assert_uint_eq(world.clock.waits_count, 2); /* the first poll is made at once */
}
END_TEST

START_TEST(the_pause_grows_with_jitter_up_to_its_limit)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .min_delay_ms = CONNECT_SET(100),
                                           .max_delay_ms = CONNECT_SET(1000) };

    world.random.is_highest = true;
    WORLD_SCRIPT(&world, CREATING, CREATING, CREATING, CREATING, CREATING, CREATING, ACTIVE);
    ck_assert_int_eq(wait_active(&options, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world.clock.waits[0], 100);
    ck_assert_int_eq(world.clock.waits[1], 199);
    ck_assert_int_eq(world.clock.waits[2], 399);
    ck_assert_int_eq(world.clock.waits[3], 799);
    ck_assert_int_eq(world.clock.waits[4], 999);
    ck_assert_int_eq(world.clock.waits[5], 999);
    world.random.is_highest = false;
    world.random.next = 0;
    WORLD_SCRIPT(&world, CREATING, CREATING, CREATING, ACTIVE);
    ck_assert_int_eq(wait_active(&options, NULL, NULL), CONNECT_OK);
    for (size_t i = 6; i < 9; i++) {
        ck_assert_int_ge(world.clock.waits[i], 100);
        ck_assert_int_le(world.clock.waits[i], 400);
    }
}
END_TEST

START_TEST(a_failed_creation_is_an_error_with_reason_and_id)
{
    connect_describe_instance_response *response = (void *)&world;
    connect_error *error;

    WORLD_SCRIPT(&world, CREATING, FAILED);
    ck_assert_int_eq(wait_active(NULL, &response, &error), CONNECT_E_WAITER);
    ck_assert_ptr_null(response);
    ck_assert_str_eq(connect_error_reason(error), "no room left");
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    check_has(connect_error_message(error), "no room left");
    ck_assert(!connect_error_is_retryable(error));
    connect_error_free(error);
    WORLD_SCRIPT(&world, FAILED);
    ck_assert_int_eq(wait_active(NULL, NULL, NULL), CONNECT_E_WAITER);
}
END_TEST

START_TEST(not_found_is_waited_out_for_a_while)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .not_found_grace_ms = CONNECT_SET(5000),
                                           .min_delay_ms = CONNECT_SET(1000),
                                           .max_delay_ms = CONNECT_SET(1000) };
    connect_error *error;

    WORLD_SCRIPT(&world, WORLD_NOT_FOUND, WORLD_NOT_FOUND, CREATING, ACTIVE);
    ck_assert_int_eq(wait_active(&options, NULL, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, WORLD_NOT_FOUND);
    world.transport.repeats = true;
    ck_assert_int_eq(wait_active(&options, NULL, &error), CONNECT_E_NOT_FOUND);
    ck_assert_uint_eq(world.transport.sent_count, 6);
    ck_assert_str_eq(connect_error_aws_type(error), "ResourceNotFoundException");
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    connect_error_free(error);
}
END_TEST

/* The reason says more than that the time is over. */
START_TEST(a_refusal_at_the_limit_is_what_the_wait_ends_with)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .timeout_ms = CONNECT_SET(10000) };

    WORLD_SCRIPT(&world, { .status = 403,
                           .headers = "x-amzn-ErrorType: AccessDeniedException",
                           .body = "{}",
                           .takes_ms = 10000 });
    ck_assert_int_eq(wait_active(&options, NULL, NULL), CONNECT_E_ACCESS_DENIED);
}
END_TEST

START_TEST(a_response_without_an_instance_is_waited_out)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .timeout_ms = CONNECT_SET(5000) };
    connect_error *error;

    WORLD_SCRIPT(&world, { .status = 200, .body = "{}" }, ACTIVE);
    ck_assert_int_eq(wait_active(NULL, NULL, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, { .status = 200, .body = "{}" });
    world.transport.repeats = true;
    ck_assert_int_eq(wait_active(&options, NULL, &error), CONNECT_E_TIMEOUT);
    check_has(connect_error_message(error), "the status seen last was none");
    connect_error_free(error);
}
END_TEST

START_TEST(throttling_and_failures_on_the_way_are_waited_out)
{
    WORLD_SCRIPT(&world, WORLD_THROTTLES, WORLD_FAILS, { .failure = CONNECT_E_TRANSPORT },
                 { .failure = CONNECT_E_TIMEOUT }, ACTIVE);
    ck_assert_int_eq(wait_active(NULL, NULL, NULL), CONNECT_OK);
}
END_TEST

START_TEST(what_cannot_get_better_ends_the_wait)
{
    connect_error *error;

    WORLD_SCRIPT(&world, { .status = 403, .headers = "x-amzn-errortype: AccessDeniedException" });
    ck_assert_int_eq(wait_active(NULL, NULL, &error), CONNECT_E_ACCESS_DENIED);
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    connect_error_free(error);
    WORLD_SCRIPT(&world, { .status = 200, .body = "<html>" });
    ck_assert_int_eq(wait_active(NULL, NULL, NULL), CONNECT_E_DECODE);
}
END_TEST

START_TEST(the_limit_ends_the_wait_with_the_id)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .timeout_ms = CONNECT_SET(60000) };
    int64_t start = world.clock.ticks;
    connect_error *error;

    WORLD_SCRIPT(&world, CREATING);
    world.transport.repeats = true;
    ck_assert_int_eq(connect_wait_instance_active(world.client, WORLD_ARN, &options, NULL, &error),
                     CONNECT_E_TIMEOUT);
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID); /* of the ARN, ready to wait on */
    check_has(connect_error_message(error), "CREATION_IN_PROGRESS");
    ck_assert(connect_error_is_retryable(error) && !connect_error_is_throttle(error));
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
    ck_assert_int_ge(world.clock.ticks - start, 59000);
    ck_assert_int_le(world.clock.ticks - start, 60000);
    connect_error_free(error);

    WORLD_SCRIPT(&world, WORLD_THROTTLES);
    world.transport.repeats = true;
    ck_assert_int_eq(wait_active(&options, NULL, &error), CONNECT_E_TIMEOUT);
    check_has(connect_error_message(error), "Rate exceeded");
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    connect_error_free(error);
}
END_TEST

START_TEST(the_limit_cuts_a_poll_that_hangs)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .timeout_ms = CONNECT_SET(5000) };
    connect_error *error;

    WORLD_SCRIPT(&world, CREATING, { .failure = CONNECT_E_TIMEOUT, .takes_ms = 5000 });
    ck_assert_int_eq(wait_active(&options, NULL, &error), CONNECT_E_TIMEOUT);
    ck_assert_int_le(world.transport.sent[1].timeout_ms, 5000);
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    connect_error_free(error);
}
END_TEST

/* The error of the poll that it ends is not retryable, and names no resource. */
START_TEST(the_limit_of_a_wait_ends_the_fetch_of_the_region)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .timeout_ms = CONNECT_SET(5000) };
    connect_error *error;

    connect_client_free(world.client);
    unsetenv("AWS_EC2_METADATA_DISABLED");
    world.options.region = NULL;
    world_open(&world);
    WORLD_SCRIPT(&world, { .failure = CONNECT_E_TIMEOUT, .takes_ms = 5000 });
    ck_assert_int_eq(wait_active(&options, NULL, &error), CONNECT_E_TIMEOUT);
    check_has(connect_error_message(error), "the time limit passed; the status seen last was none");
    ck_assert(connect_error_is_retryable(error));
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    connect_error_free(error);
}
END_TEST

START_TEST(a_wait_that_ends_names_its_last_failed_poll)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .timeout_ms = CONNECT_SET(60000) };
    connect_error *error;

    WORLD_SCRIPT(&world, CREATING, WORLD_FAILS);
    world.transport.repeats = true;
    ck_assert_int_eq(wait_active(&options, NULL, &error), CONNECT_E_TIMEOUT);
    check_has(connect_error_message(error), "; the last poll failed: ");
    ck_assert_int_eq(connect_error_http_status(error), 500);
    ck_assert_str_eq(connect_error_request_id(error), "r-5");
    ck_assert_str_eq(connect_error_host(error), "connect.us-west-2.amazonaws.com");
    connect_error_free(error);
}
END_TEST

struct audience {
    int told, stop_after;
    char last[64];
    int64_t waited;
};

static bool progress(void *user, const char *instance_status, int64_t waited_ms)
{
    struct audience *audience = user;

    audience->told++;
    strcpy(audience->last, instance_status != NULL ? instance_status : "(none)");
    ck_assert_int_ge(waited_ms, audience->waited);
    audience->waited = waited_ms;
    return audience->told < audience->stop_after;
}

START_TEST(progress_is_told_and_may_stop_the_wait)
{
    struct audience audience = { .stop_after = 100 };
    const connect_wait_options options = { .size = sizeof options,
                                           .progress = progress,
                                           .user = &audience };
    connect_error *error;

    WORLD_SCRIPT(&world, WORLD_NOT_FOUND, CREATING, ACTIVE);
    ck_assert_int_eq(wait_active(&options, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(audience.told, 2);
    ck_assert_str_eq(audience.last, "CREATION_IN_PROGRESS");
    audience.waited = 0;
    WORLD_SCRIPT(&world, { .status = 200, .body = WORLD_INSTANCE("N") }, ACTIVE); /* a newer one */
    ck_assert_int_eq(wait_active(&options, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(audience.last, "N");
    audience = (struct audience){ .stop_after = 2 };
    WORLD_SCRIPT(&world, CREATING, CREATING);
    ck_assert_int_eq(wait_active(&options, NULL, &error), CONNECT_E_CANCELLED);
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    check_has(connect_error_message(error), ": cancelled; the status seen last was CREATION");
    connect_error_free(error);
}
END_TEST

START_TEST(a_token_of_the_view_stops_the_wait)
{
    connect_call_options options = { .size = sizeof options };
    connect_cancel *cancel;
    connect_client *view;
    connect_error *error;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    options.cancel = cancel;
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    world.clock.fire = cancel;
    world.clock.fire_at = world.clock.ticks + 10000;
    WORLD_SCRIPT(&world, CREATING);
    world.transport.repeats = true;
    ck_assert_int_eq(connect_wait_instance_active(view, WORLD_ID, NULL, NULL, &error),
                     CONNECT_E_CANCELLED);
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    connect_error_free(error);
    /* Once fired, nothing begins any more. */
    ck_assert_int_eq(connect_wait_instance_deleted(view, WORLD_ID, NULL, &error),
                     CONNECT_E_CANCELLED);
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    ck_assert_int_eq(connect_error_attempts(error), 0);
    connect_error_free(error);
    connect_client_free(view);
    connect_cancel_free(cancel);
}
END_TEST

/* It ends as in a pause, with what is known of the instance, and not as any other failed poll. */
START_TEST(a_token_that_fires_during_a_poll_stops_the_wait)
{
    connect_call_options options = { .size = sizeof options };
    connect_cancel *cancel;
    connect_client *view;
    connect_error *error;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    options.cancel = cancel;
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    world.clock.fire = cancel;
    world.clock.fire_at = world.clock.ticks + 10000;
    WORLD_SCRIPT(&world, CREATING, { .failure = CONNECT_E_CANCELLED, .takes_ms = 10000 });
    ck_assert_int_eq(connect_wait_instance_active(view, WORLD_ID, NULL, NULL, &error),
                     CONNECT_E_CANCELLED);
    ck_assert_uint_eq(world.transport.sent_count, 2);
    check_has(connect_error_message(error), "the status seen last was CREATION_IN_PROGRESS");
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    connect_error_free(error);
    connect_client_free(view);
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(waiting_for_deletion_ends_when_it_is_gone)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .timeout_ms = CONNECT_SET(30000) };
    connect_error *error = (connect_error *)&world;

    WORLD_SCRIPT(&world, ACTIVE, WORLD_THROTTLES, ACTIVE, WORLD_NOT_FOUND);
    ck_assert_int_eq(connect_wait_instance_deleted(world.client, WORLD_ID, NULL, &error),
                     CONNECT_OK);
    ck_assert_ptr_null(error);
    WORLD_SCRIPT(&world, ACTIVE);
    world.transport.repeats = true;
    ck_assert_int_eq(connect_wait_instance_deleted(world.client, WORLD_ID, &options, &error),
                     CONNECT_E_TIMEOUT);
    check_has(connect_error_message(error), "ACTIVE");
    connect_error_free(error);
    WORLD_SCRIPT(&world, { .status = 403, .body = "{}" });
    ck_assert_int_eq(connect_wait_instance_deleted(world.client, WORLD_ID, NULL, NULL),
                     CONNECT_E_ACCESS_DENIED);
}
END_TEST

/* 404s that say nothing about an instance. */
static const struct fake_response other_404s[] = {
    { .status = 404, .headers = "Content-Type: text/html", .body = "<html>not found</html>" },
    { .status = 404, .body = "" },
    { .status = 404, .body = "{\"Message\":\"no such page\"}" },
    { .status = 404, .body = "{\"__type\":\"UnknownOperationException\"}" },
    { .status = 404, .headers = "x-amzn-ErrorType: NotFoundException", .body = "{}" },
};

START_TEST(a_404_that_is_no_response_of_the_operation_does_not_mean_deleted)
{
    connect_error *error;

    fake_transport_script(&world.transport, &other_404s[_i], 1);
    ck_assert_int_eq(connect_wait_instance_deleted(world.client, WORLD_ID, NULL, &error),
                     connect_error_code(error));
    ck_assert_int_ne(connect_error_code(error), CONNECT_OK);
    connect_error_free(error);
}
END_TEST

START_TEST(a_404_that_is_no_response_of_the_operation_is_not_waited_out)
{
    connect_error *error;

    fake_transport_script(&world.transport, &other_404s[_i], 1);
    ck_assert_int_ne(wait_active(NULL, NULL, &error), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 1);
    connect_error_free(error);
}
END_TEST

/* A client whose credentials come from STS. */
static void open_with_web_identity(char *path)
{
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, "token", 5), 5);
    close(fd);
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", path, 1);
    setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/waits", 1);
    connect_client_free(world.client);
    world.options.credentials = NULL;
    world_open(&world);
}

START_TEST(a_404_from_the_source_of_the_credentials_does_not_mean_deleted)
{
    char path[] = "/tmp/check_waiter_XXXXXX";
    connect_error *error;

    open_with_web_identity(path);
    WORLD_SCRIPT(&world, { .status = 404,
                           .body = "<ErrorResponse><Error><Code>ResourceNotFoundException</Code>"
                                   "<Message>no such role</Message></Error></ErrorResponse>" });
    ck_assert_int_ne(connect_wait_instance_deleted(world.client, WORLD_ID, NULL, &error),
                     CONNECT_OK);
    ck_assert_str_eq(connect_error_operation(error), "AssumeRoleWithWebIdentity");
    ck_assert_str_eq(connect_error_host(error), "sts.us-west-2.amazonaws.com");
    check_has(connect_error_message(error), "no such role");
    connect_error_free(error);
    unlink(path);
    unsetenv("AWS_WEB_IDENTITY_TOKEN_FILE");
    unsetenv("AWS_ROLE_ARN");
}
END_TEST

START_TEST(an_error_of_a_wait_counts_every_request)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .timeout_ms = CONNECT_SET(30000) };
    connect_error *error = NULL;

    connect_client_free(world.client);
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(2);
    world_open(&world);
    WORLD_SCRIPT(&world, CREATING, WORLD_FAILS, CREATING, FAILED);
    ck_assert_int_eq(wait_active(NULL, NULL, &error), CONNECT_E_WAITER);
    ck_assert_int_eq(connect_error_attempts(error), 4);
    connect_error_free(error);

    WORLD_SCRIPT(&world, CREATING, WORLD_FAILS, { .status = 403, .body = "{}" });
    ck_assert_int_eq(wait_active(NULL, NULL, &error), CONNECT_E_ACCESS_DENIED);
    ck_assert_int_eq(connect_error_attempts(error), 3);
    connect_error_free(error);

    WORLD_SCRIPT(&world, WORLD_FAILS);
    world.transport.repeats = true;
    ck_assert_int_eq(wait_active(&options, NULL, &error), CONNECT_E_TIMEOUT);
    ck_assert_int_eq(connect_error_attempts(error), (int32_t)world.transport.sent_count);
    connect_error_free(error);
}
END_TEST

START_TEST(polls_keep_to_the_pace_of_the_client)
{
    const connect_pace pace = { .size = sizeof pace, .rate = 0.5, .burst = 1 };
    const connect_wait_options options = { .size = sizeof options,
                                           .min_delay_ms = CONNECT_SET(1),
                                           .max_delay_ms = CONNECT_SET(1) };
    int64_t start;

    connect_client_free(world.client);
    world.options.pace = &pace;
    world_open(&world);
    WORLD_SCRIPT(&world, CREATING, CREATING, CREATING, ACTIVE);
    start = world.clock.ticks;
    ck_assert_int_eq(wait_active(&options, NULL, NULL), CONNECT_OK);
    ck_assert_int_ge(world.clock.ticks - start, 6000);
}
END_TEST

static const connect_create_instance_request new_instance = {
    .size = sizeof new_instance,
    .identity_management_type = CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
    .instance_alias = "demo",
    .inbound_calls_enabled = CONNECT_SET(true),
    .outbound_calls_enabled = CONNECT_SET(true),
};

START_TEST(an_instance_is_created_and_waited_for)
{
    connect_describe_instance_response *response;
    connect_error *error;

    WORLD_SCRIPT(&world, CREATED, WORLD_NOT_FOUND, CREATING, ACTIVE);
    ck_assert_int_eq(
        connect_create_instance_and_wait(world.client, &new_instance, NULL, &response, NULL),
        CONNECT_OK);
    ck_assert_str_eq(response->instance->id, WORLD_ID);
    ck_assert_str_eq(world.transport.sent[0].method, "PUT");
    check_has(world.log.text, ": poll 1: CONNECT_E_NOT_FOUND; next in ");
    check_has(world.log.text, ": poll 2: CREATION_IN_PROGRESS; next in ");
    connect_free(response);

    WORLD_SCRIPT(&world, CREATED, FAILED);
    ck_assert_int_eq(
        connect_create_instance_and_wait(world.client, &new_instance, NULL, &response, &error),
        CONNECT_E_WAITER);
    ck_assert_ptr_null(response);
    ck_assert_str_eq(connect_error_resource_id(error), WORLD_ID);
    connect_error_free(error);

    WORLD_SCRIPT(&world,
                 { .status = 402, .headers = "x-amzn-errortype: ServiceQuotaExceededException" });
    ck_assert_int_eq(
        connect_create_instance_and_wait(world.client, &new_instance, NULL, &response, &error),
        CONNECT_E_QUOTA_EXCEEDED);
    ck_assert_ptr_null(connect_error_resource_id(error));
    connect_error_free(error);

    WORLD_SCRIPT(&world, { .status = 200, .body = "{}" });
    ck_assert_int_eq(
        connect_create_instance_and_wait(world.client, &new_instance, NULL, &response, NULL),
        CONNECT_E_DECODE);
}
END_TEST

START_TEST(options_out_of_range_are_told_before_anything_is_sent)
{
    static const connect_wait_options wrong[] = {
        { .size = sizeof(connect_wait_options), .timeout_ms = CONNECT_SET(0) },
        { .size = sizeof(connect_wait_options), .min_delay_ms = CONNECT_SET(0) },
        { .size = sizeof(connect_wait_options),
          .min_delay_ms = CONNECT_SET(10),
          .max_delay_ms = CONNECT_SET(9) },
        { .size = sizeof(connect_wait_options), .not_found_grace_ms = CONNECT_SET(-1) },
        { .size = 0 },
    };

    world.transport.is_forbidden = true;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(wait_active(&wrong[i], NULL, NULL), CONNECT_E_ARGUMENT);
        connect_describe_instance_response *response = (void *)&world;
        ck_assert_int_eq(connect_create_instance_and_wait(world.client, &new_instance, &wrong[i],
                                                          &response, NULL),
                         CONNECT_E_ARGUMENT);
        ck_assert_ptr_null(response);
    }
    ck_assert_int_eq(
        connect_create_instance_and_wait(world.client, &new_instance, &wrong[0], NULL, NULL),
        CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_wait_instance_active(world.client, NULL, NULL, NULL, NULL),
                     CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_wait_instance_deleted(NULL, WORLD_ID, NULL, NULL), CONNECT_E_ARGUMENT);
}
END_TEST

#define LARGEST (INT64_MAX / 4)
#define WAIT_WITH(...)                                    \
    {                                                     \
        .size = sizeof(connect_wait_options), __VA_ARGS__ \
    }

static const struct {
    connect_wait_options inside, outside;
    const char *message;
} option_bounds[] = {
    { WAIT_WITH(.timeout_ms = CONNECT_SET(1)), WAIT_WITH(.timeout_ms = CONNECT_SET(0)),
      "timeout_ms is out of range" },
    { WAIT_WITH(.timeout_ms = CONNECT_SET(LARGEST)),
      WAIT_WITH(.timeout_ms = CONNECT_SET(LARGEST + 1)), "timeout_ms is out of range" },
    { WAIT_WITH(.min_delay_ms = CONNECT_SET(1)), WAIT_WITH(.min_delay_ms = CONNECT_SET(0)),
      "min_delay_ms is out of range" },
    { WAIT_WITH(.min_delay_ms = CONNECT_SET(LARGEST)),
      WAIT_WITH(.min_delay_ms = CONNECT_SET(LARGEST + 1)), "min_delay_ms is out of range" },
    { WAIT_WITH(.min_delay_ms = CONNECT_SET(10), .max_delay_ms = CONNECT_SET(10)),
      WAIT_WITH(.min_delay_ms = CONNECT_SET(10), .max_delay_ms = CONNECT_SET(9)),
      "max_delay_ms is out of range" },
    { WAIT_WITH(.max_delay_ms = CONNECT_SET(LARGEST)),
      WAIT_WITH(.max_delay_ms = CONNECT_SET(LARGEST + 1)), "max_delay_ms is out of range" },
    { WAIT_WITH(.not_found_grace_ms = CONNECT_SET(0)),
      WAIT_WITH(.not_found_grace_ms = CONNECT_SET(-1)), "not_found_grace_ms is negative" },
};

START_TEST(options_at_their_bounds_are_accepted_and_beyond_them_refused)
{
    connect_error *error;

    WORLD_SCRIPT(&world, ACTIVE);
    ck_assert_int_eq(wait_active(&option_bounds[_i].inside, NULL, NULL), CONNECT_OK);
    world.transport.is_forbidden = true;
    ck_assert_int_eq(wait_active(&option_bounds[_i].outside, NULL, &error), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), option_bounds[_i].message);
    connect_error_free(error);
}
END_TEST

/* As documented in waiter.h. */
START_TEST(a_wait_without_options_has_the_documented_delays_and_limits)
{
    int64_t start = world.clock.ticks;

    world.random.is_highest = true;
    WORLD_SCRIPT(&world, CREATING);
    world.transport.repeats = true;
    ck_assert_int_eq(wait_active(NULL, NULL, NULL), CONNECT_E_TIMEOUT);
    ck_assert_int_eq(world.clock.ticks - start, 599000); /* the last poll: a second before */
    ck_assert_int_eq(world.clock.waits[0], 2000);
    ck_assert_int_eq(world.clock.waits[1], 3999);
    ck_assert_int_eq(world.clock.waits[10], 14999);

    start = world.clock.ticks;
    WORLD_SCRIPT(&world, WORLD_NOT_FOUND);
    world.transport.repeats = true;
    ck_assert_int_eq(wait_active(NULL, NULL, NULL), CONNECT_E_NOT_FOUND);
    ck_assert_int_ge(world.clock.ticks - start, 20000);
    ck_assert_int_lt(world.clock.ticks - start, 20000 + 15000);
}
END_TEST

/* A tenth of a short limit is left for the last poll. */
START_TEST(the_last_poll_of_a_short_wait_is_made_before_its_limit)
{
    const connect_wait_options options = WAIT_WITH(.timeout_ms = CONNECT_SET(1000));
    int64_t start = world.clock.ticks;

    WORLD_SCRIPT(&world, CREATING);
    world.transport.repeats = true;
    ck_assert_int_eq(wait_active(&options, NULL, NULL), CONNECT_E_TIMEOUT);
    ck_assert_uint_eq(world.transport.sent_count, 2);
    ck_assert_int_eq(world.clock.ticks - start, 900);
}
END_TEST

START_TEST(a_short_limit_alone_is_enough_to_say)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .max_delay_ms = CONNECT_SET(10) };

    WORLD_SCRIPT(&world, CREATING, ACTIVE);
    ck_assert_int_eq(wait_active(&options, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world.clock.waits[0], 10);
}
END_TEST

static bool create_and_wait(void *user)
{
    connect_describe_instance_response *response = NULL;
    connect_error *error = NULL;
    connect_status status;

    WORLD_SCRIPT(&world, CREATED, WORLD_NOT_FOUND, CREATING, ACTIVE);
    status = connect_create_instance_and_wait(user, &new_instance, NULL, &response, &error);
    ck_assert_int_eq(connect_error_code(error), status);
    ck_assert_int_eq(response != NULL, status == CONNECT_OK);
    memory_check_status(status, CONNECT_OK);
    connect_free(response);
    connect_error_free(error);
    return status == CONNECT_OK;
}

START_TEST(a_created_instance_without_id_is_not_waited_for)
{
    connect_describe_instance_response *response;
    connect_error *error;

    WORLD_SCRIPT(&world, { .status = 200, .body = "{\"Id\":\"\",\"Arn\":\"" WORLD_ARN "\"}" });
    ck_assert_int_eq(
        connect_create_instance_and_wait(world.client, &new_instance, NULL, &response, &error),
        CONNECT_E_DECODE);
    ck_assert_ptr_null(response);
    check_has(connect_error_message(error), "CreateInstance: the response has no id");
    connect_error_free(error);
    ck_assert_uint_eq(world.transport.sent_count, 1);
}
END_TEST

START_TEST(a_result_that_nobody_takes_is_freed_with_its_wait)
{
    struct wait_task wait;

    connect_client_free(world.client);
    memory_watch();
    world_open(&world);
    WORLD_SCRIPT(&world, ACTIVE);
    ck_assert_int_eq(
        wait_task_init(&wait, &wait_goal_instance_active, world.client, WORLD_ID, NULL, NULL, NULL),
        CONNECT_OK);
    driver_run(&world.clock.face, &world.transport.face, &wait.task);
    ck_assert_int_eq(wait.task.status, CONNECT_OK);
    ck_assert_ptr_nonnull(wait.task.result);
    task_release(&wait.task);

    struct create_task create;
    WORLD_SCRIPT(&world, CREATED, ACTIVE);
    ck_assert_int_eq(create_task_init(&create, world.client, &new_instance, NULL, NULL),
                     CONNECT_OK);
    driver_run(&world.clock.face, &world.transport.face, &create.task);
    ck_assert_int_eq(create.task.status, CONNECT_OK);
    ck_assert_ptr_nonnull(create.task.result);
    task_release(&create.task);
    connect_client_free(world.client);
    world.client = NULL;
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

START_TEST(any_allocation_of_a_wait_may_fail)
{
    connect_client_free(world.client);
    world.options.log_level = CONNECT_LOG_OFF;
    memory_watch();
    world_open(&world);
    ck_assert(create_and_wait(world.client));
    memory_fail_each(create_and_wait, world.client, 11);
    connect_client_free(world.client);
    world.client = NULL;
    memory_unwatch();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("waiter");
    TCase *tcase = tcase_create("instances");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, waiting_ends_when_the_instance_is_active);
    tcase_add_test(tcase, the_pause_grows_with_jitter_up_to_its_limit);
    tcase_add_test(tcase, a_failed_creation_is_an_error_with_reason_and_id);
    tcase_add_test(tcase, not_found_is_waited_out_for_a_while);
    tcase_add_test(tcase, a_refusal_at_the_limit_is_what_the_wait_ends_with);
    tcase_add_test(tcase, a_response_without_an_instance_is_waited_out);
    tcase_add_test(tcase, throttling_and_failures_on_the_way_are_waited_out);
    tcase_add_test(tcase, what_cannot_get_better_ends_the_wait);
    tcase_add_test(tcase, the_limit_ends_the_wait_with_the_id);
    tcase_add_test(tcase, the_limit_cuts_a_poll_that_hangs);
    tcase_add_test(tcase, the_limit_of_a_wait_ends_the_fetch_of_the_region);
    tcase_add_test(tcase, a_wait_that_ends_names_its_last_failed_poll);
    tcase_add_test(tcase, progress_is_told_and_may_stop_the_wait);
    tcase_add_test(tcase, a_token_of_the_view_stops_the_wait);
    tcase_add_test(tcase, a_token_that_fires_during_a_poll_stops_the_wait);
    tcase_add_test(tcase, waiting_for_deletion_ends_when_it_is_gone);
    tcase_add_loop_test(tcase, a_404_that_is_no_response_of_the_operation_does_not_mean_deleted, 0,
                        sizeof other_404s / sizeof *other_404s);
    tcase_add_loop_test(tcase, a_404_that_is_no_response_of_the_operation_is_not_waited_out, 0,
                        sizeof other_404s / sizeof *other_404s);
    tcase_add_test(tcase, a_404_from_the_source_of_the_credentials_does_not_mean_deleted);
    tcase_add_test(tcase, an_error_of_a_wait_counts_every_request);
    tcase_add_test(tcase, polls_keep_to_the_pace_of_the_client);
    tcase_add_test(tcase, an_instance_is_created_and_waited_for);
    tcase_add_test(tcase, options_out_of_range_are_told_before_anything_is_sent);
    tcase_add_loop_test(tcase, options_at_their_bounds_are_accepted_and_beyond_them_refused, 0,
                        sizeof option_bounds / sizeof *option_bounds);
    tcase_add_test(tcase, a_wait_without_options_has_the_documented_delays_and_limits);
    tcase_add_test(tcase, the_last_poll_of_a_short_wait_is_made_before_its_limit);
    tcase_add_test(tcase, a_short_limit_alone_is_enough_to_say);
    tcase_add_test(tcase, a_created_instance_without_id_is_not_waited_for);
    tcase_add_test(tcase, a_result_that_nobody_takes_is_freed_with_its_wait);
    tcase_add_test(tcase, any_allocation_of_a_wait_may_fail);
    suite_add_tcase(suite, tcase);
    return suite;
}
