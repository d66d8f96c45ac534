/*
 * Options of libcurl as rows: what must be there, and what may be missing.
 */
#ifndef HTTP_CONNECTION_OPTIONS_H
#define HTTP_CONNECTION_OPTIONS_H

#include "http/connection.h"

struct option_row {
    CURLoption option;
    const char *name;
    bool required;
    enum { OPTION_NUMBER, OPTION_POINTER, OPTION_FUNCTION } kind;
    long number;
    const void *pointer;
    void (*function)(void);
};

#define NUMBER(option, value, required)                             \
    {                                                               \
        option, #option, required, OPTION_NUMBER, value, NULL, NULL \
    }
#define POINTER(option, value, required)                          \
    {                                                             \
        option, #option, required, OPTION_POINTER, 0, value, NULL \
    }
#define FUNCTION(option, value, required)                                            \
    {                                                                                \
        option, #option, required, OPTION_FUNCTION, 0, NULL, (void (*)(void))(value) \
    }

/* Sets each; a required one that libcurl does not take is an error.  Statuses of option_refused().
 */
connect_status options_set(CURL *easy, const struct option_row *rows, size_t count,
                           connect_http_failure *failure);
/*
 * The failure of a required option that libcurl did not take: CONNECT_E_CONFIGURATION names it,
 * CONNECT_E_MEMORY.
 */
connect_status option_refused(CURLcode code, const char *name, connect_http_failure *failure);

/* Makes sure that there is an easy handle, fit for the next request. */
connect_status connection_configure(struct connection *connection, connect_http_failure *failure);

#endif
