/*
 * Validates a request before it is sent.  Every problem is reported with its path.  A limit that a
 * newer service may have raised is checked at the strict level only.
 */
#include "shape/check.h"

#include "core/assert.h"
#include "core/error.h"
#include "core/sized.h"
#include "core/text.h"
#include "core/utf8.h"
#include "shape/instance_arn.h"
#include "shape/names.h"
#include "shape/path.h"
#include "shape/pattern.h"
#include "shape/row.h"
#include "shape/shape.h"

#include <stdarg.h>
#include <stdio.h>

/* More than a user reads, and a limit to the memory that an invalid request can take. */
#define PROBLEMS_MAX 1000
#define PROBLEM_SIZE 200

struct checker {
    connect_check_level level;
    connect_error *error;
    size_t problems;
    bool too_new;
    bool no_memory;
};

/* Limits of one text: of a member, an element, a key or a value. */
struct text_rule {
    int64_t min, max;
    enum shape_pattern pattern;
    bool one_line; /* part of a path or query: no control byte at all */
};

static bool check_struct(struct checker *c, const struct connect_shape *shape, const void *value,
                         const struct member_path *path);

static void checker_add_line(struct checker *c, const char *line)
{
    ASSERT(c->problems <= PROBLEMS_MAX + (size_t)1 || c->error != NULL);
    if (c->error == NULL) {
        error_set(&c->error, CONNECT_E_ARGUMENT, "the request is not valid");
    }
    if (c->problems == PROBLEMS_MAX) {
        line = "and more";
    }
    if (c->problems++ <= PROBLEMS_MAX) {
        error_add_problem(c->error, line);
    }
}

static void add_problem(struct checker *c, const struct member_path *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add_problem(struct checker *c, const struct member_path *path, const char *format, ...)
{
    char line[MEMBER_PATH_MAX + PROBLEM_SIZE];
    size_t used;
    va_list args;

    member_path_text(path, line);
    used = strlen(line);
    ASSERT(used < MEMBER_PATH_MAX);
    used += (size_t)snprintf(line + used, sizeof line - used, "%s", used > 0 ? ": " : "");
    va_start(args, format);
    vsnprintf(line + used, sizeof line - used, format, args);
    va_end(args);
    checker_add_line(c, line);
}

/*
 * The first control byte that a text may not have, or -1.  Tabs and line ends are at home in a
 * body.
 */
static ptrdiff_t find_control(const char *text, size_t size, bool one_line)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool layout = byte == '\t' || byte == '\n' || byte == '\r';

        if ((byte < 0x20 || byte == 0x7f) && (one_line || !layout)) {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

static void check_text(struct checker *c, const char *text, size_t size,
                       const struct text_rule *rule, const struct member_path *path)
{
    size_t characters;
    ptrdiff_t control;

    ASSERT(rule->min <= rule->max);
    if (!text_utf8_valid(text, size, &characters)) {
        add_problem(c, path, "not valid UTF-8");
        return;
    }
    if (c->level == CONNECT_CHECK_NONE) {
        return;
    }
    control = find_control(text, size, rule->one_line);
    if (control >= 0) {
        add_problem(c, path, "control byte 0x%02x at byte %td", (unsigned char)text[control],
                    control);
    }
    if ((int64_t)characters < rule->min) {
        add_problem(c, path, "too short: %zu character%s, at least %lld", characters,
                    characters == 1 ? "" : "s", (long long)rule->min);
    }
    if (c->level != CONNECT_CHECK_STRICT) {
        return;
    }
    if ((int64_t)characters > rule->max) {
        add_problem(c, path, "too long: %zu characters, %lld allowed", characters,
                    (long long)rule->max);
    } else if (!pattern_matches(rule->pattern, text, size)) {
        add_problem(c, path, "not of the form: %s", pattern_text(rule->pattern));
    }
}

static void check_string(struct checker *c, const struct connect_member *member, const char *text,
                         const struct member_path *path)
{
    struct text_rule rule = { .min = member->bounded ? member->min : 0,
                              .max = member->bounded ? member->max : INT64_MAX,
                              .pattern = member->pattern,
                              .one_line = member->place != CONNECT_PLACE_BODY };
    size_t size = strlen(text);

    if (row_is_instance_id(member)) {
        text = instance_id_of(text, &size);
    }
    if (member->place == CONNECT_PLACE_PATH && rule.min < 1) {
        rule.min = 1;
    }
    check_text(c, text, size, &rule, path);
    if (member->place == CONNECT_PLACE_PATH && c->level != CONNECT_CHECK_NONE &&
        text_is_dots(text, size)) {
        add_problem(c, path, "must not be \".\" or \"..\", because it is part of the path");
    }
}

/* A bool of C holds 0 or 1; what a foreign caller leaves there may be anything. */
static void check_flags(struct checker *c, const struct connect_member *member, const void *value,
                        const struct member_path *path)
{
    if (row_set_byte(member, value) > 1) {
        add_problem(c, path, "is_set is neither true nor false: %d", row_set_byte(member, value));
    }
    if (member->kind == CONNECT_KIND_BOOL && row_bool_byte(member, value) > 1) {
        add_problem(c, path, "neither true nor false: %d", row_bool_byte(member, value));
    }
}

/*
 * Rule: minima are checked before a request is sent, maxima and patterns by the service.  Source:
 * botocore, validate.py.  Test: minima_hold_by_default.
 */
static void check_number(struct checker *c, const struct connect_member *member, int64_t number,
                         const struct member_path *path)
{
    if (!member->bounded || c->level == CONNECT_CHECK_NONE) {
        return;
    }
    if (number < member->min) {
        add_problem(c, path, "too small: %lld, at least %lld", (long long)number,
                    (long long)member->min);
    } else if (member->max != SHAPE_NO_MAX && number > member->max &&
               c->level == CONNECT_CHECK_STRICT) {
        add_problem(c, path, "too large: %lld, at most %lld", (long long)number,
                    (long long)member->max);
    }
}

static void check_double(struct checker *c, const struct connect_member *member, double number,
                         const struct member_path *path)
{
    if (!member->bounded || c->level == CONNECT_CHECK_NONE) {
        return;
    }
    if (number < (double)member->min) {
        add_problem(c, path, "too small: at least %lld", (long long)member->min);
    } else if (member->max != SHAPE_NO_MAX && number > (double)member->max &&
               c->level == CONNECT_CHECK_STRICT) {
        add_problem(c, path, "too large: at most %lld", (long long)member->max);
    }
}

static bool is_known(const struct shape_enum *values, const char *text)
{
    ASSERT(values != NULL);
    for (size_t i = 0; i < values->count; i++) {
        if (strcmp(values->values[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* Returns whether the enum is set: an invalid value is reported here, not as a missing one. */
static bool check_enum(struct checker *c, const struct connect_member *member, const void *value,
                       const struct member_path *path)
{
    const struct text_rule rule = { .min = 1,
                                    .max = INT64_MAX,
                                    .one_line = member->place != CONNECT_PLACE_BODY };
    int number = row_enum_value(member, value);
    const char *text = row_enum_text(member, value);

    if (text == NULL && number == ENUM_UNKNOWN) {
        add_problem(c, path, "UNKNOWN without the text beside it");
    } else if (text == NULL && number != 0) {
        add_problem(c, path, "%d is not a value of the enumeration", number);
    }
    if (text == NULL) {
        return number != 0;
    }
    check_text(c, text, strlen(text), &rule, path);
    if (c->level == CONNECT_CHECK_STRICT && text[0] != '\0' && !is_known(member->values, text)) {
        add_problem(c, path, "not one of the known values");
    }
    return true;
}

static struct text_rule rule_of(const struct shape_text *limits,
                                const struct connect_member *member)
{
    struct text_rule rule = { .min = limits->min,
                              .max = limits->max > 0 ? limits->max : INT64_MAX,
                              .pattern = limits->pattern,
                              .one_line = member->place != CONNECT_PLACE_BODY };

    return rule;
}

static void check_pair(struct checker *c, const struct connect_member *member,
                       const connect_pair *pair, const struct member_path *path)
{
    const struct member_path key = { path, "key", strlen("key") };
    const struct member_path value = { path, "value", strlen("value") };
    struct text_rule key_rule = rule_of(&row_items(member)->key, member);
    struct text_rule value_rule = rule_of(&row_items(member)->each, member);

    if (pair->key == NULL) {
        add_problem(c, &key, "NULL");
    } else {
        check_text(c, pair->key, strlen(pair->key), &key_rule, &key);
    }
    if (pair->value == NULL) {
        add_problem(c, &value, "NULL");
    } else {
        check_text(c, pair->value, strlen(pair->value), &value_rule, &value);
    }
}

/* Two entries of one key have no meaning in JSON. */
static void check_keys(struct checker *c, const void *items, size_t count,
                       const struct member_path *path)
{
    ASSERT(items != NULL || count == 0);
    struct arena arena = { 0 };
    struct names keys = { .count = 0 };

    for (size_t i = 0; i < count && c->problems <= PROBLEMS_MAX && !c->no_memory; i++) {
        const struct member_path at = { path, NULL, i };
        const connect_pair *pair = row_item(items, i);
        enum names_result result;

        if (pair == NULL || pair->key == NULL) {
            continue;
        }
        result = names_add(&keys, &arena, pair->key, strlen(pair->key));
        if (result == NAMES_TWICE) {
            add_problem(c, &at, "the same key as in an earlier entry");
        } else if (result == NAMES_COLLIDE) {
            add_problem(c, &at, "keys that collide");
            break;
        }
        c->no_memory = result == NAMES_NO_MEMORY;
    }
    arena_release(&arena);
}

/* False when an element violates the size rule: nothing more is read. */
static bool check_items(struct checker *c, const struct connect_member *member, const void *items,
                        size_t count, const struct member_path *path)
{
    struct text_rule rule = rule_of(&row_items(member)->each, member);

    for (size_t i = 0; i < count && c->problems <= PROBLEMS_MAX; i++) {
        const struct member_path at = { path, NULL, i };
        const void *item = row_item(items, i);

        if (item == NULL) {
            add_problem(c, &at, "NULL");
        } else if (member->kind == CONNECT_KIND_MAP) {
            check_pair(c, member, item, &at);
        } else if (member->kind == CONNECT_KIND_STRING_LIST) {
            check_text(c, item, strlen(item), &rule, &at);
        } else if (!check_struct(c, member->shape, item, &at)) {
            return false;
        }
    }
    return true;
}

static bool check_list(struct checker *c, const struct connect_member *member, const void *value,
                       const struct member_path *path)
{
    const void *items = row_pointer(member, value);
    size_t count = row_count(member, value);

    ASSERT(items != NULL); /* the member is set */
    if (member->bounded && c->level != CONNECT_CHECK_NONE && (int64_t)count < member->min) {
        add_problem(c, path, "too few: %zu, at least %lld", count, (long long)member->min);
    } else if (member->bounded && c->level == CONNECT_CHECK_STRICT &&
               count > (uint64_t)member->max) {
        add_problem(c, path, "too many: %zu, %lld allowed", count, (long long)member->max);
    }
    if (member->kind == CONNECT_KIND_MAP && c->level != CONNECT_CHECK_NONE) {
        check_keys(c, items, count, path);
    }
    return check_items(c, member, items, count, path);
}

/*
 * A pointer that is NULL: checks what belongs to it (a count, the string of an enum).  Returns
 * whether the member counts as set.
 */
static bool check_absent(struct checker *c, const struct connect_member *member, const void *value,
                         const struct member_path *path)
{
    switch (member->kind) {
    case CONNECT_KIND_ENUM:
        return check_enum(c, member, value, path);
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
    case CONNECT_KIND_MAP:
        if (row_count(member, value) == 0) {
            return false;
        }
        add_problem(c, path, "the count is %zu and the list is NULL", row_count(member, value));
        return true;
    default:
        return false;
    }
}

static bool check_value(struct checker *c, const struct connect_member *member, const void *value,
                        const struct member_path *path)
{
    switch (member->kind) {
    case CONNECT_KIND_STRING:
        check_string(c, member, row_pointer(member, value), path);
        break;
    case CONNECT_KIND_BOOL:
    case CONNECT_KIND_TIME:
        check_flags(c, member, value, path);
        break;
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
        check_flags(c, member, value, path);
        check_number(c, member, row_integer(member, value), path);
        break;
    case CONNECT_KIND_DOUBLE:
        check_flags(c, member, value, path);
        check_double(c, member, row_double(member, value), path);
        break;
    case CONNECT_KIND_ENUM:
        check_enum(c, member, value, path);
        break;
    case CONNECT_KIND_STRUCT:
        return check_struct(c, member->shape, row_pointer(member, value), path);
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
    case CONNECT_KIND_MAP:
        return check_list(c, member, value, path);
    }
    return true;
}

/* The size rule of one struct.  False when nothing in it may be read. */
static bool check_size(struct checker *c, const struct connect_shape *shape, const void *value,
                       const struct member_path *path)
{
    char place[MEMBER_PATH_MAX];

    switch (sized_check(value, shape->size)) {
    case SIZED_VALID:
        return true;
    case SIZED_NOT_SET:
        add_problem(c, path,
                    "%s has no size: set its first member to sizeof, or use connect_init()",
                    shape->name);
        return false;
    case SIZED_TOO_NEW:
        break;
    }
    c->too_new = true;
    member_path_text(path, place);
    error_set(&c->error, CONNECT_E_VERSION,
              "%s%s%s has members that this library (%s) does not know", place,
              place[0] != '\0' ? ": " : "", shape->name, connect_version());
    return false;
}

/*
 * Rule: exactly one member of a union is set.  Source: Smithy, union shape.  Test:
 * a_union_has_exactly_one_member.
 */
static void check_union(struct checker *c, const struct connect_shape *shape, size_t given,
                        const struct member_path *path)
{
    if (shape->is_union && given != 1 && c->level != CONNECT_CHECK_NONE) {
        add_problem(c, path, "exactly one member must be set, %zu are", given);
    }
}

/* False when the size rule is broken by too new a struct: what was found so far counts no more. */
static bool check_struct(struct checker *c, const struct connect_shape *shape, const void *value,
                         const struct member_path *path)
{
    size_t given = 0;

    if (!check_size(c, shape, value, path)) {
        return !c->too_new;
    }
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        const struct member_path at = { path, member->name, member->name_size };
        bool is_given = row_is_set(member, value);

        if (is_given && !check_value(c, member, value, &at)) {
            return false;
        }
        if (!is_given && shape_has(member, row_struct_size(value))) {
            is_given = check_absent(c, member, value, &at);
        }
        if (!is_given && member->required && !member->client_token &&
            c->level != CONNECT_CHECK_NONE) {
            add_problem(c, &at, "required");
        }
        given += is_given ? 1 : 0;
    }
    ASSERT(given <= shape->count);
    check_union(c, shape, given, path);
    return true;
}

connect_status shape_check(const struct connect_shape *shape, const void *request,
                           connect_check_level level, connect_error **error)
{
    struct checker c = { .level = level };

    if (request == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "the request is NULL");
    }
    check_struct(&c, shape, request, NULL);
    if (c.no_memory) {
        (void)error_memory(&c.error);
    }
    ASSERT(c.error != NULL || (c.problems == 0 && !c.too_new));
    connect_status status = connect_error_code(c.error);
    if (error != NULL) {
        ASSERT(*error == NULL);
        *error = c.error;
    } else {
        connect_error_free(c.error);
    }
    return status;
}
