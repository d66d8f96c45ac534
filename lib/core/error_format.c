/* An error as one line: what most programs print of it. */
#include "core/number.h"

#include <connect/error.h>

#include <string.h>

/* What was written, as far as there was room, and how long it would be. */
struct line {
    char *buffer;
    size_t size;
    size_t length;
};

static void line_add_char(struct line *line, char c)
{
    if (line->length + 1 < line->size) {
        line->buffer[line->length] = c;
    }
    line->length++;
}

/* Control bytes would break the line or command a terminal. */
static void line_add(struct line *line, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        line_add_char(line, c < 0x20 || c == 0x7f ? ' ' : *text);
    }
}

static void line_add_number(struct line *line, int32_t number)
{
    char digits[24];

    text_from_int64(number, digits);
    line_add(line, digits);
}

/* Starts the next item of a list in parentheses. */
static void line_add_detail(struct line *line, bool *is_first, const char *name)
{
    line_add(line, *is_first ? " (" : ", ");
    line_add(line, name);
    *is_first = false;
}

static void line_add_details(struct line *line, const connect_error *error)
{
    bool is_first = true;

    if (connect_error_http_status(error) > 0) {
        line_add_detail(line, &is_first, "HTTP ");
        line_add_number(line, connect_error_http_status(error));
    }
    if (connect_error_request_id(error) != NULL) {
        line_add_detail(line, &is_first, "request id ");
        line_add(line, connect_error_request_id(error));
    }
    if (connect_error_attempts(error) > 1) {
        line_add_detail(line, &is_first, "");
        line_add_number(line, connect_error_attempts(error));
        line_add(line, " attempts");
    }
    if (!is_first) {
        line_add_char(line, ')');
    }
}

static void line_add_error(struct line *line, const connect_error *error)
{
    const char *type = connect_error_aws_type(error);
    connect_status status = connect_error_code(error);

    if (connect_error_operation(error) != NULL) {
        line_add(line, connect_error_operation(error));
        line_add(line, ": ");
    }
    line_add(line, type != NULL ? type : connect_status_name(status));
    line_add(line, ": ");
    line_add(line, connect_error_message(error));
    line_add_details(line, error);
    line_add(line, ". ");
    line_add(line, connect_status_advice(status));
}

size_t connect_error_format(const connect_error *error, char *buffer, size_t size)
{
    struct line line = { .buffer = buffer, .size = buffer != NULL ? size : 0 };

    if (error == NULL) {
        line_add(&line, "no error");
    } else {
        line_add_error(&line, error);
    }
    if (line.size > 0) {
        buffer[line.length < line.size ? line.length : line.size - 1] = '\0';
    }
    return line.length;
}
