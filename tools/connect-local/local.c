/*
 * See local.h: how the service begins and ends.
 */
#include "local.h"

#include "core/random.h"
#include "core/text.h"
#include "handlers.h"
#include "json.h"
#include "route.h"

static const char *partition_of(const char *region)
{
    if (text_starts(region, "cn-")) {
        return "aws-cn";
    }
    return text_starts(region, "us-gov-") ? "aws-us-gov" : "aws";
}

static void seed(struct local *local)
{
    struct arena arena = { 0 };

    for (int64_t i = 1; i <= local->options->seed_instances; i++) {
        json_t *record = json_need(json_object());

        json_put_text(record, "IdentityManagementType", "CONNECT_MANAGED");
        json_put_text(record, "InstanceAlias",
                      need(arena_printf(&arena, "seed-%04lld", (long long)i)));
        json_put(record, "InboundCallsEnabled", json_true());
        json_put(record, "OutboundCallsEnabled", json_boolean(i % 2 == 0));
        instance_add(local, record, local_now(local), 0);
    }
    arena_release(&arena);
}

struct local *local_new(const struct options *options, const connect_clock *clock)
{
    struct local *local = need(mem_calloc(1, sizeof *local));
    struct arena arena = { 0 };

    local->options = options;
    local->clock = clock;
    local->partition = partition_of(options->region);
    if (!random_system.fill(random_system.user, local->token_key, sizeof local->token_key) ||
        pthread_mutex_init(&local->lock, NULL) != 0) {
        need(NULL);
    }
    local->routes = routes_new(&local->routes_count);
    sessions_add(&local->sessions, options->access_key, options->secret_key, options->session_token,
                 need(arena_printf(&arena, "arn:%s:iam::%s:user/connect-local", local->partition,
                                   options->account_id)));
    arena_release(&arena);
    seed(local);
    return local;
}

static bool free_value(void *user, void *value)
{
    (void)user;
    mem_free(value);
    return true;
}

void local_free(struct local *local)
{
    if (local == NULL) {
        return;
    }
    for (size_t i = 0; i < local->instances.count; i++) {
        instance_free(local->instances.items[i].owner);
    }
    shelf_free(&local->instances);
    map_free(&local->instances_by_id);
    map_free(&local->instances_by_alias);
    map_sweep(&local->imds_tokens, free_value, NULL);
    map_free(&local->imds_tokens);
    map_sweep(&local->sso_access_tokens, free_value, NULL);
    map_free(&local->sso_access_tokens);
    mem_free(local->sso_refresh_token);
    replays_free(&local->replays);
    sessions_free(&local->sessions);
    pthread_mutex_destroy(&local->lock);
    mem_free(local->routes);
    mem_free(local);
}

int64_t local_now(const struct local *local)
{
    return local->clock->now(local->clock->user) + local->options->clock_offset_ms;
}

const char *local_uuid(struct arena *arena)
{
    char *uuid = need(arena_alloc(arena, 37));

    if (!random_uuid(&random_system, uuid)) {
        need(NULL);
    }
    return uuid;
}
