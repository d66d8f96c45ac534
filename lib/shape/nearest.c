/*
 * Edit distance between short names.
 */
#include "shape/nearest.h"

#include "core/assert.h"
#include "core/text.h"

#define NAME_SIZE_MAX 63

static size_t least(size_t a, size_t b, size_t c)
{
    size_t low = a < b ? a : b;

    return low < c ? low : c;
}

/* Insertions, deletions and substitutions that make b of a; both at most NAME_SIZE_MAX long. */
static size_t edit_distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t row[NAME_SIZE_MAX + 1];

    ASSERT(a_size <= NAME_SIZE_MAX && b_size <= NAME_SIZE_MAX);
    for (size_t j = 0; j <= b_size; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a_size; i++) {
        size_t corner = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t above = row[j];

            row[j] = least(row[j] + 1, row[j - 1] + 1,
                           corner + (text_lower(a[i - 1]) == text_lower(b[j - 1]) ? 0 : 1));
            corner = above;
        }
    }
    return row[b_size];
}

const char *nearest_name(const struct connect_shape *shape, const char *name, size_t size)
{
    size_t best = size / 3 + 1;
    const char *found = NULL;

    if (size > NAME_SIZE_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < shape->count; i++) {
        const char *known = shape->members[i].name;
        size_t known_size = shape->members[i].name_size;
        size_t d =
            known_size > NAME_SIZE_MAX ? best + 1 : edit_distance(name, size, known, known_size);

        if (d < best || (d == best && found == NULL)) {
            best = d;
            found = known;
        }
    }
    return found;
}
