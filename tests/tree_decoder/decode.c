/*
 * JSON to structs.  A response is read as a client must: what is new is skipped, what is null
 * is absent, and what has the wrong type ends it.  Input is read as a user types it: everything
 * that is wrong is reported, with its path.
 */
#include "tree_decoder/decode.h"

#include "core/error.h"
#include "shape/nearest.h"

#include <stdio.h>

#define PROBLEM_SIZE 160

static bool decode_member(struct old_decoder *d, const struct connect_member *member, json_t *value,
                          void *out, const struct member_path *path);

static bool out_of_memory(struct old_decoder *d)
{
    d->no_memory = true;
    return false;
}

/* Tells a finding.  Returns whether decoding goes on. */
static bool finding(struct old_decoder *d, const struct member_path *path, const char *problem)
{
    char line[MEMBER_PATH_MAX + PROBLEM_SIZE + 2];
    size_t used;

    if (d->skip_wrong) {
        return true;
    }
    member_path_text(path, line);
    used = strlen(line);
    snprintf(line + used, sizeof line - used, "%s%s", used > 0 ? ": " : "", problem);
    if (d->mode == DECODE_RESPONSE) {
        error_set(&d->error, CONNECT_E_DECODE, "unexpected form: %s", line);
        return false;
    }
    if (d->error == NULL) {
        error_set(&d->error, CONNECT_E_ARGUMENT, "the input is not valid");
    }
    error_add_problem(d->error, line);
    return ++d->problems < DECODE_PROBLEMS_MAX;
}

static bool wrong_type(struct old_decoder *d, const struct member_path *path, const char *expected,
                       const json_t *found)
{
    char problem[PROBLEM_SIZE];

    snprintf(problem, sizeof problem, "expected %s, found %s", expected, old_tree_type_name(found));
    return finding(d, path, problem);
}

static bool number_finding(struct old_decoder *d, const struct member_path *path,
                           enum decode_outcome outcome, const char *expected, const json_t *found)
{
    if (outcome == DECODE_OUT_OF_RANGE) {
        return finding(d, path, "out of range");
    }
    return wrong_type(d, path, expected, found);
}

static void set_pointer(void *out, size_t offset, const void *pointer)
{
    memcpy((char *)out + offset, &pointer, sizeof pointer);
}

/* *copy stays NULL when the value is no text and decoding goes on. */
static bool copy_text(struct old_decoder *d, const json_t *value, bool secret, const char **copy,
                      const struct member_path *path)
{
    size_t size = json_string_length(value);
    size_t ignored;

    if (!json_is_string(value) || old_tree_kept_number(value, &ignored) != NULL) {
        return wrong_type(d, path, "a text", value);
    }
    *copy = arena_strndup(d->arena, json_string_value(value), size);
    /* jansson frees without cleansing; the tree is ours and its text is not read again. */
    if (secret) {
        mem_cleanse((char *)json_string_value(value), size);
    }
    return *copy != NULL || out_of_memory(d);
}

static bool decode_string(struct old_decoder *d, const struct connect_member *member,
                          const json_t *value, void *out, const struct member_path *path)
{
    const char *text = NULL;
    bool on = copy_text(d, value, member->secret, &text, path);

    set_pointer(out, member->offset, text);
    return on;
}

static bool decode_enum(struct old_decoder *d, const struct connect_member *member,
                        const json_t *value, void *out, const struct member_path *path)
{
    const struct shape_enum *known = member->values;
    const char *text = NULL;
    int number = 0;
    bool on = true;

    for (size_t i = 0; i < known->count && json_is_string(value); i++) {
        if (strcmp(known->values[i], json_string_value(value)) == 0) {
            number = (int)i + 1;
            text = known->values[i];
            break;
        }
    }
    if (text == NULL) {
        on = copy_text(d, value, false, &text, path);
        number = text != NULL ? ENUM_UNKNOWN : 0;
    }
    memcpy((char *)out + member->offset, &number, sizeof number);
    set_pointer(out, member->extra, text);
    return on;
}

static bool decode_bool(struct old_decoder *d, const struct connect_member *member,
                        const json_t *value, void *out, const struct member_path *path)
{
    connect_opt_bool flag = CONNECT_SET(json_is_true(value));

    if (!json_is_boolean(value)) {
        return wrong_type(d, path, "true or false", value);
    }
    memcpy((char *)out + member->offset, &flag, sizeof flag);
    return true;
}

static bool decode_whole(struct old_decoder *d, const struct connect_member *member,
                         const json_t *value, void *out, const struct member_path *path)
{
    bool narrow = member->kind == CONNECT_KIND_INT32;
    bool time = member->kind == CONNECT_KIND_TIME;
    connect_opt_int64 wide = CONNECT_SET(0);
    connect_opt_int32 small = CONNECT_SET(0);
    enum decode_outcome outcome =
        time ? old_decode_time(value, &wide.value) : old_decode_integer(d, value, &wide.value);

    if (outcome == DECODE_FINE && narrow && (wide.value < INT32_MIN || wide.value > INT32_MAX)) {
        outcome = DECODE_OUT_OF_RANGE;
    }
    if (outcome != DECODE_FINE) {
        return number_finding(d, path, outcome, time ? "a time" : "an integer", value);
    }
    small.value = narrow ? (int32_t)wide.value : 0;
    if (narrow) {
        memcpy((char *)out + member->offset, &small, sizeof small);
    } else {
        memcpy((char *)out + member->offset, &wide, sizeof wide);
    }
    return true;
}

static bool decode_real(struct old_decoder *d, const struct connect_member *member,
                        const json_t *value, void *out, const struct member_path *path)
{
    connect_opt_double real = CONNECT_SET(0);
    enum decode_outcome outcome = old_decode_double(d, value, &real.value);

    if (outcome != DECODE_FINE) {
        return number_finding(d, path, outcome, "a number", value);
    }
    memcpy((char *)out + member->offset, &real, sizeof real);
    return true;
}

/* *out stays NULL when the value is no object and decoding goes on. */
static bool decode_struct(struct old_decoder *d, const struct connect_shape *shape, json_t *value,
                          void **out, const struct member_path *path)
{
    void *nested;

    if (!json_is_object(value)) {
        return wrong_type(d, path, "an object", value);
    }
    nested = arena_alloc(d->arena, shape->size);
    if (nested == NULL) {
        return out_of_memory(d);
    }
    *out = nested;
    return old_decode_object(d, shape, value, nested, path);
}

static bool decode_element(struct old_decoder *d, const struct connect_member *member,
                           json_t *value, const void **item, const struct member_path *path)
{
    const char *text = NULL;
    void *nested = NULL;
    bool on;

    if (member->kind == CONNECT_KIND_STRUCT_LIST) {
        on = decode_struct(d, member->shape, value, &nested, path);
        *item = nested;
    } else {
        on = copy_text(d, value, member->secret, &text, path);
        *item = text;
    }
    return on;
}

static bool decode_list(struct old_decoder *d, const struct connect_member *member, json_t *value,
                        void *out, const struct member_path *path)
{
    size_t size = json_array_size(value);
    size_t count = 0;
    const void **items;

    if (!json_is_array(value)) {
        return wrong_type(d, path, "a list", value);
    }
    items = arena_calloc(d->arena, size > 0 ? size : 1, sizeof *items);
    if (items == NULL) {
        return out_of_memory(d);
    }
    for (size_t i = 0; i < size; i++) {
        struct member_path at = { path, NULL, i };
        json_t *element = json_array_get(value, i);

        if (json_is_null(element) && d->mode == DECODE_RESPONSE) {
            continue;
        }
        if (!decode_element(d, member, element, &items[count], &at)) {
            return false;
        }
        count += items[count] != NULL ? 1 : 0;
    }
    set_pointer(out, member->offset, items);
    memcpy((char *)out + member->extra, &count, sizeof count);
    return true;
}

static bool decode_map(struct old_decoder *d, const struct connect_member *member, json_t *value,
                       void *out, const struct member_path *path)
{
    size_t size = json_object_size(value);
    size_t count = 0;
    connect_pair **items;
    connect_pair *pairs;
    const char *key;
    json_t *element;

    if (!json_is_object(value)) {
        return wrong_type(d, path, "an object", value);
    }
    items = arena_calloc(d->arena, size > 0 ? size : 1, sizeof *items);
    pairs = arena_calloc(d->arena, size > 0 ? size : 1, sizeof *pairs);
    if (items == NULL || pairs == NULL) {
        return out_of_memory(d);
    }
    json_object_foreach(value, key, element) {
        struct member_path at = { path, key, strlen(key) };
        connect_pair *pair = &pairs[count];

        if (json_is_null(element) && d->mode == DECODE_RESPONSE) {
            continue;
        }
        if (!copy_text(d, element, member->secret, &pair->value, &at)) {
            return false;
        }
        if (pair->value == NULL) {
            continue;
        }
        pair->key = arena_strdup(d->arena, key);
        if (pair->key == NULL) {
            return out_of_memory(d);
        }
        items[count++] = pair;
    }
    set_pointer(out, member->offset, items);
    memcpy((char *)out + member->extra, &count, sizeof count);
    return true;
}

static bool decode_member(struct old_decoder *d, const struct connect_member *member, json_t *value,
                          void *out, const struct member_path *path)
{
    void *nested = NULL;
    bool on;

    switch (member->kind) {
    case CONNECT_KIND_STRING:
        return decode_string(d, member, value, out, path);
    case CONNECT_KIND_BOOL:
        return decode_bool(d, member, value, out, path);
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
    case CONNECT_KIND_TIME:
        return decode_whole(d, member, value, out, path);
    case CONNECT_KIND_DOUBLE:
        return decode_real(d, member, value, out, path);
    case CONNECT_KIND_ENUM:
        return decode_enum(d, member, value, out, path);
    case CONNECT_KIND_STRUCT:
        on = decode_struct(d, member->shape, value, &nested, path);
        set_pointer(out, member->offset, nested);
        return on;
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
        return decode_list(d, member, value, out, path);
    case CONNECT_KIND_MAP:
        return decode_map(d, member, value, out, path);
    }
    return true;
}

/*
 * Services send members in the order of the model, so the row after the last one is looked at
 * first.
 */
static const struct connect_member *find_row(const struct connect_shape *shape, const char *key,
                                             size_t *next)
{
    for (size_t i = 0; i < shape->count; i++) {
        size_t at = *next + i < shape->count ? *next + i : *next + i - shape->count;
        const struct connect_member *member = &shape->members[at];

        if (strcmp(member->name, key) == 0) {
            *next = at + 1 < shape->count ? at + 1 : 0;
            return member;
        }
    }
    return NULL;
}

static bool unknown_member(struct old_decoder *d, const struct connect_shape *shape,
                           const char *key, const struct member_path *path)
{
    char problem[PROBLEM_SIZE];
    const char *meant;

    if (d->mode == DECODE_RESPONSE) {
        return true;
    }
    meant = nearest_name(shape, key, strlen(key));
    if (meant == NULL) {
        return finding(d, path, "no such member");
    }
    snprintf(problem, sizeof problem, "no such member; did you mean \"%s\"?", meant);
    return finding(d, path, problem);
}

bool old_decode_object(struct old_decoder *d, const struct connect_shape *shape, json_t *object,
                       void *out, const struct member_path *path)
{
    size_t next = 0;
    size_t known = 0;
    const char *key;
    json_t *value;

    memcpy(out, &shape->size, sizeof shape->size);
    json_object_foreach(object, key, value) {
        struct member_path at = { path, key, strlen(key) };
        const struct connect_member *member = find_row(shape, key, &next);
        bool on = true;

        if (member == NULL) {
            on = unknown_member(d, shape, key, &at);
        } else if (!json_is_null(value)) {
            on = decode_member(d, member, value, out, &at);
        }
        if (!on) {
            return false;
        }
        known += member != NULL && !json_is_null(value) ? 1 : 0;
    }
    /* What a user types is validated by the checks, with the other rules. */
    if (shape->is_union && known > 1 && d->mode == DECODE_RESPONSE) {
        return finding(d, path, "more than one member of a union");
    }
    return true;
}

static connect_status decode_text(struct old_decoder *d, const struct connect_shape *shape,
                                  const char *text, size_t size, void *out)
{
    struct arena scratch = { .secret = shape->is_secret };
    json_t *root = NULL;
    connect_status status = old_tree_read(&scratch, text, size, &root, &d->error);

    if (status == CONNECT_OK && json_is_object(root)) {
        old_decode_object(d, shape, root, out, NULL);
    } else if (status == CONNECT_OK && !(json_is_null(root) && d->mode == DECODE_RESPONSE)) {
        wrong_type(d, NULL, "an object", root);
    }
    json_decref(root);
    arena_release(&scratch);
    if (d->no_memory) {
        status = CONNECT_E_MEMORY;
    } else if (d->error != NULL) {
        status = connect_error_code(d->error);
    }
    return status;
}

connect_status old_shape_decode(const struct connect_shape *shape, const char *text, size_t size,
                                enum decode_mode mode, struct arena *arena, void *out,
                                connect_error **error)
{
    struct old_decoder d = { .mode = mode, .arena = arena };
    connect_status status;

    memcpy(out, &shape->size, sizeof shape->size);
    if (mode == DECODE_RESPONSE && (shape->count == 0 || old_tree_is_blank(text, size))) {
        return CONNECT_OK;
    }
    status = decode_text(&d, shape, text, size, out);
    if (status == CONNECT_OK) {
        return CONNECT_OK;
    }
    if (status == CONNECT_E_MEMORY) {
        connect_error_free(d.error);
        return error_memory(error);
    }
    if (mode == DECODE_INPUT && status == CONNECT_E_DECODE) {
        status = error_set(&d.error, CONNECT_E_ARGUMENT, "the input could not be read: %s",
                           connect_error_message(d.error));
    }
    old_tree_set_excerpt(d.error, text, size, shape->is_secret);
    if (error != NULL) {
        connect_error_free(*error);
        *error = d.error;
    } else {
        connect_error_free(d.error);
    }
    return status;
}
