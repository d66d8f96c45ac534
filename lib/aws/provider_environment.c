/* Credentials in environment variables. */
#include "aws/credentials.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

#define KEY_VARIABLE "AWS_ACCESS_KEY_ID"
#define SECRET_VARIABLE "AWS_SECRET_ACCESS_KEY"

static const char *const variables[] = {
    [CREDENTIALS_ACCESS_KEY_ID] = KEY_VARIABLE,
    [CREDENTIALS_SECRET_ACCESS_KEY] = SECRET_VARIABLE,
    [CREDENTIALS_SESSION_TOKEN] = "AWS_SESSION_TOKEN",
    [CREDENTIALS_ACCOUNT_ID] = "AWS_ACCOUNT_ID",
};

/* A value of white space counts as not set: shell scripts produce them by accident. */
static const char *variable(const struct provider_context *context, const char *name)
{
    const char *value = settings_env(context->settings, name);
    if (value == NULL || value[strspn(value, " \t\r\n")] == '\0') {
        return NULL;
    }
    return value;
}

static connect_status read_expiration(struct provider_context *context, connect_opt_time *out,
                                      connect_error **error)
{
    const char *text = variable(context, "AWS_CREDENTIAL_EXPIRATION");
    if (text == NULL) {
        return CONNECT_OK;
    }
    out->is_set = time_parse_iso(text, strlen(text), &out->value);
    if (!out->is_set) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "environment: AWS_CREDENTIAL_EXPIRATION is not an ISO 8601 time");
    }
    return CONNECT_OK;
}

static connect_status environment_fetch(connect_credentials_provider *provider,
                                        struct provider_context *context, struct credentials **out,
                                        struct buf *skipped, connect_error **error)
{
    connect_credentials keys = {
        .size = sizeof keys,
        .access_key_id = variable(context, KEY_VARIABLE),
        .secret_access_key = variable(context, SECRET_VARIABLE),
        .session_token = variable(context, variables[CREDENTIALS_SESSION_TOKEN]),
        .account_id = variable(context, variables[CREDENTIALS_ACCOUNT_ID]),
    };
    *out = NULL;
    bool has_key = keys.access_key_id != NULL, has_secret = keys.secret_access_key != NULL;
    if (!has_key && !has_secret) {
        provider_skip(skipped, provider->class->name, "%s and %s are not set", KEY_VARIABLE,
                      SECRET_VARIABLE);
        return CONNECT_OK;
    }
    if (!has_key || !has_secret) {
        return error_set(error, CONNECT_E_CREDENTIALS, "environment: %s is set, but %s is not",
                         has_key ? KEY_VARIABLE : SECRET_VARIABLE,
                         has_key ? SECRET_VARIABLE : KEY_VARIABLE);
    }
    const char *token_variable = variables[CREDENTIALS_SESSION_TOKEN];
    if (keys.session_token == NULL) {
        token_variable = "AWS_SECURITY_TOKEN"; /* the older name */
        keys.session_token = variable(context, token_variable);
    }
    connect_status status = read_expiration(context, &keys.expiration, error);
    if (status != CONNECT_OK) {
        return status;
    }
    struct credentials_fault fault;
    if (credentials_find_fault(&keys, &fault)) {
        return error_set(error, CONNECT_E_CREDENTIALS, "environment: %s %s",
                         fault.member == CREDENTIALS_SESSION_TOKEN ? token_variable
                                                                   : variables[fault.member],
                         fault.problem);
    }
    *out = credentials_new(&keys, provider->class->name);
    return *out != NULL ? CONNECT_OK : error_memory(error);
}

static const struct provider_class environment_class = {
    .name = "environment",
    .fetch = environment_fetch,
};

connect_status connect_credentials_environment(connect_credentials_provider **out,
                                               connect_error **error)
{
    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_credentials_environment: out is NULL");
    }
    *out = provider_new(&environment_class, sizeof(connect_credentials_provider));
    return *out != NULL ? CONNECT_OK : error_memory(error);
}
