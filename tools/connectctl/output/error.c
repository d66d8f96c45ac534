/*
 * From an error to lines on stderr.
 *
 * "legacy" is the message of the AWS CLI and nothing else; "enhanced" adds what the library knows.
 * The other formats are an object with Message, Code and the modelled members, for scripts.
 */
#include "output/error.h"

#include "base/failure.h"
#include "base/json.h"
#include "base/terminal.h"
#include "base/wrap.h"
#include "output/output.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Prints one line.  What came from outside is made harmless for the terminal. */
static void print_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void print_line(const char *format, ...)
{
    va_list arguments;
    char *text, *printable;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) {
        out_of_memory();
    }
    va_end(arguments);
    printable = escape_controls(text);
    print_wrapped(stderr, printable, 0,
                  isatty(STDERR_FILENO) == 1 ? terminal_columns(STDERR_FILENO) : 0);
    free(printable);
    free(text);
}

/* A service that provides credentials refused: its operation failed, not that of the command. */
static bool is_of_credentials_service(const connect_error *error, const char *operation)
{
    const char *failed = connect_error_operation(error);

    return connect_error_code(error) == CONNECT_E_CREDENTIALS &&
           connect_error_http_status(error) != 0 && failed != NULL &&
           strcmp(failed, operation) != 0;
}

static bool is_service_error(const connect_error *error, const char *operation)
{
    return exit_code_of(connect_error_code(error)) == CTL_SERVICE ||
           is_of_credentials_service(error, operation);
}

/* ---- for people ---- */

static void print_service_message(const connect_error *error, const char *operation)
{
    const char *type = connect_error_aws_type(error), *failed = connect_error_operation(error);
    const char *host = connect_error_host(error);
    bool is_for_credentials = is_of_credentials_service(error, operation);
    char number[16];

    (void)snprintf(number, sizeof number, "%d", (int)connect_error_http_status(error));
    print_line("An error occurred (%s) when calling the %s operation%s%s%s: %s",
               type != NULL ? type : number, failed != NULL ? failed : operation,
               is_for_credentials ? " of " : "",
               !is_for_credentials ? ""
               : host != NULL      ? host
                                   : "another service",
               is_for_credentials ? " for credentials" : "", connect_error_message(error));
}

static void print_service_details(const connect_error *error)
{
    const char *id = connect_error_request_id(error), *reason = connect_error_reason(error);
    const char *excerpt = connect_error_body_excerpt(error);
    char attempts[32] = "";

    if (connect_error_attempts(error) > 1) {
        (void)snprintf(attempts, sizeof attempts, ", %d attempts",
                       (int)connect_error_attempts(error));
    }
    print_line("Request id: %s (HTTP %d%s)", id != NULL ? id : "none",
               (int)connect_error_http_status(error), attempts);
    if (reason != NULL) {
        print_line("Reason: %s", reason);
    }
    /* Of JSON the excerpt has only the keys: --debug shows it. */
    if (excerpt != NULL && excerpt[0] != '{' && excerpt[0] != '[') {
        print_line("The response began: %s", excerpt);
    }
    /* Who refuses to provide credentials says what is wrong; to provide others is no advice. */
    if (connect_error_code(error) != CONNECT_E_CREDENTIALS) {
        print_line("%s", connect_status_advice(connect_error_code(error)));
    }
}

/* A long message lists what was tried: one a line. */
static void print_message_list(const char *message)
{
    enum { LONG = 100 };
    const char *at = message, *end;

    if (strlen(message) <= LONG) {
        print_line("%s", message);
        return;
    }
    while ((end = strstr(at, "; ")) != NULL) {
        print_line("%s%.*s", at > message ? "  " : "", (int)(end + 1 - at), at);
        at = end + 2;
    }
    print_line("%s%s", at > message ? "  " : "", at);
}

static void print_client_message(const connect_error *error)
{
    size_t problems = connect_error_problem_count(error);

    if (problems == 0) {
        print_message_list(connect_error_message(error));
        return;
    }
    (void)fputs("Parameter validation failed:\n", stderr);
    for (size_t i = 0; i < problems; i++) {
        print_line("  %s", connect_error_problem(error, i));
    }
}

/* A reason that the message already has, as after a failed creation, is not repeated. */
static void print_client_details(const connect_error *error)
{
    const char *excerpt = connect_error_body_excerpt(error), *id = connect_error_request_id(error);
    const char *reason = connect_error_reason(error);

    if (connect_error_problem_count(error) > 0) {
        return;
    }
    if (excerpt != NULL) {
        print_line("The response began: %s", excerpt);
    }
    if (id != NULL) {
        print_line("Request id: %s", id);
    }
    if (reason != NULL && strstr(connect_error_message(error), reason) == NULL) {
        print_line("Reason: %s", reason);
    }
    if (connect_error_code(error) != CONNECT_E_CANCELLED) {
        print_line("%s", connect_status_advice(connect_error_code(error)));
    }
}

/* ---- for scripts ---- */

static json_t *error_object(const connect_error *error)
{
    const char *type = connect_error_aws_type(error), *id = connect_error_request_id(error);
    const char *detail = connect_error_detail_json(error);
    json_t *object = require_memory(json_object());
    json_t *members = detail != NULL ? json_loads(detail, 0, NULL) : NULL;

    json_set(object, "Message", json_new_string(connect_error_message(error)));
    json_set(object, "Code",
             json_new_string(type != NULL ? type : connect_status_name(connect_error_code(error))));
    if (members != NULL && json_object_update_missing(object, members) != 0) {
        out_of_memory();
    }
    json_decref(members);
    if (id != NULL) {
        json_set(object, "RequestId", json_new_string(id));
    }
    return object;
}

/* False when the format is not one for scripts, or not available. */
static bool print_object(enum error_format format, const connect_error *error)
{
    bool is_terminal = isatty(STDERR_FILENO) == 1, is_printed = true;
    json_t *object = error_object(error);

    switch (format) {
    case ERROR_JSON:
        output_json(stderr, object, is_terminal);
        break;
    case ERROR_YAML:
        is_printed = output_yaml(stderr, object, is_terminal);
        break;
    case ERROR_TEXT:
        output_text(stderr, object, is_terminal);
        break;
    case ERROR_TABLE:
        output_table(stderr, NULL, object, terminal_columns(STDERR_FILENO));
        break;
    default:
        is_printed = false;
        break;
    }
    json_decref(object);
    return is_printed;
}

int error_print(const struct settings *settings, const connect_error *error, const char *operation)
{
    enum error_format format = settings != NULL ? settings->errors : ERROR_ENHANCED;

    if (print_object(format, error)) {
        return exit_code_of(connect_error_code(error));
    }
    (void)fputc('\n', stderr);
    if (is_service_error(error, operation)) {
        print_service_message(error, operation);
    } else {
        print_client_message(error);
    }
    if (format != ERROR_LEGACY && is_service_error(error, operation)) {
        print_service_details(error);
    } else if (format != ERROR_LEGACY) {
        print_client_details(error);
    }
    return exit_code_of(connect_error_code(error));
}
