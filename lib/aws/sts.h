/* The two operations of STS that issue credentials. */
#ifndef AWS_STS_H
#define AWS_STS_H

#include "aws/credentials.h"

struct sts_request {
    size_t size;
    const char *role_arn;
    const char *role_session_name;
    connect_opt_int32 duration_seconds;
    const char *external_id; /* this and the next two: AssumeRole only */
    const char *serial_number;
    const char *token_code;
    const char *web_identity_token; /* AssumeRoleWithWebIdentity only */
};

struct sts_response;

extern const struct connect_operation sts_assume_role;
extern const struct connect_operation sts_assume_role_with_web_identity;

/*
 * Copies the credentials in a response, with the account in the ARN of the role.
 * CONNECT_E_CREDENTIALS when a member is missing or invalid.
 */
connect_status sts_credentials_accept(const struct sts_response *response, const char *source,
                                      struct credentials **out, connect_error **error);

#endif
