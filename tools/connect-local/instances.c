/*
 * Instances: their lives, and the operations on them.
 */
#include "core/random.h"
#include "core/text.h"
#include "handlers.h"
#include "json.h"
#include "respond.h"

#include <string.h>

/* A failed instance is shown for so long. */
#define FAILED_SHOWN_MS (24 * 60 * 60 * INT64_C(1000))

const char *instance_arn(struct local *local, struct arena *arena, const char *region,
                         const char *id)
{
    return need(arena_printf(arena, "arn:%s:connect:%s:%s:instance/%s", local->partition, region,
                             local->options->account_id, id));
}

static void put_access(struct local *local, struct arena *arena, json_t *record)
{
    const char *alias = json_text(record, "InstanceAlias");
    const char *directory = json_text(record, "DirectoryId");

    if (alias != NULL) {
        json_put_text(record, "InstanceAccessUrl",
                      need(arena_printf(arena, "https://%s.my.connect.aws", alias)));
    } else {
        json_put_text(record, "InstanceAccessUrl",
                      need(arena_printf(arena, "https://%s.awsapps.com/connect/login", directory)));
    }
    json_put_text(record, "ServiceRole",
                  need(arena_printf(arena,
                                    "arn:%s:iam::%s:role/aws-service-role/connect.amazonaws.com/"
                                    "AWSServiceRoleForAmazonConnect_%s",
                                    local->partition, local->options->account_id,
                                    random_text(arena, ALPHABET_KEY_ID, 20))));
}

char *alias_key(const char *alias)
{
    char *key = need(mem_strdup(alias));

    for (char *c = key; *c != '\0'; c++) {
        *c = text_lower(*c);
    }
    return key;
}

struct instance *instance_add(struct local *local, json_t *record, int64_t now, int64_t delay_ms)
{
    struct instance *instance = need(mem_calloc(1, sizeof *instance));
    const char *alias = json_text(record, "InstanceAlias");
    struct arena arena = { 0 };

    if (!random_uuid(&random_system, instance->id)) {
        need(NULL);
    }
    instance->created = now;
    instance->ready = now + delay_ms;
    instance->record = record;
    if (alias != NULL) {
        instance->alias = alias_key(alias);
        instance->fails = local->options->has_fail_alias &&
                          regexec(&local->options->fail_alias, alias, 0, NULL, 0) == 0;
        map_put(&local->instances_by_alias, instance->alias, instance);
    }
    json_put_text(record, "Id", instance->id);
    json_put_text(record, "Arn", instance_arn(local, &arena, local->options->region, instance->id));
    json_put_time(record, "CreatedTime", now);
    json_put_text(record, "InstanceStatus", "CREATION_IN_PROGRESS");
    put_access(local, &arena, record);
    arena_release(&arena);
    instance->number = shelf_add(&local->instances, record, instance)->number;
    local->restless++;
    map_put(&local->instances_by_id, instance->id, instance);
    return instance;
}

void instance_free(struct instance *instance)
{
    for (size_t i = 0; i < SHELF_COUNT; i++) {
        shelf_free(&instance->shelves[i]);
    }
    mem_free(instance->alias);
    mem_free(instance);
}

static void drop_alias(struct local *local, const struct instance *instance)
{
    if (instance->alias != NULL &&
        map_get(&local->instances_by_alias, instance->alias) == instance) {
        map_remove(&local->instances_by_alias, instance->alias);
    }
}

static void instance_remove(struct local *local, struct instance *instance)
{
    local->restless -= !instance->settled || instance->fails;
    drop_alias(local, instance);
    for (size_t i = 0; i < instance->shelves[SHELF_REPLICAS].count; i++) {
        map_remove(&local->instances_by_alias,
                   json_text(instance->shelves[SHELF_REPLICAS].items[i].record, REPLICA_ALIAS));
    }
    map_remove(&local->instances_by_id, instance->id);
    shelf_remove(&local->instances, shelf_after(&local->instances, instance->number - 1));
    instance_free(instance);
}

/* Ends the creation when its time has come. */
static void settle(struct local *local, struct instance *instance, int64_t now)
{
    if (instance->settled || now < instance->ready) {
        return;
    }
    instance->settled = true;
    json_put_text(instance->record, "InstanceStatus",
                  instance->fails ? "CREATION_FAILED" : "ACTIVE");
    if (!instance->fails) {
        local->restless--;
        return;
    }

    json_t *reason = json_need(json_object());

    json_put_text(reason, "Message",
                  "The instance could not be created: connect-local was started with a "
                  "--fail-alias that its alias matches.");
    json_put(instance->record, "StatusReason", reason);
    drop_alias(local, instance);
}

static bool is_gone(const struct instance *instance, int64_t now)
{
    return instance->settled && instance->fails && now >= instance->created + FAILED_SHOWN_MS;
}

struct instance *instance_find(struct local *local, const char *id, int64_t now)
{
    struct instance *instance = map_get(&local->instances_by_id, id);

    if (instance == NULL) {
        return NULL;
    }
    settle(local, instance, now);
    if (!is_gone(instance, now)) {
        return instance;
    }
    instance_remove(local, instance);
    return NULL;
}

struct instance *job_instance(struct job *job)
{
    const char *id = json_text(job->input, "InstanceId");
    struct instance *instance = instance_find(job->local, id, job->now);

    if (instance == NULL) {
        refuse(job, "ResourceNotFoundException", "Instance with id %s not found", id);
    }
    return instance;
}

struct instance *job_active_instance(struct job *job)
{
    struct instance *instance = job_instance(job);

    if (instance == NULL || (instance->settled && !instance->fails)) {
        return instance;
    }
    refuse(job, MALFORMED, "Instance %s is not active: its status is %s", instance->id,
           json_text(instance->record, "InstanceStatus"));
    return NULL;
}

/* Settles all of them and drops those whose time is over. */
static void settle_all(struct local *local, int64_t now)
{
    for (size_t i = local->instances.count; i-- > 0 && local->restless > 0;) {
        struct instance *instance = local->instances.items[i].owner;

        settle(local, instance, now);
        if (is_gone(instance, now)) {
            instance_remove(local, instance);
        }
    }
}

static bool quota_is_used_up(struct job *job)
{
    int64_t count = 0, most = job->local->options->max_instances;

    if (most == 0) {
        return false;
    }
    settle_all(job->local, job->now);
    for (size_t i = 0; i < job->local->instances.count; i++) {
        const struct instance *instance = job->local->instances.items[i].owner;

        count += !(instance->settled && instance->fails);
    }
    return count >= most;
}

bool alias_is_taken(struct job *job, const char *alias)
{
    char *key = alias_key(alias);
    struct instance *other = map_get(&job->local->instances_by_alias, key);

    if (other != NULL) {
        settle(job->local, other, job->now);
    }

    bool taken = map_get(&job->local->instances_by_alias, key) != NULL;

    mem_free(key);
    return taken;
}

bool create_instance(struct job *job, const struct family *family)
{
    (void)family;

    const char *type = json_text(job->input, "IdentityManagementType");
    const char *alias = json_text(job->input, "InstanceAlias");
    bool existing = strcmp(type, "EXISTING_DIRECTORY") == 0;

    if (alias == NULL && !existing) {
        return refuse(job, MALFORMED, "InstanceAlias is required when IdentityManagementType is %s",
                      type);
    }
    if (existing && json_text(job->input, "DirectoryId") == NULL) {
        return refuse(job, MALFORMED, "DirectoryId is required when IdentityManagementType is %s",
                      type);
    }
    if (!existing && json_text(job->input, "DirectoryId") != NULL) {
        return refuse(job, MALFORMED,
                      "DirectoryId must not be given when IdentityManagementType is %s", type);
    }
    if (alias != NULL && alias_is_taken(job, alias)) {
        return refuse(job, MALFORMED, "Instance alias is already used");
    }
    if (quota_is_used_up(job)) {
        return refuse(job, "ServiceQuotaExceededException",
                      "The account may have %lld instances, and has them",
                      (long long)job->local->options->max_instances);
    }

    struct instance *instance =
        instance_add(job->local, record_new(job), job->now, job->local->options->creation_delay_ms);

    job->output = json_incref(instance->record);
    return true;
}

bool describe_instance(struct job *job, const struct family *family)
{
    (void)family;

    struct instance *instance = job_instance(job);

    if (instance == NULL) {
        return false;
    }
    job->output = json_need(json_object());
    json_put(job->output, "Instance", json_incref(instance->record));

    json_t *replication = replication_of(job, instance);

    if (replication != NULL) {
        json_put(job->output, "ReplicationConfiguration", replication);
    }
    return true;
}

bool delete_instance(struct job *job, const struct family *family)
{
    (void)family;

    struct instance *instance = job_instance(job);

    if (instance == NULL) {
        return false;
    }
    instance_remove(job->local, instance);
    return true;
}

bool list_instances(struct job *job, const struct family *family)
{
    (void)family;
    settle_all(job->local, job->now);
    return list_shelf(job, &job->local->instances, NULL);
}
