/*
 * Objects, lists and maps.
 */
#include "core/assert.h"
#include "shape/decoder.h"
#include "shape/keep.h"
#include "shape/names.h"
#include "shape/nearest.h"
#include "shape/row.h"

#include <stdio.h>
#include <string.h>

#define TWICE "appears twice"

static bool count_item(struct decoder *d, const struct member_path *path)
{
    char problem[DECODE_PROBLEM_SIZE];

    if (++d->items <= DECODE_ITEMS_MAX) {
        return true;
    }
    (void)snprintf(problem, sizeof problem, "more than %u list elements and map entries in all",
                   DECODE_ITEMS_MAX);
    (void)decoder_finding(d, path, problem);
    return false;
}

/* ---- names ---- */

/*
 * Rule: the names within an object should be unique, and parsers differ where they are not.
 * Source: RFC 8259, 4.  Test: a_key_that_appears_twice_is_refused_where_an_object_is_read.
 */
/* Puts a name into the set of its object.  A name that is there already is a finding. */
static bool add_name(struct decoder *d, struct names *names, const struct json_string *name,
                     const struct member_path *path)
{
    if (d->skip_wrong) {
        return true;
    }
    switch (names_add(names, &d->scratch, name->text, name->size)) {
    case NAMES_ADDED:
        return true;
    case NAMES_TWICE:
        return decoder_finding(d, path, TWICE);
    case NAMES_COLLIDE: /* each further name would cost as much as all before */
        (void)decoder_finding(d, path, "names that collide");
        return false;
    case NAMES_NO_MEMORY:
        break;
    }
    return decoder_out_of_memory(d);
}

static bool resolve_escapes(struct decoder *d, struct json_string *string)
{
    return json_string_resolve(string, &d->scratch) || decoder_out_of_memory(d);
}

/* ---- lists and maps ---- */

static bool pending_push(struct decoder *d, const void *item)
{
    ASSERT(item != NULL && d->pending_count <= d->pending_room);
    if (d->pending_count == d->pending_room) {
        const void **longer = arena_calloc(&d->scratch, 2 * d->pending_room, sizeof *longer);

        if (longer == NULL) {
            return decoder_out_of_memory(d);
        }
        memcpy(longer, d->pending, d->pending_count * sizeof *longer);
        d->pending = longer;
        d->pending_room *= 2;
    }
    d->pending[d->pending_count++] = item;
    return true;
}

/* Moves the items from `from` on into the list of a member. */
static bool pending_pop(struct decoder *d, size_t from, const struct connect_member *member,
                        void *out)
{
    ASSERT(from <= d->pending_count);
    size_t count = d->pending_count - from;
    const void **items = arena_calloc(d->arena, count, sizeof *items);

    d->pending_count = from;
    if (items == NULL) {
        return decoder_out_of_memory(d);
    }
    memcpy(items, d->pending + from, count * sizeof *items);
    row_set_pointer(out, member->offset, items);
    row_set_count(out, member, count);
    return true;
}

size_t shape_room(const struct connect_shape *shape, enum decode_mode mode)
{
    return shape->size + (mode == DECODE_KEEP ? keep_room() : 0);
}

/* *out stays NULL when the value is no object and decoding goes on. */
static bool decode_struct(struct decoder *d, const struct connect_shape *shape, void **out,
                          const struct member_path *path)
{
    void *nested;

    if (reader_next(&d->in) != '{') {
        return decoder_wrong_type(d, path, "an object", d->in.at);
    }
    nested = arena_alloc(d->arena, shape_room(shape, d->mode));
    if (nested == NULL) {
        return decoder_out_of_memory(d);
    }
    *out = nested;
    return decode_object(d, shape, nested, path);
}

/*
 * Rule: null in a list or map that is not sparse is dropped.  Source: Smithy protocol tests,
 * RestJsonDeserializesDenseSetMapAndSkipsNull.  Test: nulls_in_lists_and_maps_are_skipped.
 */
static bool decode_element(struct decoder *d, const struct connect_member *member,
                           const struct member_path *path)
{
    const char *string = NULL;
    void *nested = NULL;
    const void *item;

    if (reader_next(&d->in) == 'n' && d->mode != DECODE_INPUT) {
        return reader_word(&d->in, "null");
    }
    if (!count_item(d, path)) {
        return false;
    }
    if (member->kind == CONNECT_KIND_STRUCT_LIST) {
        if (!decode_struct(d, member->shape, &nested, path)) {
            return false;
        }
        item = nested;
    } else {
        if (!decode_string(d, &string, path)) {
            return false;
        }
        item = string;
    }
    return item == NULL || pending_push(d, item);
}

static bool decode_list(struct decoder *d, const struct connect_member *member, void *out,
                        const struct member_path *path)
{
    struct member_path at = { path, NULL, 0 };
    size_t from = d->pending_count;

    if (reader_next(&d->in) != '[') {
        return decoder_wrong_type(d, path, "a list", d->in.at);
    }
    if (!reader_enter(&d->in)) {
        return false;
    }
    for (; reader_element(&d->in); at.number++) {
        if (!decode_element(d, member, &at)) {
            return false;
        }
    }
    return d->in.problem == NULL && pending_pop(d, from, member, out);
}

/* The entry whose key was read. */
static bool decode_entry(struct decoder *d, struct names *keys, struct json_string *key,
                         const struct member_path *path)
{
    const struct member_path at = { path, key->text, key->size };
    const char *value = NULL;
    connect_pair *pair;

    if (!add_name(d, keys, key, &at)) {
        return false;
    }
    if (reader_next(&d->in) == 'n' && d->mode != DECODE_INPUT) {
        return reader_word(&d->in, "null");
    }
    if (!count_item(d, path) || !decode_string(d, &value, &at)) {
        return false;
    }
    if (key->oddity != NULL) {
        return decoder_finding(d, &at, key->oddity);
    }
    if (value == NULL) {
        return true;
    }
    pair = arena_alloc(d->arena, sizeof *pair);
    if (pair == NULL) {
        return decoder_out_of_memory(d);
    }
    pair->value = value;
    pair->key = arena_strndup(d->arena, key->text, key->size);
    return pair->key != NULL ? pending_push(d, pair) : decoder_out_of_memory(d);
}

static bool decode_map(struct decoder *d, const struct connect_member *member, void *out,
                       const struct member_path *path)
{
    size_t from = d->pending_count;
    struct json_string key;
    struct names keys;

    if (reader_next(&d->in) != '{') {
        return decoder_wrong_type(d, path, "an object", d->in.at);
    }
    if (!reader_enter(&d->in)) {
        return false;
    }
    keys.count = keys.room = 0;
    while (reader_member(&d->in, &key)) {
        if (!resolve_escapes(d, &key) || !decode_entry(d, &keys, &key, path)) {
            return false;
        }
    }
    return d->in.problem == NULL && pending_pop(d, from, member, out);
}

/* ---- objects ---- */

static_assert(SHAPE_MEMBERS_MAX % 64 == 0, "whole words of bits");

/* An object that is being read. */
struct object {
    const struct connect_shape *shape;
    void *out;
    const struct member_path *path;
    size_t next;                           /* the row that is expected */
    size_t known;                          /* members that are set */
    uint64_t seen[SHAPE_MEMBERS_MAX / 64]; /* a bit for each row whose key was there */
    struct names others;                   /* keys that no row has */
};

/* No row. */
#define NO_ROW SIZE_MAX

/* The row of a key, or NO_ROW. */
static size_t find_row(const struct object *object, const struct json_string *key)
{
    size_t left = key->oddity == NULL ? object->shape->count : 0, row = object->next;

    for (; left > 0; left--) {
        const struct connect_member *member = &object->shape->members[row];

        if (member->name_size == key->size && memcmp(member->name, key->text, key->size) == 0) {
            return row;
        }
        row = row + 1 < object->shape->count ? row + 1 : 0;
    }
    return NO_ROW;
}

static bool decode_member(struct decoder *d, const struct connect_member *member, void *out,
                          const struct member_path *path)
{
    void *nested = NULL;

    switch (member->kind) {
    case CONNECT_KIND_STRUCT:
        if (!decode_struct(d, member->shape, &nested, path)) {
            return false;
        }
        row_set_pointer(out, member->offset, nested);
        return true;
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
        return decode_list(d, member, out, path);
    case CONNECT_KIND_MAP:
        return decode_map(d, member, out, path);
    default:
        return member->loose ? decode_loose(d, member, out, path)
                             : decode_scalar(d, member, out, path);
    }
}

/*
 * Rule: a member that is null is absent.  Source: Smithy, AWS restJson1 protocol.  Test:
 * null_is_absent.
 */
/* The value of a member that has a row. */
static bool read_known(struct decoder *d, struct object *object, size_t row)
{
    const struct connect_member *member = &object->shape->members[row];
    ASSERT(row < object->shape->count && row < SHAPE_MEMBERS_MAX);
    uint64_t *seen = &object->seen[row / 64], bit = UINT64_C(1) << row % 64;
    const struct member_path at = { object->path, member->name, member->name_size };

    object->next = row + 1 < object->shape->count ? row + 1 : 0;
    if ((*seen & bit) != 0) {
        return decoder_finding(d, &at, TWICE) && reader_skip(&d->in);
    }
    *seen |= bit;
    if (reader_next(&d->in) == 'n') {
        return reader_word(&d->in, "null");
    }
    ASSERT(object->known < object->shape->count);
    object->known++;
    return decode_member(d, member, object->out, &at);
}

static bool unknown_finding(struct decoder *d, const struct object *object,
                            const struct json_string *key, const struct member_path *path)
{
    const char *meant = nearest_name(object->shape, key->text, key->size);
    char problem[DECODE_PROBLEM_SIZE];

    if (meant == NULL) {
        return decoder_finding(d, path, "no such member");
    }
    (void)snprintf(problem, sizeof problem, "no such member; did you mean \"%s\"?", meant);
    return decoder_finding(d, path, problem);
}

/*
 * Rule: members that are not in the model are ignored.  Source: Smithy, AWS restJson1 protocol.
 * Test: what_is_unknown_is_passed_over.
 */
/* A member that has no row; `begin` is where its key begins in the text. */
static bool read_unknown(struct decoder *d, struct object *object, const struct json_string *key,
                         const char *begin)
{
    const struct member_path at = { object->path, key->text, key->size };

    if (d->mode == DECODE_INPUT) {
        return unknown_finding(d, object, key, &at) && reader_skip(&d->in);
    }
    if (!add_name(d, &object->others, key, &at) || !reader_skip(&d->in)) {
        return false;
    }
    return d->mode != DECODE_KEEP ||
           keep_add(object->shape, object->out, d->arena, begin, d->in.at) ||
           decoder_out_of_memory(d);
}

/* The row that comes next, when the text goes on with its key. */
static size_t expected_row(struct decoder *d, const struct object *object)
{
    const struct connect_member *member;

    if (object->shape->count == 0) {
        return NO_ROW;
    }
    member = &object->shape->members[object->next];
    return reader_expected_member(&d->in, member->name, member->name_size) ? object->next : NO_ROW;
}

/* Reads a member that is not the expected one.  *more: whether there was one. */
static bool read_member(struct decoder *d, struct object *object, bool *more)
{
    struct json_string key;
    const char *begin;
    size_t row;

    *more = reader_member(&d->in, &key);
    if (!*more) {
        return d->in.problem == NULL;
    }
    begin = key.text - 1;
    ASSERT(*begin == '"');
    if (!resolve_escapes(d, &key)) {
        return false;
    }
    row = find_row(object, &key);
    return row != NO_ROW ? read_known(d, object, row) : read_unknown(d, object, &key, begin);
}

bool decode_object(struct decoder *d, const struct connect_shape *shape, void *out,
                   const struct member_path *path)
{
    struct object object;
    bool more = true;

    object.shape = shape;
    object.out = out;
    object.path = path;
    object.next = object.known = object.others.count = object.others.room = 0;
    memset(object.seen, 0, sizeof object.seen);
    row_set_struct_size(out, shape);
    ASSERT(shape->count <= SHAPE_MEMBERS_MAX);
    if (!reader_enter(&d->in)) {
        return false;
    }
    while (more) {
        size_t row = expected_row(d, &object);

        if (!(row != NO_ROW ? read_known(d, &object, row) : read_member(d, &object, &more))) {
            return false;
        }
    }
    /* Of an input the checks report this, with the other rules. */
    if (shape->is_union && object.known > 1 && d->mode != DECODE_INPUT) {
        return decoder_finding(d, path, "more than one member of a union");
    }
    return true;
}
