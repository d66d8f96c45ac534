/*
 * How the program fails: exit codes as the AWS CLI has them, and messages on stderr, wrapped at the
 * width of the terminal.
 */
#ifndef CTL_BASE_FAILURE_H
#define CTL_BASE_FAILURE_H

#include <connect/error.h>

#include <stddef.h>

enum {
    CTL_OK = 0,
    CTL_INTERRUPTED = 130,   /* Ctrl-C */
    CTL_USAGE = 252,         /* the command line or the input is invalid; nothing was sent */
    CTL_CONFIGURATION = 253, /* region, credentials, files */
    CTL_SERVICE = 254,       /* the service responded with an error */
    CTL_OTHER = 255
};

/*
 * Reports what is wrong with the command line and where to read on; command may be NULL.  Returns
 * CTL_USAGE.
 */
int usage_error(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));
/*
 * The same for a place in the value of an option, which is printed with a caret below the place.
 * Frees `message`.
 */
int usage_error_at(const char *command, const char *option, const char *value, size_t position,
                   char *message);
/* "connectctl: MESSAGE" on stderr. */
void report_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void report_error_at(const char *option, const char *value, size_t position, char *message);

/* The exit code for a status. */
int exit_code_of(connect_status status);

#endif
