/*
 * What the calls of a client need of it, from its settings and from the options of a view.
 */
#ifndef CALL_SITE_H
#define CALL_SITE_H

#include "call/client.h"

/* When a call that starts now has to end: monotonic, DEADLINE_NONE for no limit. */
int64_t client_deadline(const connect_client *client);
/* The client must be resolved; the endpoint is its own. */
void client_site(const connect_client *client, const struct connect_operation *operation,
                 int64_t deadline, struct call_site *out);

#endif
