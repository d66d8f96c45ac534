/*
 * See session.h.
 */
#include "state/session.h"

#include "base/alloc.h"
#include "core/random.h"

#include <string.h>

static void session_free(struct session *session)
{
    mem_free(session->access_key);
    mem_free_secret_text(session->secret_key);
    mem_free_secret_text(session->token);
    mem_free(session->principal);
    mem_free(session);
}

static struct session *add(struct sessions *sessions, const char *access_key,
                           const char *secret_key, const char *token, const char *principal,
                           int64_t expires)
{
    struct session *session = check_alloc(mem_calloc(1, sizeof *session));

    session->access_key = check_alloc(mem_strdup(access_key));
    session->secret_key = check_alloc(mem_strdup(secret_key));
    session->token = token != NULL ? check_alloc(mem_strdup(token)) : NULL;
    session->principal = check_alloc(mem_strdup(principal));
    session->expires = expires;

    struct session *before = map_remove(&sessions->by_key.map, access_key);

    if (before != NULL) {
        session_free(before);
    }
    map_put(&sessions->by_key.map, access_key, session);
    return session;
}

void sessions_add(struct sessions *sessions, const char *access_key, const char *secret_key,
                  const char *token, const char *principal)
{
    add(sessions, access_key, secret_key, token, principal, INT64_MAX);
}

/*
 * A day after their end, credentials are forgotten; until then the answer is "expired", not
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

const struct session *sessions_issue(struct sessions *sessions, const char *principal, int64_t now,
                                     int64_t seconds)
{
    struct arena arena = { .secret = true };

    expiry_map_prepare(&sessions->by_key, is_forgotten, &now);

    const char *access_key =
        check_alloc(arena_printf(&arena, "ASIA%s", random_string(&arena, ALPHABET_KEY_ID, 16)));
    const char *token =
        check_alloc(arena_printf(&arena, "%s+/%s==", random_string(&arena, ALPHABET_BASE64, 40),
                                 random_string(&arena, ALPHABET_BASE64, 176)));
    const struct session *session =
        add(sessions, access_key, random_string(&arena, ALPHABET_BASE64, 40), token, principal,
            now + seconds * 1000);

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

const char *random_string(struct arena *arena, const char *alphabet, size_t size)
{
    size_t letters = strlen(alphabet); /* a power of two, so that each is as likely as the others */
    unsigned char *bytes = check_alloc(arena_alloc(arena, size + 1));

    check_system(random_system.fill(random_system.user, bytes, size), "the random generator");
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)alphabet[bytes[i] % letters];
    }
    bytes[size] = '\0';
    return (const char *)bytes;
}
