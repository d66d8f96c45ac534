/* Any bytes before the scan. Behind it no parser sees a real, nothing deep, and no less than before. */
#include "fuzz/fuzz.h"

#include "shape/scan.h"

#include <jansson.h>

static void check_tree(const json_t *tree, size_t depth)
{
    const char *key;
    json_t *value;
    size_t i;

    PROMISE(depth <= SCAN_DEPTH_MAX);
    PROMISE(!json_is_real(tree));
    json_object_foreach((json_t *)tree, key, value)
        check_tree(value, depth + 1);
    json_array_foreach(tree, i, value)
        check_tree(value, depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = { .chunks = NULL };
    const char *text = (const char *)bytes;
    const char *out = NULL;
    size_t out_size = 0;
    size_t flags = JSON_DECODE_ANY | JSON_REJECT_DUPLICATES;
    json_t *before = json_loadb(text, size, flags, NULL);

    if (scan_json(&arena, text, size, &out, &out_size, NULL) == CONNECT_OK) {
        json_t *after = json_loadb(out, out_size, flags | JSON_ALLOW_NUL, NULL);

        PROMISE(before == NULL || after != NULL);
        if (after != NULL)
            check_tree(after, 0);
        json_decref(after);
    }
    json_decref(before);
    arena_release(&arena);
    return 0;
}
