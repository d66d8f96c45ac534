/* Clients and their views: making, resolving, calling, describing. */
#include "call/client.h"
#include "core/clock.h"
#include "support/home.h"
#include "support/locale.h"
#include "support/loop_driver.h"
#include "support/memory.h"
#include "support/real.h"
#include "support/suite.h"
#include "support/world.h"

#include <jansson.h>

#include <errno.h>
#include <pthread.h>
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

/* ---- what is interposed: the program comes before the libraries ---- */

static pthread_mutex_t held_lock = PTHREAD_MUTEX_INITIALIZER; /* of what follows */
static const pthread_mutex_t *held[64];
static int held_count, made_count;
static int made_to_fail; /* which of those that are made; 0: none */

__attribute__((visibility("default"))) int pthread_mutex_init(pthread_mutex_t *mutex,
                                                              const pthread_mutexattr_t *kind)
{
    REAL(pthread_mutex_init);

    pthread_mutex_lock(&held_lock);
    bool fails = ++made_count == made_to_fail;
    if (!fails && held_count < (int)(sizeof held / sizeof *held)) {
        held[held_count++] = mutex;
    }
    pthread_mutex_unlock(&held_lock);
    return fails ? EAGAIN : real.function(mutex, kind);
}

__attribute__((visibility("default"))) int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    REAL(pthread_mutex_destroy);

    pthread_mutex_lock(&held_lock);
    for (int i = 0; i < held_count; i++) {
        if (held[i] == mutex) {
            held[i] = held[--held_count];
            break;
        }
    }
    pthread_mutex_unlock(&held_lock);
    return real.function(mutex);
}

/* ---- making ---- */

START_TEST(making_a_client_does_no_io)
{
    connect_client *client;

    /* What would be met at once by whoever looks at anything. */
    setenv("AWS_REGION", "not a region", 1);
    setenv("AWS_MAX_ATTEMPTS", "none", 1);
    setenv("AWS_CONFIG_FILE", "/dev/null/config", 1);
    world.transport.is_forbidden = true;
    world.options.region = NULL;
    world.options.credentials = NULL;
    world_open(&world);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_E_CONFIGURATION);
    ck_assert_int_eq(connect_client_new(NULL, &client, NULL), CONNECT_OK);
    connect_client_free(client);
    ck_assert_uint_eq(world.transport.sent_count, 0);
    ck_assert_uint_eq(world.clock.waits_count, 0);
}
END_TEST

START_TEST(an_option_out_of_range_is_named)
{
    connect_error *error = NULL;
    connect_client *client = (connect_client *)&world;

    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(0);
    ck_assert_int_eq(connect_client_new(&world.options, &client, &error), CONNECT_E_ARGUMENT);
    ck_assert_ptr_null(client);
    check_has(connect_error_message(error), "max_attempts");
    connect_error_free(error);
    ck_assert_int_eq(connect_client_new(&world.options, NULL, &error), CONNECT_E_ARGUMENT);
    connect_error_free(error);
    world.options.max_attempts.is_set = false;
    world.options.size = 0;
    ck_assert_int_eq(connect_client_new(&world.options, &client, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(world.transport.released, 0); /* it stays with the program */
}
END_TEST

START_TEST(older_and_newer_programs_are_understood)
{
    struct {
        connect_client_options known;
        const char *newer;
    } options = { .known = world.options };
    connect_client *client;

    options.known.size = sizeof options;
    ck_assert_int_eq(connect_client_new(&options.known, &client, NULL), CONNECT_OK);
    connect_client_free(client);
    options.newer = "x";
    ck_assert_int_eq(connect_client_new(&options.known, &client, NULL), CONNECT_E_VERSION);
    options.known.size = offsetof(connect_client_options, credentials);
    options.known.credentials = (connect_credentials_provider *)(uintptr_t)0xbad;
    ck_assert_int_eq(connect_client_new(&options.known, &client, NULL), CONNECT_OK);
    connect_client_free(client);
}
END_TEST

START_TEST(what_was_given_may_go_away_and_is_released_once)
{
    char region[] = "eu-west-2";

    world.options.region = region;
    world_open(&world);
    memset(region, 'x', sizeof region - 1);
    memset(&world.options, 0, sizeof world.options);
    connect_credentials_provider_free(world.keys);
    world.keys = NULL;
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    check_has(world.transport.sent[0].url, "https://connect.eu-west-2.amazonaws.com/");
    connect_client_free(world.client);
    world.client = NULL;
    ck_assert_int_eq(world.transport.released, 1);
    connect_client_free(NULL);
}
END_TEST

static void count_close(void *user)
{
    ++*(int *)((struct fake_transport *)user)->user;
}

START_TEST(idle_connections_are_closed_by_the_transport_of_the_client)
{
    int closed = 0;
    world.transport.user = &closed;
    world.transport.face.close_idle = count_close;
    world_open(&world);
    connect_client_close_idle(NULL);
    connect_client_close_idle(world.client);
    ck_assert_int_eq(closed, 0); /* it has not been used */
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    connect_client_close_idle(world.client);
    ck_assert_int_eq(closed, 1);
    connect_client *view;
    ck_assert_int_eq(connect_client_with(world.client, NULL, &view, NULL), CONNECT_OK);
    connect_client_close_idle(view);
    ck_assert_int_eq(closed, 2);
    connect_client_free(view);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
}
END_TEST

START_TEST(a_transport_without_close_idle_is_left_as_it_is)
{
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    connect_client_close_idle(world.client);
}
END_TEST

/* Where the error goes, anything may have been. */
START_TEST(a_client_that_is_null_is_an_argument_error)
{
    connect_client *with;
    char *text;
    connect_error *errors[4];

    memset(errors, 0xa5, sizeof errors);
    ck_assert_int_eq(world_describe(NULL, NULL, &errors[0]), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_client_warm_up(NULL, &errors[1]), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_client_describe(NULL, &text, &errors[2]), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_client_with(NULL, NULL, &with, &errors[3]), CONNECT_E_ARGUMENT);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        ck_assert_int_eq(connect_error_code(errors[i]), CONNECT_E_ARGUMENT);
        connect_error_free(errors[i]);
    }
    ck_assert_int_eq(connect_client_warm_up(NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_client_describe(NULL, &(char *){ NULL }, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_client_with(NULL, NULL, &(connect_client *){ NULL }, NULL),
                     CONNECT_E_ARGUMENT);
}
END_TEST

/* A call that gives a `type` by `out` is refused: no pointer is what it was. */
#define check_cleared(type, call)                       \
    do {                                                \
        type *out = (type *)&world;                     \
        connect_error *error = (connect_error *)&world; \
                                                        \
        ck_assert_int_eq(call, CONNECT_E_ARGUMENT);     \
        ck_assert_msg(out == NULL, "%s", #call);        \
        ck_assert_ptr_nonnull(error);                   \
        connect_error_free(error);                      \
    } while (0)

/* So that it can be freed at one place. */
START_TEST(what_a_refused_call_gives_is_null)
{
    const connect_client_options wrong = { .size = sizeof wrong, .max_attempts = CONNECT_SET(0) };

    check_cleared(connect_client, connect_client_new(&wrong, &out, &error));
    check_cleared(connect_client, connect_client_new_json("[]", NULL, &out, &error));
    check_cleared(connect_client, connect_client_with(NULL, NULL, &out, &error));
    check_cleared(char, connect_client_describe(NULL, &out, &error));
    check_cleared(char, connect_invoke(NULL, "ListInstances", NULL, &out, &error));
    check_cleared(char, connect_send(NULL, "GET", "/x", NULL, 0, NULL, &out, &error));
    check_cleared(connect_describe_instance_response,
                  connect_describe_instance(NULL, NULL, &out, &error));
    check_cleared(connect_list_instances_response,
                  connect_list_instances(NULL, NULL, &out, &error));
    check_cleared(connect_instance_summary,
                  connect_find_instance_by_alias(NULL, "a", &out, &error));
    check_cleared(connect_describe_instance_response,
                  connect_wait_instance_active(NULL, "a", NULL, &out, &error));
    check_cleared(connect_describe_instance_response,
                  connect_wait_instance_replicated(NULL, "a", "b", NULL, &out, &error));
    check_cleared(connect_describe_traffic_distribution_group_response,
                  connect_wait_traffic_distribution_group_active(NULL, "a", NULL, &out, &error));
    check_cleared(connect_describe_instance_response,
                  connect_create_instance_and_wait(NULL, NULL, NULL, &out, &error));
    check_cleared(connect_pager, connect_pager_new(NULL, "ListInstances", NULL, &out, &error));
    check_cleared(connect_loop, connect_loop_new(NULL, NULL, &out, &error));
    check_cleared(char, connect_profile_value(NULL, "", &out, &error));
    check_cleared(connect_call, connect_invoke_start(NULL, NULL, "ListInstances", NULL, NULL, NULL,
                                                     &out, &error));
    check_cleared(connect_call,
                  connect_describe_instance_start(NULL, NULL, NULL, NULL, NULL, &out, &error));
    check_cleared(connect_call, connect_pager_start(NULL, NULL, NULL, NULL, &out, &error));
    check_cleared(connect_call, connect_wait_instance_active_start(NULL, NULL, NULL, NULL, NULL,
                                                                   NULL, &out, &error));
    check_cleared(connect_zapi_client, connect_zapi_client_new(NULL, &out, &error));
    check_cleared(connect_zapi_list_instances_response,
                  connect_zapi_list_instances(NULL, NULL, &out, &error));
    check_cleared(connect_credentials_provider, connect_credentials_static(NULL, &out, &error));
    check_cleared(connect_credentials_provider, connect_credentials_role(NULL, &out, &error));
    check_cleared(connect_credentials_provider,
                  connect_credentials_web_identity(NULL, &out, &error));
    check_cleared(connect_credentials_provider,
                  connect_credentials_custom(NULL, NULL, NULL, &out, &error));
}
END_TEST

/* ---- calling ---- */

START_TEST(a_call_gives_a_typed_response)
{
    connect_describe_instance_response *response;
    connect_error *error = (connect_error *)&world;

    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, &response, &error), CONNECT_OK);
    ck_assert_ptr_null(error);
    ck_assert_str_eq(response->instance->id, WORLD_ID);
    ck_assert_int_eq(response->instance->instance_status, CONNECT_INSTANCE_STATUS_ACTIVE);
    ck_assert_str_eq(connect_response_request_id(response), "r-1");
    connect_free(response);
    ck_assert_str_eq(world.transport.sent[0].url,
                     "https://connect.us-west-2.amazonaws.com/instance/" WORLD_ID);
    check_has(world_header(&world, 0, "Authorization"),
              "Credential=AKIDEXAMPLE/20261121/us-west-2/connect/aws4_request");
    check_has(world_header(&world, 0, "User-Agent"), " m/E,e cfg/retry-mode#standard");
    ck_assert_int_eq(world.transport.sent[0].timeout_ms, 60000);
    ck_assert_int_eq(world.transport.sent[0].connect_timeout_ms, 6200);
}
END_TEST

START_TEST(a_refusal_gives_an_error_that_has_lost_nothing)
{
    connect_describe_instance_response *response = (void *)&world;
    connect_error *error;

    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_NOT_FOUND);
    ck_assert_int_eq(world_describe(world.client, &response, &error), CONNECT_E_NOT_FOUND);
    ck_assert_ptr_null(response);
    ck_assert_int_eq(connect_error_code(error), CONNECT_E_NOT_FOUND);
    ck_assert_str_eq(connect_error_message(error), "no such instance");
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
    ck_assert_str_eq(connect_error_aws_type(error), "ResourceNotFoundException");
    ck_assert_str_eq(connect_error_request_id(error), "r-3");
    ck_assert_str_eq(connect_error_host(error), "connect.us-west-2.amazonaws.com");
    ck_assert_int_eq(connect_error_http_status(error), 404);
    ck_assert_int_eq(connect_error_attempts(error), 1);
    connect_error_free(error);
}
END_TEST

START_TEST(keys_region_and_endpoint_come_from_the_environment)
{
    setenv("AWS_ACCESS_KEY_ID", "AKIDENV", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
    setenv("AWS_SESSION_TOKEN", "token", 1);
    setenv("AWS_DEFAULT_REGION", "eu-central-1", 1);
    setenv("AWS_ENDPOINT_URL_CONNECT", "http://127.0.0.1:8080/base", 1);
    world.options.credentials = NULL;
    world.options.region = NULL;
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url, "http://127.0.0.1:8080/base/instance/" WORLD_ID);
    check_has(world_header(&world, 0, "Authorization"),
              "Credential=AKIDENV/20261121/eu-central-1/connect/");
    ck_assert_str_eq(world_header(&world, 0, "X-Amz-Security-Token"), "token");
    check_has(world_header(&world, 0, "User-Agent"), " m/E,N,g cfg/");
}
END_TEST

/* A FIPS endpoint and a URL contradict each other, and there is no endpoint. */
START_TEST(the_endpoint_is_logged_with_its_origin)
{
    static const struct {
        const char *url;
        bool fips;
        const char *line; /* NULL: there is none */
    } cases[] = {
        { NULL, false,
          "endpoint https://connect.us-west-2.amazonaws.com (default), "
          "region us-west-2 (option region)\n" },
        { "http://127.0.0.1:8080/base", false,
          "endpoint http://127.0.0.1:8080/base (option endpoint_url), "
          "region us-west-2 (option region)\n" },
        { "http://127.0.0.1:8080/base", true, NULL },
    };

    world.options.endpoint_url = cases[_i].url;
    world.options.use_fips_endpoint = (connect_opt_bool)CONNECT_SET(cases[_i].fips);
    world_open(&world);
    ck_assert_int_eq(connect_client_warm_up(world.client, NULL),
                     cases[_i].line != NULL ? CONNECT_OK : CONNECT_E_CONFIGURATION);
    if (cases[_i].line != NULL) {
        check_has(world.log.text, cases[_i].line);
    } else {
        check_has_not(world.log.text, "endpoint ");
    }
}
END_TEST

START_TEST(the_instance_tells_the_region_that_nothing_else_tells)
{
    unsetenv("AWS_EC2_METADATA_DISABLED");
    world.options.region = NULL;
    world_open(&world);
    WORLD_SCRIPT(&world, { .status = 200, .body = "TOKEN" }, { .status = 200, .body = "eu-west-2" },
                 WORLD_FINE, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url, "http://169.254.169.254/latest/api/token");
    ck_assert_str_eq(world.transport.sent[1].url,
                     "http://169.254.169.254/latest/meta-data/placement/region");
    ck_assert(world.transport.sent[1].direct);
    check_has(world.transport.sent[2].url, "https://connect.eu-west-2.amazonaws.com/");
    check_has(world_header(&world, 2, "Authorization"), "/eu-west-2/connect/");
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 4);
}
END_TEST

START_TEST(a_region_of_the_instance_is_believed_no_more_than_any_other)
{
    connect_error *error;

    unsetenv("AWS_EC2_METADATA_DISABLED");
    world.options.region = NULL;
    world_open(&world);
    WORLD_SCRIPT(&world, { .status = 200, .body = "TOKEN" },
                 { .status = 200, .body = "x.evil.example/" });
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_CONFIGURATION);
    check_has(connect_error_message(error), "instance metadata");
    connect_error_free(error);
    ck_assert_uint_eq(world.transport.sent_count, 2);
}
END_TEST

START_TEST(an_empty_region_of_the_instance_is_none)
{
    connect_error *error;

    unsetenv("AWS_EC2_METADATA_DISABLED");
    world.options.region = NULL;
    world_open(&world);
    WORLD_SCRIPT(&world, { .status = 200, .body = "TOKEN" }, { .status = 200, .body = "" });
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_CONFIGURATION);
    check_has(connect_error_message(error), "Missing Region");
    connect_error_free(error);
    ck_assert_uint_eq(world.transport.sent_count, 2);
}
END_TEST

START_TEST(metadata_that_is_switched_off_is_not_asked)
{
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    world.options.region = NULL;
    world.transport.is_forbidden = true;
    world_open(&world);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_E_CONFIGURATION);
}
END_TEST

START_TEST(a_mended_environment_is_seen_by_the_next_call)
{
    connect_error *error;

    world.options.region = NULL;
    world_open(&world);
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_CONFIGURATION);
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
    check_has(connect_error_message(error), "Region");
    connect_error_free(error);
    setenv("AWS_REGION", "us-east-1", 1);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    check_has(world.transport.sent[0].url, "us-east-1");
}
END_TEST

START_TEST(without_keys_nothing_is_sent_and_the_error_says_where_was_looked)
{
    connect_error *error;

    world.options.credentials = NULL;
    world.transport.is_forbidden = true;
    world_open(&world);
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_CREDENTIALS);
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
    check_has(connect_error_message(error), "AWS_ACCESS_KEY_ID");
    ck_assert_int_eq(connect_error_attempts(error), 0);
    connect_error_free(error);
}
END_TEST

START_TEST(anonymous_clients_send_unsigned_requests)
{
    char *text;

    connect_credentials_provider_free(world.keys);
    ck_assert_int_eq(connect_credentials_anonymous(&world.keys, NULL), CONNECT_OK);
    world.options.credentials = world.keys;
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_ptr_null(world_header(&world, 0, "Authorization"));
    ck_assert_int_eq(connect_client_describe(world.client, &text, NULL), CONNECT_OK);
    check_has(text, "\"source\": \"anonymous\"");
    connect_free(text);
}
END_TEST

struct vault {
    int fetched;
    const char *ids[3];
};

static connect_status fetch_keys(void *user, connect_credentials_sink *sink)
{
    struct vault *vault = user;
    const connect_credentials keys = { sizeof keys,
                                       .access_key_id =
                                           vault->ids[vault->fetched < 2 ? vault->fetched : 2],
                                       .secret_access_key = "s" };

    vault->fetched++;
    if (keys.access_key_id == NULL) {
        return connect_credentials_refuse(sink, "the vault is sealed");
    }
    return connect_credentials_deliver(sink, &keys);
}

static void open_vault(struct vault *vault)
{
    connect_credentials_provider_free(world.keys);
    ck_assert_int_eq(connect_credentials_custom(fetch_keys, vault, NULL, &world.keys, NULL),
                     CONNECT_OK);
    world.options.credentials = world.keys;
    world_open(&world);
}

START_TEST(expired_keys_are_fetched_anew_once_and_the_call_succeeds)
{
    struct vault vault = { .ids = { "AKIDOLD", "AKIDNEW", "AKIDNEWER" } };

    open_vault(&vault);
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_EXPIRED, WORLD_FINE, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(vault.fetched, 2);
    check_has(world_header(&world, 1, "Authorization"), "AKIDOLD/");
    check_has(world_header(&world, 2, "Authorization"), "AKIDNEW/");
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(vault.fetched, 2);
}
END_TEST

START_TEST(the_client_learns_the_clock_from_one_call_for_the_next)
{
    world_open(&world);
    WORLD_SCRIPT(
        &world,
        { .status = 403,
          .headers =
              "Date: Sat, 21 Nov 2026 13:34:56 GMT\nx-amzn-ErrorType: RequestTimeTooSkewed" },
        WORLD_FINE, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world_header(&world, 0, "X-Amz-Date"), "20261121T123456Z");
    ck_assert_int_eq(strncmp(world_header(&world, 1, "X-Amz-Date"), "20261121T1334", 13), 0);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(strncmp(world_header(&world, 2, "X-Amz-Date"), "20261121T1334", 13), 0);
}
END_TEST

START_TEST(learning_the_clock_can_be_switched_off)
{
    world.options.disable_clock_skew_correction = (connect_opt_bool)CONNECT_SET(true);
    world_open(&world);
    WORLD_SCRIPT(&world, { .status = 403,
                           .headers = "Date: Sat, 21 Nov 2026 13:34:56 GMT\n"
                                      "x-amzn-ErrorType: RequestTimeTooSkewed" });
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_E_UNAUTHENTICATED);
}
END_TEST

START_TEST(in_a_lambda_the_trace_is_passed_on)
{
    setenv("AWS_LAMBDA_FUNCTION_NAME", "f", 1);
    setenv("_X_AMZN_TRACE_ID", "Root=1", 1);
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world_header(&world, 0, "X-Amzn-Trace-Id"), "Root=1");
    setenv("_X_AMZN_TRACE_ID", "Root=2", 1); /* of the next invocation */
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world_header(&world, 1, "X-Amzn-Trace-Id"), "Root=2");
}
END_TEST

/* ---- retry settings ---- */

static void check_attempts(connect_client *client, int attempts)
{
    connect_error *error;

    WORLD_SCRIPT(&world, WORLD_FAILS);
    world.transport.repeats = true;
    ck_assert_int_eq(world_describe(client, NULL, &error), CONNECT_E_INTERNAL);
    ck_assert_int_eq(connect_error_attempts(error), attempts);
    ck_assert_uint_eq(world.transport.sent_count, (size_t)attempts);
    connect_error_free(error);
}

START_TEST(attempts_follow_options_and_environment)
{
    static const struct {
        const char *mode, *attempts;
        connect_retry_mode option;
        int32_t max_attempts;
        int expected;
        const char *mark; /* of the mode, in the user agent */
    } cases[] = {
        { NULL, NULL, CONNECT_RETRY_DEFAULT, 0, 3, "E,e cfg/retry-mode#standard" },
        { NULL, "7", CONNECT_RETRY_DEFAULT, 0, 7, "E,e cfg/retry-mode#standard" },
        { NULL, "7", CONNECT_RETRY_DEFAULT, 2, 2, "E,e cfg/retry-mode#standard" },
        { NULL, NULL, CONNECT_RETRY_OFF, 0, 1, "E,e cfg/retry-mode#standard" },
        { "adaptive", NULL, CONNECT_RETRY_OFF, 5, 1, "E,e cfg/retry-mode#standard" },
        { "legacy", NULL, CONNECT_RETRY_DEFAULT, 0, 5, "D,e cfg/retry-mode#legacy" },
        { NULL, NULL, CONNECT_RETRY_ADAPTIVE, 4, 4, "F,e cfg/retry-mode#adaptive" },
        { "adaptive", NULL, CONNECT_RETRY_STANDARD, 0, 3, "E,e cfg/retry-mode#standard" },
    };

    if (cases[_i].mode != NULL) {
        setenv("AWS_RETRY_MODE", cases[_i].mode, 1);
    }
    if (cases[_i].attempts != NULL) {
        setenv("AWS_MAX_ATTEMPTS", cases[_i].attempts, 1);
    }
    world.options.retry_mode = cases[_i].option;
    world.options.max_attempts =
        (connect_opt_int32){ cases[_i].max_attempts > 0, cases[_i].max_attempts };
    world_open(&world);
    check_attempts(world.client, cases[_i].expected);
    check_has(world_header(&world, 0, "User-Agent"), cases[_i].mark);
}
END_TEST

START_TEST(pauses_are_those_of_the_rules_in_force)
{
    static const struct {
        const char *variable, *value;
        int64_t first;
    } cases[] = {
        { "AWS_RETRY_MODE", "standard", 49 },
        { "AWS_NEW_RETRIES_2026", "true", 49 },
        { "AWS_NEW_RETRIES_2026", "false", 999 },
        { "AWS_RETRY_MODE", "legacy", 999 },
    };

    setenv(cases[_i].variable, cases[_i].value, 1);
    world.random.is_highest = true;
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world.clock.waits[0], cases[_i].first);
}
END_TEST

START_TEST(the_adaptive_mode_slows_down_after_throttling)
{
    int64_t start;

    world.options.retry_mode = CONNECT_RETRY_ADAPTIVE;
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_THROTTLES, WORLD_FINE);
    world.transport.repeats = true;
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    check_has(world_header(&world, 0, "User-Agent"), " m/F,e cfg/retry-mode#adaptive");
    start = world.clock.ticks;
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    }
    ck_assert_int_gt(world.clock.ticks - start, 1000);
}
END_TEST

START_TEST(a_paced_client_keeps_to_its_rate_for_each_operation)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    int64_t start;

    world.options.pace = &pace;
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    world.transport.repeats = true;
    start = world.clock.ticks;
    for (int i = 0; i < 30; i++) {
        ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    }
    ck_assert_int_ge(world.clock.ticks - start, 12500);
    ck_assert_int_le(world.clock.ticks - start, 12750);
    start = world.clock.ticks;
    ck_assert_int_eq(connect_list_instances(world.client, NULL, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world.clock.ticks, start);
}
END_TEST

/* ---- views ---- */

START_TEST(a_view_has_options_of_its_own_and_shares_the_rest)
{
    connect_call_options options = { .size = sizeof options,
                                     .max_attempts = CONNECT_SET(1),
                                     .timeout_ms = CONNECT_SET(1234) };
    char value[] = "blue";
    const connect_pair *const headers[] = { CONNECT_PAIR("X-Tenant", value) };
    connect_client *view, *other;

    options.headers = headers;
    options.headers_count = 1;
    world_open(&world);
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    memset(value, 'x', sizeof value - 1);
    check_attempts(view, 1);
    ck_assert_str_eq(world_header(&world, 0, "X-Tenant"), "blue");
    ck_assert_int_eq(world.transport.sent[0].timeout_ms, 1234);
    check_attempts(world.client, 3);
    ck_assert_ptr_null(world_header(&world, 0, "X-Tenant"));

    /* A view of a view replaces its options. */
    options = (connect_call_options){ .size = sizeof options, .retry_mode = CONNECT_RETRY_OFF };
    ck_assert_int_eq(connect_client_with(view, &options, &other, NULL), CONNECT_OK);
    check_attempts(other, 1);
    ck_assert_ptr_null(world_header(&world, 0, "X-Tenant"));
    ck_assert_int_eq(world.transport.sent[0].timeout_ms, 60000);
    connect_client_free(view);
    connect_client_free(world.client);
    world.client = other; /* the order of freeing does not matter */
    ck_assert_int_eq(world.transport.released, 0);
    check_attempts(other, 1);
}
END_TEST

START_TEST(a_view_reports_what_became_of_each_of_its_calls)
{
    connect_call_report report = { .size = sizeof report };
    const connect_call_options options = { .size = sizeof options, .report = &report };
    const connect_untag_resource_request untag = { sizeof untag, .resource_arn = WORLD_ARN,
                                                   .tag_keys = (const char *const[]){ "team" },
                                                   .tag_keys_count = 1 };
    connect_client *view;

    world_open(&world);
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);

    /* Also when the caller does not take the response. */
    WORLD_SCRIPT(&world, WORLD_THROTTLES, { .status = 200, .headers = "x-amzn-RequestId: one" });
    ck_assert_int_eq(connect_untag_resource(view, &untag, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(report.request_id, "one");
    ck_assert_int_eq(report.attempts, 2);
    ck_assert_int_eq(report.http_status, 200);

    WORLD_SCRIPT(&world, { .status = 404, .headers = "x-amzn-RequestId: two", .body = "{}" });
    ck_assert_int_eq(connect_untag_resource(view, &untag, NULL, NULL), CONNECT_E_NOT_FOUND);
    ck_assert_str_eq(report.request_id, "two");
    ck_assert_int_eq(report.attempts, 1);
    ck_assert_int_eq(report.http_status, 404);

    /* It can be printed. */
    WORLD_SCRIPT(&world, { .status = 200, .headers = "x-amzn-RequestId: a\033[31mb" });
    ck_assert_int_eq(connect_untag_resource(view, &untag, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(report.request_id, "a?[31mb");

    /* What was never sent leaves nothing of the call before. */
    ck_assert_int_eq(connect_untag_resource(view, NULL, NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(report.request_id, "");
    ck_assert_int_eq(report.attempts, 0);
    ck_assert_int_eq(report.http_status, 0);
    connect_client_free(view);
}
END_TEST

START_TEST(a_report_is_filled_as_far_as_its_program_knows_it)
{
    connect_call_report old = { .size = offsetof(connect_call_report, request_id) };
    const connect_call_options options = { .size = sizeof options, .report = &old };
    connect_client *view;
    connect_error *error;

    memset(old.request_id, 'x', sizeof old.request_id);
    world_open(&world);
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, { .status = 200, .headers = "x-amzn-RequestId: one", .body = "{}" });
    ck_assert_int_eq(world_describe(view, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(old.attempts, 1);
    ck_assert_int_eq(old.request_id[0], 'x');
    connect_client_free(view);

    old.size = 0;
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, &error),
                     CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "report");
    connect_error_free(error);
}
END_TEST

START_TEST(a_report_of_a_newer_program_is_filled_as_far_as_the_library_knows_it)
{
    struct {
        connect_call_report known;
        char newer[16];
    } report = { .known = { .size = sizeof report } };
    const connect_call_options options = { .size = sizeof options, .report = &report.known };
    connect_client *view;

    memset(report.newer, 'x', sizeof report.newer);
    world_open(&world);
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, { .status = 200, .headers = "x-amzn-RequestId: one", .body = "{}" });
    ck_assert_int_eq(world_describe(view, NULL, NULL), CONNECT_OK);
    ck_assert_uint_eq(report.known.size, sizeof report);
    ck_assert_int_eq(report.known.attempts, 1);
    ck_assert_str_eq(report.known.request_id, "one");
    for (size_t i = 0; i < sizeof report.newer; i++) {
        ck_assert_int_eq(report.newer[i], 'x');
    }
    connect_client_free(view);
}
END_TEST

START_TEST(options_of_a_view_are_checked_at_their_bounds)
{
    static char value[16 * 1024 + 1];
    const connect_pair pair = { "X-A", value };
    const connect_pair *const headers[] = { &pair };
    connect_call_options options = { .size = sizeof options };
    connect_client *view;
    connect_error *error;

    world_open(&world);
    for (int mode = -1; mode <= CONNECT_RETRY_OFF + 1; mode++) {
        bool is_known = mode >= CONNECT_RETRY_DEFAULT && mode <= CONNECT_RETRY_OFF;

        options.retry_mode = (connect_retry_mode)mode;
        ck_assert_int_eq(connect_client_with(world.client, &options, &view, &error),
                         is_known ? CONNECT_OK : CONNECT_E_ARGUMENT);
        if (!is_known) {
            check_has(connect_error_message(error), "option retry_mode");
        }
        connect_client_free(view);
        connect_error_free(error);
    }
    options.retry_mode = CONNECT_RETRY_DEFAULT;
    options.headers = headers;
    options.headers_count = 1;
    memset(value, 'v', 16 * 1024 - 3);
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    connect_client_free(view);
    value[16 * 1024 - 3] = 'v';
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, &error),
                     CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "is too long");
    connect_error_free(error);
    options.headers_count = 0;
    for (int attempts = 0; attempts <= 101; attempts++) {
        options.max_attempts = (connect_opt_int32)CONNECT_SET(attempts);
        ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL),
                         attempts >= 1 && attempts <= 100 ? CONNECT_OK : CONNECT_E_ARGUMENT);
        connect_client_free(view);
    }
}
END_TEST

START_TEST(a_view_with_wrong_options_is_not_made)
{
    const connect_pair *const bad[] = {
        CONNECT_PAIR("Host", "x"),   CONNECT_PAIR("x-amz-date", "x"),
        CONNECT_PAIR("A B", "x"),    CONNECT_PAIR("", "x"),
        CONNECT_PAIR("X-A", "a\nb"), CONNECT_PAIR("X-A", "\nb"),
        CONNECT_PAIR("X-A:", "b"),   CONNECT_PAIR("Authorization", "me"),
        CONNECT_PAIR("X-A", NULL),   NULL,
    };
    connect_client *view;
    connect_error *error;

    world_open(&world);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const connect_call_options options = { .size = sizeof options,
                                               .headers = &bad[i],
                                               .headers_count = 1 };

        ck_assert_int_eq(connect_client_with(world.client, &options, &view, &error),
                         CONNECT_E_ARGUMENT);
        check_has(connect_error_message(error), "headers");
        ck_assert_ptr_null(view);
        connect_error_free(error);
    }
    ck_assert_int_eq(
        connect_client_with(world.client,
                            &(connect_call_options){ .size = sizeof(connect_call_options),
                                                     .max_attempts = CONNECT_SET(101) },
                            &view, NULL),
        CONNECT_E_ARGUMENT);
    ck_assert_int_eq(
        connect_client_with(world.client,
                            &(connect_call_options){ .size = sizeof(connect_call_options),
                                                     .timeout_ms = CONNECT_SET(0) },
                            &view, NULL),
        CONNECT_E_ARGUMENT);
    ck_assert_int_eq(
        connect_client_with(
            world.client,
            &(connect_call_options){ .size = sizeof(connect_call_options), .headers_count = 1 },
            &view, NULL),
        CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_client_with(world.client, NULL, &view, NULL), CONNECT_OK);
    connect_client_free(view);
}
END_TEST

/* ---- what the client is ---- */

START_TEST(warming_up_fetches_keys_and_sends_nothing)
{
    struct vault vault = { .ids = { "AKIDOLD", "AKIDNEW", NULL } };

    open_vault(&vault);
    world.transport.is_forbidden = true;
    connect_error *error = (connect_error *)&world;
    ck_assert_int_eq(connect_client_warm_up(world.client, &error), CONNECT_OK);
    ck_assert_ptr_null(error);
    ck_assert_int_eq(connect_client_warm_up(world.client, NULL), CONNECT_OK);
    ck_assert_int_eq(vault.fetched, 1);
}
END_TEST

/* The setting of that name in a description. */
static json_t *described_setting(json_t *description, const char *name)
{
    json_t *setting;
    size_t i;

    json_array_foreach(json_object_get(description, "settings"), i, setting) {
        if (strcmp(json_string_value(json_object_get(setting, "name")), name) == 0) {
            return setting;
        }
    }
    return NULL;
}

static void check_member(json_t *object, const char *name, const char *expected)
{
    const char *found = json_string_value(json_object_get(object, name));

    ck_assert_msg(found != NULL, "%s is missing", name);
    ck_assert_str_eq(found, expected);
}

START_TEST(description_has_origins_and_no_secret)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    char *text;

    setenv("AWS_MAX_ATTEMPTS", "4", 1);
    world.options.pace = &pace;
    world_open(&world);
    world.transport.is_forbidden = true;
    ck_assert_int_eq(connect_client_describe(world.client, &text, NULL), CONNECT_OK);
    json_t *description = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(description);
    check_member(description, "region", "us-west-2");
    check_member(json_object_get(description, "endpoint"), "url",
                 "https://connect.us-west-2.amazonaws.com");
    check_member(json_object_get(description, "endpoint"), "origin", "rules of the service");
    check_member(json_object_get(description, "credentials"), "source", "static");
    check_member(json_object_get(description, "credentials"), "access_key_id",
                 "****************MPLE");
    check_member(described_setting(description, "max_attempts"), "value", "4");
    check_member(described_setting(description, "max_attempts"), "source", "environment");
    check_member(described_setting(description, "max_attempts"), "origin", "AWS_MAX_ATTEMPTS");
    check_member(described_setting(description, "region"), "origin", "option region");
    ck_assert_int_eq(json_integer_value(json_object_get(description, "pace_burst")), 5);
    ck_assert(json_is_integer(json_object_get(description, "clock_skew_ms")));
    ck_assert_int_eq(json_integer_value(json_object_get(description, "max_body_bytes")),
                     world.client->core->max_body_bytes);
    check_has_not(text, "wJalr");
    check_has_not(text, WORLD_KEY);
    json_decref(description);
    connect_free(text);
}
END_TEST

START_TEST(description_says_when_credentials_expire)
{
    char *text;

    setenv("AWS_ACCESS_KEY_ID", "AKIDEXPIRES", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    setenv("AWS_CREDENTIAL_EXPIRATION", "2099-01-01T00:00:00Z", 1);
    world.options.credentials = NULL;
    world_open(&world);
    ck_assert_int_eq(connect_client_describe(world.client, &text, NULL), CONNECT_OK);
    json_t *description = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    check_member(json_object_get(description, "credentials"), "source", "environment");
    ck_assert_ptr_nonnull(
        json_object_get(json_object_get(description, "credentials"), "expiration"));
    json_decref(description);
    connect_free(text);
}
END_TEST

START_TEST(what_the_options_point_to_may_go_away)
{
    struct home home;
    struct {
        const char **option;
        const char *setting, *value;
        char given[32];
    } strings[] = {
        { &home.world.options.region, "region", "eu-west-2", "" },
        { &home.world.options.endpoint_url, "endpoint_url", "https://connect.test", "" },
        { &home.world.options.profile, "profile", "shop", "" },
        { &home.world.options.ca_bundle, "ca_bundle", "/roots.pem", "" },
        { &home.world.options.app_id, "app_id", "till", "" },
    };
    char *text = NULL;

    home_begin(&home);
    home_write(&home, ".aws/config", "[profile shop]\n");
    home.world.options.credentials = world.keys;
    setenv("AWS_CONFIG_FILE", home_path(&home, ".aws/config"), 1);
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        *strings[i].option = strcpy(strings[i].given, strings[i].value);
    }
    world_open(&home.world);
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        memset(strings[i].given, 'x', strlen(strings[i].value));
    }
    const connect_client_options *kept = &home.world.client->core->options;
    ck_assert(kept->transport == NULL && kept->clock == NULL);
    ck_assert(kept->random == NULL && kept->credentials == NULL);
    home.world.transport.is_forbidden = true;
    ck_assert_int_eq(connect_client_describe(home.world.client, &text, NULL), CONNECT_OK);
    json_t *description = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        check_member(described_setting(description, strings[i].setting), "value", strings[i].value);
    }
    json_decref(description);
    connect_free(text);
    home_end(&home);
}
END_TEST

START_TEST(description_says_why_a_file_cannot_be_read)
{
    static const struct {
        const char *path, *problem;
    } cases[] = {
        { "q", "No such file or directory" }, /* one letter, relative */
        { "/nonexistent/file", "No such file or directory" },
        { "~/file", "HOME is not set" },
        { "/dev/null", NULL },
    };
    char *text;

    unsetenv("HOME");
    setenv("AWS_SHARED_CREDENTIALS_FILE", cases[_i].path, 1);
    world_open(&world);
    ck_assert_int_eq(connect_client_describe(world.client, &text, NULL), CONNECT_OK);
    json_t *description = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    json_t *setting = described_setting(description, "shared_credentials_file");
    ck_assert_ptr_nonnull(setting);
    if (cases[_i].problem != NULL) {
        check_member(setting, "problem", cases[_i].problem);
    } else {
        ck_assert_ptr_null(json_object_get(setting, "problem"));
    }
    json_decref(description);
    connect_free(text);
}
END_TEST

START_TEST(description_is_valid_json_whatever_the_locale_and_the_bytes)
{
    const connect_pace pace = { .size = sizeof pace, .rate = 0.5, .burst = 1 };
    char *text;

    if (!locale_use_decimal_comma()) {
        return;
    }
    setenv("AWS_SDK_UA_APP_ID", "caf\xe9", 1);
    world.options.pace = &pace;
    world_open(&world);
    ck_assert_int_eq(connect_client_describe(world.client, &text, NULL), CONNECT_OK);
    locale_restore();
    check_has(text, "\n  \"pace_rate\": 0.5,\n");
    check_has(text, "\n  \"pace_burst\": 1,\n");
    check_has(text, "\"caf\xef\xbf\xbd\"");
    connect_free(text);
}
END_TEST

START_TEST(description_of_a_client_that_cannot_be_resolved_is_an_error)
{
    char *text = (char *)&world;
    connect_error *error;

    setenv("AWS_MAX_ATTEMPTS", "many", 1);
    world_open(&world);
    ck_assert_int_eq(connect_client_describe(world.client, &text, &error), CONNECT_E_CONFIGURATION);
    ck_assert_ptr_null(text);
    check_has(connect_error_message(error), "AWS_MAX_ATTEMPTS");
    connect_error_free(error);
    ck_assert_int_eq(connect_client_describe(world.client, NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_client_describe(NULL, &text, NULL), CONNECT_E_ARGUMENT);
}
END_TEST

START_TEST(description_without_credentials_has_the_reason)
{
    struct vault vault = { .ids = { NULL, NULL, NULL } };
    char *text;

    open_vault(&vault);
    ck_assert_int_eq(connect_client_describe(world.client, &text, NULL), CONNECT_OK);
    check_has(text, "the vault is sealed");
    check_has(text, "\"region\": \"us-west-2\"");
    connect_free(text);
}
END_TEST

START_TEST(no_line_and_no_error_shows_a_planted_secret)
{
    connect_error *error;
    char *text;

    setenv("AWS_ACCESS_KEY_ID", "AKIDENV", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "PLANTED-SECRET", 1);
    setenv("AWS_SESSION_TOKEN", "PLANTED-TOKEN", 1);
    world.options.credentials = NULL;
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_EXPIRED, WORLD_FINE);
    ck_assert_int_ne(world_describe(world.client, NULL, &error), CONNECT_OK);
    check_has_not(connect_error_message(error), "PLANTED");
    connect_error_free(error);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(
        connect_invoke(world.client, "DescribeInstance", "{\"InstanceId\":\"i-1\"}", &text, NULL),
        CONNECT_OK);
    connect_free(text);
    ck_assert_int_eq(connect_client_describe(world.client, &text, NULL), CONNECT_OK);
    check_has_not(text, "PLANTED");
    connect_free(text);
    check_has(world.log.text, "X-Amz-Security-Token: (redacted)");
    check_has(world.log.text, "Authorization: (redacted)");
    check_has_not(world.log.text, "PLANTED");
    check_has_not(world.log.text, "Signature=");
}
END_TEST

/* ---- memory ---- */

static connect_status live_a_life(void)
{
    connect_client *client = NULL, *view = NULL;
    connect_describe_instance_response *response = NULL;
    const connect_pair *const headers[] = { CONNECT_PAIR("X-A", "b") };
    const connect_call_options options = { .size = sizeof options,
                                           .headers = headers,
                                           .headers_count = 1 };
    connect_error *error = NULL;
    connect_status status;
    char *text = NULL;

    WORLD_SCRIPT(&world, WORLD_FINE);
    status = connect_client_new(&world.options, &client, &error);
    if (status == CONNECT_OK) {
        status = connect_client_with(client, &options, &view, &error);
    }
    if (status == CONNECT_OK) {
        status = world_describe(view, &response, &error);
    }
    if (status == CONNECT_OK) {
        ck_assert_str_eq(response->instance->id, WORLD_ID);
        status = connect_client_describe(client, &text, &error);
    }
    ck_assert_int_eq(connect_error_code(error), status);
    if (status != CONNECT_OK) {
        ck_assert_ptr_null(text);
    }
    connect_free(text);
    connect_free(response);
    connect_client_free(view);
    connect_client_free(client);
    connect_error_free(error);
    return status;
}

static bool live_once(void *user)
{
    connect_status status = live_a_life();

    (void)user;
    memory_check_status(status, CONNECT_OK);
    return status == CONNECT_OK;
}

START_TEST(any_allocation_of_a_client_s_life_may_fail)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;

    world.options.pace = &pace;
    world.options.log_level = CONNECT_LOG_OFF;
    memory_watch();
    memory_fail_each(live_once, NULL, 0);
    memory_unwatch();
}
END_TEST

static bool live_on_an_instance(void *user)
{
    connect_client *client = NULL;
    connect_error *error = NULL;
    connect_status status;

    (void)user;
    WORLD_SCRIPT(&world, { .status = 200, .body = "TOKEN" }, { .status = 200, .body = "eu-west-2" },
                 WORLD_FINE);
    status = connect_client_new(&world.options, &client, &error);
    if (status == CONNECT_OK) {
        status = world_describe(client, NULL, &error);
    }
    memory_check_status(status, CONNECT_OK);
    ck_assert_int_eq(connect_error_code(error), status);
    connect_client_free(client);
    connect_error_free(error);
    return status == CONNECT_OK;
}

START_TEST(any_allocation_while_the_region_is_fetched_may_fail)
{
    unsetenv("AWS_EC2_METADATA_DISABLED");
    world.options.region = NULL;
    world.options.log_level = CONNECT_LOG_OFF;
    memory_watch();
    memory_fail_each(live_on_an_instance, NULL, 0);
    memory_unwatch();
}
END_TEST

static connect_status deliver_later(void *user, connect_credentials_sink *sink)
{
    const connect_credentials credentials = { sizeof credentials, .access_key_id = WORLD_KEY,
                                              .secret_access_key = WORLD_SECRET };
    connect_credentials_sink *later = connect_credentials_later(sink);

    (void)user;
    return later == NULL ? CONNECT_E_MEMORY : connect_credentials_deliver(later, &credentials);
}

/* Fails each mutex that `life` makes in turn.  Returns how many of these failures are reported. */
static int mutexes_fail_in(connect_status (*life)(void))
{
    int failures = 0;

    ck_assert_int_eq(life(), CONNECT_OK); /* what OpenSSL makes with it is kept */
    int held_before = held_count;
    size_t blocks = memory_live();
    do {
        made_count = 0;
        made_to_fail++;
        connect_status status = life();
        ck_assert(status == CONNECT_OK || status == CONNECT_E_MEMORY);
        failures += status == CONNECT_E_MEMORY ? 1 : 0;
        ck_assert_int_eq(held_count, held_before);
        ck_assert_uint_eq(memory_live(), blocks);
    } while (made_count >= made_to_fail);
    made_to_fail = 0;
    return failures;
}

/* Of client, pace, signing keys, keyring, waiter and the sink of a callback; and of two loops. */
START_TEST(any_mutex_of_a_client_s_life_may_fail_and_each_is_destroyed)
{
    connect_credentials_provider *provider;

    memory_watch();
    ck_assert_int_eq(connect_credentials_custom(deliver_later, NULL, NULL, &provider, NULL),
                     CONNECT_OK);
    world.options.credentials = provider;
    world.options.log_level = CONNECT_LOG_OFF;
    ck_assert_int_eq(mutexes_fail_in(live_a_life), loop_driver_is_chosen() ? 8 : 6);
    connect_credentials_provider_free(provider);
    memory_unwatch();
}
END_TEST

static connect_status make_a_transport(void)
{
    connect_transport transport = { .size = sizeof transport };
    connect_error *error = NULL;
    connect_status status = connect_transport_default(&world.options, &transport, &error);

    ck_assert_int_eq(connect_error_code(error), status);
    if (status == CONNECT_OK) {
        transport.release(transport.user);
    }
    connect_error_free(error);
    return status;
}

/* Of the pool, and two of the store of certificates. */
START_TEST(any_mutex_of_a_transport_may_fail_and_each_is_destroyed)
{
    world.options.ca_bundle = "bundle.pem";
    memory_watch();
    ck_assert_int_eq(mutexes_fail_in(make_a_transport), 3);
    memory_unwatch();
}
END_TEST

START_TEST(a_warm_call_takes_few_allocations)
{
    connect_describe_instance_response *response;
    size_t of_loop = loop_driver_is_chosen() ? 6 : 0, before;

    world.options.log_level = CONNECT_LOG_OFF;
    memory_watch();
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    world.transport.repeats = true;
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    before = memory_count();
    ck_assert_int_eq(world_describe(world.client, &response, NULL), CONNECT_OK);
    ck_assert_uint_le(memory_count() - before, 12 + of_loop);
    connect_free(response);
    connect_client_free(world.client);
    world.client = NULL;
    memory_unwatch();
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    suite_add_tcase(suite, tcase);
    return tcase;
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("client");
    TCase *making = add_case(suite, "making"), *calling = add_case(suite, "calling"),
          *retrying = add_case(suite, "retrying"), *views = add_case(suite, "views"),
          *describing = add_case(suite, "describing"), *memory = add_case(suite, "memory");

    tcase_add_test(making, making_a_client_does_no_io);
    tcase_add_test(making, an_option_out_of_range_is_named);
    tcase_add_test(making, older_and_newer_programs_are_understood);
    tcase_add_test(making, what_was_given_may_go_away_and_is_released_once);
    tcase_add_test(making, idle_connections_are_closed_by_the_transport_of_the_client);
    tcase_add_test(making, a_transport_without_close_idle_is_left_as_it_is);
    tcase_add_test(making, a_client_that_is_null_is_an_argument_error);
    tcase_add_test(making, what_a_refused_call_gives_is_null);
    tcase_add_test(calling, a_call_gives_a_typed_response);
    tcase_add_test(calling, a_refusal_gives_an_error_that_has_lost_nothing);
    tcase_add_test(calling, keys_region_and_endpoint_come_from_the_environment);
    tcase_add_loop_test(calling, the_endpoint_is_logged_with_its_origin, 0, 3);
    tcase_add_test(calling, the_instance_tells_the_region_that_nothing_else_tells);
    tcase_add_test(calling, a_region_of_the_instance_is_believed_no_more_than_any_other);
    tcase_add_test(calling, an_empty_region_of_the_instance_is_none);
    tcase_add_test(calling, metadata_that_is_switched_off_is_not_asked);
    tcase_add_test(calling, a_mended_environment_is_seen_by_the_next_call);
    tcase_add_test(calling, without_keys_nothing_is_sent_and_the_error_says_where_was_looked);
    tcase_add_test(calling, anonymous_clients_send_unsigned_requests);
    tcase_add_test(calling, expired_keys_are_fetched_anew_once_and_the_call_succeeds);
    tcase_add_test(calling, the_client_learns_the_clock_from_one_call_for_the_next);
    tcase_add_test(calling, learning_the_clock_can_be_switched_off);
    tcase_add_test(calling, in_a_lambda_the_trace_is_passed_on);
    tcase_add_loop_test(retrying, attempts_follow_options_and_environment, 0, 8);
    tcase_add_loop_test(retrying, pauses_are_those_of_the_rules_in_force, 0, 4);
    tcase_add_test(retrying, the_adaptive_mode_slows_down_after_throttling);
    tcase_add_test(retrying, a_paced_client_keeps_to_its_rate_for_each_operation);
    tcase_add_test(views, a_view_has_options_of_its_own_and_shares_the_rest);
    tcase_add_test(views, a_view_reports_what_became_of_each_of_its_calls);
    tcase_add_test(views, a_report_is_filled_as_far_as_its_program_knows_it);
    tcase_add_test(views, a_report_of_a_newer_program_is_filled_as_far_as_the_library_knows_it);
    tcase_add_test(views, options_of_a_view_are_checked_at_their_bounds);
    tcase_add_test(views, a_view_with_wrong_options_is_not_made);
    tcase_add_test(describing, warming_up_fetches_keys_and_sends_nothing);
    tcase_add_test(describing, description_has_origins_and_no_secret);
    tcase_add_test(describing, description_says_when_credentials_expire);
    tcase_add_test(describing, what_the_options_point_to_may_go_away);
    tcase_add_loop_test(describing, description_says_why_a_file_cannot_be_read, 0, 4);
    tcase_add_test(describing, description_is_valid_json_whatever_the_locale_and_the_bytes);
    tcase_add_test(describing, description_without_credentials_has_the_reason);
    tcase_add_test(describing, description_of_a_client_that_cannot_be_resolved_is_an_error);
    tcase_add_test(describing, no_line_and_no_error_shows_a_planted_secret);
    tcase_add_test(memory, any_allocation_of_a_client_s_life_may_fail);
    tcase_add_test(memory, any_allocation_while_the_region_is_fetched_may_fail);
    tcase_add_test(memory, any_mutex_of_a_client_s_life_may_fail_and_each_is_destroyed);
    tcase_add_test(memory, any_mutex_of_a_transport_may_fail_and_each_is_destroyed);
    tcase_add_test(memory, a_warm_call_takes_few_allocations);
    return suite;
}
