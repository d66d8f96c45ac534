/*
 * What a credential source gets from the client: operations of other services through the same call
 * machine as everything else, and, for sources that are no tasks yet, a driver.
 *
 * The inner calls belong to the client, not to the view that happened to need credentials: its
 * headers, attempts and retry mode hold for the caller's own calls only.
 */
#include "aws/provider_exchange.h"
#include "call/call_task.h"
#include "call/client.h"
#include "call/driver.h"
#include "core/clock.h"
#include "core/error.h"

static connect_status resolve_other(struct provider_context *context, struct arena *arena,
                                    const struct service *service, const char *region,
                                    struct endpoint *out, connect_error **error)
{
    const struct setting_value *values = context->settings->values;
    struct endpoint_query query = { .prefix = service->endpoint_prefix,
                                    .region = region,
                                    .fips = values[SETTING_USE_FIPS].number != 0,
                                    .dualstack = values[SETTING_USE_DUALSTACK].number != 0 };
    const char *origin;
    connect_status status = settings_endpoint_url(context->settings, arena, service->config_name,
                                                  &query.endpoint, &origin, error);

    if (status == CONNECT_OK) {
        status = endpoint_resolve(arena, &query, out, error);
    }
    return status;
}

static connect_status context_call(struct provider_context *context,
                                   const struct connect_operation *operation, const void *request,
                                   const char *region, struct credentials *credentials,
                                   struct task **out, connect_error **error)
{
    struct connect_client client = { .core = context->owner, .deadline = DEADLINE_NONE };
    struct arena arena = { 0 };
    struct call_site site;
    connect_status status;

    *out = NULL;
    client_site(&client, operation, context->deadline, &site);
    status = resolve_other(context, &arena, operation->service, region, &site.endpoint, error);
    /* The caller's rate and Lambda trace are for its own service. */
    site.paced = false;
    site.trace_id = NULL;
    site.check_level = CONNECT_CHECK_DEFAULT;
    site.cancel = context->cancel;
    if (status == CONNECT_OK) {
        status = call_task_new(&site, &arena, request, credentials, out, error);
    }
    arena_release(&arena);
    return status;
}

static void context_drive(struct provider_context *context, struct task *task)
{
    const struct client_core *core = context->owner;

    driver_run(&core->clock, &core->transport, task);
}

/* ---- for sources that block ---- */

struct fetch_task {
    struct task task;
    struct provider_exchange exchange;
};

static void fetch_resume(struct task *task)
{
    if (task->want == TASK_READY) {
        task_send(task);
    } else {
        task_succeed(task, NULL);
    }
}

static struct task_exchange *fetch_compose(struct task *task)
{
    return &((struct fetch_task *)task)->exchange.head;
}

static void fetch_stop(struct task *task, connect_status status)
{
    connect_error *error = NULL;

    (void)error_set(&error, status, "%s while credentials were fetched",
                    status == CONNECT_E_CANCELLED ? "cancelled"
                                                  : "the time limit of the call passed");
    task_fail(task, error);
}

static void fetch_release(struct task *task)
{
    provider_exchange_clear(&((struct fetch_task *)task)->exchange);
}

static const struct task_class fetch_class = { .name = "fetch",
                                               .resume = fetch_resume,
                                               .compose = fetch_compose,
                                               .stop = fetch_stop,
                                               .release = fetch_release };

static connect_status context_fetch(struct provider_context *context,
                                    const connect_http_request *request,
                                    connect_http_response **response, connect_error **error)
{
    struct fetch_task fetch = { .exchange = { .request = { 0 } } };
    connect_status status;

    *response = NULL;
    task_init(&fetch.task, &fetch_class);
    fetch.task.deadline = context->deadline;
    fetch.task.cancel = context->cancel;
    status = provider_exchange_prepare(&fetch.exchange, context, request, error);
    if (status == CONNECT_OK) {
        context->drive(context, &fetch.task);
        status = fetch.task.status;
        if (status != CONNECT_OK) {
            status = error_copy(error, fetch.task.error);
        }
    }
    if (status == CONNECT_OK) {
        status = provider_exchange_outcome(&fetch.exchange, error);
    }
    if (status == CONNECT_OK) {
        *response = fetch.exchange.head.response;
        fetch.exchange.head.response = NULL;
    }
    task_release(&fetch.task);
    return status;
}

static connect_status context_run(struct provider_context *context,
                                  const struct connect_operation *operation, const void *request,
                                  const char *region, struct credentials *keys, void **response,
                                  connect_error **error)
{
    struct task *task;
    connect_status status = context->call(context, operation, request, region, keys, &task, error);

    *response = NULL;
    if (status != CONNECT_OK) {
        return status;
    }
    context->drive(context, task);
    *response = task->result;
    task->result = NULL;
    status = task->status;
    if (status != CONNECT_OK && error != NULL) {
        connect_error_free(*error);
        *error = task->error;
        task->error = NULL;
    }
    task_release(task);
    return status;
}

static int64_t context_skew(void *owner)
{
    return skew_get(&((struct client_core *)owner)->skew);
}

void client_context(connect_client *client, int64_t deadline, struct provider_context *out)
{
    struct client_core *core = client->core;

    *out = (struct provider_context){
        .settings = &core->settings,
        .clock = &core->clock,
        .random = &core->random,
        .logger = &core->logger,
        .cancel = client->options.cancel,
        .deadline = deadline,
        .fetch = context_fetch,
        .run = context_run,
        .call = context_call,
        .drive = context_drive,
        .skew = context_skew,
        .owner = core,
        .max_body_bytes = core->max_body_bytes,
    };
}
