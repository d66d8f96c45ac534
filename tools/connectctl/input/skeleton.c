/*
 * The example values are those of the AWS CLI.
 */
#include "input/skeleton.h"

#include "base/failure.h"
#include "base/json.h"

#include <string.h>

enum { MAX_DEPTH = 16 };

static json_t *list_of(json_t *element)
{
    json_t *list = require_memory(json_array());

    json_append(list, element);
    return list;
}

static json_t *object_of(const connect_shape *shape, bool is_named, int depth);

static json_t *value_of(const connect_member *member, bool is_named, int depth)
{
    const char *name = is_named ? connect_member_name(member) : "";
    const char *first = connect_member_value(member, 0);
    json_t *map;

    switch (connect_member_kind(member)) {
    case CONNECT_KIND_BOOL:
        return json_true();
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
        return json_integer(0);
    case CONNECT_KIND_DOUBLE:
        return json_real(0.0);
    case CONNECT_KIND_TIME:
        return json_new_string("1970-01-01T00:00:00");
    case CONNECT_KIND_ENUM:
        return json_new_string(first != NULL ? first : name);
    case CONNECT_KIND_STRUCT:
        return object_of(connect_member_shape(member), is_named, depth + 1);
    case CONNECT_KIND_STRING_LIST:
        return list_of(json_new_string(""));
    case CONNECT_KIND_STRUCT_LIST:
        return list_of(object_of(connect_member_shape(member), is_named, depth + 1));
    case CONNECT_KIND_MAP:
        map = require_memory(json_object());
        json_set(map, "KeyName", json_new_string(""));
        return map;
    default:
        return json_new_string(name);
    }
}

static json_t *object_of(const connect_shape *shape, bool is_named, int depth)
{
    json_t *object = require_memory(json_object());
    const connect_member *member;

    for (size_t i = 0; depth < MAX_DEPTH && (member = connect_shape_member(shape, i)) != NULL;
         i++) {
        json_set(object, connect_member_name(member), value_of(member, is_named, depth));
    }
    return object;
}

json_t *skeleton_of(const connect_shape *shape, bool is_named)
{
    return object_of(shape, is_named, 0);
}

/* A waiter has no output. */
int skeleton_parse(const struct command *command, enum skeleton *skeleton)
{
    const struct parsed_option *parsed = command_extra(command, EXTRA_SKELETON);
    const char *which = parsed != NULL && parsed->count > 0 ? parsed->values[0] : "input";

    *skeleton = SKELETON_NONE;
    if (parsed == NULL) {
        return 0;
    }
    if (strcmp(which, "input") == 0) {
        *skeleton = SKELETON_INPUT;
    } else if (strcmp(which, "yaml-input") == 0) {
        *skeleton = SKELETON_YAML_INPUT;
    } else if (strcmp(which, "output") == 0 && !command->waits) {
        *skeleton = SKELETON_OUTPUT;
    } else {
        return usage_error(command->name, "--%s: \"%s\" is not valid; expected one of %s",
                           extras[EXTRA_SKELETON].name, which,
                           command->waits ? "input, yaml-input" : "input, yaml-input, output");
    }
    return 0;
}
