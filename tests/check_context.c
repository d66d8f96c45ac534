/*
 * What sources of credentials use of a client: plain exchanges, and operations of other services.
 */
#include "aws/provider_exchange.h"
#include "aws/source.h"
#include "core/error.h"
#include "support/loop_driver.h"
#include "support/suite.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

/* ---- a service with the query protocol, and one with a bearer token ---- */

typedef struct lend_request {
    size_t size;
    const char *role;
} lend_request;

typedef struct lend_response {
    size_t size;
    const char *key_id;
    const char *secret;
} lend_response;

#define T lend_request
SHAPE(FIELD(role, "Role", REQUIRED, LENGTH(1, 2)));
#undef T

#define T lend_response
SECRET_SHAPE(FIELD(key_id, "KeyId"), FIELD(secret, "Secret", SECRET));
#undef T

static const struct service lender = { .id = "STS",
                                       .signing_name = "sts",
                                       .config_name = "sts",
                                       .endpoint_prefix = "sts",
                                       .api_version = "2011-06-15",
                                       .protocol = PROTOCOL_QUERY };
static const struct connect_operation lend = { .name = "Lend",
                                               .method = "POST",
                                               .path = "/",
                                               .service = &lender,
                                               .input = &lend_request_shape,
                                               .output = &lend_response_shape,
                                               .repeatable = true };

/* ---- a provider whose sources are scripted by the test ---- */

struct test_source {
    struct source source;
    struct provider_exchange exchange;
    lend_request request;
    struct credentials *signer;
};

struct test_provider {
    connect_credentials_provider head;
    const struct task_class *class;
};

static struct task_exchange *source_compose(struct task *task)
{
    return &((struct test_source *)task)->exchange.head;
}

static void source_clear(struct source *source)
{
    struct test_source *self = (struct test_source *)source;
    provider_exchange_clear(&self->exchange);
    credentials_unref(self->signer);
}

static struct task *provider_fetch(connect_credentials_provider *provider,
                                   const struct provider_context *context,
                                   struct fetch_report *report)
{
    struct test_source *self =
        source_new(((struct test_provider *)provider)->class, sizeof *self, context, report);
    self->source.clear = source_clear;
    return &self->source.task;
}

static void succeed_with(struct source *source, const char *id, const char *secret)
{
    const connect_credentials from = { .size = sizeof from,
                                       .access_key_id = id,
                                       .secret_access_key = secret };
    source_succeed(source, credentials_new(&from, "test"));
}

static const struct provider_class test_class = { .name = "test", .fetch = provider_fetch };

static struct world world;

static void set_up(void)
{
    world_begin(&world);
}

static void tear_down(void)
{
    world_end(&world);
}

static void open_with(const struct task_class *class)
{
    struct test_provider *provider = provider_new(&test_class, sizeof *provider);
    provider->class = class;
    connect_credentials_provider_free(world.keys);
    world.keys = &provider->head;
    world.options.credentials = world.keys;
    world_open(&world);
}

static const char plain_url[] = "http://169.254.169.254/latest/keys";
static const connect_pair ask_header = { "X-Ask", "please" };
static const connect_pair *const ask_headers[] = { &ask_header };

static void plain_resume(struct task *task)
{
    struct test_source *self = (struct test_source *)task;
    const connect_http_request request = { .size = sizeof request,
                                           .method = "GET",
                                           .url = plain_url,
                                           .headers = ask_headers,
                                           .headers_count = 1,
                                           .connect_timeout_ms = 1000,
                                           .timeout_ms = 1000,
                                           .direct = true };
    connect_error *error = NULL;
    if (task->want == TASK_READY) {
        ck_assert_int_eq(
            provider_exchange_prepare(&self->exchange, self->source.context, &request, &error),
            CONNECT_OK);
        task_send(task);
    } else if (provider_exchange_outcome(&self->exchange, &error) != CONNECT_OK) {
        source_fail(&self->source, error);
    } else {
        ck_assert_int_eq(self->exchange.head.response->status, 200);
        succeed_with(&self->source, "AKIDLENT", "lent");
    }
}

static const struct task_class plain = { .name = "plain",
                                         .resume = plain_resume,
                                         .compose = source_compose,
                                         .stop = source_stop,
                                         .release = source_release };

START_TEST(a_plain_exchange_is_neither_signed_nor_repeated)
{
    open_with(&plain);
    WORLD_SCRIPT(&world, { .status = 200, .body = "x" }, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url, plain_url);
    ck_assert_str_eq(world.transport.sent[0].headers, "X-Ask: please\n");
    ck_assert(world.transport.sent[0].direct);
    ck_assert_int_eq(world.transport.sent[0].timeout_ms, 1000);
    check_has(world_header(&world, 1, "Authorization"), "Credential=AKIDLENT/");
}
END_TEST

START_TEST(a_failed_plain_exchange_has_message_and_number_of_the_transport)
{
    connect_error *error;
    open_with(&plain);
    WORLD_SCRIPT(&world, { .failure = CONNECT_E_TRANSPORT, .message = "no route", .code = 7 });
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_CREDENTIALS);
    check_has(connect_error_message(error), "no route");
    check_has_not(connect_error_message(error), plain_url);
    ck_assert_int_eq(connect_error_transport_code(error), 7);
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
    connect_error_free(error);
}
END_TEST

START_TEST(a_plain_exchange_keeps_to_the_deadline_of_the_call)
{
    world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(300);
    open_with(&plain);
    WORLD_SCRIPT(&world, { .failure = CONNECT_E_TIMEOUT, .takes_ms = 300 });
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_E_TIMEOUT);
    int64_t limit_ms = loop_driver_is_chosen() ? 1000 : 300; /* of metadata, and of the call */
    ck_assert_int_eq(world.transport.sent[0].timeout_ms, limit_ms);
    ck_assert_int_eq(world.transport.sent[0].connect_timeout_ms, limit_ms);
}
END_TEST

static void operation_finish(struct test_source *self)
{
    connect_error *error;
    void *response;
    if (task_collect(&self->source.task, &response, &error) != CONNECT_OK) {
        source_fail(&self->source, error);
        return;
    }
    succeed_with(&self->source, ((lend_response *)response)->key_id,
                 ((lend_response *)response)->secret);
    connect_free(response);
}

static void operation_resume(struct task *task)
{
    const connect_credentials own = { .size = sizeof own,
                                      .access_key_id = "AKIDOWN",
                                      .secret_access_key = "own" };
    struct test_source *self = (struct test_source *)task;
    if (task->child != NULL) {
        operation_finish(self);
        return;
    }
    self->request = (lend_request){ .size = sizeof self->request, .role = "a/b" };
    self->signer = credentials_new(&own, "profile");
    (void)source_call(&self->source, &lend, &self->request, "eu-west-1", self->signer);
}

static const struct task_class by_operation = { .name = "by operation",
                                                .resume = operation_resume,
                                                .stop = source_stop,
                                                .release = source_release };

#define LENT                                                                                  \
    {                                                                                         \
        .status = 200,                                                                        \
        .body = "<LendResponse><LendResult><KeyId>AKIDXML</KeyId><Secret>TOP-SECRET</Secret>" \
                "</LendResult></LendResponse>"                                                \
    }

START_TEST(operations_of_other_services_are_signed_and_retried)
{
    const connect_pace pace = { .size = sizeof pace, .rate = 0.001, .burst = 1 };
    world.options.pace = &pace; /* not for other services */
    open_with(&by_operation);
    WORLD_SCRIPT(&world, { .status = 500 }, LENT, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 3);
    ck_assert_str_eq(world.transport.sent[1].method, "POST");
    ck_assert_str_eq(world.transport.sent[1].url, "https://sts.eu-west-1.amazonaws.com/");
    ck_assert_str_eq(world.transport.sent[1].body, "Action=Lend&Version=2011-06-15&Role=a%2Fb");
    check_has(world_header(&world, 1, "Content-Type"), "application/x-www-form-urlencoded");
    check_has(world_header(&world, 1, "Authorization"),
              "Credential=AKIDOWN/20261121/eu-west-1/sts/aws4_request");
    check_has(world_header(&world, 2, "Authorization"),
              "Credential=AKIDXML/20261121/us-west-2/connect/aws4_request");
    check_has_not(world.log.text, "TOP-SECRET");
}
END_TEST

START_TEST(other_services_have_their_own_endpoint)
{
    setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9999", 1);
    open_with(&by_operation);
    WORLD_SCRIPT(&world, LENT, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url, "http://127.0.0.1:9999/");
    check_has(world.transport.sent[1].url, "https://connect.us-west-2.amazonaws.com/");
}
END_TEST

START_TEST(other_services_follow_fips_and_dual_stack)
{
    setenv("AWS_USE_FIPS_ENDPOINT", "true", 1);
    open_with(&by_operation);
    WORLD_SCRIPT(&world, LENT, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url, "https://sts-fips.eu-west-1.amazonaws.com/");
    connect_client_free(world.client);
    setenv("AWS_USE_FIPS_ENDPOINT", "false", 1);
    setenv("AWS_USE_DUALSTACK_ENDPOINT", "true", 1);
    world_open(&world);
    WORLD_SCRIPT(&world, LENT, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world.transport.sent[0].url, "https://sts.eu-west-1.api.aws/");
}
END_TEST

/* The features of the call that needs credentials (here: a pager) are not those of the inner call.
 */
START_TEST(user_agent_of_other_services_has_the_features_of_the_client)
{
    connect_list_instances_request request = { .size = sizeof request };

    open_with(&by_operation);
    WORLD_SCRIPT(&world, LENT, { .status = 200, .body = "{}" });
    connect_pager *pager = connect_list_instances_pages(world.client, &request);
    ck_assert_ptr_null(connect_list_instances_next(pager));
    ck_assert_ptr_null(connect_pager_error(pager));
    check_has(world_header(&world, 0, "User-Agent"), " m/E,n cfg/retry-mode#standard");
    check_has(world_header(&world, 1, "User-Agent"), " m/C,E cfg/retry-mode#standard");
    connect_pager_free(pager);
}
END_TEST

/* "a/b" is longer than the model allows. */
START_TEST(requests_of_other_services_are_not_checked_as_those_of_the_application)
{
    world.options.check_level = (connect_check_level)_i;
    open_with(&by_operation);
    WORLD_SCRIPT(&world, LENT, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    check_has(world.transport.sent[0].body, "Role=a%2Fb");
}
END_TEST

START_TEST(trace_of_a_lambda_function_is_not_passed_to_other_services)
{
    setenv("AWS_LAMBDA_FUNCTION_NAME", "f", 1);
    setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793", 1);
    open_with(&by_operation);
    WORLD_SCRIPT(&world, LENT, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_ptr_null(fake_sent_header(&world.transport.sent[0], "X-Amzn-Trace-Id"));
    ck_assert_ptr_nonnull(fake_sent_header(&world.transport.sent[1], "X-Amzn-Trace-Id"));
    unsetenv("AWS_LAMBDA_FUNCTION_NAME");
    unsetenv("_X_AMZN_TRACE_ID");
}
END_TEST

START_TEST(an_error_of_another_service_has_class_credentials_and_names_operation_and_host)
{
    connect_error *error;
    open_with(&by_operation);
    WORLD_SCRIPT(&world,
                 { .status = 403,
                   .body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>you may "
                           "not</Message></Error><RequestId>q-1</RequestId></ErrorResponse>" });
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_CREDENTIALS);
    check_has(connect_error_message(error), "you may not");
    ck_assert_str_eq(connect_error_operation(error), "Lend");
    ck_assert_str_eq(connect_error_host(error), "sts.eu-west-1.amazonaws.com");
    ck_assert_str_eq(connect_error_aws_type(error), "AccessDenied");
    ck_assert_str_eq(connect_error_request_id(error), "q-1");
    ck_assert_int_eq(connect_error_http_status(error), 403);
    ck_assert_int_eq(connect_error_attempts(error), 1);
    connect_error_free(error);
}
END_TEST

START_TEST(a_credential_failure_has_class_credentials_whatever_its_status)
{
    connect_call_report report = { .size = sizeof report };
    const connect_call_options options = { .size = sizeof options, .report = &report };
    connect_client *view;
    open_with(&by_operation);
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, { .status = 404, .headers = "x-amzn-RequestId: q-2", .body = "" });
    ck_assert_int_eq(world_describe(view, NULL, NULL), CONNECT_E_CREDENTIALS);
    ck_assert_int_eq(report.attempts, 0);
    ck_assert_int_eq(report.http_status, 0);
    ck_assert_str_eq(report.request_id, "");
    /* A 404 of the service ends the wait; one of a request for credentials does not. */
    WORLD_SCRIPT(&world, { .status = 404, .body = "" });
    ck_assert_int_eq(connect_wait_instance_deleted(view, WORLD_ID, NULL, NULL),
                     CONNECT_E_CREDENTIALS);
    connect_client_free(view);
}
END_TEST

START_TEST(headers_and_attempts_of_the_application_apply_only_to_its_service)
{
    const connect_pair *const headers[] = { CONNECT_PAIR("X-Tenant", "blue") };
    const connect_call_options options = { .size = sizeof options,
                                           .headers = headers,
                                           .headers_count = 1 };
    connect_client *view;
    open_with(&by_operation);
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, LENT, WORLD_FINE);
    ck_assert_int_eq(world_describe(view, NULL, NULL), CONNECT_OK);
    ck_assert_ptr_null(world_header(&world, 0, "X-Tenant"));
    ck_assert_str_eq(world_header(&world, 1, "X-Tenant"), "blue");
    connect_client_free(view);
}
END_TEST

static void unsigned_resume(struct task *task)
{
    struct test_source *self = (struct test_source *)task;
    if (task->child != NULL) {
        operation_finish(self);
        return;
    }
    self->request = (lend_request){ .size = sizeof self->request, .role = "r" };
    (void)source_call(&self->source, &lend, &self->request, "eu-west-1", NULL);
}

static const struct task_class without_signature = {
    .name = "unsigned", .resume = unsigned_resume, .stop = source_stop, .release = source_release
};

START_TEST(without_credentials_requests_are_unsigned)
{
    open_with(&without_signature);
    WORLD_SCRIPT(&world, LENT, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_ptr_null(world_header(&world, 0, "Authorization"));
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("context");
    TCase *tcase = tcase_create("context");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_plain_exchange_is_neither_signed_nor_repeated);
    tcase_add_test(tcase, a_failed_plain_exchange_has_message_and_number_of_the_transport);
    tcase_add_test(tcase, a_plain_exchange_keeps_to_the_deadline_of_the_call);
    tcase_add_test(tcase, operations_of_other_services_are_signed_and_retried);
    tcase_add_test(tcase, other_services_have_their_own_endpoint);
    tcase_add_test(tcase, other_services_follow_fips_and_dual_stack);
    tcase_add_loop_test(tcase,
                        requests_of_other_services_are_not_checked_as_those_of_the_application, 0,
                        CONNECT_CHECK_STRICT + 1);
    tcase_add_test(tcase, trace_of_a_lambda_function_is_not_passed_to_other_services);
    tcase_add_test(tcase, user_agent_of_other_services_has_the_features_of_the_client);
    tcase_add_test(tcase,
                   an_error_of_another_service_has_class_credentials_and_names_operation_and_host);
    tcase_add_test(tcase, a_credential_failure_has_class_credentials_whatever_its_status);
    tcase_add_test(tcase, headers_and_attempts_of_the_application_apply_only_to_its_service);
    tcase_add_test(tcase, without_credentials_requests_are_unsigned);
    suite_add_tcase(suite, tcase);
    return suite;
}
