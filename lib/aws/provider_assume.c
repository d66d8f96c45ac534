/*
 * A role that the application names, assumed with the credentials of another provider.
 *
 * A fetch has two steps: the credentials of the base, which may be any provider and so another
 * role, then AssumeRole with them.  The base is fetched for each refresh and not cached: its
 * credentials are needed once an hour.
 * (AWS STS API Reference, "AssumeRole")
 */
#include "aws/provider_option.h"
#include "aws/provider_role.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/sized.h"

struct assume_provider {
    connect_credentials_provider head;
    struct arena arena; /* of the strings */
    struct profile_role role;
    const char *region; /* or NULL */
    connect_credentials_provider *base;
};

struct assume_source {
    struct source source;
    connect_credentials_provider *provider;
    bool is_assuming; /* false: the base is being fetched */
};

static void assume_start_role(struct assume_source *self, struct credentials *base)
{
    ASSERT(!self->is_assuming && base != NULL);
    const struct assume_provider *provider = (const struct assume_provider *)self->provider;
    struct source *source = &self->source;
    const char *region = provider->region != NULL
                             ? provider->region
                             : settings_service_region(source->context->settings, NULL);
    self->is_assuming = true;
    source_run(source, role_assume(source->context, source->report, &provider->role, region, base));
}

static void assume_continue(struct assume_source *self)
{
    const struct assume_provider *provider = (const struct assume_provider *)self->provider;
    struct source *source = &self->source;
    struct credentials *credentials;
    connect_error *error = NULL;
    if (!source_collect(source, &credentials)) {
        return;
    }
    if (self->is_assuming) {
        source_succeed(source, credentials);
    } else if (credentials == NULL) {
        (void)error_set(&error, CONNECT_E_CREDENTIALS,
                        "assuming role %s: no source credentials found: %s",
                        provider->role.role_arn, buf_text(&source->report->skipped));
        source_fail(source, error);
    } else {
        assume_start_role(self, credentials);
        credentials_unref(credentials);
    }
}

static void assume_resume(struct task *task)
{
    struct assume_source *self = (struct assume_source *)task;
    const struct assume_provider *provider = (const struct assume_provider *)self->provider;
    struct source *source = &self->source;
    if (task->child != NULL) {
        assume_continue(self);
    } else {
        source_run(source,
                   provider->base->class->fetch(provider->base, source->context, source->report));
    }
}

static void assume_clear(struct source *source)
{
    connect_credentials_provider_free(((struct assume_source *)source)->provider);
}

static const struct task_class assume_task = { .name = "role",
                                               .resume = assume_resume,
                                               .release = source_release };

static struct task *assume_fetch(connect_credentials_provider *provider,
                                 const struct provider_context *context,
                                 struct fetch_report *report)
{
    struct assume_source *self = source_new(&assume_task, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->provider = provider_ref(provider);
    self->source.clear = assume_clear;
    return &self->source.task;
}

static void assume_release(connect_credentials_provider *head)
{
    struct assume_provider *provider = (struct assume_provider *)head;
    connect_credentials_provider_free(provider->base);
    arena_release(&provider->arena);
}

static const struct provider_class assume_class = {
    .name = "role",
    .fetch = assume_fetch,
    .release = assume_release,
};

static connect_status assume_fill(struct assume_provider *provider, connect_role_options *options,
                                  connect_error **error)
{
    static const char function[] = "connect_credentials_role";
    struct arena *arena = &provider->arena;
    connect_status status = provider_copy_role(arena, function, &options->role_arn,
                                               &options->session_name, &options->region, error);
    if (status == CONNECT_OK) {
        status = provider_copy_option(arena, function, "external_id", &options->external_id, error);
    }
    if (status == CONNECT_OK) {
        status = provider_check_duration(function, options->duration_seconds, error);
    }
    if (status == CONNECT_OK && options->source != NULL && options->source->class->is_anonymous) {
        status = error_set(error, CONNECT_E_ARGUMENT,
                           "%s: source: the anonymous provider has no credentials", function);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    provider->role = (struct profile_role){
        .role_arn = options->role_arn,
        .session_name = options->session_name,
        .external_id = options->external_id,
        .duration_seconds = options->duration_seconds.is_set ? options->duration_seconds.value : 0,
    };
    provider->region = options->region;
    if (options->source == NULL) {
        return provider_default_chain(&provider->base, error);
    }
    provider->base = provider_ref(options->source);
    return CONNECT_OK;
}

connect_status connect_credentials_role(const connect_role_options *options,
                                        connect_credentials_provider **out, connect_error **error)
{
    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_credentials_role: out is NULL");
    }
    *out = NULL;
    connect_role_options known;
    connect_status status =
        sized_copy(&known, sizeof known, options, "connect_role_options", error);
    if (status != CONNECT_OK) {
        return status;
    }
    struct assume_provider *provider = provider_new(&assume_class, sizeof *provider);
    if (provider == NULL) {
        return error_memory(error);
    }
    status = assume_fill(provider, &known, error);
    if (status != CONNECT_OK) {
        connect_credentials_provider_free(&provider->head);
        return status;
    }
    *out = &provider->head;
    return CONNECT_OK;
}
