/*
 * The other end of a signature: what the sender must have signed, made anew from the bytes that
 * arrived.  Written from the rules of Signature Version 4 and not with the library's signer, so
 * that each checks the other.
 */
#ifndef LOCAL_AUTH_CANONICAL_H
#define LOCAL_AUTH_CANONICAL_H

#include "exchange/exchange.h"

#define SIGNATURE_SIZE 64 /* hexadecimal digits */

/* What the Authorization header says. */
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

/* The signature that the claim ought to carry, in lower-case hexadecimal digits. */
void canonical_signature(struct exchange *exchange, const struct claim *claim, const char *secret,
                         char signature[SIGNATURE_SIZE + 1]);

/* Whether a name is one of `names`, which are joined with ';'. */
bool canonical_names_have(const char *names, const char *name);

#endif
