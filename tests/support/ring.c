/* See ring.h. */
#include "support/ring.h"

#include "call/driver.h"
#include "core/clock.h"
#include "core/error.h"
#include "support/memory.h"

#include <check.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

struct ring_source {
    struct source source;
    struct ring_provider *provider;
    int number;
    bool has_slept;
};

static void hold(struct ring_source *self)
{
    struct ring_provider *provider = self->provider;
    pthread_mutex_lock(&provider->lock);
    if (provider->holds) {
        int at = atomic_fetch_add(&provider->held_count, 1);
        ck_assert_int_lt(at, 64);
        provider->held[at] = &self->source.task;
        task_wait(&self->source.task, DEADLINE_NONE);
    }
    pthread_mutex_unlock(&provider->lock);
}

static void forget(struct ring_source *self)
{
    struct ring_provider *provider = self->provider;
    pthread_mutex_lock(&provider->lock);
    for (int i = 0; i < provider->held_count; i++) {
        if (provider->held[i] == &self->source.task) {
            provider->held[i] = provider->held[--provider->held_count];
            break;
        }
    }
    pthread_mutex_unlock(&provider->lock);
}

void ring_let_go(struct ring_provider *provider)
{
    pthread_mutex_lock(&provider->lock);
    provider->holds = false;
    for (int i = 0; i < provider->held_count; i++) {
        task_wake(provider->held[i]);
    }
    pthread_mutex_unlock(&provider->lock);
}

static void finish(struct ring_source *self)
{
    struct ring_provider *provider = self->provider;
    char id[20];
    connect_credentials from = { .size = sizeof from,
                                 .access_key_id = id,
                                 .secret_access_key = "planted" };
    int64_t now = provider->clock->now(provider->clock->user);
    struct file_stamp none = { 0 };
    connect_error *error = NULL;
    snprintf(id, sizeof id, "KEY%d", self->number);
    switch (provider->outcome) {
    case RING_NO_FETCH:
        ck_abort_msg("there was a fetch");
    case RING_FRESH:
        from.expiration = (connect_opt_time)CONNECT_SET(now + provider->lifetime_ms);
        break;
    case RING_STALE:
        from.expiration = (connect_opt_time)CONNECT_SET(now);
        break;
    case RING_FAILS:
        (void)error_set(&error, CONNECT_E_TRANSPORT, "fetch %d failed", self->number);
        break;
    case RING_FINAL:
        source_set_final(&self->source, NULL, &none);
        (void)error_set(&error, CONNECT_E_CREDENTIALS, "log in again");
        break;
    case RING_MISCONFIGURED:
        (void)error_set(&error, CONNECT_E_CONFIGURATION, "bad profile");
        break;
    case RING_NOTHING:
        source_skip(&self->source, "script", "has %s", "nothing");
        source_succeed(&self->source, NULL);
        return;
    }
    if (error != NULL) {
        source_fail(&self->source, error);
        return;
    }
    source_succeed(&self->source, credentials_new(&from, "script"));
}

static void resume(struct task *task)
{
    struct ring_source *self = (struct ring_source *)task;
    struct ring_provider *provider = self->provider;
    if (task->want == TASK_READY && provider->takes_ms > 0 && !self->has_slept) {
        self->has_slept = true;
        task_sleep(task, clock_in(self->source.context->clock, provider->takes_ms));
        return;
    }
    if (task->want != TASK_WAIT) {
        task->want = TASK_READY;
        hold(self);
    } else if (provider->holds) {
        task_wait(task, task->until); /* a spurious wake-up */
        return;
    }
    if (task->want != TASK_WAIT || !provider->holds) {
        finish(self);
    }
}

static void clear(struct source *source)
{
    forget((struct ring_source *)source);
}

static void stop(struct task *task, connect_status status)
{
    forget((struct ring_source *)task);
    source_stop(task, status);
}

static const struct task_class script_class = {
    .name = "script", .resume = resume, .stop = stop, .release = source_release
};

static struct task *fetch(connect_credentials_provider *head,
                          const struct provider_context *context, struct fetch_report *report)
{
    struct ring_provider *provider = (struct ring_provider *)head;
    struct ring_source *self = source_new(&script_class, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->provider = provider;
    self->source.clear = clear;
    self->number = atomic_fetch_add(&provider->fetches, 1) + 1;
    return &self->source.task;
}

int ring_fetch_number(const struct task *source)
{
    ck_assert_ptr_eq(source->class, &script_class);
    return ((const struct ring_source *)source)->number;
}

static const struct provider_class plain = { .name = "script", .fetch = fetch };
static const struct provider_class user_code = { .name = "script",
                                                 .fetch = fetch,
                                                 .is_user_code = true };

static bool fill(void *user, void *bytes, size_t count)
{
    memset(bytes, *(unsigned char *)user, count);
    return true;
}

void ring_begin(struct ring_world *world, bool is_user_code)
{
    memory_watch();
    memset(world, 0, sizeof *world);
    fake_clock_init(&world->clock);
    fake_log_init(&world->log);
    world->logger = (struct logger){ CONNECT_LOG_WARN, fake_log_line, &world->log };
    world->chance = 0x80; /* about one half */
    world->random = (connect_random){ sizeof world->random, &world->chance, fill };
    world->context = (struct provider_context){ .settings = &world->settings,
                                                .clock = &world->clock.face,
                                                .random = &world->random,
                                                .logger = &world->logger };
    world->provider = provider_new(is_user_code ? &user_code : &plain, sizeof *world->provider);
    pthread_mutex_init(&world->provider->lock, NULL);
    world->provider->clock = &world->clock.face;
    world->provider->outcome = RING_FRESH;
    world->provider->lifetime_ms = 21600000;
    world->ring = keyring_new(&world->provider->head, &world->context);
    ck_assert_ptr_nonnull(world->ring);
}

void ring_end(struct ring_world *world)
{
    keyring_free(world->ring);
    pthread_mutex_destroy(&world->provider->lock);
    connect_credentials_provider_free(&world->provider->head);
    fake_log_free(&world->log);
    memory_end();
}

void ring_wait_fetches(const struct ring_provider *provider, int count)
{
    for (int i = 0; provider->fetches < count; i++) {
        ck_assert_int_lt(i, 10000);
        nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
    }
}

connect_status ring_get(struct ring_world *world, const connect_clock *clock, int64_t deadline,
                        const connect_cancel *cancel, char *key, connect_error **error)
{
    struct task *task = keyring_task_new(world->ring);
    connect_status status;
    ck_assert_ptr_nonnull(task);
    task->deadline = deadline;
    task->cancel = cancel;
    driver_run(clock, NULL, task);
    const struct credentials *credentials = task->result;
    status = task->status;
    snprintf(key, 20, "%s", credentials != NULL ? credentials->access_key_id : "");
    ck_assert((status == CONNECT_OK) == (credentials != NULL));
    ck_assert_int_eq(connect_error_code(task->error), status);
    if (error != NULL) {
        *error = task->error;
        task->error = NULL;
    }
    task_release(task);
    return status;
}
