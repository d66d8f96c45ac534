/*
 * Answers: what a success and an error look like on the wire.
 */
#ifndef LOCAL_RESPOND_H
#define LOCAL_RESPOND_H

#include "local.h"

void respond_json(struct exchange *exchange, int status, const json_t *json);
void respond_text(struct exchange *exchange, int status, const char *content_type,
                  const char *text);
void respond_header(struct exchange *exchange, const char *name, const char *value);

/* An error by its type, which says the status and how the message is spelled. */
void respond_error(struct exchange *exchange, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * The same for an operation: `types` is one type or several joined with '|', of which the first
 * that the operation models is taken.  Returns false: `return refuse(job, ...)`.
 */
bool refuse(struct job *job, const char *types, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* With members beside the message; takes the reference of `members`. */
bool refuse_with(struct job *job, const char *type, const char *message, json_t *members);

/* A request that cannot be read, and one that asks for what cannot be. */
#define MALFORMED "InvalidRequestException|InvalidParameterException"
#define INVALID "InvalidParameterException|InvalidRequestException"

#endif
