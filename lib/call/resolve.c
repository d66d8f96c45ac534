/*
 * Resolving a client.  One task does it, the leader; others that need the result queue at the
 * client and are woken when the leader ends.  A failure is not kept: the next task resolves anew. A
 * leader that is stopped by its own deadline or cancel token has not failed, it only gives way.
 */
#include "call/resolve.h"

#include "aws/provider_imds.h"
#include "call/context.h"
#include "call/transport_default.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"

/* ---- the parts ---- */

static connect_status resolve_endpoint(struct client_core *core, connect_error **error)
{
    const struct setting_value *values = core->settings.values;
    struct endpoint_query query = { .prefix = core->service->endpoint_prefix,
                                    .region = values[SETTING_REGION].text,
                                    .endpoint = values[SETTING_ENDPOINT_URL].text,
                                    .fips = values[SETTING_USE_FIPS].number != 0,
                                    .dualstack = values[SETTING_USE_DUALSTACK].number != 0 };
    connect_status status = endpoint_resolve(&core->resolved, &query, &core->endpoint, error);

    if (status == CONNECT_OK) {
        log_line(&core->logger, CONNECT_LOG_DEBUG, "endpoint %s (%s), region %s (%s)",
                 core->endpoint.url, values[SETTING_ENDPOINT_URL].origin,
                 core->endpoint.signing_region != NULL ? core->endpoint.signing_region : "none",
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

static connect_status resolve_user_agent(struct client_core *core, connect_error **error)
{
    const struct setting_value *values = core->settings.values;
    struct user_agent_parts parts = { .execution_environment =
                                          settings_env(&core->settings, "AWS_EXECUTION_ENV"),
                                      .retry_mode = values[SETTING_RETRY_MODE].text,
                                      .app_id = values[SETTING_APP_ID].text };

    if (values[SETTING_RETRY_MODE].number == CONNECT_RETRY_OFF) {
        parts.retry_mode = "standard";
    }
    return user_agent_new(&core->resolved, &parts, &core->user_agent) ? CONNECT_OK
                                                                      : error_memory(error);
}

static connect_status resolve_transport(struct client_core *core, connect_error **error)
{
    if (core->transport.perform != NULL) {
        return CONNECT_OK;
    }
    return transport_of_settings(&core->settings, &core->resolved, &core->options, &core->transport,
                                 error);
}

/* Maps the file through which processes share quotas, unless the caller wants no pacing. */
static connect_status resolve_pace(struct client_core *core, connect_error **error)
{
    const struct setting_value *values = core->settings.values;
    bool is_off = core->options.pace != NULL && !pace_is_on(core->pace);
    struct pace_file *file;
    connect_status status;
    const char *path;

    if (values[SETTING_PACE_SHARED_FILE].text == NULL || is_off || core->service->has_no_regions) {
        return CONNECT_OK;
    }
    status = settings_resolve_path(&core->settings, &core->resolved, SETTING_PACE_SHARED_FILE,
                                   &path, error);
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
 * Whether the region has to be looked up in instance metadata.
 *
 * Rule: without any other the region is that of instance metadata.  Source: smithy-rs, aws-config
 * default_provider/region.rs.  Test: the_region_falls_back_to_instance_metadata.
 */
static bool needs_metadata(const struct client_core *core)
{
    return !core->service->has_no_regions && !core->provider->class->is_anonymous &&
           settings_want_metadata(&core->settings);
}

/* What needs no I/O beyond local files. */
static connect_status resolve_settings(struct client_core *core, connect_error **error)
{
    connect_status status = settings_resolve(&core->settings, &core->options, &core->logger, error);

    if (status == CONNECT_OK) {
        status = resolve_transport(core, error);
    }
    if (status == CONNECT_OK) {
        core_fill_context(core);
    }
    return status;
}

/* What needs the region. */
static connect_status resolve_rest(struct client_core *core, connect_error **error)
{
    ASSERT(core->keyring == NULL);
    connect_status status = resolve_endpoint(core, error);

    if (status == CONNECT_OK) {
        status = resolve_user_agent(core, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    status = resolve_pace(core, error);
    if (status != CONNECT_OK) {
        return status;
    }
    core->rules = rules_of(&core->settings);
    core->in_lambda = settings_env(&core->settings, "AWS_LAMBDA_FUNCTION_NAME") != NULL;
    core->keyring = keyring_new(core->provider, &core->context);
    return core->keyring != NULL ? CONNECT_OK : error_memory(error);
}

/* ---- the queue; under the lock of the core ---- */

static void queue_add(struct resolve_task *self)
{
    ASSERT(lock_is_held(&self->core->lock) && self->place == RESOLVE_NEW);
    struct client_core *core = self->core;

    self->next = NULL;
    self->previous = core->last_resolving;
    if (self->previous != NULL) {
        self->previous->next = self;
    } else {
        core->resolving = self;
    }
    core->last_resolving = self;
    self->place = RESOLVE_QUEUED;
}

static void queue_remove(struct resolve_task *self)
{
    ASSERT(lock_is_held(&self->core->lock) && self->place == RESOLVE_QUEUED);
    if (self->previous != NULL) {
        self->previous->next = self->next;
    } else {
        self->core->resolving = self->next;
    }
    if (self->next != NULL) {
        self->next->previous = self->previous;
    } else {
        self->core->last_resolving = self->previous;
    }
    self->place = RESOLVE_NEW;
}

/* ---- the task ---- */

bool client_is_resolved(const struct client_core *core)
{
    return atomic_load_explicit(&core->state, memory_order_acquire) == CORE_READY;
}

/* The leader ends: all others look again, and the first of them may lead. */
static void resolve_task_give_way(struct resolve_task *self, enum core_state state)
{
    ASSERT(self->place == RESOLVE_LEADING);
    struct client_core *core = self->core;

    if (state != CORE_READY) {
        ASSERT(core->keyring == NULL);
        core_release_resolved(core);
    }
    lock_acquire(&core->lock);
    ASSERT(core->state == CORE_BUSY);
    core->state = state;
    for (const struct resolve_task *other = core->resolving; other != NULL; other = other->next) {
        task_wake(&((struct resolve_task *)other)->task);
    }
    lock_release(&core->lock);
    self->place = RESOLVE_ENDED;
}

/* Leaves whatever it is part of. */
static void resolve_task_leave(struct resolve_task *self)
{
    if (self->place == RESOLVE_LEADING) {
        resolve_task_give_way(self, CORE_NEW);
    } else if (self->place == RESOLVE_QUEUED) {
        lock_acquire(&self->core->lock);
        queue_remove(self);
        lock_release(&self->core->lock);
    }
}

/* Whether this task leads now; if not, it is queued, or the client is resolved. */
static bool resolve_task_enter(struct resolve_task *self)
{
    struct client_core *core = self->core;

    lock_acquire(&core->lock);
    if (self->place == RESOLVE_QUEUED) {
        queue_remove(self);
    }
    if (core->state == CORE_NEW) {
        core->state = CORE_BUSY;
        self->place = RESOLVE_LEADING;
    } else if (core->state == CORE_BUSY) {
        queue_add(self);
    }
    lock_release(&core->lock);
    return self->place == RESOLVE_LEADING;
}

static void resolve_task_end(struct resolve_task *self, connect_status status, connect_error *error)
{
    resolve_task_give_way(self, status == CONNECT_OK ? CORE_READY : CORE_NEW);
    if (status == CONNECT_OK) {
        task_succeed(&self->task, NULL);
    } else {
        task_fail(&self->task, error);
    }
}

/* The leader begins.  It waits for nothing but the region. */
static void resolve_task_begin(struct resolve_task *self)
{
    struct client_core *core = self->core;
    connect_error *error = NULL;
    connect_status status = resolve_settings(core, &error);
    struct task *region;

    if (status == CONNECT_OK && needs_metadata(core)) {
        region = imds_region_fetch(&core->context);
        if (region != NULL) {
            task_run_child(&self->task, region);
            return;
        }
        status = error_memory(&error);
    }
    if (status == CONNECT_OK) {
        status = resolve_rest(core, &error);
    }
    resolve_task_end(self, status, error);
}

/* Failure to reach the metadata service is not an error, and neither is a machine without one. */
static void resolve_task_take_region(struct resolve_task *self)
{
    struct client_core *core = self->core;
    connect_error *error = NULL;
    void *region;
    connect_status status = task_collect(&self->task, &region, &error);

    if (status == CONNECT_OK && region != NULL) {
        status = settings_take_metadata(&core->settings, region, &error);
    }
    mem_free(region);
    if (status == CONNECT_OK) {
        status = resolve_rest(core, &error);
    }
    resolve_task_end(self, status, error);
}

static void resolve_task_resume(struct task *task)
{
    struct resolve_task *self = (struct resolve_task *)task;

    if (task->child != NULL) {
        resolve_task_take_region(self);
    } else if (resolve_task_enter(self)) {
        resolve_task_begin(self);
    } else if (self->place == RESOLVE_QUEUED) {
        task_wait(task, DEADLINE_NONE);
    } else {
        task_succeed(task, NULL);
    }
}

static void resolve_task_stop(struct task *task, connect_status status)
{
    connect_error *error = NULL;

    resolve_task_leave((struct resolve_task *)task);
    (void)error_set(&error, status, "%s while settings were resolved",
                    status == CONNECT_E_CANCELLED ? "cancelled"
                                                  : "the time limit of the call passed");
    task_fail(task, error);
}

static void resolve_task_release(struct task *task)
{
    resolve_task_leave((struct resolve_task *)task);
}

static const struct task_class resolve_task_class = { .name = "resolve",
                                                      .resume = resolve_task_resume,
                                                      .stop = resolve_task_stop,
                                                      .release = resolve_task_release };

void resolve_task_init(struct resolve_task *self, struct client_core *core)
{
    *self = (struct resolve_task){ .core = core, .place = RESOLVE_NEW };
    task_init(&self->task, &resolve_task_class);
}
