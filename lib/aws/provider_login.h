/*
 * A session of `aws login`: keys in a cache file, renewed with proof of a private key.
 */
#ifndef AWS_PROVIDER_LOGIN_H
#define AWS_PROVIDER_LOGIN_H

#include "aws/credentials.h"

connect_status login_keys(struct provider_context *context, const char *login_session,
                          const char *region, struct credentials **out, connect_error **error);

#endif
