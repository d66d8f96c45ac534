/*
 * The two waiters of instances, and creation with the wait after it.
 */
#include "call/entry.h"
#include "call/waiter.h"
#include "core/error.h"
#include "core/text.h"

#include <connect/operation.h>

#include <string.h>

/* Whether the error is the outcome of the poll, and not of a call that fetched credentials. */
static bool is_of_describe(const connect_error *error)
{
    const char *operation = connect_error_operation(error);

    return operation != NULL && strcmp(operation, "DescribeInstance") == 0;
}

/* One poll.  Its error is asked for, because it tells how often the request was sent. */
static connect_status describe(struct waiter *waiter, const char *instance_id,
                               connect_describe_instance_response **out, connect_error **error)
{
    connect_describe_instance_request request = { .size = sizeof request,
                                                  .instance_id = instance_id };
    void *response = NULL;
    connect_status status = entry_call(&waiter->client, connect_operation_find("DescribeInstance"),
                                       &request, &response, error);

    *out = response;
    if (response != NULL) {
        waiter->sent += connect_response_attempts(response);
    } else if (is_of_describe(*error)) {
        waiter->sent += connect_error_attempts(*error);
    }
    return status;
}

/*
 * Whether DescribeInstance itself says that there is no such instance.  Any other 404 is that of a
 * proxy, of a wrong path in an endpoint URL or of a credential source, and says nothing about it.
 */
static bool says_not_found(const connect_error *error)
{
    const char *type = connect_error_aws_type(error);

    return connect_error_code(error) == CONNECT_E_NOT_FOUND && is_of_describe(error) &&
           type != NULL && strcmp(type, "ResourceNotFoundException") == 0;
}

/* CONNECT_OK: it is not decided yet. */
static connect_status judge(const struct waiter *waiter, const connect_instance *instance,
                            connect_error **error)
{
    const char *reason = NULL;
    connect_status status;
    connect_error *own = NULL;

    if (instance == NULL || instance->instance_status != CONNECT_INSTANCE_STATUS_CREATION_FAILED) {
        return CONNECT_OK;
    }
    if (instance->status_reason != NULL) {
        reason = instance->status_reason->message;
    }
    status = error_set(&own, CONNECT_E_WAITER, "%s: the creation failed%s%s", waiter->name,
                       reason != NULL ? ": " : "", reason != NULL ? reason : "");
    error_set_reason(own, reason);
    error_set_operation(own, "DescribeInstance");
    waiter_name(waiter, own);
    if (error != NULL) {
        *error = own;
    } else {
        connect_error_free(own);
    }
    return status;
}

static bool is_active(const connect_instance *instance)
{
    return instance != NULL && instance->instance_status == CONNECT_INSTANCE_STATUS_ACTIVE;
}

/* Hands the error of a poll on. */
static connect_status give_up(const struct waiter *waiter, connect_error *failure,
                              connect_error **error)
{
    connect_status status = connect_error_code(failure);

    waiter_name(waiter, failure);
    if (error != NULL) {
        *error = failure;
    } else {
        connect_error_free(failure);
    }
    return status;
}

static connect_status poll_until_active(struct waiter *waiter, const char *instance_id,
                                        connect_describe_instance_response **out,
                                        connect_error **error)
{
    for (;;) {
        connect_describe_instance_response *response;
        connect_error *failure = NULL;
        connect_status status = describe(waiter, instance_id, &response, &failure);
        const connect_instance *instance = response != NULL ? response->instance : NULL;

        if (status == CONNECT_OK && is_active(instance)) {
            *out = response;
            return CONNECT_OK;
        }
        bool is_too_new = says_not_found(failure) &&
                          waiter_elapsed(waiter) < waiter->options.not_found_grace_ms.value;
        if (status != CONNECT_OK && !is_too_new && !waiter_endures(waiter, failure) &&
            status != CONNECT_E_CANCELLED) {
            return give_up(waiter, failure, error);
        }
        status = judge(waiter, instance, error);
        if (status == CONNECT_OK) {
            status = waiter_pause(waiter, instance != NULL ? instance->instance_status_text : NULL,
                                  failure, error);
        }
        connect_free(response);
        connect_error_free(failure);
        if (status != CONNECT_OK) {
            return status;
        }
    }
}

connect_status connect_wait_instance_active(connect_client *client, const char *instance_id,
                                            const connect_wait_options *options,
                                            connect_describe_instance_response **out,
                                            connect_error **error)
{
    connect_describe_instance_response *response = NULL;
    struct waiter waiter;
    connect_status status;

    if (out != NULL) {
        *out = NULL;
    }
    status = waiter_begin(&waiter, client, "waiting until the instance is active", instance_id,
                          options, error);
    if (status == CONNECT_OK) {
        status = poll_until_active(&waiter, instance_id, &response, error);
    }
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
    struct waiter waiter;
    connect_status status = waiter_begin(&waiter, client, "waiting until the instance is deleted",
                                         instance_id, options, error);

    while (status == CONNECT_OK) {
        connect_describe_instance_response *response;
        connect_error *failure = NULL;

        status = describe(&waiter, instance_id, &response, &failure);
        if (says_not_found(failure)) {
            connect_error_free(failure);
            return CONNECT_OK;
        }
        if (status != CONNECT_OK && !waiter_endures(&waiter, failure) &&
            status != CONNECT_E_CANCELLED) {
            return give_up(&waiter, failure, error);
        }
        status = waiter_pause(&waiter,
                              response != NULL && response->instance != NULL
                                  ? response->instance->instance_status_text
                                  : NULL,
                              failure, error);
        connect_free(response);
        connect_error_free(failure);
    }
    return status;
}

connect_status connect_create_instance_and_wait(connect_client *client,
                                                const connect_create_instance_request *request,
                                                const connect_wait_options *options,
                                                connect_describe_instance_response **out,
                                                connect_error **error)
{
    connect_create_instance_response *created;
    struct waiter probe;
    void *response = NULL;
    connect_status status;

    if (out != NULL) {
        *out = NULL;
    }
    /* Options that are wrong are told before anything is created. */
    status = waiter_begin(&probe, client, "creating an instance", "-", options, error);
    if (status == CONNECT_OK) {
        status =
            entry_call(client, connect_operation_find("CreateInstance"), request, &response, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    created = response;
    if (text_is_empty(created->id)) {
        status = error_set(error, CONNECT_E_DECODE, "CreateInstance: the answer has no id");
    } else {
        status = connect_wait_instance_active(client, created->id, options, out, error);
    }
    connect_free(response);
    return status;
}
