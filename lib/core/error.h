/*
 * Making errors.  The setters fill what accessors of <connect/error.h> read.
 */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

#include "core/assert.h"
#include "core/mem.h"

#include <connect/error.h>

/* The longest message and the longest excerpt, terminator not counted. */
#define ERROR_MESSAGE_MAX 4096
#define ERROR_EXCERPT_MAX 512

/*
 * Makes an error with a formatted message and stores it in *out (out may be NULL; an error already
 * there is freed).  Returns `code`, or CONNECT_E_MEMORY with the static error when out of memory:
 * `return error_set(...)`.
 */
connect_status error_set(connect_error **out, connect_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
connect_status error_memory(connect_error **out);
const connect_error *error_static_memory(void);
/* For checks: whether a status and the error beside it, when one is wanted, say the same. */
static inline bool error_fits(connect_status status, connect_error *const *error)
{
    return error == NULL || (status == CONNECT_OK) == (*error == NULL);
}

/*
 * Whether the operation or the type was left out for lack of memory.  The class alone would mislead
 * whoever decides by them: a 404 of a credential source would look like a missing instance.
 */
bool error_is_incomplete(const connect_error *error);

/*
 * All setters copy, accept NULL for the error and never fail: what does not fit in memory is left
 * out.
 */
void error_set_operation(connect_error *error, const char *operation);
void error_set_http_status(connect_error *error, int32_t status);
void error_set_aws_type(connect_error *error, const char *type);
void error_set_reason(connect_error *error, const char *reason);
void error_set_request_id(connect_error *error, const char *request_id);
void error_set_host(connect_error *error, const char *host);
void error_set_resource_id(connect_error *error, const char *id);
void error_set_attempts(connect_error *error, int32_t attempts);
void error_set_retryable(connect_error *error, bool retryable, bool throttle);
void error_set_transport_code(connect_error *error, int32_t code);
/* Control bytes and invalid UTF-8 are replaced; cut at ERROR_EXCERPT_MAX. */
void error_set_excerpt(connect_error *error, const char *body, size_t size);
/* `detail` lies in the error's own arena (error_arena), `json` is copied. */
void error_set_detail(connect_error *error, const void *detail, const char *json);
struct arena *error_arena(connect_error *error); /* NULL for NULL and for the static error */
/* Adds a problem; the message of the error is made of all of them when it is first read. */
void error_add_problem(connect_error *error, const char *text);
/* Puts text before the message: "while assuming role X: ...". */
void error_prefix(connect_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Puts text behind the message. */
void error_suffix(connect_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Gives an error another class, for a caller to whom its own would say something else. */
void error_set_code(connect_error *error, connect_status code);
/* A copy in *out of an error that another owner keeps. */
connect_status error_copy(connect_error **out, const connect_error *error);

#endif
