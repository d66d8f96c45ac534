/*
 * See credentials.h.
 */
#include "services/credentials.h"

#include "base/alloc.h"
#include "core/text.h"

#include <string.h>

void credentials_issue(struct local *local, struct exchange *exchange, const char *role,
                       const char *session_name, int64_t seconds, struct issued_credentials *out)
{
    struct arena *arena = &exchange->arena;
    const char *principal = check_alloc(
        arena_printf(arena, "arn:%s:sts::%s:assumed-role/%s/%s", local->tenant.partition,
                     local->options->account_id, role, session_name));

    if (local->options->session_seconds > 0) {
        seconds = local->options->session_seconds;
    }
    pthread_mutex_lock(&local->lock);

    const struct session *session =
        sessions_issue(&local->sessions, principal, local_now(local), seconds);

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
