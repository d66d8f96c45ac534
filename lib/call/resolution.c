/*
 * What a client resolves, in two steps: what needs no I/O beyond local files, and what needs the
 * region.  A resolution that fails is freed; nothing of it is left but the built-in transport.
 */
#include "call/resolution.h"

#include "call/client.h"
#include "call/context.h"
#include "call/transport_default.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/log.h"

static connect_status resolve_endpoint(const struct client_core *core, struct resolution *self,
                                       connect_error **error)
{
    const struct setting_value *values = self->settings.values;
    struct endpoint_query query = { .prefix = core->service->endpoint_prefix,
                                    .region = values[SETTING_REGION].text,
                                    .endpoint = values[SETTING_ENDPOINT_URL].text,
                                    .fips = values[SETTING_USE_FIPS].number != 0,
                                    .dualstack = values[SETTING_USE_DUALSTACK].number != 0 };
    connect_status status = endpoint_resolve(&self->arena, &query, &self->endpoint, error);

    if (status == CONNECT_OK) {
        log_line(&core->logger, CONNECT_LOG_DEBUG, "endpoint %s (%s), region %s (%s)",
                 self->endpoint.url, values[SETTING_ENDPOINT_URL].origin,
                 self->endpoint.signing_region != NULL ? self->endpoint.signing_region : "none",
                 values[SETTING_REGION].origin);
    }
    return status;
}

static const struct retry_rules *rules_of(const struct settings *settings)
{
    if (strcmp(settings->values[SETTING_RETRY_MODE].text, "legacy") == 0) {
        return &retry_rules_legacy;
    }
    return settings->values[SETTING_NEW_RETRIES].number ? &retry_rules_2026 : &retry_rules_before;
}

static connect_status resolve_user_agent(struct resolution *self, connect_error **error)
{
    const struct setting_value *values = self->settings.values;
    struct user_agent_parts parts = { .execution_environment =
                                          settings_env(&self->settings, "AWS_EXECUTION_ENV"),
                                      .retry_mode = values[SETTING_RETRY_MODE].text,
                                      .app_id = values[SETTING_APP_ID].text };

    if (values[SETTING_RETRY_MODE].number == CONNECT_RETRY_OFF) {
        parts.retry_mode = "standard";
    }
    return user_agent_new(&self->arena, &parts, &self->user_agent) ? CONNECT_OK
                                                                   : error_memory(error);
}

static connect_status resolve_transport(struct client_core *core, struct resolution *self,
                                        connect_error **error)
{
    if (core->transport.perform != NULL) {
        return CONNECT_OK;
    }
    return transport_of_settings(&self->settings, &self->arena, &core->options, &core->transport,
                                 error);
}

/* Maps the file through which processes share quotas, unless the caller wants no pacing. */
static connect_status resolve_pace(struct client_core *core, struct resolution *self,
                                   connect_error **error)
{
    const struct setting_value *values = self->settings.values;
    bool is_off = core->options.pace != NULL && !pace_is_on(core->pace);
    struct pace_file *file;
    connect_status status;
    const char *path;

    if (values[SETTING_PACE_SHARED_FILE].text == NULL || is_off || core->service->has_no_regions) {
        return CONNECT_OK;
    }
    status = settings_resolve_path(&self->settings, &self->arena, SETTING_PACE_SHARED_FILE, &path,
                                   error);
    if (status == CONNECT_OK) {
        status =
            pace_file_open(path, values[SETTING_PACE_SHARED_WITH_GROUP].number != 0, &file, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    pace_share(core->pace, file);
    log_line(&core->logger, CONNECT_LOG_DEBUG, "quotas shared through \"%s\" (%s)", path,
             values[SETTING_PACE_SHARED_FILE].origin);
    if (core->options.pace == NULL) {
        pace_set_quota(core->pace, (struct quota){ QUOTA_DEFAULT_RATE, QUOTA_DEFAULT_BURST }, true);
    }
    return CONNECT_OK;
}

/*
 * Rule: without any other the region is that of instance metadata.  Source: smithy-rs, aws-config
 * default_provider/region.rs.  Test: the_region_falls_back_to_instance_metadata.
 */
bool resolution_needs_metadata(const struct client_core *core, const struct resolution *self)
{
    return !core->service->has_no_regions && !core->provider->class->is_anonymous &&
           settings_want_metadata(&self->settings);
}

connect_status resolution_begin(struct client_core *core, struct resolution **out,
                                connect_error **error)
{
    struct resolution *self = mem_calloc(1, sizeof *self);
    connect_status status;

    *out = self;
    if (self == NULL) {
        return error_memory(error);
    }
    self->settings.env = core->env;
    status = settings_resolve(&self->settings, &core->options, &core->logger, error);
    if (status == CONNECT_OK) {
        status = resolve_transport(core, self, error);
    }
    ASSERT(error_fits(status, error));
    if (status != CONNECT_OK) {
        resolution_free(self);
        *out = NULL;
        return status;
    }
    context_fill(&self->context, core, &self->settings);
    return CONNECT_OK;
}

connect_status resolution_finish(struct client_core *core, struct resolution *self,
                                 connect_error **error)
{
    ASSERT(self->keyring == NULL);
    connect_status status = resolve_endpoint(core, self, error);

    if (status == CONNECT_OK) {
        status = resolve_user_agent(self, error);
    }
    if (status == CONNECT_OK) {
        status = resolve_pace(core, self, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    self->rules = rules_of(&self->settings);
    self->in_lambda = settings_env(&self->settings, "AWS_LAMBDA_FUNCTION_NAME") != NULL;
    self->keyring = keyring_new(core->provider, &self->context);
    return self->keyring != NULL ? CONNECT_OK : error_memory(error);
}

void resolution_free(struct resolution *self)
{
    if (self == NULL) {
        return;
    }
    keyring_free(self->keyring);
    settings_release(&self->settings);
    arena_release(&self->arena);
    mem_free(self);
}
