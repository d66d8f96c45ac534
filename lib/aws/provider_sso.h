/*
 * IAM Identity Center: the token of a login, exchanged for credentials of a role.
 */
#ifndef AWS_PROVIDER_SSO_H
#define AWS_PROVIDER_SSO_H

#include "aws/profile.h"
#include "aws/source.h"

/* files and profile are borrowed until the task is released.  NULL: out of memory. */
struct task *sso_fetch(const struct provider_context *context, struct fetch_report *report,
                       const struct profile_files *files, const char *profile);

#endif
