/*
 * Operations of IAM Identity Center: credentials of a role for an access token, and a new access
 * token for a refresh token.
 */
#ifndef AWS_SSO_H
#define AWS_SSO_H

#include "aws/credentials.h"

typedef struct sso_role_request {
    size_t size;
    const char *role_name;
    const char *account_id;
} sso_role_request;

typedef struct sso_role_credentials {
    size_t size;
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token;
    connect_opt_int64 expiration; /* milliseconds since the epoch */
} sso_role_credentials;

typedef struct sso_role_response {
    size_t size;
    const sso_role_credentials *role_credentials;
} sso_role_response;

typedef struct sso_token_request {
    size_t size;
    const char *client_id;
    const char *client_secret;
    const char *grant_type;
    const char *refresh_token;
} sso_token_request;

typedef struct sso_token_response {
    size_t size;
    const char *access_token;
    connect_opt_int64 expires_in; /* seconds */
    const char *refresh_token;    /* NULL: the old one remains valid */
} sso_token_response;

/* Takes the access token as a bearer token. */
extern const struct connect_operation sso_get_role_credentials;
extern const struct connect_operation sso_create_token;

#endif
