/*
 * See respond.h.
 */
#include "respond.h"

#include "json.h"

#include <stdarg.h>
#include <string.h>

/*
 * Who speaks: the service itself, or what stands before all services and checks signatures and
 * routes.
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
    { "ResourceNotFoundException", 404, SERVICE },
    { "ResourceNotReadyException", 409, SERVICE },
    { "ServiceQuotaExceededException", 402, SERVICE },
    { "ThrottlingException", 429, SERVICE },
    { "UnknownOperationException", 404, FRONT },
    { "UnrecognizedClientException", 403, FRONT },
};

static const struct error_kind *kind_of(const char *type)
{
    for (size_t i = 0; i < sizeof error_kinds / sizeof error_kinds[0]; i++) {
        if (strcmp(error_kinds[i].type, type) == 0) {
            return &error_kinds[i];
        }
    }
    return NULL;
}

void respond_header(struct exchange *exchange, const char *name, const char *value)
{
    connect_pair *extra =
        need(arena_calloc(&exchange->arena, exchange->extra_count + 1, sizeof *extra));

    if (exchange->extra_count > 0) {
        memcpy(extra, exchange->extra, exchange->extra_count * sizeof *extra);
    }
    extra[exchange->extra_count++] = (connect_pair){ need(arena_strdup(&exchange->arena, name)),
                                                     need(arena_strdup(&exchange->arena, value)) };
    exchange->extra = extra;
}

void respond_text(struct exchange *exchange, int status, const char *content_type, const char *text)
{
    exchange->status = status;
    exchange->content_type = content_type;
    exchange->answer_size = strlen(text);
    exchange->answer = need(arena_strndup(&exchange->arena, text, exchange->answer_size));
}

void respond_json(struct exchange *exchange, int status, const json_t *json)
{
    char *text = need(json_dumps(json, JSON_COMPACT));

    respond_text(exchange, status, "application/json", text);
    free(text);
}

static void respond_kind(struct exchange *exchange, const struct error_kind *kind,
                         const char *message, json_t *members)
{
    json_put_text(members, strcmp(kind->space, SERVICE) == 0 ? "Message" : "message", message);
    respond_json(exchange, kind->status, members);
    respond_header(exchange, "x-amzn-ErrorType",
                   need(arena_printf(&exchange->arena, "%s:%s", kind->type, kind->space)));
    json_decref(members);
}

__attribute__((format(printf, 2, 0))) static const char *vformat(struct exchange *exchange,
                                                                 const char *format,
                                                                 va_list arguments)
{
    char *text = NULL;

    if (vasprintf(&text, format, arguments) < 0) {
        need(NULL);
    }

    const char *copy = need(arena_strdup(&exchange->arena, text));

    free(text);
    return copy;
}

void respond_error(struct exchange *exchange, const char *type, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);

    const char *message = vformat(exchange, format, arguments);

    va_end(arguments);
    respond_kind(exchange, kind_of(type), message, json_need(json_object()));
}

static bool models(const struct connect_operation *operation, const char *type)
{
    for (const char *const *known = operation->errors; known != NULL && *known != NULL; known++) {
        if (strcmp(*known, type) == 0) {
            return true;
        }
    }
    return false;
}

/* The first of the alternatives that the operation models, else the first. */
static const struct error_kind *choose(const struct job *job, const char *types)
{
    const struct error_kind *first = NULL;
    const char *piece;
    size_t size;

    for (const char *at = types; wire_next(&at, '|', &piece, &size);) {
        const char *type = need(arena_strndup(&job->exchange->arena, piece, size));

        if (first == NULL) {
            first = kind_of(type);
        }
        if (models(job->operation, type)) {
            return kind_of(type);
        }
    }
    return first;
}

bool refuse(struct job *job, const char *types, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);

    const char *message = vformat(job->exchange, format, arguments);

    va_end(arguments);
    respond_kind(job->exchange, choose(job, types), message, json_need(json_object()));
    return false;
}

bool refuse_with(struct job *job, const char *type, const char *message, json_t *members)
{
    respond_kind(job->exchange, choose(job, type), message, members);
    return false;
}
