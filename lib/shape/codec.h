/*
 * The engine: structs to wire and back, driven by the rows of shape.h.
 */
#ifndef SHAPE_CODEC_H
#define SHAPE_CODEC_H

#include "core/buf.h"
#include "core/mem.h"
#include "shape/operation.h"

#include <connect/client.h>

/* ---- out ---- */

enum encode_what {
    ENCODE_BODY, /* members that travel in the body, as the protocol wants them */
    /* every member under its model name, times as ISO 8601: what connect_invoke() shows */
    ENCODE_ALL,
    /* as ENCODE_ALL, and what DECODE_KEEP has kept: only for what was decoded that way */
    ENCODE_KEPT,
    ENCODE_LOG /* as ENCODE_ALL, sensitive and secret members shown as "(redacted)" */
};

/*
 * Appends the JSON object for a struct.  client_token stands in for an absent member that is one;
 * NULL for none.  The size rule holds for every struct met.  A failed buffer tells of its ceiling
 * or of memory.
 */
bool shape_encode(const struct connect_shape *shape, const void *value, enum encode_what what,
                  const char *client_token, struct buf *out);

/* A request without its host: what the signer signs and the transport sends. */
struct bound_request {
    struct buf path;  /* encoded, begins with "/" */
    struct buf query; /* encoded, "" for none, in row order */
    struct buf body;
    bool has_body; /* the input has body members: a body is sent, if only {} */
};

/*
 * Fills a zeroed bound_request.  Labels that cannot be bound (empty, ".", "..") are
 * CONNECT_E_ARGUMENT.
 */
connect_status shape_bind(const struct connect_operation *operation, const void *request,
                          const char *client_token, struct bound_request *out,
                          connect_error **error);
void bound_request_free(struct bound_request *bound);

/* ---- in ---- */

enum decode_mode {
    /* as a client must: unknown members ignored, nulls absent, times in any usual form */
    DECODE_RESPONSE,
    /* the same, and unknown members are kept behind the structs: see shape/keep.h */
    DECODE_KEEP,
    /* as a person types it: unknown members and wrong types are errors that name the path */
    DECODE_INPUT
};

/* Bytes that a struct of this shape takes when it is decoded in this mode. */
size_t shape_room(const struct connect_shape *shape, enum decode_mode mode);

/*
 * Fills the zeroed struct at `out` (shape_room() bytes) from JSON text; everything it points
 * to lies in `arena`.  A blank text and null count as {} in DECODE_RESPONSE.  CONNECT_E_DECODE
 * (response) with the path of the first member that is wrong, or CONNECT_E_ARGUMENT (input) with a
 * problem for each; both with an excerpt, in which the texts of JSON are left out.
 * CONNECT_E_MEMORY.  On failure nothing of `out` may be used.
 */
connect_status shape_decode(const struct connect_shape *shape, const char *text, size_t size,
                            enum decode_mode mode, struct arena *arena, void *out,
                            connect_error **error);

/*
 * The same; appends to `notes` (may be NULL) a line for each value that was left out because it
 * makes no sense where the service is loose with types, as far as there is room.
 */
connect_status shape_decode_noting(const struct connect_shape *shape, const char *text, size_t size,
                                   enum decode_mode mode, struct arena *arena, struct buf *notes,
                                   void *out, connect_error **error);

/* A deep copy in `arena`, as large as this library's struct; NULL without memory. */
void *shape_clone(const struct connect_shape *shape, const void *value, struct arena *arena);

/* ---- checks ---- */

/*
 * Checks a request before it is sent, the size rule first.  CONNECT_E_ARGUMENT with one problem for
 * each finding, or CONNECT_E_VERSION.
 */
connect_status shape_check(const struct connect_shape *shape, const void *request,
                           connect_check_level level, connect_error **error);
/* Whether a text has the form; PATTERN_NONE has any. */
bool pattern_matches(enum shape_pattern pattern, const char *text, size_t size);
/* The pattern as a person reads it; NULL for PATTERN_NONE. */
const char *pattern_text(enum shape_pattern pattern);
/* The pattern as the service model has it, a regular expression; NULL for PATTERN_NONE. */
const char *pattern_expression(enum shape_pattern pattern);
/* The parts of arn:PARTITION:connect:REGION:ACCOUNT:instance/ID, all of them borrowed. */
struct instance_arn {
    const char *partition, *region, *id;
    size_t partition_size, region_size, id_size;
};
/* False for everything else, also for the ARN of something inside an instance. */
bool instance_arn_parse(const char *text, struct instance_arn *out);
/*
 * The id in the ARN of an instance, *size its length; any other string is returned whole.  Whether
 * the ARN is one that a client may use is checked before (call/instance_id.h).
 */
const char *instance_id_of(const char *id_or_arn, size_t *size);

/* ---- errors of a service ---- */

struct fault {
    const char *type;        /* sanitised, or NULL */
    const char *message;     /* or NULL */
    const char *reason;      /* the text of a Reason union, or NULL */
    const char *request_id;  /* out of the body, in the query protocol; or NULL */
    const char *detail_json; /* modelled members, or NULL */
    const void *detail;      /* the same as a struct, or NULL */
    /* the body was what the protocol wants: a JSON object, or XML in the query protocol */
    bool is_parsed;
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

#endif
