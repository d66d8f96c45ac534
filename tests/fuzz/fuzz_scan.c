/*
 * Any bytes before the scan and the parser. Behind the scan no parser sees a real, nothing deep,
 * and no less than before; and the parser takes the same texts for the same values as jansson's.
 */
#include "fuzz/fuzz.h"
#include "shape/parse.h"
#include "shape/scan.h"

#include <jansson.h>

static void check_tree(const json_t *tree, size_t depth)
{
    const char *key;
    json_t *value;
    size_t i;

    PROMISE(depth <= SCAN_DEPTH_MAX);
    PROMISE(!json_is_real(tree));
    json_object_foreach((json_t *)tree, key, value) {
        check_tree(value, depth + 1);
    }
    json_array_foreach(tree, i, value) {
        check_tree(value, depth + 1);
    }
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

        struct parse_problem problem;
        json_t *parsed = parse_json(out, out_size, &problem);

        PROMISE(before == NULL || after != NULL);
        PROMISE((parsed == NULL) == (after == NULL));
        PROMISE(parsed == NULL || json_equal(parsed, after));
        PROMISE((parsed == NULL) == (problem.what != NULL) && problem.line > 0 &&
                problem.column > 0);
        json_decref(parsed);
        if (after != NULL) {
            check_tree(after, 0);
        }
        json_decref(after);
    }
    json_decref(before);
    arena_release(&arena);
    return 0;
}
