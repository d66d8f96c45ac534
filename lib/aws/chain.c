/*
 * The default chain: the first source that is configured serves; one that is broken ends the
 * search.
 */
#include "aws/credentials.h"
#include "aws/provider_container.h"
#include "aws/provider_imds.h"
#include "aws/provider_profile.h"
#include "aws/provider_role.h"
#include "core/error.h"

struct source {
    connect_status (*make)(connect_credentials_provider **out, connect_error **error);
    bool not_for_named_profile; /* a program that names a profile means that profile */
};

/* In the order in which they are asked. */
static const struct source sources[] = {
    { connect_credentials_environment, true },
    { provider_profile_new, false },
    { provider_web_identity_new, true },
    { provider_container_new, false },
    { provider_imds_new, false },
};

#define SOURCES_COUNT (sizeof sources / sizeof *sources)

struct chain_provider {
    connect_credentials_provider head;
    connect_credentials_provider *providers[SOURCES_COUNT];
};

static bool is_profile_named(const struct settings *settings)
{
    return settings->values[SETTING_PROFILE_NAME].source == SETTING_OPTION;
}

static connect_status chain_fetch(connect_credentials_provider *provider,
                                  struct provider_context *context, struct credentials **out,
                                  struct buf *skipped, connect_error **error)
{
    struct chain_provider *chain = (struct chain_provider *)provider;
    *out = NULL;
    for (size_t i = 0; i < SOURCES_COUNT; i++) {
        connect_credentials_provider *next = chain->providers[i];
        if (sources[i].not_for_named_profile && is_profile_named(context->settings)) {
            provider_skip(skipped, next->class->name,
                          "not asked, because the program names a profile");
            continue;
        }
        connect_status status = next->class->fetch(next, context, out, skipped, error);
        if (status != CONNECT_OK || *out != NULL) {
            return status;
        }
    }
    return CONNECT_OK;
}

static void chain_release(connect_credentials_provider *provider)
{
    struct chain_provider *chain = (struct chain_provider *)provider;
    for (size_t i = 0; i < SOURCES_COUNT; i++) {
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
    for (size_t i = 0; i < SOURCES_COUNT; i++) {
        connect_status status = sources[i].make(&chain->providers[i], error);
        if (status != CONNECT_OK) {
            connect_credentials_provider_free(&chain->head);
            return status;
        }
    }
    *out = &chain->head;
    return CONNECT_OK;
}
