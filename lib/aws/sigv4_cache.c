/*
 * The cache of signing keys and signers.  See sigv4.c.
 * (IAM User Guide, "Create a signed AWS API request": a signing key is valid for a day and a scope)
 */
#include "aws/sigv4_cache.h"

#include "aws/canonical.h"
#include "core/assert.h"
#include "core/lock.h"
#include "core/mem.h"

#include <string.h>

#define ENTRIES_MAX 8
#define SIGNERS_MAX 16
/* A signer with a larger buffer is freed. */
#define IDLE_ROOM_MAX (64 * 1024)

struct sigv4_cache {
    struct lock lock;
    struct sigv4_entry *entries[ENTRIES_MAX];
    size_t next; /* to replace when all are in use */
    struct sigv4_signer *idle[SIGNERS_MAX];
    size_t idle_count;
};

/* ---- entries ---- */

void sigv4_entry_unref(struct sigv4_entry *entry)
{
    if (entry == NULL) {
        return;
    }
    int before = atomic_fetch_sub_explicit(&entry->refs, 1, memory_order_acq_rel);
    ASSERT(before > 0);
    if (before != 1) {
        return;
    }
    mem_free_secret_text(entry->access_key_id);
    mem_free_secret_text(entry->secret_access_key);
    mem_free(entry->region);
    mem_free(entry->service);
    buf_free(&entry->start);
    mem_free_secret(entry, sizeof *entry);
}

static void write_start(struct sigv4_entry *entry)
{
    struct buf *start = &entry->start;
    buf_add_text(start, SIGV4_ALGORITHM " Credential=");
    buf_add_text(start, entry->access_key_id);
    buf_add_char(start, '/');
    entry->scope = start->size;
    buf_add(start, entry->date, SIGV4_DATE_SIZE);
    buf_add_char(start, '/');
    buf_add_text(start, entry->region);
    buf_add_char(start, '/');
    buf_add_text(start, entry->service);
    buf_add_text(start, "/aws4_request");
    entry->scope_size = start->size - entry->scope;
    buf_add_text(start, ", SignedHeaders=");
}

struct sigv4_entry *sigv4_entry_new(const struct sigv4_identity *identity, const char *date)
{
    struct sigv4_entry *entry = mem_calloc(1, sizeof *entry);
    if (entry == NULL) {
        return NULL;
    }
    atomic_init(&entry->refs, 1);
    entry->access_key_id = mem_strdup(identity->access_key_id);
    entry->secret_access_key = mem_strdup(identity->secret_access_key);
    entry->region = mem_strdup(identity->region);
    entry->service = mem_strdup(identity->service);
    entry->start = BUF_INIT(SIGV4_AUTHORIZATION_MAX);
    memcpy(entry->date, date, SIGV4_DATE_SIZE);
    bool done = entry->access_key_id != NULL && entry->secret_access_key != NULL &&
                entry->region != NULL && entry->service != NULL;
    if (done) {
        write_start(entry);
    }
    if (!done || entry->start.state == BUF_NO_MEMORY) {
        sigv4_entry_unref(entry);
        return NULL;
    }
    return entry;
}

static bool is_for_scope(const struct sigv4_entry *entry, const struct sigv4_identity *identity)
{
    return strcmp(entry->region, identity->region) == 0 &&
           strcmp(entry->service, identity->service) == 0;
}

/*
 * Rule: a signing key is good for one day, region and service.  Source: IAM User Guide, Create a
 * signed AWS API request.  Test: a_cached_key_is_not_used_on_the_next_day.
 */
static bool is_entry_of(const struct sigv4_entry *entry, const struct sigv4_identity *identity,
                        const char *date)
{
    return memcmp(entry->date, date, SIGV4_DATE_SIZE) == 0 && is_for_scope(entry, identity) &&
           strcmp(entry->access_key_id, identity->access_key_id) == 0 &&
           strcmp(entry->secret_access_key, identity->secret_access_key) == 0;
}

/* ---- signers ---- */

static void signer_free(struct sigv4_signer *signer)
{
    hasher_free(signer->hasher);
    buf_free(&signer->canonical);
    buf_free(&signer->to_sign);
    mem_free(signer);
}

struct buf sigv4_canonical_buf(void)
{
    struct buf buf = BUF_INIT(CANONICAL_ROOM_MAX);
    buf.secret = true; /* the session token is in it */
    return buf;
}

struct buf sigv4_string_buf(void)
{
    return BUF_INIT(SIGV4_AUTHORIZATION_MAX);
}

static struct sigv4_signer *signer_new(void)
{
    struct sigv4_signer *signer = mem_calloc(1, sizeof *signer);
    if (signer == NULL) {
        return NULL;
    }
    signer->hasher = hasher_new();
    signer->canonical = sigv4_canonical_buf();
    signer->to_sign = sigv4_string_buf();
    if (signer->hasher == NULL) {
        signer_free(signer);
        return NULL;
    }
    return signer;
}

/* ---- the cache ---- */

struct sigv4_cache *sigv4_cache_new(void)
{
    struct sigv4_cache *cache = mem_calloc(1, sizeof *cache);
    if (cache == NULL || !lock_init(&cache->lock)) {
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
    for (size_t i = 0; i < ENTRIES_MAX; i++) {
        sigv4_entry_unref(cache->entries[i]);
    }
    for (size_t i = 0; i < cache->idle_count; i++) {
        signer_free(cache->idle[i]);
    }
    lock_destroy(&cache->lock);
    mem_free(cache);
}

/* Both under one lock. */
struct sigv4_signer *sigv4_cache_borrow(struct sigv4_cache *cache,
                                        const struct sigv4_identity *identity, const char *date,
                                        struct sigv4_entry **entry)
{
    struct sigv4_signer *signer = NULL;
    *entry = NULL;
    lock_acquire(&cache->lock);
    ASSERT(cache->idle_count <= SIGNERS_MAX);
    if (cache->idle_count > 0) {
        signer = cache->idle[--cache->idle_count];
    }
    for (size_t i = 0; i < ENTRIES_MAX && *entry == NULL; i++) {
        if (cache->entries[i] != NULL && is_entry_of(cache->entries[i], identity, date)) {
            *entry = cache->entries[i];
            atomic_fetch_add_explicit(&(*entry)->refs, 1, memory_order_relaxed);
        }
    }
    lock_release(&cache->lock);
    return signer != NULL ? signer : signer_new();
}

static bool has_entry(const struct sigv4_cache *cache, const struct sigv4_entry *entry)
{
    ASSERT(lock_is_held(&cache->lock) && entry != NULL);
    for (size_t i = 0; i < ENTRIES_MAX; i++) {
        if (cache->entries[i] == entry) {
            return true;
        }
    }
    return false;
}

void sigv4_cache_return(struct sigv4_cache *cache, struct sigv4_signer *signer,
                        const struct sigv4_entry *entry)
{
    ASSERT(signer->hasher != NULL);
    buf_clear(&signer->canonical);
    buf_clear(&signer->to_sign);
    bool may_keep = signer->canonical.room <= IDLE_ROOM_MAX;
    lock_acquire(&cache->lock);
    bool is_kept = may_keep && cache->idle_count < SIGNERS_MAX;
    if (is_kept) {
        if (entry == NULL || !has_entry(cache, entry)) {
            hasher_forget(signer->hasher);
        }
        cache->idle[cache->idle_count++] = signer;
    }
    lock_release(&cache->lock);
    if (!is_kept) {
        signer_free(signer);
    }
}

static size_t index_for(struct sigv4_cache *cache, const struct sigv4_identity *identity)
{
    ASSERT(lock_is_held(&cache->lock));
    ASSERT(cache->next < ENTRIES_MAX);
    size_t at = 0;
    while (at < ENTRIES_MAX && cache->entries[at] != NULL &&
           !is_for_scope(cache->entries[at], identity)) {
        at++;
    }
    if (at == ENTRIES_MAX) {
        at = cache->next;
        cache->next = (cache->next + 1) % ENTRIES_MAX;
    }
    return at;
}

void sigv4_cache_add(struct sigv4_cache *cache, const struct sigv4_identity *identity,
                     struct sigv4_entry *entry)
{
    lock_acquire(&cache->lock);
    size_t at = index_for(cache, identity);
    struct sigv4_entry *before = cache->entries[at];
    cache->entries[at] = entry;
    atomic_fetch_add_explicit(&entry->refs, 1, memory_order_relaxed);
    for (size_t i = 0; i < cache->idle_count; i++) {
        hasher_forget(cache->idle[i]->hasher);
    }
    lock_release(&cache->lock);
    sigv4_entry_unref(before);
}
