/*
 * What signatures share: signing keys of the day with the text that names them, and what a
 * signature works with.  Between sigv4.c and sigv4_cache.c.
 */
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
    size_t scope, scope_size; /* where the credential scope is in it */
};

/* What one signature works with. */
struct sigv4_signer {
    struct hasher *hasher;
    struct buf canonical;
    struct buf to_sign;
};

/* The key is not derived yet.  NULL: out of memory; start.state tells when a string is too long. */
struct sigv4_entry *sigv4_entry_new(const struct sigv4_identity *identity, const char *date);
void sigv4_entry_unref(struct sigv4_entry *entry); /* NULL does nothing */

/*
 * A signer, and a reference to the entry if there is one, else NULL in *entry.  NULL: out of
 * memory, or OpenSSL fails.
 */
struct sigv4_signer *sigv4_cache_take(struct sigv4_cache *cache,
                                      const struct sigv4_identity *identity, const char *date,
                                      struct sigv4_entry **entry);
/* entry: whose key the signer has; NULL: of none. */
void sigv4_cache_give_back(struct sigv4_cache *cache, struct sigv4_signer *signer,
                           const struct sigv4_entry *entry);
/* Takes the place of the entry of another day or identity, whose key is forgotten everywhere. */
void sigv4_cache_add(struct sigv4_cache *cache, const struct sigv4_identity *identity,
                     struct sigv4_entry *entry);
/* An empty buffer for a canonical request, and for a string to sign. */
struct buf sigv4_canonical_buf(void);
struct buf sigv4_string_buf(void);

#endif
