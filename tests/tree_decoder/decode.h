/*
 * Decoding of one tree, for old_shape_decode() and for errors of a service.
 */
#ifndef TESTS_TREE_DECODER_DECODE_H
#define TESTS_TREE_DECODER_DECODE_H

#include "shape/decode.h"
#include "shape/path.h"
#include "shape/shape.h"
#include "tree_decoder/tree.h"

/* More wrong members than a user reads. */
#define DECODE_PROBLEMS_MAX 100

struct old_decoder {
    enum decode_mode mode;
    bool skip_wrong; /* what has the wrong type counts as absent */
    struct arena *arena;
    connect_error *error; /* of DECODE_RESPONSE the first finding, of DECODE_INPUT all */
    size_t problems;
    bool no_memory;
};

/*
 * Fills the zeroed struct `out`.  False when decoding ended early: no_memory, or in DECODE_RESPONSE
 * a finding.  The findings of DECODE_INPUT do not end it: look at `error`.
 */
bool old_decode_object(struct old_decoder *d, const struct connect_shape *shape, json_t *object,
                       void *out, const struct member_path *path);

/*
 * decode_scalar.c: false when the text is not such a number or time; *out is what the member's opt
 * holds.
 */
enum decode_outcome { DECODE_FINE, DECODE_WRONG_TYPE, DECODE_OUT_OF_RANGE };
enum decode_outcome old_decode_integer(const struct old_decoder *d, const json_t *value,
                                       int64_t *out);
enum decode_outcome old_decode_double(const struct old_decoder *d, const json_t *value,
                                      double *out);
enum decode_outcome old_decode_time(const json_t *value, int64_t *ms);

/* As shape_decode(). */
connect_status old_shape_decode(const struct connect_shape *shape, const char *text, size_t size,
                                enum decode_mode mode, struct arena *arena, void *out,
                                connect_error **error);

#endif
