/*
 * One-shot digests, for the names of cache files.  Signing has contexts of its own (hash.h).
 */
#ifndef AWS_DIGEST_H
#define AWS_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#define DIGEST_HEX_MAX 65

/* algorithm: "SHA1" or "SHA256"; lower-case hex into `out`.  False when OpenSSL fails. */
bool digest_hex(const char *algorithm, const void *bytes, size_t size, char out[DIGEST_HEX_MAX]);

#endif
