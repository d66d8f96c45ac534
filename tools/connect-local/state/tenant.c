/*
 * See tenant.h: the life of instances.
 */
#include "state/tenant.h"

#include "base/alloc.h"
#include "base/json.h"
#include "core/text.h"

#include <string.h>

/* A failed instance is listed for this long. */
#define FAILED_SHOWN_MS (24 * 60 * 60 * INT64_C(1000))

const char *partition_of(const char *region)
{
    if (text_starts(region, "cn-")) {
        return "aws-cn";
    }
    return text_starts(region, "us-gov-") ? "aws-us-gov" : "aws";
}

struct tenant *tenant_new(const struct tenant *parent, const char *account_id, const char *region)
{
    struct tenant *tenant = check_alloc(mem_calloc(1, sizeof *tenant));

    *tenant = (struct tenant){ .options = parent->options,
                               .aliases = parent->aliases,
                               .random = parent->random,
                               .partition = partition_of(region),
                               .account_id = check_alloc(mem_strdup(account_id)),
                               .region = check_alloc(mem_strdup(region)) };
    return tenant;
}

static bool free_bucket(void *user, void *bucket)
{
    (void)user;
    mem_free(bucket);
    return true;
}

void tenant_free(struct tenant *tenant)
{
    for (size_t i = 0; i < tenant->instances.count; i++) {
        instance_free(tenant->instances.items[i].owner);
    }
    collection_free(&tenant->instances);
    groups_remove(&tenant->groups, NULL);
    map_free(&tenant->instances_by_id);
    map_sweep(&tenant->buckets, free_bucket, NULL);
    map_free(&tenant->buckets);
    mem_free(tenant->account_id);
    mem_free(tenant->region);
    mem_free(tenant);
}

struct token_bucket *tenant_bucket(struct tenant *tenant, const char *operation)
{
    struct token_bucket *bucket = map_get(&tenant->buckets, operation);

    if (bucket == NULL) {
        bucket = check_alloc(mem_calloc(1, sizeof *bucket));
        map_put(&tenant->buckets, operation, bucket);
    }
    return bucket;
}

const char *tenant_instance_arn(const struct tenant *tenant, struct arena *arena,
                                const char *region, const char *id)
{
    return check_alloc(arena_printf(arena, "arn:%s:connect:%s:%s:instance/%s", tenant->partition,
                                    region, tenant->account_id, id));
}

const char *group_arn(const struct tenant *tenant, struct arena *arena, const char *id)
{
    return check_alloc(arena_printf(arena, "arn:%s:connect:%s:%s:traffic-distribution-group/%s",
                                    tenant->partition, tenant->region, tenant->account_id, id));
}

static void put_access_url(struct tenant *tenant, struct arena *arena, json_t *record)
{
    const char *alias = json_get_string(record, "InstanceAlias");
    const char *directory = json_get_string(record, "DirectoryId");

    if (alias != NULL) {
        json_put_string(record, "InstanceAccessUrl",
                        check_alloc(arena_printf(arena, "https://%s.my.connect.aws", alias)));
    } else {
        json_put_string(
            record, "InstanceAccessUrl",
            check_alloc(arena_printf(arena, "https://%s.awsapps.com/connect/login", directory)));
    }
    json_put_string(record, "ServiceRole",
                    check_alloc(arena_printf(
                        arena,
                        "arn:%s:iam::%s:role/aws-service-role/connect.amazonaws.com/"
                        "AWSServiceRoleForAmazonConnect_%s",
                        tenant->partition, tenant->account_id,
                        random_stream_string(tenant->random, arena, ALPHABET_KEY_ID, 20))));
}

char *alias_key(const char *alias)
{
    char *key = check_alloc(mem_strdup(alias));

    for (char *c = key; *c != '\0'; c++) {
        *c = text_lower(*c);
    }
    return key;
}

struct instance *tenant_add_instance(struct tenant *tenant, json_t *record, int64_t now,
                                     int64_t delay_ms)
{
    struct instance *instance = check_alloc(mem_calloc(1, sizeof *instance));
    const char *alias = json_get_string(record, "InstanceAlias");
    const char *id = json_get_string(record, "Id");
    struct arena arena = { 0 };

    if (id != NULL) {
        snprintf(instance->id, sizeof instance->id, "%s", id);
    } else {
        random_stream_uuid(tenant->random, instance->id);
    }
    instance->tenant = tenant;
    instance->created = now;
    instance->ready = now + delay_ms;
    instance->record = record;
    if (alias != NULL) {
        instance->alias = alias_key(alias);
        instance->fails = tenant->options->has_fail_alias &&
                          regexec(&tenant->options->fail_alias, alias, 0, NULL, 0) == 0;
        map_put(tenant->aliases, instance->alias, instance);
    }
    json_put_string(record, "Id", instance->id);
    json_put_string(record, "Arn",
                    tenant_instance_arn(tenant, &arena, tenant->region, instance->id));
    json_put_time(record, "CreatedTime", now);
    json_put_string(record, "InstanceStatus", "CREATION_IN_PROGRESS");
    put_access_url(tenant, &arena, record);
    arena_release(&arena);
    json_put(record, INSTANCE_READY, json_integer(instance->ready));
    instance->number = collection_add(&tenant->instances, record, instance)->number;
    tenant->unsettled++;
    map_put(&tenant->instances_by_id, instance->id, instance);
    return instance;
}

static void remove_alias(struct tenant *tenant, const struct instance *instance)
{
    if (instance->alias != NULL && map_get(tenant->aliases, instance->alias) == instance) {
        map_remove(tenant->aliases, instance->alias);
    }
}

void tenant_restore_instance(struct instance *instance, const json_t *saved, int64_t now)
{
    struct tenant *tenant = instance->tenant;
    const char *status = json_get_string(saved, "InstanceStatus");
    const json_t *created = json_object_get(saved, "CreatedTime");
    const json_t *ready = json_object_get(saved, INSTANCE_READY);

    if (json_object_update(instance->record, (json_t *)saved) != 0) {
        fail_out_of_memory();
    }
    if (created != NULL) {
        instance->created = (int64_t)(json_number_value(created) * 1000.0);
    }
    if (status == NULL || strcmp(status, "ACTIVE") == 0) {
        json_put_string(instance->record, "InstanceStatus", "ACTIVE");
        return;
    }
    tenant->unsettled++;
    instance->fails = strcmp(status, "CREATION_FAILED") == 0;
    instance->settled = instance->fails;
    if (instance->fails) {
        remove_alias(tenant, instance);
    } else {
        instance->ready =
            ready != NULL ? json_integer_value(ready) : now + tenant->options->creation_delay_ms;
        json_put(instance->record, INSTANCE_READY, json_integer(instance->ready));
    }
}

struct instance *tenant_add_replica(struct tenant *tenant, struct instance *source,
                                    const char *alias, int64_t now, int64_t delay_ms)
{
    json_t *record = json_check_alloc(json_copy(source->record));

    json_put_string(record, "InstanceAlias", alias);

    struct instance *replica = tenant_add_instance(tenant, record, now, delay_ms);

    replica->source = source;
    replica->fails = false;
    return replica;
}

/* Takes a replica off the list of its source. */
static void leave_source(struct instance *replica)
{
    struct collection *replicas = &replica->source->collections[COLLECTION_REPLICAS];

    for (size_t i = replicas->count; i-- > 0;) {
        if (replicas->items[i].owner == replica) {
            collection_remove(replicas, i);
        }
    }
    replica->source = NULL;
}

static void remove_replicas(struct instance *instance)
{
    struct collection *replicas = &instance->collections[COLLECTION_REPLICAS];

    while (replicas->count > 0) {
        struct item *item = &replicas->items[replicas->count - 1];
        struct instance *replica = item->owner;

        map_remove(instance->tenant->aliases, json_get_string(item->record, REPLICA_ALIAS));
        if (replica != NULL) {
            tenant_remove_instance(replica->tenant, replica); /* and with it the item */
        } else {
            collection_remove(replicas, replicas->count - 1);
        }
    }
}

void tenant_remove_instance(struct tenant *tenant, struct instance *instance)
{
    tenant->unsettled -= !instance->settled || instance->fails;
    remove_alias(tenant, instance);
    if (instance->source != NULL) {
        leave_source(instance);
    }
    remove_replicas(instance);
    groups_remove(&tenant->groups, instance);
    map_remove(&tenant->instances_by_id, instance->id);
    collection_remove(&tenant->instances,
                      collection_after(&tenant->instances, instance->number - 1));
    instance_free(instance);
}

/* Ends the creation of an instance that is ready. */
static void settle_instance(struct instance *instance, int64_t now)
{
    if (instance->settled || now < instance->ready) {
        return;
    }
    instance->settled = true;
    json_put_string(instance->record, "InstanceStatus",
                    instance->fails ? "CREATION_FAILED" : "ACTIVE");
    if (!instance->fails) {
        instance->tenant->unsettled--;
        return;
    }

    json_t *reason = json_check_alloc(json_object());

    json_put_string(reason, "Message",
                    "The instance could not be created: connect-local was started with a "
                    "--fail-alias that its alias matches.");
    json_put(instance->record, "StatusReason", reason);
    remove_alias(instance->tenant, instance);
}

static bool is_expired(const struct instance *instance, int64_t now)
{
    return instance->settled && instance->fails && now >= instance->created + FAILED_SHOWN_MS;
}

struct instance *tenant_find_instance(struct tenant *tenant, const char *id, int64_t now)
{
    struct instance *instance = map_get(&tenant->instances_by_id, id);

    if (instance == NULL) {
        return NULL;
    }
    settle_instance(instance, now);
    if (!is_expired(instance, now)) {
        return instance;
    }
    tenant_remove_instance(tenant, instance);
    return NULL;
}

void tenant_settle(struct tenant *tenant, int64_t now)
{
    for (size_t i = tenant->instances.count; i-- > 0 && tenant->unsettled > 0;) {
        struct instance *instance = tenant->instances.items[i].owner;

        settle_instance(instance, now);
        if (is_expired(instance, now)) {
            tenant_remove_instance(tenant, instance);
        }
    }
}

bool tenant_alias_is_taken(struct tenant *tenant, const char *alias, int64_t now)
{
    char *key = alias_key(alias);
    struct instance *other = map_get(tenant->aliases, key);

    if (other != NULL) {
        settle_instance(other, now);
    }

    bool taken = map_get(tenant->aliases, key) != NULL;

    mem_free(key);
    return taken;
}
