/* Credentials: the sources that send no requests. */
#include "aws/keyring.h"
#include "aws/provider_exchange.h"
#include "aws/provider_imds.h"
#include "call/driver.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/mem.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES(array) (sizeof(array) / sizeof(array)[0])

/* ---- the context of a provider: a fixed clock, known randomness, variables as lines ---- */

static int64_t wall_ms = 1800000000000, steady_ms = 5000;

static int64_t fake_now(void *user)
{
    (void)user;
    return wall_ms;
}

static int64_t fake_monotonic(void *user)
{
    (void)user;
    return steady_ms;
}

static bool fake_wait(void *user, int64_t ms, const connect_cancel *cancel)
{
    (void)user;
    (void)ms;
    (void)cancel;
    return true;
}

static bool fake_fill(void *user, void *bytes, size_t count)
{
    memset(bytes, *(int *)user, count);
    return true;
}

static int chance = 0x80; /* about one half */
static const connect_clock fake_clock = { sizeof fake_clock, NULL, fake_now, fake_monotonic,
                                          fake_wait };
static const connect_random fake_random = { sizeof fake_random, &chance, fake_fill };
static const struct logger quiet = { CONNECT_LOG_OFF, NULL, NULL };

static const char *look_up(void *user, const char *name)
{
    size_t size = strlen(name);
    for (const char *const *line = user; line != NULL && *line != NULL; line++) {
        if (strncmp(*line, name, size) == 0 && (*line)[size] == '=') {
            return *line + size + 1;
        }
    }
    return NULL;
}

static struct settings settings;

static struct provider_context context_with(const char *const *lines)
{
    settings = (struct settings){ .env = look_up, .env_user = (void *)(uintptr_t)lines };
    return (struct provider_context){
        .settings = &settings, .clock = &fake_clock, .random = &fake_random, .logger = &quiet
    };
}

static connect_status get_once(connect_credentials_provider *provider, const char *const *lines,
                               struct credentials **out, connect_error **error)
{
    struct provider_context context = context_with(lines);
    struct keyring *ring = keyring_new(provider, &context);
    struct task *task = ring != NULL ? keyring_task_new(ring) : NULL;
    connect_status status = CONNECT_E_MEMORY;
    *out = NULL;
    if (task != NULL) {
        driver_run(&fake_clock, NULL, task);
        status = task->status;
        *out = task->result;
        task->result = NULL;
    }
    if (task != NULL && error != NULL) {
        *error = task->error;
        task->error = NULL;
    }
    task_release(task);
    keyring_free(ring);
    return status;
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* ---- static ---- */

START_TEST(static_credentials_are_copied)
{
    char id[] = "AKIA1", secret[] = "secret", token[] = "token", account[] = "123456789012";
    connect_credentials credentials = {
        sizeof credentials, id, secret, token, account, CONNECT_SET(INT64_C(1900000000000))
    };
    connect_credentials_provider *provider;
    ck_assert_int_eq(connect_credentials_static(&credentials, &provider, NULL), CONNECT_OK);
    memset(id, 'x', 5);
    memset(secret, 'x', 6);
    memset(token, 'x', 5);
    struct credentials *got;
    ck_assert_int_eq(get_once(provider, NULL, &got, NULL), CONNECT_OK);
    connect_credentials_provider_free(provider);
    ck_assert_str_eq(got->access_key_id, "AKIA1");
    ck_assert_str_eq(got->secret_access_key, "secret");
    ck_assert_str_eq(got->session_token, "token");
    ck_assert_str_eq(got->account_id, "123456789012");
    ck_assert_int_eq(got->expiration, INT64_C(1900000000000));
    ck_assert_str_eq(got->source, "static");
    credentials_unref(got);
}
END_TEST

static char long_text[16 * 1024 + 2];

static const struct {
    connect_credentials credentials;
    const char *what;
} bad_credentials[] = {
    { { .access_key_id = NULL, .secret_access_key = "s" }, "access key id is missing" },
    { { .access_key_id = "", .secret_access_key = "s" }, "access key id is missing" },
    { { .access_key_id = "a", .secret_access_key = NULL }, "secret access key is missing" },
    { { .access_key_id = "a", .secret_access_key = "" }, "secret access key is missing" },
    { { .access_key_id = "a\n", .secret_access_key = "s" },
      "access key id contains a control character" },
    { { .access_key_id = "a b", .secret_access_key = "s" }, "access key id contains a space" },
    { { .access_key_id = "a/b", .secret_access_key = "s" }, "access key id contains a space" },
    { { .access_key_id = "a", .secret_access_key = "planted\r" },
      "secret access key contains a control character" },
    { { .access_key_id = "a", .secret_access_key = "\x01planted" },
      "secret access key contains a control character" },
    { { .access_key_id = "a", .secret_access_key = "s", .session_token = "planted\n" },
      "session token contains a control" },
    { { .access_key_id = "a", .secret_access_key = "s", .account_id = "1\n" },
      "account id contains a control" },
    { { .access_key_id = "a", .secret_access_key = "s", .session_token = long_text },
      "session token is too long" },
};

START_TEST(credentials_unfit_for_headers_are_refused)
{
    memset(long_text, 'x', sizeof long_text - 1);
    connect_credentials credentials = bad_credentials[_i].credentials;
    credentials.size = sizeof credentials;
    connect_credentials_provider *provider;
    connect_error *error = NULL;
    ck_assert_int_eq(connect_credentials_static(&credentials, &provider, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_ptr_null(provider);
    ck_assert_msg(strstr(connect_error_message(error), bad_credentials[_i].what) != NULL, "%s",
                  connect_error_message(error));
    ck_assert_ptr_null(strstr(connect_error_message(error), "planted"));
    connect_error_free(error);
}
END_TEST

START_TEST(struct_sizes_of_other_versions_are_handled)
{
    connect_credentials credentials = {
        .size = 0, .access_key_id = "a", .secret_access_key = "s", .session_token = "t"
    };
    connect_credentials_provider *provider;
    ck_assert_int_eq(connect_credentials_static(&credentials, &provider, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_static(NULL, &provider, NULL), CONNECT_E_ARGUMENT);
    struct {
        connect_credentials credentials;
        char tail[8];
    } newer = { credentials, "x" };
    newer.credentials.size = sizeof newer;
    ck_assert_int_eq(connect_credentials_static(&newer.credentials, &provider, NULL),
                     CONNECT_E_VERSION);
    credentials.size = offsetof(connect_credentials, session_token);
    ck_assert_int_eq(connect_credentials_static(&credentials, &provider, NULL), CONNECT_OK);
    struct credentials *got;
    ck_assert_int_eq(get_once(provider, NULL, &got, NULL), CONNECT_OK);
    ck_assert_ptr_null(got->session_token);
    credentials_unref(got);
    connect_credentials_provider_free(provider);
}
END_TEST

static connect_status make_static(connect_credentials_provider **out, connect_error **error)
{
    const connect_credentials credentials = { .size = sizeof credentials,
                                              .access_key_id = "a",
                                              .secret_access_key = "s" };
    return connect_credentials_static(&credentials, out, error);
}

static connect_status deliver_nothing(void *user, connect_credentials_sink *sink)
{
    (void)user;
    (void)sink;
    return CONNECT_OK;
}

static connect_status make_custom(connect_credentials_provider **out, connect_error **error)
{
    return connect_credentials_custom(deliver_nothing, NULL, NULL, out, error);
}

static connect_status (*const makers[])(connect_credentials_provider **out,
                                        connect_error **error) = {
    make_static,
    make_custom,
    connect_credentials_environment,
    connect_credentials_anonymous,
};

/* The variable may be uninitialised or hold an error that was freed. */
START_TEST(success_clears_the_error)
{
    connect_credentials_provider *provider = NULL;
    connect_error *error = (connect_error *)&provider;

    ck_assert_int_eq(makers[_i](&provider, &error), CONNECT_OK);
    ck_assert_ptr_null(error);
    connect_credentials_provider_free(provider);
}
END_TEST

START_TEST(a_null_out_is_an_argument_error)
{
    connect_credentials credentials = { .size = sizeof credentials,
                                        .access_key_id = "a",
                                        .secret_access_key = "s" };
    ck_assert_int_eq(connect_credentials_static(&credentials, NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_environment(NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_anonymous(NULL, NULL), CONNECT_E_ARGUMENT);
    connect_credentials_provider *provider;
    ck_assert_int_eq(connect_credentials_custom(NULL, NULL, NULL, &provider, NULL),
                     CONNECT_E_ARGUMENT);
    connect_credentials_provider_free(NULL);
}
END_TEST

/* ---- environment ---- */

START_TEST(the_environment_provides_credentials)
{
    connect_credentials_provider *provider;
    struct credentials *got;
    ck_assert_int_eq(connect_credentials_environment(&provider, NULL), CONNECT_OK);
    ck_assert_int_eq(
        get_once(provider,
                 LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s", "AWS_SESSION_TOKEN=t",
                       "AWS_SECURITY_TOKEN=old", "AWS_ACCOUNT_ID=1"),
                 &got, NULL),
        CONNECT_OK);
    ck_assert_str_eq(got->access_key_id, "a");
    ck_assert_str_eq(got->secret_access_key, "s");
    ck_assert_str_eq(got->session_token, "t");
    ck_assert_str_eq(got->account_id, "1");
    ck_assert_int_eq(got->expiration, INT64_MAX);
    ck_assert_str_eq(got->source, "environment");
    credentials_unref(got);
    ck_assert_int_eq(get_once(provider,
                              LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s",
                                    "AWS_SESSION_TOKEN=", "AWS_SECURITY_TOKEN=old",
                                    "AWS_CREDENTIAL_EXPIRATION=2030-01-01T00:00:00Z"),
                              &got, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(got->session_token, "old");
    ck_assert_ptr_null(got->account_id);
    ck_assert_int_eq(got->expiration, INT64_C(1893456000000));
    credentials_unref(got);
    ck_assert_int_eq(get_once(provider,
                              LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s",
                                    "AWS_CREDENTIAL_EXPIRATION=2027-01-15T08:00:00.001Z"),
                              &got, NULL),
                     CONNECT_OK);
    ck_assert_int_eq(got->expiration, INT64_C(1800000000001));
    credentials_unref(got);
    connect_credentials_provider_free(provider);
}
END_TEST

static const struct {
    const char *const lines[5];
    const char *what;
} bad_environments[] = {
    { { NULL }, "environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set" },
    { { "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY= \t" }, "are not set" },
    { { "AWS_ACCESS_KEY_ID=a" }, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not" },
    { { "AWS_SECRET_ACCESS_KEY=planted" },
      "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY= " }, "but AWS_SECRET_ACCESS_KEY is not" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted\n" },
      "AWS_SECRET_ACCESS_KEY contains a control character" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted", "AWS_CREDENTIAL_EXPIRATION=soon" },
      "AWS_CREDENTIAL_EXPIRATION is not an ISO 8601 time" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted",
        "AWS_CREDENTIAL_EXPIRATION=2001-01-01T00:00:00Z" },
      "the credentials expired at 2001-01-01T00:00:00Z, and it is 2027-01-15T08:00:00Z" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted",
        "AWS_CREDENTIAL_EXPIRATION=2027-01-15T08:00:00Z" },
      "the credentials expired at 2027-01-15T08:00:00Z, and it is 2027-01-15T08:00:00Z" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted", "AWS_SECURITY_TOKEN=planted " },
      "AWS_SECURITY_TOKEN ends with a space" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=\"planted" },
      "AWS_SECRET_ACCESS_KEY begins with a quotation mark" },
    { { "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY='planted" },
      "AWS_SECRET_ACCESS_KEY begins with an apostrophe" },
};

START_TEST(invalid_variables_are_named)
{
    connect_credentials_provider *provider;
    struct credentials *got;
    connect_error *error = NULL;
    ck_assert_int_eq(connect_credentials_environment(&provider, NULL), CONNECT_OK);
    ck_assert_int_eq(get_once(provider, bad_environments[_i].lines, &got, &error),
                     CONNECT_E_CREDENTIALS);
    ck_assert_ptr_null(got);
    ck_assert_msg(strstr(connect_error_message(error), bad_environments[_i].what) != NULL, "%s",
                  connect_error_message(error));
    ck_assert_ptr_null(strstr(connect_error_message(error), "planted"));
    connect_error_free(error);
    connect_credentials_provider_free(provider);
}
END_TEST

/* ---- anonymous and custom ---- */

START_TEST(anonymous_has_no_credentials_and_no_error)
{
    connect_credentials_provider *provider;
    struct credentials *got;
    ck_assert_int_eq(connect_credentials_anonymous(&provider, NULL), CONNECT_OK);
    ck_assert_int_eq(
        get_once(provider, LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s"), &got, NULL),
        CONNECT_OK);
    ck_assert_ptr_null(got);
    connect_credentials_provider_free(provider);
}
END_TEST

enum manner {
    DELIVER,
    DELIVER_TWICE,
    DELIVER_NONSENSE,
    REFUSE,
    REFUSE_THEN_DELIVER,
    DELIVER_THEN_REFUSE,
    DELIVER_THEN_FAIL,
    SAY_NOTHING,
    FAIL_SILENTLY
};

struct custom {
    enum manner manner;
    int calls, releases;
};

static connect_status custom_fetch(void *user, connect_credentials_sink *sink)
{
    struct custom *custom = user;
    connect_credentials credentials = { .size = sizeof credentials,
                                        .access_key_id = "mine",
                                        .secret_access_key = "s" };
    custom->calls++;
    switch (custom->manner) {
    case DELIVER:
        return connect_credentials_deliver(sink, &credentials);
    case DELIVER_TWICE:
        connect_credentials_deliver(sink, &credentials);
        credentials.access_key_id = "second";
        return connect_credentials_deliver(sink, &credentials);
    case DELIVER_NONSENSE:
        credentials.size = 0;
        ck_assert_int_eq(connect_credentials_deliver(sink, &credentials), CONNECT_E_ARGUMENT);
        credentials.size = sizeof credentials;
        credentials.secret_access_key = NULL;
        ck_assert_int_eq(connect_credentials_deliver(sink, &credentials), CONNECT_E_ARGUMENT);
        return CONNECT_OK;
    case REFUSE:
        return connect_credentials_refuse(sink, "the vault is sealed");
    case REFUSE_THEN_DELIVER:
        ck_assert_int_eq(connect_credentials_refuse(sink, "not yet"), CONNECT_E_CREDENTIALS);
        return connect_credentials_deliver(sink, &credentials);
    case DELIVER_THEN_REFUSE:
        connect_credentials_deliver(sink, &credentials);
        connect_credentials_refuse(sink, "not any more");
        return CONNECT_OK;
    case DELIVER_THEN_FAIL:
        connect_credentials_deliver(sink, &credentials);
        return CONNECT_E_TRANSPORT;
    case SAY_NOTHING:
        return CONNECT_OK;
    case FAIL_SILENTLY:
        return CONNECT_E_TIMEOUT;
    }
    return CONNECT_OK;
}

static void custom_release(void *user)
{
    ((struct custom *)user)->releases++;
}

START_TEST(a_callback_delivers_refuses_or_fails)
{
    static const struct {
        connect_status status;
        const char *text; /* access key id, or part of the message */
    } expected[] = {
        [DELIVER] = { CONNECT_OK, "mine" },
        [DELIVER_TWICE] = { CONNECT_OK, "second" },
        [DELIVER_NONSENSE] = { CONNECT_E_ARGUMENT, "secret access key is missing" },
        [REFUSE] = { CONNECT_E_CREDENTIALS, "the vault is sealed" },
        [REFUSE_THEN_DELIVER] = { CONNECT_OK, "mine" },
        [DELIVER_THEN_REFUSE] = { CONNECT_E_CREDENTIALS, "not any more" },
        [DELIVER_THEN_FAIL] = { CONNECT_E_CREDENTIALS, "CONNECT_E_TRANSPORT" },
        [SAY_NOTHING] = { CONNECT_E_CREDENTIALS, "without credentials" },
        [FAIL_SILENTLY] = { CONNECT_E_TIMEOUT, "CONNECT_E_TIMEOUT" },
    };
    struct custom custom = { .manner = (enum manner)_i };
    connect_credentials_provider *provider;
    memory_watch();
    ck_assert_int_eq(
        connect_credentials_custom(custom_fetch, &custom, custom_release, &provider, NULL),
        CONNECT_OK);
    struct credentials *got;
    connect_error *error = NULL;
    ck_assert_int_eq(get_once(provider, NULL, &got, &error), expected[_i].status);
    if (got != NULL) {
        ck_assert_str_eq(got->access_key_id, expected[_i].text);
    } else {
        ck_assert_msg(strstr(connect_error_message(error), expected[_i].text) != NULL, "%s",
                      connect_error_message(error));
    }
    credentials_unref(got);
    connect_error_free(error);
    ck_assert_int_eq(custom.calls, 1);
    ck_assert_int_eq(custom.releases, 0);
    connect_credentials_provider_free(provider);
    ck_assert_int_eq(custom.releases, 1);
    ck_assert_uint_eq(memory_live(), 0); /* of two deliveries, the first is freed */
    memory_unwatch();
}
END_TEST

/* ---- a sink that outlives its fetch ---- */

static connect_credentials_sink *held_sink;

static connect_status hold_sink(void *user, connect_credentials_sink *sink)
{
    (void)user;
    held_sink = connect_credentials_later(sink);
    return held_sink != NULL ? CONNECT_OK : CONNECT_E_MEMORY;
}

static connect_status hold_sink_and_fail(void *user, connect_credentials_sink *sink)
{
    connect_status status = hold_sink(user, sink);
    return status != CONNECT_OK ? status : CONNECT_E_CREDENTIALS;
}

static int wakes;

static void count_wake(struct task_driver *driver, struct task *task)
{
    (void)driver;
    (void)task;
    wakes++;
}

START_TEST(no_sink_takes_nothing)
{
    const connect_credentials credentials = { .size = sizeof credentials,
                                              .access_key_id = "AKID",
                                              .secret_access_key = "s" };
    ck_assert_int_eq(connect_credentials_deliver(NULL, &credentials), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_refuse(NULL, "the vault is sealed"),
                     CONNECT_E_CREDENTIALS);
}
END_TEST

/* Before its release: the driver may be gone by then. */
START_TEST(a_fetch_that_has_ended_is_not_woken)
{
    enum { STOPPED, WAITS, FAILED };
    struct provider_context context = context_with(NULL);
    struct fetch_report report = FETCH_REPORT_INIT;
    struct task_driver driver = { .wake = count_wake };
    const connect_credentials credentials = { .size = sizeof credentials,
                                              .access_key_id = "late",
                                              .secret_access_key = "s" };
    connect_credentials_provider *provider;
    memory_watch();
    ck_assert_int_eq(connect_credentials_custom(_i == FAILED ? hold_sink_and_fail : hold_sink, NULL,
                                                NULL, &provider, NULL),
                     CONNECT_OK);
    struct task *task = provider->class->fetch(provider, &context, &report);
    ck_assert_ptr_nonnull(task);
    task->driver = &driver;
    task_resume(task);
    ck_assert_int_eq(task->want, _i == FAILED ? TASK_DONE : TASK_WAIT);
    if (_i == STOPPED) {
        task_stop(task, CONNECT_E_CANCELLED);
        ck_assert_int_eq(task->want, TASK_DONE);
    }
    ck_assert_int_eq(connect_credentials_deliver(held_sink, &credentials), CONNECT_OK);
    ck_assert_int_eq(wakes, _i == WAITS ? 1 : 0);
    task_release(task);
    connect_credentials_provider_free(provider);
    fetch_report_release(&report);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

/* As when a tree is released before its end. */
START_TEST(credentials_that_no_task_takes_are_released)
{
    struct provider_context context =
        context_with(LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s"));
    struct fetch_report report = FETCH_REPORT_INIT;
    const connect_credentials credentials = { .size = sizeof credentials,
                                              .access_key_id = "a",
                                              .secret_access_key = "s" };
    connect_credentials_provider *provider;
    ck_assert_int_eq(_i == 0 ? connect_credentials_static(&credentials, &provider, NULL)
                             : connect_credentials_environment(&provider, NULL),
                     CONNECT_OK);
    struct task *task = provider->class->fetch(provider, &context, &report);
    ck_assert_ptr_nonnull(task);
    if (task->want == TASK_READY) {
        task_resume(task);
    }
    ck_assert_ptr_nonnull(task->result);
    task_release(task);
    connect_credentials_provider_free(provider);
    fetch_report_release(&report);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(a_report_that_no_keyring_takes_is_released)
{
    struct fetch_report report = FETCH_REPORT_INIT;
    memory_watch();
    report.final_file = mem_strdup("/tmp/token");
    ck_assert(buf_add_text(&report.skipped, "environment: nothing"));
    fetch_report_release(&report);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

/* The outcome goes with the task, or at once where there is no memory for one. */
static bool end_at_once(void *user)
{
    (void)user;
    const connect_credentials from = { .size = sizeof from,
                                       .access_key_id = "a",
                                       .secret_access_key = "s" };
    struct credentials *credentials = credentials_new(&from, "test");
    connect_error *error = NULL;
    connect_status status = error_set(&error, CONNECT_E_CREDENTIALS, "no");
    struct task *good = credentials != NULL ? source_done(credentials, NULL) : NULL;
    struct task *bad = status == CONNECT_E_CREDENTIALS ? source_done(NULL, error) : NULL;
    bool ok = good != NULL && bad != NULL;
    if (good != NULL) {
        task_release(good);
    }
    if (bad != NULL) {
        task_release(bad);
    }
    return ok;
}

START_TEST(an_outcome_without_memory_for_its_task_is_released)
{
    memory_watch();
    memory_fail_each(end_at_once, NULL, 0);
    memory_unwatch();
}
END_TEST

START_TEST(a_region_that_no_task_takes_is_released)
{
    struct provider_context context = context_with(NULL);
    struct task *task;
    memory_watch();
    task = imds_region_fetch(&context);
    ck_assert_ptr_nonnull(task);
    task->result = mem_strdup("eu-central-1");
    task_release(task);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

START_TEST(cleared_exchange_can_be_cleared_again_and_used)
{
    struct provider_context context = context_with(NULL);
    const connect_http_request request = { .size = sizeof request,
                                           .method = "GET",
                                           .url = "http://example.com/" };
    struct provider_exchange exchange = { 0 };
    context.max_body_bytes = 1000;
    provider_exchange_clear(&exchange);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(provider_exchange_prepare(&exchange, &context, &request, NULL),
                         CONNECT_OK);
        ck_assert_ptr_nonnull(exchange.head.response);
        provider_exchange_clear(&exchange);
        ck_assert_ptr_null(exchange.head.response);
        provider_exchange_clear(&exchange);
    }
}
END_TEST

START_TEST(the_chain_begins_with_the_environment)
{
    connect_credentials_provider *provider;
    struct credentials *got;
    ck_assert_int_eq(provider_default_chain(&provider, NULL), CONNECT_OK);
    ck_assert_int_eq(
        get_once(provider, LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=s"), &got, NULL),
        CONNECT_OK);
    ck_assert_str_eq(got->source, "environment");
    credentials_unref(got);
    /* A source that is configured but broken ends the search. */
    connect_error *error = NULL;
    ck_assert_int_eq(get_once(provider, LINES("AWS_ACCESS_KEY_ID=a"), &got, &error),
                     CONNECT_E_CREDENTIALS);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "AWS_SECRET_ACCESS_KEY is not"));
    connect_error_free(error);
    connect_credentials_provider_free(provider);
}
END_TEST

/* ---- memory ---- */

static bool use_all_sources(void *user)
{
    (void)user;
    connect_credentials credentials = { .size = sizeof credentials,
                                        .access_key_id = "id",
                                        .secret_access_key = "planted" };
    connect_credentials_provider *provider;
    struct credentials *got = NULL;
    bool done = connect_credentials_static(&credentials, &provider, NULL) == CONNECT_OK;
    for (int i = 0; i < 2 && done; i++) {
        connect_error *error = NULL;
        done = get_once(provider, LINES("AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=planted"),
                        &got, &error) == CONNECT_OK;
        connect_error_free(error);
        credentials_unref(got);
        connect_credentials_provider_free(provider);
        provider = NULL;
        if (i == 0 && done) {
            done = provider_default_chain(&provider, NULL) == CONNECT_OK;
        }
    }
    connect_credentials_provider_free(provider);
    return done;
}

START_TEST(every_failed_allocation_is_an_error_and_no_leak)
{
    memory_watch();
    memory_fail_each(use_all_sources, NULL, 0);
    memory_unwatch();
}
END_TEST

START_TEST(no_secret_is_left_in_freed_memory)
{
    memory_watch();
    memory_look_for("planted");
    ck_assert(use_all_sources(NULL));
    ck_assert_uint_eq(memory_found(), 0);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

static void add_sources(Suite *suite)
{
    TCase *sources = tcase_create("sources");
    tcase_add_checked_fixture(sources, memory_watch, memory_end);
    tcase_add_test(sources, static_credentials_are_copied);
    tcase_add_loop_test(sources, credentials_unfit_for_headers_are_refused, 0,
                        ENTRIES(bad_credentials));
    tcase_add_test(sources, struct_sizes_of_other_versions_are_handled);
    tcase_add_test(sources, a_null_out_is_an_argument_error);
    tcase_add_test(sources, the_environment_provides_credentials);
    tcase_add_loop_test(sources, invalid_variables_are_named, 0, ENTRIES(bad_environments));
    tcase_add_loop_test(sources, success_clears_the_error, 0, sizeof makers / sizeof *makers);
    tcase_add_test(sources, anonymous_has_no_credentials_and_no_error);
    tcase_add_loop_test(sources, a_callback_delivers_refuses_or_fails, 0, FAIL_SILENTLY + 1);
    tcase_add_test(sources, no_sink_takes_nothing);
    tcase_add_loop_test(sources, a_fetch_that_has_ended_is_not_woken, 0, 3);
    tcase_add_test(sources, a_report_that_no_keyring_takes_is_released);
    tcase_add_test(sources, an_outcome_without_memory_for_its_task_is_released);
    tcase_add_test(sources, a_region_that_no_task_takes_is_released);
    tcase_add_loop_test(sources, credentials_that_no_task_takes_are_released, 0, 2);
    tcase_add_test(sources, cleared_exchange_can_be_cleared_again_and_used);
    tcase_add_test(sources, the_chain_begins_with_the_environment);
    suite_add_tcase(suite, sources);
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials");
    add_sources(suite);
    TCase *memory = tcase_create("memory");
    tcase_add_test(memory, every_failed_allocation_is_an_error_and_no_leak);
    tcase_add_test(memory, no_secret_is_left_in_freed_memory);
    suite_add_tcase(suite, memory);
    return suite;
}
