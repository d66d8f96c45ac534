/*
 * Basic types of libconnect: optional values, pairs, time, versions and the size rule.
 *
 * The size rule.  The first member of every public struct is `size_t size`, the size the caller was
 * compiled with.  A member that ends beyond it counts as absent, so a program built against an
 * older header works with a newer library; a larger size than the library knows is accepted when
 * the tail is zero, and is CONNECT_E_VERSION otherwise.  In C write `connect_list_instances_request
 * r = { .size = sizeof r };`, in C++ `connect_list_instances_request r; connect_init(&r);`.
 * Structs the library hands out carry its own size.  The small value types below have no size: they
 * never change.
 */
#ifndef CONNECT_TYPES_H
#define CONNECT_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__)
#    define CONNECT_API __attribute__((visibility("default")))
#else
#    define CONNECT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The version of these headers; connect_version() tells the one of the library that is loaded. */
#define CONNECT_VERSION_MAJOR 0
#define CONNECT_VERSION_MINOR 1
#define CONNECT_VERSION_PATCH 0

/**
 * The version of the loaded library as text, for example "0.1.0".
 *
 * Returns a static string.  Never fails; callable from any thread, before anything else.
 */
CONNECT_API const char *connect_version(void);

/**
 * Clears *p and sets its size: for C++, and for C code that does not use designated initialisers.
 */
#define connect_init(p) (memset((p), 0, sizeof *(p)), (void)((p)->size = sizeof *(p)))

/* clang-format off */
/** An optional value that is set, as an initialiser: `.max_results = CONNECT_SET(10)`. */
#define CONNECT_SET(v) { true, (v) }
/* clang-format on */

/** An optional boolean; `value` has a meaning only when `is_set`. */
typedef struct connect_opt_bool {
    bool is_set;
    bool value;
} connect_opt_bool;

/** An optional 32-bit integer. */
typedef struct connect_opt_int32 {
    bool is_set;
    int32_t value;
} connect_opt_int32;

/** An optional 64-bit integer. */
typedef struct connect_opt_int64 {
    bool is_set;
    int64_t value;
} connect_opt_int64;

/** An optional double. */
typedef struct connect_opt_double {
    bool is_set;
    double value;
} connect_opt_double;

/**
 * An optional point in time: signed milliseconds since 1970-01-01T00:00:00Z, UTC, without leap
 * seconds.
 */
typedef struct connect_opt_time {
    bool is_set;
    int64_t value;
} connect_opt_time;

/**
 * One entry of a map, an HTTP header, a query parameter.  Maps are lists of these: an array of
 * pointers and a count.
 */
typedef struct connect_pair {
    const char *key;
    const char *value;
} connect_pair;

/**
 * In C, a pair inside a list: `.tags = (const connect_pair *const[]){ CONNECT_PAIR("team", "voice")
 * }, .tags_count = 1`.
 */
#define CONNECT_PAIR(k, v) (&(const connect_pair){ (k), (v) })

/**
 * Frees what the library allocated and handed out as one block: a response of any operation, a
 * string from connect_invoke(), connect_send() or connect_client_describe(), a page from
 * connect_pager_next_page_json().
 *
 * block: what an out parameter received, or NULL, which does nothing.  Secrets in it are cleansed
 * first.  Any thread may free a block, once.  Pagers, errors, clients and providers have their own
 * `_free`.
 */
CONNECT_API void connect_free(const void *block);

/**
 * The service's request id for a response of an operation or a string from connect_invoke().
 *
 * Borrowed: valid until the block is freed.  NULL when the service sent none or `block` is NULL.
 */
CONNECT_API const char *connect_response_request_id(const void *block);

/** How many times the request was sent to obtain this response: 1 or more; 0 for NULL. */
CONNECT_API int32_t connect_response_attempts(const void *block);

#ifdef __cplusplus
}
#endif

#endif
