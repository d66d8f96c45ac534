/*
 * What waiters wait for: how a description of the resource is judged.
 */
#include "call/waiter.h"

#include <string.h>

/* ---- instances and their replicas ---- */

/*
 * Rule: an instance is created when it is ACTIVE; CREATION_FAILED comes with a reason.  Source:
 * Amazon Connect API Reference, CreateInstance.  Test: waiting_ends_when_the_instance_is_active.
 */
static struct wait_finding examine_instance_creation(const struct wait_task *wait,
                                                     const void *response)
{
    const connect_instance *instance =
        ((const connect_describe_instance_response *)response)->instance;
    struct wait_finding finding = { WAIT_GO_ON, NULL, NULL };

    (void)wait;
    if (instance == NULL) {
        return finding;
    }
    finding.status = instance->instance_status_text;
    if (instance->instance_status == CONNECT_INSTANCE_STATUS_ACTIVE) {
        finding.verdict = WAIT_REACHED;
    } else if (instance->instance_status == CONNECT_INSTANCE_STATUS_CREATION_FAILED) {
        finding.verdict = WAIT_FAILED;
        finding.reason = instance->status_reason != NULL ? instance->status_reason->message : NULL;
    }
    return finding;
}

static struct wait_finding examine_instance_deletion(const struct wait_task *wait,
                                                     const void *response)
{
    struct wait_finding finding = examine_instance_creation(wait, response);

    finding.verdict = WAIT_GO_ON;
    return finding;
}

/*
 * Rule: a replica is complete, failed or still in progress by its status.  Source: Amazon Connect
 * API Reference, ReplicationStatusSummary.  Test:
 * the_wait_for_a_replica_ends_when_its_copy_is_complete.
 */
static enum wait_verdict evaluate_replica(connect_instance_replication_status status)
{
    switch (status) {
    case CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_COMPLETE:
        return WAIT_REACHED;
    case CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_FAILED:
    case CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICA_DELETING:
    case CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_DELETION_FAILED:
        return WAIT_FAILED;
    default:
        return WAIT_GO_ON;
    }
}

/* That a replica is not listed is waited out for as long as that a resource is not found. */
static struct wait_finding find_no_replica(const struct wait_task *wait)
{
    struct wait_finding finding = { WAIT_GO_ON, NULL, NULL };

    if (wait_task_elapsed(wait) >= wait->options.not_found_grace_ms.value) {
        finding.verdict = WAIT_FAILED;
        finding.reason = "the instance has no such replica";
    }
    return finding;
}

/* The worst of the replicas that are waited for. */
static struct wait_finding examine_replication(const struct wait_task *wait, const void *response)
{
    const connect_replication_configuration *found =
        ((const connect_describe_instance_response *)response)->replication_configuration;
    size_t count = found != NULL ? found->replication_status_summary_list_count : 0, matching = 0;
    struct wait_finding finding = { WAIT_REACHED, NULL, NULL };

    for (size_t i = 0; i < count && finding.verdict != WAIT_FAILED; i++) {
        const connect_replication_status_summary *replica =
            found->replication_status_summary_list[i];
        enum wait_verdict verdict = evaluate_replica(replica->replication_status);

        if (wait->region != NULL &&
            (replica->region == NULL || strcmp(wait->region, replica->region) != 0)) {
            continue;
        }
        matching++;
        if (verdict != WAIT_REACHED || matching == 1) {
            finding = (struct wait_finding){ verdict, replica->replication_status_text,
                                             replica->replication_status_reason };
        }
    }
    return matching > 0 ? finding : find_no_replica(wait);
}

const struct wait_goal wait_goal_instance_active = {
    .name = "waiting until the instance is active",
    .resource = "instance",
    .operation = "DescribeInstance",
    .failure = "the creation failed",
    .examine = examine_instance_creation,
};

const struct wait_goal wait_goal_instance_deleted = {
    .name = "waiting until the instance is deleted",
    .resource = "instance",
    .operation = "DescribeInstance",
    .is_absence = true,
    .examine = examine_instance_deletion,
};

const struct wait_goal wait_goal_instance_replicated = {
    .name = "waiting until the instance is replicated",
    .resource = "instance",
    .operation = "DescribeInstance",
    .failure = "the replication failed",
    .examine = examine_replication,
};

/* ---- traffic distribution groups ---- */

/* The status in a description, and whether it is one that no later one follows by itself. */
static struct wait_finding examine_group(const void *response,
                                         connect_traffic_distribution_group_status *status)
{
    const connect_traffic_distribution_group *group =
        ((const connect_describe_traffic_distribution_group_response *)response)
            ->traffic_distribution_group;

    *status = group != NULL ? group->status : CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_UNKNOWN;
    return (struct wait_finding){ WAIT_GO_ON, group != NULL ? group->status_text : NULL, NULL };
}

static struct wait_finding examine_group_creation(const struct wait_task *wait,
                                                  const void *response)
{
    connect_traffic_distribution_group_status status;
    struct wait_finding finding = examine_group(response, &status);

    (void)wait;
    switch (status) {
    case CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_ACTIVE:
        finding.verdict = WAIT_REACHED;
        break;
    case CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_CREATION_FAILED:
    case CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_PENDING_DELETION:
    case CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_DELETION_FAILED:
        finding.verdict = WAIT_FAILED;
        finding.reason = finding.status;
        break;
    default:
        break; /* CREATION_IN_PROGRESS, UPDATE_IN_PROGRESS, or newer than this library */
    }
    return finding;
}

static struct wait_finding examine_group_deletion(const struct wait_task *wait,
                                                  const void *response)
{
    connect_traffic_distribution_group_status status;
    struct wait_finding finding = examine_group(response, &status);

    (void)wait;
    if (status == CONNECT_TRAFFIC_DISTRIBUTION_GROUP_STATUS_DELETION_FAILED) {
        finding.verdict = WAIT_FAILED;
        finding.reason = finding.status;
    }
    return finding;
}

const struct wait_goal wait_goal_group_active = {
    .name = "waiting until the traffic distribution group is active",
    .resource = "group",
    .operation = "DescribeTrafficDistributionGroup",
    .failure = "the group will not become active",
    .examine = examine_group_creation,
};

const struct wait_goal wait_goal_group_deleted = {
    .name = "waiting until the traffic distribution group is deleted",
    .resource = "group",
    .operation = "DescribeTrafficDistributionGroup",
    .failure = "the deletion failed",
    .is_absence = true,
    .examine = examine_group_deletion,
};
