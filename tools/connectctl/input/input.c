/*
 * From options to the input of an operation, as JSON with the names of the API.
 *
 * A value is a string, JSON, shorthand, or the content of a file; the kind of its member decides
 * which of them it may be.
 */
#include "input/input.h"

#include "base/failure.h"
#include "base/json.h"
#include "base/terminal.h"
#include "input/file_value.h"
#include "input/shorthand.h"
#include "input/yaml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* NULL for what is no whole number: the string stays, and the library reports it. */
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

/* A string as the type of the member's kind, or NULL. */
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

static json_t *convert_value(const connect_member *member, json_t *value);

static json_t *convert_members(const connect_shape *shape, json_t *object)
{
    const connect_member *member;

    for (size_t i = 0; json_is_object(object) && (member = connect_shape_member(shape, i)) != NULL;
         i++) {
        json_t *value = json_object_get(object, connect_member_name(member));

        if (value != NULL) {
            json_set(object, connect_member_name(member),
                     convert_value(member, json_incref(value)));
        }
    }
    return object;
}

/*
 * Converts strings made by the shorthand parser to the types that the shape declares.  Takes
 * ownership of the value and returns it.
 */
static json_t *convert_value(const connect_member *member, json_t *value)
{
    connect_kind kind = connect_member_kind(member);
    json_t *converted;

    if (kind == CONNECT_KIND_STRING_LIST || kind == CONNECT_KIND_STRUCT_LIST) {
        if (!json_is_array(value)) {
            converted = require_memory(json_array());
            json_append(converted, value);
            value = converted;
        }
        for (size_t i = 0; kind == CONNECT_KIND_STRUCT_LIST && i < json_array_size(value); i++) {
            convert_members(connect_member_shape(member), json_array_get(value, i));
        }
        return value;
    }
    if (kind == CONNECT_KIND_STRUCT) {
        return convert_members(connect_member_shape(member), value);
    }
    converted = json_is_string(value) ? scalar_of(kind, json_string_value(value)) : NULL;
    if (converted == NULL) {
        return value;
    }
    json_decref(value);
    return converted;
}

static char first_char(const char *text)
{
    return text[strspn(text, " \t\r\n")];
}

struct source {
    const struct command *command;
    const char *option;
};

/* Always returns NULL; frees the problem. */
static json_t *report_problem(const struct source *source, char *problem)
{
    (void)usage_error(source->command->name, "--%s: %s", source->option, problem);
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
    return report_problem(source, strbuf_detach(&problem));
}

/* A structure or map: an object in JSON or in shorthand. */
static json_t *parse_object(const struct source *source, const char *text)
{
    char *problem;
    json_t *value;

    if (first_char(text) == '{' || first_char(text) == '[') {
        return parse_json(source, text);
    }
    value = shorthand_parse(text, &problem);
    return value != NULL ? value : report_problem(source, problem);
}

static json_t *parse_string(const struct source *source, const char *text)
{
    return is_valid_utf8(text) ? json_new_string(text)
                               : report_problem(source, require_memory(strdup("not UTF-8")));
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
        return parse_string(source, text);
    }
    strbuf_addf(&problem, "\"%s\" is not a %snumber", text,
                kind == CONNECT_KIND_DOUBLE ? "" : "whole ");
    return report_problem(source, strbuf_detach(&problem));
}

/* Several values are several elements; one that begins with "[" is the whole list. */
static json_t *parse_list(const struct source *source, const connect_member *member,
                          char *const *values, size_t count)
{
    json_t *items;

    if (count == 1 && first_char(values[0]) == '[') {
        return parse_json(source, values[0]);
    }
    items = require_memory(json_array());
    for (size_t i = 0; i < count; i++) {
        json_t *item = connect_member_kind(member) == CONNECT_KIND_STRING_LIST
                           ? parse_string(source, values[i])
                           : parse_object(source, values[i]);

        if (item == NULL) {
            json_decref(items);
            return NULL;
        }
        json_append(items, item);
    }
    return convert_value(member, items);
}

static json_t *parse_map(const struct source *source, char *const *values, size_t count)
{
    json_t *all = require_memory(json_object());

    for (size_t i = 0; i < count; i++) {
        json_t *some = parse_object(source, values[i]);

        if (some == NULL || json_object_update(all, some) != 0) {
            if (some != NULL) {
                report_problem(source, require_memory(strdup("expected an object")));
            }
            json_decref(some);
            json_decref(all);
            return NULL;
        }
        json_decref(some);
    }
    return all;
}

static json_t *parse_values(const struct source *source, const connect_member *member,
                            char *const *values, size_t count)
{
    json_t *value;

    switch (connect_member_kind(member)) {
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
        return parse_list(source, member, values, count);
    case CONNECT_KIND_MAP:
        return parse_map(source, values, count);
    case CONNECT_KIND_STRUCT:
        value = parse_object(source, values[0]);
        return value != NULL ? convert_value(member, value) : NULL;
    default:
        return parse_scalar(source, member, values[0]);
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
        return parse_values(source, member, parsed->values, parsed->count);
    }
    loaded = read_file_reference(parsed->values[0], &problem);
    if (loaded == NULL) {
        return report_problem(source, problem);
    }
    value = parse_values(source, member, &loaded, 1);
    free(loaded);
    return value;
}

/* The text of --cli-input-json or --cli-input-yaml, maybe from a file or standard input; owned. */
static char *base_text(const struct parsed_option *parsed, char **problem)
{
    const char *value = parsed->values[0];

    if (strcmp(value, "-") == 0) {
        return read_standard_input(problem);
    }
    return is_file_reference(value) ? read_file_reference(value, problem)
                                    : require_memory(strdup(value));
}

static json_t *parse_base(const struct source *source, const char *text, bool is_yaml)
{
    char *problem = NULL;
    json_t *value = is_yaml ? yaml_parse(text, &problem) : parse_json(source, text);

    if (problem != NULL) {
        return report_problem(source, problem);
    }
    if (value != NULL && !json_is_object(value)) {
        json_decref(value);
        return report_problem(source, require_memory(strdup("expected an object")));
    }
    return value;
}

/* The object of --cli-input-json or --cli-input-yaml, or an empty one. */
static json_t *base_input(const struct command *command)
{
    const struct parsed_option *json = command_extra(command, EXTRA_INPUT_JSON);
    const struct parsed_option *yaml = command_extra(command, EXTRA_INPUT_YAML);
    enum extra which = yaml != NULL ? EXTRA_INPUT_YAML : EXTRA_INPUT_JSON;
    struct source source = { command, extras[which].name };
    char *text, *problem = NULL;
    json_t *value;

    if (json == NULL && yaml == NULL) {
        return require_memory(json_object());
    }
    if (json != NULL && yaml != NULL) {
        return report_problem(&source,
                              require_memory(strdup("cannot be combined with --cli-input-json")));
    }
    text = base_text(yaml != NULL ? yaml : json, &problem);
    if (text == NULL) {
        return report_problem(&source, problem);
    }
    value = parse_base(&source, text, yaml != NULL);
    free(text);
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
        const struct parsed_option *parsed = arguments_find(&command->arguments, member);
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
        json_set(*input, connect_member_name(member), value);
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
        (void)usage_error(command->name, "%s required: %s",
                          count > 1 ? "these options are" : "this option is",
                          strbuf_string(&missing));
    }
    strbuf_free(&missing);
    return count > 0 ? CTL_USAGE : 0;
}
