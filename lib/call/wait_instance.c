/*
 * The public waiters: tasks of waiter.h and create_task.h on the thread of the caller.
 */
#include "call/create_task.h"
#include "call/driver.h"

static connect_status wait_for(connect_client *client, const struct wait_goal *goal, const char *id,
                               const char *region, const connect_wait_options *options,
                               void **response, connect_error **error)
{
    struct wait_task wait;
    connect_status status;

    *response = NULL;
    if (error != NULL) {
        *error = NULL;
    }
    status = wait_task_init(&wait, goal, client, id, region, options, error);
    if (status != CONNECT_OK) {
        return status;
    }
    driver_run(&client->core->clock, &client->core->transport, &wait.task);
    status = wait.task.status;
    *response = wait.task.result;
    wait.task.result = NULL;
    if (error != NULL) {
        *error = wait.task.error;
        wait.task.error = NULL;
    }
    task_release(&wait.task);
    return status;
}

connect_status connect_wait_instance_active(connect_client *client, const char *instance_id,
                                            const connect_wait_options *options,
                                            connect_describe_instance_response **out,
                                            connect_error **error)
{
    void *response;
    connect_status status =
        wait_for(client, &wait_goal_instance_active, instance_id, NULL, options, &response, error);

    if (out != NULL) {
        *out = response;
    } else {
        connect_free(response);
    }
    return status;
}

connect_status connect_wait_instance_replicated(connect_client *client, const char *instance_id,
                                                const char *replica_region,
                                                const connect_wait_options *options,
                                                connect_describe_instance_response **out,
                                                connect_error **error)
{
    void *response;
    connect_status status = wait_for(client, &wait_goal_instance_replicated, instance_id,
                                     replica_region, options, &response, error);

    if (out != NULL) {
        *out = response;
    } else {
        connect_free(response);
    }
    return status;
}

connect_status connect_wait_instance_deleted(connect_client *client, const char *instance_id,
                                             const connect_wait_options *options,
                                             connect_error **error)
{
    void *none;

    return wait_for(client, &wait_goal_instance_deleted, instance_id, NULL, options, &none, error);
}

connect_status connect_wait_traffic_distribution_group_active(
    connect_client *client, const char *traffic_distribution_group_id,
    const connect_wait_options *options, connect_describe_traffic_distribution_group_response **out,
    connect_error **error)
{
    void *response;
    connect_status status = wait_for(client, &wait_goal_group_active, traffic_distribution_group_id,
                                     NULL, options, &response, error);

    if (out != NULL) {
        *out = response;
    } else {
        connect_free(response);
    }
    return status;
}

connect_status connect_wait_traffic_distribution_group_deleted(
    connect_client *client, const char *traffic_distribution_group_id,
    const connect_wait_options *options, connect_error **error)
{
    void *none;

    return wait_for(client, &wait_goal_group_deleted, traffic_distribution_group_id, NULL, options,
                    &none, error);
}

connect_status connect_create_instance_and_wait(connect_client *client,
                                                const connect_create_instance_request *request,
                                                const connect_wait_options *options,
                                                connect_describe_instance_response **out,
                                                connect_error **error)
{
    struct create_task create;
    connect_status status;

    if (out != NULL) {
        *out = NULL;
    }
    if (error != NULL) {
        *error = NULL;
    }
    status = create_task_init(&create, client, request, options, error);
    if (status != CONNECT_OK) {
        return status;
    }
    driver_run(&client->core->clock, &client->core->transport, &create.task);
    status = create.task.status;
    if (out != NULL) {
        *out = create.task.result;
        create.task.result = NULL;
    }
    if (error != NULL) {
        *error = create.task.error;
        create.task.error = NULL;
    }
    task_release(&create.task);
    return status;
}
