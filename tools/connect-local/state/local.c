/*
 * See local.h.
 */
#include "state/local.h"

#include "base/json.h"
#include "core/random.h"

static void add_seed_instances(struct local *local)
{
    struct arena arena = { 0 };

    for (int64_t i = 1; i <= local->options->seed_instances; i++) {
        json_t *record = json_check_alloc(json_object());

        json_put_string(record, "IdentityManagementType", "CONNECT_MANAGED");
        json_put_string(record, "InstanceAlias",
                        check_alloc(arena_printf(&arena, "seed-%04lld", (long long)i)));
        json_put(record, "InboundCallsEnabled", json_true());
        json_put(record, "OutboundCallsEnabled", json_boolean(i % 2 == 0));
        tenant_add_instance(&local->tenant, record, local_now(local), 0);
    }
    arena_release(&arena);
}

struct local *local_new(const struct options *options, const connect_clock *clock)
{
    struct local *local = check_alloc(mem_calloc(1, sizeof *local));
    struct arena arena = { 0 };

    local->options = options;
    local->clock = clock;
    tenant_init(&local->tenant, options);
    check_system(
        random_system.fill(random_system.user, local->page_token_key, sizeof local->page_token_key),
        "the random generator");
    check_system(pthread_mutex_init(&local->lock, NULL) == 0, "creating a mutex");
    sessions_add(&local->sessions, options->access_key, options->secret_key, options->session_token,
                 check_alloc(arena_printf(&arena, "arn:%s:iam::%s:user/connect-local",
                                          local->tenant.partition, options->account_id)));
    arena_release(&arena);
    add_seed_instances(local);
    return local;
}

void local_free(struct local *local)
{
    if (local == NULL) {
        return;
    }
    tenant_release(&local->tenant);
    deadlines_free(&local->imds_tokens);
    deadlines_free(&local->sso_access_tokens);
    mem_free(local->sso_refresh_token);
    replays_free(&local->replays);
    sessions_free(&local->sessions);
    pthread_mutex_destroy(&local->lock);
    mem_free(local);
}

int64_t local_now(const struct local *local)
{
    return local->clock->now(local->clock->user) + local->options->clock_offset_ms;
}
