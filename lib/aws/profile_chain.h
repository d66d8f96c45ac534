/*
 * From a profile to a base, which provides credentials, and the roles that are assumed with them.
 * Does no I/O.
 */
#ifndef AWS_PROFILE_CHAIN_H
#define AWS_PROFILE_CHAIN_H

#include "aws/settings.h"

#define PROFILE_ROLES_MAX 16

enum profile_base {
    BASE_NONE, /* the profile has no credentials */
    BASE_STATIC,
    BASE_ENVIRONMENT, /* this and the next two: by credential_source */
    BASE_METADATA,
    BASE_CONTAINER,
    BASE_WEB_IDENTITY,
    BASE_SSO,
    BASE_LOGIN,
    BASE_PROCESS
};

/* One role to assume.  All strings are borrowed from the files. */
struct profile_role {
    const char *profile; /* that has the role_arn */
    const char *role_arn;
    const char *external_id;
    const char *session_name;
    const char *mfa_serial;
    int32_t duration_seconds; /* 0: the service's default */
};

struct profile_chain {
    enum profile_base base;
    const char *base_profile;
    struct profile_role roles[PROFILE_ROLES_MAX]; /* outermost first */
    size_t roles_count;
    const char *region; /* of the selected profile, or NULL */
};

/* CONNECT_E_CREDENTIALS names the profile and the key that is invalid or missing. */
connect_status profile_chain_resolve(const struct profile_files *files, const char *profile,
                                     struct profile_chain *out, connect_error **error);

/* Fails unless the sso-session that a profile names exists and is well-formed. */
connect_status profile_session_check(const struct profile_files *files, const char *profile,
                                     const char *session, connect_error **error);

#endif
