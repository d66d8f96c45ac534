/*
 * The tables behind the typed functions, for bindings and tools: which operations there are, what
 * members their inputs and outputs have, and what values they take.  All of it is static, read-only
 * and thread-safe; every function accepts NULL, and nothing it returns is freed.
 *
 * A binding needs little else: it builds the input of an operation from the members of
 * connect_operation_input(), has connect_invoke() call it, and shows the output.  A binding that
 * fills the C structs itself uses the offsets.
 *
 * Example:
 *
 *     const connect_operation *operation = connect_operation_find("CreateInstance");
 *     const connect_shape *input = connect_operation_input(operation);
 *     const connect_member *member;
 *     for (size_t i = 0; (member = connect_shape_member(input, i)) != NULL; i++) {
 *         printf("%s%s\n", connect_member_name(member),
 *                connect_member_is_required(member) ? " (required)" : "");
 *     }
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

/** What a member holds, and so its type in the C struct. */
typedef enum connect_kind {
    CONNECT_KIND_STRING = 1,       /**< const char *, UTF-8 */
    CONNECT_KIND_BOOL = 2,         /**< connect_opt_bool */
    CONNECT_KIND_INT32 = 3,        /**< connect_opt_int32 */
    CONNECT_KIND_INT64 = 4,        /**< connect_opt_int64 */
    CONNECT_KIND_DOUBLE = 5,       /**< connect_opt_double */
    CONNECT_KIND_TIME = 6,         /**< connect_opt_time */
    CONNECT_KIND_ENUM = 7,         /**< text out of a list of known values */
    CONNECT_KIND_STRUCT = 8,       /**< connect_member_shape() */
    CONNECT_KIND_STRING_LIST = 9,  /**< an array of strings, and a count */
    CONNECT_KIND_STRUCT_LIST = 10, /**< connect_member_shape() of each */
    CONNECT_KIND_MAP = 11          /**< text to text */
} connect_kind;

/** Where a member travels in a request. */
typedef enum connect_place {
    CONNECT_PLACE_BODY = 0, /**< a member of the JSON object */
    CONNECT_PLACE_PATH = 1, /**< a label of connect_operation_path() */
    CONNECT_PLACE_QUERY = 2 /**< a parameter of the URL */
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
 * Finds an operation by its name in the API, for example "ListInstances"; letter case counts.
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

/** Returns one line on what the operation does, for the list of commands of a tool. */
CONNECT_API const char *connect_operation_summary(const connect_operation *operation);

/** Returns the structure of the request. */
CONNECT_API const connect_shape *connect_operation_input(const connect_operation *operation);

/** Returns the structure of the response. */
CONNECT_API const connect_shape *connect_operation_output(const connect_operation *operation);

/**
 * Returns the type of an error that the model names for the operation, for example
 * "ResourceNotFoundException"; NULL when `index`, counted from 0, is past the last.  The service
 * may send others as well, for example AccessDeniedException when a policy does not allow the call.
 */
CONNECT_API const char *connect_operation_error(const connect_operation *operation, size_t index);

/**
 * Returns the member of the response that holds the items of a page; NULL when the operation is not
 * paged.  connect_pager_new() makes a pager for any operation that has one.
 */
CONNECT_API const connect_member *connect_operation_page_member(const connect_operation *operation);

/**
 * Returns how many requests a second the service admits by default for an account in a region, all
 * its callers and instances together; 0 for NULL.  An account may have other quotas: see
 * connect_pace.
 */
CONNECT_API double connect_operation_quota_rate(const connect_operation *operation);

/**
 * Returns how many requests the service admits at once after a rest; 0 for NULL.  A rest is long
 * enough when the burst divided by the rate, in seconds, has passed.
 */
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

/** Returns whether exactly one member may be set; of a response at most one is. */
CONNECT_API bool connect_shape_is_union(const connect_shape *shape);

/** Returns the size of the C struct in bytes, which is what its member `size` has to contain. */
CONNECT_API size_t connect_shape_size(const connect_shape *shape);

/**
 * Returns the name of a member in the model, for example "MaxResults": its name in the JSON of
 * connect_invoke().
 */
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

/**
 * Returns whether a request without the member is refused.  The library refuses it with
 * CONNECT_E_ARGUMENT before it sends anything.
 */
CONNECT_API bool connect_member_is_required(const connect_member *member);

/**
 * Returns whether the member is personal data or a secret, which no log shows.  A binding should
 * keep it out of its own logs too.
 */
CONNECT_API bool connect_member_is_sensitive(const connect_member *member);

/**
 * Returns whether the member is a client token, which is generated when it is absent: a random UUID
 * for the call, the same in all its attempts.
 */
CONNECT_API bool connect_member_is_client_token(const connect_member *member);

/**
 * Gives the lower limit of a number, of the length of a string in characters, or of the count of a
 * list or map.
 *
 * limit: may be NULL; unchanged when there is no limit.
 * Returns whether the model has one.
 *
 *     int64_t limit;
 *     if (connect_member_min(member, &limit))
 *         printf("at least %lld\n", (long long)limit);
 */
CONNECT_API bool connect_member_min(const connect_member *member, int64_t *limit);

/**
 * Gives the upper limit, as connect_member_min() gives the lower one.  A number beyond it is
 * refused with CONNECT_E_ARGUMENT; a longer string, list or map only with CONNECT_CHECK_STRICT, and
 * is otherwise left to the service.
 *
 * limit: may be NULL; unchanged when there is no limit.
 * Returns whether the model has one.
 */
CONNECT_API bool connect_member_max(const connect_member *member, int64_t *limit);

/**
 * Returns the form that a string must have, in words for an error message; NULL when it may have
 * any.
 */
CONNECT_API const char *connect_member_pattern(const connect_member *member);

/**
 * Returns a known value of an enum as the service writes it; NULL when `index`, counted from 0, is
 * past the last.  Its constant in C has the number `index` + 1.
 */
CONNECT_API const char *connect_member_value(const connect_member *member, size_t index);

/** Returns the structure of a struct, or of the elements of a list of structs; NULL otherwise. */
CONNECT_API const connect_shape *connect_member_shape(const connect_member *member);

#ifdef __cplusplus
}
#endif

#endif
