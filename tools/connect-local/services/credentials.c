/*
 * See credentials.h.
 */
#include "services/credentials.h"

#include "base/json.h"
#include "core/time.h"

#include <string.h>

struct role_session credentials_own_role(const struct local *local, const char *name)
{
    return (struct role_session){ .partition = partition_of(local->options->region),
                                  .account_id = local->options->account_id,
                                  .role = ROLE_NAME,
                                  .name = name,
                                  .seconds = ROLE_SECONDS };
}

void credentials_issue(struct local *local, struct exchange *exchange,
                       const struct role_session *role, struct issued_credentials *out)
{
    struct arena *arena = &exchange->arena;
    const char *principal =
        check_alloc(arena_printf(arena, "arn:%s:sts::%s:assumed-role/%s/%s", role->partition,
                                 role->account_id, role->role, role->name));
    const struct holder holder = { principal, role->account_id };
    int64_t seconds =
        local->options->session_seconds > 0 ? local->options->session_seconds : role->seconds;

    pthread_mutex_lock(&local->lock);

    const struct session *session = sessions_issue(&local->sessions, &local->random_credentials,
                                                   &holder, local_now(local), seconds);

    *out = (struct issued_credentials){ .access_key =
                                            check_alloc(arena_strdup(arena, session->access_key)),
                                        .secret_key =
                                            check_alloc(arena_strdup(arena, session->secret_key)),
                                        .token = check_alloc(arena_strdup(arena, session->token)),
                                        .principal = principal,
                                        .expires = session->expires };
    pthread_mutex_unlock(&local->lock);

    char iso[40];

    time_format_iso(out->expires / 1000 * 1000, iso);
    memcpy(out->expires_text, iso, 19);
    memcpy(out->expires_text + 19, "Z", 2);
}

void credentials_put(json_t *object, const struct issued_credentials *issued)
{
    json_put_string(object, "AccessKeyId", issued->access_key);
    json_put_string(object, "SecretAccessKey", issued->secret_key);
    json_put_string(object, "Token", issued->token);
    json_put_string(object, "Expiration", issued->expires_text);
}
