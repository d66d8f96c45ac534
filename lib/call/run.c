/*
 * One operation from start to end, on the thread of the caller.
 */
#include "call/client.h"
#include "call/driver.h"
#include "call/entry.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/sized.h"

int64_t client_deadline(const connect_client *client)
{
    const struct client_core *core = client->core;
    int64_t timeout = client->options.timeout_ms.is_set      ? client->options.timeout_ms.value
                      : core->options.call_timeout_ms.is_set ? core->options.call_timeout_ms.value
                                                             : 0;
    int64_t deadline = deadline_after(&core->clock, timeout);

    return deadline < client->deadline ? deadline : client->deadline;
}

static connect_retry_mode retry_mode_of(const connect_client *client)
{
    if (client->options.retry_mode != CONNECT_RETRY_DEFAULT) {
        return client->options.retry_mode;
    }
    return (connect_retry_mode)client->core->settings.values[SETTING_RETRY_MODE].number;
}

static int32_t max_attempts_of(const connect_client *client)
{
    if (retry_mode_of(client) == CONNECT_RETRY_OFF) {
        return 1;
    }
    if (client->options.max_attempts.is_set) {
        return client->options.max_attempts.value;
    }
    return (int32_t)client->core->settings.values[SETTING_MAX_ATTEMPTS].number;
}

static unsigned features_of(const connect_client *client)
{
    const struct client_core *core = client->core;
    unsigned features = client->features;

    if (core->rules == &retry_rules_legacy) {
        features |= FEATURE_RETRY_LEGACY;
    } else if (retry_mode_of(client) == CONNECT_RETRY_ADAPTIVE) {
        features |= FEATURE_RETRY_ADAPTIVE;
    } else {
        features |= FEATURE_RETRY_STANDARD;
    }
    if (core->settings.values[SETTING_ENDPOINT_URL].text != NULL) {
        features |= FEATURE_ENDPOINT;
    }
    return features;
}

void client_site(const connect_client *client, const struct connect_operation *operation,
                 int64_t deadline, struct call_site *out)
{
    struct client_core *core = client->core;
    const struct setting_value *values = core->settings.values;

    *out = (struct call_site){
        .operation = operation,
        .endpoint = core->endpoint,
        .keys = core->keys,
        .retry = { core->rules, max_attempts_of(client), &core->quota },
        .skew = values[SETTING_NO_SKEW_CORRECTION].number != 0 ? NULL : &core->skew,
        .clock = &core->clock,
        .random = &core->random,
        .logger = &core->logger,
        .user_agent = &core->user_agent,
        .features = features_of(client),
        .trace_id = core->in_lambda ? settings_env(&core->settings, "_X_AMZN_TRACE_ID") : NULL,
        .check_level = core->options.check_level,
        .connect_timeout_ms = values[SETTING_CONNECT_TIMEOUT].number,
        .attempt_timeout_ms = values[SETTING_ATTEMPT_TIMEOUT].number,
        .deadline = deadline,
        .max_body_bytes = core->max_body_bytes,
        .cancel = client->options.cancel,
        .headers = client->options.headers,
        .headers_count = client->options.headers_count,
        .paced = core->pace_options.rate > 0 || retry_mode_of(client) == CONNECT_RETRY_ADAPTIVE,
    };
}

void client_drive_task(connect_client *client, struct task *task, int64_t deadline)
{
    struct client_core *core = client->core;

    task->deadline = deadline;
    task->cancel = client->options.cancel;
    driver_run(&core->clock, &core->transport, task);
}

connect_status client_credentials(connect_client *client, int64_t deadline,
                                  struct credentials **out, connect_error **error)
{
    struct keyring *ring = client->core->keyring;
    connect_status status;
    struct task *task;

    if (keyring_get_fresh(ring, out)) {
        return CONNECT_OK;
    }
    task = keyring_task_new(ring);
    if (task == NULL) {
        return error_memory(error);
    }
    client_drive_task(client, task, deadline);
    status = task->status;
    *out = task->result;
    task->result = NULL;
    if (status != CONNECT_OK && error != NULL) {
        connect_error_free(*error);
        *error = task->error;
        task->error = NULL;
    }
    task_release(task);
    return status;
}

static void give_credentials(connect_client *client, const struct call_site *site,
                             struct call *call)
{
    const struct credentials *rejected = call_rejected_keys(call);
    struct credentials *keys = NULL;
    connect_error *error = NULL;
    connect_status status;

    if (rejected != NULL) {
        keyring_reject(client->core->keyring, rejected);
    }
    status = client_credentials(client, site->deadline, &keys, &error);
    if (status == CONNECT_OK) {
        connect_error *reason = NULL;

        if (rejected != NULL) {
            keyring_explain(client->core->keyring, &reason);
        }
        call_give_credentials(call, keys, reason);
        connect_error_free(reason);
        credentials_unref(keys);
        return;
    }
    if (error == NULL) {
        (void)error_memory(&error);
    }
    call_fail(call, error);
}

static void wait_turn(struct client_core *core, const struct call_site *site, bool limited,
                      struct call *call)
{
    connect_status status =
        pace_wait(core->pace, site->operation->name, limited, site->cancel, site->deadline);

    if (status == CONNECT_OK) {
        call_paced(call);
    } else {
        call_stop(call, status, "while it waited for its turn");
    }
}

static void send_request(struct client_core *core, const struct call_site *site, bool limited,
                         struct call *call)
{
    const connect_http_request *request = call_http_request(call);
    connect_http_failure failure;
    connect_status status;

    if (request == NULL) {
        return;
    }
    memset(&failure, 0, sizeof failure);
    failure.size = sizeof failure;
    status =
        core->transport.perform(core->transport.user, request, call_http_response(call), &failure);
    call_answered(call, status, &failure);
    if (site->paced) {
        pace_answered(core->pace, site->operation->name, limited, call_was_throttled(call));
    }
}

static void wait_before_retry(const struct call_site *site, struct call *call)
{
    if (site->clock->wait(site->clock->user, call_wait_ms(call), site->cancel)) {
        call_waited(call);
    } else {
        call_stop(call, CONNECT_E_CANCELLED, "while it waited to try again");
    }
}

void client_drive(connect_client *client, const struct call_site *site, struct call *call,
                  bool fixed, struct credentials *keys)
{
    bool limited = site->paced && retry_mode_of(client) == CONNECT_RETRY_ADAPTIVE;

    for (;;) {
        switch (call_want(call)) {
        case CALL_CREDENTIALS:
            if (fixed) {
                call_give_credentials(call, keys, NULL);
            } else {
                give_credentials(client, site, call);
            }
            break;
        case CALL_PACE:
            wait_turn(client->core, site, limited, call);
            break;
        case CALL_SEND:
            send_request(client->core, site, limited, call);
            break;
        case CALL_WAIT:
            wait_before_retry(site, call);
            break;
        case CALL_DONE:
            return;
        }
    }
}

connect_status client_run(connect_client *client, const struct connect_operation *operation,
                          const void *request, const struct call_raw *raw, void **response,
                          connect_error **error)
{
    struct call_site site;
    struct call *call;
    connect_status status;
    int64_t deadline;

    if (response != NULL) {
        *response = NULL;
    }
    if (error != NULL) {
        *error = NULL;
    }
    if (client == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "%s: the client is NULL", operation->name);
    }
    sized_fill(client->options.report, &(connect_call_report){ 0 }, sizeof(connect_call_report));
    deadline = client_deadline(client);
    status = client_ready(client, deadline, error);
    if (status != CONNECT_OK) {
        error_set_operation(error != NULL ? *error : NULL, operation->name);
        return status;
    }
    client_site(client, operation, deadline, &site);
    status = call_new(&site, request, raw, &call, error);
    if (status != CONNECT_OK) {
        return status;
    }
    client_drive(client, &site, call, false, NULL);
    call_report(call, client->options.report);
    status = call_finish(call, response, error);
    call_free(call);
    return status;
}

connect_status entry_call(connect_client *client, const struct connect_operation *operation,
                          const void *request, void **response, connect_error **error)
{
    return client_run(client, operation, request, NULL, response, error);
}

connect_status connect_client_warm_up(connect_client *client, connect_error **error)
{
    struct credentials *keys = NULL;
    connect_status status;
    int64_t deadline;

    if (error != NULL) {
        *error = NULL;
    }
    if (client == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_client_warm_up: client is NULL");
    }
    deadline = client_deadline(client);
    status = client_ready(client, deadline, error);
    if (status == CONNECT_OK) {
        status = client_credentials(client, deadline, &keys, error);
    }
    credentials_unref(keys);
    return status;
}
