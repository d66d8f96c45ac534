/*
 * Credentials that this server accepts: the pair of the command line, and what it handed out
 * itself.
 */
#ifndef LOCAL_STATE_SESSION_H
#define LOCAL_STATE_SESSION_H

#include "base/expiry.h"
#include "core/mem.h"

#include <stdint.h>

struct session {
    char *access_key;
    char *secret_key;
    char *token;     /* NULL: none is asked for */
    char *principal; /* ARN */
    int64_t expires; /* milliseconds since the epoch; INT64_MAX for never */
};

struct sessions {
    struct expiry_map by_key;
};

/* Texts are copied. */
void sessions_add(struct sessions *sessions, const char *access_key, const char *secret_key,
                  const char *token, const char *principal);
/* Makes temporary credentials; borrowed until they have expired and others are issued. */
const struct session *sessions_issue(struct sessions *sessions, const char *principal, int64_t now,
                                     int64_t seconds);
const struct session *sessions_find(const struct sessions *sessions, const char *access_key);
void sessions_free(struct sessions *sessions);

/* Random text of `size` characters out of an alphabet, in the arena. */
const char *random_string(struct arena *arena, const char *alphabet, size_t size);

#define ALPHABET_BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#define ALPHABET_KEY_ID "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

#endif
