/*
 * See doors.h.
 */
#include "doors.h"

#include "core/text.h"
#include "need.h"

#include <string.h>

bool doors_serve(struct local *local, struct exchange *exchange)
{
    const struct options *options = local->options;
    const struct {
        bool open;
        door_fn *serve;
    } doors[] = {
        { options->container, container_serve },
        { options->imds, imds_serve },
        { options->sso, sso_serve },
        { options->sts, sts_serve },
        { options->zapi_token != NULL, zapi_serve },
    };

    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        if (doors[i].open && doors[i].serve(local, exchange)) {
            return true;
        }
    }
    return false;
}

void hand_out(struct local *local, struct exchange *exchange, const char *role,
              const char *session_name, int64_t seconds, struct handout *out)
{
    struct arena *arena = &exchange->arena;
    const char *principal =
        need(arena_printf(arena, "arn:%s:sts::%s:assumed-role/%s/%s", local->partition,
                          local->options->account_id, role, session_name));

    if (local->options->session_seconds > 0) {
        seconds = local->options->session_seconds;
    }
    pthread_mutex_lock(&local->lock);

    const struct session *session =
        sessions_issue(&local->sessions, principal, local_now(local), seconds);

    *out = (struct handout){ .access_key = need(arena_strdup(arena, session->access_key)),
                             .secret_key = need(arena_strdup(arena, session->secret_key)),
                             .token = need(arena_strdup(arena, session->token)),
                             .principal = principal,
                             .expires = session->expires };
    pthread_mutex_unlock(&local->lock);

    char iso[40];

    time_format_iso(out->expires / 1000 * 1000, iso);
    memcpy(out->expires_text, iso, 19);
    memcpy(out->expires_text + 19, "Z", 2);
}
