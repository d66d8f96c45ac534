/*
 * What the first call of a client resolves.  It is written by the task that resolves it
 * (call/resolve.h) and read-only once it is that of the client.
 */
#ifndef CALL_RESOLUTION_H
#define CALL_RESOLUTION_H

#include "aws/endpoint.h"
#include "aws/keyring.h"
#include "call/call.h"

struct client_core;

struct resolution {
    struct settings settings;
    struct arena arena;
    struct endpoint endpoint;
    struct provider_context context; /* of the sources of credentials */
    struct keyring *keyring;         /* made last, when all else has succeeded */
    struct user_agent user_agent;
    const struct retry_rules *rules;
    bool in_lambda;
};

/*
 * Resolves what needs no I/O beyond local files.  Makes the built-in transport of the client too,
 * which stays whatever becomes of the resolution.
 */
connect_status resolution_begin(struct client_core *core, struct resolution **out,
                                connect_error **error);
/* Whether the region has to be looked up in instance metadata. */
bool resolution_needs_metadata(const struct client_core *core, const struct resolution *resolution);
/* Resolves the rest. */
connect_status resolution_finish(struct client_core *core, struct resolution *resolution,
                                 connect_error **error);
/* NULL does nothing.  All tasks that read it must have been released. */
void resolution_free(struct resolution *resolution);

#endif
