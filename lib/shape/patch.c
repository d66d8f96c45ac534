/*
 * Copies the text up to each value that changes, and writes the new one in its place, so that
 * whatever else the owner of the document has in it stays as it is, byte for byte.
 */
#include "shape/patch.h"

#include "shape/encode.h"
#include "shape/reader.h"

#include <string.h>

/* The pairs whose keys have this form: "name" and, inside the member `outer`, "outer.name". */
struct patch {
    const connect_pair *pairs;
    size_t count;
    struct buf *out;
    struct arena *arena;
    const char *copied; /* the text up to here is in `out` */
    bool no_memory;
};

static size_t outer_size(const char *key)
{
    return strcspn(key, ".");
}

/* The name that a pair has in an object, which is the document for NULL; NULL when it has none. */
static const char *name_in(const connect_pair *pair, const char *outer)
{
    size_t size = outer_size(pair->key);

    if (outer == NULL) {
        return pair->key[size] == '\0' ? pair->key : NULL;
    }
    return pair->key[size] == '.' && size == outer_size(outer) &&
                   memcmp(pair->key, outer, size) == 0
               ? pair->key + size + 1
               : NULL;
}

static void copy_until(struct patch *patch, const char *end)
{
    buf_add(patch->out, patch->copied, (size_t)(end - patch->copied));
    patch->copied = end;
}

static void add_member(struct patch *patch, const char *name, size_t size, bool is_first)
{
    if (!is_first) {
        buf_add_char(patch->out, ',');
    }
    encode_string(patch->out, name, size);
    buf_add_char(patch->out, ':');
}

static bool is_first_of_outer(const struct patch *patch, size_t index)
{
    const char *key = patch->pairs[index].key;

    for (size_t i = 0; i < index; i++) {
        if (name_in(&patch->pairs[i], key) != NULL) {
            return false;
        }
    }
    return true;
}

/* Adds the pairs of an object that were not there; `done` has a bit for each that was. */
static void add_missing(struct patch *patch, const char *outer, uint64_t done, bool is_empty)
{
    for (size_t i = 0; i < patch->count; i++) {
        const connect_pair *pair = &patch->pairs[i];
        const char *name = name_in(pair, outer);

        if ((done >> i & 1) != 0) {
            continue;
        }
        if (name != NULL) {
            add_member(patch, name, strlen(name), is_empty);
            encode_string(patch->out, pair->value, strlen(pair->value));
            is_empty = false;
        } else if (outer == NULL && is_first_of_outer(patch, i)) {
            add_member(patch, pair->key, outer_size(pair->key), is_empty);
            buf_add_char(patch->out, '{');
            add_missing(patch, pair->key, 0, true);
            buf_add_char(patch->out, '}');
            is_empty = false;
        }
    }
}

static bool patch_object(struct patch *patch, struct reader *in, const char *outer);

/* Replaces the value that is next. */
static bool replace(struct patch *patch, struct reader *in, const connect_pair *pair, bool is_inner)
{
    char next = reader_next(in);

    if (!is_inner) {
        copy_until(patch, in->at);
        encode_string(patch->out, pair->value, strlen(pair->value));
    } else if (next == '{') {
        return patch_object(patch, in, pair->key);
    } else {
        copy_until(patch, in->at);
        buf_add_char(patch->out, '{');
        add_missing(patch, pair->key, 0, true);
        buf_add_char(patch->out, '}');
    }
    if (!reader_skip(in)) {
        return false;
    }
    patch->copied = in->at;
    return true;
}

/* The pairs, as bits, that a member of an object is about. */
static uint64_t find_pairs(const struct patch *patch, const char *outer,
                           const struct json_string *key)
{
    uint64_t found = 0;

    for (size_t i = 0; i < patch->count; i++) {
        const connect_pair *pair = &patch->pairs[i];
        const char *name = outer == NULL ? pair->key : name_in(pair, outer);
        size_t size = name == NULL ? 0 : outer_size(name);

        if (name != NULL && size == key->size && memcmp(name, key->text, size) == 0) {
            found |= UINT64_C(1) << i;
        }
    }
    return found;
}

static bool patch_object(struct patch *patch, struct reader *in, const char *outer)
{
    uint64_t done = 0;
    bool is_empty = true;
    struct json_string key;

    if (!reader_enter(in)) {
        return false;
    }
    for (; reader_member(in, &key); is_empty = false) {
        uint64_t found;
        size_t first = 0;

        if (!json_string_resolve(&key, patch->arena)) {
            patch->no_memory = true;
            return false;
        }
        found = find_pairs(patch, outer, &key);
        if (found == 0) {
            if (!reader_skip(in)) {
                return false;
            }
            continue;
        }
        if ((done & found) != 0) {
            return reader_fail(in, "appears twice");
        }
        done |= found;
        while ((found >> first & 1) == 0) {
            first++;
        }
        if (!replace(patch, in, &patch->pairs[first],
                     outer == NULL && name_in(&patch->pairs[first], NULL) == NULL)) {
            return false;
        }
    }
    if (in->problem != NULL) {
        return false;
    }
    copy_until(patch, in->at - 1);
    add_missing(patch, outer, done, is_empty);
    return true;
}

enum patch_result patch_texts(const char *text, size_t size, const connect_pair *pairs,
                              size_t count, struct buf *out)
{
    struct arena arena = { .secret = true };
    struct patch patch = {
        .pairs = pairs, .count = count, .out = out, .arena = &arena, .copied = text
    };
    struct reader in;
    bool is_object;

    reader_init(&in, text, size);
    is_object = reader_next(&in) == '{' && patch_object(&patch, &in, NULL) && reader_at_end(&in);
    copy_until(&patch, in.end);
    arena_release(&arena);
    if (patch.no_memory || out->state == BUF_NO_MEMORY) {
        return PATCH_NO_MEMORY;
    }
    if (!is_object) {
        buf_clear(out);
        return PATCH_NOT_JSON;
    }
    return out->state == BUF_OK ? PATCH_OK : PATCH_NO_MEMORY;
}
