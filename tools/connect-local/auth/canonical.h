/*
 * Signature Version 4 on the side of the service: the signature is calculated from the bytes that
 * arrived. This is written from the rules and does not use the signer of the library, so that each
 * verifies the other.
 */
#ifndef LOCAL_AUTH_CANONICAL_H
#define LOCAL_AUTH_CANONICAL_H

#include "exchange/exchange.h"

#define SIGNATURE_SIZE 64 /* hexadecimal digits */

/* The content of the Authorization header. */
struct claim {
    const char *access_key;
    const char *date; /* of the scope: YYYYMMDD */
    const char *region;
    const char *service;
    const char *terminator;
    const char *signed_headers; /* as sent: names joined with ';' */
    const char *signature;
    const char *timestamp; /* x-amz-date */
};

/* The signature that the claim ought to carry, in lower-case hexadecimal digits; false when the
 * canonical request is too large. */
bool canonical_signature(struct exchange *exchange, const struct claim *claim, const char *secret,
                         char signature[SIGNATURE_SIZE + 1]);

/* Whether a name is one of `names`, which are joined with ';'. */
bool canonical_names_have(const char *names, const char *name);

#endif
