/*
 * The inside of a client: its options, what the first call resolves, and the options of a view.
 */
#ifndef CALL_CLIENT_H
#define CALL_CLIENT_H

#include "aws/credentials.h"
#include "aws/sigv4.h"
#include "call/call.h"
#include "call/pace.h"
#include "call/resolution.h"
#include "core/lock.h"

enum core_state {
    CORE_NEW,
    CORE_BUSY,     /* a task is resolving it, and does not wait for anything */
    CORE_FETCHING, /* the leader waits for the region */
    CORE_READY
};

/* What a client and its views share; lives as long as the last of them. */
struct client_core {
    atomic_int refs;
    const struct service *service;
    struct arena arena;             /* of the strings in options */
    connect_client_options options; /* strings copied; validated */
    settings_env_fn env;            /* NULL: the environment of the process */
    connect_credentials_provider *provider;
    connect_transport transport; /* perform is NULL until the built-in one is made */
    bool has_own_transport;      /* the caller's */
    connect_clock clock;
    connect_random random;
    struct logger logger;
    int64_t max_body_bytes;
    struct retry_quota quota;
    struct skew skew;
    struct sigv4_cache *keys;
    struct pace *pace;
    connect_pace pace_options; /* of size 0 when the caller gave none */

    struct lock lock; /* of the state and the queue */
    _Atomic enum core_state state;
    struct resolve_task *resolving, *last_resolving; /* queue of those that wait for the leader */
    struct resolve_task *leader;                     /* the one that fetches the region; or NULL */
    unsigned leaders;                                /* counts them */
    struct resolution *resolution;                   /* set once the state is READY */
};

/* A client, or a view of one. */
struct connect_client {
    struct client_core *core;
    struct arena arena;           /* of the headers */
    connect_call_options options; /* zero for the client itself */
    int64_t deadline;             /* monotonic, of a waiter around the calls; else DEADLINE_NONE */
    unsigned features; /* of the pager or waiter that made the view, for the user agent */
    bool keep_unknown; /* see struct call_site */
};

/* A client of a service; env NULL: the environment of the process. */
connect_status client_new(const struct service *service, settings_env_fn env,
                          const connect_client_options *options, connect_client **out,
                          connect_error **error);
/* A view on the caller's stack, which needs no freeing. */
struct connect_client client_view(const connect_client *client);
struct client_core *core_ref(struct client_core *core);
void core_unref(struct client_core *core);

#endif
