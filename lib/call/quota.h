/*
 * Which quota of the service a request counts against.
 */
#ifndef CALL_QUOTA_H
#define CALL_QUOTA_H

#include "core/mem.h"
#include "shape/operation.h"

#include <connect/error.h>

/* A name that is the same for all requests of one quota, and what the service admits by default. */
struct quota_use {
    /* "ListInstances", "CreateIntegrationAssociation:SES_IDENTITY", "GET /x/{}" */
    const char *name;
    struct quota quota;
    bool is_documented; /* other than that of most operations */
};

/* The quota of requests without a variant. */
struct quota_use quota_of_operation(const struct connect_operation *operation);

/*
 * The quota of a typed request.  The name is borrowed from static tables, or lies in `arena` where
 * a variant holds.  False when memory is exhausted.
 */
bool quota_of_request(const struct connect_operation *operation, const void *request,
                      struct arena *arena, struct quota_use *out);

#endif
