/*
 * The resources of one account in one region.
 */
#ifndef LOCAL_STATE_TENANT_H
#define LOCAL_STATE_TENANT_H

#include "base/map.h"
#include "base/random.h"
#include "base/token_bucket.h"
#include "core/mem.h"
#include "options/options.h"
#include "state/group.h"
#include "state/instance.h"

struct tenant {
    const struct options *options; /* borrowed */
    struct map *aliases;           /* borrowed: alias -> instance, of all tenants, lower case */
    struct random_stream *random;  /* borrowed */
    const char *partition;         /* "aws", "aws-cn", "aws-us-gov" */
    char *account_id;
    char *region;

    struct map instances_by_id;
    struct collection instances;
    struct collection groups; /* traffic distribution groups */
    size_t unsettled;         /* instances that change with time: in creation, or failed */

    struct map buckets; /* operation name -> struct token_bucket */
};

/* `parent` gives options, aliases and random; the strings are copied. */
struct tenant *tenant_new(const struct tenant *parent, const char *account_id, const char *region);
void tenant_free(struct tenant *tenant);
/* The partition of a region. */
const char *partition_of(const char *region);

/* The bucket of an operation's request quota. */
struct token_bucket *tenant_bucket(struct tenant *tenant, const char *operation);

/* "arn:aws:connect:REGION:ACCOUNT:instance/ID" in the arena. */
const char *tenant_instance_arn(const struct tenant *tenant, struct arena *arena,
                                const char *region, const char *id);

/* "arn:aws:connect:REGION:ACCOUNT:traffic-distribution-group/ID" in the arena. */
const char *group_arn(const struct tenant *tenant, struct arena *arena, const char *id);

/* Takes the reference of the record and fills in what the service chooses: the id unless it has
 * one, ARN, URL, status. */
struct instance *tenant_add_instance(struct tenant *tenant, json_t *record, int64_t now,
                                     int64_t delay_ms);
/*
 * Adds a replica of an instance of another tenant. It has the id of the source, and is removed with
 * it.
 */
struct instance *tenant_add_replica(struct tenant *tenant, struct instance *source,
                                    const char *alias, int64_t now, int64_t delay_ms);
/*
 * Gives an instance that was added, and is active, the members and the status of a saved record.
 */
void tenant_restore_instance(struct instance *instance, const json_t *saved, int64_t now);
/* When the creation of an instance ends, in its record; not a member of the model. */
#define INSTANCE_READY "ReadyTime"
/* Looks up an instance by its id; NULL when there is none (any more). */
struct instance *tenant_find_instance(struct tenant *tenant, const char *id, int64_t now);
void tenant_remove_instance(struct tenant *tenant, struct instance *instance);
/* Ends the creations whose time has come and removes failed instances after a day. */
void tenant_settle(struct tenant *tenant, int64_t now);

/*
 * The key of an alias: aliases are unique regardless of case. The caller frees it with mem_free().
 */
char *alias_key(const char *alias);
/* Whether an instance or a replica has this alias. */
bool tenant_alias_is_taken(struct tenant *tenant, const char *alias, int64_t now);

#endif
