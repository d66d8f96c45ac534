/*
 * URLs from options, files and variables: taken apart strictly, because the host is signed and
 * dialled.
 */
#include "core/url.h"

#include "core/error.h"
#include "core/text.h"

#include <arpa/inet.h>
#include <string.h>

#define URL_MAX 2048
#define HOST_MAX 253
#define LABEL_MAX 63

static bool is_label(const char *text, size_t size)
{
    if (size < 1 || size > LABEL_MAX || text[0] == '-' || text[size - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        if (!text_is_alnum(text[i]) && text[i] != '-') {
            return false;
        }
    }
    return true;
}

bool url_is_host_label(const char *text, size_t size)
{
    return text != NULL && is_label(text, size);
}

/* A dot at the end says that the name is complete; an underscore is refused, as by the AWS CLI. */
static bool is_host_name(const char *host)
{
    if (strlen(host) > HOST_MAX) {
        return false;
    }
    for (;;) {
        size_t size = strcspn(host, ".");
        if (!is_label(host, size)) {
            return false;
        }
        if (host[size] == '\0' || host[size + 1] == '\0') {
            return true;
        }
        host += size + 1;
    }
}

static bool is_ipv6(const char *host)
{
    struct in6_addr address;
    return inet_pton(AF_INET6, host, &address) == 1;
}

bool url_host_is_loopback(const char *host)
{
    struct in_addr v4;
    struct in6_addr v6;
    if (host == NULL) {
        return false;
    }
    if (inet_pton(AF_INET, host, &v4) == 1) {
        return (ntohl(v4.s_addr) >> 24) == 127;
    }
    if (inet_pton(AF_INET6, host, &v6) == 1) {
        return IN6_IS_ADDR_LOOPBACK(&v6);
    }
    return text_equal_nocase(host, "localhost");
}

/*
 * What is between the pieces is cut in place in a copy of the text; each step says what is wrong,
 * or NULL.
 */

static const char *take_scheme(char **rest, struct url *out)
{
    char *end = strstr(*rest, "://");
    if (end == NULL) {
        return "it does not begin with https:// or http://";
    }
    *end = '\0';
    for (char *p = *rest; *p != '\0'; p++) {
        *p = text_lower(*p);
    }
    if (strcmp(*rest, "https") != 0 && strcmp(*rest, "http") != 0) {
        return "its scheme is neither https nor http";
    }
    out->scheme = *rest;
    out->port = strcmp(*rest, "https") == 0 ? 443 : 80;
    *rest = end + 3;
    return NULL;
}

static const char *check_path(const char *path)
{
    for (const char *p = path; *p != '\0'; p++) {
        if (!text_is_alnum(*p) && strchr("-._~!$&'()*+,;=:@%/", *p) == NULL) {
            return "its path has a character that a path cannot have";
        }
    }
    for (const char *p = path; *p == '/';) {
        size_t size = strcspn(++p, "/");
        if ((size == 1 && p[0] == '.') || (size == 2 && p[0] == '.' && p[1] == '.')) {
            return "its path has a . or .. in it";
        }
        p += size;
    }
    return NULL;
}

static const char *take_path(struct arena *arena, char *rest, struct url *out)
{
    if (strpbrk(rest, "?#") != NULL) {
        return "it has a query or a fragment";
    }
    char *slash = strchr(rest, '/');
    if (slash == NULL) {
        out->path = "";
        return NULL;
    }
    const char *wrong = check_path(slash);
    size_t size = strlen(slash);
    while (size > 0 && slash[size - 1] == '/') {
        size--;
    }
    out->path = arena_strndup(arena, slash, size);
    *slash = '\0';
    return wrong;
}

static const char *take_port(char *text, struct url *out)
{
    int64_t port;
    if (!text_to_int64(text, strlen(text), &port) || port < 1 || port > 65535) {
        return "its port is not a number from 1 to 65535";
    }
    out->port = (int)port;
    return NULL;
}

static const char *take_host(char *rest, struct url *out)
{
    char *port;
    if (rest[0] == '[') {
        char *end = strchr(rest, ']');
        if (end == NULL || (end[1] != '\0' && end[1] != ':')) {
            return "its IPv6 address is not closed by a bracket";
        }
        *end = '\0';
        rest++;
        if (!is_ipv6(rest)) {
            return "its IPv6 address is not valid";
        }
        port = end[1] == ':' ? end + 2 : NULL;
    } else {
        port = strchr(rest, ':');
        if (port != NULL) {
            *port++ = '\0';
        }
        if (!is_host_name(rest)) {
            return "its host name is not valid";
        }
    }
    for (char *p = rest; *p != '\0'; p++) {
        *p = text_lower(*p);
    }
    out->host = rest;
    return port != NULL ? take_port(port, out) : NULL;
}

static const char *make_authority(struct arena *arena, struct url *url)
{
    bool bracket = strchr(url->host, ':') != NULL;
    bool usual = url->port == (strcmp(url->scheme, "https") == 0 ? 443 : 80);
    char port[8] = "";
    if (!usual) {
        port[0] = ':';
        text_from_int64(url->port, port + 1);
    }
    return arena_printf(arena, "%s%s%s%s", bracket ? "[" : "", url->host, bracket ? "]" : "", port);
}

/* User info may be a password, so that error does not show the text. */
static const char *split(struct arena *arena, char *text, struct url *out, bool *secret)
{
    char *rest = text;
    *secret = strchr(text, '@') != NULL;
    const char *wrong = take_scheme(&rest, out);
    if (wrong == NULL && memchr(rest, '@', strcspn(rest, "/?#")) != NULL) {
        wrong = "it has a user name or password, which belongs elsewhere";
    }
    if (wrong == NULL) {
        wrong = take_path(arena, rest, out);
    }
    return wrong != NULL ? wrong : take_host(rest, out);
}

connect_status url_parse(struct arena *arena, const char *text, const char *what, struct url *out,
                         connect_error **error)
{
    *out = (struct url){ 0 };
    size_t size = text != NULL ? strlen(text) : 0;
    if (size == 0) {
        return error_set(error, CONNECT_E_CONFIGURATION, "%s: the URL is empty", what);
    }
    if (size > URL_MAX) {
        return error_set(error, CONNECT_E_CONFIGURATION, "%s: the URL is longer than %d bytes",
                         what, URL_MAX);
    }
    char *copy = arena_strndup(arena, text, size);
    if (copy == NULL) {
        return error_memory(error);
    }
    bool secret = false;
    const char *wrong = split(arena, copy, out, &secret);
    if (wrong != NULL) {
        const char *shown = secret ? "the URL" : text;
        return error_set(error, CONNECT_E_CONFIGURATION, "%s: %s is not usable: %s", what, shown,
                         wrong);
    }
    out->authority = make_authority(arena, out);
    return out->authority != NULL && out->path != NULL ? CONNECT_OK : error_memory(error);
}
