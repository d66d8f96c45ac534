/*
 * SHA-256 and HMAC over OpenSSL's fetched algorithms.  A hasher keeps its contexts, because making
 * them costs more than a signature; it belongs to one thread at a time.
 */
#ifndef AWS_HASH_H
#define AWS_HASH_H

#include <stdbool.h>
#include <stddef.h>

#define HASH_SIZE 32
#define HASH_HEX_SIZE 64

struct hasher;
/* NULL: out of memory, or no provider for SHA-256. */
struct hasher *hasher_new(void);
void hasher_free(struct hasher *hasher);

/* False when OpenSSL fails. */
bool hasher_sha256(struct hasher *hasher, const void *bytes, size_t size, unsigned char *out);
bool hasher_hmac(struct hasher *hasher, const void *key, size_t key_size, const void *bytes,
                 size_t size, unsigned char *out);
/*
 * The same with a key of HASH_SIZE bytes that is used again and again: it is set up once, and kept
 * until another key comes or hasher_forget() is called.
 */
bool hasher_hmac_again(struct hasher *hasher, const unsigned char *key, const void *bytes,
                       size_t size, unsigned char *out);
/* Cleanses the key that is kept. */
void hasher_forget(struct hasher *hasher);

/* For tests: as if OpenSSL could not start again with the key it has. */
void hasher_set_no_restart(struct hasher *hasher);

/* HASH_SIZE bytes as lower-case hex; out has HASH_HEX_SIZE + 1 bytes. */
void hash_hex(const unsigned char *hash, char *out);

#endif
