/*
 * Replicas: the copies of an instance in other regions, and the routing between them.
 */
#include "base/json.h"
#include "operations/handlers.h"

#include <string.h>

#define REPLICAS_MAX 11
/* Whether the regions of the instance are isolated; not a member of the model. */
#define ISOLATED "IsolatedAll"
/* When its copying ends, in milliseconds since the epoch; not a member of the model. */
#define READY "Ready"

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
    if (instance->tenant != job->tenant) {
        return job_fail(job, MALFORMED, "A replica cannot be replicated: its source is in %s",
                        instance->tenant->region);
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

/* The replica as an instance of its region; NULL when this server does not serve the region. */
static struct instance *add_replica(struct job *job, struct instance *source, const char *region)
{
    struct tenant *tenant = options_serve_region(job->local->options, region)
                                ? local_tenant(job->local, job->tenant->account_id, region)
                                : NULL;

    if (tenant == NULL) {
        return NULL;
    }
    return tenant_add_replica(tenant, source, json_get_string(job->input, "ReplicaAlias"), job->now,
                              job->local->options->creation_delay_ms);
}

bool replicate_instance(struct job *job, const struct resource_kind *kind)
{
    (void)kind;
    if (!job_take_instance_id(job)) {
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
    collection_add(&instance->collections[COLLECTION_REPLICAS], replica,
                   add_replica(job, instance, region));
    add_default_group(job, instance);
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
    json_put_string(configuration, "SourceRegion", instance->tenant->region);
    json_put_string(configuration, "GlobalSignInEndpoint",
                    check_alloc(arena_printf(&job->exchange->arena, "https://%s.my.connect.aws",
                                             json_get_string(instance->record, "InstanceAlias"))));
    return configuration;
}

bool instance_has_region(const struct instance *instance, const char *region)
{
    const struct collection *replicas = &instance->collections[COLLECTION_REPLICAS];

    if (strcmp(region, instance->tenant->region) == 0) {
        return true;
    }
    for (size_t i = 0; i < replicas->count; i++) {
        if (strcmp(json_get_string(replicas->items[i].record, "Region"), region) == 0) {
            return true;
        }
    }
    return false;
}

bool instance_is_replicated(const struct job *job, const struct instance *instance)
{
    const struct collection *replicas = &instance->collections[COLLECTION_REPLICAS];

    for (size_t i = 0; i < replicas->count; i++) {
        if (job->now < json_integer_value(json_object_get(replicas->items[i].record, READY))) {
            return false;
        }
    }
    return replicas->count > 0;
}

/* The instance of a request about routing; NULL after failing the job. */
static struct instance *routed_instance(struct job *job)
{
    struct instance *instance = job_take_instance_id(job) ? job_active_instance(job) : NULL;

    if (instance != NULL && instance->collections[COLLECTION_REPLICAS].count == 0) {
        job_fail(job, MALFORMED, "Instance %s has no replica", instance->id);
        return NULL;
    }
    return instance;
}

bool get_routing(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct instance *instance = routed_instance(job);

    if (instance == NULL) {
        return false;
    }

    const struct collection *replicas = &instance->collections[COLLECTION_REPLICAS];
    json_t *regions = json_check_alloc(json_array());

    if (json_is_true(json_object_get(instance->record, ISOLATED))) {
        json_append(regions, json_new_string(instance->tenant->region));
        for (size_t i = 0; i < replicas->count; i++) {
            json_append(regions, json_incref(json_object_get(replicas->items[i].record, "Region")));
        }
    }
    job->output = json_check_alloc(json_object());
    json_put(job->output, "IsolatedRegions", regions);
    return true;
}

bool update_routing(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct instance *instance = routed_instance(job);

    if (instance == NULL) {
        return false;
    }
    if (!instance_is_replicated(job, instance)) {
        return job_fail(job, "ResourceConflictException",
                        "The replication of instance %s is in progress", instance->id);
    }
    json_put(instance->record, ISOLATED, json_incref(json_object_get(job->input, "IsolatedAll")));
    return true;
}
