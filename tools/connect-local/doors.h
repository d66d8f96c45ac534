/*
 * The other services in the house: each answers under paths of its own when a flag has opened it.
 */
#ifndef LOCAL_DOORS_H
#define LOCAL_DOORS_H

#include "local.h"

/* True when one of them took the request; then the answer is made. */
bool doors_serve(struct local *local, struct exchange *exchange);

typedef bool door_fn(struct local *local, struct exchange *exchange);
door_fn container_serve, imds_serve, sso_serve, sts_serve, zapi_serve;

/* Credentials just made, for a role session of this name; texts in the exchange's arena. */
struct handout {
    const char *access_key;
    const char *secret_key;
    const char *token;
    const char *principal; /* "arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION" */
    int64_t expires;       /* milliseconds since the epoch */
    char expires_text[32]; /* "2026-11-21T12:34:56Z" */
};
/* seconds: asked for; --session-seconds wins. */
void hand_out(struct local *local, struct exchange *exchange, const char *role,
              const char *session_name, int64_t seconds, struct handout *out);

#define ROLE_NAME "connect-local-role"
#define ROLE_SECONDS 3600

#endif
