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
    const char
        *name; /* "ListInstances", "CreateIntegrationAssociation:SES_IDENTITY", "GET /x/{}" */
    struct quota quota;
};

/*
 * The quota of a typed request.  The name is borrowed from static tables, or lies in `arena` where
 * a variant holds.  False when memory is exhausted.
 */
bool quota_of_request(const struct connect_operation *operation, const void *request,
                      struct arena *arena, struct quota_use *out);

/*
 * The quota of a method and a path as sent: that of the operation when one is known, with or
 * without a typed function; otherwise the default, under the method and the path with its labels
 * removed. False when memory is exhausted.
 */
bool quota_of_path(const char *method, const char *path, struct arena *arena,
                   struct quota_use *out);

/*
 * The name under which requests are paced that an account's table calls `given`: the name of an
 * operation ("SearchContacts"), the same with the value of a variant
 * ("CreateIntegrationAssociation:SES_IDENTITY"), or a method and a path with labels in braces
 * ("GET /queues/{InstanceId}/{QueueId}").  CONNECT_E_ARGUMENT when it is none of these.
 */
connect_status quota_name_parse(const char *given, struct arena *arena, const char **out,
                                connect_error **error);

#endif
