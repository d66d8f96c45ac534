/* The token endpoint of AWS sign-in, which renews `aws login` sessions. */
#ifndef AWS_SIGNIN_H
#define AWS_SIGNIN_H

#include "aws/credentials.h"

typedef struct signin_token_request {
    size_t size;
    const char *client_id;
    const char *grant_type;
    const char *refresh_token;
} signin_token_request;

typedef struct signin_credentials {
    size_t size;
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token;
    const char *account_id;      /* only in the cache file */
    connect_opt_time expires_at; /* only in the cache file */
} signin_credentials;

typedef struct signin_token_response {
    size_t size;
    const signin_credentials *access_token;
    connect_opt_int64 expires_in; /* seconds */
    const char *refresh_token;
} signin_token_response;

/* The reason in AccessDeniedException: "TOKEN_EXPIRED" and so on. */
typedef struct signin_error {
    size_t size;
    const char *error;
} signin_error;

/* The cache file. */
typedef struct signin_cache {
    size_t size;
    const signin_credentials *access_token;
    const char *client_id;
    const char *refresh_token;
    const char *dpop_key; /* PEM */
} signin_cache;

extern const struct connect_shape *const signin_cache_layout;
/* Takes the proof of possession as its bearer token. */
extern const struct connect_operation signin_create_token;

#endif
