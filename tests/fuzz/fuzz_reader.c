/*
 * Any bytes as JSON text.  The reader skips the same texts that jansson parses, once what jansson
 * refuses for another reason than grammar is put right: half of a surrogate pair, a NUL character,
 * invalid UTF-8.  And what it reads is what jansson has in its tree.
 */
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "shape/reader.h"

#include <jansson.h>

#include <string.h>

static bool is_hex(uint8_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static unsigned unit_at(const uint8_t *bytes)
{
    char digits[5] = { 0 };

    memcpy(digits, bytes + 2, 4);
    return (unsigned)strtoul(digits, NULL, 16);
}

static bool is_unit(const uint8_t *bytes, size_t size)
{
    return size >= 6 && bytes[0] == '\\' && bytes[1] == 'u' && is_hex(bytes[2]) &&
           is_hex(bytes[3]) && is_hex(bytes[4]) && is_hex(bytes[5]);
}

/* Puts U+FFFD or a question mark in place of what jansson would refuse in a string. */
static void put_right(uint8_t *bytes, size_t size)
{
    uint32_t point;
    size_t step;

    for (size_t i = 0; i < size; i += step) {
        step = utf8_decode((const char *)bytes + i, size - i, &point);
        if (step == 0) {
            bytes[i] = '?';
            step = 1;
        } else if (is_unit(bytes + i, size - i)) {
            unsigned unit = unit_at(bytes + i);
            bool is_pair = unit >= 0xd800 && unit < 0xdc00 &&
                           is_unit(bytes + i + 6, size - i - 6) &&
                           unit_at(bytes + i + 6) >= 0xdc00 && unit_at(bytes + i + 6) < 0xe000;

            step = is_pair ? 12 : 6;
            if (unit == 0 || (unit >= 0xd800 && unit < 0xe000 && !is_pair)) {
                memcpy(bytes + i, "\\ufffd", 6);
            }
        } else if (bytes[i] == '\\') {
            step = size - i > 1 && bytes[i + 1] < 0x80 ? 2 : 1;
        }
    }
}

static size_t depth_of(const json_t *tree)
{
    size_t deepest = 0, i;
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)tree, key, value) {
        deepest = depth_of(value) > deepest ? depth_of(value) : deepest;
    }
    json_array_foreach(tree, i, value) {
        deepest = depth_of(value) > deepest ? depth_of(value) : deepest;
    }
    return json_is_object(tree) || json_is_array(tree) ? deepest + 1 : 0;
}

/* Builds what the reader sees; NULL where it stops. */
static json_t *tree_of(struct reader *in, struct arena *arena)
{
    char next = reader_next(in);
    struct json_string string;
    struct json_number number;
    json_t *tree = NULL;
    bool fine = true;

    if (next == '{') {
        tree = json_object();
        fine = reader_enter(in);
        while (fine && reader_member(in, &string)) {
            const char *key = json_string_copy(&string, arena);
            json_t *value = tree_of(in, arena);

            fine = value != NULL && json_object_set_new_nocheck(tree, key, value) == 0;
        }
    } else if (next == '[') {
        tree = json_array();
        fine = reader_enter(in);
        while (fine && reader_element(in)) {
            fine = json_array_append_new(tree, tree_of(in, arena)) == 0;
        }
    } else if (next == '"') {
        fine = reader_string(in, &string) && json_string_resolve(&string, arena);
        tree = fine ? json_stringn_nocheck(string.text, string.size) : NULL;
    } else if (next == 't' || next == 'f' || next == 'n') {
        fine = reader_word(in, next == 't' ? "true" : next == 'f' ? "false" : "null");
        tree = next == 't' ? json_true() : next == 'f' ? json_false() : json_null();
    } else {
        fine = reader_number(in, &number);
        tree = fine && number.is_integer ? json_integer(number.integer) : json_real(0);
    }
    if (fine && in->problem == NULL) {
        return tree;
    }
    json_decref(tree);
    return NULL;
}

/* Where one has a real, the other has 0.0. */
static bool is_equal(const json_t *a, const json_t *b)
{
    const char *key;
    json_t *value;
    size_t i;

    if (json_is_real(b) || !(json_is_object(b) || json_is_array(b))) {
        return json_is_real(b) ? json_is_real(a) : json_equal(a, b);
    }
    if (json_typeof(a) != json_typeof(b) || json_array_size(a) != json_array_size(b) ||
        json_object_size(a) != json_object_size(b)) {
        return false;
    }
    json_object_foreach((json_t *)a, key, value) {
        if (!is_equal(value, json_object_get(b, key))) {
            return false;
        }
    }
    json_array_foreach(a, i, value) {
        if (!is_equal(value, json_array_get(b, i))) {
            return false;
        }
    }
    return true;
}

/* `copy` is put right. */
static void compare(const char *bytes, const char *copy, size_t size)
{
    struct arena arena = { .chunks = NULL };
    struct reader skipped, walked;
    json_error_t error;
    json_t *tree = json_loadb(copy, size, JSON_DECODE_ANY, &error), *seen;
    bool is_valid;

    reader_init(&skipped, bytes, size);
    is_valid = reader_skip(&skipped) && reader_at_end(&skipped);
    PROMISE(is_valid == (skipped.problem == NULL));
    if (size > 0 && memchr(bytes, '\0', size) != NULL) {
        PROMISE(!is_valid); /* jansson takes a NUL behind the value for the end */
    } else if (!is_valid) {
        PROMISE(tree == NULL || depth_of(tree) > READER_SKIP_DEPTH_MAX);
    } else if (tree == NULL) {
        PROMISE(json_error_code(&error) == json_error_numeric_overflow);
    } else {
        reader_init(&walked, copy, size);
        seen = tree_of(&walked, &arena);
        PROMISE(seen != NULL ? reader_at_end(&walked) && is_equal(seen, tree)
                             : depth_of(tree) > READER_DEPTH_MAX);
        json_decref(seen);
    }
    json_decref(tree);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    memcpy(copy, bytes, size);
    put_right(copy, size);
    compare((const char *)bytes, (const char *)copy, size);
    free(copy);
    return 0;
}
