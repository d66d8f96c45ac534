/*
 * A whole client against a server that does wrong, fault by fault: what a call makes of it, how
 * often, how long.
 */
#include "core/clock.h"
#include "core/file.h"
#include "support/faults.h"
#include "support/held.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/suite.h"

#include <connect/connect.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ID "11111111-2222-3333-4444-555555555555"
#define ARN "arn:aws:connect:us-west-2:123456789012:instance/" ID
#define DESCRIBED \
    "{\"Instance\":{\"Id\":\"" ID "\",\"Arn\":\"" ARN "\",\"InstanceStatus\":\"ACTIVE\"}}"
#define BIG (2 * 1024 * 1024)
#define SLOWNESS_MAX 8 /* of a tool: enough for a handshake, and the whole ends before tomorrow */
#define LONGEST 16     /* that attempts of the slow become once the machine was too slow */
#define LATE_MOST 2    /* plays that may be late before one must not be: machines pause */

/* ---- the three operations ---- */

struct outcome {
    connect_status status;
    connect_error *error;
    const void *response;
    int64_t took_ms;
};

static char big_text[BIG + 1];

static const char *text_for(const struct fault *fault)
{
    memset(big_text, 'x', BIG);
    return fault->big ? big_text : "small";
}

static connect_status describe(connect_client *client, const struct fault *fault,
                               struct outcome *outcome)
{
    connect_describe_instance_request request = { sizeof request, .instance_id = ID };
    connect_describe_instance_response *response = (void *)big_text;
    (void)fault;
    connect_status status = connect_describe_instance(client, &request, &response, &outcome->error);
    outcome->response = response;
    if (status == CONNECT_OK) {
        ck_assert_str_eq(response->instance->id, ID);
    }
    return status;
}

/* Safe to repeat as well, and with a body of any size. */
static connect_status tag(connect_client *client, const struct fault *fault,
                          struct outcome *outcome)
{
    connect_tag_resource_request request = { sizeof request, .resource_arn = ARN,
                                             .tags = (const connect_pair *const[]){ CONNECT_PAIR(
                                                 "key", text_for(fault)) },
                                             .tags_count = 1 };
    connect_tag_resource_response *response = (void *)big_text;
    connect_status status = connect_tag_resource(client, &request, &response, &outcome->error);
    outcome->response = response;
    return status;
}

static connect_status create(connect_client *client, const struct fault *fault,
                             struct outcome *outcome)
{
    connect_create_instance_request request = {
        sizeof request,
        .instance_alias = "demo",
        .identity_management_type = CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
        .inbound_calls_enabled = CONNECT_SET(true),
        .outbound_calls_enabled = CONNECT_SET(true),
        .tags = (const connect_pair *const[]){ CONNECT_PAIR("key", text_for(fault)) },
        .tags_count = 1
    };
    connect_create_instance_response *response = (void *)big_text;
    connect_status status = connect_create_instance(client, &request, &response, &outcome->error);
    outcome->response = response;
    if (status == CONNECT_OK) {
        ck_assert_str_eq(response->id, ID);
    }
    return status;
}

/* Twice is two of them, and the service offers no token. */
static connect_status integrate(connect_client *client, const struct fault *fault,
                                struct outcome *outcome)
{
    connect_create_integration_association_request request = {
        sizeof request, .instance_id = ID, .integration_type = CONNECT_INTEGRATION_TYPE_EVENT,
        .integration_arn = ARN, .source_application_url = text_for(fault)
    };
    connect_create_integration_association_response *response = (void *)big_text;
    connect_status status =
        connect_create_integration_association(client, &request, &response, &outcome->error);
    outcome->response = response;
    if (status == CONNECT_OK) {
        ck_assert_str_eq(response->integration_association_id, ID);
    }
    return status;
}

static const struct operation {
    const char *name;
    connect_status (*call)(connect_client *client, const struct fault *fault,
                           struct outcome *outcome);
    const char *body; /* of a good response */
} operations[FAULT_KINDS] = {
    [FAULT_SAFE] = { "DescribeInstance", describe, DESCRIBED },
    [FAULT_WITH_TOKEN] = { "CreateInstance", create, "{\"Id\":\"" ID "\",\"Arn\":\"" ARN "\"}" },
    [FAULT_UNSAFE] = { "CreateIntegrationAssociation", integrate,
                       "{\"IntegrationAssociationId\":\"" ID "\"}" },
};
static const struct operation big_and_safe = { "TagResource", tag, "{}" };

static const struct operation *operation_of(const struct fault *fault, enum fault_kind kind)
{
    return fault->big && kind == FAULT_SAFE ? &big_and_safe : &operations[kind];
}

/* ---- the server ---- */

/* What is allowed to a machine that is slow or pauses, from one play of a fault to the next. */
struct allowance {
    int64_t longer; /* factor of the time of an attempt */
    int late;       /* plays that took too long */
};

struct stage {
    const struct fault *fault;
    const struct operation *operation;
    unsigned over;
    struct wire_server *server, *other;
    struct wire_tls *tls;
    struct wire_io io; /* of the server, when it never comes to its script */
    atomic_int requests, played;
    struct allowance *allowed;
};

static bool is_due(const struct fault *fault, int number)
{
    return number >= fault->first && (fault->times == 0 || number < fault->first + fault->times);
}

static void misbehave(struct wire_peer *peer, void *user)
{
    struct stage *stage = user;
    const struct fault *fault = stage->fault;
    bool only_head = fault->place == FAULT_HEAD;
    while (only_head ? wire_read_head(peer) : wire_read_request(peer)) {
        int number = atomic_fetch_add(&stage->requests, 1);
        bool is_warming = fault->warm && number == 0;
        struct fault_turn turn = { is_warming ? DESCRIBED : stage->operation->body,
                                   wire_port(stage->other) };
        if (fault->play != NULL && is_due(fault, number)) {
            bool goes_on = fault->play(peer, fault, &turn);
            atomic_fetch_add(&stage->played, 1);
            if (!goes_on) {
                return;
            }
        } else {
            wire_response(peer, 200, "", turn.body);
        }
    }
}

static bool fail_to_open(void *user, int fd, void **state)
{
    const struct stage *stage = user;
    (void)state;
    stage->fault->accepted(fd);
    return false;
}

static void stage_open(struct stage *stage, const struct fault *fault, enum fault_kind kind,
                       unsigned over)
{
    *stage = (struct stage){ .fault = fault, .operation = operation_of(fault, kind), .over = over };
    stage->tls = over == FAULT_TLS ? wire_tls_new(fault->certificate, 0) : NULL;
    const struct wire_io *io = stage->tls != NULL ? wire_tls_io(stage->tls) : NULL;
    if (fault->place == FAULT_ACCEPT) {
        stage->io = *io;
        stage->io.open = fail_to_open;
        stage->io.user = stage;
        io = &stage->io;
    }
    stage->other = wire_start(wire_script_ok, NULL, NULL);
    stage->server = wire_start(misbehave, stage, fault->place == FAULT_PROXY ? NULL : io);
    if (fault->place == FAULT_UNREACHABLE) {
        wire_refuse(stage->server, true);
    }
}

static void stage_close(struct stage *stage)
{
    wire_stop(stage->server);
    wire_stop(stage->other);
    if (stage->tls != NULL) {
        wire_tls_free(stage->tls);
    }
}

/* ---- the client ---- */

/* Tokens differ, and the jitter is always next to nothing. */
static bool fill_meekly(void *user, void *bytes, size_t count)
{
    static atomic_uint serial;
    unsigned number = atomic_fetch_add(&serial, 1);
    (void)user;
    memset(bytes, 0, count);
    memcpy(bytes, &number, count < sizeof number ? count : sizeof number);
    return true;
}

static connect_client *client_of(struct stage *stage)
{
    const connect_credentials keys = { sizeof keys, .access_key_id = "AKID",
                                       .secret_access_key = "secret" };
    const connect_random meek = { sizeof meek, NULL, fill_meekly };
    bool is_proxy = stage->fault->place == FAULT_PROXY;
    int64_t slowness = patience(1) < SLOWNESS_MAX ? patience(1) : SLOWNESS_MAX;
    int64_t attempt_ms =
        stage->fault->slow ? slowness * stage->allowed->longer * FAULT_ATTEMPT_MS : patience(10000);
    connect_client_options options = {
        sizeof options,
        .region = "us-west-2",
        .random = &meek,
        .endpoint_url = is_proxy ? "https://connect.invalid" : wire_url(stage->server, ""),
        .proxy = is_proxy ? wire_url(stage->server, "") : "",
        .ca_bundle = stage->tls != NULL ? wire_tls_bundle(stage->tls) : NULL,
        .connect_timeout_ms = CONNECT_SET(attempt_ms),
        .attempt_timeout_ms = CONNECT_SET(attempt_ms),
        .max_body_bytes = CONNECT_SET(FAULT_BODY_MAX)
    };
    connect_client *client = NULL;
    ck_assert_int_eq(connect_credentials_static(&keys, &options.credentials, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_client_new(&options, &client, NULL), CONNECT_OK);
    connect_credentials_provider_free(options.credentials);
    return client;
}

static void run_call(connect_client *client, struct stage *stage, const struct operation *operation,
                     struct outcome *outcome)
{
    *outcome = (struct outcome){ .status = CONNECT_OK };
    int64_t start = clock_system.monotonic(clock_system.user);
    outcome->status = operation->call(client, stage->fault, outcome);
    outcome->took_ms = clock_system.monotonic(clock_system.user) - start;
}

static void forget(struct outcome *outcome)
{
    connect_free(outcome->response);
    connect_error_free(outcome->error);
}

/* ---- what is held against it ---- */

static const char *what(const struct stage *stage)
{
    static char text[256];
    snprintf(text, sizeof text, "a server that %s, %s, %s", stage->fault->name,
             stage->over == FAULT_TLS ? "TLS" : "plain", stage->operation->name);
    return text;
}

static void check_error(const struct stage *stage, const struct outcome *outcome)
{
    const struct fault *fault = stage->fault;
    const connect_error *error = outcome->error;
    const char *message = connect_error_message(error);
    ck_assert_ptr_null(outcome->response);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(connect_error_code(error), outcome->status);
    ck_assert_str_eq(connect_error_operation(error), stage->operation->name);
    ck_assert_ptr_nonnull(connect_error_host(error));
    ck_assert_msg(strlen(message) > 10, "%s: %s", what(stage), message);
    ck_assert_msg(fault->says == NULL || strstr(message, fault->says) != NULL, "%s: %s",
                  what(stage), message);
    if (outcome->status < CONNECT_E_ARGUMENT) {
        ck_assert_int_ge(connect_error_http_status(error), 200);
    } else if (outcome->status != CONNECT_E_DECODE) {
        ck_assert_int_ne(connect_error_transport_code(error), 0);
    }
}

static int attempts_of(const struct outcome *outcome)
{
    return outcome->status != CONNECT_OK ? connect_error_attempts(outcome->error)
                                         : connect_response_attempts(outcome->response);
}

static bool reaches_server(const struct fault *fault)
{
    return fault->place == FAULT_REQUEST || fault->place == FAULT_HEAD;
}

static void check_outcome(const struct stage *stage, enum fault_kind kind,
                          const struct outcome *outcome)
{
    const struct fault *fault = stage->fault;
    connect_status expected = fault->expect[kind].status;
    bool is_error = outcome->status != CONNECT_OK;
    int attempts = attempts_of(outcome), most = fault->expect[kind].attempts;
    most += fault->may_be_kept && most > 1;
    ck_assert_msg(outcome->status == expected || (is_error && outcome->status == fault->also),
                  "%s: %s, not %s: %s", what(stage), connect_status_name(outcome->status),
                  connect_status_name(expected), connect_error_message(outcome->error));
    ck_assert_msg(attempts >= fault->expect[kind].attempts && attempts <= most,
                  "%s: %d attempts, not %d", what(stage), attempts, fault->expect[kind].attempts);
    ck_assert_msg(outcome->took_ms >= fault->least_ms, "%s: took %d ms", what(stage),
                  (int)outcome->took_ms);
    if (is_error) {
        check_error(stage, outcome);
    } else {
        ck_assert_ptr_nonnull(outcome->response);
        ck_assert_ptr_null(outcome->error);
    }
}

static void copy_value(const char *request, const char *name, char *value, size_t size)
{
    const char *at = strstr(request, name);
    value[0] = '\0';
    if (at != NULL) {
        at += strlen(name);
        snprintf(value, size, "%.*s", (int)strcspn(at, "\"\r"), at);
    }
}

/* The same call and the same client token each time, and no more of them than the error says. */
static void check_requests(struct stage *stage, enum fault_kind kind)
{
    int first = stage->fault->warm ? 1 : 0;
    int expected = stage->fault->expect[kind].attempts + first;
    bool reaches = reaches_server(stage->fault);
    char token[64], call[64], other[64];
    ck_assert_int_eq(wire_connections(stage->other), 0);
    if (stage->fault->place == FAULT_PROXY) {
        ck_assert_ptr_null(strstr(wire_request(stage->server, 0), "Authorization"));
        return;
    }
    ck_assert_msg(wire_requests(stage->server) == (reaches ? expected : 0), "%s: %d requests",
                  what(stage), wire_requests(stage->server));
    for (int i = first; reaches && i < expected; i++) {
        copy_value(wire_request(stage->server, i), "\r\namz-sdk-invocation-id: ", other,
                   sizeof other);
        ck_assert_msg(i == first || strcmp(call, other) == 0, "%s: another call", what(stage));
        memcpy(call, other, sizeof call);
        ck_assert_uint_eq(strlen(call), 36);
        copy_value(wire_request(stage->server, i), "\"ClientToken\":\"", other, sizeof other);
        ck_assert_msg(i == first || strcmp(token, other) == 0, "%s: another token", what(stage));
        memcpy(token, other, sizeof token);
        if (stage->fault->place == FAULT_REQUEST) {
            ck_assert_uint_eq(strlen(token), kind == FAULT_WITH_TOKEN ? 36 : 0);
        }
    }
}

/*
 * A good call over the connection that is to fail; what the server does behind its response is
 * waited for.
 */
static void warm_up(connect_client *client, struct stage *stage)
{
    struct outcome outcome;
    run_call(client, stage, &operations[FAULT_SAFE], &outcome);
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    forget(&outcome);
    while (is_due(stage->fault, 0) && atomic_load(&stage->played) == 0) {
        usleep(1000);
    }
}

/* Whether attempts have ended before the server had read their request, which is no fault of it. */
static bool was_too_short(struct stage *stage, const struct outcome *outcome)
{
    return stage->fault->slow && reaches_server(stage->fault) &&
           wire_requests(stage->server) < attempts_of(outcome);
}

/* What is late each time is late by itself. */
static bool was_late(struct stage *stage, const struct outcome *outcome)
{
    bool is_late =
        !patience_holds(outcome->took_ms, stage->allowed->longer * stage->fault->most_ms);
    ck_assert_msg(!is_late || stage->allowed->late < LATE_MOST, "%s: took %d ms", what(stage),
                  (int)outcome->took_ms);
    stage->allowed->late += is_late ? 1 : 0;
    return is_late;
}

/* Returns false when the machine was too slow, for attempts of that length or for the call. */
static bool play_fault(struct stage *stage, enum fault_kind kind)
{
    struct outcome outcome;
    connect_client *client = client_of(stage);
    if (stage->fault->warm) {
        warm_up(client, stage);
    }
    run_call(client, stage, stage->operation, &outcome);
    bool again = false;
    if (stage->allowed->longer < LONGEST && was_too_short(stage, &outcome)) {
        stage->allowed->longer *= 4;
        again = true;
    } else if (was_late(stage, &outcome)) {
        again = true;
    } else {
        check_outcome(stage, kind, &outcome);
        check_requests(stage, kind);
    }
    forget(&outcome);
    connect_client_free(client);
    return !again;
}

static void check_fault(const struct fault *fault, enum fault_kind kind, unsigned over, int threads)
{
    struct allowance allowed = { .longer = 1 };
    for (bool is_played = false; !is_played;) {
        struct stage stage;
        int descriptors = held_descriptors();
        stage_open(&stage, fault, kind, over);
        stage.allowed = &allowed;
        memory_watch();
        is_played = play_fault(&stage, kind);
        ck_assert_msg(memory_live() == 0, "%s: %zu blocks were left", what(&stage), memory_live());
        memory_unwatch();
        stage_close(&stage);
        ck_assert_msg(held_descriptors() == descriptors, "%s: descriptors were left", what(&stage));
        ck_assert_msg(held_threads_more(threads) == 0, "%s: threads were left", what(&stage));
    }
}

START_TEST(a_fault_ends_in_its_class_after_its_attempts_in_its_time_and_leaves_nothing)
{
    int threads = held_threads();
    for (int kind = 0; kind < FAULT_KINDS; kind++) {
        if (faults[_i].over & FAULT_PLAIN) {
            check_fault(&faults[_i], (enum fault_kind)kind, FAULT_PLAIN, threads);
        }
        if (faults[_i].over & FAULT_TLS) {
            check_fault(&faults[_i], (enum fault_kind)kind, FAULT_TLS, threads);
        }
    }
}
END_TEST

/* ---- the page that promises it ---- */

static void add_outcome(char *line, size_t size, const struct fault *fault, int kind)
{
    const char *name = connect_status_name(fault->expect[kind].status);
    size_t used = strlen(line);
    name += strncmp(name, "CONNECT_E_", 10) == 0 ? 10 : 8;
    snprintf(line + used, size - used, " %s, %d |", name, fault->expect[kind].attempts);
}

static void line_of(const struct fault *fault, char *line, size_t size)
{
    static const char *const over[] = {
        [FAULT_PLAIN] = "plain", [FAULT_TLS] = "TLS", [FAULT_BOTH] = "both"
    };
    snprintf(line, size, "| %s | %s |", fault->name, over[fault->over]);
    for (int kind = 0; kind < FAULT_KINDS; kind++) {
        add_outcome(line, size, fault, kind);
    }
    snprintf(line + strlen(line), size - strlen(line), " %d |", fault->most_ms);
}

START_TEST(the_page_on_reliability_has_each_fault_as_the_table_has_it)
{
    struct buf page = BUF_INIT(256 * 1024);
    const char *top = getenv("top_srcdir");
    char path[4096], line[512];
    snprintf(path, sizeof path, "%s/docs/reliability.md", top != NULL ? top : ".");
    ck_assert_int_eq(file_read(path, &page), 0);
    for (size_t i = 0; i < faults_count; i++) {
        line_of(&faults[i], line, sizeof line);
        ck_assert_msg(strstr(buf_text(&page), line) != NULL, "docs/reliability.md lacks: %s", line);
    }
    buf_free(&page);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("faults");
    TCase *tcase = tcase_create("catalogue");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase,
                        a_fault_ends_in_its_class_after_its_attempts_in_its_time_and_leaves_nothing,
                        0, (int)faults_count);
    tcase_add_test(tcase, the_page_on_reliability_has_each_fault_as_the_table_has_it);
    suite_add_tcase(suite, tcase);
    return suite;
}
