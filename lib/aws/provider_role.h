/*
 * Roles: keys that STS gives for other keys, or for the token of an identity provider.
 */
#ifndef AWS_PROVIDER_ROLE_H
#define AWS_PROVIDER_ROLE_H

#include "aws/credentials.h"
#include "aws/profile_chain.h"

/* One AssumeRole with the keys of `base`. */
connect_status role_assume(struct provider_context *context, const struct profile_role *role,
                           const char *region, struct credentials *base, struct credentials **out,
                           connect_error **error);

struct web_identity {
    const char *token_file; /* read again at every refresh: what mounts it renews it */
    const char *role_arn;
    const char *session_name; /* or NULL */
    const char *source;       /* of the keys: static text */
};

connect_status role_with_web_identity(struct provider_context *context,
                                      const struct web_identity *identity, const char *region,
                                      struct credentials **out, connect_error **error);

/* AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN. */
connect_status provider_web_identity_new(connect_credentials_provider **out, connect_error **error);

#endif
