/* Resolves a client and fetches its credentials without a call. */
#include "call/warm_up.h"

#include "call/driver.h"
#include "call/resolve.h"
#include "call/site.h"
#include "core/assert.h"
#include "core/error.h"
#include "http/transport.h"

/* Drives a task to its end; its result and error, either may be NULL, are then the caller's. */
static connect_status client_drive(connect_client *client, struct task *task, int64_t deadline,
                                   void **result, connect_error **error)
{
    connect_status status;

    task->deadline = deadline;
    task->cancel = client->options.cancel;
    driver_run(&client->core->clock, &client->core->transport, task);
    status = task->status;
    if (result != NULL) {
        *result = task->result;
        task->result = NULL;
    }
    if (error != NULL) {
        *error = task->error;
        task->error = NULL;
    }
    task_release(task);
    return status;
}

connect_status client_resolve(connect_client *client, int64_t deadline, connect_error **error)
{
    struct resolve_task resolve;

    if (client_is_resolved(client->core)) {
        return CONNECT_OK;
    }
    resolve_task_init(&resolve, client->core);
    return client_drive(client, &resolve.task, deadline, NULL, error);
}

connect_status client_credentials(connect_client *client, int64_t deadline,
                                  struct credentials **out, connect_error **error)
{
    ASSERT(client_is_resolved(client->core));
    struct task *task = keyring_task_new(client->core->resolution->keyring);
    void *credentials = NULL;
    connect_status status;

    *out = NULL;
    if (task == NULL) {
        return error_memory(error);
    }
    status = client_drive(client, task, deadline, &credentials, error);
    *out = credentials;
    return status;
}

connect_status connect_client_warm_up(connect_client *client, connect_error **error)
{
    struct credentials *credentials = NULL;
    connect_status status;
    int64_t deadline;

    if (error != NULL) {
        *error = NULL;
    }
    if (client == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_client_warm_up: client is NULL");
    }
    deadline = client_deadline(client);
    status = client_resolve(client, deadline, error);
    if (status == CONNECT_OK) {
        status = client_credentials(client, deadline, &credentials, error);
    }
    credentials_unref(credentials);
    if (status == CONNECT_OK && !client->core->resolution->endpoint.is_http) {
        status = transport_warm_up(&client->core->transport, error);
    }
    return status;
}
