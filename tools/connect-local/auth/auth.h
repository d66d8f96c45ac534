/*
 * Who sent a request: Signature Version 4, verified.
 */
#ifndef LOCAL_AUTH_AUTH_H
#define LOCAL_AUTH_AUTH_H

#include "exchange/exchange.h"
#include "state/local.h"

/*
 * Verifies the signature of a request to `service` and sets principal, account_id and region of the
 * exchange, in its arena. On failure, *type and *message are the error of the response.
 */
bool auth_verify(struct local *local, struct exchange *exchange, const char *service, int64_t now,
                 const char **type, const char **message);

/* Compares in a time that does not depend on where the strings differ. */
bool equal_constant_time(const char *a, const char *b);

#endif
