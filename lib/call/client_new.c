/*
 * Making clients.  Nothing here does I/O.
 *
 * Apart from client.c, because checking the account's table of quotas needs the registry of
 * operations, whose functions need clients.
 */
#include "call/client.h"
#include "call/entry.h"
#include "call/pace_options.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/random.h"
#include "core/sized.h"

#define MAX_BODY_BYTES (8 * 1024 * 1024)

static bool copy_strings(struct client_core *core)
{
    connect_client_options *options = &core->options;
    const char **strings[] = { &options->region,    &options->endpoint_url, &options->profile,
                               &options->ca_bundle, &options->proxy,        &options->app_id };

    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        if (*strings[i] == NULL) {
            continue;
        }
        *strings[i] = arena_strdup(&core->arena, *strings[i]);
        if (*strings[i] == NULL) {
            return false;
        }
    }
    return true;
}

/* Logger, clock, random bytes and credentials: those of the options, or the defaults. */
static connect_status core_fill_interfaces(struct client_core *core, connect_error **error)
{
    connect_client_options *options = &core->options;
    connect_status status;

    core->logger = (struct logger){ options->log_level, options->log, options->log_user };
    status =
        sized_copy(&core->clock, sizeof core->clock,
                   options->clock != NULL ? options->clock : &clock_system, "option clock", error);
    if (status == CONNECT_OK) {
        status = sized_copy(&core->random, sizeof core->random,
                            options->random != NULL ? options->random : &random_system,
                            "option random", error);
    }
    if (status == CONNECT_OK && options->credentials != NULL) {
        core->provider = provider_ref(options->credentials);
    } else if (status == CONNECT_OK) {
        status = provider_default_chain(&core->provider, error);
    }
    return status;
}

/* The rules of pacing; the file is opened with the first call. */
static connect_status take_pace(struct client_core *core, connect_error **error)
{
    connect_pace *pace = &core->pace_options;
    connect_status status = CONNECT_OK;

    core->pace = pace_new(&core->clock);
    if (core->pace == NULL) {
        return error_memory(error);
    }
    status = sized_copy(pace, sizeof *pace, core->options.pace, "option pace", error);
    if (status == CONNECT_OK) {
        status = pace_take_options(core->pace, pace, error);
    }
    pace->quotas = NULL;
    pace->quotas_count = 0;
    if (pace->shared_file != NULL) {
        pace->shared_file = arena_strdup(&core->arena, pace->shared_file);
        if (pace->shared_file == NULL && status == CONNECT_OK) {
            status = error_memory(error);
        }
    }
    return status;
}

static connect_status core_fill(struct client_core *core, const connect_client_options *options,
                                connect_error **error)
{
    connect_status status =
        sized_copy(&core->options, sizeof core->options, options, "connect_client_options", error);

    if (status == CONNECT_OK) {
        status = settings_check_options(&core->options, error);
        ASSERT(error_fits(status, error));
    }
    if (status == CONNECT_OK) {
        status = core_fill_interfaces(core, error);
    }
    if (status == CONNECT_OK) {
        status = take_pace(core, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    core->max_body_bytes =
        core->options.max_body_bytes.is_set ? core->options.max_body_bytes.value : MAX_BODY_BYTES;
    core->keys = sigv4_cache_new();
    if (core->keys == NULL || !copy_strings(core)) {
        return error_memory(error);
    }
    /* Last, because on failure the caller still owns it. */
    status = sized_copy(&core->transport, sizeof core->transport, core->options.transport,
                        "option transport", error);
    core->has_own_transport = core->transport.perform != NULL;
    core->options.pace = core->options.pace != NULL ? &core->pace_options : NULL;
    core->options.transport = NULL;
    core->options.clock = NULL;
    core->options.random = NULL;
    core->options.credentials = NULL;
    return status;
}

connect_status client_new(const struct service *service, settings_env_fn env,
                          const connect_client_options *options, connect_client **out,
                          connect_error **error)
{
    ASSERT(service->endpoint_prefix != NULL && service->signing_name != NULL);
    connect_client *client;
    struct client_core *core;
    connect_status status;

    *out = NULL;
    client = mem_calloc(1, sizeof *client);
    core = mem_calloc(1, sizeof *core);
    if (client == NULL || core == NULL || !lock_init(&core->lock)) {
        mem_free(client);
        mem_free(core);
        return error_memory(error);
    }
    client->core = core;
    client->deadline = DEADLINE_NONE;
    atomic_init(&core->refs, 1);
    atomic_init(&core->state, CORE_NEW);
    core->service = service;
    core->env = env;
    retry_quota_init(&core->quota);
    status = core_fill(core, options, error);
    if (status != CONNECT_OK) {
        connect_client_free(client);
        return status;
    }
    *out = client;
    return CONNECT_OK;
}

connect_status connect_client_new(const connect_client_options *options, connect_client **out,
                                  connect_error **error)
{
    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_client_new: out is NULL");
    }
    return client_new(&connect_service, NULL, options, out, error);
}
