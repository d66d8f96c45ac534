/*
 * JSON helpers.
 */
#include "base/json.h"

#include "base/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void json_set(json_t *object, const char *name, json_t *value)
{
    if (value == NULL || json_object_set_new(object, name, value) != 0) {
        out_of_memory();
    }
}

void json_append(json_t *array, json_t *value)
{
    if (value == NULL || json_array_append_new(array, value) != 0) {
        out_of_memory();
    }
}

json_t *json_new_string(const char *string)
{
    struct strbuf valid = { 0 };
    json_t *value;

    while (*string != '\0') {
        uint32_t code_point;
        size_t size = utf8_next(string, &code_point);

        if (code_point == UINT32_MAX) {
            strbuf_add(&valid, "\xef\xbf\xbd");
        } else {
            strbuf_add_bytes(&valid, string, size);
        }
        string += size;
    }
    value = require_memory(json_string_nocheck(strbuf_string(&valid)));
    strbuf_free(&valid);
    return value;
}

const char *json_member_string(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* The fewest significant digits that read back as the same number, in exponential notation. */
static void shortest_digits(double number, char *out, size_t size)
{
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(out, size, "%.*e", digits - 1, number);
        if (strtod(out, NULL) == number) {
            return;
        }
    }
}

static void write_real(struct strbuf *out, double number)
{
    char text[40], digits[24];
    size_t count = 0;

    shortest_digits(number, text, sizeof text);
    const char *exponent_at = strchr(text, 'e');
    int exponent = exponent_at != NULL ? atoi(exponent_at + 1) : 0;

    for (const char *p = text; *p != '\0' && *p != 'e'; p++) {
        if (*p >= '0' && *p <= '9' && count < sizeof digits - 1) {
            digits[count++] = *p;
        }
    }
    while (count > 1 && digits[count - 1] == '0') {
        count--;
    }
    strbuf_add(out, text[0] == '-' ? "-" : "");
    if (exponent < -4 || exponent >= 16) {
        strbuf_addf(out, "%c%s%.*se%c%02d", digits[0], count > 1 ? "." : "", (int)count - 1,
                    digits + 1, exponent < 0 ? '-' : '+', abs(exponent));
    } else if (exponent < 0) {
        strbuf_addf(out, "0.%.*s%.*s", -exponent - 1, "0000", (int)count, digits);
    } else {
        int whole = exponent + 1, given = (int)count < whole ? (int)count : whole;

        strbuf_addf(out, "%.*s%.*s.", given, digits, whole - given, "0000000000000000");
        strbuf_addf(out, "%.*s", (int)count > whole ? (int)count - whole : 1,
                    (int)count > whole ? digits + whole : "0");
    }
}

void json_write_number(struct strbuf *out, const json_t *number)
{
    if (json_is_integer(number)) {
        strbuf_addf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(number));
    } else {
        write_real(out, json_real_value(number));
    }
}

static void write_code_unit(struct strbuf *out, uint32_t unit)
{
    strbuf_addf(out, "\\u%04x", (unsigned)unit);
}

static void write_ascii_string(struct strbuf *out, const char *text)
{
    static const char plain[] = "\"\\\b\f\n\r\t", escaped[] = "\"\\bfnrt";

    strbuf_add_char(out, '"');
    while (*text != '\0') {
        const char *known = strchr(plain, *text);
        uint32_t c;

        text += utf8_next(text, &c);
        if (known != NULL) {
            strbuf_addf(out, "\\%c", escaped[known - plain]);
        } else if (c >= 0x10000 && c != UINT32_MAX) {
            write_code_unit(out, 0xd800 + ((c - 0x10000) >> 10));
            write_code_unit(out, 0xdc00 + ((c - 0x10000) & 0x3ff));
        } else if (c < 0x20 || c >= 0x7f) {
            write_code_unit(out, c & 0xffff);
        } else {
            strbuf_add_char(out, (char)c);
        }
    }
    strbuf_add_char(out, '"');
}

static void write_members(struct strbuf *out, const json_t *object)
{
    const char *key, *comma = "";
    json_t *value;

    json_object_foreach((json_t *)object, key, value) {
        strbuf_add(out, comma);
        write_ascii_string(out, key);
        strbuf_add_char(out, ':');
        json_write_compact(out, value);
        comma = ",";
    }
}

void json_write_compact(struct strbuf *out, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        strbuf_add_char(out, '{');
        write_members(out, value);
        strbuf_add_char(out, '}');
        break;
    case JSON_ARRAY:
        strbuf_add_char(out, '[');
        for (size_t i = 0; i < json_array_size(value); i++) {
            strbuf_add(out, i > 0 ? "," : "");
            json_write_compact(out, json_array_get(value, i));
        }
        strbuf_add_char(out, ']');
        break;
    case JSON_STRING:
        write_ascii_string(out, json_string_value(value));
        break;
    case JSON_INTEGER:
    case JSON_REAL:
        json_write_number(out, value);
        break;
    default:
        strbuf_add(out, json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null");
        break;
    }
}
