/* The stage and its operations, which belong to no service of this world but have its errors. */
#include "support/stage.h"

#include "call/entry.h"
#include "call/machine.h"
#include "core/error.h"
#include "core/mem.h"
#include "support/memory.h"

#include <check.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct stage_session {
    size_t size;
    const char *secret;
    connect_opt_int32 count;
} stage_session;

#define T stage_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, LENGTH(1, 100)),
      FIELD(filter, "Filter", IN_QUERY("filter")), FIELD(client_token, "ClientToken", CLIENT_TOKEN),
      FIELD(alias, "Alias", SENSITIVE), FIELD(note, "Note"));
#undef T

#define T stage_response
SHAPE(FIELD(id, "Id"), FIELD(alias, "Alias", SENSITIVE), FIELD(created_time, "CreatedTime"));
#undef T

#define T stage_session
SECRET_SHAPE(FIELD(secret, "Secret", SECRET), FIELD(count, "Count"));
#undef T

/* The same struct without a token, and with nothing in the body. */
#define T stage_request
static const struct connect_member act_members[] = {
    FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH),
    FIELD(note, "Note"),
};
#undef T
static const struct connect_shape act_shape = {
    .name = "stage_act", .size = sizeof(stage_request), .members = act_members, .count = 2
};
static const struct connect_shape get_shape = {
    .name = "stage_get", .size = sizeof(stage_request), .members = act_members, .count = 1
};

const struct connect_operation stage_update = { .name = "Update",
                                                .method = "PUT",
                                                .path = "/instance/{InstanceId}",
                                                .service = &connect_service,
                                                .input = &stage_request_shape,
                                                .output = &stage_response_shape };
const struct connect_operation stage_get = { .name = "Get",
                                             .method = "GET",
                                             .path = "/instance/{InstanceId}",
                                             .service = &connect_service,
                                             .input = &get_shape,
                                             .output = &stage_response_shape,
                                             .repeatable = true };
const struct connect_operation stage_act = { .name = "Act",
                                             .method = "POST",
                                             .path = "/instance/{InstanceId}/act",
                                             .service = &connect_service,
                                             .input = &act_shape,
                                             .output = &stage_response_shape };
const struct connect_operation stage_login = { .name = "Login",
                                               .method = "GET",
                                               .path = "/login/{InstanceId}",
                                               .service = &connect_service,
                                               .input = &get_shape,
                                               .output = &stage_session_shape,
                                               .repeatable = true,
                                               .auth = AUTH_NONE };
const struct connect_operation stage_bearer = { .name = "Bear",
                                                .method = "GET",
                                                .path = "/instance/{InstanceId}",
                                                .service = &connect_service,
                                                .input = &get_shape,
                                                .output = &stage_response_shape,
                                                .repeatable = true,
                                                .auth = AUTH_BEARER };

const stage_request stage_request_fine = { .size = sizeof(stage_request), .instance_id = "i-1" };

struct credentials *stage_keys(const char *id, const char *session_token)
{
    const connect_credentials keys = { sizeof keys, .access_key_id = id,
                                       .secret_access_key = STAGE_SECRET,
                                       .session_token = session_token };

    return credentials_new(&keys, "static");
}

void stage_begin(struct stage *stage, const struct connect_operation *operation)
{
    const struct user_agent_parts parts = { .retry_mode = "standard" };

    memory_watch();
    memset(stage, 0, sizeof *stage);
    fake_clock_init(&stage->clock);
    fake_random_init(&stage->random);
    fake_log_init(&stage->log);
    stage->logger = (struct logger){ CONNECT_LOG_TRACE, fake_log_line, &stage->log };
    retry_quota_init(&stage->quota);
    ck_assert(user_agent_new(&stage->arena, &parts, &stage->agent));
    stage->keys = stage_keys(STAGE_KEY, NULL);
    stage->site = (struct call_site){
        .operation = operation,
        .endpoint = { .url = "https://connect.us-west-2.amazonaws.com",
                      .path = "",
                      .authority = "connect.us-west-2.amazonaws.com",
                      .host = "connect.us-west-2.amazonaws.com",
                      .signing_region = "us-west-2" },
        .keys = sigv4_cache_new(),
        .retry = { &retry_rules_2026, 3, &stage->quota },
        .skew = &stage->skew,
        .clock = &stage->clock.face,
        .random = &stage->random.face,
        .logger = &stage->logger,
        .user_agent = &stage->agent,
        .features = FEATURE_RETRY_STANDARD,
        .connect_timeout_ms = 6200,
        .attempt_timeout_ms = 60000,
        .deadline = INT64_MAX,
        .max_body_bytes = 1024 * 1024,
    };
}

static void forget_sent(struct stage *stage)
{
    for (size_t i = 0; i < stage->sent_count; i++) {
        free(stage->sent[i].method);
        free(stage->sent[i].url);
        free(stage->sent[i].headers);
        free(stage->sent[i].body);
    }
    stage->sent_count = 0;
}

void stage_end(struct stage *stage)
{
    forget_sent(stage);
    credentials_unref(stage->keys);
    credentials_unref(stage->fresh);
    sigv4_cache_free(stage->site.keys);
    arena_release(&stage->arena);
    fake_log_free(&stage->log);
    memory_end();
}

static void record(struct stage *stage, const connect_http_request *request)
{
    struct fake_sent *sent = &stage->sent[stage->sent_count++];
    size_t size = 0;
    FILE *out = open_memstream(&sent->headers, &size);

    ck_assert_uint_le(stage->sent_count, sizeof stage->sent / sizeof *stage->sent);
    for (size_t i = 0; i < request->headers_count; i++) {
        fprintf(out, "%s: %s\n", request->headers[i]->key, request->headers[i]->value);
    }
    fclose(out);
    sent->method = strdup(request->method);
    sent->url = strdup(request->url);
    sent->body = request->body != NULL ? strndup(request->body, request->body_size) : NULL;
    sent->timeout_ms = request->timeout_ms;
    sent->connect_timeout_ms = request->connect_timeout_ms;
}

static void send_one(struct stage *stage, struct call *call, const struct fake_response *response)
{
    const connect_http_request *request = call_compose(call);
    connect_http_failure failure = { .size = sizeof failure };
    connect_status status;

    if (request == NULL) {
        return;
    }
    ck_assert_msg(response != NULL, "%s %s is one request too many", request->method, request->url);
    record(stage, request);
    status = fake_response_play(response, &stage->clock, call_response(call), &failure);
    call_receive(call, status, &failure);
}

void stage_drive(struct stage *stage, struct call *call, const struct fake_response *responses,
                 size_t count)
{
    size_t first = stage->sent_count;

    for (;;) {
        switch (call_state(call)) {
        case CALL_CREDENTIALS:
            stage->asked++;
            if (call_rejected_credentials(call) != NULL && stage->fresh != NULL) {
                credentials_unref(stage->keys);
                stage->keys = stage->fresh;
                stage->fresh = NULL;
            }
            call_give_credentials(call, stage->keys, NULL);
            break;
        case CALL_TURN:
            stage->paced++;
            call_take_turn(call);
            break;
        case CALL_SEND:
            send_one(stage, call,
                     stage->sent_count - first < count ? &responses[stage->sent_count - first]
                                                       : NULL);
            break;
        case CALL_BACKOFF:
            if (stage->site.clock->wait(&stage->clock, call_backoff_ms(call), stage->site.cancel)) {
                call_retry(call);
            } else {
                call_stop(call, CONNECT_E_CANCELLED);
            }
            break;
        default:
            ck_assert_int_eq(call_state(call), CALL_DONE);
            return;
        }
    }
}

connect_status stage_run(struct stage *stage, const void *request,
                         const struct fake_response *responses, size_t count, void **response,
                         connect_error **error)
{
    struct call *call;
    connect_status status =
        call_new(&stage->site, request != NULL ? request : &stage_request_fine, NULL, &call, error);

    forget_sent(stage);
    if (status != CONNECT_OK) {
        return status;
    }
    stage_drive(stage, call, responses, count);
    if (count > 0) {
        ck_assert_uint_eq(stage->sent_count, count);
    }
    status = call_finish(call, response, error);
    call_free(call);
    return status;
}

connect_status call_new(const struct call_site *site, const void *request,
                        const struct call_raw *raw, struct call **out, connect_error **error)
{
    struct call *call = mem_alloc(sizeof *call);
    connect_status status;

    *out = NULL;
    if (call == NULL) {
        return error_memory(error);
    }
    status = call_init(call, site, request, raw, error);
    if (status != CONNECT_OK) {
        mem_free(call);
        return status;
    }
    *out = call;
    return CONNECT_OK;
}

void call_free(struct call *call)
{
    if (call != NULL) {
        call_clear(call);
        mem_free(call);
    }
}
