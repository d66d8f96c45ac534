/*
 * Traffic distribution groups and their agents.
 */
#include "base/json.h"
#include "core/text.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

#define GROUPS_MAX 10 /* of an instance, the default group included */

static struct group *new_group(struct job *job, struct instance *instance, json_t *record,
                               bool is_default)
{
    struct arena *arena = &job->exchange->arena;
    const char *id = job_new_uuid(job);
    const struct tenant *tenant = job->tenant;

    json_put_string(record, "Id", id);
    json_put_string(record, "Arn", group_arn(tenant, arena, id));
    json_put_string(record, "InstanceArn",
                    tenant_instance_arn(tenant, arena, tenant->region, instance->id));
    json_put(record, "IsDefault", json_boolean(is_default));
    return group_add(&job->tenant->groups, record, instance,
                     job->now + job->local->options->creation_delay_ms);
}

void add_default_group(struct job *job, struct instance *instance)
{
    if (instance->collections[COLLECTION_REPLICAS].count > 1) {
        return;
    }

    json_t *record = json_check_alloc(json_object());

    json_put_string(record, "Name", "default");
    new_group(job, instance, record, true);
}

/* The group of an ARN, in the region that the ARN names. */
static struct group *group_of_arn(struct job *job, const char *arn)
{
    for (size_t i = 0; i < job->local->tenants_count; i++) {
        struct tenant *tenant = job->local->tenants[i];
        struct group *group = group_find(&tenant->groups, strrchr(arn, '/') + 1, job->now);

        /* Other accounts may not see it, and other regions only when the instance has a replica. */
        if (group != NULL && strcmp(json_get_string(group->record, "Arn"), arn) == 0) {
            return strcmp(tenant->account_id, job->tenant->account_id) == 0 &&
                           instance_has_region(group->instance, job->tenant->region)
                       ? group
                       : NULL;
        }
    }
    return NULL;
}

struct group *job_group(struct job *job, const char *member)
{
    const char *id = json_get_string(job->input, member);
    struct group *group = strchr(id, '/') != NULL ? group_of_arn(job, id)
                                                  : group_find(&job->tenant->groups, id, job->now);

    if (group == NULL) {
        job_fail(job, "ResourceNotFoundException",
                 "The traffic distribution group %s was not found", id);
    }
    return group;
}

struct group *job_active_group(struct job *job, const char *member)
{
    struct group *group = job_group(job, member);

    if (group == NULL || strcmp(json_get_string(group->record, "Status"), "ACTIVE") == 0) {
        return group;
    }
    job_fail(job, "ResourceConflictException|" MALFORMED,
             "The traffic distribution group is not active: its status is %s",
             json_get_string(group->record, "Status"));
    return NULL;
}

/* ---- groups ---- */

/* Whether an instance may get one more group, of this name. */
static bool may_create(struct job *job, const struct instance *instance, const char *name)
{
    const struct collection *groups = &job->tenant->groups;
    size_t count = 0;

    if (instance->tenant != job->tenant) {
        return job_fail(job, MALFORMED, "A group is created in the region of the source, %s",
                        instance->tenant->region);
    }
    if (instance->collections[COLLECTION_REPLICAS].count == 0) {
        return job_fail(job, MALFORMED, "Instance %s has no replica", instance->id);
    }
    if (!instance_is_replicated(job, instance)) {
        return job_fail(job, "ResourceNotReadyException",
                        "The replication of instance %s is in progress", instance->id);
    }
    for (size_t i = 0; i < groups->count; i++) {
        const struct group *group = groups->items[i].owner;

        if (group->instance != instance) {
            continue;
        }
        if (strcmp(json_get_string(group->record, "Name"), name) == 0) {
            return job_fail(job, "ResourceConflictException",
                            "The instance has a traffic distribution group of this name already");
        }
        count++;
    }
    if (count >= GROUPS_MAX) {
        return job_fail(job, "ServiceQuotaExceededException",
                        "An instance may have %d traffic distribution groups", GROUPS_MAX);
    }
    return true;
}

bool create_group(struct job *job, const struct resource_kind *kind)
{
    (void)kind;
    groups_settle(&job->tenant->groups, job->now);

    struct instance *instance = job_take_instance_id(job) ? job_active_instance(job) : NULL;

    if (instance == NULL || !may_create(job, instance, json_get_string(job->input, "Name"))) {
        return false;
    }
    job->output = json_incref(new_group(job, instance, record_from_input(job), false)->record);
    return true;
}

bool describe_group(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct group *group = job_group(job, "TrafficDistributionGroupId");

    if (group == NULL) {
        return false;
    }
    job->output = json_check_alloc(json_object());
    json_put(job->output, "TrafficDistributionGroup", json_incref(group->record));
    return true;
}

bool delete_group(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct group *group = job_group(job, "TrafficDistributionGroupId");

    if (group == NULL) {
        return false;
    }
    if (json_is_true(json_object_get(group->record, "IsDefault"))) {
        return job_fail(job, MALFORMED, "The default traffic distribution group cannot be deleted");
    }
    if (group->users.count > 0) {
        json_t *members = json_check_alloc(json_object());

        json_put_string(members, "ResourceType", "USER");
        json_put(members, "ResourceId",
                 json_incref(json_object_get(group->users.items[0].record, "UserId")));
        return job_fail_with(job, "ResourceInUseException", members,
                             "The traffic distribution group has agents");
    }
    if (group->gone == 0) {
        group->gone = job->now + job->local->options->creation_delay_ms;
    }
    groups_settle(&job->tenant->groups, job->now);
    return true;
}

bool list_groups(struct job *job, const struct resource_kind *kind)
{
    (void)kind;
    groups_settle(&job->tenant->groups, job->now);
    if (!job_take_instance_id(job)) {
        return false;
    }

    const char *id = json_get_string(job->input, "InstanceId");

    if (id == NULL) {
        return list_collection(job, &job->tenant->groups, NULL);
    }

    /* A view of the groups of one instance, under the numbers that page tokens know. */
    const struct collection *all = &job->tenant->groups;
    struct collection some = { 0 };

    for (size_t i = 0; i < all->count; i++) {
        const struct group *group = all->items[i].owner;

        if (strcmp(group->instance->id, id) == 0) {
            some.last_number = all->items[i].number - 1;
            collection_add(&some, json_incref(all->items[i].record), NULL);
        }
    }

    bool listed = list_collection(job, &some, NULL);

    collection_free(&some);
    return listed;
}

/* ---- agents ---- */

/* Where an agent is among those of a group; the count when it is not. */
static size_t user_index(const struct group *group, const char *user)
{
    size_t i = 0;

    while (i < group->users.count &&
           strcmp(json_get_string(group->users.items[i].record, "UserId"), user) != 0) {
        i++;
    }
    return i;
}

/* The active group of a request about its agents; NULL after failing the job. */
static struct group *group_with_users(struct job *job)
{
    struct instance *instance = job_active_instance(job);
    struct group *group =
        instance != NULL ? job_active_group(job, "TrafficDistributionGroupId") : NULL;

    if (group != NULL && group->instance != instance) {
        job_fail(job, MALFORMED, "The traffic distribution group belongs to another instance");
        return NULL;
    }
    return group;
}

bool associate_group_user(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct group *group = group_with_users(job);

    if (group == NULL) {
        return false;
    }

    const char *user = json_get_string(job->input, "UserId");

    if (user_index(group, user) == group->users.count) {
        json_t *record = json_check_alloc(json_object());

        json_put_string(record, "UserId", user);
        collection_add(&group->users, record, NULL);
    }
    return true;
}

bool disassociate_group_user(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct group *group = group_with_users(job);

    if (group == NULL) {
        return false;
    }

    size_t index = user_index(group, json_get_string(job->input, "UserId"));

    if (index == group->users.count) {
        return job_fail(job, "ResourceNotFoundException",
                        "The agent is not associated with the traffic distribution group");
    }
    collection_remove(&group->users, index);
    return true;
}

bool list_group_users(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct group *group = job_group(job, "TrafficDistributionGroupId");

    return group != NULL && list_collection(job, &group->users, NULL);
}
