/*
 * Strings, enums, booleans, numbers and times.  Services write them in more ways than the protocol
 * has: responses are read generously, input is not.
 */
#include "core/assert.h"
#include "core/number.h"
#include "core/text.h"
#include "core/time.h"
#include "shape/decode.h"
#include "shape/decoder.h"
#include "shape/row.h"

#include <string.h>

enum outcome { FINE, WRONG_TYPE, OUT_OF_RANGE };

/* ---- strings ---- */

/* False when there is no string to go on with. */
static inline bool read_string(struct decoder *d, struct json_string *string,
                               const struct member_path *path, bool *on)
{
    if (reader_next(&d->in) != '"') {
        *on = decoder_wrong_type(d, path, "a string", d->in.at);
        return false;
    }
    if (!reader_string(&d->in, string)) {
        *on = false;
        return false;
    }
    *on = string->oddity == NULL || decoder_finding(d, path, string->oddity);
    return string->oddity == NULL;
}

static inline bool copy_string(struct decoder *d, const struct json_string *string,
                               const char **copy)
{
    *copy = json_string_copy(string, d->arena);
    return *copy != NULL || decoder_out_of_memory(d);
}

bool decode_string(struct decoder *d, const char **copy, const struct member_path *path)
{
    struct json_string string;
    bool on;

    return read_string(d, &string, path, &on) ? copy_string(d, &string, copy) : on;
}

/*
 * Rule: an unknown value of an enumeration is kept, not an error.  Source: Smithy, enum shape,
 * client behavior.  Test: an_unknown_enum_value_keeps_its_text.
 */
/* A known value needs no copy: its string is in the rows. */
static bool decode_enum(struct decoder *d, const struct connect_member *member, void *out,
                        const struct member_path *path)
{
    const struct shape_enum *known = member->values;
    struct json_string string;
    const char *text = NULL;
    int number = ENUM_UNKNOWN;
    bool on;

    ASSERT(known != NULL);
    if (!read_string(d, &string, path, &on)) {
        return on;
    }
    if (!json_string_resolve(&string, &d->scratch)) {
        return decoder_out_of_memory(d);
    }
    for (size_t i = 0; i < known->count && text == NULL; i++) {
        if (strncmp(known->values[i], string.text, string.size) == 0 &&
            known->values[i][string.size] == '\0') {
            number = (int)i + 1;
            text = known->values[i];
        }
    }
    if (text == NULL && !copy_string(d, &string, &text)) {
        return false;
    }
    ASSERT(number != 0 && text != NULL);
    memcpy((char *)out + member->offset, &number, sizeof number);
    row_set_pointer(out, member->extra, text);
    return true;
}

static bool decode_bool(struct decoder *d, const struct connect_member *member, void *out,
                        const struct member_path *path)
{
    char next = reader_next(&d->in);
    connect_opt_bool flag = CONNECT_SET(next == 't');

    if (next != 't' && next != 'f') {
        return decoder_wrong_type(d, path, "true or false", d->in.at);
    }
    memcpy((char *)out + member->offset, &flag, sizeof flag);
    return reader_word(&d->in, flag.value ? "true" : "false");
}

/* ---- numbers ---- */

/* 1.0 and 1e3 are integers, 1.5 is none; nothing is rounded. */
static enum outcome integer_of(const struct json_number *number, int64_t *out)
{
    if (number->is_integer) {
        *out = number->integer;
        return FINE;
    }
    switch (number_to_integer(number->text, number->size, 0, out)) {
    case NUMBER_WHOLE:
        return FINE;
    case NUMBER_ROUNDED:
        return WRONG_TYPE;
    default:
        return OUT_OF_RANGE;
    }
}

static enum outcome time_of(const struct json_number *number, int64_t *ms)
{
    if (!number->is_integer) {
        return time_parse_epoch(number->text, number->size, ms) ? FINE : OUT_OF_RANGE;
    }
    if (number->integer > INT64_MAX / 1000 || number->integer < INT64_MIN / 1000) {
        return OUT_OF_RANGE;
    }
    *ms = number->integer * 1000;
    return FINE;
}

/*
 * Rule: a time is read as a number, a date-time or an HTTP date.  Source: Smithy, timestampFormat
 * trait; botocore, parsers.py.  Test: times_come_in_many_forms.
 */
static bool time_of_string(const struct json_string *string, int64_t *ms)
{
    return time_parse_epoch(string->text, string->size, ms) ||
           time_parse_iso(string->text, string->size, ms) ||
           time_parse_http(string->text, string->size, ms);
}

/* Of an input only NaN and the infinities are written as strings. */
static bool double_of_string(const struct decoder *d, const struct json_string *string, double *out)
{
    const char *text = string->text;
    size_t size = string->size;

    return (d->mode != DECODE_INPUT || (size > 0 && !text_is_digit(text[size - 1]))) &&
           text_to_double(text, size, out);
}

static_assert(sizeof(connect_opt_int64) == sizeof(connect_opt_time) &&
                  offsetof(connect_opt_int64, value) == offsetof(connect_opt_time, value),
              "a time is stored as an int64");

/* What a number or time is read into, by the kind of its member. */
union number {
    int64_t whole;
    double real;
};

static enum outcome convert_string(const struct decoder *d, const struct json_string *string,
                                   connect_kind kind, union number *out)
{
    bool valid;

    switch (kind) {
    case CONNECT_KIND_TIME:
        valid = time_of_string(string, &out->whole);
        break;
    case CONNECT_KIND_DOUBLE:
        valid = double_of_string(d, string, &out->real);
        break;
    default:
        valid = d->mode != DECODE_INPUT && text_to_int64(string->text, string->size, &out->whole);
    }
    return valid ? FINE : WRONG_TYPE;
}

static enum outcome convert_number(const struct json_number *number, connect_kind kind,
                                   union number *out)
{
    switch (kind) {
    case CONNECT_KIND_TIME:
        return time_of(number, &out->whole);
    case CONNECT_KIND_DOUBLE:
        return text_to_double(number->text, number->size, &out->real) ? FINE : OUT_OF_RANGE;
    default:
        return integer_of(number, &out->whole);
    }
}

static bool read_resolved_string(struct decoder *d, struct json_string *string)
{
    return reader_string(&d->in, string) &&
           (json_string_resolve(string, &d->scratch) || decoder_out_of_memory(d));
}

static void store_number(const struct connect_member *member, const union number *number, void *out)
{
    char *at = (char *)out + member->offset;
    connect_opt_int32 narrow = CONNECT_SET((int32_t)number->whole);
    connect_opt_int64 wide = CONNECT_SET(number->whole);
    connect_opt_double real = { .is_set = true };

    ASSERT(member->kind != CONNECT_KIND_INT32 || narrow.value == number->whole);
    if (member->kind == CONNECT_KIND_DOUBLE) {
        real.value = number->real;
        memcpy(at, &real, sizeof real);
    } else if (member->kind == CONNECT_KIND_INT32) {
        memcpy(at, &narrow, sizeof narrow);
    } else {
        memcpy(at, &wide, sizeof wide);
    }
}

static const char *name_of_kind(connect_kind kind)
{
    return kind == CONNECT_KIND_TIME     ? "a time"
           : kind == CONNECT_KIND_DOUBLE ? "a number"
                                         : "an integer";
}

static bool decode_number(struct decoder *d, const struct connect_member *member, void *out,
                          const struct member_path *path)
{
    char next = reader_next(&d->in);
    const char *start = d->in.at;
    enum outcome outcome = WRONG_TYPE;
    struct json_string string;
    struct json_number text;
    union number number = { 0 };

    if (next == '"' && read_resolved_string(d, &string)) {
        outcome = convert_string(d, &string, member->kind, &number);
    } else if ((next == '-' || text_is_digit(next)) && reader_number(&d->in, &text)) {
        outcome = convert_number(&text, member->kind, &number);
    }
    if (d->in.problem != NULL || d->no_memory) {
        return false;
    }
    if (outcome == FINE && member->kind == CONNECT_KIND_INT32 &&
        (number.whole < INT32_MIN || number.whole > INT32_MAX)) {
        outcome = OUT_OF_RANGE;
    }
    if (outcome == WRONG_TYPE) {
        return decoder_wrong_type(d, path, name_of_kind(member->kind), start);
    }
    if (outcome == OUT_OF_RANGE) {
        return decoder_finding(d, path, "out of range");
    }
    ASSERT(outcome == FINE);
    store_number(member, &number, out);
    return true;
}

bool decode_scalar(struct decoder *d, const struct connect_member *member, void *out,
                   const struct member_path *path)
{
    const char *string = NULL;

    switch (member->kind) {
    case CONNECT_KIND_STRING:
        if (!decode_string(d, &string, path)) {
            return false;
        }
        row_set_pointer(out, member->offset, string);
        return true;
    case CONNECT_KIND_ENUM:
        return decode_enum(d, member, out, path);
    case CONNECT_KIND_BOOL:
        return decode_bool(d, member, out, path);
    default:
        return decode_number(d, member, out, path);
    }
}
