/* See lookups.h. */
#include "http/lookups.h"

#include "core/assert.h"
#include "core/clock.h"
#include "core/url.h"

#include <string.h>

#define RESOLVED_MS 45000 /* libcurl keeps an address for 60 s */

static bool is_numeric(const char *host)
{
    return host[0] == '[' || host[strspn(host, "0123456789.:")] == '\0';
}

/* Copies scheme, host and port of a URL; returns where the host begins. */
static size_t origin_copy(const char *url, char origin[LOOKUP_ORIGIN_MAX])
{
    const char *slashes = strstr(url, "://");
    const char *host = slashes != NULL ? slashes + 3 : url;
    size_t size = url_origin_size(url);
    size = size < LOOKUP_ORIGIN_MAX ? size : LOOKUP_ORIGIN_MAX - 1;
    ASSERT(size < LOOKUP_ORIGIN_MAX);
    memcpy(origin, url, size);
    origin[size] = '\0';
    return (size_t)(host - url) < size ? (size_t)(host - url) : size;
}

static_assert(sizeof((struct lookup *)0)->origin == LOOKUP_ORIGIN_MAX, "an origin is copied whole");

struct lookup *lookup_find(struct lookups *lookups, const char *url)
{
    char origin[LOOKUP_ORIGIN_MAX];
    size_t host = origin_copy(url, origin);
    if (is_numeric(origin + host)) {
        return NULL;
    }
    for (size_t i = 0; i < LOOKUPS_MAX; i++) {
        if (strcmp(lookups->rows[i].origin, origin) == 0) {
            return &lookups->rows[i];
        }
    }
    /* A record without a lookup under way is forgotten, in turn. */
    for (int tries = 0; tries < LOOKUPS_MAX; tries++) {
        struct lookup *lookup = &lookups->rows[lookups->next++ % LOOKUPS_MAX];
        if (!lookup->under_way) {
            memcpy(lookup->origin, origin, sizeof origin);
            lookup->resolved_until = 0;
            return lookup;
        }
    }
    return NULL;
}

bool lookup_start(struct lookup *lookup)
{
    int64_t now = clock_system.monotonic(clock_system.user);
    if (lookup == NULL || lookup->under_way || now < lookup->resolved_until) {
        return false;
    }
    ASSERT(lookup->origin[0] != '\0');
    lookup->under_way = true;
    return true;
}

void lookup_end(struct lookup *lookup, bool resolved)
{
    ASSERT(lookup->under_way);
    lookup->under_way = false;
    if (resolved) {
        lookup->resolved_until = clock_system.monotonic(clock_system.user) + RESOLVED_MS;
    }
}
