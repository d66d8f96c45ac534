/*
 * Temporary credentials that the other services issue.
 */
#ifndef LOCAL_SERVICES_CREDENTIALS_H
#define LOCAL_SERVICES_CREDENTIALS_H

#include "exchange/exchange.h"
#include "state/local.h"

#include <jansson.h>

/* Credentials of a role session; strings in the exchange's arena. */
struct issued_credentials {
    const char *access_key;
    const char *secret_key;
    const char *token;
    const char *principal; /* "arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION" */
    int64_t expires;       /* milliseconds since the epoch */
    char expires_text[32]; /* "2026-11-21T12:34:56Z" */
};
/* The session of a role. */
struct role_session {
    const char *partition;
    const char *account_id;
    const char *role;
    const char *name;
    int64_t seconds; /* the requested lifetime; --session-seconds takes precedence */
};
/* A session of the role of this machine, in the first account. */
struct role_session credentials_own_role(const struct local *local, const char *name);

void credentials_issue(struct local *local, struct exchange *exchange,
                       const struct role_session *role, struct issued_credentials *out);

/* Sets the members of the metadata services: AccessKeyId, SecretAccessKey, Token, Expiration. */
void credentials_put(json_t *object, const struct issued_credentials *issued);

#define ROLE_NAME "connect-local-role"
#define ROLE_SECONDS 3600

#endif
