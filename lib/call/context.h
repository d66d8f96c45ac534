/*
 * What credential sources use of a client (struct provider_context).
 */
#ifndef CALL_CONTEXT_H
#define CALL_CONTEXT_H

#include "call/client.h"

/* Fills core->context, whose strings and functions are the core's. */
void core_fill_context(struct client_core *core);

#endif
