/* The settings of a call, from its client and view. */
#include "call/site.h"

#include "core/assert.h"
#include "core/clock.h"

int64_t client_deadline(const connect_client *client)
{
    const struct client_core *core = client->core;
    int64_t timeout = client->options.timeout_ms.is_set      ? client->options.timeout_ms.value
                      : core->options.call_timeout_ms.is_set ? core->options.call_timeout_ms.value
                                                             : 0;
    int64_t deadline = deadline_after(&core->clock, timeout);

    return deadline < client->deadline ? deadline : client->deadline;
}

static connect_retry_mode client_retry_mode(const connect_client *client)
{
    if (client->options.retry_mode != CONNECT_RETRY_DEFAULT) {
        return client->options.retry_mode;
    }
    return (connect_retry_mode)client->core->resolution->settings.values[SETTING_RETRY_MODE].number;
}

static int32_t client_max_attempts(const connect_client *client)
{
    if (client_retry_mode(client) == CONNECT_RETRY_OFF) {
        return 1;
    }
    if (client->options.max_attempts.is_set) {
        return client->options.max_attempts.value;
    }
    return (int32_t)client->core->resolution->settings.values[SETTING_MAX_ATTEMPTS].number;
}

static unsigned client_features(const connect_client *client)
{
    const struct client_core *core = client->core;
    unsigned features = client->features;

    if (core->resolution->rules == &retry_rules_legacy) {
        features |= FEATURE_RETRY_LEGACY;
    } else if (client_retry_mode(client) == CONNECT_RETRY_ADAPTIVE) {
        features |= FEATURE_RETRY_ADAPTIVE;
    } else {
        features |= FEATURE_RETRY_STANDARD;
    }
    if (core->resolution->settings.values[SETTING_ENDPOINT_URL].text != NULL) {
        features |= FEATURE_ENDPOINT;
    }
    return features;
}

/*
 * Rule: the correction of clock skew can be disabled.  Source: aws-sdk-go-v2,
 * aws/retry/middleware.go.  Test: learning_the_clock_can_be_switched_off.
 */
void client_site(const connect_client *client, const struct connect_operation *operation,
                 int64_t deadline, struct call_site *out)
{
    ASSERT(client->core->resolution != NULL);
    struct client_core *core = client->core;
    const struct resolution *resolution = core->resolution;
    const struct setting_value *values = resolution->settings.values;
    bool is_limited = client_retry_mode(client) == CONNECT_RETRY_ADAPTIVE;

    *out = (struct call_site){
        .operation = operation,
        .endpoint = resolution->endpoint,
        .keys = core->keys,
        .retry = { resolution->rules, client_max_attempts(client), &core->quota },
        .skew = values[SETTING_NO_SKEW_CORRECTION].number != 0 ? NULL : &core->skew,
        .clock = &core->clock,
        .random = &core->random,
        .logger = &core->logger,
        .user_agent = &resolution->user_agent,
        .features = client_features(client),
        .trace_id =
            resolution->in_lambda ? settings_env(&resolution->settings, "_X_AMZN_TRACE_ID") : NULL,
        .check_level = core->options.check_level,
        .connect_timeout_ms = values[SETTING_CONNECT_TIMEOUT].number,
        .attempt_timeout_ms = values[SETTING_ATTEMPT_TIMEOUT].number,
        .deadline = deadline,
        .max_body_bytes = core->max_body_bytes,
        .cancel = client->options.cancel,
        .on_attempt = core->options.on_attempt,
        .on_attempt_user = core->options.on_attempt_user,
        .headers = client->options.headers,
        .headers_count = client->options.headers_count,
        .keep_json = core->options.keep_json.is_set && core->options.keep_json.value,
        .keep_unknown = client->keep_unknown,
        .is_paced = pace_is_on(core->pace) || is_limited,
        .is_limited = is_limited,
    };
}
