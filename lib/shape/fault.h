/*
 * Errors of a service.
 */
#ifndef SHAPE_FAULT_H
#define SHAPE_FAULT_H

#include "core/mem.h"
#include "shape/operation.h"

struct fault {
    const char *type;        /* sanitised, or NULL */
    const char *message;     /* or NULL */
    const char *reason;      /* the text of a Reason union, or NULL */
    const char *request_id;  /* out of the body, in the query protocol; or NULL */
    const char *detail_json; /* modelled members, or NULL */
    const void *detail;      /* the same as a struct, or NULL */
};

/*
 * Whether a response with a status of success is an error all the same: it names a type in its
 * header, or as `__type` in its body, which no output has.
 */
bool fault_detect(const char *header_type, const char *body, size_t size);

/*
 * Reads a REST-JSON error: type out of header, `code`, `Code`, `__type` in that order, message
 * under message, Message, errorMessage.
 * Never fails on hostile bytes: what cannot be read is absent.  All of it lies in `arena`.  False
 * without memory.
 */
bool fault_decode(const struct service *service, const char *header_type, const char *body,
                  size_t size, struct arena *arena, struct fault *out);
/*
 * Of a body that is not what the protocol wants: text is the message, a page and nothing are none.
 * False without memory.
 */
bool fault_take_text(struct arena *arena, const char *body, size_t size, struct fault *out);

#endif
