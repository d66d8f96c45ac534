/*
 * URLs as the library meets them: scheme, host, port, path.  No user info, no query, no fragment.
 */
#ifndef CORE_URL_H
#define CORE_URL_H

#include "core/mem.h"

#include <connect/error.h>

struct url {
    const char *scheme; /* "https" or "http", lower case */
    const char *host;   /* lower case, IPv6 without brackets */
    /* as in a Host header: brackets kept, port only when it is not the scheme's */
    const char *authority;
    const char *path; /* "" or begins with "/", without a trailing "/" */
    int port;
};

/*
 * Parts are allocated in `arena`.  CONNECT_E_CONFIGURATION says what is wrong with `text`; `what`
 * names it.
 */
connect_status url_parse(struct arena *arena, const char *text, const char *what, struct url *out,
                         connect_error **error);
/* One label of a host name: 1..63 letters, digits and inner hyphens. */
bool url_is_host_label(const char *text, size_t size);
/* "localhost", 127.0.0.0/8 or ::1. */
bool url_host_is_loopback(const char *host);

#endif
