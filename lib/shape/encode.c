/*
 * Structs to JSON text, straight into the buffer.  What leaves here is valid JSON in valid UTF-8,
 * whatever the struct holds.
 */
#include "shape/encode.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/number.h"
#include "core/time.h"
#include "core/utf8.h"
#include "shape/instance_arn.h"
#include "shape/keep.h"
#include "shape/row.h"
#include "shape/shape.h"

#include <math.h>

static bool encode_object(struct buf *out, const struct connect_shape *shape, const void *value,
                          enum encode_what what, const char *client_token);

static bool add_escaped(struct buf *out, unsigned char c)
{
    switch (c) {
    case '"':
        return buf_add(out, "\\\"", 2);
    case '\\':
        return buf_add(out, "\\\\", 2);
    case '\b':
        return buf_add(out, "\\b", 2);
    case '\f':
        return buf_add(out, "\\f", 2);
    case '\n':
        return buf_add(out, "\\n", 2);
    case '\r':
        return buf_add(out, "\\r", 2);
    case '\t':
        return buf_add(out, "\\t", 2);
    default:
        return buf_printf(out, "\\u%04x", c);
    }
}

/* Most of any text is plain ASCII: runs of it are copied whole. */
static size_t plain_run(const char *text, size_t size)
{
    size_t i = 0;

    while (i < size) {
        unsigned char c = (unsigned char)text[i];

        if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
            break;
        }
        i++;
    }
    return i;
}

/*
 * Rule: quotes, backslashes and control characters of a string are escaped.  Source: RFC 8259, 7.
 * Test: invalid_utf8_never_leaves.
 */
bool encode_string(struct buf *out, const char *text, size_t size)
{
    size_t i = 0;

    buf_add_char(out, '"');
    while (i < size) {
        size_t run = plain_run(text + i, size - i);
        uint32_t point;
        size_t step;

        if (run > 0) {
            buf_add(out, text + i, run);
        }
        i += run;
        if (i == size) {
            break;
        }
        ASSERT(i < size);
        step = utf8_decode(text + i, size - i, &point);
        if (step == 0) {
            buf_add(out, "\xef\xbf\xbd", 3); /* U+FFFD */
        } else if (step == 1) {
            add_escaped(out, (unsigned char)text[i]);
        } else {
            buf_add(out, text + i, step);
        }
        i += step == 0 ? 1 : step;
    }
    return buf_add_char(out, '"');
}

/*
 * Rule: NaN and the infinities are strings.  Source: Smithy, AWS restJson1 protocol, non-numeric
 * float serialization.  Test: doubles_are_shortest_and_special_ones_are_texts.
 */
static bool encode_double(struct buf *out, double value)
{
    char text[32];

    if (isnan(value)) {
        return buf_add_text(out, "\"NaN\"");
    }
    if (isinf(value)) {
        return buf_add_text(out, value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    }
    text_from_double(value, text);
    return buf_add_text(out, text);
}

/*
 * Rule: times in a body are numbers of seconds.  Source: Smithy, AWS restJson1 protocol, shape
 * serialization.  Test: times_are_seconds_in_a_body_and_iso_for_people.
 */
/* Seconds since the epoch: an integer when whole, else with as many digits as milliseconds need. */
static bool encode_epoch(struct buf *out, int64_t ms)
{
    uint64_t size = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;
    unsigned fraction = (unsigned)(size % 1000);
    int digits = 3;

    if (ms < 0) {
        buf_add_char(out, '-');
    }
    buf_add_int(out, (int64_t)(size / 1000));
    if (fraction == 0) {
        return out->state == BUF_OK;
    }
    ASSERT(fraction < 1000);
    for (; fraction % 10 == 0; fraction /= 10) {
        digits--;
    }
    return buf_printf(out, ".%0*u", digits, fraction);
}

static bool encode_time(struct buf *out, int64_t ms, enum encode_what what)
{
    char text[40];

    if (what == ENCODE_BODY) {
        return encode_epoch(out, ms);
    }
    time_format_iso(ms, text);
    return encode_string(out, text, strlen(text));
}

static void encode_member_string(struct buf *out, const struct connect_member *member,
                                 const char *text, enum encode_what what)
{
    size_t size = strlen(text);

    if (what == ENCODE_BODY && row_is_instance_id(member)) {
        text = instance_id_of(text, &size);
    }
    encode_string(out, text, size);
}

/*
 * Rule: null is never sent, neither as a member nor as an element.  Source: Smithy, AWS restJson1
 * protocol, shape serialization.  Test: what_is_not_set_stays_away.
 */
/*
 * Elements that are NULL are left out: the checks refuse them, and the protocol has no word for
 * them.
 */
static void encode_list(struct buf *out, const struct connect_member *member, const void *value,
                        enum encode_what what)
{
    const void *items = row_pointer(member, value);
    size_t count = row_count(member, value);
    bool first = true;

    buf_add_char(out, '[');
    for (size_t i = 0; i < count && out->state == BUF_OK; i++) {
        const void *item = row_item(items, i);

        if (item == NULL) {
            continue;
        }
        if (!first) {
            buf_add_char(out, ',');
        }
        first = false;
        if (member->kind == CONNECT_KIND_STRUCT_LIST) {
            encode_object(out, member->shape, item, what, NULL);
        } else {
            encode_string(out, item, strlen(item));
        }
    }
    buf_add_char(out, ']');
}

static void encode_map(struct buf *out, const struct connect_member *member, const void *value)
{
    const void *items = row_pointer(member, value);
    size_t count = row_count(member, value);
    bool first = true;

    buf_add_char(out, '{');
    for (size_t i = 0; i < count && out->state == BUF_OK; i++) {
        const connect_pair *pair = row_item(items, i);

        if (pair == NULL || pair->key == NULL || pair->value == NULL) {
            continue;
        }
        if (!first) {
            buf_add_char(out, ',');
        }
        first = false;
        encode_string(out, pair->key, strlen(pair->key));
        buf_add_char(out, ':');
        encode_string(out, pair->value, strlen(pair->value));
    }
    buf_add_char(out, '}');
}

static void encode_value(struct buf *out, const struct connect_member *member, const void *value,
                         enum encode_what what)
{
    const char *text;

    ASSERT(row_is_set(member, value));
    switch (member->kind) {
    case CONNECT_KIND_STRING:
        encode_member_string(out, member, row_pointer(member, value), what);
        break;
    case CONNECT_KIND_BOOL:
        buf_add_text(out, row_bool_byte(member, value) != 0 ? "true" : "false");
        break;
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
        if (row_set_byte(member, value) == 0) {
            text = row_enum_beside(member, value); /* an original that is no number */
            ASSERT(row_has_original(member) && text != NULL);
            encode_string(out, text, strlen(text));
        } else {
            buf_add_int(out, row_integer(member, value));
        }
        break;
    case CONNECT_KIND_DOUBLE:
        encode_double(out, row_double(member, value));
        break;
    case CONNECT_KIND_TIME:
        encode_time(out, row_integer(member, value), what);
        break;
    case CONNECT_KIND_ENUM:
        text = row_enum_text(member, value);
        ASSERT(text != NULL);
        encode_string(out, text, strlen(text));
        break;
    case CONNECT_KIND_STRUCT:
        encode_object(out, member->shape, row_pointer(member, value), what, NULL);
        break;
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
        encode_list(out, member, value, what);
        break;
    case CONNECT_KIND_MAP:
        encode_map(out, member, value);
        break;
    }
}

static bool encode_object(struct buf *out, const struct connect_shape *shape, const void *value,
                          enum encode_what what, const char *client_token)
{
    bool first = true;

    ASSERT(value != NULL);
    buf_add_char(out, '{');
    for (size_t i = 0; i < shape->count && out->state == BUF_OK; i++) {
        const struct connect_member *member = &shape->members[i];
        bool set = row_is_set(member, value);

        if (what == ENCODE_BODY && member->place != CONNECT_PLACE_BODY) {
            continue;
        }
        if (!set && (client_token == NULL || !member->client_token)) {
            continue;
        }
        if (!first) {
            buf_add_char(out, ',');
        }
        first = false;
        encode_string(out, member->name, member->name_size);
        buf_add_char(out, ':');
        if (what == ENCODE_LOG && (member->sensitive || member->secret)) {
            buf_add_text(out, "\"(redacted)\"");
        } else if (set) {
            encode_value(out, member, value, what);
        } else {
            encode_string(out, client_token, strlen(client_token));
        }
    }
    if (what == ENCODE_KEPT) {
        keep_print(shape, value, first, out);
    }
    return buf_add_char(out, '}');
}

bool shape_encode(const struct connect_shape *shape, const void *value, enum encode_what what,
                  const char *client_token, struct buf *out)
{
    ASSERT(row_struct_size(value) >= sizeof(size_t));
    return encode_object(out, shape, value, what, client_token);
}
