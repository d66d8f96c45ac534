/*
 * What is found in a request before it is sent.
 */
#ifndef SHAPE_CHECK_H
#define SHAPE_CHECK_H

#include "shape/shape.h"

#include <connect/client.h>

/*
 * Checks a request before it is sent, the size rule first.  CONNECT_E_ARGUMENT with one problem for
 * each finding, or CONNECT_E_VERSION.
 */
connect_status shape_check(const struct connect_shape *shape, const void *request,
                           connect_check_level level, connect_error **error);

#endif
