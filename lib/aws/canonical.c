/*
 * The canonical request.
 *
 * Client and service each serialize the request in the same canonical form and sign that; any
 * difference makes the signature invalid.  It has six parts, each on a line of its own:
 *
 *     method   in upper case
 *     path     without dot segments and double slashes, then percent-encoded once more, because
 *              the path on the wire is already encoded: "%3A" becomes "%253A"
 *     query    name=value pairs, each decoded and encoded again, sorted as bytes
 *     headers  name:value lines in lower case, sorted, values of one name joined with commas,
 *              white space folded; then an empty line
 *     names    of these headers, joined with semicolons
 *     payload  its hash in hex, or the value of x-amz-content-sha256
 *
 * All parts are written in one pass into memory that is reserved beforehand, for the worst case
 * that each byte of path and query becomes three.  The query is written in the order in which it
 * is given, and sorted afterwards only when that order is not the sorted one.
 * (IAM User Guide, "Create a signed AWS API request"; aws-c-auth aws_signing.c; botocore auth.py,
 * SigV4Auth)
 */
#include "aws/canonical.h"

#include "aws/canonical_query.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

_Static_assert(CANONICAL_ROOM_MAX <= INT32_MAX && CANONICAL_ROOM_MAX >= 4 * CANONICAL_SIZE_MAX,
               "a byte of the query may become four");

/* ---- path ---- */

/* Removes the last segment, for "..": a slash is never encoded, so the output can be searched. */
static char *drop_segment(char *at, const char *start)
{
    ASSERT(at >= start);
    while (at > start && at[-1] != '/') {
        at--;
    }
    return at > start ? at - 1 : at;
}

/*
 * Rule: the path, as it is sent, is normalized and then percent-encoded once more.  Source: IAM
 * User Guide, Create a signed AWS API request; aws-c-auth, aws_signing.c.  Test:
 * own_vectors_agree_at_every_stage.
 */
static char *put_path(char *at, const char *path, bool keep_path)
{
    const char *start = at, *segment = path[0] == '/' ? path + 1 : path;
    for (;;) {
        size_t size = strcspn(segment, "/");
        bool is_dot = size == 1 && segment[0] == '.';
        bool is_dot_dot = size == 2 && segment[0] == '.' && segment[1] == '.';
        if (!keep_path && is_dot_dot) {
            at = drop_segment(at, start);
        } else if (keep_path || (size > 0 && !is_dot)) {
            *at++ = '/';
            at = canonical_put_bytes(at, segment, size);
        }
        if (segment[size] == '\0') {
            break;
        }
        segment += size + 1;
    }
    bool ends_with_slash = path[0] != '\0' && path[strlen(path) - 1] == '/';
    if (at == start || (!keep_path && ends_with_slash)) {
        *at++ = '/';
    }
    ASSERT(start[0] == '/');
    return at;
}

/* ---- headers ---- */

struct header {
    const char *name;
    const char *value;
};

struct header_list {
    struct header items[CANONICAL_HEADERS_MAX];
    size_t count;
};

/*
 * Headers that proxies may change, and those that the signer sets itself: the union of both lists.
 * (botocore auth.py, SIGNED_HEADERS_BLACKLIST; aws-c-auth aws_signing.c, s_forbidden_headers and
 * s_skipped_headers)
 *
 * Rule: headers that proxies may change are not signed.  Source: botocore, auth.py; aws-c-auth,
 * aws_signing.c.  Test: own_vectors_agree_at_every_stage.
 */
static bool is_unsigned_header(const char *name)
{
    static const char *const names[] = {
        "authorization",
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "sec-websocket-key",
        "sec-websocket-protocol",
        "sec-websocket-version",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-amz-date",
        "x-amz-security-token",
        "x-amzn-trace-id",
    };
    char first = text_lower(name[0]);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i][0] == first && text_equal_nocase(name, names[i])) {
            return true;
        }
    }
    return false;
}

static int compare_names(const char *a, const char *b)
{
    while (*a != '\0' && text_lower(*a) == text_lower(*b)) {
        a++;
        b++;
    }
    return (unsigned char)text_lower(*a) - (unsigned char)text_lower(*b);
}

/* Insertion sort: stable for headers of the same name. */
static bool insert_header(struct header_list *list, const char *name, const char *value)
{
    if (list->count == CANONICAL_HEADERS_MAX) {
        return false;
    }
    size_t at = list->count++;
    for (; at > 0 && compare_names(list->items[at - 1].name, name) > 0; at--) {
        list->items[at] = list->items[at - 1];
    }
    list->items[at] = (struct header){ name, value };
    return true;
}

/*
 * Rule: the session token is sent and signed.  Source: IAM User Guide, Create a signed AWS API
 * request.  Test: a_session_token_is_sent_and_signed.
 */
static bool collect_headers(struct header_list *list, const struct canonical_input *input)
{
    const struct sigv4_request *request = input->request;
    for (size_t i = 0; i < request->headers_count; i++) {
        const connect_pair *header = &request->headers[i];
        if (!is_unsigned_header(header->key) && !insert_header(list, header->key, header->value)) {
            return false;
        }
    }
    if (!insert_header(list, "x-amz-date", input->date)) {
        return false;
    }
    return input->session_token == NULL ||
           insert_header(list, "x-amz-security-token", input->session_token);
}

static char *put_lower(char *at, const char *text)
{
    for (; *text != '\0'; text++) {
        *at++ = text_lower(*text);
    }
    return at;
}

/*
 * Drops white space at both ends and folds each run of it inside to one space.
 *
 * Rule: white space around a header value is dropped, a run of it inside becomes one space.
 * Source: IAM User Guide, Create a signed AWS API request.  Test: requests_are_signed_by_each_rule.
 */
static char *put_folded(char *at, const char *value)
{
    bool is_first = true;
    for (;;) {
        while (text_is_white((unsigned char)*value)) {
            value++;
        }
        if (*value == '\0') {
            return at;
        }
        if (!is_first) {
            *at++ = ' ';
        }
        is_first = false;
        while (*value != '\0' && !text_is_white((unsigned char)*value)) {
            *at++ = *value++;
        }
    }
}

static bool is_repeated(const struct header_list *list, size_t i)
{
    ASSERT(i < list->count);
    /* cppcheck-suppress arrayIndexOutOfBoundsCond ; i is below list->count */
    return i > 0 && compare_names(list->items[i - 1].name, list->items[i].name) == 0;
}

/*
 * Rule: values of one header are joined with commas, in the order in which they are sent.  Source:
 * IAM User Guide, Create a signed AWS API request.  Test: requests_are_signed_by_each_rule.
 */
static char *put_headers(char *at, const struct header_list *list)
{
    ASSERT(list->count > 0); /* x-amz-date at least */
    for (size_t i = 0; i < list->count; i++) {
        if (is_repeated(list, i)) {
            *at++ = ',';
        } else {
            if (i > 0) {
                *at++ = '\n';
            }
            at = put_lower(at, list->items[i].name);
            *at++ = ':';
        }
        at = put_folded(at, list->items[i].value);
    }
    *at++ = '\n';
    return at;
}

static char *put_names(char *at, const struct header_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (is_repeated(list, i)) {
            continue;
        }
        if (i > 0) {
            *at++ = ';';
        }
        at = put_lower(at, list->items[i].name);
    }
    return at;
}

/* ---- the request ---- */

/*
 * Rule: x-amz-content-sha256 replaces the hash of the body.  Source: botocore, auth.py.  Test:
 * requests_are_signed_by_each_rule.
 */
static const char *payload_hash(const struct canonical_input *input)
{
    const struct sigv4_request *request = input->request;
    for (size_t i = 0; i < request->headers_count; i++) {
        if (text_equal_nocase(request->headers[i].key, "x-amz-content-sha256")) {
            return request->headers[i].value;
        }
    }
    return input->payload_hash;
}

/* An upper bound of the size; SIZE_MAX when it exceeds the limit in any case. */
static size_t bound_size(const struct canonical_input *input, const struct header_list *list,
                         const char *query, const char *payload)
{
    const struct sigv4_request *request = input->request;
    size_t path_size = strlen(request->path), query_size = strlen(query);
    if (path_size > CANONICAL_SIZE_MAX || query_size > CANONICAL_SIZE_MAX) {
        return SIZE_MAX;
    }
    /* A parameter without "=" gets one. */
    size_t size = strlen(request->method) + 3 * path_size + 4 * query_size + strlen(payload) + 16;
    for (size_t i = 0; i < list->count && size < CANONICAL_ROOM_MAX; i++) {
        size += 2 * strlen(list->items[i].name) + strlen(list->items[i].value) + 4;
    }
    return size;
}

static connect_status report_too_large(connect_error **error)
{
    return error_set(error, CONNECT_E_ARGUMENT,
                     "the path, query and headers to sign are larger than %d bytes",
                     CANONICAL_SIZE_MAX);
}

connect_status canonical_request(struct buf *out, const struct canonical_input *input,
                                 struct canonical_names *names, connect_error **error)
{
    const struct sigv4_request *request = input->request;
    const char *query = request->query != NULL ? request->query : "";
    const char *payload = payload_hash(input);
    struct header_list list;
    ASSERT(out->size == 0);
    list.count = 0;
    if (!collect_headers(&list, input)) {
        return error_set(error, CONNECT_E_ARGUMENT, "the request has more than %d headers to sign",
                         CANONICAL_HEADERS_MAX);
    }
    if (!buf_reserve(out, bound_size(input, &list, query, payload))) {
        return out->state == BUF_TOO_BIG ? report_too_large(error) : error_memory(error);
    }
    char *at = out->data;
    for (const char *c = request->method; *c != '\0'; c++) {
        *at++ = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    }
    *at++ = '\n';
    at = put_path(at, request->path, request->keep_path);
    *at++ = '\n';
    at = canonical_put_query(at, query);
    if (at == NULL) {
        *out->data = '\0';
        return error_memory(error);
    }
    *at++ = '\n';
    at = put_headers(at, &list);
    *at++ = '\n';
    names->offset = (size_t)(at - out->data);
    at = put_names(at, &list);
    names->size = (size_t)(at - out->data) - names->offset;
    ASSERT(names->size > 0);
    *at++ = '\n';
    at = canonical_put_text(at, payload, strlen(payload));
    *at = '\0';
    ASSERT(at < out->data + out->room); /* bound_size() */
    out->size = (size_t)(at - out->data);
    return out->size <= CANONICAL_SIZE_MAX ? CONNECT_OK : report_too_large(error);
}
