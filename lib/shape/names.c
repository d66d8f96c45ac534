/*
 * A hash set with open addressing.  Its hash has no secret, so names can be made that collide; a
 * search that meets too many others makes the table larger, and when that does not help the names
 * are refused.  So the work stays linear in the bytes of the names.
 */
#include "shape/names.h"

#include "core/assert.h"

#include <endian.h>
#include <string.h>

/* Slots that a search looks at. */
#define SEARCH_MAX 32
/* A table this many times as large as its names need is one that larger does not help. */
#define ROOM_FACTOR_MAX 64

static_assert((NAMES_FEW & (NAMES_FEW - 1)) == 0, "a table's size is a power of two");
static_assert(8 <= ROOM_FACTOR_MAX, "the first table is allowed");

/*
 * The first byte of a piece counts least on every machine: a product takes differences to higher
 * bits only, so those of the highest byte would not reach the bits that choose a slot.
 */
static uint32_t hash_of(const char *text, size_t size)
{
    uint64_t hash = size, piece = 0;

    for (; size >= sizeof piece; text += sizeof piece, size -= sizeof piece) {
        memcpy(&piece, text, sizeof piece);
        hash = (hash ^ le64toh(piece)) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    piece = 0;
    memcpy(&piece, text, size);
    hash = (hash ^ le64toh(piece)) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(hash >> 32);
}

static bool is_same(const struct name *a, const struct name *b)
{
    return a->size == b->size && a->hash == b->hash && memcmp(a->text, b->text, a->size) == 0;
}

/* Where a name is or would be in the table; NULL when the search meets too many others. */
static struct name *find_slot(struct name *table, size_t room, const struct name *name)
{
    ASSERT(room > 0 && (room & (room - 1)) == 0);
    for (size_t i = 0; i < SEARCH_MAX; i++) {
        struct name *slot = &table[(name->hash + i) & (room - 1)];

        if (slot->text == NULL || is_same(slot, name)) {
            return slot;
        }
    }
    return NULL;
}

/* Puts names into an empty table; false when one of them finds no slot. */
static bool table_fill(struct name *table, size_t room, const struct name *names, size_t names_room)
{
    for (size_t i = 0; i < names_room; i++) {
        if (names[i].text != NULL) {
            struct name *slot = find_slot(table, room, &names[i]);

            if (slot == NULL) {
                return false;
            }
            *slot = names[i];
        }
    }
    return true;
}

/* A table in which each of these names finds a slot; without one the set stays as it is. */
static enum names_result table_grow(struct names *set, struct arena *arena,
                                    const struct name *names, size_t names_room, size_t room)
{
    for (; room <= ROOM_FACTOR_MAX * set->count; room *= 2) {
        struct name *table = arena_calloc(arena, room, sizeof *table);

        if (table == NULL) {
            return NAMES_NO_MEMORY;
        }
        if (table_fill(table, room, names, names_room)) {
            ASSERT(set->count < room);
            set->table = table;
            set->room = room;
            return NAMES_ADDED;
        }
    }
    return NAMES_COLLIDE;
}

/* Their hashes are made when there are more than a few. */
static enum names_result add_to_few(struct names *set, struct arena *arena, const struct name *name)
{
    for (size_t i = 0; i < set->count; i++) {
        if (is_same(&set->few[i], name)) {
            return NAMES_TWICE;
        }
    }
    ASSERT(set->count <= NAMES_FEW);
    if (set->count < NAMES_FEW) {
        set->few[set->count++] = *name;
        return NAMES_ADDED;
    }
    for (size_t i = 0; i < NAMES_FEW; i++) {
        set->few[i].hash = hash_of(set->few[i].text, set->few[i].size);
    }
    return table_grow(set, arena, set->few, NAMES_FEW, 8 * NAMES_FEW);
}

enum names_result names_add(struct names *set, struct arena *arena, const char *text, size_t size)
{
    ASSERT(size <= UINT32_MAX);
    struct name name = { .text = text, .size = (uint32_t)size };
    enum names_result result = NAMES_ADDED;

    if (set->room == 0) {
        result = add_to_few(set, arena, &name);
        if (result != NAMES_ADDED || set->room == 0) {
            return result;
        }
    }
    ASSERT(set->table != NULL && set->count <= set->room / 2);
    name.hash = hash_of(text, size);
    while (result == NAMES_ADDED) {
        struct name *slot = find_slot(set->table, set->room, &name);

        if (slot != NULL && slot->text != NULL) {
            return NAMES_TWICE;
        }
        if (slot != NULL && set->count < set->room / 2) {
            *slot = name;
            set->count++;
            return NAMES_ADDED;
        }
        result = table_grow(set, arena, set->table, set->room, 2 * set->room);
    }
    return result;
}
