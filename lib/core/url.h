/*
 * Endpoint URLs: scheme, host, port, path.  No userinfo, no query, no fragment.
 */
#ifndef CORE_URL_H
#define CORE_URL_H

#include "core/mem.h"

#include <connect/error.h>

struct url {
    const char *scheme; /* "https" or "http", lower case */
    /* lower case; IPv4 as four decimal numbers; IPv6 as in RFC 5952, without brackets */
    const char *host;
    /* as in a Host header: brackets kept, port only when it is not the scheme's */
    const char *authority;
    /* "" or begins with "/", without a trailing "/"; percent escapes in upper case */
    const char *path;
    int port;
};

/*
 * Parts are allocated in `arena`.  CONNECT_E_CONFIGURATION says what is wrong with `text`; `what`
 * names it.
 */
connect_status url_parse(struct arena *arena, const char *text, const char *what, struct url *out,
                         connect_error **error);
/* What keeps a path from being sent as it is. */
enum url_path_fault {
    URL_PATH_FINE, /* also of "" */
    URL_PATH_CHARACTER,
    URL_PATH_ESCAPE, /* a percent sign without two digits */
    URL_PATH_DOTS    /* a segment "." or ".." */
};
enum url_path_fault url_check_path(const char *path);
/* The length of "https://host:port"; what follows is the target of a request. */
size_t url_origin_size(const char *url);
/* "localhost", 127.0.0.0/8 or ::1. */
bool url_host_is_loopback(const char *host);

/* "%3a" becomes "%3A", in place. */
void url_uppercase_escapes(char *text);

/* Replaces the userinfo ("user:password") of every URL within a text by "***", in place. */
void url_mask_userinfo(char *text);
/*
 * Copies a URL for a message: userinfo and query masked, control characters replaced, cut to
 * `room` bytes.  Returns the length of the result.
 */
size_t url_mask(const char *url, char *out, size_t room);

#endif
