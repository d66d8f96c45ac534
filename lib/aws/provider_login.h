/*
 * A session of `aws login`: credentials in a cache file, renewed with proof of a private key.
 */
#ifndef AWS_PROVIDER_LOGIN_H
#define AWS_PROVIDER_LOGIN_H

#include "aws/source.h"

/*
 * login_session and region (of the profile, or NULL) are borrowed until the task is released. NULL:
 * out of memory.
 */
struct task *login_fetch(const struct provider_context *context, struct fetch_report *report,
                         const char *login_session, const char *region);

#endif
