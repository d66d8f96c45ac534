/* What is started on a loop beside the typed operations: JSON, pages and waits. */
#include "call/create_task.h"
#include "call/json.h"
#include "call/loop_call.h"
#include "call/page.h"
#include "call/send.h"
#include "core/block.h"
#include "core/error.h"
#include "core/text.h"
#include "shape/operation.h"

#include <connect/operation.h>

/* ---- any operation ---- */

/* The response becomes JSON. */
static void invoke_finish(connect_call *call)
{
    void *response = call->result;
    char *json = NULL;

    if (call->status != CONNECT_OK) {
        return;
    }
    call->status = operation_output(call->subject, response, &json, &call->error);
    call->result = json;
    block_free(response);
}

connect_status connect_invoke_start(connect_loop *loop, connect_client *client,
                                    const char *operation, const char *json_in,
                                    connect_done_fn done, void *user, connect_call **out,
                                    connect_error **error)
{
    const struct connect_operation *found = connect_operation_find(operation);
    const struct call_start start = {
        loop, client, "connect_invoke_start", done, user, out, error
    };
    connect_call *call;
    connect_status status = loop_call_new(&start, sizeof(struct run_task), &call);
    connect_client view;
    void *request;

    if (status != CONNECT_OK) {
        return status;
    }
    if (found == NULL) {
        loop_call_drop(call);
        return error_set(error, CONNECT_E_ARGUMENT, "there is no operation \"%.80s\"",
                         operation != NULL ? operation : "(null)");
    }
    call->arena.secret = found->input->is_secret;
    status = operation_input(found, json_in, &call->arena, &request, error);
    if (status == CONNECT_OK) {
        status = loop_call_check(call, found, request, error);
    }
    if (status != CONNECT_OK) {
        loop_call_drop(call);
        return status;
    }
    call->finish = invoke_finish;
    call->subject = found;
    view = client_view(client);
    view.keep_unknown = true;
    run_task_init((struct run_task *)call->root, &view, found, request, NULL);
    return loop_call_launch(call, &start);
}

/* ---- what has no typed operation ---- */

connect_status connect_send_start(connect_loop *loop, connect_client *client, const char *method,
                                  const char *path, const connect_pair *const *query,
                                  size_t query_count, const char *json_in, connect_done_fn done,
                                  void *user, connect_call **out, connect_error **error)
{
    const struct call_start start = { loop, client, "connect_send_start", done, user, out, error };
    connect_call *call;
    connect_status status = loop_call_new(&start, sizeof(struct run_task), &call);
    connect_client view;

    if (status != CONNECT_OK) {
        return status;
    }
    call->arena.secret = true; /* as far as is known */
    struct send_plan *plan = arena_alloc(&call->arena, sizeof *plan);
    status = plan == NULL ? error_memory(error)
                          : send_prepare(plan, method, path, query, query_count, json_in,
                                         &call->arena, error);
    if (status == CONNECT_OK && !send_keep(plan, &call->arena)) {
        status = error_memory(error);
    }
    if (status != CONNECT_OK) {
        loop_call_drop(call);
        return status;
    }
    view = client_view(client);
    run_task_init((struct run_task *)call->root, &view, &plan->operation, NULL, &plan->raw);
    return loop_call_launch(call, &start);
}

/* ---- pages ---- */

/* The error of a page stays in the pager; the callback is given a copy. */
static void page_finish(connect_call *call)
{
    connect_pager *pager = (connect_pager *)call->subject;

    pager->is_under_way = false;
    if (pager->error != NULL) {
        call->status = error_copy(&call->error, pager->error);
    }
}

connect_status connect_pager_start(connect_loop *loop, connect_pager *pager, connect_done_fn done,
                                   void *user, connect_call **out, connect_error **error)
{
    const struct call_start start = {
        loop, pager != NULL ? &pager->client : NULL, "connect_pager_start", done, user, out, error
    };
    connect_call *call;
    connect_status status = loop_call_new(&start, sizeof(struct page_task), &call);

    if (status != CONNECT_OK) {
        return status;
    }
    if (pager->is_under_way) {
        loop_call_drop(call);
        return error_set(error, CONNECT_E_ARGUMENT,
                         "connect_pager_start: a page of this pager is under way");
    }
    pager->is_under_way = pager->is_on_loop = true;
    pager->client.keep_unknown = true; /* for connect_pager_next_page_json() */
    call->finish = page_finish;
    call->subject = pager;
    page_task_init((struct page_task *)call->root, pager);
    return loop_call_launch(call, &start);
}

/* ---- waits ---- */

/* region: of a replica, or NULL. */
static connect_status wait_start(const struct call_start *start, const struct wait_goal *goal,
                                 const char *id, const char *region,
                                 const connect_wait_options *options)
{
    connect_call *call;
    connect_status status = loop_call_new(start, sizeof(struct wait_task), &call);

    if (status != CONNECT_OK) {
        return status;
    }
    const char *id_copy = arena_strdup(&call->arena, id != NULL ? id : "");
    const char *region_copy = region != NULL ? arena_strdup(&call->arena, region) : NULL;
    if (id_copy == NULL || (region != NULL && region_copy == NULL)) {
        status = error_memory(start->error);
    } else {
        status = wait_task_init((struct wait_task *)call->root, goal, start->client, id_copy,
                                region_copy, options, start->error);
    }
    if (status != CONNECT_OK) {
        loop_call_drop(call);
        return status;
    }
    return loop_call_launch(call, start);
}

connect_status connect_wait_instance_active_start(connect_loop *loop, connect_client *client,
                                                  const char *instance_id,
                                                  const connect_wait_options *options,
                                                  connect_done_fn done, void *user,
                                                  connect_call **out, connect_error **error)
{
    const struct call_start start = { loop, client, "connect_wait_instance_active_start",
                                      done, user,   out,
                                      error };

    return wait_start(&start, &wait_goal_instance_active, instance_id, NULL, options);
}

connect_status connect_wait_instance_deleted_start(connect_loop *loop, connect_client *client,
                                                   const char *instance_id,
                                                   const connect_wait_options *options,
                                                   connect_done_fn done, void *user,
                                                   connect_call **out, connect_error **error)
{
    const struct call_start start = { loop, client, "connect_wait_instance_deleted_start",
                                      done, user,   out,
                                      error };

    return wait_start(&start, &wait_goal_instance_deleted, instance_id, NULL, options);
}

connect_status connect_wait_instance_replicated_start(connect_loop *loop, connect_client *client,
                                                      const char *instance_id,
                                                      const char *replica_region,
                                                      const connect_wait_options *options,
                                                      connect_done_fn done, void *user,
                                                      connect_call **out, connect_error **error)
{
    const struct call_start start = { loop, client, "connect_wait_instance_replicated_start",
                                      done, user,   out,
                                      error };

    return wait_start(&start, &wait_goal_instance_replicated, instance_id, replica_region, options);
}

connect_status connect_wait_traffic_distribution_group_active_start(
    connect_loop *loop, connect_client *client, const char *traffic_distribution_group_id,
    const connect_wait_options *options, connect_done_fn done, void *user, connect_call **out,
    connect_error **error)
{
    const struct call_start start = {
        loop, client, "connect_wait_traffic_distribution_group_active_start", done, user, out, error
    };

    return wait_start(&start, &wait_goal_group_active, traffic_distribution_group_id, NULL,
                      options);
}

connect_status connect_wait_traffic_distribution_group_deleted_start(
    connect_loop *loop, connect_client *client, const char *traffic_distribution_group_id,
    const connect_wait_options *options, connect_done_fn done, void *user, connect_call **out,
    connect_error **error)
{
    const struct call_start start = {
        loop, client, "connect_wait_traffic_distribution_group_deleted_start", done, user,
        out,  error
    };

    return wait_start(&start, &wait_goal_group_deleted, traffic_distribution_group_id, NULL,
                      options);
}

connect_status connect_create_instance_and_wait_start(
    connect_loop *loop, connect_client *client, const connect_create_instance_request *request,
    const connect_wait_options *options, connect_done_fn done, void *user, connect_call **out,
    connect_error **error)
{
    const struct call_start start = { loop, client, "connect_create_instance_and_wait_start",
                                      done, user,   out,
                                      error };
    connect_call *call;
    connect_status status = loop_call_new(&start, sizeof(struct create_task), &call);
    const void *copy = NULL;

    if (status != CONNECT_OK) {
        return status;
    }
    status = loop_call_copy(call, connect_operation_find("CreateInstance"), request, &copy, error);
    if (status == CONNECT_OK) {
        status = create_task_init((struct create_task *)call->root, client, copy, options, error);
    }
    if (status != CONNECT_OK) {
        loop_call_drop(call);
        return status;
    }
    return loop_call_launch(call, &start);
}
