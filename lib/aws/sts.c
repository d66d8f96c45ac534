/*
 * Operations of STS, and the credentials in their responses.
 * (AWS STS API Reference, "AssumeRole" and "AssumeRoleWithWebIdentity"; botocore
 * data/sts/2011-06-15/service-2.json)
 */
#include "aws/sts.h"

#include "core/assert.h"
#include "core/error.h"

#include <string.h>

struct sts_credentials {
    size_t size;
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token;
    connect_opt_time expiration;
};

struct sts_user {
    size_t size;
    const char *arn;
};

struct sts_response {
    size_t size;
    const struct sts_credentials *credentials;
    const struct sts_user *assumed_role_user;
};

#define T sts_credentials_part
typedef struct sts_credentials sts_credentials_part;
SECRET_SHAPE(FIELD(access_key_id, "AccessKeyId", REQUIRED),
             FIELD(secret_access_key, "SecretAccessKey", REQUIRED, SECRET),
             FIELD(session_token, "SessionToken", REQUIRED, SECRET),
             FIELD(expiration, "Expiration", REQUIRED));
#undef T

#define T sts_user_part
typedef struct sts_user sts_user_part;
SHAPE(FIELD(arn, "Arn"));
#undef T

#define T sts_response_part
typedef struct sts_response sts_response_part;
SECRET_SHAPE(STRUCT(credentials, sts_credentials_part, "Credentials"),
             STRUCT(assumed_role_user, sts_user_part, "AssumedRoleUser"));
#undef T

#define T sts_role_request
typedef struct sts_request sts_role_request;
SECRET_SHAPE(FIELD(role_arn, "RoleArn", REQUIRED, LENGTH(20, 2048)),
             FIELD(role_session_name, "RoleSessionName", REQUIRED, LENGTH(2, 64)),
             FIELD(external_id, "ExternalId", LENGTH(2, 1224)),
             FIELD(duration_seconds, "DurationSeconds", RANGE(900, 43200)),
             FIELD(serial_number, "SerialNumber", LENGTH(9, 256)),
             FIELD(token_code, "TokenCode", LENGTH(6, 6), SECRET));
#undef T

#define T sts_web_identity_request
typedef struct sts_request sts_web_identity_request;
SECRET_SHAPE(FIELD(role_arn, "RoleArn", REQUIRED, LENGTH(20, 2048)),
             FIELD(role_session_name, "RoleSessionName", REQUIRED, LENGTH(2, 64)),
             FIELD(web_identity_token, "WebIdentityToken", REQUIRED, LENGTH(4, 20000), SECRET),
             FIELD(duration_seconds, "DurationSeconds", RANGE(900, 43200)));
#undef T

static const struct service sts_service = {
    .id = "STS",
    .signing_name = "sts",
    .config_name = "sts",
    .endpoint_prefix = "sts",
    .api_version = "2011-06-15",
    .protocol = PROTOCOL_QUERY,
};

static const char *const no_errors[] = { NULL };

const struct connect_operation sts_assume_role = {
    .name = "AssumeRole",
    .method = "POST",
    .path = "/",
    .service = &sts_service,
    .input = &sts_role_request_shape,
    .output = &sts_response_part_shape,
    .errors = no_errors,
    .repeatable = true,
};

const struct connect_operation sts_assume_role_with_web_identity = {
    .name = "AssumeRoleWithWebIdentity",
    .method = "POST",
    .path = "/",
    .service = &sts_service,
    .input = &sts_web_identity_request_shape,
    .output = &sts_response_part_shape,
    .errors = no_errors,
    .auth = AUTH_NONE,
    .repeatable = true,
};

/*
 * The account in "arn:aws:sts::123456789012:assumed-role/..."; false when there is none.
 *
 * Rule: the account of a role is the fifth field of its ARN.  Source: AWS General Reference, Amazon
 * Resource Names.  Test: the_chain_finds_credentials_by_each_rule.
 */
static bool account_of_arn(const char *arn, char *account, size_t room)
{
    for (int colon = 0; colon < 4; colon++) {
        arn = strchr(arn, ':');
        if (arn == NULL) {
            return false;
        }
        arn++;
    }
    size_t size = strcspn(arn, ":");
    if (size == 0 || size >= room) {
        return false;
    }
    memcpy(account, arn, size);
    account[size] = '\0';
    return true;
}

connect_status sts_credentials_accept(const struct sts_response *response, const char *source,
                                      struct credentials **out, connect_error **error)
{
    ASSERT(response != NULL && source != NULL);
    const struct sts_credentials *given = response->credentials;
    connect_credentials from = { .size = sizeof from };
    char account[32];
    if (given == NULL || given->access_key_id == NULL || given->secret_access_key == NULL ||
        given->session_token == NULL || !given->expiration.is_set) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "the response of STS does not have complete credentials");
    }
    from.access_key_id = given->access_key_id;
    from.secret_access_key = given->secret_access_key;
    from.session_token = given->session_token;
    from.expiration = given->expiration;
    if (response->assumed_role_user != NULL && response->assumed_role_user->arn != NULL &&
        account_of_arn(response->assumed_role_user->arn, account, sizeof account)) {
        from.account_id = account;
    }
    return credentials_accept(&from, source, out, error);
}
