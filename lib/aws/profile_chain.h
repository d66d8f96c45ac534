/*
 * From a profile to the sources behind it: a base that has keys, and the roles that are assumed on
 * top.  Reads only what the files say; does no I/O.
 */
#ifndef AWS_PROFILE_CHAIN_H
#define AWS_PROFILE_CHAIN_H

#include "aws/settings.h"

#define PROFILE_ROLES_MAX 16

enum profile_base {
    BASE_NONE, /* the profile says nothing of credentials */
    BASE_STATIC,
    BASE_ENVIRONMENT, /* the three of credential_source */
    BASE_METADATA,
    BASE_CONTAINER,
    BASE_WEB_IDENTITY,
    BASE_SSO,
    BASE_LOGIN,
    BASE_PROCESS
};

/* One role to assume.  All texts are borrowed from the files. */
struct profile_role {
    const char *profile; /* that asks for it */
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

/* CONNECT_E_CREDENTIALS names the profile and the key at fault. */
connect_status profile_chain_resolve(const struct profile_files *files, const char *profile,
                                     struct profile_chain *out, connect_error **error);

/* Whether an sso-session that a profile names is there and well-formed. */
connect_status profile_session_check(const struct profile_files *files, const char *profile,
                                     const char *session, connect_error **error);

#endif
