/*
 * Errors: a status number that is fixed for ever, and an opaque object that loses nothing of what
 * happened.
 *
 * Every function that can fail returns a connect_status and takes a `connect_error **`, which may
 * be NULL.  On failure it receives an owned error, to be freed with connect_error_free(); on
 * success it is set to NULL.  An error belongs to one thread at a time.  All accessors accept NULL.
 *
 * Example:
 *
 *     if (connect_delete_instance(client, &request, NULL, &error) == CONNECT_E_NOT_FOUND) {
 *         fprintf(stderr, "%s (request %s)\n", connect_error_message(error),
 *                 connect_error_request_id(error));
 *     }
 *     connect_error_free(error);
 */
#ifndef CONNECT_ERROR_H
#define CONNECT_ERROR_H

#include <connect/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What went wrong, by who said so.  1xx: the service; the class is chosen by the error's type, and
 * by the HTTP status only when there is no known type.  2xx: the client, nothing was sent or no
 * usable response came.  Numbers never change their meaning; new ones may be added, so a switch
 * wants a default.
 */
typedef enum connect_status {
    CONNECT_OK = 0,

    CONNECT_E_INVALID_REQUEST = 100, /**< 400: the service refused the request as it is */
    CONNECT_E_UNAUTHENTICATED = 101, /**< 401 or 403: signature, key or token not accepted */
    /** 402: a service quota is used up; request an increase, a retry does not help */
    CONNECT_E_QUOTA_EXCEEDED = 102,
    CONNECT_E_ACCESS_DENIED = 103,          /**< 403: known, but not allowed */
    CONNECT_E_NOT_FOUND = 104,              /**< 404: no such instance or resource */
    CONNECT_E_METHOD_NOT_ALLOWED = 105,     /**< 405 */
    CONNECT_E_CONFLICT = 109,               /**< 409: exists already, in use, or not ready yet */
    CONNECT_E_UNSUPPORTED_MEDIA_TYPE = 115, /**< 415 */
    CONNECT_E_THROTTLED = 129,              /**< 429: too fast; was retried as the policy allows */
    /** 429 LimitExceededException: a resource limit; never retried */
    CONNECT_E_LIMIT_EXCEEDED = 130,
    CONNECT_E_INTERNAL = 150, /**< 500 and above: the service failed; was retried */
    CONNECT_E_SERVICE = 199,  /**< any other error of the service */

    CONNECT_E_ARGUMENT = 200, /**< an argument or member is missing, malformed or out of range */
    /** a struct is larger than this library knows and its tail is not zero */
    CONNECT_E_VERSION = 201,
    CONNECT_E_MEMORY = 202,      /**< out of memory */
    CONNECT_E_CREDENTIALS = 203, /**< no usable credentials; the message names the sources tried */
    CONNECT_E_CONFIGURATION = 204, /**< region, endpoint, file or variable missing or malformed */
    CONNECT_E_TRANSPORT = 205,     /**< no connection, or it broke */
    CONNECT_E_TLS = 206,           /**< certificate or handshake not acceptable */
    CONNECT_E_TIMEOUT = 207,       /**< a connect, attempt, call or waiter time limit passed */
    CONNECT_E_CANCELLED = 208,     /**< the cancel token was fired */
    CONNECT_E_DECODE = 209,        /**< a response that is not what the protocol allows */
    CONNECT_E_PAGINATION = 210,    /**< the service repeated a page token */
    CONNECT_E_WAITER = 211 /**< a waiter reached a state from which the awaited one cannot come */
} connect_status;

/**
 * Everything known about one failure.  Opaque; owned by whoever received it; one thread at a time.
 */
typedef struct connect_error connect_error;

/** Frees an error; NULL does nothing. */
CONNECT_API void connect_error_free(connect_error *error);

/**
 * The symbolic name of a status, for example "CONNECT_E_NOT_FOUND"; "CONNECT_E_?" for a number it
 * does not know.  Static.
 */
CONNECT_API const char *connect_status_name(connect_status status);

/** What the user can do about a status, in one sentence.  Static; never NULL. */
CONNECT_API const char *connect_status_advice(connect_status status);

/** The status; CONNECT_OK for NULL. */
CONNECT_API connect_status connect_error_code(const connect_error *error);

/**
 * One line for the user; never NULL.  For a service error, the service's own message.  Borrowed.
 */
CONNECT_API const char *connect_error_message(const connect_error *error);

/** The operation that failed, for example "DescribeInstance", or NULL outside one.  Borrowed. */
CONNECT_API const char *connect_error_operation(const connect_error *error);

/** HTTP status of the last response, or 0 when there was none. */
CONNECT_API int32_t connect_error_http_status(const connect_error *error);

/**
 * The error type as the service names it, without namespace, for example
 * "ResourceNotFoundException"; or NULL.  Borrowed.
 */
CONNECT_API const char *connect_error_aws_type(const connect_error *error);

/**
 * A machine-readable reason beside the type, for example "INVALID_FILE_SIZE" for the Reason of
 * InvalidRequestException, or the StatusReason message of a failed creation; or NULL.  Borrowed.
 */
CONNECT_API const char *connect_error_reason(const connect_error *error);

/**
 * The modelled members of the service's error as a struct of connect/errors.h, for example
 * `const connect_property_validation_exception *` when connect_error_aws_type() is
 * "PropertyValidationException"; NULL when the type is not modelled or there was no body.
 * Borrowed.
 */
CONNECT_API const void *connect_error_detail(const connect_error *error);

/** The same as JSON text with the model's member names, or NULL.  Borrowed. */
CONNECT_API const char *connect_error_detail_json(const connect_error *error);

/** The service's id of the failed request, or NULL.  Borrowed. */
CONNECT_API const char *connect_error_request_id(const connect_error *error);

/** The host that was asked, or NULL.  Borrowed. */
CONNECT_API const char *connect_error_host(const connect_error *error);

/**
 * The resource a waiter was waiting for (an instance id), so that the wait can be taken up again;
 * or NULL.  Borrowed.
 */
CONNECT_API const char *connect_error_resource_id(const connect_error *error);

/** How many times the request was sent: 0 when it never was. */
CONNECT_API int32_t connect_error_attempts(const connect_error *error);

/** Whether the same call may succeed later without a change. */
CONNECT_API bool connect_error_is_retryable(const connect_error *error);

/** Whether the service said that the caller is too fast. */
CONNECT_API bool connect_error_is_throttle(const connect_error *error);

/** The transport's own number (a CURLcode with the built-in transport), or 0. */
CONNECT_API int32_t connect_error_transport_code(const connect_error *error);

/**
 * The first bytes of a response that could not be understood, or NULL.  Control bytes are replaced,
 * and an ellipsis stands for each text in JSON but its keys: it may be anybody's secret.  Borrowed.
 */
CONNECT_API const char *connect_error_body_excerpt(const connect_error *error);

/**
 * Formats an error as one line for a log or a terminal: operation, type, message, HTTP status,
 * request id, attempts and advice, as far as they are known.  Control bytes are replaced.
 *
 *     DescribeInstance: ResourceNotFoundException: Instance not found (HTTP 404, request id
 *     38bdca6a-7caf-437e-9029-bb0266116c1f). Check the ids and the region: ...
 *
 * error: NULL gives "no error".  buffer: receives at most `size` bytes, always terminated; may be
 * NULL when size is 0.
 * Returns the length of the whole line, as snprintf() does: it was cut when that is not below size.
 */
CONNECT_API size_t connect_error_format(const connect_error *error, char *buffer, size_t size);

/** How many problems the checks before sending found; 0 for any other error. */
CONNECT_API size_t connect_error_problem_count(const connect_error *error);

/**
 * One of them with its path, for example "Tags[2].key: too long: 129 characters, 128 allowed"; NULL
 * past the end.  Borrowed.
 */
CONNECT_API const char *connect_error_problem(const connect_error *error, size_t index);

#ifdef __cplusplus
}
#endif

#endif
