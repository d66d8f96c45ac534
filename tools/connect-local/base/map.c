/*
 * See map.h: separate chaining, doubled when it is full.
 */
#include "base/map.h"

#include "base/alloc.h"
#include "core/mem.h"

#include <stdint.h>
#include <string.h>

struct map_entry {
    struct map_entry *next;
    void *value;
    uint64_t hash;
    char *key;
};

#define MAP_SLOTS_MIN 64

/* FNV-1a. */
static uint64_t hash_of(const char *key)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (; *key != '\0'; key++) {
        hash = (hash ^ (unsigned char)*key) * UINT64_C(1099511628211);
    }
    return hash;
}

/* The link that leads to the entry, or to where it would be. */
static struct map_entry **find_link(const struct map *map, const char *key, uint64_t hash)
{
    struct map_entry **link = &map->slots[hash % map->slots_count];

    while (*link != NULL && ((*link)->hash != hash || strcmp((*link)->key, key) != 0)) {
        link = &(*link)->next;
    }
    return link;
}

static void grow_map(struct map *map)
{
    size_t count = map->slots_count == 0 ? MAP_SLOTS_MIN : map->slots_count * 2;
    struct map_entry **slots = check_alloc(mem_calloc(count, sizeof *slots));

    for (size_t i = 0; i < map->slots_count; i++) {
        struct map_entry *next;

        for (struct map_entry *entry = map->slots[i]; entry != NULL; entry = next) {
            next = entry->next;
            entry->next = slots[entry->hash % count];
            slots[entry->hash % count] = entry;
        }
    }
    mem_free(map->slots);
    map->slots = slots;
    map->slots_count = count;
}

void *map_get(const struct map *map, const char *key)
{
    if (map->count == 0) {
        return NULL;
    }

    struct map_entry *entry = *find_link(map, key, hash_of(key));

    return entry != NULL ? entry->value : NULL;
}

void map_put(struct map *map, const char *key, void *value)
{
    if (map->count >= map->slots_count) {
        grow_map(map);
    }

    uint64_t hash = hash_of(key);
    struct map_entry **link = find_link(map, key, hash);

    if (*link == NULL) {
        *link = check_alloc(mem_calloc(1, sizeof **link));
        (*link)->hash = hash;
        (*link)->key = check_alloc(mem_strdup(key));
        map->count++;
    }
    (*link)->value = value;
}

/* Takes an entry out of its chain and frees it. */
static void *remove_entry(struct map *map, struct map_entry **link)
{
    struct map_entry *entry = *link;
    void *value = entry->value;

    *link = entry->next;
    mem_free(entry->key);
    mem_free(entry);
    map->count--;
    return value;
}

void *map_remove(struct map *map, const char *key)
{
    if (map->count == 0) {
        return NULL;
    }

    struct map_entry **link = find_link(map, key, hash_of(key));

    return *link != NULL ? remove_entry(map, link) : NULL;
}

void map_sweep(struct map *map, bool (*done)(void *user, void *value), void *user)
{
    for (size_t i = 0; i < map->slots_count; i++) {
        struct map_entry **link = &map->slots[i];

        while (*link != NULL) {
            if (done(user, (*link)->value)) {
                remove_entry(map, link);
            } else {
                link = &(*link)->next;
            }
        }
    }
}

bool map_next(const struct map *map, size_t *at, const char **key, void **value)
{
    size_t index = 0;

    for (size_t i = 0; i < map->slots_count; i++) {
        for (struct map_entry *entry = map->slots[i]; entry != NULL; entry = entry->next) {
            if (index++ == *at) {
                *key = entry->key;
                *value = entry->value;
                ++*at;
                return true;
            }
        }
    }
    return false;
}

static bool match_all(void *user, void *value)
{
    (void)user;
    (void)value;
    return true;
}

void map_free(struct map *map)
{
    map_sweep(map, match_all, NULL);
    mem_free(map->slots);
    *map = (struct map){ 0 };
}
