/*
 * Resolves a client and fetches its credentials without a call.
 */
#ifndef CALL_WARM_UP_H
#define CALL_WARM_UP_H

#include "call/client.h"

/* Resolves the client on the thread of the caller. */
connect_status client_resolve(connect_client *client, int64_t deadline, connect_error **error);
/* Credentials of a resolved client; NULL with CONNECT_OK for anonymous. */
connect_status client_credentials(connect_client *client, int64_t deadline,
                                  struct credentials **out, connect_error **error);

#endif
