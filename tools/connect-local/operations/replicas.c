/*
 * Replicas: the copy of an instance in another region.
 */
#include "base/json.h"
#include "core/text.h"
#include "exchange/form.h"
#include "operations/handlers.h"

#include <string.h>

#define REPLICAS_MAX 11
/* When its copying ends, in milliseconds since the epoch; no row of the model knows this member. */
#define READY "Ready"

/*
 * ReplicateInstance takes an ARN as well as an id. The region and account of an ARN are part of the
 * identity: a replica has the id of its source.
 */
static bool take_id(struct job *job)
{
    const char *given = json_get_string(job->input, "InstanceId");
    const char *parts[6] = { NULL };
    size_t size, count = 0;

    if (!text_starts(given, "arn:")) {
        return true;
    }
    for (const char *at = given, *piece; count < 6 && split_next(&at, ':', &piece, &size);) {
        parts[count++] = check_alloc(arena_strndup(&job->exchange->arena, piece, size));
    }
    if (count < 6 || strcmp(parts[2], "connect") != 0 || !text_starts(parts[5], "instance/")) {
        return job_fail(job, MALFORMED, "%s is not the ARN of an instance", given);
    }
    if (strcmp(parts[4], job->tenant->account_id) != 0) {
        return job_fail(job, "AccessDeniedException", "%s belongs to another account", given);
    }
    if (strcmp(parts[1], job->tenant->partition) != 0 ||
        strcmp(parts[3], job->tenant->region) != 0) {
        return job_fail(job, "ResourceNotFoundException", "Instance %s not found in %s", given,
                        job->tenant->region);
    }
    json_put_string(job->input, "InstanceId", parts[5] + strlen("instance/"));
    return true;
}

static bool may_replicate(struct job *job, const struct instance *instance, const char *region)
{
    const struct collection *replicas = &instance->collections[COLLECTION_REPLICAS];

    if (!instance->settled) {
        return job_fail(job, "ResourceNotReadyException", "Instance %s is not active yet",
                        instance->id);
    }
    if (instance->fails) {
        return job_fail(job, MALFORMED, "The creation of instance %s failed", instance->id);
    }
    if (strcmp(json_get_string(instance->record, "IdentityManagementType"), "SAML") != 0) {
        return job_fail(job, MALFORMED, "Only an instance with SAML can be replicated");
    }
    if (strcmp(region, job->tenant->region) == 0) {
        return job_fail(job, MALFORMED, "The instance is in %s itself", region);
    }
    for (size_t i = 0; i < replicas->count; i++) {
        if (strcmp(json_get_string(replicas->items[i].record, "Region"), region) == 0) {
            return job_fail(job, "ResourceConflictException",
                            "The instance has a replica in %s already", region);
        }
    }
    if (tenant_alias_is_taken(job->tenant, json_get_string(job->input, "ReplicaAlias"), job->now)) {
        return job_fail(job, "ResourceConflictException", "Instance alias is already used");
    }
    if (replicas->count >= REPLICAS_MAX) {
        return job_fail(job, "ServiceQuotaExceededException", "An instance may have %d replicas",
                        REPLICAS_MAX);
    }
    return true;
}

bool replicate_instance(struct job *job, const struct resource_kind *kind)
{
    (void)kind;
    if (!take_id(job)) {
        return false;
    }

    struct instance *instance = job_instance(job);
    const char *region = json_get_string(job->input, "ReplicaRegion");

    if (instance == NULL || !may_replicate(job, instance, region)) {
        return false;
    }

    json_t *replica = json_check_alloc(json_object());
    char *alias = alias_key(json_get_string(job->input, "ReplicaAlias"));

    json_put_string(replica, "Region", region);
    json_put_string(replica, REPLICA_ALIAS, alias);
    map_put(job->tenant->aliases, alias, instance);
    mem_free(alias);
    json_put(replica, READY, json_integer(job->now + job->local->options->creation_delay_ms));
    collection_add(&instance->collections[COLLECTION_REPLICAS], replica, NULL);
    job->output = json_check_alloc(json_object());
    json_put_string(job->output, "Id", instance->id);
    json_put_string(job->output, "Arn",
                    tenant_instance_arn(job->tenant, &job->exchange->arena, region, instance->id));
    return true;
}

json_t *replication_of(const struct job *job, struct instance *instance)
{
    const struct collection *replicas = &instance->collections[COLLECTION_REPLICAS];

    if (replicas->count == 0) {
        return NULL;
    }

    json_t *configuration = json_check_alloc(json_object());
    json_t *list = json_check_alloc(json_array());

    for (size_t i = 0; i < replicas->count; i++) {
        json_t *replica = replicas->items[i].record;
        bool ready = job->now >= json_integer_value(json_object_get(replica, READY));

        json_put_string(replica, "ReplicationStatus",
                        ready ? "INSTANCE_REPLICATION_COMPLETE"
                              : "INSTANCE_REPLICATION_IN_PROGRESS");
        json_append(list, json_incref(replica));
    }
    json_put(configuration, "ReplicationStatusSummaryList", list);
    json_put_string(configuration, "SourceRegion", job->tenant->region);
    json_put_string(configuration, "GlobalSignInEndpoint",
                    check_alloc(arena_printf(&job->exchange->arena, "https://%s.my.connect.aws",
                                             json_get_string(instance->record, "InstanceAlias"))));
    return configuration;
}
