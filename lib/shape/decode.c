/*
 * JSON to structs, in one pass through the text, driven by the rows.
 *
 * The problem: a response has to become a struct that the caller can use without knowing JSON,
 * whatever the service sends: members in another order, members that are newer than the library,
 * null for anything, numbers as strings.  The input of connect_invoke() is typed by users and
 * is validated strictly instead.
 *
 * The algorithm: the reader (shape/reader.h) stands at a value, the row says what it should be, and
 * the value is written into the struct at the row's offset, its strings into the arena.  Services
 * send members in the order of the model, so the next row is compared with the text before anything
 * is scanned.  Items of a list are collected on a stack, because their number is known at the end.
 * What no row wants is skipped; only its syntax is checked.
 *
 * Invariants:
 * - A value is consumed exactly once: by the function that reads it, or by decoder_wrong_type().
 * - No key appears twice in an object that is read: a bit for each row, a set for other names.
 *   Two parsers may take different ones of two, so neither is trusted.
 * - All memory of the result is in the arena, and is at most a fixed multiple of the text:
 *   DECODE_ITEMS_MAX limits what is larger in memory than in the text.
 * - In DECODE_RESPONSE the first finding ends decoding; in DECODE_INPUT all are collected.
 *
 * Sources: Smithy, AWS restJson1 protocol (unknown members are ignored, null is absent, nulls in
 * lists and maps are dropped); RFC 8259.
 */
#include "shape/decode.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/number.h"
#include "core/text.h"
#include "shape/decoder.h"
#include "shape/excerpt.h"
#include "shape/keep.h"
#include "shape/row.h"

#include <string.h>

static bool decode_top(struct decoder *d, const struct connect_shape *shape, void *out)
{
    char next = reader_next(&d->in);

    if (next == '{') {
        return decode_object(d, shape, out, NULL);
    }
    if (next == 'n' && d->mode != DECODE_INPUT) {
        return reader_word(&d->in, "null");
    }
    return decoder_wrong_type(d, NULL, "an object", d->in.at);
}

connect_status decoder_run(struct decoder *d, const struct connect_shape *shape, const char *text,
                           size_t size, void *out)
{
    size_t line, column;
    bool goes_on;

    ASSERT(d->arena != NULL && d->error == NULL && out != NULL);
    d->scratch.secret = shape->is_secret;
    d->pending = d->pending_few;
    d->pending_room = DECODE_PENDING_FEW;
    row_set_struct_size(out, shape);
    reader_init(&d->in, text, size);
    goes_on = decode_top(d, shape, out);
    ASSERT(!goes_on || (d->in.problem == NULL && !d->no_memory &&
                        (d->error == NULL || d->mode == DECODE_INPUT)));
    if (goes_on) {
        (void)reader_at_end(&d->in);
    }
    ASSERT(d->pending_count <= d->pending_room);
    ASSERT(goes_on || d->skip_wrong || d->in.problem != NULL || d->no_memory || d->error != NULL);
    ASSERT(d->skip_wrong || d->in.problem != NULL || d->no_memory || d->error != NULL ||
           d->in.depth == 0);
    arena_release(&d->scratch);
    if (d->no_memory) {
        return error_memory(&d->error);
    }
    if (d->in.problem != NULL) {
        reader_place(&d->in, &line, &column);
        return error_set(&d->error, CONNECT_E_DECODE, "invalid JSON at line %zu, column %zu: %s",
                         line, column, d->in.problem);
    }
    return connect_error_code(d->error);
}

/*
 * Rule: a response without a body, or to an operation without output, is a success.  Source: Smithy
 * protocol tests, RestJsonNoInputAndNoOutput.  Test: nothing_is_read_where_nothing_is_expected.
 */
/* An output without members promises nothing of its body. */
static connect_status decode_nothing(const struct connect_shape *shape, const char *text,
                                     size_t size, struct decoder *d, void *out)
{
    connect_status status = CONNECT_OK;

    if (d->mode == DECODE_KEEP && !text_is_whitespace(text, size)) {
        status = decoder_run(d, shape, text, size, out);
    }
    if (status != CONNECT_OK && status != CONNECT_E_MEMORY) {
        memset((char *)out + shape->size, 0, keep_room());
    }
    return status == CONNECT_E_MEMORY ? status : CONNECT_OK;
}

connect_status shape_decode(const struct connect_shape *shape, const char *text, size_t size,
                            enum decode_mode mode, struct arena *arena, void *out,
                            connect_error **error)
{
    return shape_decode_noting(shape, text, size, mode, arena, NULL, out, error);
}

connect_status shape_decode_noting(const struct connect_shape *shape, const char *text, size_t size,
                                   enum decode_mode mode, struct arena *arena, struct buf *notes,
                                   void *out, connect_error **error)
{
    struct decoder d = { .mode = mode, .arena = arena, .notes = notes };
    connect_status status;

    row_set_struct_size(out, shape);
    if (mode != DECODE_INPUT && shape->count == 0) {
        status = decode_nothing(shape, text, size, &d, out);
    } else if (mode != DECODE_INPUT && text_is_whitespace(text, size)) {
        status = CONNECT_OK;
    } else {
        status = decoder_run(&d, shape, text, size, out);
    }
    if (status == CONNECT_OK || status == CONNECT_E_MEMORY) {
        connect_error_free(d.error);
        return status == CONNECT_OK ? CONNECT_OK : error_memory(error);
    }
    if (mode == DECODE_INPUT && status == CONNECT_E_DECODE) {
        status = error_set(&d.error, CONNECT_E_ARGUMENT, "the input could not be read: %s",
                           connect_error_message(d.error));
    }
    excerpt_set(d.error, text, size, shape->is_secret);
    if (error != NULL) {
        connect_error_free(*error);
        *error = d.error;
    } else {
        connect_error_free(d.error);
    }
    return status;
}
