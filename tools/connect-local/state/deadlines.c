/*
 * See deadlines.h.
 */
#include "state/deadlines.h"

#include "base/alloc.h"
#include "core/mem.h"

static bool free_expired(void *user, void *value)
{
    const int64_t *now = user, *expires = value;

    if (*expires > *now) {
        return false;
    }
    mem_free(value);
    return true;
}

void deadlines_add(struct deadlines *deadlines, const char *token, int64_t expires, int64_t now)
{
    int64_t *value = check_alloc(mem_alloc(sizeof *value));

    *value = expires;
    expiry_map_prepare(&deadlines->by_token, free_expired, &now);
    mem_free(map_remove(&deadlines->by_token.map, token));
    map_put(&deadlines->by_token.map, token, value);
}

bool deadlines_has(const struct deadlines *deadlines, const char *token, int64_t now)
{
    const int64_t *expires = map_get(&deadlines->by_token.map, token);

    return expires != NULL && *expires > now;
}

void deadlines_free(struct deadlines *deadlines)
{
    int64_t never = INT64_MAX;

    map_sweep(&deadlines->by_token.map, free_expired, &never);
    map_free(&deadlines->by_token.map);
    *deadlines = (struct deadlines){ 0 };
}
