/*
 * Messages on stderr.
 */
#include "base/failure.h"

#include "base/caret.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "base/wrap.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first line is wrapped and made printable; a caret below it stays where it is. */
static void print_message(const char *message)
{
    const char *rest = strchr(message, '\n');
    char *first =
        require_memory(rest != NULL ? strndup(message, (size_t)(rest - message)) : strdup(message));
    char *printable = escape_controls(first);

    print_wrapped(stderr, printable, 0,
                  isatty(STDERR_FILENO) == 1 ? terminal_columns(STDERR_FILENO) : 0);
    if (rest != NULL) {
        (void)fprintf(stderr, "%s\n", rest + 1);
    }
    free(printable);
    free(first);
}

static char *format_message(const char *format, va_list arguments)
    __attribute__((format(printf, 1, 0)));

static char *format_message(const char *format, va_list arguments)
{
    char *text;

    if (vasprintf(&text, format, arguments) < 0) {
        out_of_memory();
    }
    return text;
}

static void print_error(const char *text)
{
    struct strbuf line = { 0 };

    strbuf_addf(&line, "connectctl: %s", text);
    print_message(strbuf_string(&line));
    strbuf_free(&line);
}

static int print_hint(const char *command)
{
    (void)fprintf(stderr, "See connectctl%s%s --help.\n", command != NULL ? " " : "",
                  command != NULL ? command : "");
    return CTL_USAGE;
}

int usage_error(const char *command, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    char *text = format_message(format, arguments);
    va_end(arguments);
    print_error(text);
    free(text);
    return print_hint(command);
}

void report_error(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    char *text = format_message(format, arguments);
    va_end(arguments);
    print_error(text);
    free(text);
}

void report_error_at(const char *option, const char *value, size_t position, char *message)
{
    struct strbuf text = { 0 };

    strbuf_addf(&text, "%s: %s", option, message);
    caret_add(&text, value, position);
    print_error(strbuf_string(&text));
    strbuf_free(&text);
    free(message);
}

int usage_error_at(const char *command, const char *option, const char *value, size_t position,
                   char *message)
{
    report_error_at(option, value, position, message);
    return print_hint(command);
}

int exit_code_of(connect_status status)
{
    if (status >= CONNECT_E_INVALID_REQUEST && status <= CONNECT_E_SERVICE) {
        return CTL_SERVICE;
    }
    switch (status) {
    case CONNECT_E_ARGUMENT:
    case CONNECT_E_VERSION:
        return CTL_USAGE;
    case CONNECT_E_CREDENTIALS:
    case CONNECT_E_CONFIGURATION:
        return CTL_CONFIGURATION;
    case CONNECT_E_CANCELLED:
        return CTL_INTERRUPTED;
    default:
        return CTL_OTHER;
    }
}
