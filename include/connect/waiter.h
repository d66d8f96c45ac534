/*
 * Waiters: poll until an instance, a replica or a traffic distribution group is what it is to
 * become.
 *
 * Polling begins at `min_delay_ms` and grows with jitter to `max_delay_ms`.  Throttling and
 * transient failures are waited out within the time limit.  A waiter blocks its thread only.
 *
 * Example:
 *
 *     connect_wait_options options = { .size = sizeof options, .timeout_ms = CONNECT_SET(300000) };
 *     connect_describe_instance_response *response = NULL;
 *     if (connect_wait_instance_active(client, instance_id, &options, &response, &error) !=
 *         CONNECT_OK) {
 *         fputs(connect_error_message(error), stderr);
 *     }
 *     connect_free(response);
 */
#ifndef CONNECT_WAITER_H
#define CONNECT_WAITER_H

#include <connect/instance.h>
#include <connect/replication.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Called before each pause.  status: that of the resource as the service names it, as seen last, or
 * NULL; waited_ms: since the start.  Return false to stop (CONNECT_E_CANCELLED).
 */
typedef bool (*connect_wait_fn)(void *user, const char *status, int64_t waited_ms);

/** How to wait.  All members are optional. */
typedef struct connect_wait_options {
    size_t size;
    connect_opt_int64 timeout_ms;   /**< 1..; default 600000 (ten minutes) */
    connect_opt_int64 min_delay_ms; /**< 1..; default 2000 */
    connect_opt_int64 max_delay_ms; /**< at least min_delay_ms; default 15000 */
    /**
     * for how long a ResourceNotFoundException of the operation that is polled, or a replica that
     * is not listed, is taken for "not visible yet" unless the wait is for a deletion; default
     * 20000
     */
    connect_opt_int64 not_found_grace_ms;
    connect_wait_fn progress;
    void *user;
} connect_wait_options;

/**
 * Waits until the instance is ACTIVE.
 *
 * options: NULL for the defaults.  *out receives the description (owned, connect_free()); may be
 * NULL.
 * Errors: CONNECT_E_WAITER when the creation failed: connect_error_reason() is the service's reason
 * and connect_error_resource_id() the id; CONNECT_E_TIMEOUT with the id, so that the wait can be
 * taken up again; otherwise those of DescribeInstance.
 */
CONNECT_API connect_status connect_wait_instance_active(connect_client *client,
                                                        const char *instance_id,
                                                        const connect_wait_options *options,
                                                        connect_describe_instance_response **out,
                                                        connect_error **error);

/**
 * Waits until the instance does not exist any more.  Only a ResourceNotFoundException of
 * DescribeInstance itself says so: any other 404, for example that of a proxy, is an error.
 *
 * Errors: CONNECT_E_TIMEOUT with the id, so that the wait can be taken up again; otherwise those of
 * DescribeInstance.
 */
CONNECT_API connect_status connect_wait_instance_deleted(connect_client *client,
                                                         const char *instance_id,
                                                         const connect_wait_options *options,
                                                         connect_error **error);

/**
 * Creates an instance and waits until it is ACTIVE.  On failure after the creation was accepted,
 * connect_error_resource_id() is the id of the new instance.
 */
CONNECT_API connect_status connect_create_instance_and_wait(
    connect_client *client, const connect_create_instance_request *request,
    const connect_wait_options *options, connect_describe_instance_response **out,
    connect_error **error);

/**
 * Waits until the replication of an instance is complete.
 *
 * client: in the Region of the source.  replica_region: the one to wait for, as it was given to
 * connect_replicate_instance(); NULL: all replicas that the service lists.  options, *out: as for
 * connect_wait_instance_active().
 * Errors: CONNECT_E_WAITER when the replication failed, the replica is being deleted, or the
 * instance has no such replica: connect_error_reason() says why; otherwise as for
 * connect_wait_instance_active().
 */
CONNECT_API connect_status
connect_wait_instance_replicated(connect_client *client, const char *instance_id,
                                 const char *replica_region, const connect_wait_options *options,
                                 connect_describe_instance_response **out, connect_error **error);

/**
 * Waits until a traffic distribution group is ACTIVE: after its creation, and after
 * connect_update_traffic_distribution(), whose change takes effect then.
 *
 * traffic_distribution_group_id: id, or ARN in another Region than that of the group.  options:
 * NULL for the defaults.  *out receives the description (owned, connect_free()); may be NULL.
 * Errors: CONNECT_E_WAITER when the creation failed or the group is being deleted:
 * connect_error_reason() is its status; CONNECT_E_TIMEOUT with the id, so that the wait can be
 * taken up again; otherwise those of DescribeTrafficDistributionGroup.
 */
CONNECT_API connect_status connect_wait_traffic_distribution_group_active(
    connect_client *client, const char *traffic_distribution_group_id,
    const connect_wait_options *options, connect_describe_traffic_distribution_group_response **out,
    connect_error **error);

/**
 * Waits until a traffic distribution group does not exist any more.  Only a
 * ResourceNotFoundException of DescribeTrafficDistributionGroup itself says so.
 *
 * Parameters as above.
 * Errors: CONNECT_E_WAITER when the deletion failed; otherwise as above.
 */
CONNECT_API connect_status connect_wait_traffic_distribution_group_deleted(
    connect_client *client, const char *traffic_distribution_group_id,
    const connect_wait_options *options, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
