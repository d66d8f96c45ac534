/*
 * Functions of strings.  Lengths are counted in code points.
 */
#include "base/json.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "jmespath/function_bodies.h"
#include "jmespath/value.h"

#include <string.h>

json_t *function_contains(struct evaluation *evaluation, const struct argument *arguments,
                          size_t count)
{
    const json_t *subject = arguments[0].value, *wanted = arguments[1].value, *element;
    size_t at;

    (void)count;
    if (json_is_string(subject)) {
        return json_boolean(json_is_string(wanted) &&
                            strstr(json_string_value(subject), json_string_value(wanted)) != NULL);
    }
    json_array_foreach(subject, at, element) {
        if (value_equals(evaluation, element, wanted)) {
            return json_true();
        }
    }
    return evaluation->has_failed ? NULL : json_false();
}

json_t *function_starts_with(struct evaluation *evaluation, const struct argument *arguments,
                             size_t count)
{
    const json_t *subject = arguments[0].value, *prefix = arguments[1].value;

    (void)evaluation;
    (void)count;
    return json_boolean(strncmp(json_string_value(subject), json_string_value(prefix),
                                json_string_length(prefix)) == 0);
}

json_t *function_ends_with(struct evaluation *evaluation, const struct argument *arguments,
                           size_t count)
{
    const json_t *subject = arguments[0].value, *suffix = arguments[1].value;
    size_t size = json_string_length(subject), tail = json_string_length(suffix);

    (void)evaluation;
    (void)count;
    return json_boolean(tail <= size && strcmp(json_string_value(subject) + (size - tail),
                                               json_string_value(suffix)) == 0);
}

/* Builds a string from a buffer, which is freed.  Both are UTF-8. */
static json_t *string_from(struct strbuf *buf)
{
    json_t *string = require_memory(json_string_nocheck(strbuf_string(buf)));

    strbuf_free(buf);
    return string;
}

json_t *function_join(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    const char *glue = json_string_value(arguments[0].value);
    struct strbuf out = { 0 };
    const json_t *element;
    size_t at;

    (void)count;
    json_array_foreach(arguments[1].value, at, element) {
        size_t more = json_string_length(element) + json_string_length(arguments[0].value);

        if (!evaluation_charge(evaluation, more / 8)) {
            strbuf_free(&out);
            return NULL;
        }
        strbuf_add(&out, at > 0 ? glue : "");
        strbuf_add(&out, json_string_value(element));
    }
    return string_from(&out);
}

json_t *function_length(struct evaluation *evaluation, const struct argument *arguments,
                        size_t count)
{
    const json_t *value = arguments[0].value;
    size_t length = json_is_array(value) ? json_array_size(value) : json_object_size(value);

    (void)count;
    if (json_is_string(value)) {
        const char *text = json_string_value(value);
        uint32_t code_point;

        if (!evaluation_charge(evaluation, json_string_length(value) / 8)) {
            return NULL;
        }
        for (length = 0; *text != '\0'; length++) {
            text += utf8_next(text, &code_point);
        }
    }
    return require_memory(json_integer((json_int_t)length));
}

static json_t *reverse_string(const char *text, size_t size)
{
    struct strbuf out = { 0 };
    size_t at = size;

    /* Going backwards, a character begins at the byte that is no continuation. */
    for (size_t end = size; at > 0; end = at) {
        do {
            at--;
        } while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80);
        strbuf_add_bytes(&out, text + at, end - at);
    }
    return string_from(&out);
}

json_t *function_reverse(struct evaluation *evaluation, const struct argument *arguments,
                         size_t count)
{
    const json_t *value = arguments[0].value;
    size_t size = json_array_size(value);
    json_t *list;

    (void)count;
    if (json_is_string(value)) {
        return evaluation_charge(evaluation, json_string_length(value) / 8)
                   ? reverse_string(json_string_value(value), json_string_length(value))
                   : NULL;
    }
    list = require_memory(json_array());
    while (size > 0) {
        if (json_array_append(list, json_array_get(value, --size)) != 0) {
            out_of_memory();
        }
    }
    return list;
}

json_t *function_to_string(struct evaluation *evaluation, const struct argument *arguments,
                           size_t count)
{
    json_t *value = arguments[0].value;
    struct strbuf out = { 0 };

    (void)count;
    if (json_is_string(value)) {
        return json_incref(value);
    }
    if (!value_charge(evaluation, value)) {
        return NULL;
    }
    json_write_compact(&out, value);
    return string_from(&out);
}

json_t *function_type(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    (void)evaluation;
    (void)count;
    return require_memory(json_string(value_type_name(arguments[0].value)));
}
