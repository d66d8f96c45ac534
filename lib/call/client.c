/*
 * Views of clients, and freeing both.  Nothing here does I/O.
 */
#include "call/client.h"

#include "core/assert.h"
#include "core/error.h"
#include "core/sized.h"
#include "core/text.h"

#define CALL_HEADERS_MAX 64
#define CALL_HEADER_BYTES_MAX (16 * 1024)

/* ---- clients ---- */

struct client_core *core_ref(struct client_core *core)
{
    int before = atomic_fetch_add(&core->refs, 1);
    ASSERT(before > 0);
    return core;
}

void core_unref(struct client_core *core)
{
    int before = atomic_fetch_sub(&core->refs, 1);
    ASSERT(before > 0);
    if (before != 1) {
        return;
    }
    resolution_free(core->resolution);
    if (core->transport.release != NULL) {
        core->transport.release(core->transport.user);
    }
    sigv4_cache_free(core->keys);
    pace_free(core->pace);
    connect_credentials_provider_free(core->provider);
    arena_release(&core->arena);
    lock_destroy(&core->lock);
    mem_free(core);
}

void connect_client_free(connect_client *client)
{
    if (client == NULL) {
        return;
    }
    core_unref(client->core);
    arena_release(&client->arena);
    mem_free(client);
}

/* ---- views ---- */

struct connect_client client_view(const connect_client *client)
{
    ASSERT(client->core != NULL);
    struct connect_client view = *client;

    view.arena = (struct arena){ 0 };
    return view;
}

static connect_status check_header(const connect_pair *header, connect_error **error)
{
    const char *fault = NULL;

    if (header == NULL || text_is_empty(header->key) || header->value == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "option headers: a name or value is missing");
    }
    if (!text_is_token(header->key, strlen(header->key))) {
        fault = "is not a valid header name";
    }
    if (fault == NULL && text_find_control(header->value, strlen(header->value)) >= 0) {
        fault = "has a control character in its value";
    } else if (fault == NULL &&
               strlen(header->key) + strlen(header->value) > CALL_HEADER_BYTES_MAX) {
        fault = "is too long";
    } else if (fault == NULL && !call_header_is_free(header->key)) {
        fault = "is set by the library";
    }
    if (fault == NULL) {
        return CONNECT_OK;
    }
    return error_set(error, CONNECT_E_ARGUMENT, "option headers: \"%.80s\" %s", header->key, fault);
}

static connect_status copy_headers(connect_client *view, connect_error **error)
{
    size_t count = view->options.headers_count;
    const connect_pair **copy;

    if (count == 0) {
        return CONNECT_OK;
    }
    if (view->options.headers == NULL || count > CALL_HEADERS_MAX) {
        return error_set(error, CONNECT_E_ARGUMENT, "option headers: expected a list of at most %d",
                         CALL_HEADERS_MAX);
    }
    copy = arena_calloc(&view->arena, count, sizeof *copy);
    for (size_t i = 0; copy != NULL && i < count; i++) {
        const connect_pair *header = view->options.headers[i];
        connect_status status = check_header(header, error);
        connect_pair *pair;

        if (status != CONNECT_OK) {
            return status;
        }
        pair = arena_alloc(&view->arena, sizeof *pair);
        if (pair == NULL) {
            return error_memory(error);
        }
        pair->key = arena_strdup(&view->arena, header->key);
        pair->value = arena_strdup(&view->arena, header->value);
        if (pair->key == NULL || pair->value == NULL) {
            return error_memory(error);
        }
        copy[i] = pair;
    }
    view->options.headers = copy;
    return copy != NULL ? CONNECT_OK : error_memory(error);
}

static connect_status check_call_options(const connect_call_options *options, connect_error **error)
{
    if (options->timeout_ms.is_set && options->timeout_ms.value < 1) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option timeout_ms: %lld is not valid; expected 1 or more",
                         (long long)options->timeout_ms.value);
    }
    if (options->max_attempts.is_set &&
        (options->max_attempts.value < 1 || options->max_attempts.value > 100)) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option max_attempts: %d is not valid; expected 1 to 100",
                         (int)options->max_attempts.value);
    }
    if (options->report != NULL && options->report->size < sizeof options->report->size) {
        return error_set(error, CONNECT_E_ARGUMENT, "option report: size is not set");
    }
    if ((int)options->retry_mode < CONNECT_RETRY_DEFAULT ||
        options->retry_mode > CONNECT_RETRY_OFF) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option retry_mode: %d is not valid; expected %d to %d",
                         (int)options->retry_mode, CONNECT_RETRY_DEFAULT, CONNECT_RETRY_OFF);
    }
    return CONNECT_OK;
}

connect_status connect_client_with(connect_client *client, const connect_call_options *options,
                                   connect_client **out, connect_error **error)
{
    connect_client *view;
    connect_status status;

    if (error != NULL) {
        *error = NULL;
    }
    if (out != NULL) {
        *out = NULL;
    }
    if (client == NULL || out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_client_with: client or out is NULL");
    }
    view = mem_calloc(1, sizeof *view);
    if (view == NULL) {
        return error_memory(error);
    }
    *view = client_view(client);
    (void)core_ref(view->core);
    status =
        sized_copy(&view->options, sizeof view->options, options, "connect_call_options", error);
    if (status == CONNECT_OK) {
        status = check_call_options(&view->options, error);
    }
    if (status == CONNECT_OK) {
        status = copy_headers(view, error);
    }
    if (status != CONNECT_OK) {
        connect_client_free(view);
        return status;
    }
    *out = view;
    return CONNECT_OK;
}
