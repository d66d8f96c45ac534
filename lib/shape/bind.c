/*
 * A request onto the wire: path labels, query, body.
 */
#include "shape/bind.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/number.h"
#include "core/percent.h"
#include "core/text.h"
#include "core/time.h"
#include "shape/encode.h"
#include "shape/instance_arn.h"
#include "shape/row.h"

/*
 * What servers take of a request line, and room for the largest body of the model in its longest
 * spelling.
 */
#define PATH_SIZE_MAX (16u << 10)
#define QUERY_SIZE_MAX (64u << 10)
#define BODY_SIZE_MAX (64u << 20)

static_assert(PATH_SIZE_MAX < QUERY_SIZE_MAX && QUERY_SIZE_MAX < BODY_SIZE_MAX, "sizes grow");

/* A scalar as the text that stands in a path or a query. */
struct scalar {
    const char *text;
    size_t size;
    char room[48];
};

static void scalar_set(struct scalar *scalar, const char *text)
{
    scalar->text = text;
    scalar->size = strlen(text);
}

/*
 * Rule: times in a path or query are date-times in UTC.  Source: Smithy, httpQuery trait, timestamp
 * serialization.  Test: members_go_to_their_places.
 */
/* 2019-12-16T23:48:18Z, with milliseconds when there are some. */
static void scalar_time(struct scalar *scalar, int64_t ms)
{
    size_t size;

    time_format_iso(ms, scalar->room);
    size = strlen(scalar->room) - strlen("+00:00");
    if (ms % 1000 != 0) {
        size -= strlen("000");
    }
    ASSERT(size + 2 <= sizeof scalar->room);
    memcpy(scalar->room + size, "Z", 2);
    scalar_set(scalar, scalar->room);
}

/* False when the member is not set, or is none that a path or query can carry as one text. */
static bool scalar_of(const struct connect_member *member, const void *value, struct scalar *scalar)
{
    if (!row_is_set(member, value)) {
        return false;
    }
    switch (member->kind) {
    case CONNECT_KIND_STRING:
        scalar_set(scalar, row_pointer(member, value));
        if (row_is_instance_id(member)) {
            scalar->text = instance_id_of(scalar->text, &scalar->size);
        }
        return true;
    case CONNECT_KIND_ENUM:
        scalar_set(scalar, row_enum_text(member, value));
        return true;
    case CONNECT_KIND_BOOL:
        scalar_set(scalar, row_bool_byte(member, value) != 0 ? "true" : "false");
        return true;
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
        text_from_int64(row_integer(member, value), scalar->room);
        scalar_set(scalar, scalar->room);
        return true;
    case CONNECT_KIND_DOUBLE:
        text_from_double(row_double(member, value), scalar->room);
        scalar_set(scalar, scalar->room);
        return true;
    case CONNECT_KIND_TIME:
        scalar_time(scalar, row_integer(member, value));
        return true;
    default:
        return false;
    }
}

/*
 * Rule: the slashes of a greedy label are not encoded.  Source: Smithy, http trait, greedy labels.
 * Test: greedy_labels_keep_slashes.
 */
/* "." and ".." are taken for steps in a path by everything between here and the service. */
static bool has_dot_segment(const char *text, size_t size, bool greedy)
{
    size_t from = 0;

    for (size_t i = 0; greedy && i < size; i++) {
        if (text[i] != '/') {
            continue;
        }
        if (text_is_dots(text + from, i - from)) {
            return true;
        }
        from = i + 1;
    }
    return text_is_dots(text + from, size - from);
}

static const struct connect_member *label_member(const struct connect_shape *shape,
                                                 const char *name, size_t size)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        const char *label = row_wire_name(member);

        if (member->place == CONNECT_PLACE_PATH && strncmp(label, name, size) == 0 &&
            label[size] == '\0') {
            return member;
        }
    }
    return NULL;
}

/*
 * Rule: a label in the path has a value that is not empty.  Source: Smithy, httpLabel trait.  Test:
 * labels_that_cannot_be_bound_are_refused.
 */
/* `label` stands behind the brace; *end gets its length up to the closing one. */
static connect_status bind_label(const struct connect_operation *operation, const void *request,
                                 const char *label, size_t *end, struct buf *path,
                                 connect_error **error)
{
    size_t size = strcspn(label, "}");
    ASSERT(label[size] == '}'); /* the template is the library's own */
    bool greedy = size > 0 && label[size - 1] == '+';
    size_t name_size = greedy ? size - 1 : size;
    const struct connect_member *member = label_member(operation->input, label, name_size);
    struct scalar scalar;

    *end = size;
    if (member == NULL || !scalar_of(member, request, &scalar) || scalar.size == 0) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "%.*s is part of the path and must not be empty", (int)name_size, label);
    }
    if (has_dot_segment(scalar.text, scalar.size, greedy)) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "%s is part of the path and must not be \".\" or \"..\"", member->name);
    }
    text_percent_encode(path, scalar.text, scalar.size, greedy ? "/" : NULL);
    return CONNECT_OK;
}

static connect_status bind_path(const struct connect_operation *operation, const void *request,
                                struct buf *path, connect_error **error)
{
    const char *at = operation->path;

    while (*at != '\0') {
        size_t literal = strcspn(at, "{");
        size_t label = 0;
        connect_status status;

        buf_add(path, at, literal);
        at += literal;
        if (*at == '\0') {
            break;
        }
        status = bind_label(operation, request, at + 1, &label, path, error);
        if (status != CONNECT_OK) {
            return status;
        }
        at += 1 + label;
        at += *at == '}' ? 1 : 0;
    }
    return CONNECT_OK;
}

static void add_parameter(struct buf *query, const char *name, const char *value, size_t size)
{
    ASSERT(name[0] != '\0');
    if (query->size > 0) {
        buf_add_char(query, '&');
    }
    text_percent_encode(query, name, strlen(name), NULL);
    buf_add_char(query, '=');
    text_percent_encode(query, value, size, NULL);
}

/*
 * Rule: a list in the query is one parameter for each element, in order.  Source: Smithy, httpQuery
 * trait.  Test: members_go_to_their_places.
 */
static void bind_many(const struct connect_member *member, const void *request, struct buf *query)
{
    const void *items = row_pointer(member, request);
    size_t count = row_count(member, request);

    ASSERT(items != NULL || count == 0);
    for (size_t i = 0; i < count && query->state == BUF_OK; i++) {
        const void *item = row_item(items, i);
        const connect_pair *pair = item;

        if (item == NULL) {
            continue;
        }
        if (member->kind == CONNECT_KIND_STRING_LIST) {
            add_parameter(query, row_wire_name(member), item, strlen(item));
        } else if (member->kind == CONNECT_KIND_MAP && pair->key != NULL && pair->value != NULL) {
            add_parameter(query, pair->key, pair->value, strlen(pair->value));
        }
    }
}

static void bind_query(const struct connect_shape *shape, const void *request,
                       const char *client_token, struct buf *query)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        struct scalar scalar;

        if (member->place != CONNECT_PLACE_QUERY) {
            continue;
        }
        if (scalar_of(member, request, &scalar)) {
            add_parameter(query, row_wire_name(member), scalar.text, scalar.size);
        } else if (row_is_set(member, request)) {
            bind_many(member, request, query);
        } else if (member->client_token && client_token != NULL) {
            add_parameter(query, row_wire_name(member), client_token, strlen(client_token));
        }
    }
}

/*
 * Rule: an operation whose input has body members sends an object, also an empty one.  Source:
 * Smithy, AWS restJson1 protocol.  Test: a_body_without_members_is_an_empty_object.
 */
static bool has_body_members(const struct connect_shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->members[i].place == CONNECT_PLACE_BODY) {
            return true;
        }
    }
    return false;
}

static connect_status buffer_outcome(const struct buf *buf, const char *what, connect_error **error)
{
    if (buf->state == BUF_NO_MEMORY) {
        return error_memory(error);
    }
    if (buf->state == BUF_TOO_BIG) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "the %s of the request is too large: more than %zu bytes", what, buf->max);
    }
    return CONNECT_OK;
}

connect_status shape_bind(const struct connect_operation *operation, const void *request,
                          const char *client_token, struct bound_request *out,
                          connect_error **error)
{
    const struct connect_shape *input = operation->input;
    connect_status status;

    ASSERT(request != NULL && operation->path[0] == '/');
    out->path = BUF_INIT(PATH_SIZE_MAX);
    out->query = BUF_INIT(QUERY_SIZE_MAX);
    out->body = BUF_INIT(BODY_SIZE_MAX);
    out->path.secret = out->query.secret = out->body.secret = input->is_secret;
    status = bind_path(operation, request, &out->path, error);
    if (status != CONNECT_OK) {
        return status;
    }
    bind_query(input, request, client_token, &out->query);
    out->has_body = has_body_members(input);
    if (out->has_body) {
        shape_encode(input, request, ENCODE_BODY, client_token, &out->body);
    }
    status = buffer_outcome(&out->path, "path", error);
    if (status == CONNECT_OK) {
        status = buffer_outcome(&out->query, "query", error);
    }
    if (status == CONNECT_OK) {
        status = buffer_outcome(&out->body, "body", error);
    }
    return status;
}

void bound_request_free(struct bound_request *bound)
{
    buf_free(&bound->path);
    buf_free(&bound->query);
    buf_free(&bound->body);
}
