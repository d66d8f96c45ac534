/* Signatures: the three stages, and the signing keys of the day. */
#include "aws/sigv4.h"

#include "aws/canonical.h"
#include "aws/hash.h"
#include "aws/openssl_problem.h"
#include "core/error.h"
#include "core/mem.h"
#include "core/text.h"

#include <pthread.h>
#include <string.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define DATE_SIZE 8 /* of "20261121" at the head of "20261121T123456Z" */
#define AUTHORIZATION_MAX (64 * 1024)

/*
 * One key for each region and service, so that a new identity or a new day wipes the key of before.
 */
#define KEYS_MAX 8
#define IDLE_HASHERS_MAX 16

struct signing_key {
    char *access_key_id;
    char *secret_access_key;
    char *region;
    char *service;
    char date[DATE_SIZE];
    unsigned char key[HASH_SIZE];
};

struct sigv4_cache {
    pthread_mutex_t lock;
    struct signing_key keys[KEYS_MAX];
    size_t next; /* the one to give up when all are taken */
    struct hasher *idle[IDLE_HASHERS_MAX];
    size_t idle_count;
};

static void signing_key_wipe(struct signing_key *key)
{
    mem_free_secret_text(key->access_key_id);
    mem_free_secret_text(key->secret_access_key);
    mem_free(key->region);
    mem_free(key->service);
    mem_cleanse(key, sizeof *key);
    memset(key, 0, sizeof *key);
}

struct sigv4_cache *sigv4_cache_new(void)
{
    struct sigv4_cache *cache = mem_calloc(1, sizeof *cache);
    if (cache == NULL) {
        return NULL;
    }
    if (pthread_mutex_init(&cache->lock, NULL) != 0) {
        mem_free(cache);
        return NULL;
    }
    return cache;
}

void sigv4_cache_free(struct sigv4_cache *cache)
{
    if (cache == NULL) {
        return;
    }
    for (size_t i = 0; i < KEYS_MAX; i++) {
        signing_key_wipe(&cache->keys[i]);
    }
    for (size_t i = 0; i < cache->idle_count; i++) {
        hasher_free(cache->idle[i]);
    }
    pthread_mutex_destroy(&cache->lock);
    mem_free(cache);
}

static bool is_for_place(const struct signing_key *key, const struct sigv4_identity *identity)
{
    return key->region != NULL && strcmp(key->region, identity->region) == 0 &&
           strcmp(key->service, identity->service) == 0;
}

static bool is_key_of(const struct signing_key *key, const struct sigv4_identity *identity,
                      const char *date)
{
    return is_for_place(key, identity) && memcmp(key->date, date, DATE_SIZE) == 0 &&
           strcmp(key->access_key_id, identity->access_key_id) == 0 &&
           strcmp(key->secret_access_key, identity->secret_access_key) == 0;
}

/* A hasher, and the key when it is known: one visit under the lock. */
static struct hasher *cache_take(struct sigv4_cache *cache, const struct sigv4_identity *identity,
                                 const char *date, unsigned char *key, bool *is_known)
{
    struct hasher *hasher = NULL;
    *is_known = false;
    pthread_mutex_lock(&cache->lock);
    if (cache->idle_count > 0) {
        hasher = cache->idle[--cache->idle_count];
    }
    for (size_t i = 0; i < KEYS_MAX && !*is_known; i++) {
        if (is_key_of(&cache->keys[i], identity, date)) {
            memcpy(key, cache->keys[i].key, HASH_SIZE);
            *is_known = true;
        }
    }
    pthread_mutex_unlock(&cache->lock);
    return hasher != NULL ? hasher : hasher_new();
}

static void cache_give_back(struct sigv4_cache *cache, struct hasher *hasher)
{
    pthread_mutex_lock(&cache->lock);
    bool is_kept = cache->idle_count < IDLE_HASHERS_MAX;
    if (is_kept) {
        cache->idle[cache->idle_count++] = hasher;
    }
    pthread_mutex_unlock(&cache->lock);
    if (!is_kept) {
        hasher_free(hasher);
    }
}

/* Without memory the key is not remembered, and derived again next time. */
static void cache_remember(struct sigv4_cache *cache, const struct sigv4_identity *identity,
                           const char *date, const unsigned char *key)
{
    struct signing_key entry = { .access_key_id = mem_strdup(identity->access_key_id),
                                 .secret_access_key = mem_strdup(identity->secret_access_key),
                                 .region = mem_strdup(identity->region),
                                 .service = mem_strdup(identity->service) };
    if (entry.access_key_id == NULL || entry.secret_access_key == NULL || entry.region == NULL ||
        entry.service == NULL) {
        signing_key_wipe(&entry);
        return;
    }
    memcpy(entry.date, date, DATE_SIZE);
    memcpy(entry.key, key, HASH_SIZE);
    pthread_mutex_lock(&cache->lock);
    size_t at = 0;
    while (at < KEYS_MAX && cache->keys[at].region != NULL &&
           !is_for_place(&cache->keys[at], identity)) {
        at++;
    }
    if (at == KEYS_MAX) {
        at = cache->next;
        cache->next = (cache->next + 1) % KEYS_MAX;
    }
    signing_key_wipe(&cache->keys[at]);
    cache->keys[at] = entry;
    pthread_mutex_unlock(&cache->lock);
    mem_cleanse(&entry, sizeof entry);
}

static connect_status openssl_failed(connect_error **error)
{
    if (openssl_problem() != OPENSSL_LACKS_ALGORITHM) {
        return error_memory(error);
    }
    return error_set(error, CONNECT_E_CONFIGURATION, "OpenSSL offers no working SHA-256 and HMAC");
}

static connect_status derive_key(struct hasher *hasher, const struct sigv4_identity *identity,
                                 const char *date, unsigned char *key, connect_error **error)
{
    struct buf seed = BUF_INIT(64 * 1024);
    seed.secret = true;
    buf_add_text(&seed, "AWS4");
    if (!buf_add_text(&seed, identity->secret_access_key)) {
        connect_status status =
            seed.state == BUF_TOO_BIG
                ? error_set(error, CONNECT_E_ARGUMENT, "the secret access key is too long")
                : error_memory(error);
        buf_free(&seed);
        return status;
    }
    bool done =
        hasher_hmac(hasher, seed.data, seed.size, date, DATE_SIZE, key) &&
        hasher_hmac(hasher, key, HASH_SIZE, identity->region, strlen(identity->region), key) &&
        hasher_hmac(hasher, key, HASH_SIZE, identity->service, strlen(identity->service), key) &&
        hasher_hmac(hasher, key, HASH_SIZE, "aws4_request", strlen("aws4_request"), key);
    buf_free(&seed);
    return done ? CONNECT_OK : openssl_failed(error);
}

static void add_scope(struct buf *out, const struct sigv4_identity *identity, const char *date)
{
    buf_add(out, date, DATE_SIZE);
    buf_add_char(out, '/');
    buf_add_text(out, identity->region);
    buf_add_char(out, '/');
    buf_add_text(out, identity->service);
    buf_add_text(out, "/aws4_request");
}

static void add_authorization(struct buf *out, const struct sigv4_identity *identity,
                              const char *date, const struct buf *canonical,
                              const struct canonical_names *names, const char *signature)
{
    buf_reserve(out, 512);
    buf_add_text(out, ALGORITHM " Credential=");
    buf_add_text(out, identity->access_key_id);
    buf_add_char(out, '/');
    add_scope(out, identity, date);
    buf_add_text(out, ", SignedHeaders=");
    buf_add(out, canonical->data + names->offset, names->size);
    buf_add_text(out, ", Signature=");
    buf_add(out, signature, HASH_HEX_SIZE);
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

static connect_status add_canonical(struct hasher *hasher, const struct sigv4_request *request,
                                    const struct sigv4_identity *identity, const char *date,
                                    struct buf *out, struct canonical_names *names,
                                    connect_error **error)
{
    char body_hash[HASH_HEX_SIZE + 1] = EMPTY_HASH;
    if (request->body_size > 0 &&
        !hash_to_hex(hasher, request->body, request->body_size, body_hash)) {
        return openssl_failed(error);
    }
    struct canonical_input input = {
        .request = request,
        .date = date,
        .session_token = text_is_empty(identity->session_token) ? NULL : identity->session_token,
        .payload_hash = body_hash,
    };
    buf_reserve(out, 1024);
    return canonical_request(out, &input, names, error);
}

/* All that one signature works with. */
struct work {
    struct hasher *hasher;
    unsigned char key[HASH_SIZE];
    bool key_is_known;
    struct sigv4_stages *stages;
};

static connect_status sign_in_stages(struct work *work, struct sigv4_cache *cache,
                                     const struct sigv4_request *request,
                                     const struct sigv4_identity *identity,
                                     struct sigv4_headers *out, connect_error **error)
{
    struct sigv4_stages *stages = work->stages;
    struct canonical_names names;
    connect_status status = add_canonical(work->hasher, request, identity, out->date,
                                          &stages->canonical_request, &names, error);
    if (status != CONNECT_OK) {
        return status;
    }
    char hex[HASH_HEX_SIZE + 1];
    const struct buf *canonical = &stages->canonical_request;
    if (!hash_to_hex(work->hasher, canonical->data, canonical->size, hex)) {
        return openssl_failed(error);
    }
    struct buf *to_sign = &stages->string_to_sign;
    buf_reserve(to_sign, 256);
    buf_add_text(to_sign, ALGORITHM "\n");
    buf_add_text(to_sign, out->date);
    buf_add_char(to_sign, '\n');
    add_scope(to_sign, identity, out->date);
    buf_add_char(to_sign, '\n');
    buf_add(to_sign, hex, HASH_HEX_SIZE);
    if (to_sign->state != BUF_OK) {
        return error_memory(error);
    }
    if (!work->key_is_known) {
        status = derive_key(work->hasher, identity, out->date, work->key, error);
        if (status != CONNECT_OK) {
            return status;
        }
        cache_remember(cache, identity, out->date, work->key);
    }
    unsigned char signature[HASH_SIZE];
    if (!hasher_hmac(work->hasher, work->key, HASH_SIZE, to_sign->data, to_sign->size, signature)) {
        return openssl_failed(error);
    }
    hash_hex(signature, stages->signature);
    add_authorization(&out->authorization, identity, out->date, canonical, &names,
                      stages->signature);
    return out->authorization.state == BUF_OK ? CONNECT_OK : error_memory(error);
}

static struct sigv4_stages stages_empty(void)
{
    struct sigv4_stages stages = { BUF_INIT(CANONICAL_SIZE_MAX), BUF_INIT(AUTHORIZATION_MAX), "" };
    stages.canonical_request.secret = true; /* the session token is in it */
    return stages;
}

static connect_status sign_with_cache(struct sigv4_cache *cache,
                                      const struct sigv4_request *request,
                                      const struct sigv4_identity *identity,
                                      struct sigv4_headers *out, struct sigv4_stages *stages,
                                      connect_error **error)
{
    struct work work = { .stages = stages };
    time_format_basic(identity->time_ms, out->date);
    work.hasher = cache_take(cache, identity, out->date, work.key, &work.key_is_known);
    if (work.hasher == NULL) {
        return openssl_failed(error);
    }
    connect_status status = sign_in_stages(&work, cache, request, identity, out, error);
    mem_cleanse(work.key, sizeof work.key);
    cache_give_back(cache, work.hasher);
    return status;
}

connect_status sigv4_sign(struct sigv4_cache *cache, const struct sigv4_request *request,
                          const struct sigv4_identity *identity, struct sigv4_headers *out,
                          struct sigv4_stages *stages, connect_error **error)
{
    *out = (struct sigv4_headers){ .authorization = BUF_INIT(AUTHORIZATION_MAX) };
    struct sigv4_stages own = stages_empty();
    if (stages != NULL) {
        *stages = own;
    }
    struct sigv4_cache *used = cache != NULL ? cache : sigv4_cache_new();
    if (used == NULL) {
        return error_memory(error);
    }
    connect_status status =
        sign_with_cache(used, request, identity, out, stages != NULL ? stages : &own, error);
    sigv4_stages_free(&own);
    if (cache == NULL) {
        sigv4_cache_free(used);
    }
    if (status != CONNECT_OK) {
        sigv4_headers_free(out);
        if (stages != NULL) {
            sigv4_stages_free(stages);
        }
    }
    return status;
}

void sigv4_headers_free(struct sigv4_headers *headers)
{
    buf_free(&headers->authorization);
}

void sigv4_stages_free(struct sigv4_stages *stages)
{
    buf_free(&stages->canonical_request);
    buf_free(&stages->string_to_sign);
}
