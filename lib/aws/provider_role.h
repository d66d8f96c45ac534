/*
 * Roles: credentials that STS issues for other credentials or for the token of an identity
 * provider.
 */
#ifndef AWS_PROVIDER_ROLE_H
#define AWS_PROVIDER_ROLE_H

#include "aws/profile_chain.h"
#include "aws/source.h"

/*
 * One AssumeRole, signed with `base`, of which it takes a reference.  Everything else is borrowed
 * until the task is released.  region: of STS, or NULL when there is none.  Returns NULL when out
 * of memory.
 */
struct task *role_assume(const struct provider_context *context, struct fetch_report *report,
                         const struct profile_role *role, const char *region,
                         struct credentials *base);

struct web_identity {
    const char *token_file; /* read at every fetch, because it is renewed from outside */
    const char *role_arn;
    const char *session_name; /* or NULL */
    int32_t duration_seconds; /* 0: as STS chooses */
    const char *source;       /* of the credentials: a static string */
};

/* The strings of identity are borrowed until the task is released. */
struct task *role_with_web_identity(const struct provider_context *context,
                                    struct fetch_report *report,
                                    const struct web_identity *identity, const char *region);

/* The variables AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN. */
connect_status provider_web_identity_new(connect_credentials_provider **out, connect_error **error);

#endif
