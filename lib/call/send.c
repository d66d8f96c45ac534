/*
 * Requests for what has no typed operation yet: signed, sent, retried and received as all others;
 * the JSON is passed on as it is.
 */
#include "call/send.h"

#include "call/entry.h"
#include "call/quota_name.h"
#include "call/run.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/percent.h"
#include "core/text.h"
#include "core/url.h"
#include "shape/decode.h"

#include <connect/operation.h>

#define TARGET_MAX (64 * 1024)
#define QUERY_COUNT_MAX 1000

/* The one member of a body that is looked at. */
typedef struct send_body {
    size_t size;
    const char *client_token;
} send_body;

#define T send_body
SHAPE(FIELD(client_token, "ClientToken"));
#undef T

/* What may stand in a path as it goes on the wire. */
static const char *path_fault(const char *path)
{
    static const char *const faults[] = {
        [URL_PATH_CHARACTER] = "is not percent-encoded",
        [URL_PATH_ESCAPE] = "has a \"%\" that encodes nothing",
        [URL_PATH_DOTS] = "has a \".\" or \"..\" segment",
    };

    if (path == NULL || path[0] != '/') {
        return "does not begin with \"/\"";
    }
    return strlen(path) > TARGET_MAX ? "is too long" : faults[url_check_path(path)];
}

static connect_status encode_query(const connect_pair *const *query, size_t count, struct buf *out,
                                   connect_error **error)
{
    if (count > QUERY_COUNT_MAX || (count > 0 && query == NULL)) {
        return error_set(error, CONNECT_E_ARGUMENT, "query: a list of at most %d", QUERY_COUNT_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        const char *key = query[i] != NULL ? query[i]->key : NULL,
                   *value = query[i] != NULL ? query[i]->value : NULL;

        if (text_is_empty(key) || value == NULL) {
            return error_set(error, CONNECT_E_ARGUMENT, "query[%zu]: has no name or no value", i);
        }
        (void)buf_add_text(out, i > 0 ? "&" : "");
        (void)text_percent_encode(out, key, strlen(key), NULL);
        (void)buf_add_char(out, '=');
        (void)text_percent_encode(out, value, strlen(value), NULL);
    }
    if (out->state == BUF_TOO_BIG) {
        return error_set(error, CONNECT_E_ARGUMENT, "query: longer than %d bytes", TARGET_MAX);
    }
    return out->state == BUF_OK ? CONNECT_OK : error_memory(error);
}

static bool has_token_in_query(const connect_pair *const *query, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal_nocase(query[i]->key, "clientToken") && query[i]->value[0] != '\0') {
            return true;
        }
    }
    return false;
}

/* Whether the body brings a client token; CONNECT_E_ARGUMENT when it is no JSON object. */
static connect_status look_for_token(const char *json, bool *found, connect_error **error)
{
    struct arena arena = { 0 };
    send_body body = { .size = sizeof body };
    connect_error *failure = NULL;
    connect_status status = shape_decode(&send_body_shape, json, strlen(json), DECODE_RESPONSE,
                                         &arena, &body, &failure);

    if (status == CONNECT_OK) {
        *found = *found || !text_is_empty(body.client_token);
    } else if (status == CONNECT_E_MEMORY) {
        (void)error_memory(error);
    } else {
        status =
            error_set(error, CONNECT_E_ARGUMENT, "json_in: %s", connect_error_message(failure));
    }
    connect_error_free(failure);
    arena_release(&arena);
    return status;
}

/* The method as a constant; NULL if it is none. */
static const char *find_method(const char *method)
{
    static const char *const methods[] = { "GET", "PUT", "POST", "DELETE" };

    for (size_t i = 0; method != NULL && i < sizeof methods / sizeof methods[0]; i++) {
        if (strcmp(method, methods[i]) == 0) {
            return methods[i];
        }
    }
    return NULL;
}

/* The query as sent, in the arena. */
static connect_status prepare_query(const connect_pair *const *query, size_t count,
                                    struct arena *arena, const char **out, connect_error **error)
{
    struct buf encoded = BUF_INIT(TARGET_MAX);
    connect_status status;

    encoded.secret = true;
    status = encode_query(query, count, &encoded, error);

    if (status == CONNECT_OK) {
        *out = arena_strdup(arena, buf_text(&encoded));
        status = *out != NULL ? CONNECT_OK : error_memory(error);
    }
    buf_free(&encoded);
    return status;
}

connect_status send_prepare(struct send_plan *plan, const char *method, const char *path,
                            const connect_pair *const *query, size_t query_count,
                            const char *json_in, struct arena *arena, connect_error **error)
{
    const char *known_method = find_method(method), *fault = path_fault(path);
    struct call_raw *raw = &plan->raw;

    if (known_method == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "method: not GET, PUT, POST or DELETE");
    }
    if (fault != NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "path: %s", fault);
    }
    plan->operation = (struct connect_operation){ .name = "connect_send",
                                                  .method = known_method,
                                                  .path = path,
                                                  .service = &connect_service,
                                                  .auth = AUTH_SIGV4 };
    *raw = (struct call_raw){ .path = path, .body = json_in };
    connect_status status = prepare_query(query, query_count, arena, &raw->query, error);
    if (status == CONNECT_OK) {
        raw->repeatable = strcmp(method, "GET") == 0 || has_token_in_query(query, query_count);
        if (json_in != NULL) {
            status = look_for_token(json_in, &raw->repeatable, error);
        }
    }
    if (status == CONNECT_OK && !quota_of_path(method, path, arena, &raw->quota)) {
        status = error_memory(error);
    }
    return status;
}

bool send_keep(struct send_plan *plan, struct arena *arena)
{
    struct call_raw *raw = &plan->raw;
    bool has_body = raw->body != NULL;

    plan->operation.path = raw->path = arena_strdup(arena, raw->path);
    raw->body = arena_strdup(arena, raw->body);
    return raw->path != NULL && (raw->body != NULL || !has_body);
}

connect_status connect_send(connect_client *client, const char *method, const char *path,
                            const connect_pair *const *query, size_t query_count,
                            const char *json_in, char **json_out, connect_error **error)
{
    struct send_plan plan;
    struct arena arena = { .secret = true };
    void *response = NULL;
    connect_status status;

    if (error != NULL) {
        *error = NULL;
    }
    status = send_prepare(&plan, method, path, query, query_count, json_in, &arena, error);
    if (status == CONNECT_OK) {
        status = client_run(client, &plan.operation, NULL, &plan.raw,
                            json_out != NULL ? &response : NULL, error);
    }
    if (json_out != NULL) {
        *json_out = response;
    }
    arena_release(&arena);
    return status;
}
