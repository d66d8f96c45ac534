/*
 * See trust.h.
 *
 * The store is set with SSL_CTX_set1_verify_cert_store(): libcurl itself fills or replaces the
 * other store of a context (cert_store), in some versions after the callback and even while the
 * first bytes of the server are processed; the verify store it leaves alone in all of them.  The
 * flags are the ones that libcurl gives to its own store.
 *
 * A store is never shared between bundles, and TLS sessions are never resumed (the session cache of
 * libcurl is off): a session that was verified with one store must not vouch for another.
 *
 * The folder comes first because it is lazy: OpenSSL opens the one file named after the hash of the
 * issuer, 4 ms in a new process instead of 35.  Some images have no such links: the issuer is then
 * not found, and the bundle is read once.
 */
#include "http/trust.h"

#include "core/file.h"
#include "core/fork.h"
#include "core/lock.h"
#include "core/mem.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct trust {
    struct trust *next;
    size_t users;
    atomic_bool given_up;
    char *bundle, *file, *folder; /* the bundle, or the defaults */
    _Atomic uint64_t owner;       /* fork generation */
    struct lock lock;             /* of what follows */
    X509_STORE *store;
    struct file_stamp file_stamp, folder_stamp; /* of what the store was made from */
    struct lock file_lock;                      /* of what follows */
    const X509_STORE *filled;                   /* the file was read into this store after a miss */
};

static struct lock registry_lock = LOCK_INITIALIZER;
static _Atomic uint64_t registry_owner;
static struct trust *registry;

/* ---- fork: a lock may have been held by a thread that does not exist in the child ---- */

static void registry_renew(void)
{
    if (fork_renewal_begin(&registry_owner)) {
        lock_renew(&registry_lock);
        registry = NULL; /* its elements live on with the transports that use them */
        fork_renewal_end(&registry_owner);
    }
}

static void trust_renew(struct trust *trust)
{
    if (fork_renewal_begin(&trust->owner)) {
        lock_renew(&trust->lock);
        lock_renew(&trust->file_lock);
        trust->store = NULL; /* leaked: its own lock may be held as well */
        fork_renewal_end(&trust->owner);
    }
}

/* ---- counting ---- */

static bool text_is_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void trust_free(struct trust *trust)
{
    ASSERT(trust->users <= 1); /* 1: it was never registered */
    X509_STORE_free(trust->store);
    lock_destroy(&trust->lock);
    lock_destroy(&trust->file_lock);
    mem_free(trust->bundle);
    mem_free(trust->file);
    mem_free(trust->folder);
    mem_free(trust);
}

static struct trust *trust_new(const char *bundle, const char *file, const char *folder)
{
    struct trust *trust = mem_calloc(1, sizeof *trust);
    if (trust == NULL || !lock_init(&trust->lock)) {
        mem_free(trust);
        return NULL;
    }
    if (!lock_init(&trust->file_lock)) {
        lock_destroy(&trust->lock);
        mem_free(trust);
        return NULL;
    }
    atomic_init(&trust->owner, fork_generation());
    trust->users = 1;
    trust->bundle = mem_strdup(bundle);
    trust->file = mem_strdup(file);
    trust->folder = mem_strdup(folder);
    if ((bundle != NULL && trust->bundle == NULL) || (file != NULL && trust->file == NULL) ||
        (folder != NULL && trust->folder == NULL)) {
        trust_free(trust);
        return NULL;
    }
    return trust;
}

struct trust *trust_acquire(const char *bundle, const char *default_file,
                            const char *default_folder)
{
    const char *file = bundle == NULL ? default_file : NULL;
    const char *folder = bundle == NULL ? default_folder : NULL;
    registry_renew();
    lock_acquire(&registry_lock);
    struct trust *trust = registry;
    while (trust != NULL &&
           !(text_is_same(trust->bundle, bundle) && text_is_same(trust->file, file) &&
             text_is_same(trust->folder, folder))) {
        trust = trust->next;
    }
    if (trust != NULL) {
        ASSERT(trust->users > 0);
        trust->users++;
    } else {
        trust = trust_new(bundle, file, folder);
        if (trust != NULL) {
            trust->next = registry;
            registry = trust;
        }
    }
    lock_release(&registry_lock);
    return trust;
}

void trust_release(struct trust *trust)
{
    if (trust == NULL) {
        return;
    }
    registry_renew();
    trust_renew(trust);
    lock_acquire(&registry_lock);
    ASSERT(trust->users > 0);
    bool last = --trust->users == 0;
    struct trust **at = &registry;
    while (last && *at != NULL && *at != trust) {
        at = &(*at)->next;
    }
    if (last && *at == trust) {
        *at = trust->next;
    }
    lock_release(&registry_lock);
    if (last) {
        trust_free(trust);
    }
}

/* ---- reading ---- */

static bool is_there(const struct file_stamp *stamp)
{
    return stamp->inode != 0;
}

static struct file_stamp stamp_of(const char *path)
{
    return path != NULL ? file_stamp_of(path) : (struct file_stamp){ 0 };
}

/* An allocation failure may be the first of several errors in the queue: "PEM lib" hides it. */
static enum trust_status report_unreadable(const char *path, char *message, size_t room)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    (void)snprintf(message, room, "error setting certificate file: %s (%s)", path,
                   reason != NULL ? reason : "no certificate in it");
    bool out_of_memory = false;
    for (unsigned long code; (code = ERR_get_error()) != 0;) {
        out_of_memory = out_of_memory || ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
    }
    return out_of_memory ? TRUST_NO_MEMORY : TRUST_UNREADABLE;
}

/* X509_STORE_load_file() would change the list of lookups, which verifications walk without lock.
 */
static bool bundle_read(X509_STORE *store, const char *path)
{
    X509_LOOKUP *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
    return lookup != NULL && X509_LOOKUP_load_file(lookup, path, X509_FILETYPE_PEM) == 1;
}

/* After a miss in the folder. */
static void bundle_read_once(struct trust *trust, X509_STORE *store)
{
    ASSERT(trust->file != NULL);
    lock_acquire(&trust->file_lock);
    if (trust->filled != store) {
        trust->filled = store;
        (void)bundle_read(store, trust->file);
        ERR_clear_error();
    }
    lock_release(&trust->file_lock);
}

static int find_issuer(X509 **issuer, X509_STORE_CTX *context, X509 *certificate)
{
    int found = X509_STORE_CTX_get1_issuer(issuer, context, certificate);
    if (found == 0) {
        X509_STORE *store = X509_STORE_CTX_get0_store(context);
        bundle_read_once(X509_STORE_get_ex_data(store, 0), store);
        found = X509_STORE_CTX_get1_issuer(issuer, context, certificate);
    }
    return found;
}

/*
 * The folder if there is one, and then the file after a miss; else the file at once.  The lookup
 * for files is added now: later, verifications of other threads walk the list.
 */
static enum trust_status store_fill(struct trust *trust, X509_STORE *store, char *message,
                                    size_t room)
{
    const char *file = trust->bundle != NULL ? trust->bundle : trust->file;
    ASSERT(lock_is_held(&trust->lock));
    if (is_there(&trust->folder_stamp)) {
        if (X509_STORE_add_lookup(store, X509_LOOKUP_file()) == NULL ||
            X509_STORE_load_path(store, trust->folder) != 1) {
            return report_unreadable(trust->folder, message, room);
        }
        if (is_there(&trust->file_stamp)) {
            (void)X509_STORE_set_ex_data(store, 0, trust);
            X509_STORE_set_get_issuer(store, find_issuer);
        }
        return TRUST_OK;
    }
    if (!is_there(&trust->file_stamp)) {
        (void)snprintf(message, room, "error setting certificate file: %s (%s)",
                       file != NULL ? file : "none is known", strerror(ENOENT));
        return TRUST_UNREADABLE;
    }
    return bundle_read(store, file) ? TRUST_OK : report_unreadable(file, message, room);
}

static enum trust_status store_update(struct trust *trust, char *message, size_t room)
{
    const char *file = trust->bundle != NULL ? trust->bundle : trust->file;
    ASSERT(lock_is_held(&trust->lock));
    struct file_stamp file_stamp = stamp_of(file), folder_stamp = stamp_of(trust->folder);
    if (trust->store != NULL && file_stamp_equal(&file_stamp, &trust->file_stamp) &&
        file_stamp_equal(&folder_stamp, &trust->folder_stamp)) {
        return TRUST_OK;
    }
    trust->file_stamp = file_stamp;
    trust->folder_stamp = folder_stamp;
    X509_STORE_free(trust->store); /* connections that use it hold references of their own */
    trust->store = NULL;
    ERR_clear_error(); /* what the application has left is no reason */
    X509_STORE *store = X509_STORE_new();
    if (store == NULL ||
        X509_STORE_set_flags(store, X509_V_FLAG_TRUSTED_FIRST | X509_V_FLAG_PARTIAL_CHAIN) != 1) {
        X509_STORE_free(store);
        ERR_clear_error();
        return TRUST_NO_MEMORY;
    }
    /* The new store may have the address of an old one that was filled. */
    lock_acquire(&trust->file_lock);
    trust->filled = NULL;
    lock_release(&trust->file_lock);
    enum trust_status status = store_fill(trust, store, message, room);
    if (status != TRUST_OK) {
        X509_STORE_free(store);
        return status;
    }
    trust->store = store;
    return TRUST_OK;
}

enum trust_status trust_apply(struct trust *trust, void *tls_context, char *message, size_t room)
{
    SSL_CTX *context = tls_context;
    /* Another OpenSSL in the process would have another table of functions. */
    if (SSL_CTX_get_ssl_method(context) != TLS_client_method()) {
        return TRUST_OTHER_LIBRARY;
    }
    trust_renew(trust);
    lock_acquire(&trust->lock);
    enum trust_status status = store_update(trust, message, room);
    if (status == TRUST_OK && SSL_CTX_set1_verify_cert_store(context, trust->store) != 1) {
        status = TRUST_NO_MEMORY;
    }
    ASSERT(status != TRUST_OK || trust->store != NULL);
    lock_release(&trust->lock);
    return status;
}

/* The first context of a process also makes OpenSSL load its configuration and its algorithms. */
enum trust_status trust_load(struct trust *trust, char *message, size_t room)
{
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    enum trust_status status =
        context == NULL ? TRUST_NO_MEMORY : trust_apply(trust, context, message, room);

    SSL_CTX_free(context);
    return status;
}

void trust_give_up(struct trust *trust)
{
    atomic_store(&trust->given_up, true);
}

bool trust_is_usable(const struct trust *trust)
{
    return !atomic_load(&trust->given_up);
}

bool trust_fits(const char *ssl_version)
{
    char expected[32];
    (void)snprintf(expected, sizeof expected, "OpenSSL/%u.", OPENSSL_version_major());
    return ssl_version != NULL && strncmp(ssl_version, expected, strlen(expected)) == 0;
}
