/*
 * The user agent: what the library, the machine and the call are, in the form that AWS reads (SDK
 * UA 2.1).
 */
#ifndef CALL_USER_AGENT_H
#define CALL_USER_AGENT_H

#include "core/buf.h"
#include "core/mem.h"

/* What a call makes use of; told by one or two letters each. */
enum feature {
    FEATURE_WAITER = 1,
    FEATURE_PAGER = 2,
    FEATURE_RETRY_LEGACY = 4,
    FEATURE_RETRY_STANDARD = 8,
    FEATURE_RETRY_ADAPTIVE = 16,
    FEATURE_ENDPOINT = 32 /* a URL was configured */
};

/* What is the same for all calls of a client: the words before and after the metrics. */
struct user_agent {
    const char *head;
    const char *tail;
};

struct user_agent_parts {
    const char *execution_environment; /* AWS_EXECUTION_ENV, or NULL */
    const char *retry_mode;
    const char *app_id; /* or NULL */
};

/* In `arena`; false without memory. */
bool user_agent_new(struct arena *arena, const struct user_agent_parts *parts,
                    struct user_agent *out);
/* The whole value for one call; credential_source as struct credentials has it, or NULL. */
bool user_agent_add(struct buf *out, const struct user_agent *agent, unsigned features,
                    const char *credential_source);

#endif
