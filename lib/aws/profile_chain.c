/*
 * Which source a profile stands for, role upon role, with loops and half-written profiles refused
 * by name.
 */
#include "aws/profile_chain.h"

#include "aws/profile.h"
#include "core/error.h"
#include "core/number.h"
#include "core/text.h"

#include <string.h>

static const char *get(const struct profile_files *files, const char *profile, const char *key)
{
    return profile_filled(files, profile, key);
}

static bool has_any_key(const struct profile_files *files, const char *profile)
{
    return get(files, profile, "aws_access_key_id") != NULL ||
           get(files, profile, "aws_secret_access_key") != NULL;
}

static connect_status set_base(struct profile_chain *out, enum profile_base base,
                               const char *profile)
{
    out->base = base;
    out->base_profile = profile;
    return CONNECT_OK;
}

static connect_status static_base(const struct profile_files *files, const char *profile,
                                  struct profile_chain *out, connect_error **error)
{
    const char *missing = get(files, profile, "aws_access_key_id") == NULL ? "aws_access_key_id"
                          : get(files, profile, "aws_secret_access_key") == NULL
                              ? "aws_secret_access_key"
                              : NULL;

    if (missing != NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\" has half a key pair: %s is missing", profile, missing);
    }
    return set_base(out, BASE_STATIC, profile);
}

connect_status profile_session_check(const struct profile_files *files, const char *profile,
                                     const char *session, connect_error **error)
{
    const char *fault = profile_section_fault(files, "sso-session", session);

    if (fault != NULL) {
        return error_set(error, CONNECT_E_CONFIGURATION, "sso-session \"%s\": %s", session, fault);
    }
    if (!profile_section_exists(files, "sso-session", session)) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\" names sso-session \"%s\", which does not exist", profile,
                         session);
    }
    return CONNECT_OK;
}

/*
 * A session without account and role gives a bearer token and no keys; a broken one is an error all
 * the same.
 */
static connect_status check_session(const struct profile_files *files, const char *profile,
                                    connect_error **error)
{
    static const char *const keys[] = { "sso_start_url", "sso_region" };
    const char *session = get(files, profile, "sso_session");
    connect_status status;

    if (session == NULL) {
        return CONNECT_OK;
    }
    status = profile_session_check(files, profile, session, error);
    if (status != CONNECT_OK) {
        return status;
    }
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (text_is_empty(profile_section_get(files, "sso-session", session, keys[i]))) {
            return error_set(error, CONNECT_E_CREDENTIALS, "sso-session \"%s\" has no %s", session,
                             keys[i]);
        }
    }
    return CONNECT_OK;
}

/* What a profile without a role of its own stands for. */
static connect_status plain_base(const struct profile_files *files, const char *profile,
                                 struct profile_chain *out, connect_error **error)
{
    connect_status status;

    if (has_any_key(files, profile)) {
        return static_base(files, profile, out, error);
    }
    if (get(files, profile, "web_identity_token_file") != NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\" has web_identity_token_file and no role_arn", profile);
    }
    if (get(files, profile, "sso_account_id") != NULL ||
        get(files, profile, "sso_role_name") != NULL) {
        return set_base(out, BASE_SSO, profile);
    }
    if (get(files, profile, "login_session") != NULL) {
        return set_base(out, BASE_LOGIN, profile);
    }
    if (get(files, profile, "credential_process") != NULL) {
        return set_base(out, BASE_PROCESS, profile);
    }
    status = check_session(files, profile, error);
    if (status != CONNECT_OK) {
        return status;
    }
    if (out->roles_count > 0) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\", the source of profile \"%s\", has no credentials",
                         profile, out->roles[out->roles_count - 1].profile);
    }
    return set_base(out, BASE_NONE, profile);
}

static connect_status named_base(const char *profile, const char *source, struct profile_chain *out,
                                 connect_error **error)
{
    static const struct {
        const char *name;
        enum profile_base base;
    } sources[] = { { "Environment", BASE_ENVIRONMENT },
                    { "Ec2InstanceMetadata", BASE_METADATA },
                    { "EcsContainer", BASE_CONTAINER } };

    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        if (text_equal_nocase(source, sources[i].name)) {
            return set_base(out, sources[i].base, profile);
        }
    }
    return error_set(error, CONNECT_E_CREDENTIALS,
                     "profile \"%s\": credential_source is \"%s\"; it is one of Environment, "
                     "Ec2InstanceMetadata, EcsContainer",
                     profile, source);
}

static connect_status add_role(const struct profile_files *files, const char *profile,
                               struct profile_chain *out, connect_error **error)
{
    const char *duration = get(files, profile, "duration_seconds");
    struct profile_role *role;
    int64_t seconds = 0;

    if (out->roles_count == PROFILE_ROLES_MAX) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\" is the end of a chain of more than %d roles", profile,
                         PROFILE_ROLES_MAX);
    }
    if (duration != NULL && (!text_to_int64(duration, strlen(duration), &seconds) ||
                             seconds < 900 || seconds > 43200)) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\": duration_seconds is \"%s\"; it is 900 to 43200", profile,
                         duration);
    }
    role = &out->roles[out->roles_count++];
    *role = (struct profile_role){ .profile = profile, .duration_seconds = (int32_t)seconds };
    role->role_arn = get(files, profile, "role_arn");
    role->external_id = get(files, profile, "external_id");
    role->session_name = get(files, profile, "role_session_name");
    role->mfa_serial = get(files, profile, "mfa_serial");
    return CONNECT_OK;
}

static bool was_visited(const struct profile_chain *chain, const char *profile)
{
    for (size_t i = 0; i < chain->roles_count; i++) {
        if (strcmp(chain->roles[i].profile, profile) == 0) {
            return true;
        }
    }
    return false;
}

/* One profile with a role: *next is the profile to go on with, or NULL when the base was found. */
static connect_status follow_role(const struct profile_files *files, const char *profile,
                                  struct profile_chain *out, const char **next,
                                  connect_error **error)
{
    const char *from_profile = get(files, profile, "source_profile");
    const char *from_source = get(files, profile, "credential_source");
    connect_status status;

    if (get(files, profile, "web_identity_token_file") != NULL) {
        return set_base(out, BASE_WEB_IDENTITY, profile);
    }
    if (from_profile != NULL && from_source != NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\" has both source_profile and credential_source", profile);
    }
    if (from_profile == NULL && from_source == NULL) {
        return error_set(
            error, CONNECT_E_CREDENTIALS,
            "profile \"%s\" has role_arn and neither source_profile nor credential_source",
            profile);
    }
    status = add_role(files, profile, out, error);
    if (status != CONNECT_OK) {
        return status;
    }
    if (from_source != NULL) {
        return named_base(profile, from_source, out, error);
    }
    if (strcmp(from_profile, profile) == 0 && has_any_key(files, profile)) {
        return static_base(files, profile, out, error);
    }
    if (was_visited(out, from_profile)) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the source_profile of profile \"%s\" leads round in a circle", profile);
    }
    if (!profile_exists(files, from_profile)) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\", the source_profile of profile \"%s\", is not there",
                         from_profile, profile);
    }
    *next = from_profile;
    return CONNECT_OK;
}

connect_status profile_chain_resolve(const struct profile_files *files, const char *profile,
                                     struct profile_chain *out, connect_error **error)
{
    *out =
        (struct profile_chain){ .base_profile = profile, .region = get(files, profile, "region") };
    if (!profile_exists(files, profile)) {
        return CONNECT_OK;
    }
    while (profile != NULL) {
        const char *fault = profile_fault(files, profile), *next = NULL;
        connect_status status;

        if (fault != NULL) {
            return error_set(error, CONNECT_E_CONFIGURATION, "profile \"%s\": %s", profile, fault);
        }
        /* Keys of the selected profile stand back behind its role; those of a source come first. */
        if (out->roles_count > 0 && has_any_key(files, profile)) {
            status = static_base(files, profile, out, error);
        } else if (get(files, profile, "role_arn") != NULL) {
            status = follow_role(files, profile, out, &next, error);
        } else {
            status = plain_base(files, profile, out, error);
        }
        if (status != CONNECT_OK) {
            return status;
        }
        profile = next;
    }
    return CONNECT_OK;
}
