/*
 * A map whose values expire.
 *
 * A scan for expired values at each insertion would make n insertions cost n * n steps. The map is
 * scanned only when it has grown to twice the number of values that the last scan left, so an
 * insertion costs a constant number of steps on average, and expired values are at most half of the
 * map (or as few as EXPIRY_SCAN_MIN).
 */
#ifndef LOCAL_BASE_EXPIRY_H
#define LOCAL_BASE_EXPIRY_H

#include "base/map.h"

#define EXPIRY_SCAN_MIN 64

/* A zeroed struct is an empty map. */
struct expiry_map {
    struct map map;
    size_t scan_at; /* the count at which the next scan is due */
};

/*
 * To be called before an insertion. `done` says whether a value has expired, and releases it then.
 */
void expiry_map_prepare(struct expiry_map *map, bool (*done)(void *user, void *value), void *user);

#endif
