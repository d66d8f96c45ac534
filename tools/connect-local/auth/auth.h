/*
 * Who is asking: Signature Version 4, checked.
 */
#ifndef LOCAL_AUTH_AUTH_H
#define LOCAL_AUTH_AUTH_H

#include "exchange/exchange.h"
#include "state/local.h"

/*
 * Checks the signature of a request to `service` and returns the ARN of who signed it, in the
 * exchange's arena.  Otherwise NULL, and *type and *message say what is wrong with it.
 */
const char *auth_verify(struct local *local, struct exchange *exchange, const char *service,
                        int64_t now, const char **type, const char **message);

/* Compares in a time that does not depend on where the texts differ. */
bool equal_constant_time(const char *a, const char *b);

#endif
