/*
 * The service: everything it knows, behind one lock.
 */
#ifndef LOCAL_LOCAL_H
#define LOCAL_LOCAL_H

#include "map.h"
#include "options.h"
#include "replay.h"
#include "session.h"
#include "shape/operation.h"
#include "shelf.h"
#include "wire.h"

#include <connect/transport.h>

#include <jansson.h>

#include <pthread.h>

struct instance;
struct route;

struct local {
    const struct options *options;
    const connect_clock *clock;
    const char *partition;       /* "aws", "aws-cn", "aws-us-gov" */
    unsigned char token_key[32]; /* of page tokens */

    struct route *routes;
    size_t routes_count;

    pthread_mutex_t lock; /* of all below */
    struct sessions sessions;
    struct map instances_by_id;
    struct map instances_by_alias; /* lower case; failed instances are not in it */
    struct shelf instances;
    size_t restless; /* instances that time will change: in creation, or failed */
    struct replays replays;
    struct map imds_tokens;
    struct map sso_access_tokens;
    char *sso_refresh_token;
};

/* One operation being served. */
struct job {
    struct local *local;
    struct exchange *exchange;
    const struct connect_operation *operation;
    json_t *input;  /* members under their model names, checked */
    json_t *output; /* what the handler gives; the rows of the output choose from it */
    int64_t now;    /* milliseconds since the epoch, as this service sees them */
};

/* Options and clock are borrowed.  Seeds as the options say. */
struct local *local_new(const struct options *options, const connect_clock *clock);
void local_free(struct local *local);
int64_t local_now(const struct local *local);
/* A new UUID in the arena. */
const char *local_uuid(struct arena *arena);

#endif
