/*
 * The query protocol, as STS speaks it: a form goes out, XML comes back, both by the rows of the
 * shapes.
 */
#ifndef SHAPE_QUERY_H
#define SHAPE_QUERY_H

#include "shape/bind.h"
#include "shape/fault.h"

/* Fills a zeroed bound_request with POST's path and form.  CONNECT_E_ARGUMENT, CONNECT_E_MEMORY. */
connect_status query_bind(const struct connect_operation *operation, const void *request,
                          struct bound_request *out, connect_error **error);
/*
 * Fills the zeroed struct at `out` from <OPERATIONResponse><OPERATIONResult>...; texts lie in
 * `arena`.  CONNECT_E_DECODE names the element; it never shows the text, which holds keys.
 */
connect_status query_decode(const struct connect_operation *operation, const char *text,
                            size_t size, struct arena *arena, void *out, connect_error **error);
/* Reads <ErrorResponse><Error>; what cannot be read is absent.  False without memory. */
bool query_fault_decode(const char *text, size_t size, struct arena *arena, struct fault *out);

#endif
