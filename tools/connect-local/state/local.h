/*
 * The state of the service, behind one lock.
 */
#ifndef LOCAL_STATE_LOCAL_H
#define LOCAL_STATE_LOCAL_H

#include "options/options.h"
#include "state/deadlines.h"
#include "state/faults.h"
#include "state/history.h"
#include "state/replay.h"
#include "state/session.h"
#include "state/tenant.h"

#include <connect/transport.h>

#include <pthread.h>

/* With --any-key and --region any, a client could create any number. */
#define TENANTS_MAX 1000

struct state_file;

struct local {
    const struct options *options;
    const connect_clock *clock;

    /* Streams of --seed, one for each purpose; any thread. */
    struct random_stream random_ids, random_requests, random_credentials, random_faults;

    struct history history;  /* has a lock of its own */
    struct state_file *file; /* of --state, set by main(); or NULL */

    pthread_mutex_t lock; /* guards all members below */
    unsigned char page_token_key[32];
    struct sessions sessions;
    struct map aliases;       /* of all tenants */
    struct map tenants_index; /* "ACCOUNT/REGION" -> struct tenant */
    struct tenant *tenants[TENANTS_MAX];
    size_t tenants_count;
    json_t *initial;  /* the document that --state loaded, for a reset; or NULL */
    uint64_t version; /* changes with each change of the tenants */
    struct faults faults;
    struct replays replays;
    struct deadlines imds_tokens;
    struct deadlines sso_access_tokens;
    char *sso_refresh_token;
};

/* Options and clock are borrowed. The state is as after local_reset(). */
struct local *local_new(const struct options *options, const connect_clock *clock);
void local_free(struct local *local);
/*
 * Under the lock, or before any thread: back to the start, with the seed instances of the options.
 * Issued credentials and tokens stay valid.
 */
void local_reset(struct local *local);
/* Under the lock: the same without instances. */
void local_clear(struct local *local);

/* Milliseconds since the epoch, as this service sees them. Any thread. */
int64_t local_now(const struct local *local);
/* Under the lock: created when it is used for the first time; NULL when there are too many. */
struct tenant *local_tenant(struct local *local, const char *account_id, const char *region);

#endif
