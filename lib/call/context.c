/*
 * What a provider of keys gets from the client: plain exchanges, and operations of other services
 * through the same call machine as everything else.
 */
#include "call/client.h"
#include "core/clock.h"
#include "core/error.h"

static connect_status context_fetch(struct provider_context *context,
                                    const connect_http_request *request,
                                    connect_http_response **response, connect_error **error)
{
    const struct client_core *core = ((const connect_client *)context->owner)->core;
    int64_t left = deadline_left(context->clock, context->deadline);
    connect_http_failure failure = { .size = sizeof failure };
    connect_http_request bounded = *request;
    connect_status status;

    *response = NULL;
    if (left == 0) {
        return error_set(error, CONNECT_E_TIMEOUT,
                         "the time limit of the call passed while keys were fetched");
    }
    if (bounded.timeout_ms > left) {
        bounded.timeout_ms = left;
    }
    if (bounded.connect_timeout_ms > left) {
        bounded.connect_timeout_ms = left;
    }
    if (bounded.cancel == NULL) {
        bounded.cancel = context->cancel;
    }
    *response = http_response_new(core->max_body_bytes);
    if (*response == NULL) {
        return error_memory(error);
    }
    (*response)->body.secret = true;
    status = core->transport.perform(core->transport.user, &bounded, *response, &failure);
    if (status == CONNECT_OK && (*response)->cap == HTTP_CAP_NONE && (*response)->status != 0) {
        return CONNECT_OK;
    }
    if (status == CONNECT_OK) {
        status = (*response)->cap == HTTP_CAP_MEMORY ? CONNECT_E_MEMORY : CONNECT_E_DECODE;
    }
    http_response_free(*response);
    *response = NULL;
    if (status == CONNECT_E_MEMORY) {
        return error_memory(error);
    }
    status = error_set(error, status, "%s: %.*s", request->url, (int)sizeof failure.message,
                       failure.message[0] != '\0' ? failure.message : "no usable answer");
    error_set_transport_code(error != NULL ? *error : NULL, failure.code);
    return status;
}

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
    connect_status status = settings_endpoint_url(context->settings, service->config_name,
                                                  &query.endpoint, &origin, error);

    if (status == CONNECT_OK) {
        status = endpoint_resolve(arena, &query, out, error);
    }
    return status;
}

static connect_status context_run(struct provider_context *context,
                                  const struct connect_operation *operation, const void *request,
                                  const char *region, struct credentials *keys, void **response,
                                  connect_error **error)
{
    struct connect_client view = client_view(context->owner, 0);
    struct arena arena = { 0 };
    struct call_site site;
    struct call *call = NULL;
    connect_status status;

    *response = NULL;
    client_site(&view, operation, context->deadline, &site);
    status = resolve_other(context, &arena, operation->service, region, &site.endpoint, error);
    /* The program's headers, its rate and its Lambda trace are for its own service. */
    site.headers_count = 0;
    site.paced = false;
    site.trace_id = NULL;
    site.check_level = CONNECT_CHECK_DEFAULT;
    site.cancel = context->cancel;
    if (status == CONNECT_OK) {
        status = call_new(&site, request, NULL, &call, error);
    }
    if (status == CONNECT_OK) {
        client_drive(&view, &site, call, true, keys);
        status = call_finish(call, response, error);
    }
    call_free(call);
    arena_release(&arena);
    return status;
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
        .owner = client,
    };
}
