/*
 * A map from strings to pointers.  Keys are copied, values are borrowed.
 */
#ifndef LOCAL_BASE_MAP_H
#define LOCAL_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

struct map_entry;

/* A zeroed struct is an empty map. */
struct map {
    struct map_entry **slots;
    size_t slots_count;
    size_t count;
};

void *map_get(const struct map *map, const char *key); /* NULL when it is not there */
void map_put(struct map *map, const char *key, void *value);
void *map_remove(struct map *map, const char *key); /* the value that was there, or NULL */
/* Removes the entries for which `done` says so; `done` releases the value then. */
void map_sweep(struct map *map, bool (*done)(void *user, void *value), void *user);
/*
 * Walks the entries in no particular order: start with *at 0, until false. The map must not change
 * meanwhile.
 */
bool map_next(const struct map *map, size_t *at, const char **key, void **value);
void map_free(struct map *map); /* not the values */

#endif
