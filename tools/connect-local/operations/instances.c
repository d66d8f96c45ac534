/*
 * The operations on instances.
 */
#include "base/json.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

static bool is_quota_exhausted(struct job *job)
{
    int64_t count = 0, most = job->local->options->max_instances;

    if (most == 0) {
        return false;
    }
    tenant_settle(job->tenant, job->now);
    for (size_t i = 0; i < job->tenant->instances.count; i++) {
        const struct instance *instance = job->tenant->instances.items[i].owner;

        count += instance->source == NULL && !(instance->settled && instance->fails);
    }
    return count >= most;
}

bool create_instance(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    const char *type = json_get_string(job->input, "IdentityManagementType");
    const char *alias = json_get_string(job->input, "InstanceAlias");
    bool existing = strcmp(type, "EXISTING_DIRECTORY") == 0;

    if (alias == NULL && !existing) {
        return job_fail(job, MALFORMED,
                        "InstanceAlias is required when IdentityManagementType is %s", type);
    }
    if (existing && json_get_string(job->input, "DirectoryId") == NULL) {
        return job_fail(job, MALFORMED, "DirectoryId is required when IdentityManagementType is %s",
                        type);
    }
    if (!existing && json_get_string(job->input, "DirectoryId") != NULL) {
        return job_fail(job, MALFORMED,
                        "DirectoryId must not be given when IdentityManagementType is %s", type);
    }
    if (alias != NULL && tenant_alias_is_taken(job->tenant, alias, job->now)) {
        return job_fail(job, MALFORMED, "Instance alias is already used");
    }
    if (is_quota_exhausted(job)) {
        return job_fail(job, "ServiceQuotaExceededException",
                        "The quota of %lld instances is exhausted",
                        (long long)job->local->options->max_instances);
    }

    struct instance *instance = tenant_add_instance(job->tenant, record_from_input(job), job->now,
                                                    job->local->options->creation_delay_ms);

    job->output = json_incref(instance->record);
    return true;
}

bool describe_instance(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct instance *instance = job_own_instance(job);

    if (instance == NULL) {
        return false;
    }
    job->output = json_check_alloc(json_object());
    json_put(job->output, "Instance", json_incref(instance->record));

    json_t *replication =
        replication_of(job, instance->source != NULL ? instance->source : instance);

    if (replication != NULL) {
        json_put(job->output, "ReplicationConfiguration", replication);
    }
    return true;
}

bool delete_instance(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct instance *instance = job_own_instance(job);

    if (instance == NULL) {
        return false;
    }
    tenant_remove_instance(job->tenant, instance);
    return true;
}

bool list_instances(struct job *job, const struct resource_kind *kind)
{
    (void)kind;
    tenant_settle(job->tenant, job->now);
    return list_collection(job, &job->tenant->instances, NULL);
}
