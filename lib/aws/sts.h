/*
 * The two operations of STS that credentials come from.
 */
#ifndef AWS_STS_H
#define AWS_STS_H

#include "aws/credentials.h"

struct sts_request {
    size_t size;
    const char *role_arn;
    const char *role_session_name;
    connect_opt_int32 duration_seconds;
    const char *external_id; /* assume role only, like the two below */
    const char *serial_number;
    const char *token_code;
    const char *web_identity_token; /* web identity only */
};

struct sts_response;

extern const struct connect_operation sts_assume_role;
extern const struct connect_operation sts_assume_role_with_web_identity;

/*
 * The keys in an answer; the account is that of the assumed role's ARN.  CONNECT_E_CREDENTIALS when
 * one is missing.
 */
connect_status sts_keys(const struct sts_response *response, const char *source,
                        struct credentials **out, connect_error **error);

#endif
