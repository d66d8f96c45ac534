/*
 * One instance and the records that belong to it.
 */
#ifndef LOCAL_STATE_INSTANCE_H
#define LOCAL_STATE_INSTANCE_H

#include "base/collection.h"

#include <stdbool.h>
#include <stdint.h>

enum collection_id {
    COLLECTION_ATTACHED_FILES,
    COLLECTION_ATTRIBUTES,
    COLLECTION_BOTS,
    COLLECTION_DATA_SETS,
    COLLECTION_INTEGRATIONS,
    COLLECTION_KEYS,
    COLLECTION_LAMBDAS,
    COLLECTION_ORIGINS,
    COLLECTION_REPLICAS,
    COLLECTION_STORAGE,
    COLLECTION_TEMPLATES,
    COLLECTION_USE_CASES,
    COLLECTION_COUNT
};

struct tenant;

struct instance {
    struct tenant *tenant;
    struct instance *source; /* of a replica, which shares everything that belongs to it; or NULL */
    char id[37];
    int64_t number; /* in the collection of instances */
    json_t *record; /* borrowed from there */
    char *alias;    /* lower case, as in the map; or NULL */
    int64_t created, ready;
    bool fails;   /* its creation ends in CREATION_FAILED */
    bool settled; /* its creation has ended */
    struct collection collections[COLLECTION_COUNT];
};

void instance_free(struct instance *instance);

/* The names of the collections in a state document, by enum collection_id. */
extern const char *const collection_names[COLLECTION_COUNT];

/* The member of a replica's record with the key of its alias; not a member of the model. */
#define REPLICA_ALIAS "AliasKey"

#endif
