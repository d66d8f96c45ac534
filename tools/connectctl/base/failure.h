/*
 * How the program fails: exit codes as the AWS CLI has them, and what a person reads.
 */
#ifndef CTL_FAILURE_H
#define CTL_FAILURE_H

#include <connect/error.h>

enum {
    CTL_OK = 0,
    CTL_INTERRUPTED = 130,   /* Ctrl-C */
    CTL_USAGE = 252,         /* the command line, or the input, is not acceptable */
    CTL_CONFIGURATION = 253, /* region, credentials, files */
    CTL_SERVICE = 254,       /* the service answered with an error */
    CTL_OTHER = 255
};

/*
 * Says on stderr what is wrong with the command line and where to read on; command may be NULL.
 * Returns CTL_USAGE.
 */
int usage_error(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says on stderr what failed.  Returns the exit code for it. */
int failure_report(const connect_error *error, const char *operation);

#endif
