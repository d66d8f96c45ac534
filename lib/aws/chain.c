/*
 * The default chain: the first source that is configured provides the credentials; one that is
 * broken ends the search.
 * (AWS SDKs and Tools Reference Guide, "Standardized credential providers"; botocore
 * credentials.py, create_credential_resolver)
 */
#include "aws/provider_container.h"
#include "aws/provider_imds.h"
#include "aws/provider_profile.h"
#include "aws/provider_role.h"
#include "aws/source.h"
#include "core/assert.h"
#include "core/error.h"

struct chain_link {
    connect_status (*make)(connect_credentials_provider **out, connect_error **error);
    bool not_for_named_profile; /* a caller that names a profile means that profile */
};

/*
 * Rule: sources are tried in a fixed order, and the first that is configured counts.  Source: AWS
 * SDKs and Tools Reference Guide, Standardized credential providers.  Test:
 * the_first_configured_source_provides_the_credentials.
 */
/* In the order in which they are tried (docs/credentials.md). */
static const struct chain_link links[] = {
    { connect_credentials_environment, true },
    { provider_profile_new, false },
    { provider_web_identity_new, true },
    { provider_container_new, false },
    { provider_imds_new, false },
};

#define LINKS_COUNT (sizeof links / sizeof *links)

struct chain_provider {
    connect_credentials_provider head;
    connect_credentials_provider *providers[LINKS_COUNT];
};

struct chain_source {
    struct source source;
    connect_credentials_provider *chain;
    size_t next;
};

static bool is_profile_named(const struct settings *settings)
{
    return settings->values[SETTING_PROFILE_NAME].source == SETTING_OPTION;
}

/* Starts the next source, or ends the task when there is none. */
static void chain_start_next(struct chain_source *self)
{
    ASSERT(self->source.task.child == NULL && self->next <= LINKS_COUNT);
    const struct chain_provider *chain = (const struct chain_provider *)self->chain;
    struct source *source = &self->source;
    while (self->next < LINKS_COUNT) {
        size_t i = self->next++;
        connect_credentials_provider *provider = chain->providers[i];
        ASSERT(provider != NULL);
        if (!links[i].not_for_named_profile || !is_profile_named(source->context->settings)) {
            source_run(source, provider->class->fetch(provider, source->context, source->report));
            return;
        }
        source_skip(source, provider->class->name, "not used, because a profile is named in code");
    }
    source_succeed(source, NULL);
}

/*
 * Rule: a source that is configured but fails ends the search.  Source: botocore,
 * create_credential_resolver.  Test: a_broken_source_never_falls_through_to_another.
 */
static void chain_resume(struct task *task)
{
    struct chain_source *self = (struct chain_source *)task;
    struct credentials *credentials = NULL;
    if (task->child != NULL && !source_collect(&self->source, &credentials)) {
        return;
    }
    if (credentials != NULL) {
        source_succeed(&self->source, credentials);
    } else {
        chain_start_next(self);
    }
}

static void chain_clear(struct source *source)
{
    connect_credentials_provider_free(((struct chain_source *)source)->chain);
}

static const struct task_class chain_task = { .name = "default chain",
                                              .resume = chain_resume,
                                              .release = source_release };

static struct task *chain_fetch(connect_credentials_provider *provider,
                                const struct provider_context *context, struct fetch_report *report)
{
    struct chain_source *self = source_new(&chain_task, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->chain = provider_ref(provider);
    self->source.clear = chain_clear;
    return &self->source.task;
}

static void chain_release(connect_credentials_provider *provider)
{
    struct chain_provider *chain = (struct chain_provider *)provider;
    for (size_t i = 0; i < LINKS_COUNT; i++) {
        connect_credentials_provider_free(chain->providers[i]);
    }
}

static const struct provider_class chain_class = {
    .name = "default chain",
    .fetch = chain_fetch,
    .release = chain_release,
};

connect_status provider_default_chain(connect_credentials_provider **out, connect_error **error)
{
    *out = NULL;
    struct chain_provider *chain = provider_new(&chain_class, sizeof *chain);
    if (chain == NULL) {
        return error_memory(error);
    }
    for (size_t i = 0; i < LINKS_COUNT; i++) {
        connect_status status = links[i].make(&chain->providers[i], error);
        if (status != CONNECT_OK) {
            connect_credentials_provider_free(&chain->head);
            return status;
        }
    }
    *out = &chain->head;
    return CONNECT_OK;
}
