/*
 * Tokens that are valid until a time: those of instance metadata and SSO.
 */
#ifndef LOCAL_STATE_DEADLINES_H
#define LOCAL_STATE_DEADLINES_H

#include "base/expiry.h"

#include <stdint.h>

/* A zeroed struct is empty. */
struct deadlines {
    struct expiry_map by_token;
};

/* Times are milliseconds since the epoch. */
void deadlines_add(struct deadlines *deadlines, const char *token, int64_t expires, int64_t now);
bool deadlines_has(const struct deadlines *deadlines, const char *token, int64_t now);
void deadlines_free(struct deadlines *deadlines);

#endif
