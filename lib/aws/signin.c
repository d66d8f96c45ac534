/*
 * Operations of sign-in, and the file in which `aws login` stores a session.
 * (botocore data/signin/2023-01-01/service-2.json; botocore credentials.py, LoginCredentialFetcher)
 */
#include "aws/signin.h"

#define T signin_token_request
SECRET_SHAPE(FIELD(client_id, "clientId", REQUIRED), FIELD(grant_type, "grantType", REQUIRED),
             FIELD(refresh_token, "refreshToken", REQUIRED, SECRET));
#undef T

#define T signin_credentials
SECRET_SHAPE(FIELD(access_key_id, "accessKeyId"),
             FIELD(secret_access_key, "secretAccessKey", SECRET),
             FIELD(session_token, "sessionToken", SECRET), FIELD(account_id, "accountId"),
             FIELD(expires_at, "expiresAt"));
#undef T

#define T signin_token_response
SECRET_SHAPE(STRUCT(access_token, signin_credentials, "accessToken"),
             FIELD(expires_in, "expiresIn"), FIELD(refresh_token, "refreshToken", SECRET));
#undef T

#define T signin_cache
SECRET_SHAPE(STRUCT(access_token, signin_credentials, "accessToken"), FIELD(client_id, "clientId"),
             FIELD(refresh_token, "refreshToken", SECRET), FIELD(dpop_key, "dpopKey", SECRET));
#undef T

const struct connect_shape *const signin_cache_layout = &signin_cache_shape;

#define T signin_error
SHAPE(FIELD(error, "error"));
#undef T

static const struct service_error errors[] = {
    { .type = "AccessDeniedException", .shape = &signin_error_shape, .http_status = 400 },
};

static const struct service signin_service = {
    .id = "Signin",
    .signing_name = "signin",
    .config_name = "signin",
    .endpoint_prefix = "signin",
    .api_version = "2023-01-01",
    .protocol = PROTOCOL_REST_JSON,
    .errors = errors,
    .errors_count = sizeof errors / sizeof errors[0],
};

static const char *const error_types[] = { "AccessDeniedException", NULL };

/*
 * Not repeatable: a refresh token is valid once.
 *
 * Rule: a proof is sent in the header DPoP.  Source: RFC 9449, 4.1.  Test:
 * a_login_is_renewed_with_a_dpop_proof.
 */
const struct connect_operation signin_create_token = {
    .name = "CreateOAuth2Token",
    .method = "POST",
    .path = "/v1/token",
    .service = &signin_service,
    .input = &signin_token_request_shape,
    .output = &signin_token_response_shape,
    .errors = error_types,
    .auth = AUTH_BEARER,
    .token_header = "DPoP",
};
