/*
 * See output.h.
 */
#include "operations/output.h"

/* 13 digits represent milliseconds of the current epoch exactly. */
#define LEAF_FLAGS (JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(13))

static int append_bytes(const char *bytes, size_t size, void *user)
{
    return buf_add(user, bytes, size) ? 0 : -1;
}

static void write_member(const struct connect_member *member, const json_t *value, struct buf *out)
{
    if (member->kind == CONNECT_KIND_STRUCT) {
        output_write(member->shape, value, out);
    } else if (member->kind == CONNECT_KIND_STRUCT_LIST) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            buf_add_char(out, i == 0 ? '[' : ',');
            output_write(member->shape, json_array_get(value, i), out);
        }
        buf_add_text(out, json_array_size(value) == 0 ? "[]" : "]");
    } else {
        json_dump_callback(value, append_bytes, out, LEAF_FLAGS);
    }
}

void output_write(const struct connect_shape *shape, const json_t *value, struct buf *out)
{
    char before = '{';

    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        const json_t *part = json_object_get(value, member->name);

        if (part == NULL) {
            continue;
        }
        buf_add_char(out, before);
        buf_add_char(out, '"');
        buf_add_text(out, member->name);
        buf_add_text(out, "\":");
        write_member(member, part, out);
        before = ',';
    }
    buf_add_text(out, before == '{' ? "{}" : "}");
}
