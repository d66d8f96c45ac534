/*
 * The tables behind the typed functions, for bindings and tools: which operations there are, what
 * members their inputs and outputs have, and what values they take.  All of it is static, read-only
 * and thread-safe; every function accepts NULL.
 */
#ifndef CONNECT_OPERATION_H
#define CONNECT_OPERATION_H

#include <connect/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One operation of the service. */
typedef struct connect_operation connect_operation;
/** One structure: an input, an output, or what is nested in them. */
typedef struct connect_shape connect_shape;
/** One member of a structure. */
typedef struct connect_member connect_member;

/** What a member holds. */
typedef enum connect_kind {
    CONNECT_KIND_STRING = 1,
    CONNECT_KIND_BOOL = 2,
    CONNECT_KIND_INT32 = 3,
    CONNECT_KIND_INT64 = 4,
    CONNECT_KIND_DOUBLE = 5,
    CONNECT_KIND_TIME = 6,
    CONNECT_KIND_ENUM = 7,   /**< text out of a list of known values */
    CONNECT_KIND_STRUCT = 8, /**< connect_member_shape() */
    CONNECT_KIND_STRING_LIST = 9,
    CONNECT_KIND_STRUCT_LIST = 10, /**< connect_member_shape() of each */
    CONNECT_KIND_MAP = 11          /**< text to text */
} connect_kind;

/** Where a member travels in a request. */
typedef enum connect_place {
    CONNECT_PLACE_BODY = 0,
    CONNECT_PLACE_PATH = 1,
    CONNECT_PLACE_QUERY = 2
} connect_place;

/**
 * The operation after `previous`, in alphabetical order; the first for NULL; NULL after the last.
 */
CONNECT_API const connect_operation *connect_operation_next(const connect_operation *previous);
/** The operation of that name ("ListInstances"), or NULL. */
CONNECT_API const connect_operation *connect_operation_find(const char *name);
/** "ListInstances" */
CONNECT_API const char *connect_operation_name(const connect_operation *operation);
CONNECT_API const char *connect_operation_method(const connect_operation *operation); /**< "GET" */
/** "/instance/{InstanceId}" */
CONNECT_API const char *connect_operation_path(const connect_operation *operation);
/** what it is for, one line */
CONNECT_API const char *connect_operation_summary(const connect_operation *operation);
CONNECT_API const connect_shape *connect_operation_input(const connect_operation *operation);
CONNECT_API const connect_shape *connect_operation_output(const connect_operation *operation);
/** The type of the index-th error that the model names for it; NULL past the end. */
CONNECT_API const char *connect_operation_error(const connect_operation *operation, size_t index);
/** The output member that holds the items of a page; NULL when the operation is not paged. */
CONNECT_API const connect_member *connect_operation_page_member(const connect_operation *operation);

/** The structure's name in the model's language: "connect_instance_summary". */
CONNECT_API const char *connect_shape_name(const connect_shape *shape);
/** The index-th member, NULL past the end. */
CONNECT_API const connect_member *connect_shape_member(const connect_shape *shape, size_t index);
/** Whether exactly one member may be set. */
CONNECT_API bool connect_shape_is_union(const connect_shape *shape);
/** sizeof the C struct. */
CONNECT_API size_t connect_shape_size(const connect_shape *shape);

/** in the model: "MaxResults" */
CONNECT_API const char *connect_member_name(const connect_member *member);
/** in the struct: "max_results" */
CONNECT_API const char *connect_member_c_name(const connect_member *member);
/** in the request: "maxResults" */
CONNECT_API const char *connect_member_wire_name(const connect_member *member);
CONNECT_API connect_kind connect_member_kind(const connect_member *member);
CONNECT_API connect_place connect_member_place(const connect_member *member);
CONNECT_API size_t connect_member_offset(const connect_member *member); /**< in the C struct */
/** Offset in the C struct of the count (size_t) beside a list or map; 0 for other kinds. */
CONNECT_API size_t connect_member_count_offset(const connect_member *member);
/**
 * Offset in the C struct of the string beside an enum, which keeps the value as text; 0 for other
 * kinds.
 */
CONNECT_API size_t connect_member_text_offset(const connect_member *member);
CONNECT_API bool connect_member_is_required(const connect_member *member);
CONNECT_API bool connect_member_is_sensitive(const connect_member *member);
/** filled in when absent */
CONNECT_API bool connect_member_is_client_token(const connect_member *member);
/**
 * The limits of a number, of a string in characters, or of the count of a list or map.  Returns
 * false, and leaves *limit alone, when the model has none.
 */
CONNECT_API bool connect_member_min(const connect_member *member, int64_t *limit);
CONNECT_API bool connect_member_max(const connect_member *member, int64_t *limit);
/** The pattern that the model gives for the text, as a person reads it; or NULL. */
CONNECT_API const char *connect_member_pattern(const connect_member *member);
/** The index-th known value of an enum, from 0; NULL past the end. */
CONNECT_API const char *connect_member_value(const connect_member *member, size_t index);
/** The structure of a struct or of the elements of a list. */
CONNECT_API const connect_shape *connect_member_shape(const connect_member *member);

#ifdef __cplusplus
}
#endif

#endif
