/*
 * Forms out, XML in.  Only the kinds that STS has: texts, integers, times and nested structs.
 */
#include "shape/query.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/number.h"
#include "core/percent.h"
#include "core/time.h"
#include "shape/bind.h"
#include "shape/fault.h"
#include "shape/row.h"
#include "shape/xml.h"

#include <stdio.h>
#include <string.h>

#define FORM_MAX (64 * 1024)

static void form_add(struct buf *form, const char *name, const char *value)
{
    buf_add_char(form, '&');
    buf_add_text(form, name);
    buf_add_char(form, '=');
    text_percent_encode(form, value, strlen(value), NULL);
}

static void form_add_member(struct buf *form, const struct connect_member *member,
                            const void *request)
{
    char number[24];

    if (!row_is_set(member, request)) {
        return;
    }
    if (member->kind == CONNECT_KIND_STRING) {
        form_add(form, member->name, row_pointer(member, request));
    } else if (member->kind == CONNECT_KIND_INT32) {
        text_from_int64(row_integer(member, request), number);
        form_add(form, member->name, number);
    }
}

/*
 * Rule: a form begins with Action and Version.  Source: Smithy, AWS awsQuery protocol.  Test:
 * a_form_is_encoded_and_leaves_out_what_is_not_set.
 */
connect_status query_bind(const struct connect_operation *operation, const void *request,
                          struct bound_request *out, connect_error **error)
{
    out->path = BUF_INIT(BUF_ANY_SIZE);
    out->body = BUF_INIT(FORM_MAX);
    out->body.secret = true;
    out->has_body = true;
    buf_add_text(&out->path, operation->path);
    buf_add_text(&out->body, "Action=");
    buf_add_text(&out->body, operation->name);
    buf_add_text(&out->body, "&Version=");
    buf_add_text(&out->body, operation->service->api_version);
    for (size_t i = 0; i < operation->input->count; i++) {
        form_add_member(&out->body, &operation->input->members[i], request);
    }
    if (out->path.state != BUF_OK || out->body.state == BUF_NO_MEMORY) {
        return error_memory(error);
    }
    if (out->body.state == BUF_TOO_BIG) {
        return error_set(error, CONNECT_E_ARGUMENT, "%s: the request is larger than %d bytes",
                         operation->name, FORM_MAX);
    }
    return CONNECT_OK;
}

static connect_status set_xml_error(connect_error **error, const char *what)
{
    return error_set(error, CONNECT_E_DECODE, "the response is not the expected XML, at %s", what);
}

static connect_status decode_struct(const struct connect_shape *shape, struct xml_text inner,
                                    struct arena *arena, void *out, connect_error **error);

static connect_status decode_member(const struct connect_member *member, struct xml_text inner,
                                    struct arena *arena, char *out, connect_error **error)
{
    const char *text;
    bool valid;

    if (member->kind == CONNECT_KIND_STRUCT) {
        void *child = arena_alloc(arena, member->shape->size);

        if (child == NULL) {
            return error_memory(error);
        }
        row_set_pointer(out, member->offset, child);
        return decode_struct(member->shape, inner, arena, child, error);
    }
    text = xml_content(arena, inner, &valid);
    if (text == NULL) {
        return valid ? error_memory(error) : set_xml_error(error, member->name);
    }
    if (member->kind == CONNECT_KIND_STRING) {
        row_set_pointer(out, member->offset, text);
    } else if (member->kind == CONNECT_KIND_TIME) {
        connect_opt_time time = { .is_set = true };

        if (!time_parse_iso(text, strlen(text), &time.value)) {
            return set_xml_error(error, member->name);
        }
        memcpy(out + member->offset, &time, sizeof time);
    }
    return CONNECT_OK;
}

static connect_status decode_struct(const struct connect_shape *shape, struct xml_text inner,
                                    struct arena *arena, void *out, connect_error **error)
{
    struct xml_text name, content;

    row_set_struct_size(out, shape);
    /* Whatever lies within an element was seen to be well-formed when its end was looked for. */
    while (xml_next(&inner, &name, &content) == XML_ELEMENT) {
        for (size_t i = 0; i < shape->count; i++) {
            connect_status status;

            if (!xml_is(name, shape->members[i].name)) {
                continue;
            }
            status = decode_member(&shape->members[i], content, arena, out, error);
            if (status != CONNECT_OK) {
                return status;
            }
        }
    }
    return CONNECT_OK;
}

/*
 * Rule: the output is in the element Result within the element Response.  Source: Smithy, AWS
 * awsQuery protocol.  Test: a_response_fills_the_struct_whatever_surrounds_it.
 */
connect_status query_decode(const struct connect_operation *operation, const char *text,
                            size_t size, struct arena *arena, void *out, connect_error **error)
{
    struct xml_text document = { text, size }, response, result;
    char name[128]; /* operations have shorter names */
    bool found;

    ASSERT(strlen(operation->name) + sizeof "Response" <= sizeof name);
    if (size > XML_SIZE_MAX) {
        return error_set(error, CONNECT_E_DECODE, "the response is larger than %d bytes",
                         XML_SIZE_MAX);
    }
    (void)snprintf(name, sizeof name, "%sResponse", operation->name);
    found = xml_find(document, name, &response);
    (void)snprintf(name, sizeof name, "%sResult", operation->name);
    found = found && xml_find(response, name, &result);
    if (!found) {
        return set_xml_error(error, operation->name);
    }
    return decode_struct(operation->output, result, arena, out, error);
}

static bool text_of(struct xml_text in, const char *name, struct arena *arena, const char **out)
{
    struct xml_text inner;
    bool valid;

    if (xml_find(in, name, &inner)) {
        *out = xml_content(arena, inner, &valid);
    } else {
        return true;
    }
    return *out != NULL || !valid;
}

/*
 * Rule: an error is in Error within ErrorResponse, beside the request id.  Source: Smithy, AWS
 * awsQuery protocol, operation error serialization.  Test: an_error_gives_its_code_and_message.
 */
bool query_fault_decode(const char *text, size_t size, struct arena *arena, struct fault *out)
{
    struct xml_text document = { text, size }, response, error;

    *out = (struct fault){ 0 };
    if (text == NULL || size > XML_SIZE_MAX || !xml_find(document, "ErrorResponse", &response) ||
        !xml_find(response, "Error", &error)) {
        return fault_take_text(arena, text, size, out);
    }
    return text_of(error, "Code", arena, &out->type) &&
           text_of(error, "Message", arena, &out->message) &&
           text_of(response, "RequestId", arena, &out->request_id);
}
