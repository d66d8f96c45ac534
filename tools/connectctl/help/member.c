/*
 * A member described: its type, limits and allowed values.
 */
#include "base/strbuf.h"
#include "help/help.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *type_of(const connect_member *member)
{
    switch (connect_member_kind(member)) {
    case CONNECT_KIND_BOOL:
        return "true or false";
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
        return "whole number";
    case CONNECT_KIND_DOUBLE:
        return "number";
    case CONNECT_KIND_TIME:
        return "time, such as 2026-11-21T16:59:18Z";
    case CONNECT_KIND_ENUM:
        return "one of";
    case CONNECT_KIND_STRUCT:
        return connect_shape_is_union(connect_member_shape(member))
                   ? "structure with exactly one of its members"
                   : "structure";
    case CONNECT_KIND_STRING_LIST:
        return "list of strings";
    case CONNECT_KIND_STRUCT_LIST:
        return "list of structures";
    case CONNECT_KIND_MAP:
        return "map of strings to strings";
    default:
        return "string";
    }
}

static const char *unit_of(connect_kind kind)
{
    switch (kind) {
    case CONNECT_KIND_STRING:
        return " characters";
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
    case CONNECT_KIND_MAP:
        return " entries";
    default:
        return "";
    }
}

static void add_limits(struct strbuf *out, const connect_member *member)
{
    int64_t min = 0, max = 0;
    const char *unit = unit_of(connect_member_kind(member));
    bool is_number = unit[0] == '\0';
    bool has_min = connect_member_min(member, &min) && (is_number || min > 0);
    bool has_max = connect_member_max(member, &max) && max < INT64_MAX;

    if (connect_member_kind(member) == CONNECT_KIND_ENUM) {
        return;
    }
    if (has_min && has_max && min == max) {
        strbuf_addf(out, ", exactly %" PRId64 "%s", min, unit);
    } else if (has_min && has_max) {
        strbuf_addf(out, ", %" PRId64 " to %" PRId64 "%s", min, max, unit);
    } else if (has_max) {
        strbuf_addf(out, ", at most %" PRId64 "%s", max, unit);
    } else if (has_min) {
        strbuf_addf(out, ", at least %" PRId64 "%s", min, unit);
    }
}

char *describe_member(const connect_member *member, bool limits)
{
    struct strbuf out = { 0 };
    const char *value, *pattern = connect_member_pattern(member);

    strbuf_add(&out, type_of(member));
    for (size_t i = 0; (value = connect_member_value(member, i)) != NULL; i++) {
        strbuf_addf(&out, "%s%s", i > 0 ? ", " : " ", value);
    }
    if (limits) {
        add_limits(&out, member);
    }
    if (limits && pattern != NULL) {
        strbuf_addf(&out, "; %s", pattern);
    }
    if (connect_member_is_client_token(member)) {
        strbuf_add(&out, "; a random one by default");
    }
    return strbuf_detach(&out);
}

/* A structure of scalars in shorthand; the members of any other are listed below the option. */
static void add_members(struct strbuf *out, const connect_shape *shape)
{
    const connect_member *member;
    struct strbuf all = { 0 };
    bool is_plain = true;

    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        char *value = describe_value(member);

        is_plain = is_plain && strpbrk(value, "=. ") == NULL;
        strbuf_addf(&all, "%s%s=%s", i > 0 ? "," : "", connect_member_name(member), value);
        free(value);
    }
    strbuf_add(out, is_plain && all.size <= 60 ? strbuf_string(&all) : "MEMBER=VALUE,...");
    strbuf_free(&all);
}

char *describe_value(const connect_member *member)
{
    struct strbuf out = { 0 };

    switch (connect_member_kind(member)) {
    case CONNECT_KIND_BOOL:
        strbuf_add(&out, "true|false");
        break;
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
    case CONNECT_KIND_DOUBLE:
        strbuf_add(&out, "N");
        break;
    case CONNECT_KIND_TIME:
        strbuf_add(&out, "TIME");
        break;
    case CONNECT_KIND_ENUM:
        strbuf_add(&out, "VALUE");
        break;
    case CONNECT_KIND_STRING_LIST:
        strbuf_add(&out, "STRING ...");
        break;
    case CONNECT_KIND_MAP:
        strbuf_add(&out, "KEY=STRING,...");
        break;
    case CONNECT_KIND_STRUCT:
    case CONNECT_KIND_STRUCT_LIST:
        add_members(&out, connect_member_shape(member));
        if (connect_member_kind(member) == CONNECT_KIND_STRUCT_LIST) {
            strbuf_add(&out, " ...");
        }
        break;
    default:
        strbuf_add(&out, "STRING");
        break;
    }
    return strbuf_detach(&out);
}
