/*
 * Keys and where they come from: one vtable, one provider a file.
 *
 * A provider says how to obtain keys and does no caching; the cache around it (credentials_cache)
 * refreshes ahead of expiry, one thread at a time.
 */
#ifndef AWS_CREDENTIALS_H
#define AWS_CREDENTIALS_H

#include "aws/settings.h"
#include "core/buf.h"
#include "core/file.h"
#include "core/task.h"
#include "shape/operation.h"

#include <connect/credentials.h>

#include <stdatomic.h>

/* One set of keys: immutable, reference-counted, cleansed with the last reference. */
struct credentials {
    char *access_key_id;
    char *secret_access_key;
    char *session_token; /* or NULL */
    char *account_id;    /* or NULL */
    int64_t expiration;  /* ms since the epoch; INT64_MAX: never */
    const char *source;  /* static text: "environment", "shared credentials file", ... */
    bool is_user_code;   /* from a program or callback of the user's own: no static stability */
    bool outlives_expiration; /* may be used when it has expired on arrival */
    atomic_int refs;
};
/*
 * Copies; NULL: out of memory.  The strings of `from` may be NULL: a bearer token is a session
 * token alone.  Empty optional strings are dropped.
 */
struct credentials *credentials_new(const connect_credentials *from, const char *source);

enum credentials_member {
    CREDENTIALS_ACCESS_KEY_ID,
    CREDENTIALS_SECRET_ACCESS_KEY,
    CREDENTIALS_SESSION_TOKEN,
    CREDENTIALS_ACCOUNT_ID,
    CREDENTIALS_MEMBERS
};
const char *credentials_member_name(enum credentials_member member);

/* What is wrong with credentials; never shows a value. */
struct credentials_fault {
    enum credentials_member member;
    char problem[80]; /* "ends with a space" */
};
/*
 * Whether credentials cannot be put into a header, or cannot be what a service issued: a missing
 * key, control characters, white space or quotes around a value, invisible characters, a space or
 * slash in the access key id, more than 16 KiB.
 */
bool credentials_find_fault(const connect_credentials *credentials,
                            struct credentials_fault *fault);
/* The same as an error "SOURCE: the access key id ends with a space". */
connect_status credentials_check(const connect_credentials *credentials, const char *source,
                                 connect_status status, connect_error **error);
/* Checks and copies. */
connect_status credentials_accept(const connect_credentials *from, const char *source,
                                  struct credentials **out, connect_error **error);
struct credentials *credentials_ref(struct credentials *credentials);
void credentials_unref(struct credentials *credentials); /* NULL does nothing */

/*
 * What a provider may use of the house above it, handed in so that aws/ need not know call/.
 */
struct provider_context {
    struct settings *settings;
    const connect_clock *clock;
    const connect_random *random;
    const struct logger *logger;
    const connect_cancel *cancel;
    int64_t deadline; /* monotonic */
    /*
     * One plain HTTP exchange: no signature, no retry.  The response is freed with
     * http_response_free().
     */
    connect_status (*fetch)(struct provider_context *context, const connect_http_request *request,
                            connect_http_response **response, connect_error **error);
    /* One operation of another service (STS, SSO) through the call machine; keys NULL: unsigned. */
    connect_status (*run)(struct provider_context *context,
                          const struct connect_operation *operation, const void *request,
                          const char *region, struct credentials *keys, void **response,
                          connect_error **error);
    /*
     * The same operation as a task, whose result is the response (an owned block).  The request and
     * what it points to are borrowed until the task is released; its deadline is the context's.
     */
    connect_status (*call)(struct provider_context *context,
                           const struct connect_operation *operation, const void *request,
                           const char *region, struct credentials *credentials, struct task **out,
                           connect_error **error);
    /* Drives a task on this thread to its end.  For as long as there are sources that block. */
    void (*drive)(struct provider_context *context, struct task *task);
    /* How far the clock of the services is ahead of `clock`, in ms, as far as it is known. */
    int64_t (*skew)(void *owner);
    void *owner; /* of the functions above */
    int64_t max_body_bytes;
    /*
     * Out: set by a provider whose failure needs action of the user ("log in again").  The failure
     * is reported at once, and older credentials are not used in its place. CONNECT_E_CONFIGURATION
     * implies it.
     */
    bool is_final;
    /* Out, with is_final, owned: the file that will have changed after that action; or NULL. */
    char *final_file;
    struct file_stamp final_stamp; /* of that file, as it was read */
};

/* Sets is_final; path (may be NULL) is copied. */
void provider_set_final(struct provider_context *context, const char *path,
                        const struct file_stamp *stamp);
/* The host of a URL becomes that of an error, which may be NULL. */
void provider_set_host(connect_error *error, const char *address);
/* The wall clock, corrected by what responses have said about it: what expiry is compared with. */
int64_t provider_now(const struct provider_context *context);

struct provider_class {
    const char *name; /* in messages: "environment", "assume role" */
    /*
     * CONNECT_OK with *out, owned.  CONNECT_OK with *out NULL: this source is not configured, go on
     * with the
     * next. Any error stops a chain: a source that is configured but broken never falls through to
     * a weaker identity. `skipped` is told why a source did not serve, by provider_skip().
     */
    connect_status (*fetch)(struct connect_credentials_provider *provider,
                            struct provider_context *context, struct credentials **out,
                            struct buf *skipped, connect_error **error);
    /* of what is its own; may be NULL */
    void (*release)(struct connect_credentials_provider *provider);
    bool is_user_code; /* as in struct credentials, and for failures before there are any */
    bool is_anonymous; /* never fetches: requests go unsigned */
};

/* The head of every provider; a provider's own data follows it in one allocation. */
struct connect_credentials_provider {
    const struct provider_class *class;
    atomic_int refs;
};

void *provider_new(const struct provider_class *class, size_t size); /* zeroed, one reference */
connect_credentials_provider *provider_ref(connect_credentials_provider *provider);
/* The sources that are asked in turn when the program names none; the order is in chain.c. */
connect_status provider_default_chain(connect_credentials_provider **out, connect_error **error);
/* "NAME: why", after those that are there. */
void provider_skip(struct buf *skipped, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#define PROVIDER_SKIPPED_MAX 4000

/* A provider with its keys of the moment: shared by all threads of a client. */
struct credentials_cache;
/* Takes a reference of its own. */
struct credentials_cache *credentials_cache_new(connect_credentials_provider *provider);
void credentials_cache_free(struct credentials_cache *cache);
/*
 * *out is a new reference; NULL with CONNECT_OK for anonymous.  May block for a refresh: of this
 * thread, or of another one when there are no keys to go on with; then until the token of the
 * context fires or its deadline passes.
 */
connect_status credentials_cache_get(struct credentials_cache *cache,
                                     struct provider_context *context, struct credentials **out,
                                     connect_error **error);
/*
 * The service refused these keys as expired: the next get refreshes, unless they were replaced
 * meanwhile.
 */
void credentials_cache_reject(struct credentials_cache *cache, const struct credentials *keys);
/*
 * Why the last refresh failed, when older credentials are served in spite of it; a copy in *out, or
 * NULL.
 */
void credentials_cache_explain(struct credentials_cache *cache, connect_error **out);

#endif
