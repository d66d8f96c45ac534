/*
 * jansson's tree, changed in place and printed again.
 */
#include "shape/patch.h"

#include "core/mem.h"
#include "shape/tree.h"

#include <string.h>

static bool set_member(json_t *object, const char *name, const char *text)
{
    json_t *value = json_string(text);

    return value != NULL && json_object_set_new(object, name, value) == 0;
}

static bool set_text(json_t *object, const connect_pair *pair)
{
    const char *dot = strchr(pair->key, '.');
    char outer[64];
    json_t *child;

    if (dot == NULL) {
        return set_member(object, pair->key, pair->value);
    }
    if ((size_t)(dot - pair->key) >= sizeof outer) {
        return false;
    }
    memcpy(outer, pair->key, (size_t)(dot - pair->key));
    outer[dot - pair->key] = '\0';
    child = json_object_get(object, outer);
    if (!json_is_object(child)) {
        child = json_object();
        if (child == NULL || json_object_set_new(object, outer, child) != 0) {
            return false;
        }
    }
    return set_member(child, dot + 1, pair->value);
}

static int append(const char *bytes, size_t size, void *user)
{
    return buf_add(user, bytes, size) ? 0 : -1;
}

/* Numbers that the scan made texts of are numbers again; see shape/scan.h. */
static bool add_unmarked(struct buf *out, const char *text)
{
    static const char mark[] = "\"\\u0000";

    for (const char *marked; (marked = strstr(text, mark)) != NULL;) {
        const char *number = marked + strlen(mark);
        size_t size = strcspn(number, "\"");

        buf_add(out, text, (size_t)(marked - text));
        buf_add(out, number, size);
        text = number + size + 1;
    }
    return buf_add_text(out, text);
}

static bool print(const json_t *root, struct buf *out)
{
    struct buf marked = BUF_INIT(out->max);
    bool ok;

    marked.secret = true;
    ok = json_dump_callback(root, append, &marked, JSON_INDENT(2)) == 0 &&
         add_unmarked(out, buf_text(&marked));
    buf_free(&marked);
    return ok;
}

enum patch_result patch_texts(const char *text, size_t size, const connect_pair *pairs,
                              size_t count, struct buf *out)
{
    struct arena arena = { .secret = true };
    enum patch_result result = PATCH_NOT_JSON;
    json_t *root = NULL;

    if (tree_read(&arena, text, size, &root, NULL) == CONNECT_E_MEMORY) {
        result = PATCH_NO_MEMORY;
    }
    if (json_is_object(root)) {
        result = PATCH_OK;
        for (size_t i = 0; result == PATCH_OK && i < count; i++) {
            if (!set_text(root, &pairs[i])) {
                result = PATCH_NO_MEMORY;
            }
        }
        if (result == PATCH_OK && !print(root, out)) {
            result = PATCH_NO_MEMORY;
        }
    }
    json_decref(root);
    arena_release(&arena);
    return result;
}
