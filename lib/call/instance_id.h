/*
 * Instance ids in requests: a plain id, or the ARN of an instance that the client can reach.
 */
#ifndef CALL_INSTANCE_ID_H
#define CALL_INSTANCE_ID_H

#include "shape/shape.h"

#include <connect/error.h>

/*
 * Checks the members of a request that are instance ids.  An ARN must be one of the service
 * "connect" in the client's region and partition, and must end after the id: a replica has the id
 * of its source, so that the region is part of the identity.  region NULL: not known, any will do.
 * CONNECT_E_ARGUMENT says what was found and what was expected.
 */
connect_status instance_ids_check(const struct connect_shape *input, const void *request,
                                  const char *region, connect_error **error);

#endif
