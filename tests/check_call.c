/* A call, step by step: what goes out on each attempt, and what it does with what comes back. */
#include "call/call_task.h"
#include "call/driver.h"
#include "core/block.h"
#include "core/error.h"
#include "support/internals.h"
#include "support/memory.h"
#include "support/real.h"
#include "support/stage.h"
#include "support/suite.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#define FINE                                                                          \
    {                                                                                 \
        .status = 200, .headers = "x-amzn-RequestId: r-1", .body = "{\"Id\":\"i-1\"}" \
    }
#define FAILS                                                                                \
    {                                                                                        \
        .status = 500, .headers = "x-amzn-errortype: InternalServiceException", .body = "{}" \
    }
#define THROTTLES                                                                       \
    {                                                                                   \
        .status = 429, .headers = "x-amzn-ErrorType: ThrottlingException", .body = "{}" \
    }
#define EXPIRED                                                                           \
    {                                                                                     \
        .status = 403, .headers = "x-amzn-ErrorType: ExpiredTokenException", .body = "{}" \
    }

static struct stage stage;

static void set_up(void)
{
    stage_begin(&stage, &stage_get);
}

static void tear_down(void)
{
    stage_end(&stage);
}

static const char *header(size_t attempt, const char *name)
{
    return fake_sent_header(&stage.sent[attempt], name);
}

/* ---- the request ---- */

START_TEST(a_get_has_neither_body_nor_content_type)
{
    stage_response *response;

    ck_assert_int_eq(STAGE_RUN(&stage, NULL, &response, NULL, FINE), CONNECT_OK);
    ck_assert_str_eq(stage.sent[0].method, "GET");
    ck_assert_str_eq(stage.sent[0].url, "https://connect.us-west-2.amazonaws.com/instance/i-1");
    ck_assert_ptr_null(stage.sent[0].body);
    ck_assert_ptr_null(header(0, "Content-Type"));
    ck_assert_ptr_null(header(0, "Content-Length"));
    ck_assert_ptr_null(header(0, "Accept"));
    ck_assert_ptr_null(header(0, "Host"));
    ck_assert_str_eq(response->id, "i-1");
    ck_assert_str_eq(connect_response_request_id(response), "r-1");
    ck_assert_int_eq(connect_response_attempts(response), 1);
    connect_free(response);
}
END_TEST

START_TEST(a_put_carries_json_and_a_token_of_its_own)
{
    const stage_request request = {
        .size = sizeof request, .instance_id = "a/b c~", .filter = "x+y=z", .note = "hello"
    };

    stage.site.operation = &stage_update;
    ck_assert_int_eq(STAGE_RUN(&stage, &request, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_eq(
        stage.sent[0].url,
        "https://connect.us-west-2.amazonaws.com/instance/a%2Fb%20c~?filter=x%2By%3Dz");
    ck_assert_str_eq(header(0, "Content-Type"), "application/json");
    check_has(stage.sent[0].body, "\"Note\":\"hello\"");
    check_has(stage.sent[0].body, "\"ClientToken\":\"");
    check_has_not(stage.sent[0].body, "InstanceId");
}
END_TEST

START_TEST(each_attempt_has_one_bearer_token)
{
    credentials_unref(stage.keys);
    stage.keys = stage_keys(STAGE_KEY, "tok");
    stage.site.operation = &stage_bearer;
    ck_assert_int_eq(
        STAGE_RUN(&stage, NULL, NULL, NULL, { .status = 500 }, { .status = 503 }, FINE),
        CONNECT_OK);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_str_eq(header(i, "Authorization"), "Bearer tok");
    }
}
END_TEST

START_TEST(the_signature_is_the_published_one)
{
    /* The fourth worked vector of the specification: another host path, the same keys and clock. */
    static const struct call_raw raw = { .path = "/instance",
                                         .query = "maxResults=10&nextToken=a%2Bb%2Fc%3D%3D" };
    struct connect_operation operation = stage_get;
    const struct fake_response response = { .status = 200 };
    struct call *call;
    char *text;

    operation.name = "connect_send";
    stage.site.operation = &operation;
    ck_assert_int_eq(call_new(&stage.site, NULL, &raw, &call, NULL), CONNECT_OK);
    stage_drive(&stage, call, &response, 1);
    ck_assert_int_eq(call_finish(call, (void **)&text, NULL), CONNECT_OK);
    call_free(call);
    ck_assert_str_eq(text, "");
    connect_free(text);
    ck_assert_str_eq(header(0, "X-Amz-Date"), "20261121T123456Z");
    ck_assert_str_eq(
        header(0, "Authorization"),
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-west-2/connect/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=26714f86253f49b0b0ad5f98c44824837e4fa0df5ddae0d8bd33a4f52336f8b3");
}
END_TEST

START_TEST(a_base_path_of_the_endpoint_is_sent_and_signed)
{
    const char *plain;

    stage.site.endpoint.url = "http://localhost:5000/base";
    stage.site.endpoint.authority = "localhost:5000";
    stage.site.endpoint.path = "/base";
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_eq(stage.sent[0].url, "http://localhost:5000/base/instance/i-1");
    plain = strdup(header(0, "Authorization"));
    stage.site.endpoint.path = "";
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_ne(header(0, "Authorization"), plain);
    free((char *)plain);
}
END_TEST

START_TEST(a_session_token_is_sent_and_signed)
{
    credentials_unref(stage.keys);
    stage.keys = stage_keys(STAGE_KEY, STAGE_SESSION);
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_eq(header(0, "X-Amz-Security-Token"), STAGE_SESSION);
    check_has(header(0, "Authorization"), "SignedHeaders=host;x-amz-date;x-amz-security-token,");
}
END_TEST

START_TEST(without_keys_the_request_goes_unsigned)
{
    credentials_unref(stage.keys);
    stage.keys = NULL;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_ptr_null(header(0, "Authorization"));
    ck_assert_ptr_null(header(0, "X-Amz-Date"));
    ck_assert_ptr_nonnull(header(0, "User-Agent"));

    stage.site.operation = &stage_login;
    stage.asked = 0;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, { .status = 200 }), CONNECT_OK);
    ck_assert_int_eq(stage.asked, 0);
    ck_assert_ptr_null(header(0, "Authorization"));
}
END_TEST

START_TEST(a_bearer_token_goes_where_the_operation_says)
{
    struct connect_operation other = stage_bearer;

    credentials_unref(stage.keys);
    stage.keys = stage_keys(NULL, "bearer-1");
    stage.site.operation = &stage_bearer;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_eq(header(0, "Authorization"), "Bearer bearer-1");
    ck_assert_ptr_null(header(0, "X-Amz-Date"));
    other.token_header = "x-amz-sso_bearer_token";
    stage.site.operation = &other;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_eq(header(0, "x-amz-sso_bearer_token"), "bearer-1");
    ck_assert_ptr_null(header(0, "Authorization"));
    check_has_not(stage.log.text, "bearer-1");
}
END_TEST

START_TEST(a_response_that_nobody_takes_is_freed_with_its_task)
{
    static const struct fake_response fine = FINE;
    const struct call_sources sources = { 0 };
    struct fake_transport transport;
    struct task *task;
    size_t live = memory_live();

    fake_transport_init(&transport, &stage.clock, &fine, 1);
    ck_assert_int_eq(call_task_new(&stage.site, NULL, &stage_request_fine, &sources, &task, NULL),
                     CONNECT_OK);
    driver_run(&stage.clock.face, &transport.face, task);
    ck_assert_int_eq(task->status, CONNECT_OK);
    ck_assert_ptr_nonnull(task->result);
    task_release(task);
    ck_assert_uint_eq(memory_live(), live);
    fake_transport_clear(&transport);
}
END_TEST

START_TEST(without_a_bearer_token_nothing_is_sent)
{
    connect_error *error = NULL;

    stage.site.operation = &stage_bearer;
    ck_assert_int_eq(stage_run(&stage, NULL, NULL, 0, NULL, &error), CONNECT_E_CREDENTIALS);
    ck_assert_str_eq(connect_error_message(error), "there is no bearer token");
    ck_assert_uint_eq(stage.sent_count, 0);
    connect_error_free(error);
}
END_TEST

/* The whole header has 64 KiB. */
START_TEST(a_bearer_token_has_a_limit)
{
    static const struct fake_response fine = FINE;
    size_t size = 64 * 1024 - strlen("Bearer ") + (size_t)_i;
    char *token = calloc(1, size + 1);
    connect_error *error;
    const char *sent;

    ck_assert_ptr_nonnull(token);
    memset(token, 't', size);
    credentials_unref(stage.keys);
    stage.keys = stage_keys(NULL, token);
    free(token);
    stage.site.operation = &stage_bearer;
    if (_i == 0) {
        ck_assert_int_eq(stage_run(&stage, NULL, &fine, 1, NULL, NULL), CONNECT_OK);
        sent = strstr(stage.sent[0].headers, "Authorization: Bearer ");
        ck_assert_ptr_nonnull(sent);
        ck_assert_uint_eq(strspn(sent + strlen("Authorization: Bearer "), "t"), size);
        return;
    }
    ck_assert_int_eq(stage_run(&stage, NULL, NULL, 0, NULL, &error), CONNECT_E_CREDENTIALS);
    ck_assert_str_eq(connect_error_message(error), "the bearer token is longer than 65536 bytes");
    connect_error_free(error);
}
END_TEST

START_TEST(the_headers_of_the_program_are_sent_and_signed)
{
    const connect_pair *const headers[] = { CONNECT_PAIR("X-Tenant", "blue  sky") };

    stage.site.headers = headers;
    stage.site.headers_count = 1;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_eq(header(0, "X-Tenant"), "blue  sky");
    check_has(header(0, "Authorization"), "SignedHeaders=host;x-amz-date;x-tenant,");
}
END_TEST

START_TEST(the_names_that_the_library_sets_are_its_own)
{
    static const char *const own[] = {
        "Host",       "authorization",   "X-AMZ-DATE",        "Content-Length",
        "User-Agent", "amz-sdk-request", "transfer-encoding", "Expect"
    };

    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        ck_assert(!call_header_is_free(own[i]));
    }
    ck_assert(call_header_is_free("X-Amzn-Trace-Id"));
    ck_assert(call_header_is_free("X-Amz-Custom"));
}
END_TEST

START_TEST(a_lambda_trace_is_passed_on_encoded_unless_the_program_has_one)
{
    const connect_pair *const headers[] = { CONNECT_PAIR("x-amzn-trace-id", "mine") };

    stage.site.trace_id = "Root=1-5759e988;Parent=5 3;Sampled=1\xc3\xa9";
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_eq(header(0, "X-Amzn-Trace-Id"), "Root=1-5759e988;Parent=5%203;Sampled=1%C3%A9");
    check_has(header(0, "Authorization"), "SignedHeaders=host;x-amz-date,");
    stage.site.headers = headers;
    stage.site.headers_count = 1;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_eq(header(0, "X-Amzn-Trace-Id"), "mine");
    check_has_not(stage.sent[0].headers, "Root=");
}
END_TEST

/* A space becomes three bytes: first they fill the room to the last byte. */
START_TEST(a_lambda_trace_that_is_too_long_is_left_out)
{
    char id[2733];
    const char *line;

    memset(id, ' ', sizeof id);
    id[sizeof id - 3] = id[sizeof id - 2] = 'x';
    id[sizeof id - 1] = '\0';
    stage.site.trace_id = id;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    line = strstr(stage.sent[0].headers, "X-Amzn-Trace-Id: ");
    ck_assert_ptr_nonnull(line);
    ck_assert_uint_eq(strcspn(line, "\n"), strlen("X-Amzn-Trace-Id: ") + 8192);
    id[sizeof id - 3] = ' ';
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    check_has_not(stage.sent[0].headers, "X-Amzn-Trace-Id");
}
END_TEST

static const struct machine {
    const char *system, *release, *name; /* NULL: nothing is known */
    const char *words;
} machines[] = {
    { "Linux", "6.1.0(a)@b:c", "x86_64", " os/linux#6.1.0-a--b-c md/arch#x86_64 lang/" },
    { "Darwin", "23.1.0", "arm64", " os/macos#23.1.0 md/arch#arm64 lang/" },
    { "FreeBSD", "14.0", "amd64", " os/other md/FreeBSD#14.0 md/arch#amd64 lang/" },
    { NULL, NULL, NULL, " os/other lang/" },
};

/* What the program runs on; NULL: what it does run on. */
static const struct machine *machine;

/* Interposed: the program comes before the libraries. */
__attribute__((visibility("default"))) int uname(struct utsname *out)
{
    REAL(uname);

    if (machine == NULL) {
        return real.function(out);
    }
    if (machine->system == NULL) {
        return -1;
    }
    memset(out, 0, sizeof *out);
    strcpy(out->sysname, machine->system);
    strcpy(out->release, machine->release);
    strcpy(out->machine, machine->name);
    return 0;
}

START_TEST(the_user_agent_tells_the_system_with_its_release_and_the_machine)
{
    const struct user_agent_parts parts = { .retry_mode = "standard" };
    struct buf agent = BUF_INIT(4096);

    machine = &machines[_i];
    ck_assert(user_agent_new(&stage.arena, &parts, &stage.agent));
    machine = NULL;
    ck_assert(user_agent_add(&agent, &stage.agent, FEATURE_RETRY_STANDARD, NULL));
    check_has(buf_text(&agent), machines[_i].words);
    buf_free(&agent);
}
END_TEST

START_TEST(the_user_agent_tells_who_calls_and_how)
{
    const struct user_agent_parts parts = { .execution_environment = "AWS_ECS_FARGATE",
                                            .retry_mode = "adaptive",
                                            .app_id = "my app/1#2" };
    char begin[64];
    const char *agent;

    snprintf(begin, sizeof begin, "libconnect/%s ua/2.1 os/", connect_version());
    ck_assert(user_agent_new(&stage.arena, &parts, &stage.agent));
    stage.site.features =
        FEATURE_WAITER | FEATURE_PAGER | FEATURE_RETRY_ADAPTIVE | FEATURE_ENDPOINT;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    agent = header(0, "User-Agent");
    ck_assert(strncmp(agent, begin, strlen(begin)) == 0);
    check_has(
        agent,
        " lang/c#11 exec-env/AWS_ECS_FARGATE m/B,C,F,N,e cfg/retry-mode#adaptive app/my-app-1-2");
    ck_assert_str_eq(agent + strlen(agent) - strlen(" app/my-app-1-2"), " app/my-app-1-2");
}
END_TEST

/* So that the header stays below what servers take. */
START_TEST(a_long_word_of_the_user_agent_is_cut)
{
    char name[258] = "", words[300];
    const struct user_agent_parts parts = { .execution_environment = name,
                                            .retry_mode = "standard" };

    for (size_t size = 255; size < sizeof name; size++) {
        struct buf agent = BUF_INIT(4096);

        memset(name, 'x', size);
        snprintf(words, sizeof words, " exec-env/%.256s m/", name);
        ck_assert(user_agent_new(&stage.arena, &parts, &stage.agent));
        ck_assert(user_agent_add(&agent, &stage.agent, FEATURE_RETRY_STANDARD, NULL));
        check_has(buf_text(&agent), words);
        buf_free(&agent);
    }
}
END_TEST

START_TEST(the_user_agent_tells_where_the_keys_come_from)
{
    static const struct {
        const char *source, *metrics;
    } cases[] = {
        { "environment", " m/E,g " },
        { "profile", " m/E,n " },
        { "assume role", " m/E,i " },
        { "web identity", " m/E,k " },
        { "sso", " m/E,r,s " },
        { "login", " m/E,AC,AD " },
        { "container", " m/E,z " },
        { "instance metadata", " m/E,0 " },
        { "credential_process", " m/E,v,w " },
        { "a source to come", " m/E " },
        { NULL, " m/E " },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf agent = BUF_INIT(4096);

        ck_assert(user_agent_add(&agent, &stage.agent, FEATURE_RETRY_STANDARD, cases[i].source));
        check_has(buf_text(&agent), cases[i].metrics);
        buf_free(&agent);
    }
}
END_TEST

/* ---- attempts ---- */

static const char *token_of(const char *body)
{
    static char token[37];
    const char *at = strstr(body, "\"ClientToken\":\"");

    ck_assert_ptr_nonnull(at);
    memcpy(token, at + strlen("\"ClientToken\":\""), 36);
    return token;
}

START_TEST(all_attempts_of_a_call_have_one_token_and_one_id_and_a_date_of_their_own)
{
    char token[37], id[64], date[32];
    void *response;

    stage.site.operation = &stage_update;
    stage.random.is_highest = false;
    ck_assert_int_eq(
        STAGE_RUN(
            &stage, NULL, &response, NULL,
            { .status = 500, .headers = "Date: Sat, 21 Nov 2026 12:34:56 GMT", .takes_ms = 3000 },
            { .failure = CONNECT_E_TRANSPORT, .takes_ms = 3000 }, FINE),
        CONNECT_OK);
    ck_assert_int_eq(connect_response_attempts(response), 3);
    connect_free(response);
    strcpy(token, token_of(stage.sent[0].body));
    strcpy(id, header(0, "amz-sdk-invocation-id"));
    strcpy(date, header(0, "X-Amz-Date"));
    ck_assert_int_eq(strlen(id), 36);
    ck_assert_str_ne(id, token);
    for (size_t i = 1; i < 3; i++) {
        ck_assert_str_eq(token_of(stage.sent[i].body), token);
        ck_assert_str_eq(header(i, "amz-sdk-invocation-id"), id);
        ck_assert_str_ne(header(i, "X-Amz-Date"), date);
        strcpy(date, header(i, "X-Amz-Date"));
    }
    ck_assert_int_eq(stage.asked, 3); /* credentials are fetched anew each time */

    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_str_ne(token_of(stage.sent[0].body), token);
    ck_assert_str_ne(header(0, "amz-sdk-invocation-id"), id);
}
END_TEST

START_TEST(each_attempt_tells_its_number_and_how_long_it_is_waited_for)
{
    stage.site.attempt_timeout_ms = 30000;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL,
                               { .status = 503, .headers = "Date: Sat, 21 Nov 2026 12:35:06 GMT" },
                               { .failure = CONNECT_E_TRANSPORT }, FINE),
                     CONNECT_OK);
    ck_assert_str_eq(header(0, "amz-sdk-request"), "attempt=1; max=3");
    /* by the clock of the service, which is ten seconds ahead */
    check_has(header(1, "amz-sdk-request"), "ttl=20261121T123536Z; attempt=2; max=3");
    ck_assert_str_eq(header(2, "amz-sdk-request"), "attempt=3; max=3");
    char agent[400];
    snprintf(agent, sizeof agent, "%s", header(0, "User-Agent"));
    for (size_t i = 1; i < 3; i++) {
        ck_assert_str_eq(header(i, "User-Agent"), agent);
    }
}
END_TEST

START_TEST(the_caller_s_own_token_is_kept)
{
    stage_request request = stage_request_fine;

    stage.site.operation = &stage_update;
    request.client_token = "mine";
    ck_assert_int_eq(STAGE_RUN(&stage, &request, NULL, NULL, FAILS, FINE), CONNECT_OK);
    check_has(stage.sent[0].body, "\"ClientToken\":\"mine\"");
    check_has(stage.sent[1].body, "\"ClientToken\":\"mine\"");
    /* An empty one is kept too, but protects from nothing. */
    request.client_token = "";
    ck_assert_int_eq(STAGE_RUN(&stage, &request, NULL, NULL, FAILS), CONNECT_E_INTERNAL);
    check_has(stage.sent[0].body, "\"ClientToken\":\"\"");
}
END_TEST

START_TEST(a_struct_of_before_the_token_gets_one_too)
{
    stage_request request = { .size = offsetof(stage_request, client_token), .instance_id = "i-1" };

    request.client_token = (const char *)(uintptr_t)0xbad; /* beyond what the caller knows of */
    stage.site.operation = &stage_update;
    ck_assert_int_eq(STAGE_RUN(&stage, &request, NULL, NULL, FAILS, FINE), CONNECT_OK);
    ck_assert_int_eq(strlen(token_of(stage.sent[0].body)), 36);
}
END_TEST

START_TEST(what_may_have_been_done_is_not_done_twice)
{
    connect_error *error;

    stage.site.operation = &stage_act;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, &error, FAILS), CONNECT_E_INTERNAL);
    ck_assert(!connect_error_is_retryable(error));
    connect_error_free(error);
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, { .failure = CONNECT_E_TIMEOUT }),
                     CONNECT_E_TIMEOUT);
    ck_assert_int_eq(
        STAGE_RUN(&stage, NULL, NULL, NULL, { .failure = CONNECT_E_TRANSPORT, .stale = true }),
        CONNECT_E_TRANSPORT);
    /* This was certainly not done. */
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL,
                               { .failure = CONNECT_E_TRANSPORT, .not_sent = true }, THROTTLES,
                               FINE),
                     CONNECT_OK);
}
END_TEST

START_TEST(a_dead_connection_is_replaced_at_once_and_for_nothing)
{
    stage.site.retry.max_attempts = 1;
    stage.site.is_paced = true;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL,
                               { .failure = CONNECT_E_TRANSPORT, .stale = true }, FINE),
                     CONNECT_OK);
    ck_assert_uint_eq(stage.clock.waits_count, 0);
    ck_assert_int_eq(stage.paced, 1);
    ck_assert_int_eq(quota_left(&stage.quota), RETRY_QUOTA_FULL);
    ck_assert_str_eq(header(1, "amz-sdk-request"), "attempt=1; max=1");
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL,
                               { .failure = CONNECT_E_TRANSPORT, .stale = true },
                               { .failure = CONNECT_E_TRANSPORT, .stale = true }),
                     CONNECT_E_TRANSPORT);
}
END_TEST

START_TEST(expired_keys_are_replaced_once)
{
    connect_error *error;

    stage.site.retry.max_attempts = 1;
    stage.fresh = stage_keys("AKIDFRESH", STAGE_SESSION);
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, EXPIRED, FINE), CONNECT_OK);
    check_has(header(1, "Authorization"), "Credential=AKIDFRESH/");
    ck_assert_uint_eq(stage.clock.waits_count, 0);

    stage.fresh = stage_keys("AKIDFRESHER", NULL);
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, &error, EXPIRED, EXPIRED),
                     CONNECT_E_UNAUTHENTICATED);
    ck_assert_str_eq(connect_error_aws_type(error), "ExpiredTokenException");
    ck_assert_int_eq(connect_error_attempts(error), 2);
    connect_error_free(error);
}
END_TEST

START_TEST(the_same_keys_again_are_not_tried_again)
{
    connect_error *error;

    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, &error, EXPIRED), CONNECT_E_UNAUTHENTICATED);
    ck_assert_str_eq(connect_error_aws_type(error), "ExpiredTokenException");
    ck_assert_int_eq(stage.asked, 2);
    connect_error_free(error);
}
END_TEST

START_TEST(a_transport_may_fail_without_a_word)
{
    connect_error *error;
    struct call *call;

    stage.site.retry.max_attempts = 1;
    ck_assert_int_eq(call_new(&stage.site, &stage_request_fine, NULL, &call, NULL), CONNECT_OK);
    call_give_credentials(call, stage.keys, NULL);
    ck_assert_ptr_nonnull(call_compose(call));
    call_receive(call, CONNECT_E_TRANSPORT, NULL);
    ck_assert_int_eq(call_state(call), CALL_DONE);
    ck_assert_int_eq(call_finish(call, NULL, &error), CONNECT_E_TRANSPORT);
    check_has(connect_error_message(error), ": the request failed");
    connect_error_free(error);
    call_free(call);
}
END_TEST

START_TEST(when_no_fresh_keys_are_to_be_had_the_error_says_both)
{
    const struct fake_response response = EXPIRED;
    connect_http_failure failure = { .size = sizeof failure };
    connect_error *error, *no_keys = NULL;
    struct call *call;

    ck_assert_int_eq(call_new(&stage.site, &stage_request_fine, NULL, &call, NULL), CONNECT_OK);
    ck_assert_int_eq(call_state(call), CALL_CREDENTIALS);
    ck_assert_ptr_null(call_rejected_credentials(call));
    call_give_credentials(call, stage.keys, NULL);
    ck_assert_ptr_nonnull(call_compose(call));
    call_receive(call, fake_response_play(&response, NULL, call_response(call), &failure), NULL);
    ck_assert_int_eq(call_state(call), CALL_CREDENTIALS);
    ck_assert_ptr_nonnull(call_rejected_credentials(call));
    ck_assert_ptr_null(call_rejected_credentials(call));
    (void)error_set(&no_keys, CONNECT_E_CREDENTIALS, "the vault is sealed");
    call_fail(call, no_keys);
    ck_assert_int_eq(call_finish(call, NULL, &error), CONNECT_E_CREDENTIALS);
    call_free(call);
    check_has(connect_error_message(error), "refused the credentials as expired");
    check_has(connect_error_message(error), "the vault is sealed");
    connect_error_free(error);
}
END_TEST

START_TEST(each_attempt_waits_for_its_turn)
{
    stage.site.is_paced = true;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, THROTTLES, THROTTLES, FINE), CONNECT_OK);
    ck_assert_int_eq(stage.paced, 3);
}
END_TEST

START_TEST(pauses_and_quota_are_those_of_the_policy)
{
    stage.random.is_highest = true; /* the longest pauses */
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FAILS, FAILS, FINE), CONNECT_OK);
    ck_assert_uint_eq(stage.clock.waits_count, 2);
    ck_assert_int_eq(stage.clock.waits[0], 49);
    ck_assert_int_eq(stage.clock.waits[1], 99);
    ck_assert_int_eq(quota_left(&stage.quota), 486);

    ck_assert_int_eq(
        STAGE_RUN(&stage, NULL, NULL, NULL,
                  { .status = 500, .headers = "x-amz-retry-after: 1500\nRetry-After: 60" }, FINE),
        CONNECT_OK);
    ck_assert_int_eq(stage.clock.waits[2], 1500);
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL,
                               { .status = 500, .headers = "x-amz-retry-after: soon" }, FINE),
                     CONNECT_OK);
    ck_assert_int_eq(stage.clock.waits[3], 49);
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL,
                               { .status = 500, .headers = "x-amz-retry-after: -100" }, FINE),
                     CONNECT_OK);
    ck_assert_int_eq(stage.clock.waits[4], 49);
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL,
                               { .status = 500, .headers = "x-amz-retry-after: 0" }, FINE),
                     CONNECT_OK);
    ck_assert_uint_eq(stage.clock.waits_count, 6);
    ck_assert_int_eq(stage.clock.waits[5], 49); /* no less than without it */
}
END_TEST

START_TEST(a_used_up_quota_ends_the_call_with_the_service_s_error)
{
    connect_error *error;

    ck_assert(retry_quota_take(&stage.quota, RETRY_QUOTA_FULL - 14));
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, &error, FAILS, FAILS), CONNECT_E_INTERNAL);
    ck_assert_int_eq(connect_error_attempts(error), 2);
    ck_assert(connect_error_is_retryable(error));
    check_has(stage.log.text, "quota of the client is used up");
    connect_error_free(error);
}
END_TEST

/* ---- limits ---- */

START_TEST(the_deadline_bounds_every_attempt_and_every_pause)
{
    connect_error *error;

    stage.random.is_highest = true;
    stage.site.deadline = stage.clock.ticks + 5000;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, { .status = 503, .takes_ms = 3000 }, FINE),
                     CONNECT_OK);
    ck_assert_int_eq(stage.sent[0].timeout_ms, 5000);
    ck_assert_int_eq(stage.sent[0].connect_timeout_ms, 5000);
    ck_assert_int_eq(stage.sent[1].timeout_ms, 1951);

    /* A pause that would pass it is not begun. */
    stage.site.deadline = stage.clock.ticks + 900;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, &error, THROTTLES), CONNECT_E_THROTTLED);
    ck_assert(connect_error_is_retryable(error));
    connect_error_free(error);

    stage.site.deadline = stage.clock.ticks + 900;
    ck_assert_int_eq(
        STAGE_RUN(&stage, NULL, NULL, &error, { .failure = CONNECT_E_TIMEOUT, .takes_ms = 900 }),
        CONNECT_E_TIMEOUT);
    check_has(connect_error_message(error), "the time limit of the call passed");
    ck_assert(!connect_error_is_throttle(error));
    connect_error_free(error);

    ck_assert_int_eq(stage_run(&stage, NULL, NULL, 0, NULL, &error), CONNECT_E_TIMEOUT);
    ck_assert_int_eq(connect_error_attempts(error), 0);
    ck_assert(connect_error_is_retryable(error));
    connect_error_free(error);
}
END_TEST

START_TEST(a_cancelled_call_says_where_it_was)
{
    connect_cancel *cancel;
    connect_error *error;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    stage.site.cancel = cancel;
    stage.clock.fire = cancel;
    stage.clock.fire_at = stage.clock.ticks + 10;
    stage.random.is_highest = true;
    ck_assert_int_eq(
        STAGE_RUN(
            &stage, NULL, NULL, &error,
            { .status = 500, .headers = "x-amzn-RequestId: r-9", .body = "{\"message\":\"no\"}" }),
        CONNECT_E_CANCELLED);
    check_has(connect_error_message(error),
              "while it waited before a retry; the last attempt failed: no");
    ck_assert_str_eq(connect_error_request_id(error), "r-9");
    ck_assert_int_eq(connect_error_attempts(error), 1);
    ck_assert(!connect_error_is_retryable(error));
    connect_error_free(error);

    ck_assert_int_eq(stage_run(&stage, NULL, NULL, 0, NULL, &error), CONNECT_E_CANCELLED);
    ck_assert_int_eq(connect_error_attempts(error), 0);
    connect_error_free(error);
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(the_deadline_and_the_token_of_its_site_end_a_task)
{
    const struct call_sources sources = { 0 };
    struct call_site late = stage.site, cancelled = stage.site;
    struct fake_transport transport;
    connect_cancel *cancel;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    connect_cancel_fire(cancel);
    late.deadline = stage.clock.ticks;
    cancelled.cancel = cancel;
    fake_transport_init(&transport, &stage.clock, NULL, 0);
    transport.is_forbidden = true;
    for (int i = 0; i < 2; i++) {
        struct task *task;

        ck_assert_int_eq(call_task_new(i == 0 ? &late : &cancelled, NULL, &stage_request_fine,
                                       &sources, &task, NULL),
                         CONNECT_OK);
        driver_run(&stage.clock.face, &transport.face, task);
        ck_assert_int_eq(task->status, i == 0 ? CONNECT_E_TIMEOUT : CONNECT_E_CANCELLED);
        task_release(task);
    }
    connect_cancel_free(cancel);
    fake_transport_clear(&transport);
}
END_TEST

/* A task that runs a call as its child, like a credential source that calls STS. */
struct runner {
    struct task task;
    struct task *call;
    connect_status status; /* of the call */
};

static void runner_resume(struct task *task)
{
    struct runner *runner = (struct runner *)task;
    connect_error *error;
    void *response;

    if (task->child == NULL) {
        task_run_child(task, runner->call);
        return;
    }
    runner->status = task_collect(task, &response, &error);
    connect_free(response);
    connect_error_free(error);
    task_succeed(task, NULL);
}

static void runner_stop(struct task *task, connect_status status)
{
    connect_error *error = NULL;

    (void)error_set(&error, status, "stopped");
    task_fail(task, error);
}

static void runner_release(struct task *task)
{
    (void)task;
}

/* A pause that would pass it is not begun, as with a deadline of the call's own. */
START_TEST(the_deadline_of_its_parent_bounds_the_pauses_of_a_call)
{
    static const struct task_class class = {
        .name = "runner", .resume = runner_resume, .stop = runner_stop, .release = runner_release
    };
    static const struct fake_response refusal = THROTTLES;
    const struct call_sources sources = { 0 };
    struct fake_transport transport;
    struct runner runner = { .status = CONNECT_OK };
    int64_t start = stage.clock.ticks;

    stage.random.is_highest = true;
    fake_transport_init(&transport, &stage.clock, &refusal, 1);
    task_init(&runner.task, &class);
    runner.task.deadline = start + 900;
    ck_assert_int_eq(
        call_task_new(&stage.site, NULL, &stage_request_fine, &sources, &runner.call, NULL),
        CONNECT_OK);
    driver_run(&stage.clock.face, &transport.face, &runner.task);
    ck_assert_int_eq(runner.status, CONNECT_E_THROTTLED);
    ck_assert_int_eq(stage.clock.ticks, start);
    task_release(&runner.task);
    fake_transport_clear(&transport);
}
END_TEST

START_TEST(nothing_is_sent_when_a_check_fails)
{
    const stage_request nothing = { .size = sizeof nothing };
    connect_error *error;

    ck_assert_int_eq(stage_run(&stage, &nothing, NULL, 0, NULL, &error), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_operation(error), "Get");
    ck_assert_int_eq(connect_error_attempts(error), 0);
    ck_assert_uint_eq(connect_error_problem_count(error), 1);
    check_has(connect_error_problem(error, 0), "InstanceId");
    ck_assert_uint_eq(stage.sent_count, 0);
    connect_error_free(error);
    ck_assert_int_eq(call_new(&stage.site, NULL, NULL, &(struct call *){ NULL }, NULL),
                     CONNECT_E_ARGUMENT);
}
END_TEST

START_TEST(without_a_region_nothing_is_signed)
{
    connect_error *error;

    stage.site.endpoint.signing_region = NULL;
    ck_assert_int_eq(stage_run(&stage, NULL, NULL, 0, NULL, &error), CONNECT_E_CONFIGURATION);
    check_has(connect_error_message(error), "AWS_REGION");
    connect_error_free(error);
}
END_TEST

START_TEST(without_randomness_there_is_no_token_and_no_call)
{
    stage.site.operation = &stage_update;
    stage.random.is_broken = true;
    ck_assert_int_eq(stage_run(&stage, NULL, NULL, 0, NULL, NULL), CONNECT_E_CONFIGURATION);
}
END_TEST

/* ---- log ---- */

START_TEST(each_attempt_has_a_line_with_its_outcome)
{
    ck_assert_int_eq(
        STAGE_RUN(&stage, NULL, NULL, NULL, FAILS, { .status = 503, .takes_ms = 30 }, FINE),
        CONNECT_OK);
    check_has(stage.log.text,
              "Get: attempt 1 of 3: CONNECT_E_INTERNAL InternalServiceException, HTTP 500 in ");
    check_has(stage.log.text, "Get: attempt 2 of 3: CONNECT_E_INTERNAL, HTTP 503 in ");
    check_has(stage.log.text, "Get: attempt 3 of 3: CONNECT_OK, HTTP 200 in ");
    check_has(stage.log.text, "HTTP 503 in 30 ms, request id none\n");
    check_has(stage.log.text, " ms, request id r-1\n");
}
END_TEST

/* ---- secrets ---- */

START_TEST(no_line_and_no_error_shows_a_secret_or_a_private_member)
{
    static const struct fake_response responses[] = {
        { .status = 403,
          .headers = "x-amzn-ErrorType: ExpiredTokenException\nSet-Cookie: SECRET-COOKIE",
          .body = "{\"message\":\"no\"}" },
        FAILS,
        { .failure = CONNECT_E_TRANSPORT, .message = "reset" },
        { .status = 200, .body = "{\"Id\":\"i-1\",\"Alias\":\"private-alias\"}" },
    };
    stage_request request = {
        .size = sizeof request, .instance_id = "i-1", .alias = "private-alias", .note = "ok"
    };
    connect_error *error;

    credentials_unref(stage.keys);
    stage.keys = stage_keys(STAGE_KEY, STAGE_SESSION);
    stage.fresh = stage_keys("AKIDFRESH", STAGE_SESSION "2");
    stage.site.operation = &stage_update;
    ck_assert_int_eq(stage_run(&stage, &request, responses, 4, NULL, NULL), CONNECT_OK);
    check_has(stage.log.text, "> Authorization: (redacted)");
    check_has(stage.log.text, "> Content-Type: application/json\n");
    check_has(stage.log.text, "> Host: connect.us-west-2.amazonaws.com\n");
    check_has(stage.log.text, "> User-Agent: ");
    check_has(stage.log.text, "> amz-sdk-invocation-id: ");
    check_has(stage.log.text, "> X-Amz-Date: ");
    check_has(stage.log.text, "< Set-Cookie: (redacted)");
    check_has(stage.log.text, "< x-amzn-ErrorType: ExpiredTokenException");
    check_has(stage.log.text, "\"Note\":\"ok\"");
    check_has(stage.log.text, "Update: attempt 1 of 3");
    check_has_not(stage.log.text, STAGE_SECRET);
    check_has_not(stage.log.text, "session//token");
    check_has_not(stage.log.text, "Signature=");
    check_has_not(stage.log.text, "private-alias");
    check_has_not(stage.log.text, "SECRET-COOKIE");

    /* A response that holds keys and cannot be read is not shown. */
    stage.site.operation = &stage_login;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, &error,
                               { .status = 200,
                                 .body = "{\"Secret\":\"TOP-SECRET\",\"Count\":\"TOP-SECRET\"}" }),
                     CONNECT_E_DECODE);
    check_has_not(connect_error_message(error), "TOP-SECRET");
    ck_assert(connect_error_body_excerpt(error) == NULL ||
              strstr(connect_error_body_excerpt(error), "TOP-SECRET") == NULL);
    check_has_not(stage.log.text, "TOP-SECRET");
    check_has(stage.log.text, "< (44 bytes)\n");
    connect_error_free(error);
}
END_TEST

/*
 * As the request of the stage, with a private value in the query or in the path.  The first has
 * none in its URL, and a private member follows it that is not its own.
 */
#define T stage_request
static const struct connect_member private_members[][2] = {
    { FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH), FIELD(alias, "Alias", SENSITIVE) },
    { FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, SENSITIVE),
      FIELD(alias, "Alias", IN_QUERY("alias")) },
    { FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH),
      FIELD(alias, "Alias", SENSITIVE, IN_QUERY("alias")) },
    { FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH),
      FIELD(alias, "Alias", SECRET, IN_QUERY("alias")) },
};
#undef T

START_TEST(a_url_with_a_private_member_is_logged_as_its_pattern)
{
    const struct connect_shape input = {
        .name = "private", .size = sizeof(stage_request), .members = private_members[_i], .count = 2
    };
    const struct connect_operation operation = { .name = "Private",
                                                 .method = "PUT",
                                                 .path = "/instance/{InstanceId}",
                                                 .service = stage_update.service,
                                                 .input = &input,
                                                 .output = stage_update.output };
    const stage_request request = { .size = sizeof request,
                                    .instance_id = "hidden-id",
                                    .alias = "hidden-alias" };

    stage.site.operation = &operation;
    ck_assert_int_eq(STAGE_RUN(&stage, &request, NULL, NULL, FINE), CONNECT_OK);
    if (_i == 0) { /* a private value in the body has a mark of its own */
        check_has(stage.log.text,
                  "> PUT https://connect.us-west-2.amazonaws.com/instance/hidden-id\n");
    } else {
        check_has(stage.log.text, "> PUT /instance/{InstanceId}\n");
        check_has_not(stage.log.text, "hidden-id");
    }
    check_has_not(stage.log.text, "hidden-alias");
}
END_TEST

START_TEST(secrets_are_cleansed_before_their_memory_is_given_back)
{
    static const struct fake_response scripted = { .status = 200,
                                                   .body =
                                                       "{\"Secret\":\"TOP-SECRET\",\"Count\":1}" };
    void *response;

    stage_end(&stage);
    memory_watch();
    stage_begin(&stage, &stage_login);
    stage.logger.level = CONNECT_LOG_OFF;
    memory_look_for("TOP-SECRET");
    ck_assert_int_eq(stage_run(&stage, NULL, &scripted, 1, &response, NULL), CONNECT_OK);
    connect_free(response);
    ck_assert_uint_eq(memory_found(), 0);
    memory_look_for("Bearer TOP-SECRET");
    credentials_unref(stage.keys);
    stage.keys = stage_keys(NULL, "TOP-SECRET");
    stage.site.operation = &stage_bearer;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, NULL, FINE), CONNECT_OK);
    ck_assert_uint_eq(memory_found(), 0);
    stage_end(&stage);
    memory_unwatch();
    stage_begin(&stage, &stage_get);
}
END_TEST

/* ---- memory ---- */

static bool run_with_retries(void *user)
{
    static const struct fake_response responses[] = {
        { .status = 500,
          .headers = "x-amzn-RequestId: r-0\nDate: Sat, 21 Nov 2026 12:34:56 GMT",
          .body = "{\"message\":\"once more\"}" },
        { .status = 200,
          .headers = "x-amzn-RequestId: r-1",
          .body = "{\"Id\":\"i-1\",\"Alias\":\"a\",\"CreatedTime\":1.5}" },
    };
    struct stage *it = user;
    const stage_request request = { .size = sizeof request,
                                    .instance_id = "i-1",
                                    .filter = "f",
                                    .alias = "alias",
                                    .note = "note" };
    stage_response *response = NULL;
    connect_error *error = NULL;
    struct call *call = NULL;
    connect_status status = call_new(&it->site, &request, NULL, &call, &error);

    if (status == CONNECT_OK) {
        for (size_t i = 0; i < it->sent_count; i++) {
            free(it->sent[i].headers), free(it->sent[i].method), free(it->sent[i].url),
                free(it->sent[i].body);
        }
        it->sent_count = 0;
        stage_drive(it, call, responses, 2);
        status = call_finish(call, (void **)&response, &error);
    }
    call_free(call);
    if (status == CONNECT_OK) {
        ck_assert_str_eq(response->alias, "a");
    } else {
        ck_assert_ptr_null(response);
    }
    ck_assert_int_eq(connect_error_code(error), status);
    memory_check_status(status, CONNECT_OK);
    connect_free(response);
    connect_error_free(error);
    return status == CONNECT_OK;
}

START_TEST(any_allocation_may_fail)
{
    stage_end(&stage);
    memory_watch();
    stage_begin(&stage, &stage_update);
    stage.site.trace_id = "Root=1 2";
    ck_assert(run_with_retries(&stage)); /* so that the signing key is there */
    memory_fail_each(run_with_retries, &stage, 5);
    stage_end(&stage);
    memory_unwatch();
    stage_begin(&stage, &stage_get);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("call");
    TCase *request = tcase_create("request"), *attempts = tcase_create("attempts"),
          *limits = tcase_create("limits"), *secrets = tcase_create("secrets"),
          *cases[] = { request, attempts, limits, secrets };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tcase_add_checked_fixture(cases[i], set_up, tear_down);
        suite_add_tcase(suite, cases[i]);
    }
    tcase_add_test(request, a_get_has_neither_body_nor_content_type);
    tcase_add_test(request, a_put_carries_json_and_a_token_of_its_own);
    tcase_add_test(request, each_attempt_has_one_bearer_token);
    tcase_add_test(request, the_signature_is_the_published_one);
    tcase_add_test(request, a_base_path_of_the_endpoint_is_sent_and_signed);
    tcase_add_test(request, a_session_token_is_sent_and_signed);
    tcase_add_test(request, without_keys_the_request_goes_unsigned);
    tcase_add_test(request, a_bearer_token_goes_where_the_operation_says);
    tcase_add_test(request, without_a_bearer_token_nothing_is_sent);
    tcase_add_loop_test(request, a_bearer_token_has_a_limit, 0, 2);
    tcase_add_test(request, a_response_that_nobody_takes_is_freed_with_its_task);
    tcase_add_test(request, the_headers_of_the_program_are_sent_and_signed);
    tcase_add_test(request, the_names_that_the_library_sets_are_its_own);
    tcase_add_test(request, a_lambda_trace_is_passed_on_encoded_unless_the_program_has_one);
    tcase_add_test(request, a_lambda_trace_that_is_too_long_is_left_out);
    tcase_add_test(request, the_user_agent_tells_who_calls_and_how);
    tcase_add_loop_test(request, the_user_agent_tells_the_system_with_its_release_and_the_machine,
                        0, (int)(sizeof machines / sizeof machines[0]));
    tcase_add_test(request, a_long_word_of_the_user_agent_is_cut);
    tcase_add_test(request, the_user_agent_tells_where_the_keys_come_from);
    tcase_add_test(attempts,
                   all_attempts_of_a_call_have_one_token_and_one_id_and_a_date_of_their_own);
    tcase_add_test(attempts, each_attempt_tells_its_number_and_how_long_it_is_waited_for);
    tcase_add_test(attempts, the_caller_s_own_token_is_kept);
    tcase_add_test(attempts, a_struct_of_before_the_token_gets_one_too);
    tcase_add_test(attempts, what_may_have_been_done_is_not_done_twice);
    tcase_add_test(attempts, a_dead_connection_is_replaced_at_once_and_for_nothing);
    tcase_add_test(attempts, expired_keys_are_replaced_once);
    tcase_add_test(attempts, the_same_keys_again_are_not_tried_again);
    tcase_add_test(attempts, a_transport_may_fail_without_a_word);
    tcase_add_test(attempts, when_no_fresh_keys_are_to_be_had_the_error_says_both);
    tcase_add_test(attempts, each_attempt_waits_for_its_turn);
    tcase_add_test(attempts, pauses_and_quota_are_those_of_the_policy);
    tcase_add_test(attempts, a_used_up_quota_ends_the_call_with_the_service_s_error);
    tcase_add_test(limits, the_deadline_bounds_every_attempt_and_every_pause);
    tcase_add_test(limits, a_cancelled_call_says_where_it_was);
    tcase_add_test(limits, the_deadline_and_the_token_of_its_site_end_a_task);
    tcase_add_test(limits, the_deadline_of_its_parent_bounds_the_pauses_of_a_call);
    tcase_add_test(limits, nothing_is_sent_when_a_check_fails);
    tcase_add_test(limits, without_a_region_nothing_is_signed);
    tcase_add_test(limits, without_randomness_there_is_no_token_and_no_call);
    tcase_add_test(secrets, no_line_and_no_error_shows_a_secret_or_a_private_member);
    tcase_add_test(secrets, each_attempt_has_a_line_with_its_outcome);
    tcase_add_loop_test(secrets, a_url_with_a_private_member_is_logged_as_its_pattern, 0,
                        (int)(sizeof private_members / sizeof *private_members));
    tcase_add_test(secrets, secrets_are_cleansed_before_their_memory_is_given_back);
    tcase_add_test(secrets, any_allocation_may_fail);
    return suite;
}
