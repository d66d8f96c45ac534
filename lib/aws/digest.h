/*
 * One-shot digests for names and proofs, where nobody counts microseconds.
 */
#ifndef AWS_DIGEST_H
#define AWS_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#define DIGEST_HEX_MAX 65

/* algorithm: "SHA1" or "SHA256"; lower-case hex into `out`.  False when OpenSSL fails. */
bool digest_hex(const char *algorithm, const void *bytes, size_t size, char out[DIGEST_HEX_MAX]);

#endif
