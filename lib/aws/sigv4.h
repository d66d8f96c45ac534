/* Signature Version 4 in the Authorization header, with its stages for tests. */
#ifndef AWS_SIGV4_H
#define AWS_SIGV4_H

#include "core/buf.h"

#include <connect/error.h>

/*
 * The request as it is sent.  A header x-amz-content-sha256 replaces the hash of the body.  Headers
 * that proxies may change (user-agent, connection, x-amzn-trace-id ...) are not signed.
 */
struct sigv4_request {
    const char *method;
    const char *path;            /* already percent-encoded once */
    const char *query;           /* already percent-encoded, "" for none, without '?' */
    const connect_pair *headers; /* including host; x-amz-date and the token are added */
    size_t headers_count;
    const void *body;
    size_t body_size;
    bool keep_path; /* do not remove dot segments and double slashes */
};

/* Credentials, scope and time. */
struct sigv4_identity {
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token; /* or NULL */
    const char *region;
    const char *service;
    int64_t time_ms;
};

/* The stages of one signature, for tests; the caller frees both texts. */
struct sigv4_stages {
    struct buf canonical_request;
    struct buf string_to_sign;
    char signature[65];
};

/* Signing keys of the day, shared by threads under a lock of its own; cleansed when dropped. */
struct sigv4_cache;
struct sigv4_cache *sigv4_cache_new(void);
void sigv4_cache_free(struct sigv4_cache *cache);

/* The headers to add to the request. */
struct sigv4_headers {
    char date[17]; /* x-amz-date */
    struct buf authorization;
};

/*
 * cache and stages may be NULL.  out and stages are overwritten, and empty after a failure.
 * CONNECT_E_MEMORY; CONNECT_E_ARGUMENT for a request beyond the limits of canonical.h;
 * CONNECT_E_CONFIGURATION when OpenSSL lacks the algorithms.
 */
connect_status sigv4_sign(struct sigv4_cache *cache, const struct sigv4_request *request,
                          const struct sigv4_identity *identity, struct sigv4_headers *out,
                          struct sigv4_stages *stages, connect_error **error);
void sigv4_headers_free(struct sigv4_headers *headers);

#endif
