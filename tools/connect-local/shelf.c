/*
 * See shelf.h.
 */
#include "shelf.h"

#include "core/mem.h"
#include "need.h"

#include <string.h>

struct item *shelf_add(struct shelf *shelf, json_t *record, void *owner)
{
    if (shelf->count == shelf->room) {
        shelf->room = shelf->room == 0 ? 4 : shelf->room * 2;
        shelf->items = need(mem_resize(shelf->items, shelf->room * sizeof *shelf->items));
    }
    shelf->items[shelf->count] = (struct item){ ++shelf->last_number, record, owner };
    return &shelf->items[shelf->count++];
}

void shelf_remove(struct shelf *shelf, size_t index)
{
    json_decref(shelf->items[index].record);
    shelf->count--;
    memmove(&shelf->items[index], &shelf->items[index + 1],
            (shelf->count - index) * sizeof *shelf->items);
}

size_t shelf_after(const struct shelf *shelf, int64_t number)
{
    size_t low = 0, high = shelf->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (shelf->items[middle].number > number) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

void shelf_free(struct shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++) {
        json_decref(shelf->items[i].record);
    }
    mem_free(shelf->items);
    *shelf = (struct shelf){ 0 };
}
