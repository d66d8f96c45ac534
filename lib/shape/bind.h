/*
 * A request onto the wire: path, query and body.
 */
#ifndef SHAPE_BIND_H
#define SHAPE_BIND_H

#include "core/buf.h"
#include "shape/operation.h"

/* A request without its host: what the signer signs and the transport sends. */
struct bound_request {
    struct buf path;  /* encoded, begins with "/" */
    struct buf query; /* encoded, "" for none, in row order */
    struct buf body;
    bool has_body; /* the input has body members: a body is sent, if only {} */
};

/*
 * Fills a zeroed bound_request.  Labels that cannot be bound (empty, ".", "..") are
 * CONNECT_E_ARGUMENT.
 */
connect_status shape_bind(const struct connect_operation *operation, const void *request,
                          const char *client_token, struct bound_request *out,
                          connect_error **error);
void bound_request_free(struct bound_request *bound);

#endif
