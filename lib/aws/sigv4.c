/*
 * Signature Version 4.
 *
 * The signature is an HMAC of the string to sign, which names algorithm, time, credential scope
 * (date, region, service) and the hash of the canonical request (canonical.c).  Its key is derived
 * from the secret access key and the scope by four HMACs; it is good for that day, region and
 * service.
 *
 * What many requests share is made once: an entry of the cache has the signing key and the start of
 * the Authorization header for one scope and identity.  EVP contexts and buffers are kept in
 * signers, as many as there were threads that signed at the same time.  Entries are immutable and
 * reference-counted, so the lock of the cache is held only to look one up.  A new day or identity
 * replaces the entry of its region and service; the key is cleansed with the last reference.
 * (IAM User Guide, "Create a signed AWS API request"; aws-c-auth aws_signing.c)
 */
#include "aws/sigv4.h"

#include "aws/canonical.h"
#include "aws/openssl_problem.h"
#include "aws/sigv4_cache.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/mem.h"
#include "core/text.h"
#include "core/time.h"

#include <string.h>

#define EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define TIME_SIZE 16
#define SECRET_MAX (64 * 1024)

static_assert(sizeof EMPTY_HASH == HASH_HEX_SIZE + 1, "the hash of no bytes");
static_assert(sizeof(((struct sigv4_headers *)NULL)->date) == TIME_SIZE + 1, "x-amz-date");

static connect_status report_openssl(connect_error **error)
{
    if (openssl_problem() != OPENSSL_LACKS_ALGORITHM) {
        return error_memory(error);
    }
    return error_set(error, CONNECT_E_CONFIGURATION, "OpenSSL has no working SHA-256 and HMAC");
}

/*
 * Rule: the signing key is four HMACs: over date, region, service and the word aws4_request.
 * Source: IAM User Guide, Create a signed AWS API request.  Test: own_vectors_agree_at_every_stage.
 */
static connect_status derive_key(struct hasher *hasher, struct sigv4_entry *entry,
                                 connect_error **error)
{
    const char *region = entry->region, *service = entry->service;
    unsigned char *key = entry->key;
    struct buf seed = BUF_INIT(SECRET_MAX);
    seed.secret = true;
    buf_add_text(&seed, "AWS4");
    if (!buf_add_text(&seed, entry->secret_access_key)) {
        return seed.state == BUF_TOO_BIG
                   ? error_set(error, CONNECT_E_ARGUMENT, "the secret access key is too long")
                   : error_memory(error);
    }
    bool done = hasher_hmac(hasher, seed.data, seed.size, entry->date, SIGV4_DATE_SIZE, key) &&
                hasher_hmac(hasher, key, HASH_SIZE, region, strlen(region), key) &&
                hasher_hmac(hasher, key, HASH_SIZE, service, strlen(service), key) &&
                hasher_hmac(hasher, key, HASH_SIZE, "aws4_request", strlen("aws4_request"), key);
    buf_free(&seed);
    return done ? CONNECT_OK : report_openssl(error);
}

/* ---- signatures ---- */

/* Behind what was put, in room that was reserved. */
static char *put(char *at, const char *bytes, size_t size)
{
    memcpy(at, bytes, size);
    return at + size;
}

/* What was put up to `at` is the content. */
static void end_at(struct buf *out, char *at)
{
    out->size = (size_t)(at - out->data);
    ASSERT(out->size < out->room);
    *at = '\0';
}

static bool hash_to_hex(struct hasher *hasher, const void *bytes, size_t size, char *hex)
{
    unsigned char hash[HASH_SIZE];
    if (!hasher_sha256(hasher, bytes, size, hash)) {
        return false;
    }
    hash_hex(hash, hex);
    return true;
}

static connect_status add_canonical(struct sigv4_signer *signer,
                                    const struct sigv4_request *request,
                                    const struct sigv4_identity *identity, const char *date,
                                    struct canonical_names *names, connect_error **error)
{
    char body_hash[HASH_HEX_SIZE + 1] = EMPTY_HASH;
    if (request->body_size > 0 &&
        !hash_to_hex(signer->hasher, request->body, request->body_size, body_hash)) {
        return report_openssl(error);
    }
    struct canonical_input input = {
        .request = request,
        .date = date,
        .session_token = text_is_empty(identity->session_token) ? NULL : identity->session_token,
        .payload_hash = body_hash,
    };
    return canonical_request(&signer->canonical, &input, names, error);
}

/*
 * Algorithm, time, scope and hash of the canonical request, on one line each.
 *
 * Rule: the string to sign is algorithm, time, credential scope and hash of the canonical request.
 * Source: IAM User Guide, Create a signed AWS API request.  Test: own_vectors_agree_at_every_stage.
 */
static connect_status add_string_to_sign(struct sigv4_signer *signer,
                                         const struct sigv4_entry *entry, const char *date,
                                         connect_error **error)
{
    struct buf *out = &signer->to_sign;
    char hex[HASH_HEX_SIZE + 1];
    if (!hash_to_hex(signer->hasher, signer->canonical.data, signer->canonical.size, hex)) {
        return report_openssl(error);
    }
    if (!buf_reserve(out,
                     sizeof SIGV4_ALGORITHM + TIME_SIZE + entry->scope_size + HASH_HEX_SIZE + 2)) {
        return error_memory(error);
    }
    char *at = put(out->data, SIGV4_ALGORITHM "\n", sizeof SIGV4_ALGORITHM);
    at = put(at, date, TIME_SIZE);
    *at++ = '\n';
    at = put(at, entry->start.data + entry->scope, entry->scope_size);
    *at++ = '\n';
    end_at(out, put(at, hex, HASH_HEX_SIZE));
    return CONNECT_OK;
}

static connect_status report_too_long(connect_error **error)
{
    return error_set(error, CONNECT_E_ARGUMENT,
                     "the Authorization header would be longer than %d bytes",
                     SIGV4_AUTHORIZATION_MAX);
}

/*
 * Rule: Authorization has the credential, the names of the signed headers and the signature.
 * Source: IAM User Guide, Create a signed AWS API request.  Test:
 * authorization_names_the_signed_headers.
 */
static void add_authorization(struct buf *out, const struct sigv4_entry *entry,
                              const struct buf *canonical, const struct canonical_names *names,
                              const char *signature)
{
    ASSERT(names->offset + names->size <= canonical->size);
    static const char before_signature[] = ", Signature=";
    size_t fixed = sizeof before_signature - 1;
    if (buf_reserve(out, entry->start.size + names->size + fixed + HASH_HEX_SIZE)) {
        char *at = put(out->data, entry->start.data, entry->start.size);
        at = put(at, canonical->data + names->offset, names->size);
        at = put(at, before_signature, fixed);
        end_at(out, put(at, signature, HASH_HEX_SIZE));
    }
}

static connect_status sign_with(struct sigv4_signer *signer, const struct sigv4_entry *entry,
                                const struct sigv4_request *request,
                                const struct sigv4_identity *identity, struct sigv4_headers *out,
                                char *signature, connect_error **error)
{
    struct canonical_names names;
    connect_status status = add_canonical(signer, request, identity, out->date, &names, error);
    if (status == CONNECT_OK) {
        status = add_string_to_sign(signer, entry, out->date, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    unsigned char hash[HASH_SIZE];
    if (!hasher_hmac_again(signer->hasher, entry->key, signer->to_sign.data, signer->to_sign.size,
                           hash)) {
        return report_openssl(error);
    }
    hash_hex(hash, signature);
    add_authorization(&out->authorization, entry, &signer->canonical, &names, signature);
    if (out->authorization.state == BUF_TOO_BIG) {
        return report_too_long(error);
    }
    return out->authorization.state == BUF_OK ? CONNECT_OK : error_memory(error);
}

static connect_status make_entry(struct sigv4_cache *cache, struct sigv4_signer *signer,
                                 const struct sigv4_identity *identity, const char *date,
                                 struct sigv4_entry **out, connect_error **error)
{
    struct sigv4_entry *entry = sigv4_entry_new(identity, date);
    if (entry == NULL) {
        return error_memory(error);
    }
    connect_status status = entry->start.state == BUF_OK ? derive_key(signer->hasher, entry, error)
                                                         : report_too_long(error);
    if (status != CONNECT_OK) {
        sigv4_entry_unref(entry);
        return status;
    }
    sigv4_cache_add(cache, identity, entry);
    *out = entry;
    return CONNECT_OK;
}

/* Moves the stages out of the signer, for tests. */
static void move_stages(struct sigv4_signer *signer, const char *signature,
                        struct sigv4_stages *stages)
{
    stages->canonical_request = signer->canonical;
    stages->string_to_sign = signer->to_sign;
    memcpy(stages->signature, signature, HASH_HEX_SIZE + 1);
    signer->canonical = sigv4_canonical_buf();
    signer->to_sign = sigv4_string_buf();
}

static connect_status sign_with_cache(struct sigv4_cache *cache,
                                      const struct sigv4_request *request,
                                      const struct sigv4_identity *identity,
                                      struct sigv4_headers *out, struct sigv4_stages *stages,
                                      connect_error **error)
{
    char signature[HASH_HEX_SIZE + 1];
    connect_status status = CONNECT_OK;
    struct sigv4_entry *entry;
    time_format_basic(identity->time_ms, out->date);
    ASSERT(strlen(out->date) == TIME_SIZE);
    struct sigv4_signer *signer = sigv4_cache_borrow(cache, identity, out->date, &entry);
    if (signer == NULL) {
        sigv4_entry_unref(entry);
        return report_openssl(error);
    }
    if (entry == NULL) {
        status = make_entry(cache, signer, identity, out->date, &entry, error);
    }
    if (status == CONNECT_OK) {
        status = sign_with(signer, entry, request, identity, out, signature, error);
    }
    if (status == CONNECT_OK && stages != NULL) {
        move_stages(signer, signature, stages);
    }
    sigv4_cache_return(cache, signer, entry);
    sigv4_entry_unref(entry);
    return status;
}

connect_status sigv4_sign(struct sigv4_cache *cache, const struct sigv4_request *request,
                          const struct sigv4_identity *identity, struct sigv4_headers *out,
                          struct sigv4_stages *stages, connect_error **error)
{
    *out = (struct sigv4_headers){ .authorization = BUF_INIT(SIGV4_AUTHORIZATION_MAX) };
    if (stages != NULL) {
        *stages = (struct sigv4_stages){ .signature = "" };
    }
    struct sigv4_cache *used = cache != NULL ? cache : sigv4_cache_new();
    if (used == NULL) {
        return error_memory(error);
    }
    connect_status status = sign_with_cache(used, request, identity, out, stages, error);
    if (cache == NULL) {
        sigv4_cache_free(used);
    }
    if (status != CONNECT_OK) {
        sigv4_headers_free(out);
    }
    return status;
}

void sigv4_headers_free(struct sigv4_headers *headers)
{
    buf_free(&headers->authorization);
}
