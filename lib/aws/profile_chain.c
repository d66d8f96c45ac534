/*
 * Resolves a profile to a source of credentials and the roles that are assumed with them.
 *
 * A profile has credentials of its own, or a role_arn and a source: source_profile names another
 * profile, which may again have a role, and credential_source one of three providers.  Following
 * source_profile ends at the base; a cycle is an error.  Two rules are less obvious:
 *
 *  - The keys of the selected profile count only without a role_arn, those of a source profile
 *    always come first.
 *  - A profile that is its own source_profile uses its own keys for its role.
 *
 * Of several kinds of credentials in one profile, the first in the order of plain_base() counts.
 * An incomplete profile is an error: it never falls through to another source.
 * (smithy-rs aws-config profile/credentials/repr.rs and its assume-role-tests.json; botocore
 * credentials.py, AssumeRoleProvider)
 */
#include "aws/profile_chain.h"

#include "aws/profile.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/number.h"
#include "core/text.h"

#include <string.h>

static bool has_static_credentials(const struct profile_files *files, const char *profile)
{
    return profile_filled(files, profile, "aws_access_key_id") != NULL ||
           profile_filled(files, profile, "aws_secret_access_key") != NULL;
}

static connect_status set_base(struct profile_chain *out, enum profile_base base,
                               const char *profile)
{
    ASSERT(profile != NULL && out->roles_count <= PROFILE_ROLES_MAX);
    out->base = base;
    out->base_profile = profile;
    return CONNECT_OK;
}

/*
 * Rule: a profile with one half of a pair of keys is an error.  Source: smithy-rs,
 * assume-role-tests.json.  Test: profiles_lead_to_roles_by_each_rule.
 */
static connect_status static_base(const struct profile_files *files, const char *profile,
                                  struct profile_chain *out, connect_error **error)
{
    const char *missing =
        profile_filled(files, profile, "aws_access_key_id") == NULL       ? "aws_access_key_id"
        : profile_filled(files, profile, "aws_secret_access_key") == NULL ? "aws_secret_access_key"
                                                                          : NULL;
    if (missing != NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\" is incomplete: %s is missing", profile, missing);
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
 * An sso_session without account and role is for bearer tokens and provides no credentials.  It is
 * validated nevertheless.
 */
static connect_status check_session(const struct profile_files *files, const char *profile,
                                    connect_error **error)
{
    static const char *const keys[] = { "sso_start_url", "sso_region" };
    const char *session = profile_filled(files, profile, "sso_session");
    if (session == NULL) {
        return CONNECT_OK;
    }
    connect_status status = profile_session_check(files, profile, session, error);
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

/*
 * The base that a profile without a role is.
 *
 * Rule: in a profile, static credentials precede SSO, a login and a process.  Source: aws-c-auth,
 * credentials_provider_profile.c.  Test: profiles_lead_to_roles_by_each_rule.
 */
static connect_status plain_base(const struct profile_files *files, const char *profile,
                                 struct profile_chain *out, connect_error **error)
{
    if (has_static_credentials(files, profile)) {
        return static_base(files, profile, out, error);
    }
    if (profile_filled(files, profile, "web_identity_token_file") != NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\" has web_identity_token_file and no role_arn", profile);
    }
    if (profile_filled(files, profile, "sso_account_id") != NULL ||
        profile_filled(files, profile, "sso_role_name") != NULL) {
        return set_base(out, BASE_SSO, profile);
    }
    if (profile_filled(files, profile, "login_session") != NULL) {
        return set_base(out, BASE_LOGIN, profile);
    }
    if (profile_filled(files, profile, "credential_process") != NULL) {
        return set_base(out, BASE_PROCESS, profile);
    }
    connect_status status = check_session(files, profile, error);
    if (status != CONNECT_OK) {
        return status;
    }
    if (out->roles_count > 0) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\", the source of profile \"%s\", has no credentials",
                         profile, out->roles[out->roles_count - 1].profile);
    }
    return CONNECT_OK; /* BASE_NONE, as it was */
}

/*
 * Rule: credential_source is Environment, Ec2InstanceMetadata or EcsContainer.  Source: AWS SDKs
 * and Tools Reference Guide, Assume role credential provider.  Test:
 * the_environment_and_metadata_can_be_the_base_of_a_role.
 */
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
                     "profile \"%s\": credential_source: \"%s\" is not valid; expected one of "
                     "Environment, Ec2InstanceMetadata, EcsContainer",
                     profile, source);
}

/*
 * Rule: a role lasts 900 to 43200 seconds.  Source: AWS STS API Reference, AssumeRole.  Test:
 * invalid_role_settings_fail_before_any_request.
 */
static connect_status add_role(const struct profile_files *files, const char *profile,
                               struct profile_chain *out, connect_error **error)
{
    const char *duration = profile_filled(files, profile, "duration_seconds");
    int64_t seconds = 0;
    if (out->roles_count == PROFILE_ROLES_MAX) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\": more than %d roles in the chain of source_profile",
                         profile, PROFILE_ROLES_MAX);
    }
    if (duration != NULL && (!text_to_int64(duration, strlen(duration), &seconds) ||
                             seconds < 900 || seconds > 43200)) {
        return error_set(
            error, CONNECT_E_CREDENTIALS,
            "profile \"%s\": duration_seconds: \"%s\" is not valid; expected 900 to 43200", profile,
            duration);
    }
    struct profile_role *role = &out->roles[out->roles_count++];
    *role = (struct profile_role){ .profile = profile, .duration_seconds = (int32_t)seconds };
    role->role_arn = profile_filled(files, profile, "role_arn");
    ASSERT(role->role_arn != NULL);
    role->external_id = profile_filled(files, profile, "external_id");
    role->session_name = profile_filled(files, profile, "role_session_name");
    role->mfa_serial = profile_filled(files, profile, "mfa_serial");
    return CONNECT_OK;
}

/*
 * Rule: source_profile must not lead back to an earlier profile.  Source: smithy-rs,
 * assume-role-tests.json.  Test: profiles_lead_to_roles_by_each_rule.
 */
static bool was_visited(const struct profile_chain *chain, const char *profile)
{
    for (size_t i = 0; i < chain->roles_count; i++) {
        if (strcmp(chain->roles[i].profile, profile) == 0) {
            return true;
        }
    }
    return false;
}

/*
 * Adds the role of a profile.  *next is its source_profile, or NULL when the base was found.
 *
 * Rule: a role has exactly one of source_profile and credential_source.  Source: smithy-rs,
 * assume-role-tests.json; botocore, AssumeRoleProvider.  Test: profiles_lead_to_roles_by_each_rule.
 */
static connect_status follow_role(const struct profile_files *files, const char *profile,
                                  struct profile_chain *out, const char **next,
                                  connect_error **error)
{
    const char *from_profile = profile_filled(files, profile, "source_profile");
    const char *from_source = profile_filled(files, profile, "credential_source");
    if (profile_filled(files, profile, "web_identity_token_file") != NULL) {
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
    connect_status status = add_role(files, profile, out, error);
    if (status != CONNECT_OK) {
        return status;
    }
    if (from_source != NULL) {
        return named_base(profile, from_source, out, error);
    }
    if (strcmp(from_profile, profile) == 0 && has_static_credentials(files, profile)) {
        return static_base(files, profile, out, error);
    }
    if (was_visited(out, from_profile)) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the source_profile of profile \"%s\" leads back to an earlier profile",
                         profile);
    }
    if (!profile_exists(files, from_profile)) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "profile \"%s\", the source_profile of profile \"%s\", does not exist",
                         from_profile, profile);
    }
    *next = from_profile;
    return CONNECT_OK;
}

/*
 * Rule: the role of the selected profile precedes its own keys; the keys of a source profile
 * precede its role.  Source: smithy-rs, profile/credentials/repr.rs.  Test:
 * profiles_lead_to_roles_by_each_rule.
 */
connect_status profile_chain_resolve(const struct profile_files *files, const char *profile,
                                     struct profile_chain *out, connect_error **error)
{
    *out = (struct profile_chain){ .base = BASE_NONE,
                                   .base_profile = profile,
                                   .region = profile_filled(files, profile, "region") };
    while (profile != NULL) {
        const char *fault = profile_fault(files, profile), *next = NULL;
        connect_status status;
        if (fault != NULL) {
            return error_set(error, CONNECT_E_CONFIGURATION, "profile \"%s\": %s", profile, fault);
        }
        if (out->roles_count > 0 && has_static_credentials(files, profile)) {
            status = static_base(files, profile, out, error);
        } else if (profile_filled(files, profile, "role_arn") != NULL) {
            status = follow_role(files, profile, out, &next, error);
        } else {
            status = plain_base(files, profile, out, error);
        }
        if (status != CONNECT_OK) {
            return status;
        }
        ASSERT(next == NULL || out->roles_count > 0);
        profile = next;
    }
    return CONNECT_OK;
}
