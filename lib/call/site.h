/*
 * The settings of a call, from the settings of its client and the options of its view.
 */
#ifndef CALL_SITE_H
#define CALL_SITE_H

#include "call/client.h"

/* The deadline of a call that starts now: monotonic; DEADLINE_NONE for none. */
int64_t client_deadline(const connect_client *client);
/* The client must be resolved; the endpoint is its own. */
void client_site(const connect_client *client, const struct connect_operation *operation,
                 int64_t deadline, struct call_site *out);

#endif
