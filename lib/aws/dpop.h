/*
 * Demonstrating Proof of Possession (RFC 9449): a signed statement that the sender of a request
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
 * Appends the proof in compact form, signed with a PEM private key on P-256.  CONNECT_E_CREDENTIALS
 * when it is not such a key.
 */
connect_status dpop_proof(const char *pem, const struct dpop_claim *claim, struct buf *out,
                          connect_error **error);

#endif
