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
 * Walks the operations in alphabetical order.
 *
 *     for (const connect_operation *operation = connect_operation_next(NULL); operation != NULL;
 *          operation = connect_operation_next(operation)) {
 *         puts(connect_operation_name(operation));
 *     }
 *
 * Returns the operation after `previous`, the first one for NULL, and NULL after the last.
 */
CONNECT_API const connect_operation *connect_operation_next(const connect_operation *previous);

/**
 * Finds an operation by its name in the API, for example "ListInstances".
 *
 * Returns NULL when there is none of that name.
 */
CONNECT_API const connect_operation *connect_operation_find(const char *name);

/** Returns the name of an operation in the API, for example "ListInstances". */
CONNECT_API const char *connect_operation_name(const connect_operation *operation);

/** Returns the HTTP method: "GET", "PUT", "POST" or "DELETE". */
CONNECT_API const char *connect_operation_method(const connect_operation *operation);

/** Returns the path with its labels, for example "/instance/{InstanceId}". */
CONNECT_API const char *connect_operation_path(const connect_operation *operation);

/** Returns one line on what the operation does. */
CONNECT_API const char *connect_operation_summary(const connect_operation *operation);

/** Returns the structure of the request. */
CONNECT_API const connect_shape *connect_operation_input(const connect_operation *operation);

/** Returns the structure of the response. */
CONNECT_API const connect_shape *connect_operation_output(const connect_operation *operation);

/**
 * Returns the type of an error that the model names for the operation, for example
 * "ResourceNotFoundException"; NULL when `index`, counted from 0, is past the last.
 */
CONNECT_API const char *connect_operation_error(const connect_operation *operation, size_t index);

/**
 * Returns the member of the response that holds the items of a page; NULL when the operation is not
 * paged.
 */
CONNECT_API const connect_member *connect_operation_page_member(const connect_operation *operation);

/**
 * Returns how many requests a second the service admits by default for an account in a region; 0
 * for NULL.  An account may have other quotas: see connect_pace.
 */
CONNECT_API double connect_operation_quota_rate(const connect_operation *operation);

/** Returns how many requests the service admits at once after a rest; 0 for NULL. */
CONNECT_API double connect_operation_quota_burst(const connect_operation *operation);

/** Another quota for requests in which a member of the input has a certain value. */
typedef struct connect_quota_variant {
    size_t size;
    const connect_member *member; /**< of the input */
    const char *value;            /**< for example "SES_IDENTITY" */
    double rate;                  /**< requests a second */
    double burst;                 /**< requests at once after a rest */
} connect_quota_variant;

/**
 * Fills in an exception from the quota of an operation.
 *
 * index: from 0.  out: the caller sets its size; what is filled in is static.  Returns false past
 * the last, for a NULL operation or out, and when the size is not that of a version of the struct.
 */
CONNECT_API bool connect_operation_quota_variant(const connect_operation *operation, size_t index,
                                                 connect_quota_variant *out);

/** Returns the name of a structure, that of its C type: "connect_instance_summary". */
CONNECT_API const char *connect_shape_name(const connect_shape *shape);

/** Returns a member; NULL when `index`, counted from 0, is past the last. */
CONNECT_API const connect_member *connect_shape_member(const connect_shape *shape, size_t index);

/** Returns whether exactly one member may be set. */
CONNECT_API bool connect_shape_is_union(const connect_shape *shape);

/** Returns the size of the C struct in bytes. */
CONNECT_API size_t connect_shape_size(const connect_shape *shape);

/** Returns the name of a member in the model, for example "MaxResults". */
CONNECT_API const char *connect_member_name(const connect_member *member);

/** Returns the name in the C struct, for example "max_results". */
CONNECT_API const char *connect_member_c_name(const connect_member *member);

/** Returns the name in the request, for example "maxResults" for a parameter of the query. */
CONNECT_API const char *connect_member_wire_name(const connect_member *member);

/** Returns what the member holds, which is also its type in the C struct. */
CONNECT_API connect_kind connect_member_kind(const connect_member *member);

/** Returns where the member travels in a request. */
CONNECT_API connect_place connect_member_place(const connect_member *member);

/** Returns the offset in the C struct, in bytes. */
CONNECT_API size_t connect_member_offset(const connect_member *member);

/**
 * Returns the offset in the C struct of the count (size_t) beside a list or map; 0 for other kinds.
 */
CONNECT_API size_t connect_member_count_offset(const connect_member *member);

/**
 * Returns the offset in the C struct of the string beside an enum, which keeps a value that this
 * library does not know; 0 for other kinds.
 */
CONNECT_API size_t connect_member_text_offset(const connect_member *member);

/** Returns whether a request without the member is refused. */
CONNECT_API bool connect_member_is_required(const connect_member *member);

/** Returns whether the member is personal data or a secret, which no log shows. */
CONNECT_API bool connect_member_is_sensitive(const connect_member *member);

/** Returns whether the member is a client token, which is generated when it is absent. */
CONNECT_API bool connect_member_is_client_token(const connect_member *member);

/**
 * Gives the lower limit of a number, of the length of a string in characters, or of the count of a
 * list or map.
 *
 * limit: may be NULL; unchanged when there is no limit.
 * Returns whether the model has one.
 */
CONNECT_API bool connect_member_min(const connect_member *member, int64_t *limit);

/** Gives the upper limit, as connect_member_min() gives the lower one.  Returns whether there is
 * one. */
CONNECT_API bool connect_member_max(const connect_member *member, int64_t *limit);

/** Returns the form that a string must have, in words; NULL when it may have any. */
CONNECT_API const char *connect_member_pattern(const connect_member *member);

/** Returns a known value of an enum; NULL when `index`, counted from 0, is past the last. */
CONNECT_API const char *connect_member_value(const connect_member *member, size_t index);

/** Returns the structure of a struct, or of the elements of a list of structs; NULL otherwise. */
CONNECT_API const connect_shape *connect_member_shape(const connect_member *member);

#ifdef __cplusplus
}
#endif

#endif
