/*
 * The options of a client out of JSON.
 */
#ifndef CALL_CLIENT_JSON_H
#define CALL_CLIENT_JSON_H

#include "core/mem.h"

#include <connect/client.h>

/*
 * Fills *out with `rest` (may be NULL) and puts what the JSON has in its place.  What *out points
 * to afterwards lies in `arena`, or is what `rest` points to.  NULL and "" for `json` count as {}.
 */
connect_status client_json_read(const char *json, const connect_client_options *rest,
                                struct arena *arena, connect_client_options *out,
                                connect_error **error);

#endif
