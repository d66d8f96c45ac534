/*
 * See respond.h.
 */
#include "exchange/respond.h"

#include "base/json.h"

#include <string.h>

/*
 * The namespace of an error type: that of the service, or that of the front end of all services,
 * which verifies signatures and finds routes.
 */
#define SERVICE "http://internal.amazon.com/coral/com.amazonaws.connect/"
#define FRONT "http://internal.amazon.com/coral/com.amazon.coral.service/"

static const struct error_kind {
    const char *type;
    int status;
    const char *space;
} error_kinds[] = {
    { "AccessDeniedException", 403, SERVICE },
    { "DuplicateResourceException", 409, SERVICE },
    { "ExpiredTokenException", 403, FRONT },
    { "IdempotencyException", 409, SERVICE },
    { "IncompleteSignatureException", 400, FRONT },
    { "InternalServiceException", 500, SERVICE },
    { "InvalidParameterException", 400, SERVICE },
    { "InvalidRequestException", 400, SERVICE },
    { "InvalidSignatureException", 403, FRONT },
    { "LimitExceededException", 429, SERVICE },
    { "MissingAuthenticationTokenException", 403, FRONT },
    { "PropertyValidationException", 400, SERVICE },
    { "RequestEntityTooLargeException", 413, FRONT },
    { "ResourceConflictException", 409, SERVICE },
    { "ResourceInUseException", 409, SERVICE },
    { "ResourceNotFoundException", 404, SERVICE },
    { "ResourceNotReadyException", 409, SERVICE },
    { "ServiceQuotaExceededException", 402, SERVICE },
    { "ServiceUnavailableException", 503, FRONT },
    { "ThrottlingException", 429, SERVICE },
    { "UnknownOperationException", 404, FRONT },
    { "UnrecognizedClientException", 403, FRONT },
};

/* An injected error may have a type without a row. */
static const struct error_kind unknown_kind = { NULL, 400, SERVICE };

static const struct error_kind *kind_of(const char *type)
{
    for (size_t i = 0; i < sizeof error_kinds / sizeof error_kinds[0]; i++) {
        if (strcmp(error_kinds[i].type, type) == 0) {
            return &error_kinds[i];
        }
    }
    return &unknown_kind;
}

void respond_header(struct exchange *exchange, const char *name, const char *value)
{
    connect_pair *extra = check_alloc(
        arena_calloc(&exchange->arena, exchange->response_headers_count + 1, sizeof *extra));

    if (exchange->response_headers_count > 0) {
        memcpy(extra, exchange->response_headers, exchange->response_headers_count * sizeof *extra);
    }
    extra[exchange->response_headers_count++] =
        (connect_pair){ check_alloc(arena_strdup(&exchange->arena, name)),
                        check_alloc(arena_strdup(&exchange->arena, value)) };
    exchange->response_headers = extra;
}

void respond_text(struct exchange *exchange, int status, const char *content_type, const char *text)
{
    exchange->status = status;
    exchange->content_type = content_type;
    exchange->response_size = strlen(text);
    exchange->response_body =
        check_alloc(arena_strndup(&exchange->arena, text, exchange->response_size));
}

void respond_json(struct exchange *exchange, int status, const json_t *json)
{
    char *text = check_alloc(json_dumps(json, JSON_COMPACT));

    respond_text(exchange, status, "application/json", text);
    free(text);
}

static void respond_kind(struct exchange *exchange, const char *type, const char *message,
                         json_t *members)
{
    const struct error_kind *kind = kind_of(type);

    exchange->error_type = check_alloc(arena_strdup(&exchange->arena, type));
    exchange->error_message = message;
    json_put_string(members, strcmp(kind->space, SERVICE) == 0 ? "Message" : "message", message);
    respond_json(exchange, kind->status, members);
    respond_header(exchange, "x-amzn-ErrorType",
                   check_alloc(arena_printf(&exchange->arena, "%s:%s", type, kind->space)));
    json_decref(members);
}

__attribute__((format(printf, 2, 0))) static const char *vformat(struct exchange *exchange,
                                                                 const char *format,
                                                                 va_list arguments)
{
    char *text = NULL;

    if (vasprintf(&text, format, arguments) < 0) {
        fail_out_of_memory();
    }

    const char *copy = check_alloc(arena_strdup(&exchange->arena, text));

    free(text);
    return copy;
}

void respond_verror(struct exchange *exchange, const char *type, json_t *members,
                    const char *format, va_list arguments)
{
    respond_kind(exchange, type, vformat(exchange, format, arguments),
                 members != NULL ? members : json_check_alloc(json_object()));
}

void respond_error(struct exchange *exchange, const char *type, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    respond_verror(exchange, type, NULL, format, arguments);
    va_end(arguments);
}

json_t *respond_reason(const char *type, const char *reason)
{
    static const struct {
        const char *type, *member, *first;
    } unions[] = {
        { "InvalidRequestException", "AttachedFileInvalidRequestExceptionReason",
          "INVALID_FILE_SIZE" },
        { "ServiceQuotaExceededException", "AttachedFileServiceQuotaExceededExceptionReason",
          "TOTAL_FILE_SIZE_EXCEEDED" },
    };

    for (size_t i = 0; i < sizeof unions / sizeof unions[0]; i++) {
        if (strcmp(unions[i].type, type) == 0) {
            json_t *value = json_check_alloc(json_object());

            json_put_string(value, unions[i].member, reason != NULL ? reason : unions[i].first);
            return value;
        }
    }
    return NULL;
}

void respond_injected(struct exchange *exchange, const char *type)
{
    json_t *members = json_check_alloc(json_object());
    json_t *reason = respond_reason(type, NULL);

    if (reason != NULL) {
        json_put(members, "Reason", reason);
    }
    respond_kind(exchange, type, "injected by connect-local", members);
}
