/*
 * Replicas: the copy of an instance in another region.
 */
#include "handlers.h"
#include "json.h"
#include "respond.h"

#include <string.h>

#define REPLICAS_MAX 11
/* When its copying ends, in milliseconds since the epoch; no row of the model knows this member. */
#define READY "Ready"

/* ReplicateInstance takes an ARN as well. */
static void take_id(struct job *job)
{
    const char *id = json_text(job->input, "InstanceId");
    const char *slash = strrchr(id, '/');

    if (slash != NULL) {
        json_put_text(job->input, "InstanceId",
                      need(arena_strdup(&job->exchange->arena, slash + 1)));
    }
}

static bool may_replicate(struct job *job, const struct instance *instance, const char *region)
{
    const struct shelf *replicas = &instance->shelves[SHELF_REPLICAS];

    if (!instance->settled) {
        return refuse(job, "ResourceNotReadyException", "Instance %s is not active yet",
                      instance->id);
    }
    if (instance->fails) {
        return refuse(job, MALFORMED, "The creation of instance %s failed", instance->id);
    }
    if (strcmp(json_text(instance->record, "IdentityManagementType"), "SAML") != 0) {
        return refuse(job, MALFORMED, "Only an instance with SAML can be replicated");
    }
    if (strcmp(region, job->local->options->region) == 0) {
        return refuse(job, MALFORMED, "The instance is in %s itself", region);
    }
    for (size_t i = 0; i < replicas->count; i++) {
        if (strcmp(json_text(replicas->items[i].record, "Region"), region) == 0) {
            return refuse(job, "ResourceConflictException",
                          "The instance has a replica in %s already", region);
        }
    }
    if (alias_is_taken(job, json_text(job->input, "ReplicaAlias"))) {
        return refuse(job, "ResourceConflictException", "Instance alias is already used");
    }
    if (replicas->count >= REPLICAS_MAX) {
        return refuse(job, "ServiceQuotaExceededException", "An instance may have %d replicas",
                      REPLICAS_MAX);
    }
    return true;
}

bool replicate_instance(struct job *job, const struct family *family)
{
    (void)family;
    take_id(job);

    struct instance *instance = job_instance(job);
    const char *region = json_text(job->input, "ReplicaRegion");

    if (instance == NULL || !may_replicate(job, instance, region)) {
        return false;
    }

    json_t *replica = json_need(json_object());
    char *alias = alias_key(json_text(job->input, "ReplicaAlias"));

    json_put_text(replica, "Region", region);
    json_put_text(replica, REPLICA_ALIAS, alias);
    map_put(&job->local->instances_by_alias, alias, instance);
    mem_free(alias);
    json_put(replica, READY, json_integer(job->now + job->local->options->creation_delay_ms));
    shelf_add(&instance->shelves[SHELF_REPLICAS], replica, NULL);
    job->output = json_need(json_object());
    json_put_text(job->output, "Id", instance->id);
    json_put_text(job->output, "Arn",
                  instance_arn(job->local, &job->exchange->arena, region, instance->id));
    return true;
}

json_t *replication_of(const struct job *job, struct instance *instance)
{
    const struct shelf *replicas = &instance->shelves[SHELF_REPLICAS];

    if (replicas->count == 0) {
        return NULL;
    }

    json_t *configuration = json_need(json_object());
    json_t *list = json_need(json_array());

    for (size_t i = 0; i < replicas->count; i++) {
        json_t *replica = replicas->items[i].record;
        bool ready = job->now >= json_integer_value(json_object_get(replica, READY));

        json_put_text(replica, "ReplicationStatus",
                      ready ? "INSTANCE_REPLICATION_COMPLETE" : "INSTANCE_REPLICATION_IN_PROGRESS");
        json_add(list, json_incref(replica));
    }
    json_put(configuration, "ReplicationStatusSummaryList", list);
    json_put_text(configuration, "SourceRegion", job->local->options->region);
    json_put_text(configuration, "GlobalSignInEndpoint",
                  need(arena_printf(&job->exchange->arena, "https://%s.my.connect.aws",
                                    json_text(instance->record, "InstanceAlias"))));
    return configuration;
}
