/* Errors: one arena each; when there is no memory for one, a static object stands in. */
#include "core/error.h"

#include "core/assert.h"
#include "core/text.h"
#include "core/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct connect_error {
    struct arena arena;
    connect_status code;
    char *message;
    size_t message_size, message_room; /* room: terminator not counted */
    const char *operation, *aws_type, *reason, *request_id, *host, *resource_id, *excerpt,
        *detail_json;
    const void *detail;
    int32_t http_status, attempts, transport_code;
    bool retryable, throttle;
    bool incomplete; /* the operation or the type had no room in memory */
    const char **problems;
    size_t problems_count, problems_room;
};

static const connect_error out_of_memory = { .code = CONNECT_E_MEMORY };
static const char out_of_memory_text[] = "out of memory";

const connect_error *error_static_memory(void)
{
    return &out_of_memory;
}

static bool is_writable(const connect_error *error)
{
    return error != NULL && error != &out_of_memory;
}

void connect_error_free(connect_error *error)
{
    if (is_writable(error)) {
        struct arena arena = error->arena;
        arena_release(&arena);
    }
}

static void error_replace(connect_error **out, connect_error *error)
{
    ASSERT(*out != error || !is_writable(error));
    connect_error_free(*out);
    *out = error;
}

connect_status error_memory(connect_error **out)
{
    if (out != NULL) {
        error_replace(out, (connect_error *)(uintptr_t)&out_of_memory);
    }
    return CONNECT_E_MEMORY;
}

static connect_error *error_new(connect_status code)
{
    struct arena arena = { 0 };
    connect_error *error = arena_alloc(&arena, sizeof *error);
    if (error != NULL) {
        error->arena = arena;
        error->code = code;
    }
    return error;
}

/* Appends to the message as much as fits.  False: no memory, and it stays as it is. */
static bool message_add(connect_error *error, const char *text, size_t size)
{
    ASSERT(error->message_size <= ERROR_MESSAGE_MAX);
    size = text_utf8_cut(text, size, ERROR_MESSAGE_MAX - error->message_size);
    size_t need = error->message_size + size;
    if (error->message == NULL || need > error->message_room) {
        size_t room = need > ERROR_MESSAGE_MAX / 2 || error->message == NULL ? need : need * 2;
        char *longer = arena_alloc(&error->arena, room + 1); /* zeroed: always ends with a NUL */
        if (longer == NULL) {
            return false;
        }
        if (error->message_size > 0) {
            memcpy(longer, error->message, error->message_size);
        }
        error->message = longer;
        error->message_room = room;
    }
    ASSERT(need <= error->message_room && need <= ERROR_MESSAGE_MAX);
    char *at = error->message + error->message_size;
    memcpy(at, text, size);
    text_make_printable(at, size);
    error->message_size = need;
    return true;
}

/*
 * The same with a format.  A text that was cut off may end within a character: there it is cut
 * once more.
 */
__attribute__((format(printf, 2, 0))) static void message_format(connect_error *error,
                                                                 const char *format, va_list args)
{
    char text[ERROR_MESSAGE_MAX + 1];
    int size = vsnprintf(text, sizeof text, format, args);
    if (size >= 0) {
        size_t max = (size_t)size < sizeof text ? ERROR_MESSAGE_MAX : ERROR_MESSAGE_MAX - 1;
        (void)message_add(error, text, text_utf8_cut(text, strlen(text), max));
    }
}

connect_status error_set(connect_error **out, connect_status code, const char *format, ...)
{
    ASSERT(code != CONNECT_OK);
    if (out == NULL) {
        return code;
    }
    connect_error *error = error_new(code);
    if (error != NULL) {
        va_list args;
        va_start(args, format);
        message_format(error, format, args);
        va_end(args);
    }
    if (error == NULL || error->message == NULL) {
        connect_error_free(error);
        return error_memory(out);
    }
    error_replace(out, error);
    return code;
}

void error_prefix(connect_error *error, const char *format, ...)
{
    if (!is_writable(error)) {
        return;
    }
    char *rest = error->message;
    size_t rest_size = error->message_size, rest_room = error->message_room;
    error->message = NULL;
    error->message_size = 0;
    va_list args;
    va_start(args, format);
    message_format(error, format, args);
    va_end(args);
    if (error->message == NULL || !message_add(error, rest, rest_size)) {
        error->message = rest;
        error->message_size = rest_size;
        error->message_room = rest_room;
    }
}

void error_suffix(connect_error *error, const char *format, ...)
{
    if (!is_writable(error)) {
        return;
    }
    va_list args;
    va_start(args, format);
    message_format(error, format, args);
    va_end(args);
}

void error_set_code(connect_error *error, connect_status code)
{
    ASSERT(code != CONNECT_OK);
    if (is_writable(error)) {
        error->code = code;
    }
}

struct arena *error_arena(connect_error *error)
{
    return is_writable(error) ? &error->arena : NULL;
}

/* Text of the service may hold anything; what is shown holds no control bytes and valid UTF-8. */
static const char *copy_printable(connect_error *error, const char *text, size_t size)
{
    char *copy = arena_strndup(&error->arena, text, size);
    if (copy != NULL) {
        text_make_printable(copy, size);
    }
    return copy;
}

static void set_text(connect_error *error, const char **member, const char *text)
{
    *member = text != NULL ? copy_printable(error, text, strlen(text)) : NULL;
}

static void set_identity(connect_error *error, const char **member, const char *text)
{
    set_text(error, member, text);
    error->incomplete = error->incomplete || (text != NULL && *member == NULL);
}

void error_set_operation(connect_error *error, const char *operation)
{
    if (is_writable(error)) {
        set_identity(error, &error->operation, operation);
    }
}

void error_set_aws_type(connect_error *error, const char *type)
{
    if (is_writable(error)) {
        set_identity(error, &error->aws_type, type);
    }
}

bool error_is_incomplete(const connect_error *error)
{
    return error != NULL && error->incomplete;
}

#define TEXT_SETTER(name, member)                     \
    void name(connect_error *error, const char *text) \
    {                                                 \
        if (is_writable(error)) {                     \
            set_text(error, &error->member, text);    \
        }                                             \
    }

TEXT_SETTER(error_set_reason, reason)
TEXT_SETTER(error_set_request_id, request_id)
TEXT_SETTER(error_set_host, host)
TEXT_SETTER(error_set_resource_id, resource_id)

#define NUMBER_SETTER(name, member)                \
    void name(connect_error *error, int32_t value) \
    {                                              \
        if (is_writable(error)) {                  \
            error->member = value;                 \
        }                                          \
    }

NUMBER_SETTER(error_set_http_status, http_status)
NUMBER_SETTER(error_set_attempts, attempts)
NUMBER_SETTER(error_set_transport_code, transport_code)

void error_set_retryable(connect_error *error, bool retryable, bool throttle)
{
    if (is_writable(error)) {
        error->retryable = retryable;
        error->throttle = throttle;
    }
}

void error_set_excerpt(connect_error *error, const char *body, size_t size)
{
    if (is_writable(error)) {
        error->excerpt = copy_printable(error, body, text_utf8_cut(body, size, ERROR_EXCERPT_MAX));
    }
}

void error_set_detail(connect_error *error, const void *detail, const char *json)
{
    if (is_writable(error)) {
        error->detail = detail;
        error->detail_json = arena_strdup(&error->arena, json);
    }
}

static bool problems_grow(connect_error *error)
{
    if (error->problems_count < error->problems_room) {
        return true;
    }
    size_t room = error->problems_room > 0 ? error->problems_room * 2 : 4;
    const char **longer = arena_calloc(&error->arena, room, sizeof *longer);
    if (longer == NULL) {
        return false;
    }
    if (error->problems_count > 0) {
        memcpy(longer, error->problems, error->problems_count * sizeof *longer);
    }
    error->problems = longer;
    error->problems_room = room;
    return true;
}

void error_add_problem(connect_error *error, const char *text)
{
    if (!is_writable(error) || !problems_grow(error)) {
        return;
    }
    const char *copy = copy_printable(error, text, strlen(text));
    if (copy == NULL) {
        return;
    }
    const char *join = error->problems_count > 0 ? "; " : error->message_size > 0 ? ": " : "";
    ASSERT(error->problems_count < error->problems_room);
    error->problems[error->problems_count++] = copy;
    if (message_add(error, join, strlen(join))) {
        (void)message_add(error, copy, strlen(copy));
    }
}

connect_status error_copy(connect_error **out, const connect_error *error)
{
    if (out == NULL || error == NULL) {
        return error != NULL ? error->code : CONNECT_OK;
    }
    connect_error *copy = NULL;
    connect_status status = error_set(&copy, error->code, "%s", connect_error_message(error));
    if (is_writable(copy)) {
        set_identity(copy, &copy->operation, error->operation);
        set_identity(copy, &copy->aws_type, error->aws_type);
        set_text(copy, &copy->reason, error->reason);
        set_text(copy, &copy->request_id, error->request_id);
        set_text(copy, &copy->host, error->host);
        set_text(copy, &copy->resource_id, error->resource_id);
        set_text(copy, &copy->excerpt, error->excerpt);
        copy->detail_json = arena_strdup(&copy->arena, error->detail_json);
        copy->http_status = error->http_status;
        copy->attempts = error->attempts;
        copy->transport_code = error->transport_code;
        copy->retryable = error->retryable;
        copy->throttle = error->throttle;
        for (size_t i = 0; i < error->problems_count && problems_grow(copy); i++) {
            const char *problem = arena_strdup(&copy->arena, error->problems[i]);
            if (problem != NULL) {
                copy->problems[copy->problems_count++] = problem;
            }
        }
    }
    error_replace(out, copy);
    return status;
}

connect_status connect_error_code(const connect_error *error)
{
    return error != NULL ? error->code : CONNECT_OK;
}

const char *connect_error_message(const connect_error *error)
{
    if (error == NULL) {
        return "";
    }
    return error->message != NULL ? error->message : out_of_memory_text;
}

#define GETTER(type, name, member, none)                  \
    type connect_error_##name(const connect_error *error) \
    {                                                     \
        return error != NULL ? error->member : (none);    \
    }

GETTER(const char *, operation, operation, NULL)
GETTER(int32_t, http_status, http_status, 0)
GETTER(const char *, aws_type, aws_type, NULL)
GETTER(const char *, reason, reason, NULL)
GETTER(const void *, detail, detail, NULL)
GETTER(const char *, detail_json, detail_json, NULL)
GETTER(const char *, request_id, request_id, NULL)
GETTER(const char *, host, host, NULL)
GETTER(const char *, resource_id, resource_id, NULL)
GETTER(int32_t, attempts, attempts, 0)
GETTER(bool, is_retryable, retryable, false)
GETTER(bool, is_throttle, throttle, false)
GETTER(int32_t, transport_code, transport_code, 0)
GETTER(const char *, body_excerpt, excerpt, NULL)
GETTER(size_t, problem_count, problems_count, 0)

const char *connect_error_problem(const connect_error *error, size_t index)
{
    return error != NULL && index < error->problems_count ? error->problems[index] : NULL;
}
