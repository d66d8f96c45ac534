/*
 * Creates and frees clients and their views.  Nothing here does I/O.
 */
#include "call/client.h"

#include "call/entry.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/random.h"
#include "core/sized.h"
#include "core/text.h"

#define MAX_BODY_BYTES (8 * 1024 * 1024)
#define CALL_HEADERS_MAX 64
#define CALL_HEADER_BYTES_MAX (16 * 1024)

/* ---- clients ---- */

void core_release_resolved(struct client_core *core)
{
    keyring_free(core->keyring);
    core->keyring = NULL;
    settings_release(&core->settings);
    arena_release(&core->resolved);
    memset(&core->endpoint, 0, sizeof core->endpoint);
}

struct client_core *core_ref(struct client_core *core)
{
    (void)atomic_fetch_add(&core->refs, 1);
    return core;
}

void core_unref(struct client_core *core)
{
    if (atomic_fetch_sub(&core->refs, 1) != 1) {
        return;
    }
    core_release_resolved(core);
    if (core->transport.release != NULL) {
        core->transport.release(core->transport.user);
    }
    sigv4_cache_free(core->keys);
    pace_free(core->pace);
    connect_credentials_provider_free(core->provider);
    arena_release(&core->arena);
    (void)pthread_mutex_destroy(&core->lock);
    mem_free(core);
}

static bool copy_strings(struct client_core *core)
{
    connect_client_options *options = &core->options;
    const char **strings[] = { &options->region,    &options->endpoint_url, &options->profile,
                               &options->ca_bundle, &options->proxy,        &options->app_id };

    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        if (*strings[i] == NULL) {
            continue;
        }
        *strings[i] = arena_strdup(&core->arena, *strings[i]);
        if (*strings[i] == NULL) {
            return false;
        }
    }
    return true;
}

/* Logger, clock, random bytes and credentials: those of the options, or the defaults. */
static connect_status core_fill_interfaces(struct client_core *core, connect_error **error)
{
    connect_client_options *options = &core->options;
    connect_status status;

    core->logger = (struct logger){ options->log_level, options->log, options->log_user };
    status =
        sized_copy(&core->clock, sizeof core->clock,
                   options->clock != NULL ? options->clock : &clock_system, "option clock", error);
    if (status == CONNECT_OK) {
        status = sized_copy(&core->random, sizeof core->random,
                            options->random != NULL ? options->random : &random_system,
                            "option random", error);
    }
    if (status == CONNECT_OK && options->credentials != NULL) {
        core->provider = provider_ref(options->credentials);
    } else if (status == CONNECT_OK) {
        status = provider_default_chain(&core->provider, error);
    }
    return status;
}

static connect_status core_fill(struct client_core *core, const connect_client_options *options,
                                connect_error **error)
{
    connect_status status =
        sized_copy(&core->options, sizeof core->options, options, "connect_client_options", error);

    if (status == CONNECT_OK) {
        status = settings_check_options(&core->options, error);
    }
    if (status == CONNECT_OK) {
        status = sized_copy(&core->pace_options, sizeof core->pace_options, core->options.pace,
                            "option pace", error);
    }
    if (status == CONNECT_OK) {
        status = core_fill_interfaces(core, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    core->max_body_bytes =
        core->options.max_body_bytes.is_set ? core->options.max_body_bytes.value : MAX_BODY_BYTES;
    if (!(core->pace_options.rate > 0)) {
        core->pace_options.rate = 0;
    }
    core->pace = pace_new(core->pace_options.rate, core->pace_options.burst, &core->clock);
    core->keys = sigv4_cache_new();
    if (core->pace == NULL || core->keys == NULL || !copy_strings(core)) {
        return error_memory(error);
    }
    /* Last, because on failure the caller still owns it. */
    status = sized_copy(&core->transport, sizeof core->transport, core->options.transport,
                        "option transport", error);
    core->has_own_transport = core->transport.perform != NULL;
    core->options.pace = NULL;
    core->options.transport = NULL;
    core->options.clock = NULL;
    core->options.random = NULL;
    core->options.credentials = NULL;
    return status;
}

connect_status client_new(const struct service *service, settings_env_fn env,
                          const connect_client_options *options, connect_client **out,
                          connect_error **error)
{
    connect_client *client;
    struct client_core *core;
    connect_status status;

    *out = NULL;
    client = mem_calloc(1, sizeof *client);
    core = mem_calloc(1, sizeof *core);
    if (client == NULL || core == NULL) {
        mem_free(client);
        mem_free(core);
        return error_memory(error);
    }
    client->core = core;
    client->deadline = DEADLINE_NONE;
    atomic_init(&core->refs, 1);
    atomic_init(&core->state, CORE_NEW);
    (void)pthread_mutex_init(&core->lock, NULL);
    core->service = service;
    core->settings.env = env;
    retry_quota_init(&core->quota);
    status = core_fill(core, options, error);
    if (status != CONNECT_OK) {
        connect_client_free(client);
        return status;
    }
    *out = client;
    return CONNECT_OK;
}

connect_status connect_client_new(const connect_client_options *options, connect_client **out,
                                  connect_error **error)
{
    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_client_new: out is NULL");
    }
    return client_new(&connect_service, NULL, options, out, error);
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

struct connect_client client_view(const connect_client *client, unsigned features)
{
    struct connect_client view = *client;

    view.arena = (struct arena){ 0 };
    view.features |= features;
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
    *view = client_view(client, 0);
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
