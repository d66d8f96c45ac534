/*
 * A set of hashes with open addressing, at most half full.
 */
#include "call/seen.h"

#include "core/assert.h"
#include "core/mem.h"

#define ROOM_FIRST 64

/* FNV-1a; 0 marks an empty slot. */
static uint64_t hash_of(const char *token)
{
    uint64_t hash = 14695981039346656037u;

    for (; *token != '\0'; token++) {
        hash = (hash ^ (unsigned char)*token) * 1099511628211u;
    }
    return hash != 0 ? hash : 1;
}

static bool slots_put(uint64_t *slots, size_t room, uint64_t hash)
{
    ASSERT(room > 0 && (room & (room - 1)) == 0 && hash != 0);
    size_t i = (size_t)(hash ^ hash >> 32) & (room - 1);

    while (slots[i] != 0) {
        if (slots[i] == hash) {
            return false;
        }
        i = (i + 1) & (room - 1);
    }
    slots[i] = hash;
    return true;
}

static bool grow(struct seen *seen)
{
    size_t room = seen->room > 0 ? seen->room * 2 : ROOM_FIRST;
    uint64_t *slots = mem_calloc(room, sizeof *slots);

    if (slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < seen->room; i++) {
        if (seen->slots[i] != 0) {
            (void)slots_put(slots, room, seen->slots[i]);
        }
    }
    mem_free(seen->slots);
    seen->slots = slots;
    seen->room = room;
    return true;
}

static bool seen_contains(const struct seen *seen, uint64_t hash)
{
    for (size_t i = (size_t)(hash ^ hash >> 32) & (seen->room - 1); seen->slots[i] != 0;
         i = (i + 1) & (seen->room - 1)) {
        if (seen->slots[i] == hash) {
            return true;
        }
    }
    return false;
}

static enum seen_result add_beyond(struct seen *seen, uint64_t hash)
{
    ASSERT(seen->count == SEEN_MAX && seen->room > SEEN_MAX);
    if (seen_contains(seen, hash) || hash == seen->landmark) {
        return SEEN_BEFORE;
    }
    if (seen->pages++ >= seen->renew_at) {
        seen->landmark = hash;
        seen->renew_at = seen->pages * 2;
    }
    return SEEN_NEW;
}

enum seen_result seen_add(struct seen *seen, const char *token)
{
    uint64_t hash = hash_of(token);

    if (seen->count == SEEN_MAX) {
        return add_beyond(seen, hash);
    }
    if (seen->count * 2 >= seen->room && !grow(seen)) {
        return SEEN_NO_MEMORY;
    }
    if (!slots_put(seen->slots, seen->room, hash)) {
        return SEEN_BEFORE;
    }
    seen->count++;
    ASSERT(seen->count * 2 <= seen->room); /* so that a search ends */
    return SEEN_NEW;
}

void seen_free(struct seen *seen)
{
    mem_free(seen->slots);
    *seen = (struct seen){ 0 };
}
