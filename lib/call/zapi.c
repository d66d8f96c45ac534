/*
 * The client of Z-API: a connect_client of another service, with a bearer token in place of
 * credentials, without a region, and with an empty environment.  Only the functions of zapi.h
 * accept it.
 * (developer.z-api.io, "List instances")
 */
#include "aws/source.h"
#include "call/client.h"
#include "call/entry.h"
#include "core/error.h"
#include "core/sized.h"
#include "core/text.h"

#include <connect/zapi.h>

#define ENDPOINT "https://api.z-api.io"
#define TOKEN_MAX 8192

const struct service zapi_service = {
    .id = "Z-API",
    .signing_name = "zapi",
    .config_name = "zapi",
    .endpoint_prefix = "zapi",
    .api_version = "",
    .protocol = PROTOCOL_REST_JSON,
    .has_no_regions = true,
};

/* Variables, profiles and files are for AWS services only. */
static const char *no_environment(void *user, const char *name)
{
    (void)user;
    (void)name;
    return NULL;
}

struct token_provider {
    connect_credentials_provider head;
    struct credentials *token;
};

static struct task *token_fetch(connect_credentials_provider *provider,
                                const struct provider_context *context, struct fetch_report *report)
{
    (void)context;
    (void)report;
    return source_done(credentials_ref(((struct token_provider *)provider)->token), NULL);
}

static void token_release(connect_credentials_provider *provider)
{
    credentials_unref(((struct token_provider *)provider)->token);
}

static const struct provider_class token_class = {
    .name = "bearer token", .fetch = token_fetch, .release = token_release, .is_user_code = true
};

static connect_status token_new(const char *token, connect_credentials_provider **out,
                                connect_error **error)
{
    const connect_credentials from = { .size = sizeof from, .session_token = token };
    struct token_provider *provider;

    if (text_is_empty(token)) {
        return error_set(error, CONNECT_E_ARGUMENT, "option token is missing");
    }
    if (strlen(token) > TOKEN_MAX || text_find_control(token, strlen(token)) >= 0) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option token has control bytes or is longer than %d bytes", TOKEN_MAX);
    }
    provider = provider_new(&token_class, sizeof *provider);
    if (provider == NULL) {
        return error_memory(error);
    }
    provider->token = credentials_new(&from, "bearer token");
    if (provider->token == NULL) {
        connect_credentials_provider_free(&provider->head);
        return error_memory(error);
    }
    *out = &provider->head;
    return CONNECT_OK;
}

static connect_client_options options_of(const connect_zapi_client_options *options)
{
    return (connect_client_options){
        .size = sizeof(connect_client_options),
        .endpoint_url = options->endpoint_url != NULL ? options->endpoint_url : ENDPOINT,
        .retry_mode = options->retry_mode,
        .max_attempts = options->max_attempts,
        .connect_timeout_ms = options->connect_timeout_ms,
        .attempt_timeout_ms = options->attempt_timeout_ms,
        .call_timeout_ms = options->call_timeout_ms,
        .max_body_bytes = options->max_body_bytes,
        .ca_bundle = options->ca_bundle,
        .proxy = options->proxy,
        .log_level = options->log_level,
        .log = options->log,
        .log_user = options->log_user,
        .transport = options->transport,
        .clock = options->clock,
        .random = options->random,
        .on_attempt = options->on_attempt,
        .on_attempt_user = options->on_attempt_user,
    };
}

connect_status connect_zapi_client_new(const connect_zapi_client_options *options,
                                       connect_zapi_client **out, connect_error **error)
{
    connect_zapi_client_options known;
    connect_client_options translated;
    connect_client *client = NULL;
    connect_credentials_provider *provider = NULL;
    connect_status status;

    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_zapi_client_new: out is NULL");
    }
    *out = NULL;
    status = sized_copy(&known, sizeof known, options, "connect_zapi_client_options", error);
    if (status == CONNECT_OK) {
        status = token_new(known.token, &provider, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    translated = options_of(&known);
    translated.credentials = provider;
    status = client_new(&zapi_service, no_environment, &translated, &client, error);
    connect_credentials_provider_free(provider);
    *out = (connect_zapi_client *)client;
    return status;
}

void connect_zapi_client_free(connect_zapi_client *client)
{
    connect_client_free((connect_client *)client);
}
