/*
 * SHA-256 and HMAC by OpenSSL.  A hasher keeps its EVP contexts, because creating them costs more
 * than a signature.  It must be used by one thread at a time.
 */
#ifndef AWS_HASH_H
#define AWS_HASH_H

#include <openssl/types.h>

#include <stdbool.h>
#include <stddef.h>

#define HASH_SIZE 32
#define HASH_HEX_SIZE 64

/* All members are private. */
struct hasher {
    EVP_MD *md;
    EVP_MD_CTX *md_ctx;
    EVP_MAC *mac;
    EVP_MAC_CTX *mac_ctx;
    bool can_restart; /* OpenSSL restarts an HMAC with its current key */
    bool has_key;
    unsigned char key[HASH_SIZE]; /* the current key of mac_ctx */
};

/* NULL: out of memory, or no provider for SHA-256. */
struct hasher *hasher_new(void);
void hasher_free(struct hasher *hasher);

/* False when OpenSSL fails. */
bool hasher_sha256(struct hasher *hasher, const void *bytes, size_t size, unsigned char *out);
bool hasher_hmac(struct hasher *hasher, const void *key, size_t key_size, const void *bytes,
                 size_t size, unsigned char *out);
/*
 * The same with a key of HASH_SIZE bytes, which is kept in the context: the next call with the same
 * key is faster.  hasher_forget() or another key replaces it.
 */
bool hasher_hmac_again(struct hasher *hasher, const unsigned char *key, const void *bytes,
                       size_t size, unsigned char *out);
/* Cleanses the kept key. */
void hasher_forget(struct hasher *hasher);

/* HASH_SIZE bytes as lower-case hex; out has HASH_HEX_SIZE + 1 bytes. */
void hash_hex(const unsigned char *hash, char *out);

#endif
