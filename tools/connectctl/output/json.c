/*
 * JSON byte for byte as the AWS CLI writes it: four spaces, members in order, UTF-8 as it is.  Only
 * the control characters beyond ASCII are escaped as well, which terminals obey.
 */
#include "output/output.h"

#include <string.h>

/* U+0080 to U+009F. */
static bool is_control(const char *text)
{
    return (unsigned char)text[0] == 0xc2 && (unsigned char)text[1] >= 0x80 &&
           (unsigned char)text[1] < 0xa0;
}

static void put_text(FILE *out, const char *text)
{
    static const char plain[] = "\"\\\b\f\n\r\t", escaped[] = "\"\\bfnrt";

    putc('"', out);
    for (; *text != '\0'; text++) {
        const char *known = strchr(plain, *text);

        if (known != NULL) {
            fprintf(out, "\\%c", escaped[known - plain]);
        } else if ((unsigned char)*text < 0x20 || *text == 0x7f) {
            fprintf(out, "\\u%04x", (unsigned)(unsigned char)*text);
        } else if (is_control(text)) {
            fprintf(out, "\\u%04x", (unsigned)(unsigned char)*++text);
        } else {
            putc(*text, out);
        }
    }
    putc('"', out);
}

static void new_line(FILE *out, int depth)
{
    fprintf(out, "\n%*s", 4 * depth, "");
}

static void put_value(FILE *out, const json_t *value, int depth)
{
    const char *key;
    json_t *child;
    size_t at = 0;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        putc('{', out);
        json_object_foreach((json_t *)value, key, child) {
            if (at++ > 0) {
                putc(',', out);
            }
            new_line(out, depth + 1);
            put_text(out, key);
            fputs(": ", out);
            put_value(out, child, depth + 1);
        }
        if (at > 0) {
            new_line(out, depth);
        }
        putc('}', out);
        break;
    case JSON_ARRAY:
        putc('[', out);
        json_array_foreach(value, at, child) {
            if (at > 0) {
                putc(',', out);
            }
            new_line(out, depth + 1);
            put_value(out, child, depth + 1);
        }
        if (json_array_size(value) > 0) {
            new_line(out, depth);
        }
        putc(']', out);
        break;
    case JSON_STRING:
        put_text(out, json_string_value(value));
        break;
    default:
        json_dumpf(value, out, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
        break;
    }
}

void output_json(FILE *out, const json_t *value)
{
    put_value(out, value, 0);
    putc('\n', out);
}
