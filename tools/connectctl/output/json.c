/*
 * JSON as the AWS CLI writes it: four spaces, members in order, UTF-8 as it is.  Characters that
 * terminals obey are escaped as well, those beyond ASCII and the C1 controls only on a terminal.
 */
#include "base/json.h"

#include "base/terminal.h"
#include "output/output.h"

#include <string.h>

struct writer {
    struct strbuf text;
    bool is_terminal;
};

static bool needs_escape(const struct writer *writer, uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (writer->is_terminal && is_terminal_control(c));
}

static void write_string(struct writer *writer, const char *string)
{
    static const char plain[] = "\"\\\b\f\n\r\t", escaped[] = "\"\\bfnrt";
    struct strbuf *text = &writer->text;

    strbuf_add_char(text, '"');
    while (*string != '\0') {
        const char *known = strchr(plain, *string);
        uint32_t c;
        size_t size = utf8_next(string, &c);

        if (known != NULL) {
            strbuf_addf(text, "\\%c", escaped[known - plain]);
        } else if (needs_escape(writer, c)) {
            strbuf_addf(text, "\\u%04x", (unsigned)c);
        } else {
            strbuf_add_bytes(text, string, size);
        }
        string += size;
    }
    strbuf_add_char(text, '"');
}

static void new_line(struct writer *writer, int depth)
{
    strbuf_add_char(&writer->text, '\n');
    strbuf_add_spaces(&writer->text, 4 * (size_t)depth);
}

static void write_value(struct writer *writer, const json_t *value, int depth);

static void write_object(struct writer *writer, const json_t *object, int depth)
{
    const char *key, *comma = "";
    json_t *child;

    strbuf_add_char(&writer->text, '{');
    json_object_foreach((json_t *)object, key, child) {
        strbuf_add(&writer->text, comma);
        new_line(writer, depth + 1);
        write_string(writer, key);
        strbuf_add(&writer->text, ": ");
        write_value(writer, child, depth + 1);
        comma = ",";
    }
    if (comma[0] != '\0') {
        new_line(writer, depth);
    }
    strbuf_add_char(&writer->text, '}');
}

static void write_array(struct writer *writer, const json_t *array, int depth)
{
    json_t *child;
    size_t at;

    strbuf_add_char(&writer->text, '[');
    json_array_foreach(array, at, child) {
        strbuf_add(&writer->text, at > 0 ? "," : "");
        new_line(writer, depth + 1);
        write_value(writer, child, depth + 1);
    }
    if (json_array_size(array) > 0) {
        new_line(writer, depth);
    }
    strbuf_add_char(&writer->text, ']');
}

static void write_value(struct writer *writer, const json_t *value, int depth)
{
    if (json_is_object(value)) {
        write_object(writer, value, depth);
    } else if (json_is_array(value)) {
        write_array(writer, value, depth);
    } else if (json_is_string(value)) {
        write_string(writer, json_string_value(value));
    } else {
        json_write_compact(&writer->text, value);
    }
}

void output_json(FILE *out, const json_t *value, bool is_terminal)
{
    struct writer writer = { .is_terminal = is_terminal };

    write_value(&writer, value, 0);
    strbuf_add_char(&writer.text, '\n');
    (void)fwrite(strbuf_string(&writer.text), 1, writer.text.size, out);
    strbuf_free(&writer.text);
}
