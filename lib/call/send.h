/*
 * Requests for what has no typed operation, for connect_send() and connect_send_start().
 */
#ifndef CALL_SEND_H
#define CALL_SEND_H

#include "call/call.h"
#include "shape/operation.h"

struct send_plan {
    struct connect_operation operation;
    struct call_raw raw;
};

/*
 * Checks a request and describes it as a call without a typed operation.  Borrows path and json_in;
 * the rest is in the arena.
 */
connect_status send_prepare(struct send_plan *plan, const char *method, const char *path,
                            const connect_pair *const *query, size_t query_count,
                            const char *json_in, struct arena *arena, connect_error **error);
/* Copies what was borrowed into the arena.  False: out of memory. */
bool send_keep(struct send_plan *plan, struct arena *arena);

#endif
