/*
 * The accessors of <connect/operation.h>.  Walking the operations is the registry's, in
 * call/invoke.c.
 */
#include "shape/operation.h"
#include "shape/pattern.h"
#include "shape/shape.h"

const char *connect_operation_name(const connect_operation *operation)
{
    return operation != NULL ? operation->name : NULL;
}

const char *connect_operation_method(const connect_operation *operation)
{
    return operation != NULL ? operation->method : NULL;
}

const char *connect_operation_path(const connect_operation *operation)
{
    return operation != NULL ? operation->path : NULL;
}

const char *connect_operation_summary(const connect_operation *operation)
{
    return operation != NULL ? operation->summary : NULL;
}

const connect_shape *connect_operation_input(const connect_operation *operation)
{
    return operation != NULL ? operation->input : NULL;
}

const connect_shape *connect_operation_output(const connect_operation *operation)
{
    return operation != NULL ? operation->output : NULL;
}

const char *connect_operation_error(const connect_operation *operation, size_t index)
{
    if (operation == NULL || operation->errors == NULL) {
        return NULL;
    }
    /* The list ends with NULL: nothing behind it may be touched. */
    for (size_t i = 0; operation->errors[i] != NULL; i++) {
        if (i == index) {
            return operation->errors[i];
        }
    }
    return NULL;
}

const connect_member *connect_operation_page_member(const connect_operation *operation)
{
    if (operation == NULL || operation->page_items == NULL) {
        return NULL;
    }
    return shape_find(operation->output, operation->page_items);
}

double connect_operation_quota_rate(const connect_operation *operation)
{
    return operation != NULL ? operation_quota(operation).rate : 0;
}

double connect_operation_quota_burst(const connect_operation *operation)
{
    return operation != NULL ? operation_quota(operation).burst : 0;
}

bool connect_operation_quota_variant(const connect_operation *operation, size_t index,
                                     connect_quota_variant *out)
{
    const struct quota_variant *variant = operation != NULL ? operation->quota_variants : NULL;

    if (out == NULL || out->size < sizeof *out) {
        return false;
    }
    for (; variant != NULL && variant->member != NULL; variant++) {
        if (index-- == 0) {
            *out = (connect_quota_variant){ .size = out->size,
                                            .member = shape_find(operation->input, variant->member),
                                            .value = variant->value,
                                            .rate = variant->quota.rate,
                                            .burst = variant->quota.burst };
            return true;
        }
    }
    return false;
}

const char *connect_shape_name(const connect_shape *shape)
{
    return shape != NULL ? shape->name : NULL;
}

const connect_member *connect_shape_member(const connect_shape *shape, size_t index)
{
    return shape != NULL && index < shape->count ? &shape->members[index] : NULL;
}

bool connect_shape_is_union(const connect_shape *shape)
{
    return shape != NULL && shape->is_union;
}

size_t connect_shape_size(const connect_shape *shape)
{
    return shape != NULL ? shape->size : 0;
}

const char *connect_member_name(const connect_member *member)
{
    return member != NULL ? member->name : NULL;
}

const char *connect_member_c_name(const connect_member *member)
{
    return member != NULL ? member->c_name : NULL;
}

const char *connect_member_wire_name(const connect_member *member)
{
    if (member == NULL) {
        return NULL;
    }
    return member->wire != NULL ? member->wire : member->name;
}

connect_kind connect_member_kind(const connect_member *member)
{
    return member != NULL ? member->kind : (connect_kind)0;
}

connect_place connect_member_place(const connect_member *member)
{
    return member != NULL ? member->place : CONNECT_PLACE_BODY;
}

size_t connect_member_offset(const connect_member *member)
{
    return member != NULL ? member->offset : 0;
}

size_t connect_member_count_offset(const connect_member *member)
{
    switch (connect_member_kind(member)) {
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
    case CONNECT_KIND_MAP:
        return member->extra;
    default:
        return 0;
    }
}

size_t connect_member_text_offset(const connect_member *member)
{
    return connect_member_kind(member) == CONNECT_KIND_ENUM ? member->extra : 0;
}

bool connect_member_is_required(const connect_member *member)
{
    return member != NULL && member->required;
}

bool connect_member_is_sensitive(const connect_member *member)
{
    return member != NULL && (member->sensitive || member->secret);
}

bool connect_member_is_client_token(const connect_member *member)
{
    return member != NULL && member->client_token;
}

bool connect_member_min(const connect_member *member, int64_t *limit)
{
    if (member == NULL || !member->bounded) {
        return false;
    }
    if (limit != NULL) {
        *limit = member->min;
    }
    return true;
}

bool connect_member_max(const connect_member *member, int64_t *limit)
{
    if (member == NULL || !member->bounded || member->max == SHAPE_NO_MAX) {
        return false;
    }
    if (limit != NULL) {
        *limit = member->max;
    }
    return true;
}

const char *connect_member_pattern(const connect_member *member)
{
    return member != NULL ? pattern_text(member->pattern) : NULL;
}

const char *connect_member_value(const connect_member *member, size_t index)
{
    if (member == NULL || member->kind != CONNECT_KIND_ENUM || index >= member->values->count) {
        return NULL;
    }
    return member->values->values[index];
}

const connect_shape *connect_member_shape(const connect_member *member)
{
    bool has_shape = member != NULL && (member->kind == CONNECT_KIND_STRUCT ||
                                        member->kind == CONNECT_KIND_STRUCT_LIST);

    return has_shape ? member->shape : NULL;
}
