/*
 * IAM Identity Center: a token of the person's login, exchanged for keys of a role.
 */
#ifndef AWS_PROVIDER_SSO_H
#define AWS_PROVIDER_SSO_H

#include "aws/credentials.h"
#include "aws/profile.h"

connect_status sso_keys(struct provider_context *context, const struct profile_files *files,
                        const char *profile, struct credentials **out, connect_error **error);

#endif
