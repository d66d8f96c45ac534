/*
 * The inside of a client: what never changes, what the first call resolves, and the options that a
 * view adds.
 */
#ifndef CALL_CLIENT_H
#define CALL_CLIENT_H

#include "aws/credentials.h"
#include "aws/endpoint.h"
#include "aws/keyring.h"
#include "aws/sigv4.h"
#include "call/call.h"
#include "call/pace.h"

#include <pthread.h>

enum core_state { CORE_NEW, CORE_BUSY, CORE_READY };

/* What a client and its views share; lives as long as the last of them. */
struct client_core {
    atomic_int refs;
    const struct service *service;
    struct arena arena;             /* of the texts in options */
    connect_client_options options; /* texts copied, checked */
    connect_credentials_provider *provider;
    connect_transport transport; /* perform is NULL until the built-in one is made */
    connect_clock clock;
    connect_random random;
    struct logger logger;
    int64_t max_body_bytes;
    struct retry_quota quota;
    struct skew skew;
    struct sigv4_cache *keys;
    struct pace *pace;
    connect_pace pace_options; /* rate 0: none */

    /* Written by the first call while the state is BUSY, read-only once it is READY. */
    _Atomic enum core_state state;
    pthread_mutex_t lock; /* of the state */
    struct settings settings;
    struct arena resolved;
    struct endpoint endpoint;
    struct provider_context context; /* of the sources of credentials */
    struct keyring *keyring;
    struct user_agent user_agent;
    const struct retry_rules *rules;
    bool in_lambda;
};

/* A client, or a view of one. */
struct connect_client {
    struct client_core *core;
    struct arena arena;           /* of the headers */
    connect_call_options options; /* zero for the client itself */
    int64_t deadline;             /* monotonic, of a waiter around the calls; else DEADLINE_NONE */
    unsigned features;            /* that whoever made the view adds to the user agent */
};

/* ---- client.c ---- */

/* A client of a service; env NULL: the environment of the process. */
connect_status client_new(const struct service *service, settings_env_fn env,
                          const connect_client_options *options, connect_client **out,
                          connect_error **error);

/* A view on the caller's stack, which needs no freeing. */
struct connect_client client_view(const connect_client *client, unsigned features);

/* ---- resolve.c ---- */

/* Resolves settings, endpoint and sources of keys unless that has been done. */
connect_status client_ready(connect_client *client, int64_t deadline, connect_error **error);
void core_release_resolved(struct client_core *core);

/* ---- run.c ---- */

/* When a call that starts now has to end. */
int64_t client_deadline(const connect_client *client);
/* Drives a task for a call of this client: its deadline and cancel token hold. */
void client_drive_task(connect_client *client, struct task *task, int64_t deadline);
/* Credentials of the client; NULL with CONNECT_OK when requests go unsigned. */
connect_status client_credentials(connect_client *client, int64_t deadline,
                                  struct credentials **out, connect_error **error);
/* What a call of this client needs; the endpoint is the client's own. */
void client_site(const connect_client *client, const struct connect_operation *operation,
                 int64_t deadline, struct call_site *out);
/* Drives a call to its end; keys are the client's, or with `fixed` those given. */
void client_drive(connect_client *client, const struct call_site *site, struct call *call,
                  bool fixed, struct credentials *keys);
/* One operation from start to end; raw is NULL for a typed one. */
connect_status client_run(connect_client *client, const struct connect_operation *operation,
                          const void *request, const struct call_raw *raw, void **response,
                          connect_error **error);

/* ---- context.c ---- */

/* What the sources of credentials use of the client; the strings and functions are the core's. */
void core_fill_context(struct client_core *core);

#endif
