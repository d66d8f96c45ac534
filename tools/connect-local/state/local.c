/*
 * See local.h.
 */
#include "state/local.h"

#include "base/json.h"

#include <string.h>

static void add_seed_instances(struct local *local)
{
    struct tenant *tenant = local_tenant(local, local->options->account_id, local->options->region);
    struct arena arena = { 0 };

    for (int64_t i = 1; i <= local->options->seed_instances; i++) {
        json_t *record = json_check_alloc(json_object());

        json_put_string(record, "IdentityManagementType", "CONNECT_MANAGED");
        json_put_string(record, "InstanceAlias",
                        check_alloc(arena_printf(&arena, "seed-%04lld", (long long)i)));
        json_put(record, "InboundCallsEnabled", json_true());
        json_put(record, "OutboundCallsEnabled", json_boolean(i % 2 == 0));
        tenant_add_instance(tenant, record, local_now(local), 0);
    }
    arena_release(&arena);
}

static void add_user(struct local *local, const struct account_option *account)
{
    struct arena arena = { 0 };
    const struct holder holder = { check_alloc(arena_printf(
                                       &arena, "arn:%s:iam::%s:user/connect-local",
                                       partition_of(local->options->region), account->account_id)),
                                   account->account_id };

    sessions_add(&local->sessions, account->access_key, account->secret_key, account->session_token,
                 &holder);
    arena_release(&arena);
}

static void seed_streams(struct local *local)
{
    if (!local->options->has_seed) {
        return;
    }
    random_stream_seed(&local->random_ids, local->options->seed, "ids");
    random_stream_seed(&local->random_requests, local->options->seed, "requests");
    /* Credentials stay valid when the rest starts again, so their stream goes on. */
    if (!local->random_credentials.seeded) {
        random_stream_seed(&local->random_credentials, local->options->seed, "credentials");
    }
    random_stream_seed(&local->random_faults, local->options->seed, "faults");
}

struct local *local_new(const struct options *options, const connect_clock *clock)
{
    struct local *local = check_alloc(mem_calloc(1, sizeof *local));

    local->options = options;
    local->clock = clock;
    check_system(pthread_mutex_init(&local->lock, NULL) == 0, "creating a mutex");
    history_init(&local->history);
    local_reset(local);
    return local;
}

static void release_resources(struct local *local)
{
    for (size_t i = 0; i < local->tenants_count; i++) {
        tenant_free(local->tenants[i]);
    }
    local->tenants_count = 0;
    map_free(&local->tenants_index);
    map_free(&local->aliases);
    replays_free(&local->replays);
}

void local_free(struct local *local)
{
    if (local == NULL) {
        return;
    }
    release_resources(local);
    deadlines_free(&local->imds_tokens);
    deadlines_free(&local->sso_access_tokens);
    mem_free(local->sso_refresh_token);
    sessions_free(&local->sessions);
    json_decref(local->initial);
    history_free(&local->history);
    pthread_mutex_destroy(&local->lock);
    mem_free(local);
}

void local_clear(struct local *local)
{
    const struct options *options = local->options;
    const struct account_option first = { .account_id = options->account_id,
                                          .access_key = options->access_key,
                                          .secret_key = options->secret_key,
                                          .session_token = options->session_token };

    release_resources(local);
    memcpy(local->faults.items, options->faults, sizeof options->faults);
    local->faults.count = options->faults_count;
    seed_streams(local);
    random_stream_fill(&local->random_ids, local->page_token_key, sizeof local->page_token_key);
    add_user(local, &first);
    for (size_t i = 0; i < options->accounts_count; i++) {
        add_user(local, &options->accounts[i]);
    }
    local->version++;
}

void local_reset(struct local *local)
{
    local_clear(local);
    add_seed_instances(local);
}

int64_t local_now(const struct local *local)
{
    return local->clock->now(local->clock->user) + local->options->clock_offset_ms;
}

struct tenant *local_tenant(struct local *local, const char *account_id, const char *region)
{
    const struct tenant parent = { .options = local->options,
                                   .aliases = &local->aliases,
                                   .random = &local->random_ids };
    struct buf key = BUF_INIT(256);

    buf_printf(&key, "%s/%s", account_id, region);
    (void)check_buf(&key);

    struct tenant *tenant = map_get(&local->tenants_index, buf_text(&key));

    if (tenant == NULL && local->tenants_count < TENANTS_MAX) {
        tenant = tenant_new(&parent, account_id, region);
        local->tenants[local->tenants_count++] = tenant;
        map_put(&local->tenants_index, buf_text(&key), tenant);
    }
    buf_free(&key);
    return tenant;
}
