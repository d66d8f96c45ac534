/*
 * Demonstrating proof of possession (RFC 9449): a signed statement that the sender of a request
 * holds a private key.
 */
#ifndef AWS_DPOP_H
#define AWS_DPOP_H

#include "core/buf.h"

#include <connect/error.h>

struct dpop_claim {
    const char *method;
    const char *url;
    const char *id; /* unique */
    int64_t time_ms;
};

/*
 * Appends the compact JWS made with a PEM private key on P-256.  CONNECT_E_CREDENTIALS when the key
 * is no such key.
 */
connect_status dpop_proof(const char *pem, const struct dpop_claim *claim, struct buf *out,
                          connect_error **error);

#endif
