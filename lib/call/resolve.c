/*
 * What the first call resolves: settings, endpoint, sources of keys, transport.  One thread does
 * it; others wait at the gate, where their own deadline and cancel token hold.  A failure is not
 * kept: the next call tries again.
 */
#include "aws/provider_imds.h"
#include "call/client.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/text.h"
#include "http/transport.h"

#define GATE_LOOK_MS 10

static connect_status resolve_endpoint(struct client_core *core, connect_error **error)
{
    const struct setting_value *values = core->settings.values;
    struct endpoint_query query = { .prefix = core->service->endpoint_prefix,
                                    .region = values[SETTING_REGION].text,
                                    .endpoint = values[SETTING_ENDPOINT_URL].text,
                                    .fips = values[SETTING_USE_FIPS].number != 0,
                                    .dualstack = values[SETTING_USE_DUALSTACK].number != 0 };
    connect_status status = endpoint_resolve(&core->resolved, &query, &core->endpoint, error);

    if (status == CONNECT_OK) {
        log_line(&core->logger, CONNECT_LOG_DEBUG, "endpoint %s (%s), region %s (%s)",
                 core->endpoint.url, values[SETTING_ENDPOINT_URL].origin,
                 core->endpoint.signing_region != NULL ? core->endpoint.signing_region : "none",
                 values[SETTING_REGION].origin);
    }
    return status;
}

static const struct retry_rules *rules_of(const struct settings *settings)
{
    if (strcmp(settings->values[SETTING_RETRY_MODE].text, "legacy") == 0) {
        return &retry_rules_legacy;
    }
    return settings->values[SETTING_NEW_RETRIES].number ? &retry_rules_2026 : &retry_rules_before;
}

static connect_status resolve_user_agent(struct client_core *core, connect_error **error)
{
    const struct setting_value *values = core->settings.values;
    struct user_agent_parts parts = { .execution_environment =
                                          settings_env(&core->settings, "AWS_EXECUTION_ENV"),
                                      .retry_mode = values[SETTING_RETRY_MODE].text,
                                      .app_id = values[SETTING_APP_ID].text };

    if (values[SETTING_RETRY_MODE].number == CONNECT_RETRY_OFF) {
        parts.retry_mode = "standard";
    }
    return user_agent_new(&core->resolved, &parts, &core->user_agent) ? CONNECT_OK
                                                                      : error_memory(error);
}

static connect_status resolve_transport(struct client_core *core, connect_error **error)
{
    struct transport_options options = { .proxy = core->options.proxy, .max_connections = 16 };
    connect_status status;

    if (core->transport.perform != NULL) {
        return CONNECT_OK;
    }
    status = settings_take_path(&core->settings, &core->resolved, SETTING_CA_BUNDLE,
                                &options.ca_bundle, error);
    if (status != CONNECT_OK) {
        return status;
    }
    if (core->options.max_connections.is_set) {
        options.max_connections = core->options.max_connections.value;
    }
    return transport_curl_new(&options, &core->transport, error);
}

/*
 * Falls back to the region from instance metadata.  Failure to reach the metadata service is not an
 * error.
 */
static connect_status resolve_by_metadata(connect_client *client, int64_t deadline,
                                          connect_error **error)
{
    struct client_core *core = client->core;
    connect_status status;
    struct task *task;

    if (core->service->has_no_regions || core->provider->class->is_anonymous ||
        !settings_want_metadata(&core->settings)) {
        return CONNECT_OK;
    }
    task = imds_region_fetch(&core->context);
    if (task == NULL) {
        return error_memory(error);
    }
    client_drive_task(client, task, deadline);
    status = task->status;
    if (status != CONNECT_OK && error != NULL) {
        *error = task->error;
        task->error = NULL;
    } else if (status == CONNECT_OK && task->result != NULL) {
        status = settings_take_metadata(&core->settings, task->result, error);
    }
    task_release(task);
    return status;
}

static connect_status resolve(connect_client *client, int64_t deadline, connect_error **error)
{
    struct client_core *core = client->core;
    connect_status status = settings_resolve(&core->settings, &core->options, &core->logger, error);

    if (status == CONNECT_OK) {
        status = resolve_transport(core, error);
    }
    if (status == CONNECT_OK) {
        core_fill_context(core);
        status = resolve_by_metadata(client, deadline, error);
    }
    if (status == CONNECT_OK) {
        status = resolve_endpoint(core, error);
    }
    if (status == CONNECT_OK) {
        status = resolve_user_agent(core, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    core->rules = rules_of(&core->settings);
    core->in_lambda = settings_env(&core->settings, "AWS_LAMBDA_FUNCTION_NAME") != NULL;
    core->keyring = keyring_new(core->provider, &core->context);
    return core->keyring != NULL ? CONNECT_OK : error_memory(error);
}

void core_release_resolved(struct client_core *core)
{
    keyring_free(core->keyring);
    core->keyring = NULL;
    settings_release(&core->settings);
    arena_release(&core->resolved);
    memset(&core->endpoint, 0, sizeof core->endpoint);
}

/* Whether this thread is the one to resolve; else what came of waiting for another. */
static bool pass_gate(connect_client *client, int64_t deadline, connect_status *status,
                      connect_error **error)
{
    struct client_core *core = client->core;
    const connect_cancel *cancel = client->options.cancel;

    for (;;) {
        enum core_state state;

        (void)pthread_mutex_lock(&core->lock);
        state = core->state;
        if (state == CORE_NEW) {
            core->state = CORE_BUSY;
        }
        (void)pthread_mutex_unlock(&core->lock);
        *status = CONNECT_OK;
        if (state != CORE_BUSY) {
            return state == CORE_NEW;
        }
        if (deadline_left(&core->clock, deadline) == 0) {
            *status = error_set(error, CONNECT_E_TIMEOUT,
                                "the time limit of the call passed while settings were resolved");
            return false;
        }
        if (!core->clock.wait(core->clock.user, GATE_LOOK_MS, cancel)) {
            *status =
                error_set(error, CONNECT_E_CANCELLED, "cancelled while settings were resolved");
            return false;
        }
    }
}

connect_status client_ready(connect_client *client, int64_t deadline, connect_error **error)
{
    struct client_core *core = client->core;
    connect_status status;

    if (atomic_load_explicit(&core->state, memory_order_acquire) == CORE_READY) {
        return CONNECT_OK;
    }
    if (!pass_gate(client, deadline, &status, error)) {
        return status;
    }
    status = resolve(client, deadline, error);
    if (status != CONNECT_OK) {
        core_release_resolved(core);
    }
    (void)pthread_mutex_lock(&core->lock);
    core->state = status == CONNECT_OK ? CORE_READY : CORE_NEW;
    (void)pthread_mutex_unlock(&core->lock);
    return status;
}
