/*
 * Basic types of libconnect: optional values, pairs, time, versions and the size rule.
 *
 * The size rule.  The first member of every public struct is `size_t size`, the size the caller was
 * compiled with.  A member that ends beyond it counts as absent, so a program built against an
 * older header works with a newer library; a larger size than the library knows is accepted when
 * the tail is zero, and is CONNECT_E_VERSION otherwise.  A size of 0, of a struct that was only
 * zeroed, is CONNECT_E_ARGUMENT.  Structs that the library returns carry its own size.  The value
 * types below have no size: they never change.
 *
 * What a zeroed member means.  Absent: a NULL pointer, an optional value whose is_set is false, an
 * enum of 0, a list whose pointer is NULL.  The service, or the default that the comment of the
 * member names, decides then.  Strings are UTF-8 and end with a NUL byte; a list is an array of
 * pointers and, in the member after it whose name ends with _count, their number.
 *
 * Enums.  A value that the service knows and this version of the library does not is _UNKNOWN (-1)
 * in a response, with its name in the member beside it whose name ends with _text.  A response has
 * the name of known values there as well.  To send a value that is newer than the library, leave
 * the enum 0 and set the _text member.
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

/*
 * Marks what the shared library exports: all functions of the public headers, and nothing else.
 * The binary interface of an exported function does not change within a soname.
 */
#if defined(__GNUC__)
#    define CONNECT_API __attribute__((visibility("default")))
#else
#    define CONNECT_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The version of these headers; connect_version() returns the one of the library that is loaded.
 * The two may differ: a program runs with any later library of the same soname.
 *
 *     #if CONNECT_VERSION_MAJOR == 0 && CONNECT_VERSION_MINOR < 2
 */
#define CONNECT_VERSION_MAJOR 0
#define CONNECT_VERSION_MINOR 1
#define CONNECT_VERSION_PATCH 0

/**
 * Returns the version of the loaded library as text, for example "0.1.0".
 *
 * Static.  Never fails; callable from any thread, before anything else.
 *
 *     if (strcmp(connect_version(), "0.1.0") != 0)
 *         fprintf(stderr, "built for libconnect 0.1.0, running with %s\n", connect_version());
 */
CONNECT_API const char *connect_version(void);

/**
 * Clears *p and sets its size: for C++, and for C code that does not use designated initialisers.
 *
 * p: a pointer to a public struct that begins with `size`, without side effects: it is evaluated
 * twice.  All members are absent afterwards.  What pointers in *p referred to is not freed.
 */
#define connect_init(p) (memset((p), 0, sizeof *(p)), (void)((p)->size = sizeof *(p)))

/* clang-format off */
/**
 * A struct with its size and the given members set, the others absent: CONNECT_INIT(connect_pace,
 * .rate = 10, .burst = 20).  At least one member; in the order of the struct, as C++20 requires.
 *
 * In C it is a compound literal, which lives as long as the block it stands in, so that its address
 * can be passed:
 *
 *     connect_describe_instance(client, &CONNECT_INIT(connect_describe_instance_request,
 *                                                     .instance_id = id), &response, &error);
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

/**
 * An optional value that is set, as an initialiser: `.max_results = CONNECT_SET(10)`.  In an
 * assignment use connect_int32() and the others below.
 */
#define CONNECT_SET(v) { true, (v) }
/* clang-format on */

/**
 * An optional boolean; `value` has a meaning only when `is_set`.
 *
 * Absent is not false: in a request the service decides about a member that is not set, and in a
 * response it did not say.
 */
typedef struct connect_opt_bool {
    bool is_set; /**< false: absent */
    bool value;
} connect_opt_bool;

/**
 * An optional 32-bit integer: a count, a page size, a percentage.  Test is_set before using the
 * value:
 *
 *     const connect_opt_int32 *share = &distribution->percentage;
 *     if (share->is_set)
 *         printf("%d %%\n", (int)share->value);
 */
typedef struct connect_opt_int32 {
    bool is_set; /**< false: absent */
    int32_t value;
} connect_opt_int32;

/** An optional 64-bit integer: a time limit in milliseconds, a size in bytes. */
typedef struct connect_opt_int64 {
    bool is_set; /**< false: absent */
    int64_t value;
} connect_opt_int64;

/** An optional double, finite. */
typedef struct connect_opt_double {
    bool is_set; /**< false: absent */
    double value;
} connect_opt_double;

/**
 * An optional point in time: signed milliseconds since 1970-01-01T00:00:00Z, UTC, without leap
 * seconds.  Divide by 1000 for a time_t.
 */
typedef struct connect_opt_time {
    bool is_set;   /**< false: absent */
    int64_t value; /**< milliseconds; negative before 1970 */
} connect_opt_time;

/**
 * A boolean that is set: `request.include_metrics = connect_bool(true)`.
 *
 * This function and the four after it are for assignments, in C and in C++; CONNECT_SET() is for
 * initialisers.  They are inline, and so no symbols of the library.
 */
static inline connect_opt_bool connect_bool(bool value)
{
    connect_opt_bool optional;

    optional.is_set = true;
    optional.value = value;
    return optional;
}

/** A 32-bit integer that is set: `request.max_results = connect_int32(10)`. */
static inline connect_opt_int32 connect_int32(int32_t value)
{
    connect_opt_int32 optional;

    optional.is_set = true;
    optional.value = value;
    return optional;
}

/** A 64-bit integer that is set: `options.call_timeout_ms = connect_int64(30000)`. */
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

/**
 * A point in time that is set: milliseconds since 1970-01-01T00:00:00Z.
 *
 *     request.expires_at = connect_time((int64_t)time(NULL) * 1000 + 3600000); // in an hour
 */
static inline connect_opt_time connect_time(int64_t value)
{
    connect_opt_time optional;

    optional.is_set = true;
    optional.value = value;
    return optional;
}

/** Bytes that are enough for any time as a string, its NUL included. */
#define CONNECT_TIME_SIZE 40

/**
 * Formats a time as ISO 8601 in UTC, as connect_invoke() does: "2026-11-21T12:34:56+00:00", with a
 * fraction when there are milliseconds.  Locale and time zone of the process do not matter.
 *
 * ms: milliseconds since 1970-01-01T00:00:00Z; a time outside the years 0 to 9999 becomes the
 * nearest one inside.
 * buffer: CONNECT_TIME_SIZE bytes are enough for any time; it receives "" when `size`, in bytes, is
 * too small, and nothing when that is 0.
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
 * *ms: milliseconds since 1970-01-01T00:00:00Z, a finer fraction cut off; may be NULL; unchanged
 * when the result is false, which means that `text` is NULL or not such a time.
 *
 *     int64_t ms;
 *     if (connect_time_parse("2026-11-21T12:34:56Z", &ms))
 *         request.expires_at = connect_time(ms);
 */
CONNECT_API bool connect_time_parse(const char *text, int64_t *ms);

/**
 * One entry of a map, an HTTP header, a query parameter.  Maps are lists of these: an array of
 * pointers and a count.
 */
typedef struct connect_pair {
    const char *key; /**< letter case matters, but not in the names of HTTP headers */
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
 * Returns the value of a key in a map, for example of a tag: connect_pair_find(instance->tags,
 * instance->tags_count, "team").
 *
 * pairs: `count` pointers; NULL when count is 0.  Keys are compared byte by byte; of equal ones the
 * first counts.
 *
 * Returns NULL when there is no such key.  Borrowed from the map: valid until the response that
 * contains it is freed.
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
 * Returns the service's request id for a response of an operation or a string from
 * connect_invoke().  AWS Support needs it to find a request; errors have their own,
 * connect_error_request_id().
 *
 * Borrowed: valid until the block is freed.  NULL when the service sent none or `block` is NULL.
 */
CONNECT_API const char *connect_response_request_id(const void *block);

/**
 * Returns how many times the request was sent to obtain this response: 1 or more; 0 for NULL.  More
 * than 1 means that earlier attempts were throttled or failed; on_attempt of connect_client_options
 * shows each of them.
 */
CONNECT_API int32_t connect_response_attempts(const void *block);

/**
 * Returns the body of a response as it was received, with the members that this library does not
 * know.
 *
 * Borrowed: valid until the response is freed.  NULL unless the client was made with the option
 * keep_json, for responses that hold secrets (Z-API), for strings from connect_invoke() and
 * connect_send(), and for NULL.  "" when the service sent no body.
 *
 *     const char *json = connect_response_json(response);
 *     if (json != NULL)
 *         archive(json, strlen(json));
 */
CONNECT_API const char *connect_response_json(const void *response);

/**
 * Which lines the log callback receives: those of a level and of all levels below it.  No line
 * shows a secret or a sensitive member at any level.
 */
typedef enum connect_log_level {
    CONNECT_LOG_OFF = 0,   /**< none; the default */
    CONNECT_LOG_ERROR = 1, /**< an internal inconsistency of the library */
    /** failed calls and refreshes, and what was ignored in files and responses */
    CONNECT_LOG_WARN = 2,
    CONNECT_LOG_INFO = 3,  /**< one line an attempt */
    CONNECT_LOG_DEBUG = 4, /**< decisions: retries, credentials, endpoint */
    CONNECT_LOG_TRACE = 5  /**< requests and responses, secrets and sensitive members redacted */
} connect_log_level;

/**
 * Receives one line without a line end, valid for the call only.  May be called from any thread
 * that uses the client, and from several at once.
 *
 * user: log_user of the options of the client.  level: that of the line, for a prefix or a filter.
 * line: printable, at most 4096 bytes; a longer one ends with "...".
 *
 *     static void log_to_stderr(void *user, connect_log_level level, const char *line)
 *     {
 *         fprintf(stderr, "connect[%d]: %s\n", (int)level, line);
 *     }
 */
typedef void (*connect_log_fn)(void *user, connect_log_level level, const char *line);

#ifdef __cplusplus
}
#endif

#endif
