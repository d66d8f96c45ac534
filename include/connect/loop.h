/*
 * Calls without a thread that waits for them, for applications with an event loop of their own.
 *
 * A loop is one descriptor and one function.  Watch connect_loop_fd() for reading in whatever the
 * application has (poll, epoll, libuv, libev, GLib, asyncio), and call connect_loop_step() when it
 * is readable.  All sockets, timers and child processes of the loop are behind that descriptor:
 * there is no timer to arm, and the descriptor never changes.
 *
 *     static void on_list(void *user, connect_call *call, connect_status status)
 *     {
 *         connect_list_instances_response *list = connect_call_take(call);
 *         if (status != CONNECT_OK)
 *             fprintf(stderr, "%s\n", connect_error_message(connect_call_error(call)));
 *         else
 *             printf("%zu instances\n", list->instance_summary_list_count);
 *         connect_free(list);
 *     }
 *
 *     connect_loop_new(client, NULL, &loop, &error);
 *     connect_list_instances_start(loop, client, NULL, on_list, NULL, NULL, &error);
 *     struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };
 *     while (connect_loop_pending(loop) > 0) {
 *         poll(&fd, 1, -1);
 *         connect_loop_step(loop);
 *     }
 *     connect_loop_free(loop);
 *
 * A started call does all that a blocking one does: the same retries, credentials, pacing,
 * deadlines, errors, logging and reports.  docs/loop.md is a guide.
 *
 *  1. A loop belongs to one client and its views, and to one thread at a time.  Several loops and
 *     any number of threads may share a client.
 *  2. Callbacks are made within connect_loop_step(), connect_loop_run() and connect_loop_free(),
 *     never within a `_start` and never within connect_call_cancel().  They may start and cancel
 *     calls, and free the loop, which takes effect when the step ends.  They should not block: a
 *     callback holds up every call of the loop.  A step within a callback does nothing.
 *  3. Nothing here blocks but connect_loop_run().  Local files (configuration, tokens) are read on
 *     the spot.
 *  4. The library starts no thread.  libcurl looks up host names in threads of its own, unless it
 *     is built with c-ares: at most one for each host at a time.
 *  5. After fork() a child can do one thing with a loop it inherited: free it.  Its calls go on in
 *     the parent; no callback is made in the child.
 *
 * Loops need epoll, timerfd and eventfd: Linux.
 */
#ifndef CONNECT_LOOP_H
#define CONNECT_LOOP_H

#include <connect/analytics.h>
#include <connect/attached_file.h>
#include <connect/attribute.h>
#include <connect/bot.h>
#include <connect/instance.h>
#include <connect/integration.h>
#include <connect/lambda.h>
#include <connect/origin.h>
#include <connect/outbound.h>
#include <connect/pager.h>
#include <connect/replication.h>
#include <connect/security_key.h>
#include <connect/storage.h>
#include <connect/tag.h>
#include <connect/task_template.h>
#include <connect/waiter.h>
#include <connect/zapi.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Calls in flight on one thread.  Opaque. */
typedef struct connect_loop connect_loop;

/** One call that was started.  Opaque; valid until its callback returns. */
typedef struct connect_call connect_call;

/**
 * Called once for each call that was started, when it has ended.  status: CONNECT_OK, or the code
 * of the error.  The response and the error are taken out of the call here, or freed with it.
 */
typedef void (*connect_done_fn)(void *user, connect_call *call, connect_status status);

/** Settings of a loop.  All members are optional. */
typedef struct connect_loop_options {
    size_t size;
    /** requests under way at once; the others wait for their turn in order: 1..10000; default 64 */
    connect_opt_int32 max_on_wire;
} connect_loop_options;

/* ---- loops ---- */

/**
 * Makes a loop.  Does no I/O beyond making its descriptors (three, and one for each connection).
 *
 * options: borrowed; NULL for the defaults.  *out is owned: free it with connect_loop_free().
 * Errors: CONNECT_E_ARGUMENT when an option is out of range or the transport of the client has no
 * `start` function (transport.h) and is not connect_transport_default() as it is;
 * CONNECT_E_VERSION; CONNECT_E_MEMORY when memory or descriptors are used up.
 */
CONNECT_API connect_status connect_loop_new(connect_client *client,
                                            const connect_loop_options *options, connect_loop **out,
                                            connect_error **error);

/**
 * Makes a loop for calls of a Z-API client; otherwise connect_loop_new().
 *
 * options: borrowed; NULL for the defaults.  *out is owned: free it with connect_loop_free().
 */
CONNECT_API connect_status connect_zapi_loop_new(connect_zapi_client *client,
                                                 const connect_loop_options *options,
                                                 connect_loop **out, connect_error **error);

/**
 * Ends what is in flight, each call with CONNECT_E_CANCELLED to its callback, and frees the loop.
 * NULL does nothing.  Within a callback the loop is freed when the step ends.
 *
 * With a libcurl before 7.87 this may wait for a lookup of a host name that is under way; a
 * credential process that is running is killed and waited for.
 */
CONNECT_API void connect_loop_free(connect_loop *loop);

/**
 * Returns the descriptor to watch for reading, level-triggered; the same for the life of the loop,
 * and -1 for NULL.  Owned by the loop: do not read, write or close it.
 */
CONNECT_API int connect_loop_fd(const connect_loop *loop);

/**
 * Does what can be done without waiting, and makes the callbacks of what has ended; a bounded
 * amount of both (64 of each), so that a busy loop does not hold up the application: what is left
 * keeps the descriptor readable.  Harmless when nothing is ready.
 *
 * Returns how many callbacks were made.
 */
CONNECT_API int32_t connect_loop_step(connect_loop *loop);

/**
 * Waits until something is ready, and steps once: for applications without an event loop.  The only
 * function of a loop that blocks.
 *
 * ms: at most so many milliseconds; negative: without limit.
 * Returns how many callbacks were made; 0 does not mean that the time has passed.
 *
 *     while (connect_loop_pending(loop) > 0)
 *         connect_loop_run(loop, -1);
 */
CONNECT_API int32_t connect_loop_run(connect_loop *loop, int64_t ms);

/**
 * Makes the descriptor readable, for example to end a connect_loop_run().  May be called from any
 * thread and from a signal handler, as long as the loop is not freed.
 */
CONNECT_API void connect_loop_wake(connect_loop *loop);

/** Returns how many calls were started whose callback has not been made; 0 for NULL. */
CONNECT_API size_t connect_loop_pending(const connect_loop *loop);

/* ---- calls ---- */

/**
 * Takes the response of a call: a connect_X_response, or for connect_invoke_start() and
 * connect_send_start() a string.  Within the callback.
 *
 * Returns NULL after a failure, the second time, and for a call that has no response; otherwise
 * *owned*, freed with connect_free().
 */
CONNECT_API void *connect_call_take(connect_call *call);

/**
 * Takes the error of a call that has failed.  Within the callback.
 *
 * Returns NULL after a success and the second time; otherwise *owned*, freed with
 * connect_error_free().
 */
CONNECT_API connect_error *connect_call_take_error(connect_call *call);

/** Returns the error of a call, *borrowed* until the callback returns, or NULL. */
CONNECT_API const connect_error *connect_call_error(const connect_call *call);

/**
 * Ends a call: its callback comes with CONNECT_E_CANCELLED from the next step.  A call that has
 * ended already keeps its outcome.  NULL does nothing.
 *
 * What the service has received may have been executed all the same.
 */
CONNECT_API void connect_call_cancel(connect_call *call);

/*
 * The rules for every `_start`:
 *
 * loop: of the same client.
 * client: the loop's client or a view of it, whose timeout, headers, report and cancel token hold;
 * borrowed until the callback is made.
 * request: copied; NULL for an empty one.
 * done: called from a step when the call has ended; NULL to ignore the outcome.  user: passed to
 * it. out: receives the call, to cancel it; may be NULL.
 *
 * A status other than CONNECT_OK means that nothing was started and that there will be no callback:
 * the request or another argument is invalid (CONNECT_E_ARGUMENT, CONNECT_E_VERSION) or memory is
 * exhausted (CONNECT_E_MEMORY).  Everything else is reported to the callback.  The deadline of the
 * call counts from the start.
 */

/**
 * Starts any operation by its name, JSON in and JSON out, as connect_invoke() calls it.  In the
 * callback connect_call_take() returns the output as a string.
 *
 * operation: "DescribeInstance".  json_in: an object with the model's member names, NULL or "" for
 * {}; copied.  done: called from a step when the call has ended; may be NULL.  user: passed to it.
 * out: receives the call, to cancel it; may be NULL.
 * Errors: CONNECT_E_ARGUMENT for an unknown operation or member and for malformed JSON, and nothing
 * was started; otherwise CONNECT_E_MEMORY.
 */
CONNECT_API connect_status connect_invoke_start(connect_loop *loop, connect_client *client,
                                                const char *operation, const char *json_in,
                                                connect_done_fn done, void *user,
                                                connect_call **out, connect_error **error);

/**
 * Starts what has no typed operation yet, as connect_send() does it.  In the callback
 * connect_call_take() returns the body of the response as a string, "" when it is empty.
 *
 * method: "GET", "PUT", "POST" or "DELETE".
 * path: already percent-encoded, begins with "/"; copied.
 * query: parameters as plain text, copied; may be NULL when query_count is 0.
 * json_in: the body, or NULL for none; copied.  done: called from a step when the call has ended;
 * may be NULL.  user: passed to it.  out: receives the call, to cancel it; may be NULL.
 * Errors: CONNECT_E_ARGUMENT for a method, path, query or body that cannot be sent, and nothing was
 * started; otherwise CONNECT_E_MEMORY.
 */
CONNECT_API connect_status connect_send_start(connect_loop *loop, connect_client *client,
                                              const char *method, const char *path,
                                              const connect_pair *const *query, size_t query_count,
                                              const char *json_in, connect_done_fn done, void *user,
                                              connect_call **out, connect_error **error);

/* ---- listings ---- */

/**
 * Fetches the next page of a pager, which belongs to the loop from here on: `_next` and
 * connect_pager_next_page_json() then return what is on the pages that were fetched, and NULL at
 * the end of a page, without I/O.  Free the pager after the callback, or within it.
 *
 * The status in the callback is CONNECT_OK also when there was no further page.  A failure, and so
 * a cancellation, ends the listing: connect_pager_error() keeps it, and connect_pager_next_token()
 * is where a new pager can go on.
 *
 * pager: made for the client of the loop; no other page of it is under way.  done: called from a
 * step; may be NULL.  user: passed to it.  out: receives the call, to cancel it; may be NULL.
 * Errors: CONNECT_E_ARGUMENT, CONNECT_E_MEMORY; nothing was started then.
 *
 *     static void on_page(void *user, connect_call *call, connect_status status)
 *     {
 *         struct listing *listing = user;
 *         const connect_instance_summary *item;
 *         while ((item = connect_list_instances_next(listing->pager)) != NULL)
 *             puts(item->id);
 *         if (connect_pager_at_end(listing->pager))
 *             connect_pager_free(listing->pager);
 *         else
 *             connect_pager_start(listing->loop, listing->pager, on_page, user, NULL, NULL);
 *     }
 */
CONNECT_API connect_status connect_pager_start(connect_loop *loop, connect_pager *pager,
                                               connect_done_fn done, void *user, connect_call **out,
                                               connect_error **error);

/**
 * Returns whether there is no further page to fetch: the last one was received, a cap is reached,
 * or the listing has failed.  The items of the current page may still have to be taken.  True for
 * NULL. A listing by page numbers knows its end only after one more connect_pager_start(), which
 * needs no request then.
 */
CONNECT_API bool connect_pager_at_end(const connect_pager *pager);

/* ---- waits ---- */

/**
 * Starts connect_wait_instance_active() on a loop: it polls, without blocking, until the goal or
 * the time limit of the options is reached.
 *
 * In the callback connect_call_take() returns the description, a
 * connect_describe_instance_response, owned (connect_free()), or NULL after a failure.
 *
 * Cancelling it ends the wait, not the creation.
 *
 * instance_id: copied; id or ARN.
 * options: copied; NULL for the defaults; `progress` is called within a step.
 * done: called from a step when the wait has ended; may be NULL.  user: passed to it.
 * out: receives the call, to cancel it; may be NULL.
 * Errors: for the callback CONNECT_E_WAITER (the creation failed; connect_error_reason() says why),
 * CONNECT_E_TIMEOUT with connect_error_resource_id(), so that the wait can be started again, and
 * those of the operation that is polled.  CONNECT_E_ARGUMENT, CONNECT_E_VERSION and
 * CONNECT_E_MEMORY when nothing was started.
 */
CONNECT_API connect_status connect_wait_instance_active_start(
    connect_loop *loop, connect_client *client, const char *instance_id,
    const connect_wait_options *options, connect_done_fn done, void *user, connect_call **out,
    connect_error **error);

/**
 * Starts connect_wait_instance_deleted() on a loop: it polls, without blocking, until the goal or
 * the time limit of the options is reached.
 *
 * The callback has a status and no response: connect_call_take() returns NULL.
 *
 * Cancelling it ends the wait, not the deletion.
 *
 * instance_id: copied; id or ARN.
 * options: copied; NULL for the defaults; `progress` is called within a step.
 * done: called from a step when the wait has ended; may be NULL.  user: passed to it.
 * out: receives the call, to cancel it; may be NULL.
 * Errors: for the callback CONNECT_E_TIMEOUT with connect_error_resource_id(), so that the wait can
 * be started again, and those of the operation that is polled.  CONNECT_E_ARGUMENT,
 * CONNECT_E_VERSION and CONNECT_E_MEMORY when nothing was started.
 */
CONNECT_API connect_status connect_wait_instance_deleted_start(
    connect_loop *loop, connect_client *client, const char *instance_id,
    const connect_wait_options *options, connect_done_fn done, void *user, connect_call **out,
    connect_error **error);

/**
 * Starts connect_wait_instance_replicated() on a loop: it polls, without blocking, until the goal
 * or the time limit of the options is reached.
 *
 * In the callback connect_call_take() returns the description, a
 * connect_describe_instance_response, owned (connect_free()), or NULL after a failure.
 *
 * Cancelling it ends the wait, not the replication.
 *
 * instance_id, replica_region: copied; a region of NULL waits for all replicas.
 * options: copied; NULL for the defaults; `progress` is called within a step.
 * done: called from a step when the wait has ended; may be NULL.  user: passed to it.
 * out: receives the call, to cancel it; may be NULL.
 * Errors: for the callback CONNECT_E_WAITER (the replication failed, the replica is being deleted,
 * or there is none; connect_error_reason() says which), CONNECT_E_TIMEOUT with
 * connect_error_resource_id(), so that the wait can be started again, and those of the operation
 * that is polled.  CONNECT_E_ARGUMENT, CONNECT_E_VERSION and CONNECT_E_MEMORY when nothing was
 * started.
 */
CONNECT_API connect_status connect_wait_instance_replicated_start(
    connect_loop *loop, connect_client *client, const char *instance_id, const char *replica_region,
    const connect_wait_options *options, connect_done_fn done, void *user, connect_call **out,
    connect_error **error);

/**
 * Starts connect_wait_traffic_distribution_group_active() on a loop: it polls, without blocking,
 * until the goal or the time limit of the options is reached.
 *
 * In the callback connect_call_take() returns the description, a
 * connect_describe_traffic_distribution_group_response, owned (connect_free()), or NULL after a
 * failure.
 *
 * Cancelling it ends the wait, not the creation or the move of traffic.
 *
 * traffic_distribution_group_id: copied; id, or ARN in another Region than that of the group.
 * options: copied; NULL for the defaults; `progress` is called within a step.
 * done: called from a step when the wait has ended; may be NULL.  user: passed to it.
 * out: receives the call, to cancel it; may be NULL.
 * Errors: for the callback CONNECT_E_WAITER (the creation failed or the group is being deleted;
 * connect_error_reason() is its status), CONNECT_E_TIMEOUT with connect_error_resource_id(), so
 * that the wait can be started again, and those of the operation that is polled.
 * CONNECT_E_ARGUMENT, CONNECT_E_VERSION and CONNECT_E_MEMORY when nothing was started.
 */
CONNECT_API connect_status connect_wait_traffic_distribution_group_active_start(
    connect_loop *loop, connect_client *client, const char *traffic_distribution_group_id,
    const connect_wait_options *options, connect_done_fn done, void *user, connect_call **out,
    connect_error **error);

/**
 * Starts connect_wait_traffic_distribution_group_deleted() on a loop: it polls, without blocking,
 * until the goal or the time limit of the options is reached.
 *
 * The callback has a status and no response: connect_call_take() returns NULL.
 *
 * Cancelling it ends the wait, not the deletion.
 *
 * traffic_distribution_group_id: copied; id, or ARN in another Region than that of the group.
 * options: copied; NULL for the defaults; `progress` is called within a step.
 * done: called from a step when the wait has ended; may be NULL.  user: passed to it.
 * out: receives the call, to cancel it; may be NULL.
 * Errors: for the callback CONNECT_E_WAITER (the deletion failed), CONNECT_E_TIMEOUT with
 * connect_error_resource_id(), so that the wait can be started again, and those of the operation
 * that is polled.  CONNECT_E_ARGUMENT, CONNECT_E_VERSION and CONNECT_E_MEMORY when nothing was
 * started.
 */
CONNECT_API connect_status connect_wait_traffic_distribution_group_deleted_start(
    connect_loop *loop, connect_client *client, const char *traffic_distribution_group_id,
    const connect_wait_options *options, connect_done_fn done, void *user, connect_call **out,
    connect_error **error);

/**
 * Starts connect_create_instance_and_wait() on a loop: it creates an instance and polls, without
 * blocking, until the instance is ACTIVE or the time limit of the options is reached.
 *
 * In the callback connect_call_take() returns the description, a
 * connect_describe_instance_response, owned (connect_free()), or NULL after a failure.
 *
 * Cancelling it does not undo the creation: when the error has a connect_error_resource_id(), the
 * instance is there, and connect_wait_instance_active_start() goes on waiting for it.
 *
 * request: copied.
 * options: copied; NULL for the defaults; `progress` is called within a step.
 * done: called from a step when the wait has ended; may be NULL.  user: passed to it.
 * out: receives the call, to cancel it; may be NULL.
 * Errors: for the callback CONNECT_E_WAITER (the creation failed; connect_error_reason() says why),
 * CONNECT_E_TIMEOUT, and those of connect_create_instance() and connect_describe_instance().
 * CONNECT_E_ARGUMENT, CONNECT_E_VERSION and CONNECT_E_MEMORY when nothing was started.
 */
CONNECT_API connect_status connect_create_instance_and_wait_start(
    connect_loop *loop, connect_client *client, const connect_create_instance_request *request,
    const connect_wait_options *options, connect_done_fn done, void *user, connect_call **out,
    connect_error **error);

/* ---- instances ---- */

/** Starts connect_create_instance() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_create_instance_start(
    connect_loop *loop, connect_client *client, const connect_create_instance_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/** Starts connect_describe_instance() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_describe_instance_start(
    connect_loop *loop, connect_client *client, const connect_describe_instance_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/** Starts connect_list_instances() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_list_instances_start(
    connect_loop *loop, connect_client *client, const connect_list_instances_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/** Starts connect_delete_instance() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_delete_instance_start(
    connect_loop *loop, connect_client *client, const connect_delete_instance_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/* ---- replicas and traffic distribution ---- */

/** Starts connect_replicate_instance() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_replicate_instance_start(
    connect_loop *loop, connect_client *client, const connect_replicate_instance_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/** Starts connect_get_cross_region_routing() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_get_cross_region_routing_start(
    connect_loop *loop, connect_client *client,
    const connect_get_cross_region_routing_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/** Starts connect_update_cross_region_routing() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_update_cross_region_routing_start(
    connect_loop *loop, connect_client *client,
    const connect_update_cross_region_routing_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/** Starts connect_create_traffic_distribution_group() on a loop; see the rules for every `_start`.
 */
CONNECT_API connect_status connect_create_traffic_distribution_group_start(
    connect_loop *loop, connect_client *client,
    const connect_create_traffic_distribution_group_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/** Starts connect_describe_traffic_distribution_group() on a loop; see the rules for every
 * `_start`. */
CONNECT_API connect_status connect_describe_traffic_distribution_group_start(
    connect_loop *loop, connect_client *client,
    const connect_describe_traffic_distribution_group_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/** Starts connect_delete_traffic_distribution_group() on a loop; see the rules for every `_start`.
 */
CONNECT_API connect_status connect_delete_traffic_distribution_group_start(
    connect_loop *loop, connect_client *client,
    const connect_delete_traffic_distribution_group_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/** Starts connect_list_traffic_distribution_groups() on a loop; see the rules for every `_start`.
 */
CONNECT_API connect_status connect_list_traffic_distribution_groups_start(
    connect_loop *loop, connect_client *client,
    const connect_list_traffic_distribution_groups_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/** Starts connect_get_traffic_distribution() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_get_traffic_distribution_start(
    connect_loop *loop, connect_client *client,
    const connect_get_traffic_distribution_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/** Starts connect_update_traffic_distribution() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_update_traffic_distribution_start(
    connect_loop *loop, connect_client *client,
    const connect_update_traffic_distribution_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/** Starts connect_associate_traffic_distribution_group_user() on a loop; see the rules for every
 * `_start`. */
CONNECT_API connect_status connect_associate_traffic_distribution_group_user_start(
    connect_loop *loop, connect_client *client,
    const connect_associate_traffic_distribution_group_user_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/** Starts connect_disassociate_traffic_distribution_group_user() on a loop; see the rules for every
 * `_start`. */
CONNECT_API connect_status connect_disassociate_traffic_distribution_group_user_start(
    connect_loop *loop, connect_client *client,
    const connect_disassociate_traffic_distribution_group_user_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/** Starts connect_list_traffic_distribution_group_users() on a loop; see the rules for every
 * `_start`. */
CONNECT_API connect_status connect_list_traffic_distribution_group_users_start(
    connect_loop *loop, connect_client *client,
    const connect_list_traffic_distribution_group_users_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/* ---- attributes ---- */

/** Starts connect_describe_instance_attribute() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_describe_instance_attribute_start(
    connect_loop *loop, connect_client *client,
    const connect_describe_instance_attribute_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/** Starts connect_list_instance_attributes() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_list_instance_attributes_start(
    connect_loop *loop, connect_client *client,
    const connect_list_instance_attributes_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/** Starts connect_update_instance_attribute() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_update_instance_attribute_start(
    connect_loop *loop, connect_client *client,
    const connect_update_instance_attribute_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/* ---- storage ---- */

/** Starts connect_associate_instance_storage_config() on a loop; see the rules for every `_start`.
 */
CONNECT_API connect_status connect_associate_instance_storage_config_start(
    connect_loop *loop, connect_client *client,
    const connect_associate_instance_storage_config_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/** Starts connect_describe_instance_storage_config() on a loop; see the rules for every `_start`.
 */
CONNECT_API connect_status connect_describe_instance_storage_config_start(
    connect_loop *loop, connect_client *client,
    const connect_describe_instance_storage_config_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/** Starts connect_list_instance_storage_configs() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_list_instance_storage_configs_start(
    connect_loop *loop, connect_client *client,
    const connect_list_instance_storage_configs_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/** Starts connect_update_instance_storage_config() on a loop; see the rules for every `_start`. */
CONNECT_API connect_status connect_update_instance_storage_config_start(
    connect_loop *loop, connect_client *client,
    const connect_update_instance_storage_config_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/** Starts connect_disassociate_instance_storage_config() on a loop; see the rules for every
 * `_start`. */
CONNECT_API connect_status connect_disassociate_instance_storage_config_start(
    connect_loop *loop, connect_client *client,
    const connect_disassociate_instance_storage_config_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/* ---- approved origins ---- */

/**
 * Starts connect_associate_approved_origin() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_associate_approved_origin_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_associate_approved_origin() lists.
 *
 * A call that was cancelled or has timed out may have been executed:
 * connect_list_approved_origins_start() shows whether the origin is approved.  Set client_token in
 * the request to be able to start the same call again.
 */
CONNECT_API connect_status connect_associate_approved_origin_start(
    connect_loop *loop, connect_client *client,
    const connect_associate_approved_origin_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/**
 * Starts connect_list_approved_origins() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_approved_origins_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_list_approved_origins() lists.  It is one page: connect_pager_start() fetches page after
 * page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_approved_origins_start(
    connect_loop *loop, connect_client *client,
    const connect_list_approved_origins_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/**
 * Starts connect_disassociate_approved_origin() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_disassociate_approved_origin_response,
 * owned (connect_free()) and without members, and NULL after a failure; connect_call_error() is one
 * of the errors that connect_disassociate_approved_origin() lists.
 *
 * A call that was cancelled or has timed out may have been executed:
 * connect_list_approved_origins_start() shows whether the approval is gone.  Set client_token in
 * the request to be able to start the same call again.
 */
CONNECT_API connect_status connect_disassociate_approved_origin_start(
    connect_loop *loop, connect_client *client,
    const connect_disassociate_approved_origin_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/* ---- bots ---- */

/**
 * Starts connect_associate_bot() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_associate_bot_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_associate_bot() lists.
 *
 * A call that was cancelled or has timed out may have been executed: connect_list_bots_start()
 * shows whether the bot is associated.  Set client_token in the request to be able to start the
 * same call again.
 */
CONNECT_API connect_status connect_associate_bot_start(connect_loop *loop, connect_client *client,
                                                       const connect_associate_bot_request *request,
                                                       connect_done_fn done, void *user,
                                                       connect_call **out, connect_error **error);

/**
 * Starts connect_list_bots() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_bots_response, owned (connect_free()),
 * and NULL after a failure; connect_call_error() is one of the errors that connect_list_bots()
 * lists.  It is one page: connect_pager_start() fetches page after page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_bots_start(connect_loop *loop, connect_client *client,
                                                   const connect_list_bots_request *request,
                                                   connect_done_fn done, void *user,
                                                   connect_call **out, connect_error **error);

/**
 * Starts connect_disassociate_bot() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_disassociate_bot_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_disassociate_bot() lists.
 *
 * A call that was cancelled or has timed out may have been executed: connect_list_bots_start()
 * shows whether the bot is gone.  Set client_token in the request to be able to start the same call
 * again.
 */
CONNECT_API connect_status connect_disassociate_bot_start(
    connect_loop *loop, connect_client *client, const connect_disassociate_bot_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_associate_lex_bot() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_associate_lex_bot_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_associate_lex_bot() lists.
 *
 * A call that was cancelled or has timed out may have been executed: connect_list_lex_bots_start()
 * shows whether the bot is associated.  Set client_token in the request to be able to start the
 * same call again.
 */
CONNECT_API connect_status connect_associate_lex_bot_start(
    connect_loop *loop, connect_client *client, const connect_associate_lex_bot_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_list_lex_bots() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_lex_bots_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_list_lex_bots() lists.  It is one page: connect_pager_start() fetches page after page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_lex_bots_start(connect_loop *loop, connect_client *client,
                                                       const connect_list_lex_bots_request *request,
                                                       connect_done_fn done, void *user,
                                                       connect_call **out, connect_error **error);

/**
 * Starts connect_disassociate_lex_bot() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_disassociate_lex_bot_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_disassociate_lex_bot() lists.
 *
 * A call that was cancelled or has timed out may have been executed: connect_list_lex_bots_start()
 * shows whether the bot is gone.  Set client_token in the request to be able to start the same call
 * again.
 */
CONNECT_API connect_status connect_disassociate_lex_bot_start(
    connect_loop *loop, connect_client *client, const connect_disassociate_lex_bot_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/* ---- Lambda functions ---- */

/**
 * Starts connect_associate_lambda_function() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_associate_lambda_function_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_associate_lambda_function() lists.
 *
 * A call that was cancelled or has timed out may have been executed:
 * connect_list_lambda_functions_start() shows whether the function is associated.  Set client_token
 * in the request to be able to start the same call again.
 */
CONNECT_API connect_status connect_associate_lambda_function_start(
    connect_loop *loop, connect_client *client,
    const connect_associate_lambda_function_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/**
 * Starts connect_list_lambda_functions() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_lambda_functions_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_list_lambda_functions() lists.  It is one page: connect_pager_start() fetches page after
 * page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_lambda_functions_start(
    connect_loop *loop, connect_client *client,
    const connect_list_lambda_functions_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/**
 * Starts connect_disassociate_lambda_function() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_disassociate_lambda_function_response,
 * owned (connect_free()) and without members, and NULL after a failure; connect_call_error() is one
 * of the errors that connect_disassociate_lambda_function() lists.
 *
 * A call that was cancelled or has timed out may have been executed:
 * connect_list_lambda_functions_start() shows whether the function is gone.  Set client_token in
 * the request to be able to start the same call again.
 */
CONNECT_API connect_status connect_disassociate_lambda_function_start(
    connect_loop *loop, connect_client *client,
    const connect_disassociate_lambda_function_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/* ---- security keys ---- */

/**
 * Starts connect_associate_security_key() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_associate_security_key_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_associate_security_key() lists.
 *
 * A call that was cancelled or has timed out may have been executed:
 * connect_list_security_keys_start() shows whether the key is there.  Set client_token in the
 * request to be able to start the same call again.
 */
CONNECT_API connect_status connect_associate_security_key_start(
    connect_loop *loop, connect_client *client,
    const connect_associate_security_key_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/**
 * Starts connect_list_security_keys() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_security_keys_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_list_security_keys() lists.  It is one page: connect_pager_start() fetches page after
 * page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_security_keys_start(
    connect_loop *loop, connect_client *client, const connect_list_security_keys_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_disassociate_security_key() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_disassociate_security_key_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_disassociate_security_key() lists.
 *
 * A call that was cancelled or has timed out may have been executed:
 * connect_list_security_keys_start() shows whether the key is gone.  Set client_token in the
 * request to be able to start the same call again.
 */
CONNECT_API connect_status connect_disassociate_security_key_start(
    connect_loop *loop, connect_client *client,
    const connect_disassociate_security_key_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/* ---- integrations and use cases ---- */

/**
 * Starts connect_create_integration_association() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_create_integration_association_response,
 * owned (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_create_integration_association() lists.
 *
 * A call that was cancelled or has timed out may have been executed, and the request has no client
 * token: look for it with connect_list_integration_associations_start() before it is started again.
 */
CONNECT_API connect_status connect_create_integration_association_start(
    connect_loop *loop, connect_client *client,
    const connect_create_integration_association_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/**
 * Starts connect_list_integration_associations() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_integration_associations_response,
 * owned (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_list_integration_associations() lists.  It is one page: connect_pager_start() fetches
 * page after page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_integration_associations_start(
    connect_loop *loop, connect_client *client,
    const connect_list_integration_associations_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/**
 * Starts connect_delete_integration_association() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_delete_integration_association_response,
 * owned (connect_free()) and without members, and NULL after a failure; connect_call_error() is one
 * of the errors that connect_delete_integration_association() lists.
 *
 * A call that was cancelled or has timed out may have been executed.  It can be started again:
 * CONNECT_E_NOT_FOUND then means that the association is gone.
 */
CONNECT_API connect_status connect_delete_integration_association_start(
    connect_loop *loop, connect_client *client,
    const connect_delete_integration_association_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/**
 * Starts connect_create_use_case() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_create_use_case_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_create_use_case() lists.
 *
 * A call that was cancelled or has timed out may have been executed, and the request has no client
 * token: look for it with connect_list_use_cases_start() before it is started again.
 */
CONNECT_API connect_status connect_create_use_case_start(
    connect_loop *loop, connect_client *client, const connect_create_use_case_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_list_use_cases() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_use_cases_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_list_use_cases() lists.  It is one page: connect_pager_start() fetches page after page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_use_cases_start(
    connect_loop *loop, connect_client *client, const connect_list_use_cases_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_delete_use_case() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_delete_use_case_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_delete_use_case() lists.
 *
 * A call that was cancelled or has timed out may have been executed.  It can be started again:
 * CONNECT_E_NOT_FOUND then means that the use case is gone.
 */
CONNECT_API connect_status connect_delete_use_case_start(
    connect_loop *loop, connect_client *client, const connect_delete_use_case_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/* ---- task templates ---- */

/**
 * Starts connect_create_task_template() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_create_task_template_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_create_task_template() lists.
 *
 * A call that was cancelled or has timed out may have been executed:
 * connect_list_task_templates_start() with its name shows whether it exists.  Set client_token in
 * the request to be able to start the same call again.
 */
CONNECT_API connect_status connect_create_task_template_start(
    connect_loop *loop, connect_client *client, const connect_create_task_template_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_get_task_template() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_get_task_template_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_get_task_template() lists.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_get_task_template_start(
    connect_loop *loop, connect_client *client, const connect_get_task_template_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_list_task_templates() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_task_templates_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_list_task_templates() lists.  It is one page: connect_pager_start() fetches page after
 * page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_task_templates_start(
    connect_loop *loop, connect_client *client, const connect_list_task_templates_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_update_task_template() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_update_task_template_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_update_task_template() lists.
 *
 * A call that was cancelled or has timed out may have been executed.  It can be started again: it
 * replaces the whole template.
 */
CONNECT_API connect_status connect_update_task_template_start(
    connect_loop *loop, connect_client *client, const connect_update_task_template_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_delete_task_template() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_delete_task_template_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_delete_task_template() lists.
 *
 * A call that was cancelled or has timed out may have been executed.  It can be started again:
 * CONNECT_E_NOT_FOUND then means that the template is gone.
 */
CONNECT_API connect_status connect_delete_task_template_start(
    connect_loop *loop, connect_client *client, const connect_delete_task_template_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/* ---- outbound messages ---- */

/**
 * Starts connect_send_outbound_email() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_send_outbound_email_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_send_outbound_email() lists.
 *
 * A call that was cancelled or has timed out may have been executed: the customer may get the
 * message.  Set client_token in the request to be able to start the same call again.
 */
CONNECT_API connect_status connect_send_outbound_email_start(
    connect_loop *loop, connect_client *client, const connect_send_outbound_email_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_send_outbound_web_notification() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_send_outbound_web_notification_response,
 * owned (connect_free()) and without members, and NULL after a failure; connect_call_error() is one
 * of the errors that connect_send_outbound_web_notification() lists.
 *
 * A call that was cancelled or has timed out may have been executed: the customer may see the
 * notice.  Set client_token in the request to be able to start the same call again.
 */
CONNECT_API connect_status connect_send_outbound_web_notification_start(
    connect_loop *loop, connect_client *client,
    const connect_send_outbound_web_notification_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/* ---- analytics data sets ---- */

/**
 * Starts connect_associate_analytics_data_set() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_associate_analytics_data_set_response,
 * owned (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_associate_analytics_data_set() lists.
 *
 * A call that was cancelled or has timed out may have been executed, and the request has no client
 * token: look for it with connect_list_analytics_data_associations_start() before it is started
 * again.
 */
CONNECT_API connect_status connect_associate_analytics_data_set_start(
    connect_loop *loop, connect_client *client,
    const connect_associate_analytics_data_set_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/**
 * Starts connect_disassociate_analytics_data_set() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_disassociate_analytics_data_set_response,
 * owned (connect_free()) and without members, and NULL after a failure; connect_call_error() is one
 * of the errors that connect_disassociate_analytics_data_set() lists.
 *
 * A call that was cancelled or has timed out may have been executed.  It can be started again:
 * connect_list_analytics_data_associations_start() shows whether the association is gone.
 */
CONNECT_API connect_status connect_disassociate_analytics_data_set_start(
    connect_loop *loop, connect_client *client,
    const connect_disassociate_analytics_data_set_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_batch_associate_analytics_data_set() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a
 * connect_batch_associate_analytics_data_set_response, owned (connect_free()), and NULL after a
 * failure; connect_call_error() is one of the errors that
 * connect_batch_associate_analytics_data_set() lists.  CONNECT_OK does not mean that all data sets
 * are shared: connect_batch_associate_analytics_data_set_is_complete() says so.
 *
 * A call that was cancelled or has timed out may have been executed, and the request has no client
 * token: look for the data sets with connect_list_analytics_data_associations_start() before it is
 * started again.
 */
CONNECT_API connect_status connect_batch_associate_analytics_data_set_start(
    connect_loop *loop, connect_client *client,
    const connect_batch_associate_analytics_data_set_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_batch_disassociate_analytics_data_set() on a loop; see the rules for every
 * `_start`.
 *
 * In the callback connect_call_take() returns a
 * connect_batch_disassociate_analytics_data_set_response, owned (connect_free()), and NULL after a
 * failure; connect_call_error() is one of the errors that
 * connect_batch_disassociate_analytics_data_set() lists.  CONNECT_OK does not mean that all
 * associations have ended: connect_batch_disassociate_analytics_data_set_is_complete() says so.
 *
 * A call that was cancelled or has timed out may have been executed.  It can be started again.
 */
CONNECT_API connect_status connect_batch_disassociate_analytics_data_set_start(
    connect_loop *loop, connect_client *client,
    const connect_batch_disassociate_analytics_data_set_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_list_analytics_data_associations() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_analytics_data_associations_response,
 * owned (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_list_analytics_data_associations() lists.  It is one page: connect_pager_start() fetches
 * page after page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_analytics_data_associations_start(
    connect_loop *loop, connect_client *client,
    const connect_list_analytics_data_associations_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_list_analytics_data_lake_data_sets() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a
 * connect_list_analytics_data_lake_data_sets_response, owned (connect_free()), and NULL after a
 * failure; connect_call_error() is one of the errors that
 * connect_list_analytics_data_lake_data_sets() lists.  It is one page: connect_pager_start()
 * fetches page after page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_analytics_data_lake_data_sets_start(
    connect_loop *loop, connect_client *client,
    const connect_list_analytics_data_lake_data_sets_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/* ---- attached files ---- */

/**
 * Starts connect_describe_attached_files_configuration() on a loop; see the rules for every
 * `_start`.
 *
 * In the callback connect_call_take() returns a
 * connect_describe_attached_files_configuration_response, owned (connect_free()), and NULL after a
 * failure; connect_call_error() is one of the errors that
 * connect_describe_attached_files_configuration() lists.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_describe_attached_files_configuration_start(
    connect_loop *loop, connect_client *client,
    const connect_describe_attached_files_configuration_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_list_attached_files_configurations() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a
 * connect_list_attached_files_configurations_response, owned (connect_free()), and NULL after a
 * failure; connect_call_error() is one of the errors that
 * connect_list_attached_files_configurations() lists.  It is one page: connect_pager_start()
 * fetches page after page.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_attached_files_configurations_start(
    connect_loop *loop, connect_client *client,
    const connect_list_attached_files_configurations_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_update_attached_files_configuration() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a
 * connect_update_attached_files_configuration_response, owned (connect_free()), and NULL after a
 * failure; connect_call_error() is one of the errors that
 * connect_update_attached_files_configuration() lists.
 *
 * A call that was cancelled or has timed out may have been executed.  It can be started again: the
 * same request again changes nothing.
 */
CONNECT_API connect_status connect_update_attached_files_configuration_start(
    connect_loop *loop, connect_client *client,
    const connect_update_attached_files_configuration_request *request, connect_done_fn done,
    void *user, connect_call **out, connect_error **error);

/* ---- tags ---- */

/**
 * Starts connect_tag_resource() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_tag_resource_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_tag_resource() lists.
 *
 * A call that was cancelled or has timed out may have been executed.  It can be started again: the
 * same tags again change nothing.
 */
CONNECT_API connect_status connect_tag_resource_start(connect_loop *loop, connect_client *client,
                                                      const connect_tag_resource_request *request,
                                                      connect_done_fn done, void *user,
                                                      connect_call **out, connect_error **error);

/**
 * Starts connect_untag_resource() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_untag_resource_response, owned
 * (connect_free()) and without members, and NULL after a failure; connect_call_error() is one of
 * the errors that connect_untag_resource() lists.
 *
 * A call that was cancelled or has timed out may have been executed.  It can be started again: a
 * key that is gone is no error.
 */
CONNECT_API connect_status connect_untag_resource_start(
    connect_loop *loop, connect_client *client, const connect_untag_resource_request *request,
    connect_done_fn done, void *user, connect_call **out, connect_error **error);

/**
 * Starts connect_list_tags_for_resource() on a loop; see the rules for every `_start`.
 *
 * In the callback connect_call_take() returns a connect_list_tags_for_resource_response, owned
 * (connect_free()), and NULL after a failure; connect_call_error() is one of the errors that
 * connect_list_tags_for_resource() lists.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.
 */
CONNECT_API connect_status connect_list_tags_for_resource_start(
    connect_loop *loop, connect_client *client,
    const connect_list_tags_for_resource_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

/* ---- Z-API ---- */

/**
 * Starts connect_zapi_list_instances() on a loop of connect_zapi_loop_new(); see the rules for
 * every `_start`.
 *
 * In the callback connect_call_take() returns a connect_zapi_list_instances_response, owned
 * (connect_free()), which holds the tokens of the instances: a secret.  It returns NULL after a
 * failure; connect_call_error() is one of the errors that connect_zapi_list_instances() lists.
 *
 * Only reads: a call that was cancelled or has failed can be started again at any time.  It is one
 * page; connect_pager_start() fetches page after page.
 */
CONNECT_API connect_status connect_zapi_list_instances_start(
    connect_loop *loop, connect_zapi_client *client,
    const connect_zapi_list_instances_request *request, connect_done_fn done, void *user,
    connect_call **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
