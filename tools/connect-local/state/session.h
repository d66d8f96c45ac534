/*
 * Credentials that this server accepts: those of the command line and those that it issued.
 */
#ifndef LOCAL_STATE_SESSION_H
#define LOCAL_STATE_SESSION_H

#include "base/expiry.h"
#include "base/random.h"
#include "core/mem.h"

#include <stdint.h>

struct session {
    char *access_key;
    char *secret_key;
    char *token;     /* NULL: none is required */
    char *principal; /* ARN */
    char *account_id;
    int64_t expires; /* milliseconds since the epoch; INT64_MAX for never */
};

struct sessions {
    struct expiry_map by_key;
};

/* Who has credentials. */
struct holder {
    const char *principal;
    const char *account_id;
};

/* Permanent credentials. Strings are copied. */
void sessions_add(struct sessions *sessions, const char *access_key, const char *secret_key,
                  const char *token, const struct holder *holder);
/* Issues temporary credentials; the result is borrowed until the next call. */
const struct session *sessions_issue(struct sessions *sessions, struct random_stream *random,
                                     const struct holder *holder, int64_t now, int64_t seconds);
const struct session *sessions_find(const struct sessions *sessions, const char *access_key);
void sessions_free(struct sessions *sessions);

#endif
