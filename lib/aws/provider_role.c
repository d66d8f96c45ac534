/*
 * Both ways to a role end in one answer of STS.
 */
#include "aws/provider_role.h"

#include "aws/sts.h"
#include "core/block.h"
#include "core/error.h"
#include "core/file.h"
#include "core/text.h"

#include <errno.h>
#include <string.h>

#define TOKEN_MAX 20000
#define SESSION_NAME_MAX 64

/* STS is regional; without a region the oldest one answers for the standard partition. */
static const char *sts_region(const struct provider_context *context, const char *region)
{
    region = settings_service_region(context->settings, region);
    return region != NULL ? region : "us-east-1";
}

/* NULL without memory. */
static const char *session_name(const struct provider_context *context, const char *given,
                                struct buf *room)
{
    if (given != NULL) {
        return given;
    }
    if (!buf_printf(room, "libconnect-%lld", (long long)provider_now(context))) {
        return NULL;
    }
    return buf_text(room);
}

static connect_status run(struct provider_context *context,
                          const struct connect_operation *operation,
                          const struct sts_request *request, const char *region,
                          struct credentials *keys, const char *source, struct credentials **out,
                          connect_error **error)
{
    void *response = NULL;
    connect_status status = context->run(context, operation, request, sts_region(context, region),
                                         keys, &response, error);

    if (status == CONNECT_OK) {
        status = sts_keys(response, source, out, error);
    }
    block_free(response);
    return status;
}

/* Whatever STS or the way to it said, to the caller it is a matter of credentials. */
static connect_status as_credentials(connect_status status, connect_error **error,
                                     const char *role_arn)
{
    if (status == CONNECT_OK || status == CONNECT_E_CANCELLED || status == CONNECT_E_MEMORY) {
        return status;
    }
    if (error != NULL) {
        error_prefix(*error, "assuming role %s: ", role_arn);
    }
    return status;
}

connect_status role_assume(struct provider_context *context, const struct profile_role *role,
                           const char *region, struct credentials *base, struct credentials **out,
                           connect_error **error)
{
    struct buf name = BUF_INIT(SESSION_NAME_MAX);
    struct sts_request request = { .size = sizeof request,
                                   .role_arn = role->role_arn,
                                   .external_id = role->external_id };
    connect_status status;

    if (role->mfa_serial != NULL) {
        return error_set(
            error, CONNECT_E_CREDENTIALS,
            "profile \"%s\" wants a code of the MFA device %s, and a library has nobody to ask: use a "
            "profile without mfa_serial, or give the client keys that were obtained with the code",
            role->profile, role->mfa_serial);
    }
    request.role_session_name = session_name(context, role->session_name, &name);
    if (request.role_session_name == NULL) {
        return error_memory(error);
    }
    if (role->duration_seconds > 0) {
        request.duration_seconds = (connect_opt_int32)CONNECT_SET(role->duration_seconds);
    }
    status = run(context, &sts_assume_role, &request, region, base, "assume role", out, error);
    buf_free(&name);
    return as_credentials(status, error, role->role_arn);
}

static connect_status read_token(const struct provider_context *context, const char *name,
                                 struct buf *token, connect_error **error)
{
    struct arena arena = { 0 };
    const char *path = settings_expand_home(context->settings, &arena, name);
    int failure = path != NULL ? file_read(path, token) : ENOMEM;

    arena_release(&arena);
    path = name;
    if (failure == ENOMEM) {
        return error_memory(error);
    }
    if (failure != 0) {
        return error_set(error, CONNECT_E_CREDENTIALS, "web identity token file %s: %s", path,
                         file_problem(failure));
    }
    while (token->size > 0 &&
           (token->data[token->size - 1] == '\n' || token->data[token->size - 1] == '\r')) {
        token->data[--token->size] = '\0';
    }
    if (token->size == 0) {
        return error_set(error, CONNECT_E_CREDENTIALS, "web identity token file %s is empty", path);
    }
    if (strlen(token->data) != token->size || text_find_control(token->data, token->size) >= 0) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "web identity token file %s contains a control character", path);
    }
    return CONNECT_OK;
}

connect_status role_with_web_identity(struct provider_context *context,
                                      const struct web_identity *identity, const char *region,
                                      struct credentials **out, connect_error **error)
{
    struct buf name = BUF_INIT(SESSION_NAME_MAX), token = BUF_INIT(TOKEN_MAX);
    struct sts_request request = { .size = sizeof request, .role_arn = identity->role_arn };
    connect_status status;

    token.secret = true;
    status = read_token(context, identity->token_file, &token, error);
    if (status == CONNECT_OK) {
        request.role_session_name = session_name(context, identity->session_name, &name);
        if (request.role_session_name == NULL) {
            status = error_memory(error);
        }
    }
    if (status == CONNECT_OK) {
        request.web_identity_token = token.data;
        status = run(context, &sts_assume_role_with_web_identity, &request, region, NULL,
                     identity->source, out, error);
        status = as_credentials(status, error, identity->role_arn);
    }
    buf_free(&name);
    buf_free(&token);
    return status;
}

static connect_status fetch(struct connect_credentials_provider *provider,
                            struct provider_context *context, struct credentials **out,
                            struct buf *skipped, connect_error **error)
{
    struct arena arena = { 0 };
    struct web_identity identity = { .source = "web identity" };
    connect_status status = CONNECT_OK;

    *out = NULL;
    if (!settings_env_line(context->settings, &arena, "AWS_WEB_IDENTITY_TOKEN_FILE",
                           &identity.token_file) ||
        !settings_env_line(context->settings, &arena, "AWS_ROLE_ARN", &identity.role_arn) ||
        !settings_env_line(context->settings, &arena, "AWS_ROLE_SESSION_NAME",
                           &identity.session_name)) {
        status = error_memory(error);
    } else if (identity.token_file == NULL) {
        provider_skip(skipped, provider->class->name, "AWS_WEB_IDENTITY_TOKEN_FILE is not set");
    } else if (identity.role_arn == NULL) {
        status = error_set(
            error, CONNECT_E_CREDENTIALS,
            "AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN, which must go with it, is not");
    } else {
        status = role_with_web_identity(context, &identity, NULL, out, error);
    }
    arena_release(&arena);
    return status;
}

static const struct provider_class web_identity_class = { .name = "web identity", .fetch = fetch };

connect_status provider_web_identity_new(connect_credentials_provider **out, connect_error **error)
{
    *out = provider_new(&web_identity_class, sizeof **out);
    return *out == NULL ? error_memory(error) : CONNECT_OK;
}
