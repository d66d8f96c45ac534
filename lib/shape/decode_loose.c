/*
 * Members of a service that is loose with types: it writes a time as a number of milliseconds, the
 * same as a string, an ISO 8601 date, "" or null, a boolean as a string, and a string as a number.
 * A value that makes no sense is absent and noted.  It never fails the response, which may be a
 * page of a listing with a thousand good instances.
 */
#include "core/assert.h"
#include "core/number.h"
#include "core/text.h"
#include "core/time.h"
#include "shape/decoder.h"
#include "shape/row.h"

#include <string.h>

static bool is_number(char next)
{
    return next == '-' || text_is_digit(next);
}

/* A number is read as the string that it is written as.  False when there is neither. */
static bool read_original(struct decoder *d, struct json_string *out)
{
    struct json_number number;
    char next = reader_next(&d->in);

    if (next == '"') {
        return reader_string(&d->in, out) && json_string_resolve(out, &d->scratch);
    }
    *out = (struct json_string){ .text = NULL };
    if (!is_number(next) || !reader_number(&d->in, &number)) {
        return false;
    }
    out->text = number.text;
    out->size = number.size;
    return true;
}

static bool parse_ms(const char *text, size_t size, int64_t *ms)
{
    if (number_scan(text, size) == size) {
        return number_to_integer(text, size, 0, ms) != NUMBER_OUT_OF_RANGE;
    }
    return time_parse_iso(text, size, ms) || time_parse_http(text, size, ms);
}

static bool store_time(struct decoder *d, const struct connect_member *member,
                       const struct json_string *original, void *out,
                       const struct member_path *path)
{
    ASSERT(row_has_original(member));
    connect_opt_int64 ms = { .is_set = true };
    const char *copy = json_string_copy(original, d->arena);

    if (copy == NULL) {
        return decoder_out_of_memory(d);
    }
    row_set_pointer(out, member->extra, copy);
    if (original->size == 0) {
        return true; /* the service's way to say that there is none */
    }
    if (!parse_ms(original->text, original->size, &ms.value)) {
        return decoder_finding(d, path, "not a time");
    }
    memcpy((char *)out + member->offset, &ms, sizeof ms);
    return true;
}

static bool store_bool(struct decoder *d, const struct connect_member *member,
                       const struct json_string *original, void *out,
                       const struct member_path *path)
{
    ASSERT(member->kind == CONNECT_KIND_BOOL);
    connect_opt_bool flag = { .is_set = true };

    flag.value = text_equal_nocase_n(original->text, original->size, "true");
    if (!flag.value && !text_equal_nocase_n(original->text, original->size, "false")) {
        return original->size == 0 || decoder_finding(d, path, "neither true nor false");
    }
    memcpy((char *)out + member->offset, &flag, sizeof flag);
    return true;
}

static bool store_string(struct decoder *d, const struct connect_member *member,
                         const struct json_string *original, void *out)
{
    const char *copy = json_string_copy(original, d->arena);

    if (copy == NULL) {
        return decoder_out_of_memory(d);
    }
    row_set_pointer(out, member->offset, copy);
    return true;
}

static bool decode_original(struct decoder *d, const struct connect_member *member, void *out,
                            const struct member_path *path)
{
    struct json_string original;
    const char *start = d->in.at;

    if (!read_original(d, &original)) {
        return d->in.problem == NULL &&
               (d->in.at == start ? decoder_wrong_type(d, path, "a string or a number", start)
                                  : decoder_out_of_memory(d));
    }
    if (original.oddity != NULL) {
        return decoder_finding(d, path, original.oddity);
    }
    if (row_has_original(member)) {
        return store_time(d, member, &original, out, path);
    }
    return member->kind == CONNECT_KIND_BOOL ? store_bool(d, member, &original, out, path)
                                             : store_string(d, member, &original, out);
}

bool decode_loose(struct decoder *d, const struct connect_member *member, void *out,
                  const struct member_path *path)
{
    char next = reader_next(&d->in);
    bool is_original = row_has_original(member) ||
                       (member->kind == CONNECT_KIND_BOOL && next != 't' && next != 'f') ||
                       (member->kind == CONNECT_KIND_STRING && is_number(next));
    bool on;

    ASSERT(member->loose && !d->is_loose);
    d->is_loose = true;
    on = is_original ? decode_original(d, member, out, path) : decode_scalar(d, member, out, path);
    d->is_loose = false;
    return on;
}
