/*
 * SHA-256.
 */
#ifndef LOCAL_BASE_DIGEST_H
#define LOCAL_BASE_DIGEST_H

#include "base/alloc.h"

#include <openssl/evp.h>

#define DIGEST_SIZE 32

static inline void digest_sha256(const void *bytes, size_t size, unsigned char out[DIGEST_SIZE])
{
    check_system(EVP_Digest(bytes, size, out, NULL, EVP_sha256(), NULL) == 1, "SHA-256");
}

#endif
