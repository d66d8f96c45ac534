/*
 * Operations, services and error types as data.
 */
#ifndef SHAPE_OPERATION_H
#define SHAPE_OPERATION_H

#include "shape/shape.h"

#include <connect/error.h>

/* One type of error as a service names it. */
struct service_error {
    const char *type;
    const struct connect_shape *shape; /* its members, the message among them, or NULL */
    int32_t http_status;               /* in the model; a service may respond with another */
};

enum service_protocol {
    PROTOCOL_REST_JSON,
    PROTOCOL_QUERY /* form body in, XML out: STS */
};

/* A bearer token travels as the session token of a struct credentials. */
enum service_auth { AUTH_SIGV4, AUTH_NONE, AUTH_BEARER };

struct service {
    const char *id;           /* "Connect": in messages */
    const char *signing_name; /* "connect" */
    /* "connect": in services sections; in upper case behind AWS_ENDPOINT_URL_ */
    const char *config_name;
    const char *endpoint_prefix; /* "connect", "portal.sso": before the region in a host name */
    const char *api_version;
    enum service_protocol protocol;
    const struct service_error *errors; /* sorted by type */
    size_t errors_count;
    bool has_no_regions; /* nor is one looked for */
};

/* How many requests the service admits a second, and how many at once after a rest. */
struct quota {
    double rate, burst;
};

/* Another quota for requests in which a member has a certain value. */
struct quota_variant {
    const char *member; /* of the input, at its top; NULL ends a list */
    const char *value;
    struct quota quota;
};

/* What holds for every operation of Amazon Connect that has no quota of its own. */
#define QUOTA_DEFAULT_RATE 2
#define QUOTA_DEFAULT_BURST 5

struct connect_operation {
    const char *name;
    const char *method;
    const char *path;
    const struct service *service;
    const struct connect_shape *input;
    const struct connect_shape *output;
    const char *const *errors; /* types in the model, ends with NULL */
    const char *summary;
    const char *page_items;    /* model name of the output member with the items, or NULL */
    const struct quota *quota; /* NULL: the default */
    const struct quota_variant *quota_variants; /* or NULL */
    /* of AUTH_BEARER: the token alone goes there; NULL: "Authorization: Bearer TOKEN" */
    const char *token_header;
    enum service_auth auth;
    bool wants_type; /* Content-Type is sent without a body too */
    bool repeatable; /* may be sent again after it may have been executed, without a client token */
};

/* The member with the client token in an input, or NULL. */
const struct connect_member *operation_token_member(const struct connect_operation *operation);
/* The quota of requests without a variant. */
struct quota operation_quota(const struct connect_operation *operation);
/* A member by its model name, or NULL. */
const struct connect_member *shape_find(const struct connect_shape *shape, const char *name);

#endif
