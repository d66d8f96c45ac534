/* A list of strings behind a struct. */
#include "shape/keep.h"

#include "core/assert.h"
#include "shape/reader.h"
#include "shape/row.h"

#include <string.h>

struct kept {
    struct kept *next;
    size_t size;
    char text[];
};

struct kept_list {
    struct kept *first, *last;
};

size_t keep_room(void)
{
    return sizeof(struct kept_list);
}

bool keep_add(const struct connect_shape *shape, void *value, struct arena *arena,
              const char *begin, const char *end)
{
    size_t size = json_clean(begin, end, NULL);
    struct kept *kept = arena_alloc(arena, sizeof *kept + size);
    char *at = (char *)value + shape->size;
    struct kept_list list;

    if (kept == NULL) {
        return false;
    }
    kept->size = json_clean(begin, end, kept->text);
    ASSERT(kept->size == size);
    memcpy(&list, at, sizeof list);
    ASSERT((list.first == NULL) == (list.last == NULL));
    if (list.first == NULL) {
        list.first = kept;
    } else {
        list.last->next = kept;
    }
    list.last = kept;
    memcpy(at, &list, sizeof list);
    return true;
}

void keep_print(const struct connect_shape *shape, const void *value, bool is_first,
                struct buf *out)
{
    struct kept_list list;

    ASSERT(row_struct_size(value) == shape->size);
    memcpy(&list, (const char *)value + shape->size, sizeof list);
    for (const struct kept *kept = list.first; kept != NULL && out->state == BUF_OK;
         kept = kept->next) {
        if (!is_first) {
            buf_add_char(out, ',');
        }
        is_first = false;
        buf_add(out, kept->text, kept->size);
    }
}
