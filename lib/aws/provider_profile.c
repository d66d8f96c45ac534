/*
 * Finds what the profile stands for, gets the base keys, and assumes the roles from the innermost
 * outwards.
 */
#include "aws/provider_profile.h"

#include "aws/profile.h"
#include "aws/profile_chain.h"
#include "aws/provider_container.h"
#include "aws/provider_imds.h"
#include "aws/provider_login.h"
#include "aws/provider_process.h"
#include "aws/provider_role.h"
#include "aws/provider_sso.h"
#include "core/error.h"
#include "core/text.h"

struct profile_fetch {
    struct provider_context *context;
    const struct profile_files *files;
    struct profile_chain chain;
};

static const char *get(const struct profile_fetch *fetch, const char *key)
{
    return profile_filled(fetch->files, fetch->chain.base_profile, key);
}

static connect_status static_keys(const struct profile_fetch *fetch, struct credentials **out,
                                  connect_error **error)
{
    connect_credentials from = { .size = sizeof from };

    from.access_key_id = get(fetch, "aws_access_key_id");
    from.secret_access_key = get(fetch, "aws_secret_access_key");
    from.session_token = get(fetch, "aws_session_token");
    from.account_id = get(fetch, "aws_account_id");
    return credentials_accept(&from, "profile", out, error);
}

/* credential_source names a provider of its own, which then must deliver. */
static connect_status source_keys(const struct profile_fetch *fetch,
                                  connect_status (*make)(connect_credentials_provider **,
                                                         connect_error **),
                                  const char *name, struct credentials **out, connect_error **error)
{
    connect_credentials_provider *provider = NULL;
    struct buf skipped = BUF_INIT(1024);
    connect_status status = make(&provider, error);

    if (status == CONNECT_OK) {
        status = provider->class->fetch(provider, fetch->context, out, &skipped, error);
    }
    if (status == CONNECT_OK && *out == NULL) {
        status = error_set(error, CONNECT_E_CREDENTIALS,
                           "profile \"%s\": credential_source %s has no keys: %s",
                           fetch->chain.base_profile, name, buf_text(&skipped));
    }
    connect_credentials_provider_free(provider);
    buf_free(&skipped);
    return status;
}

static connect_status web_identity_keys(const struct profile_fetch *fetch, struct credentials **out,
                                        connect_error **error)
{
    const struct web_identity identity = { .token_file = get(fetch, "web_identity_token_file"),
                                           .role_arn = get(fetch, "role_arn"),
                                           .session_name = get(fetch, "role_session_name"),
                                           .source = "profile web identity" };

    return role_with_web_identity(fetch->context, &identity, fetch->chain.region, out, error);
}

static connect_status base_keys(const struct profile_fetch *fetch, struct credentials **out,
                                connect_error **error)
{
    switch (fetch->chain.base) {
    case BASE_NONE:
        break;
    case BASE_STATIC:
        return static_keys(fetch, out, error);
    case BASE_ENVIRONMENT:
        return source_keys(fetch, connect_credentials_environment, "Environment", out, error);
    case BASE_METADATA:
        return source_keys(fetch, provider_imds_new, "Ec2InstanceMetadata", out, error);
    case BASE_CONTAINER:
        return source_keys(fetch, provider_container_new, "EcsContainer", out, error);
    case BASE_WEB_IDENTITY:
        return web_identity_keys(fetch, out, error);
    case BASE_SSO:
        return sso_keys(fetch->context, fetch->files, fetch->chain.base_profile, out, error);
    case BASE_LOGIN:
        return login_keys(fetch->context, get(fetch, "login_session"), fetch->chain.region, out,
                          error);
    case BASE_PROCESS:
        return process_keys(fetch->context, get(fetch, "credential_process"),
                            get(fetch, "aws_account_id"), out, error);
    }
    return CONNECT_OK;
}

static connect_status assume_roles(const struct profile_fetch *fetch, struct credentials **keys,
                                   connect_error **error)
{
    for (size_t i = fetch->chain.roles_count; i-- > 0;) {
        struct credentials *assumed = NULL;
        connect_status status = role_assume(fetch->context, &fetch->chain.roles[i],
                                            fetch->chain.region, *keys, &assumed, error);

        credentials_unref(*keys);
        *keys = assumed;
        if (status != CONNECT_OK) {
            return status;
        }
    }
    return CONNECT_OK;
}

static connect_status fetch_from(struct profile_fetch *fetch, const char *profile,
                                 struct credentials **out, struct buf *skipped,
                                 connect_error **error)
{
    connect_status status = profile_chain_resolve(fetch->files, profile, &fetch->chain, error);

    if (status == CONNECT_OK && fetch->chain.base == BASE_NONE) {
        if (!profile_exists(fetch->files, profile) &&
            fetch->context->settings->values[SETTING_PROFILE_NAME].source != SETTING_DEFAULT) {
            return error_set(error, CONNECT_E_CREDENTIALS,
                             "profile \"%s\" is not in the config and credentials files", profile);
        }
        provider_skip(skipped, "profile", "\"%s\" has no credentials", profile);
        return CONNECT_OK;
    }
    if (status == CONNECT_OK) {
        status = base_keys(fetch, out, error);
    }
    if (status == CONNECT_OK) {
        status = assume_roles(fetch, out, error);
    }
    return status;
}

static connect_status fetch(struct connect_credentials_provider *provider,
                            struct provider_context *context, struct credentials **out,
                            struct buf *skipped, connect_error **error)
{
    struct profile_fetch fetch = { .context = context };
    struct profile_files *files = NULL;
    connect_status status;

    (void)provider;
    *out = NULL;
    /* A copy of its own: the files may have changed since the last keys were read. */
    status = settings_read_files(context->settings, context->logger, &files, error);
    if (status == CONNECT_OK) {
        fetch.files = files;
        status = fetch_from(&fetch, context->settings->values[SETTING_PROFILE_NAME].text, out,
                            skipped, error);
    }
    profile_files_free(files);
    return status;
}

static const struct provider_class profile_class = { .name = "profile", .fetch = fetch };

connect_status provider_profile_new(connect_credentials_provider **out, connect_error **error)
{
    *out = provider_new(&profile_class, sizeof **out);
    return *out == NULL ? error_memory(error) : CONNECT_OK;
}
