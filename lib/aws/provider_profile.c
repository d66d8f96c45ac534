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

/* The key of the file that a fault is reported with. */
static const char *key_of(const struct profile_fetch *fetch, enum credentials_member member)
{
    static const char *const keys[] = {
        [CREDENTIALS_ACCESS_KEY_ID] = "aws_access_key_id",
        [CREDENTIALS_SECRET_ACCESS_KEY] = "aws_secret_access_key",
        [CREDENTIALS_SESSION_TOKEN] = "aws_session_token",
        [CREDENTIALS_ACCOUNT_ID] = "aws_account_id",
    };

    if (member == CREDENTIALS_SESSION_TOKEN && get(fetch, keys[member]) == NULL) {
        return "aws_security_token"; /* the older name */
    }
    return keys[member];
}

static connect_status static_keys(const struct profile_fetch *fetch, struct credentials **out,
                                  connect_error **error)
{
    const char *values[CREDENTIALS_MEMBERS];
    connect_credentials from = { .size = sizeof from };
    struct credentials_fault fault;

    for (int i = 0; i < CREDENTIALS_MEMBERS; i++) {
        values[i] = get(fetch, key_of(fetch, (enum credentials_member)i));
    }
    from.access_key_id = values[CREDENTIALS_ACCESS_KEY_ID];
    from.secret_access_key = values[CREDENTIALS_SECRET_ACCESS_KEY];
    from.session_token = values[CREDENTIALS_SESSION_TOKEN];
    from.account_id = values[CREDENTIALS_ACCOUNT_ID];
    if (credentials_find_fault(&from, &fault)) {
        const char *profile = fetch->chain.base_profile, *key = key_of(fetch, fault.member);

        return error_set(error, CONNECT_E_CREDENTIALS, "profile \"%s\": %s (%s) %s", profile, key,
                         profile_origin(fetch->files, profile, key), fault.problem);
    }
    *out = credentials_new(&from, "profile");
    return *out != NULL ? CONNECT_OK : error_memory(error);
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

/* A profile that says nothing of credentials is no error, but one that does not exist is. */
static connect_status skip_profile(const struct profile_fetch *fetch, const char *profile,
                                   struct buf *skipped, connect_error **error)
{
    const struct settings *settings = fetch->context->settings;
    struct buf missing = BUF_INIT(1000);
    connect_status status = CONNECT_OK;

    settings_describe_missing_files(settings, fetch->files, &missing);
    if (!profile_exists(fetch->files, profile) &&
        settings->values[SETTING_PROFILE_NAME].source != SETTING_DEFAULT) {
        status = error_set(error, CONNECT_E_CREDENTIALS,
                           "profile \"%s\" is not in the config and credentials files%s", profile,
                           buf_text(&missing));
    } else {
        provider_skip(skipped, "profile", "\"%s\" has no credentials%s", profile,
                      buf_text(&missing));
    }
    buf_free(&missing);
    return status;
}

static connect_status fetch_from(struct profile_fetch *fetch, const char *profile,
                                 struct credentials **out, struct buf *skipped,
                                 connect_error **error)
{
    connect_status status = profile_chain_resolve(fetch->files, profile, &fetch->chain, error);

    if (status == CONNECT_OK && fetch->chain.base == BASE_NONE) {
        return skip_profile(fetch, profile, skipped, error);
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
