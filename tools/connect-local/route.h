/*
 * Which operation a request means, and who serves it.
 */
#ifndef LOCAL_ROUTE_H
#define LOCAL_ROUTE_H

#include "bucket.h"
#include "handlers.h"

/* As many labels as any path has. */
#define ROUTE_LABELS_MAX 4

struct route {
    const struct connect_operation *operation;
    handler_fn *handler;
    const struct family *family;
    struct bucket bucket; /* under the lock */
};

/*
 * One route for each operation of the library; an operation without a handler ends the program,
 * naming it.
 */
struct route *routes_new(size_t *count);

/*
 * The route of a method and a path as sent; labels receives the decoded labels, in the arena.
 * NULL when there is none.
 */
struct route *route_find(struct local *local, struct exchange *exchange,
                         const char *labels[ROUTE_LABELS_MAX]);

#endif
