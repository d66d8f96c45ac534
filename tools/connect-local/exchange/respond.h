/*
 * Responses: the form of a success and of an error.
 */
#ifndef LOCAL_EXCHANGE_RESPOND_H
#define LOCAL_EXCHANGE_RESPOND_H

#include "exchange/exchange.h"

#include <jansson.h>

#include <stdarg.h>

void respond_json(struct exchange *exchange, int status, const json_t *json);
void respond_text(struct exchange *exchange, int status, const char *content_type,
                  const char *text);
void respond_header(struct exchange *exchange, const char *name, const char *value);

/*
 * An error by its type, which decides the status and the name of the message. Members beside the
 * message are optional; their reference is taken.
 */
void respond_error(struct exchange *exchange, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void respond_verror(struct exchange *exchange, const char *type, json_t *members,
                    const char *format, va_list arguments) __attribute__((format(printf, 4, 0)));

/* An injected error of any type, with a Reason where the shape has one. */
void respond_injected(struct exchange *exchange, const char *type);

/*
 * The Reason of an error type whose shape has one, a union with one member; NULL for other types.
 * reason: NULL for the first value of the enumeration.
 */
json_t *respond_reason(const char *type, const char *reason);

#endif
