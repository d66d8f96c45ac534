#include "support/random_value.h"

#include "core/mem.h"
#include "core/utf8.h"
#include "shape/row.h"
#include "shape/shape.h"
#include "support/random_text.h"

#include <check.h>

#include <stdio.h>
#include <string.h>

/* Texts of the model may have millions of characters. */
#define TEXT_MAX 40
#define LIST_MAX 4
#define ARN "arn:aws:connect:us-west-2:123456789012:instance/"

static int64_t between(struct dice *dice, int64_t low, int64_t high)
{
    uint64_t width = (uint64_t)high - (uint64_t)low;

    return (int64_t)((uint64_t)low + (width == UINT64_MAX ? dice_roll(dice, UINT64_MAX)
                                                          : dice_roll(dice, width + 1)));
}

/* Any characters, among them those that JSON and URLs have a use for. */
static char *any_text(struct dice *dice, int64_t min, int64_t max, bool one_line,
                      struct arena *arena)
{
    static const char *const pieces[] = { "a",
                                          "Z",
                                          "0",
                                          " ",
                                          "\"",
                                          "\\",
                                          "/",
                                          "%",
                                          "+",
                                          "&",
                                          "=",
                                          "?",
                                          "#",
                                          "<",
                                          "{",
                                          "~",
                                          "'",
                                          ":",
                                          "\xc3\xa4",
                                          "\xe2\x82\xac",
                                          "\xf0\x9f\x98\xb9",
                                          "\xe2\x80\xa8" };
    static const char *const layout[] = { "\n", "\t", "\r" };
    int64_t length = between(dice, min, max < min + TEXT_MAX ? max : min + TEXT_MAX);
    char *text = arena_alloc(arena, (size_t)length * 4 + 1);
    size_t size = 0;

    for (int64_t i = 0; i < length; i++) {
        const char *piece = pieces[dice_roll(dice, sizeof pieces / sizeof pieces[0])];

        if (!one_line && dice_roll(dice, 12) == 0) {
            piece = layout[dice_roll(dice, 3)];
        }
        memcpy(text + size, piece, strlen(piece));
        size += strlen(piece);
    }
    return text;
}

static char *uuid(struct dice *dice, const char *before, struct arena *arena)
{
    return arena_printf(arena, "%s%08x-%04x-%04x-%04x-%012llx", before,
                        (unsigned)dice_roll(dice, UINT32_MAX), (unsigned)dice_roll(dice, 65536),
                        (unsigned)dice_roll(dice, 65536), (unsigned)dice_roll(dice, 65536),
                        (unsigned long long)dice_roll(dice, UINT64_C(1) << 48));
}

static const char *text_of_pattern(struct dice *dice, enum shape_pattern pattern, int64_t min,
                                   int64_t max, bool one_line, struct arena *arena)
{
    struct random_text text;

    if (pattern == PATTERN_NONE) {
        return any_text(dice, min, max, one_line, arena);
    }
    random_pattern(dice, &text, pattern, (size_t)min,
                   max > RANDOM_TEXT_MAX ? RANDOM_TEXT_MAX : (size_t)max);
    return arena_strndup(arena, text.bytes, text.size);
}

static const char *string_of(struct dice *dice, const struct connect_member *member,
                             struct arena *arena)
{
    bool in_path = member->place == CONNECT_PLACE_PATH;
    int64_t min = member->bounded ? member->min : 0;
    int64_t max = member->bounded ? member->max : INT32_MAX;
    const char *text;

    if (row_is_instance_id(member)) {
        return uuid(dice, dice_roll(dice, 2) == 0 ? "" : ARN, arena);
    }
    do {
        text = text_of_pattern(dice, member->pattern, in_path && min == 0 ? 1 : min, max,
                               member->place != CONNECT_PLACE_BODY, arena);
    } while (in_path && (strcmp(text, ".") == 0 || strcmp(text, "..") == 0));
    return text;
}

static void put(void *out, size_t offset, const void *bytes, size_t size)
{
    memcpy((char *)out + offset, bytes, size);
}

static void put_scalar(struct dice *dice, const struct connect_member *member, void *out)
{
    int64_t low = member->bounded                      ? member->min
                  : member->kind == CONNECT_KIND_INT32 ? INT32_MIN
                                                       : INT64_MIN;
    int64_t high = member->bounded                      ? member->max
                   : member->kind == CONNECT_KIND_INT32 ? INT32_MAX
                                                        : INT64_MAX;
    connect_opt_bool flag = { true, dice_roll(dice, 2) == 1 };
    connect_opt_int32 small = { true, 0 };
    connect_opt_int64 wide = { true, 0 };
    connect_opt_double real = { true, 0 };

    switch (member->kind) {
    case CONNECT_KIND_BOOL:
        put(out, member->offset, &flag, sizeof flag);
        break;
    case CONNECT_KIND_INT32:
        small.value = (int32_t)between(dice, low, high < INT32_MAX ? high : INT32_MAX);
        put(out, member->offset, &small, sizeof small);
        break;
    case CONNECT_KIND_INT64:
        wide.value = between(dice, low, high);
        put(out, member->offset, &wide, sizeof wide);
        break;
    case CONNECT_KIND_TIME: /* years 1 to 9999 */
        wide.value = between(dice, -62135596800000, 253402300799999);
        put(out, member->offset, &wide, sizeof wide);
        break;
    case CONNECT_KIND_DOUBLE:
        real.value = (double)between(dice, member->bounded ? low : -1000000,
                                     member->bounded ? high - 1 : 1000000) +
                     (double)dice_roll(dice, 1000000) / 1000000;
        put(out, member->offset, &real, sizeof real);
        break;
    default:
        ck_abort_msg("%s is no scalar", member->name);
    }
}

static void put_enum(struct dice *dice, const struct connect_member *member, void *out)
{
    int value = (int)dice_roll(dice, member->values->count) + 1;
    int unknown = -1;

    /* A known value may be given by its text alone. */
    if (dice_roll(dice, 4) > 0) {
        put(out, member->offset, &value, sizeof value);
        return;
    }
    put(out, member->offset, dice_roll(dice, 2) == 0 ? &unknown : &(int){ 0 }, sizeof(int));
    put(out, member->extra, &member->values->values[value - 1], sizeof(char *));
}

static const void *make_item(struct dice *dice, const struct connect_member *member, size_t index,
                             struct arena *arena)
{
    bool one_line = member->place != CONNECT_PLACE_BODY;
    const struct shape_text *key = &row_items(member)->key, *each = &row_items(member)->each,
                            *value = each;
    connect_pair *pair;
    uint32_t first;

    if (member->kind == CONNECT_KIND_STRUCT_LIST) {
        return random_value(dice, member->shape, arena);
    }
    if (member->kind == CONNECT_KIND_STRING_LIST) {
        return text_of_pattern(dice, each->pattern, each->min,
                               each->max > 0 ? each->max : INT32_MAX, one_line, arena);
    }
    pair = arena_alloc(arena, sizeof *pair);
    do {
        pair->key = text_of_pattern(dice, key->pattern, key->min > 0 ? key->min : 1,
                                    key->max > 0 ? key->max : INT32_MAX, one_line, arena);
    } while (strncmp(pair->key, "aws:", 4) == 0);
    /* Keys differ in their first letter. */
    pair->key = arena_printf(arena, "%c%s", (char)('a' + index),
                             pair->key + utf8_decode(pair->key, strlen(pair->key), &first));
    pair->value = text_of_pattern(dice, value->pattern, value->min,
                                  value->max > 0 ? value->max : INT32_MAX, one_line, arena);
    return pair;
}

static void put_list(struct dice *dice, const struct connect_member *member, void *out,
                     struct arena *arena)
{
    int64_t min = member->bounded ? member->min : 0;
    int64_t max = member->bounded && member->max < min + LIST_MAX ? member->max : min + LIST_MAX;
    size_t count = (size_t)between(dice, dice->is_full && min == 0 && max > 0 ? 1 : min, max);
    const void **items = arena_calloc(arena, count + 1, sizeof *items);

    for (size_t i = 0; i < count; i++) {
        items[i] = make_item(dice, member, i, arena);
    }
    put(out, member->offset, &items, sizeof items);
    put(out, member->extra, &count, sizeof count);
}

static void put_member(struct dice *dice, const struct connect_member *member, void *out,
                       struct arena *arena)
{
    const void *pointer;

    switch (member->kind) {
    case CONNECT_KIND_STRING:
        pointer = string_of(dice, member, arena);
        put(out, member->offset, &pointer, sizeof pointer);
        break;
    case CONNECT_KIND_STRUCT:
        pointer = random_value(dice, member->shape, arena);
        put(out, member->offset, &pointer, sizeof pointer);
        break;
    case CONNECT_KIND_ENUM:
        put_enum(dice, member, out);
        break;
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
    case CONNECT_KIND_MAP:
        put_list(dice, member, out, arena);
        break;
    default:
        put_scalar(dice, member, out);
    }
}

void *random_value(struct dice *dice, const struct connect_shape *shape, struct arena *arena)
{
    size_t chosen = dice_roll(dice, shape->count);
    void *out = arena_alloc(arena, shape->size);

    row_set_struct_size(out, shape);
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        bool wanted = shape->is_union ? i == chosen
                                      : member->required || dice->is_full || dice_roll(dice, 3) > 0;

        if (wanted) {
            put_member(dice, member, out, arena);
        }
    }
    return out;
}
