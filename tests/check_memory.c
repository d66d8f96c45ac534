/*
 * Every public function while memory runs out: each allocation it makes fails in turn, alone and
 * with all after it.  Then it says so, hands nothing out and holds nothing; or it has done all that
 * was asked.  A function that is exported and stands in no list here fails the last test.
 */
#include "api/registry.h"
#include "call/client.h"
#include "core/buf.h"
#include "core/file.h"
#include "core/mem.h"
#include "shape/encode.h"
#include "shape/operation.h"
#include "support/home.h"
#include "support/memory.h"
#include "support/random_value.h"
#include "support/suite.h"
#include "support/typed.h"
#include "tests/support/enum_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct world world;
static struct home home;
/* under watch, and has made a call before: what is made once is there */
static connect_client *client;

static void drop_line(void *user, connect_log_level level, const char *line)
{
    (void)user;
    (void)level;
    ck_assert_ptr_nonnull(line);
}

/* ---- what a failure looks like ---- */

/* `error` and `out` are where they are kept, or NULL; a failure is taken away. */
static bool settled(connect_status status, connect_error **error, const void *out)
{
    const void *given = NULL;

    if (error != NULL) {
        ck_assert_int_eq(connect_error_code(*error), status);
    }
    if (out != NULL) {
        memcpy(&given, out, sizeof given);
    }
    if (status == CONNECT_OK) {
        ck_assert(out == NULL || given != NULL);
        return true;
    }
    ck_assert_msg(status == CONNECT_E_MEMORY, "%s: %s", connect_status_name(status),
                  error != NULL ? connect_error_message(*error) : "");
    if (error != NULL) {
        check_has(connect_error_message(*error), "memory");
        connect_error_free(*error);
        *error = NULL;
    }
    ck_assert_ptr_null(given);
    return false;
}

/* A pager that came to its end, with all of its items; or memory was short. */
static bool pager_settled(connect_pager *pager, bool is_complete)
{
    const connect_error *error = connect_pager_error(pager);
    bool ok = error == NULL;

    if (ok) {
        ck_assert(is_complete);
    } else {
        ck_assert_msg(connect_error_code(error) == CONNECT_E_MEMORY, "%s",
                      connect_error_message(error));
        check_has(connect_error_message(error), "memory");
    }
    connect_pager_free(pager);
    return ok;
}

/* ---- operations, by the registry ---- */

/*
 * A request with all members, a response with all members, and the response as the caller is to see
 * it.
 */
struct act {
    const connect_operation *operation;
    struct arena arena;
    void *request;
    struct buf request_json, body, seen;
    struct fake_response responses[2];
    size_t count;
    bool may_succeed;
};

static void encode(const struct connect_shape *shape, const void *value, enum encode_what what,
                   struct buf *out)
{
    ck_assert(shape_encode(shape, value, what, NULL, out));
}

static void set_text(void *value, const struct connect_shape *shape, const char *name,
                     const char *text)
{
    const struct connect_member *member = shape_find(shape, name);

    if (member != NULL) {
        memcpy((char *)value + member->offset, &text, sizeof text);
    }
}

static struct fake_response fine(const struct buf *body)
{
    return (struct fake_response){ .status = 200,
                                   .headers =
                                       "x-amzn-RequestId: r-1\nContent-Type: application/json",
                                   .body = body->data };
}

static void act_begin(struct act *act, const connect_operation *operation)
{
    struct dice dice = { 4711, .is_full = true };
    void *response;

    *act = (struct act){ .operation = operation,
                         .request_json = BUF_INIT(1 << 20),
                         .body = BUF_INIT(1 << 20),
                         .seen = BUF_INIT(1 << 20) };
    act->request = random_value(&dice, operation->input, &act->arena);
    response = random_value(&dice, operation->output, &act->arena);
    set_text(response, operation->output, "NextToken", NULL);
    encode(operation->input, act->request, ENCODE_ALL, &act->request_json);
    encode(operation->output, response, ENCODE_BODY, &act->body);
    encode(operation->output, response, ENCODE_ALL, &act->seen);
    act->responses[0] = act->responses[1] = fine(&act->body);
    act->count = 1;
}

static void act_end(struct act *act)
{
    buf_free(&act->request_json);
    buf_free(&act->body);
    buf_free(&act->seen);
    arena_release(&act->arena);
}

static void play(struct act *act)
{
    fake_transport_script(&world.transport, act->responses, act->count);
}

/*
 * An enum that is not told by its text is completed by the library: what is compared is what a
 * second decoding sees.
 */
static void check_complete(const struct act *act, const void *response)
{
    struct buf json = BUF_INIT(1 << 20);

    memory_spare(true);
    encode(act->operation->output, response, ENCODE_ALL, &json);
    ck_assert_str_eq(json.data, act->seen.data);
    buf_free(&json);
    memory_spare(false);
    ck_assert_str_eq(connect_response_request_id(response), "r-1");
    ck_assert_int_eq(connect_response_attempts(response), 1);
}

static bool call_typed(void *user)
{
    struct act *act = user;
    void *response = act;
    connect_error *error = NULL;
    connect_status status;

    play(act);
    status = typed_of(act->operation)(client, act->request, &response, &error);
    if (status == CONNECT_OK) {
        check_complete(act, response);
    }
    if (settled(status, &error, &response)) {
        connect_free(response);
    }
    return status == CONNECT_OK;
}

static bool call_by_name(void *user)
{
    struct act *act = user;
    char *json = (char *)act;
    connect_error *error = NULL;
    connect_status status;

    play(act);
    status = connect_invoke(client, act->operation->name, act->request_json.data, &json, &error);
    if (status == CONNECT_OK) {
        ck_assert_str_eq(json, act->seen.data);
    }
    if (settled(status, &error, &json)) {
        connect_free(json);
    }
    return status == CONNECT_OK;
}

/* Watches from here on, with a client that has made a call. */
static void watch(connect_log_level level)
{
    world.options.log_level = level;
    world.options.log = drop_line;
    memory_watch();
    ck_assert_int_eq(connect_client_new(&world.options, &client, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(world_describe(client, NULL, NULL), CONNECT_OK);
}

static void unwatch(void)
{
    connect_client_free(client);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}

START_TEST(an_operation_survives_every_failing_allocation)
{
    struct act act;

    act_begin(&act, registry_operations[_i]);
    watch(CONNECT_LOG_OFF);
    memory_fail_each(call_typed, &act, 0);
    memory_fail_each(call_by_name, &act, 0);
    ck_assert(call_typed(&act));
    unwatch();
    act_end(&act);
}
END_TEST

static bool call_without_request(void *user)
{
    static const char body[] = "{\"InstanceSummaryList\":[]}";
    connect_list_instances_response *response = user;
    connect_error *error = NULL;
    connect_status status;

    WORLD_SCRIPT(&world, { .status = 200, .body = body });
    status = connect_list_instances(client, NULL, &response, &error);
    if (settled(status, &error, &response)) {
        ck_assert_pstr_eq(connect_response_json(response), body);
        connect_free(response);
    }
    return status == CONNECT_OK;
}

START_TEST(a_call_without_a_request_that_keeps_its_json_survives_every_failing_allocation)
{
    world.options.keep_json = (connect_opt_bool)CONNECT_SET(true);
    watch(CONNECT_LOG_OFF);
    memory_fail_each(call_without_request, &world, 0);
    unwatch();
}
END_TEST

/* A line of the log is left out when there is no memory for it; the call goes on. */
START_TEST(an_operation_under_trace_survives_every_failing_allocation)
{
    struct act act;

    act_begin(&act, registry_operations[_i]);
    watch(CONNECT_LOG_TRACE);
    memory_fail_each(call_typed, &act, MEMORY_ANY);
    unwatch();
    act_end(&act);
}
END_TEST

/* ---- errors of the service ---- */

struct refusal {
    struct buf body;
    char headers[200];
    struct fake_response response;
    connect_status status;
};

/*
 * It is the service's error or memory's; what it could not keep is absent, and asking for it is
 * safe.
 */
static bool be_refused(void *user)
{
    struct refusal *refusal = user;
    connect_describe_instance_response *response = (void *)refusal;
    connect_error *error = NULL;
    connect_status status;

    fake_transport_script(&world.transport, &refusal->response, 1);
    status = world_describe(client, &response, &error);
    ck_assert_ptr_null(response);
    ck_assert_int_eq(connect_error_code(error), status);
    ck_assert(status == refusal->status || status == CONNECT_E_MEMORY);
    ck_assert_uint_gt(strlen(connect_error_message(error)), 0);
    (void)connect_error_detail_json(error);
    connect_error_free(error);
    return status == refusal->status;
}

START_TEST(an_error_of_the_service_survives_every_failing_allocation)
{
    const struct service *service = registry_operations[0]->service;
    const struct service_error *type = &service->errors[_i];
    struct dice dice = { 4711, .is_full = true };
    struct refusal refusal = { .body = BUF_INIT(1 << 20) };
    struct arena arena = { 0 };
    connect_error *error = NULL;

    if (type->shape != NULL) {
        encode(type->shape, random_value(&dice, type->shape, &arena), ENCODE_BODY, &refusal.body);
    } else {
        ck_assert(buf_add_text(&refusal.body, "{\"Message\":\"no\"}"));
    }
    (void)snprintf(refusal.headers, sizeof refusal.headers,
                   "x-amzn-RequestId: r-1\nx-amzn-ErrorType: %s", type->type);
    refusal.response = (struct fake_response){ type->http_status, .headers = refusal.headers,
                                               .body = refusal.body.data };
    world.options.retry_mode = CONNECT_RETRY_OFF;
    watch(CONNECT_LOG_OFF);
    fake_transport_script(&world.transport, &refusal.response, 1);
    refusal.status = world_describe(client, NULL, &error);
    ck_assert_str_eq(connect_error_aws_type(error), type->type);
    ck_assert_int_eq(connect_error_detail(error) != NULL, type->shape != NULL);
    connect_error_free(error);
    memory_fail_each(be_refused, &refusal, MEMORY_ANY);
    unwatch();
    buf_free(&refusal.body);
    arena_release(&arena);
}
END_TEST

/* ---- pagers ---- */

struct listing {
    struct act act;
    struct buf first; /* the page before the last */
    const struct typed_pager *typed;
    size_t items;
};

static bool list_typed(void *user)
{
    struct listing *listing = user;
    connect_pager *pager;
    size_t items = 0;

    play(&listing->act);
    pager = listing->typed->pages(client, listing->act.request);
    while (listing->typed->next(pager) != NULL) {
        items++;
    }
    ck_assert_ptr_null(listing->typed->next(pager));
    if (listing->items == 0) {
        listing->items = items;
    }
    return pager_settled(pager, items == listing->items);
}

static bool list_by_name(void *user)
{
    struct listing *listing = user;
    connect_pager *pager = (connect_pager *)listing;
    connect_error *error = NULL;
    connect_status status;
    int pages = 0;
    char *json;

    play(&listing->act);
    status = connect_pager_new(client, listing->act.operation->name, listing->act.request_json.data,
                               &pager, &error);
    if (!settled(status, &error, &pager)) {
        return false;
    }
    for (; (json = connect_pager_next_page_json(pager)) != NULL; pages++) {
        connect_free(json);
    }
    return pager_settled(pager, pages == 2);
}

START_TEST(a_pager_survives_every_failing_allocation)
{
    struct listing listing = { .typed = &typed_pagers[_i], .first = BUF_INIT(1 << 20) };
    struct act *act = &listing.act;

    act_begin(act, typed_pagers[_i].operation);
    /* The same page with a token before it. */
    ck_assert(buf_add_text(&listing.first, "{\"NextToken\":\"t-2\","));
    ck_assert(buf_add(&listing.first, act->body.data + 1, act->body.size - 1));
    act->responses[0] = fine(&listing.first);
    act->count = 2;
    watch(CONNECT_LOG_OFF);
    memory_fail_each(list_typed, &listing, 0);
    memory_fail_each(list_by_name, &listing, 0);
    ck_assert_uint_ge(listing.items, 2);
    unwatch();
    act_end(act);
    buf_free(&listing.first);
}
END_TEST

/* ---- everything else that is made of more than one step ---- */

static bool refuses, comes_later; /* what the custom source of keys below does */

static connect_status give_keys(void *user, connect_credentials_sink *sink)
{
    const connect_credentials keys = {
        sizeof keys, "AKIDCUSTOM",   "secret",
        "session",   "123456789012", CONNECT_SET(FAKE_NOW + 3600000)
    };

    (void)user;
    if (refuses) {
        return connect_credentials_refuse(sink, "none today");
    }
    if (comes_later) {
        connect_credentials_sink *later = connect_credentials_later(sink);
        if (later == NULL) {
            return CONNECT_E_MEMORY;
        }
        (void)connect_credentials_deliver(later, &keys);
        return CONNECT_OK;
    }
    return connect_credentials_deliver(sink, &keys);
}

static bool make_client(void *user)
{
    const connect_quota describes = {
        .size = sizeof describes, .operation = "DescribeInstance", .rate = 4, .burst = 8
    };
    const connect_quota *const quotas[] = { &describes };
    const connect_pace pace = { .size = sizeof pace,
                                .rate = 2,
                                .burst = 5,
                                .quotas = quotas,
                                .quotas_count = 1,
                                .shared_file = "/quotas" };
    connect_client_options options = world.options;
    connect_client *made = user;
    connect_error *error = NULL;

    options.region = "eu-central-1";
    options.endpoint_url = "https://localhost:8443/base";
    options.profile = "work";
    options.use_fips_endpoint = options.use_dualstack_endpoint =
        (connect_opt_bool)CONNECT_SET(false);
    options.ignore_configured_endpoint_urls = (connect_opt_bool)CONNECT_SET(true);
    options.disable_clock_skew_correction = (connect_opt_bool)CONNECT_SET(true);
    options.check_level = CONNECT_CHECK_STRICT;
    options.retry_mode = CONNECT_RETRY_ADAPTIVE;
    options.max_attempts = (connect_opt_int32)CONNECT_SET(5);
    options.connect_timeout_ms = options.attempt_timeout_ms = (connect_opt_int64)CONNECT_SET(900);
    options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(1900);
    options.max_body_bytes = (connect_opt_int64)CONNECT_SET(65536);
    options.max_connections = (connect_opt_int32)CONNECT_SET(2);
    options.ca_bundle = "/etc/ssl/other.pem";
    options.proxy = "http://proxy.example:3128";
    options.app_id = "dialer";
    options.pace = &pace;
    if (settled(connect_client_new(&options, &made, &error), &error, &made)) {
        connect_client_free(made);
        return true;
    }
    return false;
}

static bool make_client_json(void *user)
{
    static const char json[] =
        "{\"region\":\"eu-west-2\",\"use_fips_endpoint\":true,\"check_level\":\"strict\","
        "\"retry_mode\":\"adaptive\",\"max_attempts\":5,\"proxy\":\"http://proxy.example:3128\","
        "\"pace\":{\"rate\":2,\"burst\":5},\"log_level\":\"info\"}";
    connect_client *made = user;
    connect_error *error = NULL;

    if (settled(connect_client_new_json(json, &world.options, &made, &error), &error, &made)) {
        connect_client_free(made);
        return true;
    }
    return false;
}

static bool make_view(void *user)
{
    const connect_pair *const headers[] = { CONNECT_PAIR("X-One", "a"),
                                            CONNECT_PAIR("X-Two", "b") };
    const connect_call_options options = { sizeof options,
                                           .timeout_ms = CONNECT_SET(5000),
                                           .retry_mode = CONNECT_RETRY_OFF,
                                           .max_attempts = CONNECT_SET(1),
                                           .headers = headers,
                                           .headers_count = 2 };
    connect_client *view = user;
    connect_describe_instance_response *response = NULL;
    connect_error *error = NULL;
    connect_status status = connect_client_with(client, &options, &view, &error);

    if (!settled(status, &error, &view)) {
        return false;
    }
    WORLD_SCRIPT(&world, WORLD_FINE);
    error = NULL;
    status = world_describe(view, &response, &error);
    connect_client_free(view);
    if (settled(status, &error, &response)) {
        connect_free(response);
    }
    return status == CONNECT_OK;
}

/* A client that finds out by itself. */
static bool find_out(void *user)
{
    connect_client *made = NULL;
    connect_error *error = NULL;
    char *text = user;

    if (!settled(connect_client_new(&home.world.options, &made, &error), &error, &made)) {
        return false;
    }
    error = NULL;
    if (!settled(connect_client_warm_up(made, &error), &error, NULL)) {
        connect_client_free(made);
        return false;
    }
    error = NULL;
    bool ok = settled(connect_client_describe(made, &text, &error), &error, &text);
    if (ok) {
        check_has(text, "\"base\"");
        connect_free(text);
    }
    connect_client_free(made);
    return ok;
}

/* Without keys the reason is there, or the call is out of memory. */
static bool find_no_keys(void *user)
{
    connect_client_options options = home.world.options;
    connect_client *made = NULL;
    connect_error *error = NULL;
    char *text = user;

    options.profile = "unused";
    if (!settled(connect_client_new(&options, &made, &error), &error, &made)) {
        return false;
    }
    error = NULL;
    bool ok = settled(connect_client_describe(made, &text, &error), &error, &text);
    if (ok) {
        check_has(text, "which does not exist");
        connect_free(text);
    }
    connect_client_free(made);
    return ok;
}

static bool read_profile_value(void *user)
{
    connect_error *error = NULL;
    char *value = user;
    bool ok = settled(connect_profile_value(NULL, "region", &value, &error), &error, &value);

    if (ok) {
        ck_assert_str_eq(value, "eu-west-2");
        connect_free(value);
    }
    return ok;
}

static bool make_static(void *user)
{
    const connect_credentials keys = { sizeof keys, "AKID",         "secret",
                                       "session",   "123456789012", CONNECT_SET(FAKE_NOW) };
    connect_credentials_provider *made = user;
    connect_error *error = NULL;
    bool ok = settled(connect_credentials_static(&keys, &made, &error), &error, &made);

    if (ok) {
        connect_credentials_provider_free(made);
    }
    return ok;
}

static bool make_source(connect_status (*make)(connect_credentials_provider **out,
                                               connect_error **error))
{
    connect_credentials_provider *made = (connect_credentials_provider *)&world;
    connect_error *error = NULL;
    bool ok = settled(make(&made, &error), &error, &made);

    if (ok) {
        connect_credentials_provider_free(made);
    }
    return ok;
}

static connect_status make_profile(connect_credentials_provider **out, connect_error **error)
{
    return connect_credentials_profile("provisioning", out, error);
}

static connect_status make_role(connect_credentials_provider **out, connect_error **error)
{
    const connect_role_options role = { .size = sizeof role,
                                        .role_arn = "arn:aws:iam::123456789012:role/r",
                                        .session_name = "session",
                                        .external_id = "external",
                                        .region = "us-west-2" };
    return connect_credentials_role(&role, out, error);
}

static connect_status make_web_identity(connect_credentials_provider **out, connect_error **error)
{
    const connect_web_identity_options identity = { .size = sizeof identity,
                                                    .role_arn = "arn:aws:iam::123456789012:role/r",
                                                    .token_file = "/token",
                                                    .session_name = "session",
                                                    .region = "us-west-2" };
    return connect_credentials_web_identity(&identity, out, error);
}

static bool make_named(void *user)
{
    (void)user;
    return make_source(make_profile) && make_source(make_role) && make_source(make_web_identity);
}

static bool make_others(void *user)
{
    (void)user;
    return make_source(connect_credentials_anonymous) &&
           make_source(connect_credentials_environment);
}

/* Whether all of it was done: with keys, or with the refusal that was requested. */
static bool use_custom(void *user)
{
    connect_client_options options = world.options;
    connect_credentials_provider *made = user;
    connect_client *own = NULL;
    connect_error *error = NULL;
    connect_status status;

    if (!settled(connect_credentials_custom(give_keys, NULL, NULL, &made, &error), &error, &made)) {
        return false;
    }
    options.credentials = made;
    status = connect_client_new(&options, &own, &error);
    connect_credentials_provider_free(made);
    if (status == CONNECT_OK) {
        status = connect_client_warm_up(own, &error);
    }
    connect_client_free(own);
    if (refuses && status == CONNECT_E_CREDENTIALS) {
        connect_error_free(error);
        return true;
    }
    ck_assert(!refuses || status == CONNECT_E_MEMORY);
    return settled(status, &error, NULL);
}

static bool make_transport(void *user)
{
    connect_transport made = { .size = sizeof made };
    connect_error *error = NULL;

    (void)user;
    if (!settled(connect_transport_default(&world.options, &made, &error), &error, &made.user)) {
        return false;
    }
    made.release(made.user);
    return true;
}

static bool use_refusing(void *user)
{
    refuses = true;
    bool ok = use_custom(user);
    refuses = false;
    return ok;
}

static bool use_later(void *user)
{
    comes_later = true;
    bool ok = use_custom(user);
    comes_later = false;
    return ok;
}

static bool make_token(void *user)
{
    connect_cancel *cancel = user;

    if (!settled(connect_cancel_new(&cancel), NULL, &cancel)) {
        return false;
    }
    connect_cancel_free(cancel);
    return true;
}

static bool send_other(void *user)
{
    const connect_pair *const query[] = { CONNECT_PAIR("a b", "c&d"),
                                          CONNECT_PAIR("e", "\xc3\xa4") };
    char *json = user;
    connect_error *error = NULL;
    connect_status status;

    WORLD_SCRIPT(&world, { .status = 200,
                           .headers = "x-amzn-RequestId: r-1",
                           .body = "{\"Users\":[{\"Id\":\"u\"}]}" });
    status = connect_send(client, "POST", "/users/i-1/search", query, 2,
                          "{\"Limit\":[1,2.5,{\"x\":null}]}", &json, &error);
    if (settled(status, &error, &json)) {
        connect_free(json);
    }
    return status == CONNECT_OK;
}

#define PAGE(token, id, alias)                                                                     \
    {                                                                                              \
        .status = 200, .headers = "x-amzn-RequestId: r-1",                                         \
        .body = "{" token "\"InstanceSummaryList\":[{\"Id\":\"" id "\",\"InstanceAlias\":\"" alias \
                "\"}]}"                                                                            \
    }

static bool find_alias(void *user)
{
    connect_instance_summary *found = user;
    connect_error *error = NULL;
    connect_status status;

    WORLD_SCRIPT(&world, PAGE("\"NextToken\":\"t\",", "i-1", "One"), PAGE("", "i-2", "Two"));
    status = connect_find_instance_by_alias(client, "two", &found, &error);
    if (status == CONNECT_OK) {
        ck_assert_str_eq(found->id, "i-2");
    }
    if (settled(status, &error, &found)) {
        connect_free(found);
    }
    return status == CONNECT_OK;
}

static bool retry_it(void *user)
{
    connect_describe_instance_response *response = user;
    connect_error *error = NULL;
    connect_status status;

    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_THROTTLES, WORLD_FINE);
    retry_quota_init(&client->core->quota); /* or the runs before use it up */
    status = world_describe(client, &response, &error);
    if (settled(status, &error, &response)) {
        connect_free(response);
    }
    return status == CONNECT_OK;
}

#define CREATED                                                                      \
    {                                                                                \
        .status = 200, .body = "{\"Id\":\"" WORLD_ID "\",\"Arn\":\"" WORLD_ARN "\"}" \
    }
#define BEING(status_text)                                 \
    {                                                      \
        .status = 200, .body = WORLD_INSTANCE(status_text) \
    }

static bool wait_for_it(void *user)
{
    const connect_create_instance_request request = {
        sizeof request, .identity_management_type = CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
        .instance_alias = "demo", .inbound_calls_enabled = CONNECT_SET(true),
        .outbound_calls_enabled = CONNECT_SET(true)
    };
    connect_describe_instance_response *response = user;
    connect_error *error = NULL;
    connect_status status;

    WORLD_SCRIPT(&world, CREATED, WORLD_NOT_FOUND, BEING("CREATION_IN_PROGRESS"), BEING("ACTIVE"));
    status = connect_create_instance_and_wait(client, &request, NULL, &response, &error);
    if (!settled(status, &error, &response)) {
        return false;
    }
    connect_free(response);
    response = user;
    error = NULL;
    WORLD_SCRIPT(&world, WORLD_NOT_FOUND, BEING("ACTIVE"));
    status = connect_wait_instance_active(client, WORLD_ID, NULL, &response, &error);
    if (!settled(status, &error, &response)) {
        return false;
    }
    connect_free(response);
    error = NULL;
    WORLD_SCRIPT(&world, BEING("ACTIVE"), WORLD_NOT_FOUND);
    return settled(connect_wait_instance_deleted(client, WORLD_ID, NULL, &error), &error, NULL);
}

#define REPLICATED                                                                    \
    {                                                                                 \
        .status = 200, .body = "{\"ReplicationConfiguration\":{"                      \
                               "\"ReplicationStatusSummaryList\":[{\"Region\":\"r\"," \
                               "\"ReplicationStatus\":"                               \
                               "\"INSTANCE_REPLICATION_COMPLETE\"}]}}"                \
    }
#define GROUP_IS(state)                                                                    \
    {                                                                                      \
        .status = 200, .body = "{\"TrafficDistributionGroup\":{\"Status\":\"" state "\"}}" \
    }

static bool wait_for_replica(void *user)
{
    connect_describe_instance_response *response = user;
    connect_error *error = NULL;
    connect_status status;

    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_NOT_FOUND, REPLICATED);
    status = connect_wait_instance_replicated(client, WORLD_ID, NULL, NULL, &response, &error);
    if (!settled(status, &error, &response)) {
        return false;
    }
    connect_free(response);
    return true;
}

static bool wait_for_group(void *user)
{
    connect_describe_traffic_distribution_group_response *response = user;
    connect_error *error = NULL;
    connect_status status;

    WORLD_SCRIPT(&world, WORLD_NOT_FOUND, GROUP_IS("ACTIVE"));
    status =
        connect_wait_traffic_distribution_group_active(client, WORLD_ID, NULL, &response, &error);
    if (!settled(status, &error, &response)) {
        return false;
    }
    connect_free(response);
    error = NULL;
    WORLD_SCRIPT(&world, GROUP_IS("PENDING_DELETION"), WORLD_NOT_FOUND);
    return settled(connect_wait_traffic_distribution_group_deleted(client, WORLD_ID, NULL, &error),
                   &error, NULL);
}

/* ---- the other tenant ---- */

#define ZAPI_ITEM(id)                                                                                          \
    "{\"token\":\"s\",\"tenant\":\"t\",\"created\":\"1\",\"due\":2,\"paymentStatus\":\"PAID\",\"name\":\"n\"," \
    "\"deliveryCallbackUrl\":\"https://a\",\"receivedCallbackUrl\":null,\"phoneConnected\":true,"              \
    "\"middleware\":\"web\",\"id\":\"" id "\"}"
#define ZAPI_PAGE(page, ...)                                                                    \
    {                                                                                           \
        .status = 200, .body = "{\"total\":3,\"totalPage\":\"2\",\"pageSize\":2,\"page\":" page \
                               ",\"content\":[" __VA_ARGS__ "]}"                                \
    }
#define ZAPI_PAGES ZAPI_PAGE("1", ZAPI_ITEM("a") "," ZAPI_ITEM("b")), ZAPI_PAGE("2", ZAPI_ITEM("c"))

static bool zapi_list(connect_zapi_client *zapi)
{
    const connect_zapi_list_instances_request request = {
        sizeof request, CONNECT_SET(1), CONNECT_SET(2), "part", CONNECT_ZAPI_MIDDLEWARE_WEB, NULL
    };
    connect_zapi_list_instances_response *response = (void *)zapi;
    connect_error *error = NULL;
    connect_pager *pager;
    connect_status status;
    int items = 0;

    WORLD_SCRIPT(&world, ZAPI_PAGES);
    status = connect_zapi_list_instances(zapi, &request, &response, &error);
    if (!settled(status, &error, &response)) {
        return false;
    }
    ck_assert_uint_eq(response->content_count, 2);
    connect_free(response);
    WORLD_SCRIPT(&world, ZAPI_PAGES);
    pager = connect_zapi_list_instances_pages(zapi, &request);
    while (connect_zapi_list_instances_next(pager) != NULL) {
        items++;
    }
    return pager_settled(pager, items == 3);
}

static bool use_zapi(void *user)
{
    const connect_zapi_client_options options = { sizeof options,
                                                  .token = "partner-token",
                                                  .endpoint_url = "https://zapi.example",
                                                  .ca_bundle = "/none.pem",
                                                  .proxy = "",
                                                  .max_attempts = CONNECT_SET(2),
                                                  .transport = &world.transport.face,
                                                  .clock = &world.clock.face,
                                                  .random = &world.random.face };
    connect_zapi_client *zapi = user;
    connect_error *error = NULL;
    bool ok = settled(connect_zapi_client_new(&options, &zapi, &error), &error, &zapi);

    if (ok) {
        ok = zapi_list(zapi);
        connect_zapi_client_free(zapi);
    }
    return ok;
}

/* ---- all of them, and what they are for ---- */

#define ENTRIES(...)      \
    (const char *const[]) \
    {                     \
        __VA_ARGS__, NULL \
    }

static const struct {
    memory_run run;
    const char *goes_on; /* why it may succeed although an allocation failed; NULL: it must not */
    const char *const *entries;
} scenarios[] = {
    { make_client, NULL, ENTRIES("connect_client_new") },
    { make_client_json, NULL, ENTRIES("connect_client_new_json") },
    { make_view, NULL, ENTRIES("connect_client_with") },
    { find_out,
      "the chain: what one source has to say about why it has no keys, when another one has",
      ENTRIES("connect_client_warm_up", "connect_client_describe") },
    { find_no_keys, "the chain: what it has to say about sources that are not used",
      ENTRIES(NULL) },
    { read_profile_value, NULL, ENTRIES("connect_profile_value") },
    { make_static, NULL, ENTRIES("connect_credentials_static") },
    { make_others, NULL,
      ENTRIES("connect_credentials_anonymous", "connect_credentials_environment") },
    { make_named, NULL,
      ENTRIES("connect_credentials_profile", "connect_credentials_role",
              "connect_credentials_web_identity") },
    { use_custom, NULL, ENTRIES("connect_credentials_custom", "connect_credentials_deliver") },
    { use_later, NULL, ENTRIES("connect_credentials_later") },
    { use_refusing, "the refusal without its reason is one as well",
      ENTRIES("connect_credentials_refuse") },
    { make_token, NULL, ENTRIES("connect_cancel_new") },
    { make_transport, NULL, ENTRIES("connect_transport_default") },
    { send_other, NULL, ENTRIES("connect_send") },
    { find_alias, NULL, ENTRIES("connect_find_instance_by_alias") },
    { retry_it, "the error of an attempt that is made again",
      ENTRIES("connect_http_response_add_header", "connect_http_response_add_body") },
    { wait_for_it, "the error of a poll that is made again",
      ENTRIES("connect_create_instance_and_wait", "connect_wait_instance_active",
              "connect_wait_instance_deleted") },
    { wait_for_replica, "the error of a poll that is made again",
      ENTRIES("connect_wait_instance_replicated") },
    { wait_for_group, "the error of a poll that is made again",
      ENTRIES("connect_wait_traffic_distribution_group_active",
              "connect_wait_traffic_distribution_group_deleted") },
    { use_zapi, NULL,
      ENTRIES("connect_zapi_client_new", "connect_zapi_list_instances",
              "connect_zapi_list_instances_pages", "connect_zapi_list_instances_next") },
};
#define SCENARIOS_COUNT (sizeof scenarios / sizeof *scenarios)

START_TEST(a_public_entry_survives_every_failing_allocation)
{
    bool has_home = scenarios[_i].run == find_out || scenarios[_i].run == find_no_keys ||
                    scenarios[_i].run == read_profile_value;

    if (has_home) {
        home_begin(&home);
        home_write(&home, ".aws/config",
                   "[profile base]\nregion = eu-west-2\naws_access_key_id = A\n"
                   "aws_secret_access_key = s\n[profile unused]\nsso_session = none\n");
        setenv("AWS_PROFILE", "base", 1);
        home.world.options.log_level = CONNECT_LOG_OFF;
    }
    watch(CONNECT_LOG_OFF);
    memory_fail_each(scenarios[_i].run, &world, scenarios[_i].goes_on == NULL ? 0 : MEMORY_ANY);
    ck_assert(scenarios[_i].run(&world));
    unwatch();
    if (has_home) {
        home_end(&home);
    }
}
END_TEST

/* ---- what needs no memory at all ---- */

static void walk_shape(const connect_shape *shape, int depth)
{
    const connect_member *member;

    (void)connect_shape_name(shape);
    (void)connect_shape_is_union(shape);
    (void)connect_shape_size(shape);
    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        (void)connect_member_name(member);
        (void)connect_member_c_name(member);
        (void)connect_member_wire_name(member);
        (void)connect_member_kind(member);
        (void)connect_member_place(member);
        (void)connect_member_offset(member);
        (void)connect_member_is_required(member);
        (void)connect_member_is_sensitive(member);
        (void)connect_member_is_client_token(member);
        (void)connect_member_min(member, NULL);
        (void)connect_member_max(member, NULL);
        (void)connect_member_count_offset(member);
        (void)connect_member_text_offset(member);
        (void)connect_member_pattern(member);
        for (size_t k = 0; connect_member_value(member, k) != NULL; k++) {
        }
        if (connect_member_shape(member) != NULL && depth < 8) {
            walk_shape(connect_member_shape(member), depth + 1);
        }
    }
}

static void walk_tables(void)
{
    connect_quota_variant variant = { .size = sizeof variant };
    const connect_operation *at = NULL;

    while ((at = connect_operation_next(at)) != NULL) {
        ck_assert_ptr_eq(connect_operation_find(connect_operation_name(at)), at);
        (void)connect_operation_method(at);
        (void)connect_operation_path(at);
        (void)connect_operation_summary(at);
        (void)connect_operation_page_member(at);
        (void)connect_operation_quota_rate(at);
        (void)connect_operation_quota_burst(at);
        for (size_t i = 0; connect_operation_quota_variant(at, i, &variant); i++) {
        }
        for (size_t i = 0; connect_operation_error(at, i) != NULL; i++) {
        }
        walk_shape(connect_operation_input(at), 0);
        walk_shape(connect_operation_output(at), 0);
    }
}

static void look_at_error(const connect_error *error)
{
    (void)connect_status_name(connect_error_code(error));
    (void)connect_status_advice(connect_error_code(error));
    (void)connect_error_message(error);
    (void)connect_error_operation(error);
    (void)connect_error_http_status(error);
    (void)connect_error_aws_type(error);
    (void)connect_error_reason(error);
    (void)connect_error_detail(error);
    (void)connect_error_detail_json(error);
    (void)connect_error_request_id(error);
    (void)connect_error_host(error);
    (void)connect_error_resource_id(error);
    (void)connect_error_attempts(error);
    (void)connect_error_is_retryable(error);
    (void)connect_error_is_throttle(error);
    (void)connect_error_transport_code(error);
    (void)connect_error_body_excerpt(error);
    (void)connect_error_format(error, NULL, 0);
    for (size_t i = 0; i < connect_error_problem_count(error); i++) {
        (void)connect_error_problem(error, i);
    }
}

#define LOOK_UP(e) ck_assert_int_eq(e##_of(e##_name((e)1)), 1);
#define ENUM_NAMES(e) #e "_name", #e "_of",

static void look_at_batches(void)
{
    static const char *const ids[] = { "one" };
    const connect_analytics_data_association_result created = { sizeof created, "one" };
    const connect_analytics_data_association_result *const all[] = { &created };
    const connect_batch_associate_analytics_data_set_request some = { sizeof some, "i-1", ids, 1 };
    const connect_batch_associate_analytics_data_set_response made = { sizeof made, all, 1 };
    const connect_batch_disassociate_analytics_data_set_request end = { sizeof end, "i-1", ids, 1 };
    const connect_batch_disassociate_analytics_data_set_response ended = { sizeof ended, ids, 1 };

    ck_assert(connect_batch_associate_analytics_data_set_is_complete(&some, &made));
    ck_assert(connect_batch_disassociate_analytics_data_set_is_complete(&end, &ended));
}

static const char *const quiet_entries[] = {
    ALL_ENUMS(ENUM_NAMES) "connect_version",
    "connect_status_name",
    "connect_status_advice",
    "connect_shape_name",
    "connect_shape_is_union",
    "connect_shape_size",
    "connect_shape_member",
    "connect_member_name",
    "connect_member_c_name",
    "connect_member_wire_name",
    "connect_member_kind",
    "connect_member_place",
    "connect_member_offset",
    "connect_member_is_required",
    "connect_member_is_sensitive",
    "connect_member_is_client_token",
    "connect_member_min",
    "connect_member_max",
    "connect_member_count_offset",
    "connect_member_text_offset",
    "connect_error_format",
    "connect_pair_find",
    "connect_set_allocator",
    "connect_time_format",
    "connect_time_parse",
    "connect_member_pattern",
    "connect_member_value",
    "connect_member_shape",
    "connect_operation_next",
    "connect_operation_find",
    "connect_operation_name",
    "connect_operation_method",
    "connect_operation_path",
    "connect_operation_summary",
    "connect_operation_input",
    "connect_operation_output",
    "connect_operation_error",
    "connect_operation_page_member",
    "connect_operation_quota_rate",
    "connect_operation_quota_burst",
    "connect_operation_quota_variant",
    "connect_error_code",
    "connect_error_message",
    "connect_error_operation",
    "connect_error_http_status",
    "connect_error_aws_type",
    "connect_error_reason",
    "connect_error_detail",
    "connect_error_detail_json",
    "connect_error_request_id",
    "connect_error_host",
    "connect_error_resource_id",
    "connect_error_attempts",
    "connect_error_is_retryable",
    "connect_error_is_throttle",
    "connect_error_transport_code",
    "connect_error_body_excerpt",
    "connect_error_problem_count",
    "connect_error_problem",
    "connect_client_close_idle",
    "connect_error_free",
    "connect_free",
    "connect_response_request_id",
    "connect_response_attempts",
    "connect_response_json",
    "connect_pager_error",
    "connect_pager_next_token",
    "connect_pager_request_id",
    "connect_pager_set_max_items",
    "connect_pager_set_max_pages",
    "connect_pager_free",
    "connect_cancel_fd",
    "connect_cancel_fire",
    "connect_cancel_is_fired",
    "connect_cancel_free",
    "connect_client_free",
    "connect_zapi_client_free",
    "connect_credentials_provider_free",
    "connect_http_response_set_status",
    "connect_batch_associate_analytics_data_set_is_complete",
    "connect_batch_disassociate_analytics_data_set_is_complete",
    "connect_http_request_method",
    "connect_http_request_url",
    "connect_http_request_header",
    "connect_http_request_body",
    "connect_http_response_status",
    "connect_http_response_header",
    "connect_http_response_header_at",
    "connect_http_response_body",
    "connect_http_response_set_transfer",
    "connect_http_response_transfer",
};
#define QUIET_COUNT (sizeof quiet_entries / sizeof *quiet_entries)

static connect_status set_statuses(void *user, const connect_http_request *request,
                                   connect_http_response *response, connect_http_failure *failure)
{
    size_t before = memory_count();

    connect_http_transfer transfer = { .size = sizeof transfer };
    const char *name, *value;

    (void)user;
    (void)failure;
    connect_http_response_set_status(response, 100);
    connect_http_response_set_status(response, 200);
    ck_assert_ptr_nonnull(connect_http_request_method(request));
    ck_assert_ptr_nonnull(connect_http_request_url(request));
    ck_assert_ptr_nonnull(connect_http_request_header(request, "authorization"));
    ck_assert_ptr_null(connect_http_request_body(request, NULL));
    ck_assert_int_eq(connect_http_response_status(response), 200);
    ck_assert_ptr_null(connect_http_response_header(response, "date"));
    ck_assert(!connect_http_response_header_at(response, 0, &name, &value));
    ck_assert_ptr_nonnull(connect_http_response_body(response, NULL));
    connect_http_response_set_transfer(response, &transfer);
    connect_http_response_transfer(response, &transfer);
    ck_assert_uint_eq(memory_count(), before);
    return CONNECT_OK;
}

/* One function reads errors, responses, pagers and tables: not one of them allocates. */
START_TEST(what_only_reads_or_frees_takes_no_memory)
{
    const connect_zapi_client_options zapi_options = { sizeof zapi_options, .token = "t" };
    const connect_transport transport = { sizeof transport, .perform = set_statuses };
    connect_describe_instance_response *response = NULL;
    connect_zapi_client *zapi = NULL;
    connect_error *refused = NULL, *wrong = NULL;
    connect_cancel *cancel = NULL;
    connect_pager *pager;

    watch(CONNECT_LOG_OFF);
    WORLD_SCRIPT(&world, WORLD_NOT_FOUND, WORLD_FINE, PAGE("\"NextToken\":\"t\",", "i-1", "One"));
    ck_assert_int_eq(world_describe(client, NULL, &refused), CONNECT_E_NOT_FOUND);
    ck_assert_int_eq(world_describe(client, &response, NULL), CONNECT_OK);
    pager = connect_list_instances_pages(client, NULL);
    ck_assert_ptr_nonnull(connect_list_instances_next(pager));
    ck_assert_int_eq(connect_describe_instance(client,
                                               &(connect_describe_instance_request){
                                                   sizeof(connect_describe_instance_request) },
                                               NULL, &wrong),
                     CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert_int_eq(connect_zapi_client_new(&zapi_options, &zapi, NULL), CONNECT_OK);

    size_t before = memory_count();
    ck_assert_ptr_nonnull(connect_version());
    walk_tables();
    ALL_ENUMS(LOOK_UP)
    look_at_error(refused);
    look_at_error(wrong);
    look_at_error(connect_pager_error(NULL));
    look_at_batches();
    ck_assert_str_eq(connect_response_request_id(response), "r-1");
    ck_assert_int_eq(connect_response_attempts(response), 1);
    connect_client_close_idle(client);
    connect_pager_set_max_items(pager, 10);
    connect_pager_set_max_pages(pager, 10);
    ck_assert_ptr_null(connect_pager_error(pager));
    ck_assert_str_eq(connect_pager_next_token(pager), "t");
    ck_assert_str_eq(connect_pager_request_id(pager), "r-1");
    ck_assert_int_ge(connect_cancel_fd(cancel), 0);
    connect_cancel_fire(cancel);
    ck_assert(connect_cancel_is_fired(cancel));
    connect_free(response);
    connect_error_free(refused);
    connect_error_free(wrong);
    connect_pager_free(pager);
    connect_cancel_free(cancel);
    connect_zapi_client_free(zapi);
    connect_client_free(client);
    connect_credentials_provider_free(NULL);
    ck_assert_uint_eq(memory_count(), before);

    world.options.transport = &transport;
    ck_assert_int_eq(connect_client_new(&world.options, &client, NULL), CONNECT_OK);
    ck_assert_int_eq(world_describe(client, NULL, NULL), CONNECT_OK);
    unwatch();
}
END_TEST

/* ---- nothing is forgotten ---- */

#define TYPED_NAME(id) "connect_" #id,
#define PAGER_NAMES(id) "connect_" #id "_pages", "connect_" #id "_next",
static const char *const looped_entries[] = { ALL_OPERATIONS(TYPED_NAME)
                                                  ALL_PAGERS(PAGER_NAMES) "connect_invoke",
                                              "connect_pager_new", "connect_pager_next_page_json" };

#define START_NAME(id) "connect_" #id "_start",
/* Those of loops: tests/check_loop_host.c lets their allocations fail. */
static const char *const loop_entries[] = { ALL_OPERATIONS(START_NAME) "connect_call_cancel",
                                            "connect_call_error",
                                            "connect_call_take",
                                            "connect_call_take_error",
                                            "connect_create_instance_and_wait_start",
                                            "connect_exchange_data",
                                            "connect_exchange_done",
                                            "connect_exchange_set_data",
                                            "connect_invoke_start",
                                            "connect_loop_fd",
                                            "connect_loop_free",
                                            "connect_loop_new",
                                            "connect_loop_pending",
                                            "connect_loop_run",
                                            "connect_loop_step",
                                            "connect_loop_wake",
                                            "connect_pager_at_end",
                                            "connect_pager_start",
                                            "connect_send_start",
                                            "connect_wait_instance_active_start",
                                            "connect_wait_instance_deleted_start",
                                            "connect_wait_instance_replicated_start",
                                            "connect_wait_traffic_distribution_group_active_start",
                                            "connect_wait_traffic_distribution_group_deleted_start",
                                            "connect_zapi_list_instances_start",
                                            "connect_zapi_loop_new" };

static int times_in(const char *const *names, size_t count, const char *name)
{
    int times = 0;

    for (size_t i = 0; i < count; i++) {
        times += strcmp(names[i], name) == 0;
    }
    return times;
}

static int times_covered(const char *name)
{
    int times = times_in(looped_entries, sizeof looped_entries / sizeof *looped_entries, name) +
                times_in(quiet_entries, QUIET_COUNT, name) +
                times_in(loop_entries, sizeof loop_entries / sizeof *loop_entries, name);

    for (size_t i = 0; i < SCENARIOS_COUNT; i++) {
        for (const char *const *entry = scenarios[i].entries; *entry != NULL; entry++) {
            times += strcmp(*entry, name) == 0;
        }
    }
    return times;
}

START_TEST(every_exported_function_is_in_exactly_one_list)
{
    const char *top = getenv("top_srcdir");
    struct buf text = BUF_INIT(1 << 20);
    char path[4096], *rest, *name;
    size_t names = 0;

    (void)snprintf(path, sizeof path, "%s/lib/libconnect.exports", top == NULL ? "." : top);
    ck_assert_int_eq(file_read(path, &text), 0);
    ck_assert_ptr_nonnull(buf_text(&text));
    for (name = strtok_r(text.data, "\n", &rest); name != NULL;
         name = strtok_r(NULL, "\n", &rest), names++) {
        ck_assert_msg(times_covered(name) == 1, "%s is in %d lists of this file", name,
                      times_covered(name));
    }
    ck_assert_uint_gt(names, 150);
    buf_free(&text);
}
END_TEST

static void set_up(void)
{
    world_begin(&world);
}

static void tear_down(void)
{
    world_end(&world);
}

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    suite_add_tcase(suite, tcase);
    return tcase;
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("memory");
    TCase *operations = add_case(suite, "operations"), *others = add_case(suite, "others"),
          *coverage = add_case(suite, "coverage");

    tcase_add_loop_test(operations, an_operation_survives_every_failing_allocation, 0,
                        (int)registry_count);
    tcase_add_test(operations,
                   a_call_without_a_request_that_keeps_its_json_survives_every_failing_allocation);
    tcase_add_loop_test(operations, an_operation_under_trace_survives_every_failing_allocation, 0,
                        (int)registry_count);
    tcase_add_loop_test(operations, an_error_of_the_service_survives_every_failing_allocation, 0,
                        (int)registry_operations[0]->service->errors_count);
    tcase_add_loop_test(operations, a_pager_survives_every_failing_allocation, 0,
                        (int)typed_pagers_count);
    tcase_add_loop_test(others, a_public_entry_survives_every_failing_allocation, 0,
                        (int)SCENARIOS_COUNT);
    tcase_add_test(others, what_only_reads_or_frees_takes_no_memory);
    tcase_add_test(coverage, every_exported_function_is_in_exactly_one_list);
    return suite;
}
