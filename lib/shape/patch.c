/*
 * Copies the text with one value replaced or one member added, once for each pair, so that whatever
 * else the owner of the document has in it stays as it is, byte for byte.
 */
#include "shape/patch.h"

#include "core/assert.h"
#include "shape/encode.h"
#include "shape/reader.h"

#include <string.h>

/* Where a member is, or where it would be added. */
struct place {
    const char *begin, *end; /* of its value, or the end of its object twice */
    size_t found;
    bool is_empty; /* the object has no members */
};

/* Finds a member of the object that is next, and reads the object to its end. */
static enum patch_result find_member(struct reader *in, const char *name, size_t size,
                                     struct arena *arena, struct place *place)
{
    struct json_string key;

    *place = (struct place){ .is_empty = true };
    if (reader_next(in) != '{' || !reader_enter(in)) {
        return PATCH_NOT_JSON;
    }
    for (; reader_member(in, &key); place->is_empty = false) {
        const char *begin;

        if (!json_string_resolve(&key, arena)) {
            return PATCH_NO_MEMORY;
        }
        (void)reader_next(in);
        begin = in->at;
        if (reader_skip(in) && key.size == size && memcmp(key.text, name, size) == 0) {
            place->begin = begin;
            place->end = in->at;
            place->found++;
        }
    }
    ASSERT(in->begin < in->at);
    if (place->found == 0) {
        place->begin = place->end = in->at - 1;
    }
    return in->problem == NULL && place->found <= 1 ? PATCH_OK : PATCH_NOT_JSON;
}

/* Writes the value of a pair; for a key "a.b" whose "a" is not there, the object around it. */
static void print_value(struct buf *out, const char *inner, const char *value)
{
    if (inner != NULL) {
        buf_add_char(out, '{');
        encode_string(out, inner, strlen(inner));
        buf_add_char(out, ':');
    }
    encode_string(out, value, strlen(value));
    if (inner != NULL) {
        buf_add_char(out, '}');
    }
}

static enum patch_result result_of(const struct buf *out)
{
    if (out->state == BUF_OK) {
        return PATCH_OK;
    }
    return out->state == BUF_TOO_BIG ? PATCH_TOO_BIG : PATCH_NO_MEMORY;
}

static enum patch_result patch_text(const char *text, size_t size, const connect_pair *pair,
                                    struct arena *arena, struct buf *out)
{
    const char *name = pair->key, *dot = strchr(name, '.'), *inner = dot != NULL ? dot + 1 : NULL;
    size_t name_size = strcspn(name, ".");
    enum patch_result result;
    struct reader in;
    struct place place;

    reader_init(&in, text, size);
    result = find_member(&in, name, name_size, arena, &place);
    if (result == PATCH_OK && !reader_at_end(&in)) {
        result = PATCH_NOT_JSON;
    }
    if (result == PATCH_OK && inner != NULL && place.found == 1 && *place.begin == '{') {
        name = inner;
        name_size = strlen(inner);
        inner = NULL;
        reader_init(&in, place.begin, (size_t)(place.end - place.begin));
        result = find_member(&in, name, name_size, arena, &place);
    }
    if (result != PATCH_OK) {
        return result;
    }
    ASSERT(text <= place.begin && place.begin <= place.end && place.end <= text + size);
    buf_add(out, text, (size_t)(place.begin - text));
    if (place.found == 0) {
        buf_add_text(out, place.is_empty ? "" : ",");
        encode_string(out, name, name_size);
        buf_add_char(out, ':');
    }
    print_value(out, inner, pair->value);
    buf_add(out, place.end, (size_t)(text + size - place.end));
    return result_of(out);
}

enum patch_result patch_texts(const char *text, size_t size, const connect_pair *pairs,
                              size_t count, struct buf *out)
{
    enum patch_result result;
    ASSERT(out->size == 0 && out->state == BUF_OK);
    struct arena arena = { 0 }; /* of names only */
    struct buf before = BUF_INIT(out->max);

    before.secret = true;
    buf_add(out, text, size);
    result = result_of(out);
    for (size_t i = 0; i < count && result == PATCH_OK; i++) {
        struct buf swap = before;

        before = *out;
        *out = swap;
        buf_clear(out);
        result = patch_text(buf_text(&before), before.size, &pairs[i], &arena, out);
    }
    buf_free(&before);
    arena_release(&arena);
    return result;
}
