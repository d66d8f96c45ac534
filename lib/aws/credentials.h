/*
 * Credentials and their providers: one vtable, one file per provider.
 *
 * A provider fetches credentials and caches nothing.  The keyring (keyring.h) caches what it
 * fetched and refreshes it ahead of expiry.
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

/* One set of credentials: immutable, reference-counted, cleansed with the last reference. */
struct credentials {
    char *access_key_id;
    char *secret_access_key;
    char *session_token; /* or NULL */
    char *account_id;    /* or NULL */
    int64_t expiration;  /* ms since the epoch; INT64_MAX: never */
    const char *source;  /* a static string: "environment", "profile", ... */
    bool is_user_code;   /* from a process or callback of the application: no static stability */
    bool outlives_expiration; /* usable although expired when fetched */
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

/* Why credentials are invalid; never contains a value. */
struct credentials_fault {
    enum credentials_member member;
    char problem[80]; /* "ends with a space" */
};
/*
 * True when credentials cannot be sent in a header, or cannot be what a service issued: a missing
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
 * What sources of credentials use of the client: the same for all fetches and threads.  The client
 * passes it in, so that aws/ does not depend on call/.
 */
struct provider_context {
    const struct settings *settings;
    const connect_clock *clock;
    const connect_random *random;
    const struct logger *logger;
    int64_t max_body_bytes; /* of a response */
    /*
     * One operation of another service (STS, SSO) as a task, whose result is the response (an owned
     * block).  credentials NULL: unsigned.  The request and what it points to are borrowed until
     * the task is released.
     */
    connect_status (*call)(const struct provider_context *context,
                           const struct connect_operation *operation, const void *request,
                           const char *region, struct credentials *credentials, struct task **out,
                           connect_error **error);
    /* How far the clock of the services is ahead of `clock`, in ms, as far as it is known. */
    int64_t (*skew)(void *owner);
    void *owner; /* of the functions above */
};

/* The wall clock, corrected by the Date of responses: expiry is compared with it. */
int64_t provider_now(const struct provider_context *context);

/* What a fetch reports beside credentials or an error. */
struct fetch_report {
    struct buf skipped; /* the sources that are not configured, each with its reason */
    /*
     * The failure needs user action (e.g. "run: aws sso login"): it is reported at once, and stale
     * credentials are not used in its place.  CONNECT_E_CONFIGURATION implies it.
     */
    bool is_final;
    char *final_file;              /* with is_final: the file that this action changes; or NULL */
    struct file_stamp final_stamp; /* of that file, as it was read */
};
#define FETCH_REPORT_INIT         \
    {                             \
        .skipped = BUF_INIT(4000) \
    }
void fetch_report_release(struct fetch_report *report);

struct provider_class {
    const char *name; /* in messages: "environment", "assume role" */
    /*
     * A task whose result is a reference to credentials (aws/source.h), or NULL when this source is
     * not configured: a chain continues with the next.  Any error ends a chain: a source that is
     * configured but broken never falls through to a weaker identity.  context and report are
     * borrowed until the task is released, and the provider outlives the task.  NULL: out of
     * memory.
     */
    struct task *(*fetch)(struct connect_credentials_provider *provider,
                          const struct provider_context *context, struct fetch_report *report);
    /* Frees the data of the provider; may be NULL. */
    void (*release)(struct connect_credentials_provider *provider);
    bool is_user_code; /* as in struct credentials, and for failures before there are any */
    bool is_anonymous; /* never fetches: requests are sent unsigned */
};

/* The first member of every provider; its own data follows in the same allocation. */
struct connect_credentials_provider {
    const struct provider_class *class;
    atomic_int refs;
};

void *provider_new(const struct provider_class *class, size_t size); /* zeroed, one reference */
connect_credentials_provider *provider_ref(connect_credentials_provider *provider);
/* The sources that are tried in turn when the caller names none; their order is in chain.c. */
connect_status provider_default_chain(connect_credentials_provider **out, connect_error **error);

#endif
