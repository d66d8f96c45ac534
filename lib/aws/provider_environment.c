/*
 * Credentials in environment variables.
 * (AWS SDKs and Tools Reference Guide, "AWS access keys"; botocore credentials.py, EnvProvider)
 */
#include "aws/source.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/time.h"

#include <string.h>

#define KEY_VARIABLE "AWS_ACCESS_KEY_ID"
#define SECRET_VARIABLE "AWS_SECRET_ACCESS_KEY"

static const char *const variables[] = {
    [CREDENTIALS_ACCESS_KEY_ID] = KEY_VARIABLE,
    [CREDENTIALS_SECRET_ACCESS_KEY] = SECRET_VARIABLE,
    [CREDENTIALS_SESSION_TOKEN] = "AWS_SESSION_TOKEN",
    [CREDENTIALS_ACCOUNT_ID] = "AWS_ACCOUNT_ID",
};

/*
 * A value of white space counts as not set: shell scripts produce them by accident.
 *
 * Rule: a variable of white space alone counts as not set.  Source: smithy-rs,
 * default-credential-provider-chain, environment_variables_blank.  Test:
 * the_chain_finds_credentials_by_each_rule.
 */
static const char *read_variable(const struct source *source, const char *name)
{
    const char *value = settings_env(source->context->settings, name);
    if (value == NULL || value[strspn(value, " \t\r\n")] == '\0') {
        return NULL;
    }
    return value;
}

/*
 * Rule: AWS_CREDENTIAL_EXPIRATION is an ISO 8601 time.  Source: botocore, EnvProvider.  Test:
 * invalid_variables_are_named.
 */
static connect_status read_expiration(const struct source *source, connect_opt_time *out,
                                      connect_error **error)
{
    const char *text = read_variable(source, "AWS_CREDENTIAL_EXPIRATION");
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

/*
 * Rule: the session token may stand in AWS_SECURITY_TOKEN.  Source: botocore, EnvProvider.  Test:
 * the_environment_provides_credentials.
 */
static connect_status accept_variables(const struct source *source, connect_credentials *from,
                                       struct credentials **out, connect_error **error)
{
    ASSERT(from->access_key_id != NULL && from->secret_access_key != NULL);
    const char *token_variable = variables[CREDENTIALS_SESSION_TOKEN];
    struct credentials_fault fault;
    if (from->session_token == NULL) {
        token_variable = "AWS_SECURITY_TOKEN"; /* the older name */
        from->session_token = read_variable(source, token_variable);
    }
    connect_status status = read_expiration(source, &from->expiration, error);
    if (status != CONNECT_OK) {
        return status;
    }
    if (credentials_find_fault(from, &fault)) {
        return error_set(error, CONNECT_E_CREDENTIALS, "environment: %s %s",
                         fault.member == CREDENTIALS_SESSION_TOKEN ? token_variable
                                                                   : variables[fault.member],
                         fault.problem);
    }
    *out = credentials_new(from, "environment");
    return *out != NULL ? CONNECT_OK : error_memory(error);
}

/*
 * Rule: one half of a pair of keys is an error that names the other.  Source: botocore,
 * PartialCredentialsError.  Test: invalid_variables_are_named.
 */
static void environment_resume(struct task *task)
{
    struct source *source = (struct source *)task;
    connect_credentials from = {
        .size = sizeof from,
        .access_key_id = read_variable(source, KEY_VARIABLE),
        .secret_access_key = read_variable(source, SECRET_VARIABLE),
        .session_token = read_variable(source, variables[CREDENTIALS_SESSION_TOKEN]),
        .account_id = read_variable(source, variables[CREDENTIALS_ACCOUNT_ID]),
    };
    bool has_key = from.access_key_id != NULL, has_secret = from.secret_access_key != NULL;
    struct credentials *credentials = NULL;
    connect_error *error = NULL;
    connect_status status = CONNECT_OK;
    if (!has_key && !has_secret) {
        source_skip(source, "environment", "%s and %s are not set", KEY_VARIABLE, SECRET_VARIABLE);
    } else if (!has_key || !has_secret) {
        status = error_set(&error, CONNECT_E_CREDENTIALS, "environment: %s is set, but %s is not",
                           has_key ? KEY_VARIABLE : SECRET_VARIABLE,
                           has_key ? SECRET_VARIABLE : KEY_VARIABLE);
    } else {
        status = accept_variables(source, &from, &credentials, &error);
    }
    source_end(source, status, credentials, error);
}

static const struct task_class environment_task = { .name = "environment",
                                                    .resume = environment_resume,
                                                    .release = source_release };

static struct task *environment_fetch(connect_credentials_provider *provider,
                                      const struct provider_context *context,
                                      struct fetch_report *report)
{
    (void)provider;
    return source_new(&environment_task, sizeof(struct source), context, report);
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
