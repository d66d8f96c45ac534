/*
 * Basic types of libconnect: optional values, pairs, time, versions and the size rule.
 *
 * The size rule.  The first member of every public struct is `size_t size`, the size the caller was
 * compiled with.  A member that ends beyond it counts as absent, so a program built against an
 * older header works with a newer library; a larger size than the library knows is accepted when
 * the tail is zero, and is CONNECT_E_VERSION otherwise.  Structs that the library returns carry its
 * own size.  The value types below have no size: they never change.
 *
 * Three ways to fill a struct:
 *
 *     connect_list_instances_request r = { .size = sizeof r, .max_results = CONNECT_SET(10) };
 *
 *     connect_list_instances_request r;               // C99 and every C++
 *     connect_init(&r);
 *     r.max_results = connect_int32(10);
 *
 *     connect_list_instances_request r =              // C99 and C++20, no warnings with -Wextra
 *         CONNECT_INIT(connect_list_instances_request, .max_results = connect_int32(10));
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

/** The version of these headers; connect_version() returns the one of the library that is loaded.
 */
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
/**
 * A struct with its size and the given members set, the others absent:
 * CONNECT_INIT(connect_pace, .rate = 10, .burst = 20).  At least one member; in the order of the
 * struct, as C++20 requires.
 */
#if !defined(__cplusplus)
#    define CONNECT_INIT(type, ...) ((type){ .size = sizeof(type), __VA_ARGS__ })
#elif defined(__GNUC__)
/* g++ warns about members that a designated initialiser leaves out; C does not. */
#    define CONNECT_INIT(type, ...) \
        ([&]() -> type { \
            _Pragma("GCC diagnostic push") \
            _Pragma("GCC diagnostic ignored \"-Wmissing-field-initializers\"") \
            return type{ .size = sizeof(type), __VA_ARGS__ }; \
            _Pragma("GCC diagnostic pop") \
        }())
#else
#    define CONNECT_INIT(type, ...) (type{ .size = sizeof(type), __VA_ARGS__ })
#endif

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

/** A boolean that is set: `request.include_metrics = connect_bool(true)`. */
static inline connect_opt_bool connect_bool(bool value)
{
    connect_opt_bool optional;

    optional.is_set = true;
    optional.value = value;
    return optional;
}

/** A 32-bit integer that is set. */
static inline connect_opt_int32 connect_int32(int32_t value)
{
    connect_opt_int32 optional;

    optional.is_set = true;
    optional.value = value;
    return optional;
}

/** A 64-bit integer that is set. */
static inline connect_opt_int64 connect_int64(int64_t value)
{
    connect_opt_int64 optional;

    optional.is_set = true;
    optional.value = value;
    return optional;
}

/** A double that is set. */
static inline connect_opt_double connect_double(double value)
{
    connect_opt_double optional;

    optional.is_set = true;
    optional.value = value;
    return optional;
}

/** A point in time that is set: milliseconds since 1970-01-01T00:00:00Z. */
static inline connect_opt_time connect_time(int64_t value)
{
    connect_opt_time optional;

    optional.is_set = true;
    optional.value = value;
    return optional;
}

/** Bytes that the longest time takes as a string, its NUL included. */
#define CONNECT_TIME_SIZE 40

/**
 * Formats a time as ISO 8601 in UTC, as connect_invoke() does: "2026-11-21T12:34:56+00:00", with a
 * fraction when there are milliseconds.
 *
 * ms: milliseconds since 1970-01-01T00:00:00Z; a time outside the years 0 to 9999 becomes the
 * nearest one inside.  buffer: CONNECT_TIME_SIZE bytes are enough for any time; it receives "" when
 * `size`, in bytes, is too small, and nothing when that is 0.
 * Returns `buffer`, for use as an argument:
 *
 *     char text[CONNECT_TIME_SIZE];
 *     puts(connect_time_format(instance->created_time.value, text, sizeof text));
 */
CONNECT_API const char *connect_time_format(int64_t ms, char *buffer, size_t size);

/**
 * Parses an ISO 8601 date and time in its usual forms: "T" or a space, any fraction, "Z" or an
 * offset.  A time without an offset is UTC.
 *
 * *ms: milliseconds since 1970-01-01T00:00:00Z; unchanged when the result is false, which means
 * that `text` is NULL or not such a time.
 */
CONNECT_API bool connect_time_parse(const char *text, int64_t *ms);

/**
 * One entry of a map, an HTTP header, a query parameter.  Maps are lists of these: an array of
 * pointers and a count.
 */
typedef struct connect_pair {
    const char *key;
    const char *value;
} connect_pair;

/* clang-format off */
/**
 * A pair inside a list:
 *
 *     const connect_pair *const tags[] = { CONNECT_PAIR("team", "voice") };
 *     request.tags = tags;
 *     request.tags_count = 1;
 *
 * In C the pair lives as long as the block it stands in, and key and value may be any strings; in
 * C++ it is static, and both are literals or other constants.
 */
#ifdef __cplusplus
#    define CONNECT_PAIR(k, v) \
        ([]() -> const connect_pair * { \
            static const connect_pair pair = { (k), (v) }; \
            return &pair; \
        }())
#else
#    define CONNECT_PAIR(k, v) (&(const connect_pair){ (k), (v) })
#endif
/* clang-format on */

/**
 * The value of a key in a map, for example of a tag: connect_pair_find(instance->tags,
 * instance->tags_count, "team").
 *
 * pairs: `count` pointers; NULL when count is 0.  Keys are compared byte by byte; of equal ones the
 * first counts.  Returns NULL when there is no such key.  Borrowed from the map.
 */
CONNECT_API const char *connect_pair_find(const connect_pair *const *pairs, size_t count,
                                          const char *key);

/**
 * Frees what the library allocated and returned as one block: a response of any operation, a
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

/**
 * The body of a response as it was received, with the members that this library does not know.
 *
 * Borrowed: valid until the response is freed.  NULL unless the client was made with the option
 * keep_json, for responses that hold secrets (Z-API), for strings from connect_invoke() and
 * connect_send(), and for NULL.  "" when the service sent no body.
 */
CONNECT_API const char *connect_response_json(const void *response);

/** Which lines the log callback receives: those of a level and of all levels below it. */
typedef enum connect_log_level {
    CONNECT_LOG_OFF = 0,
    CONNECT_LOG_ERROR = 1,
    CONNECT_LOG_WARN = 2,
    CONNECT_LOG_INFO = 3,  /**< one line an attempt */
    CONNECT_LOG_DEBUG = 4, /**< decisions: retries, credentials, endpoint */
    CONNECT_LOG_TRACE = 5  /**< requests and responses, secrets and sensitive members redacted */
} connect_log_level;

/**
 * Receives one line without a line end, valid for the call only.  May be called from any thread
 * that uses the client.
 */
typedef void (*connect_log_fn)(void *user, connect_log_level level, const char *line);

#ifdef __cplusplus
}
#endif

#endif
