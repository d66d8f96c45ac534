/*
 * Paths of members as text.
 */
#include "shape/path.h"

#include "core/assert.h"
#include "core/utf8.h"
#include "shape/reader.h"

#include <stdio.h>
#include <string.h>

/* The longest name that is shown whole: all of the model's are shorter. */
#define NAME_MAX_SHOWN 128

struct path_out {
    char *text;
    size_t size;
};

static void path_add(struct path_out *out, const char *text, size_t size)
{
    ASSERT(out->size < MEMBER_PATH_MAX);
    if (out->size + size < MEMBER_PATH_MAX) {
        memcpy(out->text + out->size, text, size);
        out->size += size;
    }
}

static void path_add_name(struct path_out *out, const char *name, size_t size)
{
    size_t shown = 0;

    for (size_t i = 0; i < size && shown < NAME_MAX_SHOWN;) {
        uint32_t point;
        size_t step = utf8_decode(name + i, size - i, &point);

        if (step == 0 || point < 0x20 || point == 0x7f) {
            path_add(out, "?", 1);
        } else {
            path_add(out, name + i, step);
        }
        i += step == 0 ? 1 : step;
        shown++;
        if (shown == NAME_MAX_SHOWN && i < size) {
            path_add(out, "...", 3);
        }
    }
}

void member_path_text(const struct member_path *path, char *out)
{
    const struct member_path *steps[2 * READER_DEPTH_MAX];
    size_t count = 0;
    struct path_out to = { out, 0 };

    for (; path != NULL && count < sizeof steps / sizeof steps[0]; path = path->up) {
        steps[count++] = path;
    }
    while (count-- > 0) {
        char number[32];

        if (steps[count]->name == NULL) {
            snprintf(number, sizeof number, "[%zu]", steps[count]->number);
            path_add(&to, number, strlen(number));
            continue;
        }
        if (to.size > 0) {
            path_add(&to, ".", 1);
        }
        path_add_name(&to, steps[count]->name, steps[count]->number);
    }
    ASSERT(to.size < MEMBER_PATH_MAX);
    out[to.size] = '\0';
}
