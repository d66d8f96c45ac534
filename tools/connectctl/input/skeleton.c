/*
 * The example values are those of the AWS CLI.
 */
#include "input/skeleton.h"

#include "base/strbuf.h"

enum { DEEPEST = 16 };

static json_t *object_of(const connect_shape *shape, bool named, int depth);

static json_t *value_of(const connect_member *member, bool named, int depth)
{
    const char *name = named ? connect_member_name(member) : "";
    json_t *list;

    switch (connect_member_kind(member)) {
    case CONNECT_KIND_BOOL:
        return json_true();
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
        return json_integer(0);
    case CONNECT_KIND_DOUBLE:
        return json_real(0.0);
    case CONNECT_KIND_TIME:
        return json_string("1970-01-01T00:00:00");
    case CONNECT_KIND_ENUM:
        return json_string(connect_member_value(member, 0) != NULL ? connect_member_value(member, 0)
                                                                   : name);
    case CONNECT_KIND_STRUCT:
        return object_of(connect_member_shape(member), named, depth + 1);
    case CONNECT_KIND_STRING_LIST:
        list = require_memory(json_array());
        json_array_append_new(list, json_string(""));
        return list;
    case CONNECT_KIND_STRUCT_LIST:
        list = require_memory(json_array());
        json_array_append_new(list, object_of(connect_member_shape(member), named, depth + 1));
        return list;
    case CONNECT_KIND_MAP:
        list = require_memory(json_object());
        json_object_set_new(list, "KeyName", json_string(""));
        return list;
    default:
        return json_string(name);
    }
}

static json_t *object_of(const connect_shape *shape, bool named, int depth)
{
    json_t *object = require_memory(json_object());
    const connect_member *member;

    for (size_t i = 0; depth < DEEPEST && (member = connect_shape_member(shape, i)) != NULL; i++) {
        json_object_set_new(object, connect_member_name(member), value_of(member, named, depth));
    }
    return object;
}

json_t *skeleton_of(const connect_shape *shape, bool named)
{
    return object_of(shape, named, 0);
}
