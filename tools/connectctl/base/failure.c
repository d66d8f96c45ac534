/*
 * From a failure to words on stderr and an exit code.
 */
#include "base/failure.h"

#include "base/terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int usage_error(const char *command, const char *format, ...)
{
    va_list arguments;

    fputs("connectctl: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nconnectctl%s%s --help tells more.\n", command != NULL ? " " : "",
            command != NULL ? command : "");
    return CTL_USAGE;
}

static bool is_service_error(connect_status status)
{
    return status >= CONNECT_E_INVALID_REQUEST && status <= CONNECT_E_SERVICE;
}

static int exit_code_of(connect_status status)
{
    if (is_service_error(status)) {
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

/* What came from outside is made harmless for the terminal. */
static void put(const char *before, const char *text, const char *after)
{
    char *printable = escape_controls(text);

    fprintf(stderr, "%s%s%s", before, printable, after);
    free(printable);
}

static void show_service_error(const connect_error *error, const char *operation)
{
    const char *type = connect_error_aws_type(error), *id = connect_error_request_id(error);
    const char *reason = connect_error_reason(error), *excerpt = connect_error_body_excerpt(error);
    const char *host = connect_error_host(error);

    if (type != NULL) {
        put("\nAn error occurred (", type, ")");
    } else {
        fprintf(stderr, "\nAn error occurred (%d)", (int)connect_error_http_status(error));
    }
    fprintf(stderr, " when calling the %s operation", operation);
    if (connect_error_code(error) == CONNECT_E_CREDENTIALS) {
        put(" of ", host != NULL ? host : "another service", " for credentials");
    }
    fputs(": ", stderr);
    put("", connect_error_message(error), "\n");
    put("Request id: ", id != NULL ? id : "none", "");
    fprintf(stderr, " (HTTP %d", (int)connect_error_http_status(error));
    if (connect_error_attempts(error) > 1) {
        fprintf(stderr, ", %d attempts", (int)connect_error_attempts(error));
    }
    fputs(")\n", stderr);
    if (reason != NULL) {
        put("Reason: ", reason, "\n");
    }
    if (excerpt != NULL) {
        put("The answer began: ", excerpt, "\n");
    }
}

/* A long message lists what was tried: one a line. */
static void put_list(const char *message)
{
    char *printable = escape_controls(message);
    const char *at = printable, *end;

    fputs("\n", stderr);
    while (strlen(printable) > 100 && (end = strstr(at, "; ")) != NULL) {
        fprintf(stderr, "%.*s\n  ", (int)(end + 1 - at), at);
        at = end + 2;
    }
    fprintf(stderr, "%s\n", at);
    free(printable);
}

static void show_client_error(const connect_error *error)
{
    size_t problems = connect_error_problem_count(error);
    const char *excerpt = connect_error_body_excerpt(error), *id = connect_error_request_id(error);
    const char *reason = connect_error_reason(error);

    if (problems > 0) {
        fputs("\nParameter validation failed:\n", stderr);
        for (size_t i = 0; i < problems; i++) {
            put("  ", connect_error_problem(error, i), "\n");
        }
        return;
    }
    put_list(connect_error_message(error));
    if (excerpt != NULL) {
        put("The answer began: ", excerpt, "\n");
    }
    if (id != NULL) {
        put("Request id: ", id, "\n");
    }
    if (reason != NULL) {
        put("Reason: ", reason, "\n");
    }
    if (connect_error_code(error) != CONNECT_E_CANCELLED) {
        fprintf(stderr, "%s\n", connect_status_advice(connect_error_code(error)));
    }
}

/* A service that provides credentials refused: its operation failed, not that of the command. */
static bool is_of_credentials_service(const connect_error *error, const char *operation)
{
    const char *failed = connect_error_operation(error);

    return connect_error_code(error) == CONNECT_E_CREDENTIALS &&
           connect_error_http_status(error) != 0 && failed != NULL &&
           strcmp(failed, operation) != 0;
}

int failure_report(const connect_error *error, const char *operation)
{
    connect_status status = connect_error_code(error);

    if (is_service_error(status) || is_of_credentials_service(error, operation)) {
        const char *failed = connect_error_operation(error);

        show_service_error(error, failed != NULL ? failed : operation);
    } else {
        show_client_error(error);
    }
    return exit_code_of(status);
}
