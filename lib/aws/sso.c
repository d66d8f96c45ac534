/*
 * Operations of SSO and SSO OIDC.
 * (botocore data/sso/2019-06-10/service-2.json and data/sso-oidc/2019-06-10/service-2.json)
 */
#include "aws/sso.h"

#define T sso_role_request
SHAPE(FIELD(role_name, "roleName", IN_QUERY("role_name"), REQUIRED),
      FIELD(account_id, "accountId", IN_QUERY("account_id"), REQUIRED));
#undef T

#define T sso_role_credentials
SECRET_SHAPE(FIELD(access_key_id, "accessKeyId"),
             FIELD(secret_access_key, "secretAccessKey", SECRET),
             FIELD(session_token, "sessionToken", SECRET), FIELD(expiration, "expiration"));
#undef T

#define T sso_role_response
SECRET_SHAPE(STRUCT(role_credentials, sso_role_credentials, "roleCredentials"));
#undef T

#define T sso_token_request
SECRET_SHAPE(FIELD(client_id, "clientId", REQUIRED),
             FIELD(client_secret, "clientSecret", REQUIRED, SECRET),
             FIELD(grant_type, "grantType", REQUIRED),
             FIELD(refresh_token, "refreshToken", REQUIRED, SECRET));
#undef T

#define T sso_token_response
SECRET_SHAPE(FIELD(access_token, "accessToken", SECRET), FIELD(expires_in, "expiresIn"),
             FIELD(refresh_token, "refreshToken", SECRET));
#undef T

static const struct service sso_service = {
    .id = "SSO",
    .signing_name = "awsssoportal",
    .config_name = "sso",
    .endpoint_prefix = "portal.sso",
    .api_version = "2019-06-10",
    .protocol = PROTOCOL_REST_JSON,
};

static const struct service oidc_service = {
    .id = "SSO OIDC",
    .signing_name = "sso-oauth",
    .config_name = "sso_oidc",
    .endpoint_prefix = "oidc",
    .api_version = "2019-06-10",
    .protocol = PROTOCOL_REST_JSON,
};

static const char *const no_errors[] = { NULL };

/*
 * Rule: GetRoleCredentials is not signed; the token is in x-amz-sso_bearer_token.  Source: AWS IAM
 * Identity Center Portal API Reference, GetRoleCredentials.  Test:
 * an_sso_token_is_exchanged_for_credentials.
 */
const struct connect_operation sso_get_role_credentials = {
    .name = "GetRoleCredentials",
    .method = "GET",
    .path = "/federation/credentials",
    .service = &sso_service,
    .input = &sso_role_request_shape,
    .output = &sso_role_response_shape,
    .errors = no_errors,
    .auth = AUTH_BEARER,
    .token_header = "x-amz-sso_bearer_token",
    .repeatable = true,
};

/*
 * Not repeatable: a refresh token is valid once.
 *
 * Rule: CreateToken is not signed.  Source: AWS IAM Identity Center OIDC API Reference,
 * CreateToken.  Test: an_sso_token_near_expiry_is_renewed_and_saved.
 */
const struct connect_operation sso_create_token = {
    .name = "CreateToken",
    .method = "POST",
    .path = "/token",
    .service = &oidc_service,
    .input = &sso_token_request_shape,
    .output = &sso_token_response_shape,
    .errors = no_errors,
    .auth = AUTH_NONE,
};
