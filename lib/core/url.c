/*
 * URLs from options, files and environment variables.
 *
 * Host and path are part of the signature, and libcurl rewrites some of them before it sends them:
 * numeric hosts in other than their usual form (127.1, 0x7f000001, 0:0:0:0:0:0:0:1), dot segments,
 * and from 8.23 on lower-case percent escapes.  A URL is therefore accepted only in, or brought
 * into, a form that libcurl leaves unchanged.
 */
#include "core/url.h"

#include "core/assert.h"
#include "core/error.h"
#include "core/number.h"
#include "core/text.h"
#include "core/utf8.h"

#include <arpa/inet.h>
#include <string.h>

#define URL_MAX 2048
#define HOST_MAX 253
#define LABEL_MAX 63

/*
 * Rule: a label of a host name has 1 to 63 letters, digits and inner hyphens.  Source: RFC 1123,
 * 2.1.  Test: host_label_is_letters_digits_and_inner_hyphens.
 */
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

/* One dot at the end is allowed; an underscore is refused, as by the AWS CLI. */
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

static bool is_number(const char *text, size_t size)
{
    bool hex = size >= 2 && text[0] == '0' && text_lower(text[1]) == 'x';
    for (size_t i = hex ? 2 : 0; i < size; i++) {
        if (!text_is_digit(text[i]) && !(hex && text_is_hex(text[i]))) {
            return false;
        }
    }
    return true;
}

/*
 * Rule: a host whose last label is a number is an IPv4 address.  Source: URL Standard of the
 * WHATWG, 3.5.  Test: unusable_url_is_refused_by_name.
 */
/* As the URL standard has it: a host whose last label is a number is an IPv4 address. */
static bool ends_in_number(const char *host)
{
    size_t end = strlen(host);
    end -= end > 0 && host[end - 1] == '.' ? 1 : 0;
    size_t start = end;
    while (start > 0 && host[start - 1] != '.') {
        start--;
    }
    ASSERT(start < end); /* is_host_name(): no label is empty */
    return is_number(host + start, end - start);
}

/* The one form that is not an abbreviation and not octal or hexadecimal: four decimal numbers. */
static bool is_dotted_quad(const char *host)
{
    struct in_addr address;
    return inet_pton(AF_INET, host, &address) == 1;
}

/*
 * Rule: an IPv6 address has one text form.  Source: RFC 5952, 4.  Test:
 * url_is_parsed_into_its_parts.
 */
/* Writes the address in the form of RFC 5952; false when it is not one. */
static bool ipv6_canonicalise(const char *host, char out[INET6_ADDRSTRLEN])
{
    struct in6_addr address;
    return inet_pton(AF_INET6, host, &address) == 1 &&
           inet_ntop(AF_INET6, &address, out, INET6_ADDRSTRLEN) != NULL;
}

size_t url_origin_size(const char *url)
{
    const char *slashes = strstr(url, "://");
    const char *host = slashes != NULL ? slashes + 3 : url;

    return (size_t)(host - url) + strcspn(host, "/?#");
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

/* ---- parsing: in place, in a copy; each step returns what is wrong, or NULL ---- */

static const char *parse_scheme(char **rest, struct url *out)
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

enum url_path_fault url_check_path(const char *path)
{
    for (const char *p = path; *p != '\0'; p++) {
        if (!text_is_alnum(*p) && strchr("-._~!$&'()*+,;=:@%/", *p) == NULL) {
            return URL_PATH_CHARACTER;
        }
        if (*p == '%' && !(text_is_hex(p[1]) && text_is_hex(p[2]))) {
            return URL_PATH_ESCAPE;
        }
    }
    for (const char *p = path; *p == '/';) {
        size_t size = strcspn(++p, "/");
        if (text_is_dots(p, size)) {
            return URL_PATH_DOTS;
        }
        p += size;
    }
    return URL_PATH_FINE;
}

static const char *check_path(const char *path)
{
    static const char *const faults[] = {
        [URL_PATH_CHARACTER] = "its path has a character that is not allowed in a path",
        [URL_PATH_ESCAPE] = "its path has a % that is not followed by two hexadecimal digits",
        [URL_PATH_DOTS] = "its path has a . or .. in it",
    };
    return faults[url_check_path(path)];
}

static const char *parse_path(struct arena *arena, char *rest, struct url *out)
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
    char *path = arena_strndup(arena, slash, size);
    if (path != NULL) {
        url_uppercase_escapes(path);
    }
    out->path = path;
    *slash = '\0';
    return wrong;
}

static const char *parse_port(char *text, struct url *out)
{
    int64_t port;
    if (!text_to_int64(text, strlen(text), &port) || port < 1 || port > 65535) {
        return "its port is not a number from 1 to 65535";
    }
    out->port = (int)port;
    return NULL;
}

static const char *parse_ipv6(struct arena *arena, char *rest, struct url *out, char **port)
{
    char *end = strchr(rest, ']');
    if (end == NULL || (end[1] != '\0' && end[1] != ':')) {
        return "its IPv6 address is not closed by a bracket";
    }
    char address[INET6_ADDRSTRLEN];
    *end = '\0';
    if (!ipv6_canonicalise(rest + 1, address)) {
        return "its IPv6 address is not valid";
    }
    out->host = arena_strdup(arena, address);
    *port = end[1] == ':' ? end + 2 : NULL;
    return NULL;
}

static const char *parse_name(char *rest, struct url *out, char **port)
{
    *port = strchr(rest, ':');
    if (*port != NULL) {
        *(*port)++ = '\0';
    }
    if (!is_host_name(rest)) {
        return "its host name is not valid";
    }
    if (ends_in_number(rest) && !is_dotted_quad(rest)) {
        return "its host is a number, but not an IPv4 address of four decimal numbers";
    }
    for (char *p = rest; *p != '\0'; p++) {
        *p = text_lower(*p);
    }
    out->host = rest;
    return NULL;
}

static const char *parse_host(struct arena *arena, char *rest, struct url *out)
{
    char *port = NULL;
    const char *wrong =
        rest[0] == '[' ? parse_ipv6(arena, rest, out, &port) : parse_name(rest, out, &port);
    return wrong == NULL && port != NULL ? parse_port(port, out) : wrong;
}

/*
 * Rule: Host has a port only when it is not that of the scheme.  Source: botocore, auth.py; RFC
 * 9110, 7.2.  Test: url_is_parsed_into_its_parts.
 */
static const char *authority_of(struct arena *arena, struct url *url)
{
    ASSERT(url->port >= 1 && url->port <= 65535);
    bool bracket = strchr(url->host, ':') != NULL;
    bool usual = url->port == (strcmp(url->scheme, "https") == 0 ? 443 : 80);
    char port[sizeof ":65535"] = "";
    if (!usual) {
        port[0] = ':';
        text_from_int64(url->port, port + 1);
    }
    return arena_printf(arena, "%s%s%s%s", bracket ? "[" : "", url->host, bracket ? "]" : "", port);
}

/* With userinfo in it, which may be a password, the text must not become part of the error. */
static const char *parse_all(struct arena *arena, char *text, struct url *out, bool *secret)
{
    char *rest = text;
    *secret = strchr(text, '@') != NULL;
    const char *wrong = parse_scheme(&rest, out);
    if (wrong == NULL && memchr(rest, '@', strcspn(rest, "/?#")) != NULL) {
        wrong = "a user name or password is not allowed in it";
    }
    if (wrong == NULL) {
        wrong = parse_path(arena, rest, out);
    }
    return wrong != NULL ? wrong : parse_host(arena, rest, out);
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
    bool secret;
    const char *wrong = parse_all(arena, copy, out, &secret);
    if (wrong != NULL) {
        const char *shown = secret ? "the URL" : text;
        return error_set(error, CONNECT_E_CONFIGURATION, "%s: %s is not usable: %s", what, shown,
                         wrong);
    }
    out->authority = out->host != NULL ? authority_of(arena, out) : NULL;
    return out->authority != NULL && out->path != NULL ? CONNECT_OK : error_memory(error);
}

void url_uppercase_escapes(char *text)
{
    for (char *p = strchr(text, '%'); p != NULL; p = strchr(p + 1, '%')) {
        for (int i = 1; i <= 2 && text_is_hex(p[i]); i++) {
            p[i] = (char)(p[i] >= 'a' ? p[i] - 'a' + 'A' : p[i]);
        }
    }
}

/* ---- masking ---- */

/* Where userinfo can begin in a word: behind the scheme, or else behind an opening quote. */
static char *userinfo_start(char *word, const char *end)
{
    for (char *p = word; p + 3 <= end; p++) {
        if (memcmp(p, "://", 3) == 0) {
            return p + 3;
        }
    }
    return word + (word < end && strchr("'\"(<[", *word) != NULL ? 1 : 0);
}

void url_mask_userinfo(char *text)
{
    static const char mask[] = "***";
    for (char *word = text; *word != '\0';) {
        size_t size = strcspn(word, " \t\r\n");
        char *start = userinfo_start(word, word + size);
        char *at = start;
        for (char *p = start; p < word + size; p++) {
            at = *p == '@' ? p : at;
        }
        /* Shorter userinfo than the mask: as many characters of it as there is space for. */
        size_t shown =
            (size_t)(at - start) < sizeof mask - 1 ? (size_t)(at - start) : sizeof mask - 1;
        memcpy(start, mask, shown);
        memmove(start + shown, at, strlen(at) + 1);
        ASSERT((size_t)(at - start) >= shown);
        word = word + size - ((size_t)(at - start) - shown);
        word += *word != '\0' ? 1 : 0;
    }
}

size_t url_mask(const char *url, char *out, size_t room)
{
    ASSERT(room > 0);
    size_t path = strcspn(url, "?#");
    size_t size = text_utf8_cut(url, path, room - 1);
    memcpy(out, url, size);
    out[size] = '\0';
    text_make_printable(out, size);
    if (size < path) {
        /* Cut: userinfo without its end looks like a host. */
        char *slash = strstr(out, "://");
        if (strchr(slash != NULL ? slash + 3 : out, '/') == NULL) {
            out[0] = '\0';
        }
    }
    url_mask_userinfo(out);
    size = strlen(out);
    if (url[path] == '?' && size + sizeof "?***" <= room) {
        memcpy(out + size, "?***", sizeof "?***");
        size += sizeof "?***" - 1;
    }
    ASSERT(size < room && out[size] == '\0');
    return size;
}
