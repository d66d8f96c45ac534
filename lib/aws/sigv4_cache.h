/* What signatures share: signing keys of the day, contexts and buffers.  Internal to sigv4.c. */
#ifndef AWS_SIGV4_CACHE_H
#define AWS_SIGV4_CACHE_H

#include "aws/hash.h"
#include "aws/sigv4.h"
#include "core/buf.h"

#include <stdatomic.h>

#define SIGV4_ALGORITHM "AWS4-HMAC-SHA256"
#define SIGV4_DATE_SIZE 8 /* of "20261121" at the start of "20261121T123456Z" */
#define SIGV4_AUTHORIZATION_MAX (64 * 1024)

/* An identity in a credential scope.  Immutable once it is in a cache. */
struct sigv4_entry {
    atomic_int refs;
    char *access_key_id;
    char *secret_access_key;
    char *region;
    char *service;
    char date[SIGV4_DATE_SIZE];
    unsigned char key[HASH_SIZE];
    struct buf start; /* "AWS4-HMAC-SHA256 Credential=ID/DATE/REGION/SERVICE/aws4_request, ..." */
    size_t scope, scope_size; /* offset and size of the credential scope in it */
};

/* Contexts and buffers for one signature at a time. */
struct sigv4_signer {
    struct hasher *hasher;
    struct buf canonical;
    struct buf to_sign;
};

/* An entry without its key.  NULL: out of memory; start.state is TOO_BIG for a long identity. */
struct sigv4_entry *sigv4_entry_new(const struct sigv4_identity *identity, const char *date);
void sigv4_entry_unref(struct sigv4_entry *entry); /* NULL does nothing */

/*
 * Borrows a signer, and looks up the entry: *entry is a reference or NULL.  Returns NULL when out
 * of memory or when OpenSSL fails.
 */
struct sigv4_signer *sigv4_cache_borrow(struct sigv4_cache *cache,
                                        const struct sigv4_identity *identity, const char *date,
                                        struct sigv4_entry **entry);
/* entry: the one the signer has the key of, or NULL. */
void sigv4_cache_return(struct sigv4_cache *cache, struct sigv4_signer *signer,
                        const struct sigv4_entry *entry);
/* Adds an entry.  It replaces that of another day or identity, whose key signers forget. */
void sigv4_cache_add(struct sigv4_cache *cache, const struct sigv4_identity *identity,
                     struct sigv4_entry *entry);
/* Empty buffers for a canonical request and for a string to sign. */
struct buf sigv4_canonical_buf(void);
struct buf sigv4_string_buf(void);

#endif
