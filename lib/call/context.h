/*
 * What credential sources use of a client (struct provider_context).
 */
#ifndef CALL_CONTEXT_H
#define CALL_CONTEXT_H

#include "call/client.h"

/* Fills the context of sources that use the client `core` with these settings, which it borrows. */
void context_fill(struct provider_context *context, struct client_core *core,
                  const struct settings *settings);

#endif
