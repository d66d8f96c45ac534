/*
 * Finds the operation that a request names by method and path, and its handler.
 */
#ifndef LOCAL_OPERATIONS_ROUTE_H
#define LOCAL_OPERATIONS_ROUTE_H

#include "exchange/exchange.h"
#include "operations/handlers.h"

/* No path has more labels. */
#define ROUTE_LABELS_MAX 4

struct route {
    const char *name; /* of the operation */
    handler_fn *handler;
    const struct resource_kind *kind;
    const struct connect_operation *operation; /* set by route_find() */
};

/* The row of an operation of the library; NULL when it has none. */
const struct route *route_of(const struct connect_operation *operation);
/* Whether each operation of the library has a handler; prints the name of one that has none. */
bool routes_are_complete(void);

/*
 * Looks up the route of the exchange's method and path; labels receives the decoded labels of the
 * path, in the arena. False when there is none.
 */
bool route_find(struct exchange *exchange, struct route *out, const char *labels[ROUTE_LABELS_MAX]);

#endif
