/*
 * From options to the input of an operation, as JSON with the model's names.
 *
 * A value is a text, JSON, shorthand, or stands in a file; which of them it may be follows from the
 * member's kind.
 */
#include "input/input.h"

#include "base/failure.h"
#include "base/strbuf.h"
#include "input/file_value.h"
#include "input/shorthand.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A whole number, or NULL: then the text stays, and the library tells what is wrong with it. */
static json_t *integer_of(const char *text)
{
    char *end;
    long long number;

    errno = 0;
    number = strtoll(text, &end, 10);
    return end == text || *end != '\0' || errno == ERANGE ? NULL : json_integer(number);
}

static json_t *boolean_of(const char *text)
{
    if (strcasecmp(text, "true") == 0) {
        return json_true();
    }
    return strcasecmp(text, "false") == 0 ? json_false() : NULL;
}

/* A text becomes what the member's kind asks for. */
static json_t *scalar_of(connect_kind kind, const char *text)
{
    switch (kind) {
    case CONNECT_KIND_BOOL:
        return boolean_of(text);
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
        return integer_of(text);
    case CONNECT_KIND_DOUBLE:
        return json_loads(text, JSON_DECODE_ANY, NULL);
    default:
        return NULL;
    }
}

static json_t *conform(const connect_member *member, json_t *value);

static json_t *conform_members(const connect_shape *shape, json_t *object)
{
    const connect_member *member;

    for (size_t i = 0; json_is_object(object) && (member = connect_shape_member(shape, i)) != NULL;
         i++) {
        json_t *value = json_object_get(object, connect_member_name(member));

        if (value != NULL) {
            json_object_set_new(object, connect_member_name(member),
                                conform(member, json_incref(value)));
        }
    }
    return object;
}

/*
 * Gives what shorthand left as text the type it has in the shape.  Takes and returns a reference.
 */
static json_t *conform(const connect_member *member, json_t *value)
{
    connect_kind kind = connect_member_kind(member);
    json_t *converted;

    if (kind == CONNECT_KIND_STRING_LIST || kind == CONNECT_KIND_STRUCT_LIST) {
        if (!json_is_array(value)) {
            converted = require_memory(json_array());
            json_array_append_new(converted, value);
            value = converted;
        }
        for (size_t i = 0; kind == CONNECT_KIND_STRUCT_LIST && i < json_array_size(value); i++) {
            conform_members(connect_member_shape(member), json_array_get(value, i));
        }
        return value;
    }
    if (kind == CONNECT_KIND_STRUCT) {
        return conform_members(connect_member_shape(member), value);
    }
    converted = json_is_string(value) ? scalar_of(kind, json_string_value(value)) : NULL;
    if (converted == NULL) {
        return value;
    }
    json_decref(value);
    return converted;
}

static char first_letter(const char *text)
{
    return text[strspn(text, " \t\r\n")];
}

struct source {
    const struct command *command;
    const char *option;
};

static json_t *refuse(const struct source *source, char *problem)
{
    usage_error(source->command->name, "--%s: %s", source->option, problem);
    free(problem);
    return NULL;
}

static json_t *parse_json(const struct source *source, const char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    struct strbuf problem = { 0 };

    if (value != NULL) {
        return value;
    }
    strbuf_addf(&problem, "not valid JSON, line %d, column %d: %s", error.line, error.column,
                error.text);
    return refuse(source, strbuf_detach(&problem));
}

/* A structure, or a map: an object in JSON or in shorthand. */
static json_t *parse_object(const struct source *source, const char *text)
{
    char *problem;
    json_t *value;

    if (first_letter(text) == '{' || first_letter(text) == '[') {
        return parse_json(source, text);
    }
    value = shorthand_parse(text, &problem);
    return value != NULL ? value : refuse(source, problem);
}

static json_t *parse_text(const struct source *source, const char *text)
{
    json_t *value = json_string(text);

    return value != NULL ? value : refuse(source, require_memory(strdup("not UTF-8")));
}

static json_t *parse_scalar(const struct source *source, const connect_member *member,
                            const char *text)
{
    connect_kind kind = connect_member_kind(member);
    json_t *value = scalar_of(kind, text);
    struct strbuf problem = { 0 };

    if (value != NULL) {
        return value;
    }
    if (kind != CONNECT_KIND_INT32 && kind != CONNECT_KIND_INT64 && kind != CONNECT_KIND_DOUBLE) {
        return parse_text(source, text);
    }
    strbuf_addf(&problem, "\"%s\" is not a %snumber", text,
                kind == CONNECT_KIND_DOUBLE ? "" : "whole ");
    return refuse(source, strbuf_detach(&problem));
}

/* Several words are several elements; one that begins with "[" is the whole list. */
static json_t *parse_list(const struct source *source, const connect_member *member,
                          char *const *words, size_t count)
{
    json_t *items;

    if (count == 1 && first_letter(words[0]) == '[') {
        return parse_json(source, words[0]);
    }
    items = require_memory(json_array());
    for (size_t i = 0; i < count; i++) {
        json_t *item = connect_member_kind(member) == CONNECT_KIND_STRING_LIST
                           ? parse_text(source, words[i])
                           : parse_object(source, words[i]);

        if (item == NULL) {
            json_decref(items);
            return NULL;
        }
        json_array_append_new(items, item);
    }
    return conform(member, items);
}

static json_t *parse_map(const struct source *source, char *const *words, size_t count)
{
    json_t *all = require_memory(json_object());

    for (size_t i = 0; i < count; i++) {
        json_t *some = parse_object(source, words[i]);

        if (some == NULL || json_object_update(all, some) != 0) {
            if (some != NULL) {
                refuse(source, require_memory(strdup("an object is expected")));
            }
            json_decref(some);
            json_decref(all);
            return NULL;
        }
        json_decref(some);
    }
    return all;
}

static json_t *parse_words(const struct source *source, const connect_member *member,
                           char *const *words, size_t count)
{
    json_t *value;

    switch (connect_member_kind(member)) {
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
        return parse_list(source, member, words, count);
    case CONNECT_KIND_MAP:
        return parse_map(source, words, count);
    case CONNECT_KIND_STRUCT:
        value = parse_object(source, words[0]);
        return value != NULL ? conform(member, value) : NULL;
    default:
        return parse_scalar(source, member, words[0]);
    }
}

static json_t *member_value(const struct source *source, const connect_member *member,
                            const struct parsed_option *parsed)
{
    char *loaded, *problem;
    json_t *value;

    if (parsed->option->kind == OPTION_SWITCH) {
        return json_boolean(!parsed->is_negated);
    }
    if (parsed->count != 1 || !is_file_reference(parsed->values[0])) {
        return parse_words(source, member, parsed->values, parsed->count);
    }
    loaded = read_file_reference(parsed->values[0], &problem);
    if (loaded == NULL) {
        return refuse(source, problem);
    }
    value = parse_words(source, member, &loaded, 1);
    free(loaded);
    return value;
}

/* The object that --cli-input-json gives, or an empty one. */
static json_t *base_input(const struct command *command)
{
    const struct parsed_option *parsed = command_extra(command, EXTRA_INPUT);
    struct source source = { command, extras[EXTRA_INPUT].name };
    char *loaded = NULL, *problem = NULL;
    const char *text;
    json_t *value;

    if (parsed == NULL) {
        return require_memory(json_object());
    }
    text = parsed->values[0];
    if (strcmp(text, "-") == 0) {
        text = loaded = read_standard_input(&problem);
    } else if (is_file_reference(text)) {
        text = loaded = read_file_reference(text, &problem);
    }
    if (text == NULL) {
        return refuse(&source, problem);
    }
    value = parse_json(&source, text);
    free(loaded);
    if (value != NULL && !json_is_object(value)) {
        json_decref(value);
        return refuse(&source, require_memory(strdup("an object is expected")));
    }
    return value;
}

int input_build(const struct command *command, json_t **input)
{
    const connect_member *member;

    *input = base_input(command);
    if (*input == NULL) {
        return CTL_USAGE;
    }
    for (size_t i = 0;
         (member = connect_shape_member(connect_operation_input(command->operation), i)) != NULL;
         i++) {
        const struct parsed_option *parsed = arguments_find(&command->line, member);
        struct source source = { command, command->names[i] };
        json_t *value;

        if (parsed == NULL) {
            continue;
        }
        value = member_value(&source, member, parsed);
        if (value == NULL) {
            json_decref(*input);
            *input = NULL;
            return CTL_USAGE;
        }
        json_object_set_new(*input, connect_member_name(member), value);
    }
    return 0;
}

int input_check(const struct command *command, const json_t *input)
{
    const connect_member *member;
    struct strbuf missing = { 0 };
    size_t count = 0;

    for (size_t i = 0;
         (member = connect_shape_member(connect_operation_input(command->operation), i)) != NULL;
         i++) {
        const char *name = command->names[i];

        if (!connect_member_is_required(member) ||
            json_object_get(input, connect_member_name(member)) != NULL) {
            continue;
        }
        strbuf_addf(&missing, "%s--%s", count++ > 0 ? ", " : "", name);
        if (connect_member_kind(member) == CONNECT_KIND_BOOL) {
            strbuf_addf(&missing, " (or --no-%s)", name);
        }
    }
    if (count > 0) {
        usage_error(command->name, "%s required: %s",
                    count > 1 ? "these options are" : "this option is", strbuf_string(&missing));
    }
    strbuf_free(&missing);
    return count > 0 ? CTL_USAGE : 0;
}
