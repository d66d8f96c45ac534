/*
 * See expiry.h.
 */
#include "base/expiry.h"

void expiry_map_prepare(struct expiry_map *map, bool (*done)(void *user, void *value), void *user)
{
    if (map->scan_at == 0) {
        map->scan_at = EXPIRY_SCAN_MIN;
    }
    if (map->map.count < map->scan_at) {
        return;
    }
    map_sweep(&map->map, done, user);
    map->scan_at = 2 * map->map.count;
    if (map->scan_at < EXPIRY_SCAN_MIN) {
        map->scan_at = EXPIRY_SCAN_MIN;
    }
}
