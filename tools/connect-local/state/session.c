/*
 * See session.h.
 */
#include "state/session.h"

#include "base/alloc.h"

#include <string.h>

static void session_free(struct session *session)
{
    mem_free(session->access_key);
    mem_free_secret_text(session->secret_key);
    mem_free_secret_text(session->token);
    mem_free(session->principal);
    mem_free(session->account_id);
    mem_free(session);
}

static struct session *add_session(struct sessions *sessions, const char *access_key,
                                   const char *secret_key, const char *token,
                                   const struct holder *holder, int64_t expires)
{
    struct session *session = check_alloc(mem_calloc(1, sizeof *session));

    session->access_key = check_alloc(mem_strdup(access_key));
    session->secret_key = check_alloc(mem_strdup(secret_key));
    session->token = token != NULL ? check_alloc(mem_strdup(token)) : NULL;
    session->principal = check_alloc(mem_strdup(holder->principal));
    session->account_id = check_alloc(mem_strdup(holder->account_id));
    session->expires = expires;

    struct session *before = map_remove(&sessions->by_key.map, access_key);

    if (before != NULL) {
        session_free(before);
    }
    map_put(&sessions->by_key.map, access_key, session);
    return session;
}

void sessions_add(struct sessions *sessions, const char *access_key, const char *secret_key,
                  const char *token, const struct holder *holder)
{
    add_session(sessions, access_key, secret_key, token, holder, INT64_MAX);
}

/*
 * Credentials are forgotten a day after they expired; until then the error is "expired" and not
 * "unknown".
 */
#define FORGET_AFTER_MS (24 * 60 * 60 * INT64_C(1000))

static bool is_forgotten(void *user, void *value)
{
    const int64_t *now = user;
    struct session *session = value;

    if (session->expires > *now - FORGET_AFTER_MS) {
        return false;
    }
    session_free(session);
    return true;
}

const struct session *sessions_issue(struct sessions *sessions, struct random_stream *random,
                                     const struct holder *holder, int64_t now, int64_t seconds)
{
    struct arena arena = { .secret = true };

    expiry_map_prepare(&sessions->by_key, is_forgotten, &now);

    const char *access_key = check_alloc(
        arena_printf(&arena, "ASIA%s", random_stream_string(random, &arena, ALPHABET_KEY_ID, 16)));
    const char *token = check_alloc(
        arena_printf(&arena, "%s+/%s==", random_stream_string(random, &arena, ALPHABET_BASE64, 40),
                     random_stream_string(random, &arena, ALPHABET_BASE64, 176)));
    const struct session *session =
        add_session(sessions, access_key, random_stream_string(random, &arena, ALPHABET_BASE64, 40),
                    token, holder, now + seconds * 1000);

    arena_release(&arena);
    return session;
}

const struct session *sessions_find(const struct sessions *sessions, const char *access_key)
{
    return map_get(&sessions->by_key.map, access_key);
}

static bool free_one(void *user, void *value)
{
    (void)user;
    session_free(value);
    return true;
}

void sessions_free(struct sessions *sessions)
{
    map_sweep(&sessions->by_key.map, free_one, NULL);
    map_free(&sessions->by_key.map);
}
