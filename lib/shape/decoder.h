/*
 * The state of one decoding, shared by decode.c, decode_object.c and decode_scalar.c.
 */
#ifndef SHAPE_DECODER_H
#define SHAPE_DECODER_H

#include "core/buf.h"
#include "shape/decode.h"
#include "shape/path.h"
#include "shape/reader.h"

/* Findings in one input; more than anybody reads. */
#define DECODE_PROBLEMS_MAX 100
/*
 * List elements and map entries in one body.  A page has some thousands; an empty struct of three
 * bytes in the text takes a hundred times as many in memory.
 */
#define DECODE_ITEMS_MAX (1u << 18)
/* A finding, without its path. */
#define DECODE_PROBLEM_SIZE 160
/* So many items of lists that are not complete need no memory of their own. */
#define DECODE_PENDING_FEW 64

struct decoder {
    struct reader in;
    enum decode_mode mode;
    bool skip_wrong; /* what has the wrong type is absent */
    bool is_loose;   /* so is the member that is being read; it is noted */
    bool no_memory;
    struct arena *arena;  /* of the result */
    struct arena scratch; /* what is not needed afterwards: rarely anything */
    struct buf *notes;    /* a line for each value that was left out, or NULL */
    connect_error *error; /* the first finding, or in DECODE_INPUT all of them */
    size_t problems;
    size_t items;
    /* Items of the lists that are being read, innermost last. */
    const void **pending;
    size_t pending_count, pending_room;
    const void *pending_few[DECODE_PENDING_FEW];
};

/*
 * Decodes the text into the zeroed struct `out`.  CONNECT_OK, CONNECT_E_MEMORY, or the code of
 * d->error, which is set.
 */
connect_status decoder_run(struct decoder *d, const struct connect_shape *shape, const char *text,
                           size_t size, void *out);

/* All that follow return whether decoding goes on: false with no_memory, an error or a problem. */

/* Reports a finding about what is at `path`. */
bool decoder_finding(struct decoder *d, const struct member_path *path, const char *problem);
/* Reports the value that begins at `start`, and skips it unless it was read already. */
bool decoder_wrong_type(struct decoder *d, const struct member_path *path, const char *expected,
                        const char *start);
bool decoder_out_of_memory(struct decoder *d);

/* Reads the object that is next into the zeroed struct `out`. */
bool decode_object(struct decoder *d, const struct connect_shape *shape, void *out,
                   const struct member_path *path);
/*
 * Reads a string into the arena; *copy stays NULL when it is none, or has characters that no string
 * of the library can hold, and decoding goes on.
 */
bool decode_string(struct decoder *d, const char **copy, const struct member_path *path);
/* decode_loose.c: the same for one that the service writes in more than one type. */
bool decode_loose(struct decoder *d, const struct connect_member *member, void *out,
                  const struct member_path *path);
/* Reads a member that is a string, enum, boolean, number or time. */
bool decode_scalar(struct decoder *d, const struct connect_member *member, void *out,
                   const struct member_path *path);

#endif
