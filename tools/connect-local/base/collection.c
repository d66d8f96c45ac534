/*
 * See collection.h.
 */
#include "base/collection.h"

#include "base/alloc.h"
#include "core/mem.h"

#include <string.h>

struct item *collection_add(struct collection *collection, json_t *record, void *owner)
{
    if (collection->count == collection->capacity) {
        collection->capacity = collection->capacity == 0 ? 4 : collection->capacity * 2;
        collection->items = check_alloc(
            mem_resize(collection->items, collection->capacity * sizeof *collection->items));
    }
    collection->items[collection->count] =
        (struct item){ ++collection->last_number, record, owner };
    return &collection->items[collection->count++];
}

void collection_remove(struct collection *collection, size_t index)
{
    json_decref(collection->items[index].record);
    collection->count--;
    memmove(&collection->items[index], &collection->items[index + 1],
            (collection->count - index) * sizeof *collection->items);
}

size_t collection_after(const struct collection *collection, int64_t number)
{
    size_t low = 0, high = collection->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (collection->items[middle].number > number) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

void collection_free(struct collection *collection)
{
    for (size_t i = 0; i < collection->count; i++) {
        json_decref(collection->items[i].record);
    }
    mem_free(collection->items);
    *collection = (struct collection){ 0 };
}
