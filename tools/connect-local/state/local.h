/*
 * The state of the service, behind one lock.
 */
#ifndef LOCAL_STATE_LOCAL_H
#define LOCAL_STATE_LOCAL_H

#include "base/map.h"
#include "options/options.h"
#include "state/deadlines.h"
#include "state/replay.h"
#include "state/session.h"
#include "state/tenant.h"

#include <connect/transport.h>

#include <pthread.h>

struct local {
    const struct options *options;
    const connect_clock *clock;
    unsigned char page_token_key[32];

    pthread_mutex_t lock; /* guards all members below */
    struct sessions sessions;
    struct tenant tenant;
    struct replays replays;
    struct deadlines imds_tokens;
    struct deadlines sso_access_tokens;
    char *sso_refresh_token;
};

/* Options and clock are borrowed.  Creates the seed instances that the options ask for. */
struct local *local_new(const struct options *options, const connect_clock *clock);
void local_free(struct local *local);
int64_t local_now(const struct local *local);
#endif
