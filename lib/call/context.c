/*
 * What credential sources use of a client: operations of STS, SSO and sign-in, as call tasks.
 *
 * These calls have the settings of the client, not those of the view whose call needs credentials:
 * the headers, attempts and retry mode of a view apply to its own calls only.  Deadline and cancel
 * token are those of the tree of tasks.
 */
#include "call/context.h"

#include "call/call_task.h"
#include "call/site.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"

/*
 * Rule: STS, SSO and sign-in have endpoint URLs, FIPS and dual stack as any service.  Source: AWS
 * SDKs and Tools Reference Guide, Service-specific endpoints.  Test:
 * other_services_follow_fips_and_dual_stack.
 */
static connect_status service_resolve_endpoint(const struct provider_context *context,
                                               struct arena *arena, const struct service *service,
                                               const char *region, struct endpoint *out,
                                               connect_error **error)
{
    const struct setting_value *values = context->settings->values;
    struct endpoint_query query = { .prefix = service->endpoint_prefix,
                                    .region = region,
                                    .fips = values[SETTING_USE_FIPS].number != 0,
                                    .dualstack = values[SETTING_USE_DUALSTACK].number != 0 };
    connect_status status = settings_endpoint_url(context->settings, arena, service->config_name,
                                                  &query.endpoint, error);

    if (status == CONNECT_OK) {
        status = endpoint_resolve(arena, &query, out, error);
    }
    return status;
}

static connect_status context_call(const struct provider_context *context,
                                   const struct connect_operation *operation, const void *request,
                                   const char *region, struct credentials *credentials,
                                   struct task **out, connect_error **error)
{
    ASSERT(context->owner != NULL && operation->service->config_name != NULL);
    struct connect_client client = { .core = context->owner, .deadline = DEADLINE_NONE };
    struct arena arena = { 0 };
    struct call_site site;
    connect_status status;

    *out = NULL;
    client_site(&client, operation, DEADLINE_NONE, &site);
    status = service_resolve_endpoint(context, &arena, operation->service, region, &site.endpoint,
                                      error);
    /* Pacing and the Lambda trace id are for Connect only. */
    site.is_paced = false;
    site.trace_id = NULL;
    site.check_level = CONNECT_CHECK_DEFAULT;
    if (status == CONNECT_OK) {
        status = call_task_new(&site, &arena, request,
                               &(struct call_sources){ .fixed = credentials }, out, error);
    }
    arena_release(&arena);
    return status;
}

static int64_t context_skew(void *owner)
{
    return skew_get(&((struct client_core *)owner)->skew);
}

void context_fill(struct provider_context *context, struct client_core *core,
                  const struct settings *settings)
{
    *context = (struct provider_context){ .settings = settings,
                                          .clock = &core->clock,
                                          .random = &core->random,
                                          .logger = &core->logger,
                                          .max_body_bytes = core->max_body_bytes,
                                          .call = context_call,
                                          .skew = context_skew,
                                          .owner = core };
}
