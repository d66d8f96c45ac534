/* The canonical request of Signature Version 4: one pass for each part, straight into the text. */
#include "aws/canonical.h"

#include "core/error.h"
#include "core/mem.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

/* One bit for each byte: letters, digits and - . _ ~.  Each byte of a request passes here. */
static bool is_unreserved(unsigned char c)
{
    static const uint32_t bits[8] = { 0, 0x03ff6000, 0x87fffffe, 0x47fffffe };
    return (bits[c >> 5] >> (c & 31)) & 1;
}

static char *put_encoded(char *at, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    if (is_unreserved(c)) {
        *at++ = (char)c;
        return at;
    }
    *at++ = '%';
    *at++ = digits[c >> 4];
    *at++ = digits[c & 15];
    return at;
}

/* Written straight into the buffer: the path of a request is most of what is signed. */
static bool add_encoded(struct buf *out, const char *text, size_t size)
{
    if (!buf_reserve(out, 3 * size)) {
        return false;
    }
    char *start = out->data + out->size;
    char *at = start;
    for (size_t i = 0; i < size; i++) {
        at = put_encoded(at, (unsigned char)text[i]);
    }
    *at = '\0';
    out->size += (size_t)(at - start);
    return true;
}

static void drop_last_segment(struct buf *out, size_t start)
{
    while (out->size > start && out->data[out->size - 1] != '/') {
        out->size--;
    }
    if (out->size > start) {
        out->size--;
    }
}

/*
 * A slash stands for itself only between segments, so the encoded text can be walked back for "..".
 */
bool canonical_path(struct buf *out, const char *path, bool keep_path)
{
    size_t start = out->size;
    const char *segment = path[0] == '/' ? path + 1 : path;
    for (;;) {
        size_t size = strcspn(segment, "/");
        bool last = segment[size] == '\0';
        bool is_dot = size == 1 && segment[0] == '.';
        bool is_dot_dot = size == 2 && segment[0] == '.' && segment[1] == '.';
        if (!keep_path && is_dot_dot) {
            drop_last_segment(out, start);
        } else if (keep_path || (size > 0 && !is_dot)) {
            if (!buf_add_char(out, '/') || !add_encoded(out, segment, size)) {
                return false;
            }
        }
        if (last) {
            break;
        }
        segment += size + 1;
    }
    bool ends_with_slash = path[0] != '\0' && path[strlen(path) - 1] == '/';
    if (out->size == start || (!keep_path && ends_with_slash)) {
        return buf_add_char(out, '/');
    }
    return true;
}

/* A name and a value of the query, encoded, in the scratch buffer. */
struct query_pair {
    size_t name, name_size;
    size_t value, value_size;
    const char *text; /* of the scratch buffer, once it is complete */
};

static int compare_bytes(const char *a, size_t a_size, const char *b, size_t b_size)
{
    int order = memcmp(a, b, a_size < b_size ? a_size : b_size);
    if (order != 0) {
        return order;
    }
    return (a_size > b_size) - (a_size < b_size);
}

static int compare_query_pairs(const void *left, const void *right)
{
    const struct query_pair *a = left, *b = right;
    int order = compare_bytes(a->text + a->name, a->name_size, b->text + b->name, b->name_size);
    if (order != 0) {
        return order;
    }
    return compare_bytes(a->text + a->value, a->value_size, b->text + b->value, b->value_size);
}

static int hex_value(char c)
{
    if (text_is_digit(c)) {
        return c - '0';
    }
    c = text_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/*
 * Decodes and encodes again, so that "%c3", "%C3" and the raw byte are the same to the service and
 * here.
 */
static bool add_recoded(struct buf *out, const char *text, size_t size)
{
    if (!buf_reserve(out, 3 * size)) {
        return false;
    }
    char *start = out->data + out->size;
    char *at = start;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '%' && size - i > 2 && hex_value(text[i + 1]) >= 0 &&
            hex_value(text[i + 2]) >= 0) {
            c = (unsigned char)(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        }
        at = put_encoded(at, c);
    }
    *at = '\0';
    out->size += (size_t)(at - start);
    return true;
}

/* Returns the number of pairs, all of them recoded into the scratch buffer. */
static size_t split_query(const char *query, struct query_pair *pairs, struct buf *scratch)
{
    size_t count = 0;
    for (const char *at = query;;) {
        size_t size = strcspn(at, "&");
        if (size > 0) {
            const char *equals = memchr(at, '=', size);
            size_t name_size = equals != NULL ? (size_t)(equals - at) : size;
            struct query_pair *pair = &pairs[count++];
            pair->name = scratch->size;
            add_recoded(scratch, at, name_size);
            pair->name_size = scratch->size - pair->name;
            pair->value = scratch->size;
            if (equals != NULL) {
                add_recoded(scratch, equals + 1, size - name_size - 1);
            }
            pair->value_size = scratch->size - pair->value;
        }
        if (at[size] == '\0') {
            return count;
        }
        at += size + 1;
    }
}

bool canonical_query(struct buf *out, const char *query)
{
    if (query == NULL || query[0] == '\0') {
        return true;
    }
    size_t most = 1;
    for (const char *at = strchr(query, '&'); at != NULL; at = strchr(at + 1, '&')) {
        most++;
    }
    struct query_pair *pairs = mem_calloc(most, sizeof *pairs);
    struct buf scratch = BUF_INIT(CANONICAL_SIZE_MAX);
    size_t count = pairs != NULL ? split_query(query, pairs, &scratch) : 0;
    if (pairs == NULL || scratch.state != BUF_OK) {
        out->state = scratch.state == BUF_TOO_BIG ? BUF_TOO_BIG : BUF_NO_MEMORY;
        buf_free(&scratch);
        mem_free(pairs);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        pairs[i].text = buf_text(&scratch);
    }
    qsort(pairs, count, sizeof *pairs, compare_query_pairs);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_add_char(out, '&');
        }
        buf_add(out, pairs[i].text + pairs[i].name, pairs[i].name_size);
        buf_add_char(out, '=');
        buf_add(out, pairs[i].text + pairs[i].value, pairs[i].value_size);
    }
    buf_free(&scratch);
    mem_free(pairs);
    return out->state == BUF_OK;
}

struct header {
    const char *name;
    const char *value;
};

struct header_list {
    struct header items[CANONICAL_HEADERS_MAX];
    size_t count;
};

/* Headers that something on the way may change, and those that the signer sets itself. */
static bool is_left_out(const char *name)
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
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (text_equal_nocase(name, names[i])) {
            return true;
        }
    }
    return false;
}

static int compare_names(const char *a, const char *b)
{
    for (; *a != '\0' && text_lower(*a) == text_lower(*b); a++, b++) {
    }
    return (unsigned char)text_lower(*a) - (unsigned char)text_lower(*b);
}

/*
 * Insertion keeps fields of one name in the order in which they were added; requests have a
 * handful.
 */
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

static bool collect_headers(struct header_list *list, const struct canonical_input *input)
{
    const struct sigv4_request *request = input->request;
    for (size_t i = 0; i < request->headers_count; i++) {
        const connect_pair *header = &request->headers[i];
        if (!is_left_out(header->key) && !insert_header(list, header->key, header->value)) {
            return false;
        }
    }
    if (!insert_header(list, "x-amz-date", input->date)) {
        return false;
    }
    return input->session_token == NULL ||
           insert_header(list, "x-amz-security-token", input->session_token);
}

static void add_lower(struct buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        buf_add_char(out, text_lower(*text));
    }
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * White space at the ends goes, and each run of it inside, also a folded line, becomes one blank.
 */
static void add_folded(struct buf *out, const char *value)
{
    bool is_first = true;
    for (;;) {
        while (is_blank(*value)) {
            value++;
        }
        if (*value == '\0') {
            return;
        }
        if (!is_first) {
            buf_add_char(out, ' ');
        }
        is_first = false;
        const char *word = value;
        while (*value != '\0' && !is_blank(*value)) {
            value++;
        }
        buf_add(out, word, (size_t)(value - word));
    }
}

static void add_headers(struct buf *out, const struct header_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct header *header = &list->items[i];
        bool repeats = i > 0 && compare_names(list->items[i - 1].name, header->name) == 0;
        if (repeats) {
            buf_add_char(out, ',');
        } else {
            if (i > 0) {
                buf_add_char(out, '\n');
            }
            add_lower(out, header->name);
            buf_add_char(out, ':');
        }
        add_folded(out, header->value);
    }
    buf_add_char(out, '\n');
}

static void add_names(struct buf *out, const struct header_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0 && compare_names(list->items[i - 1].name, list->items[i].name) == 0) {
            continue;
        }
        if (i > 0) {
            buf_add_char(out, ';');
        }
        add_lower(out, list->items[i].name);
    }
}

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

connect_status canonical_request(struct buf *out, const struct canonical_input *input,
                                 struct canonical_names *names, connect_error **error)
{
    struct header_list list;
    list.count = 0;
    if (!collect_headers(&list, input)) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "a request of more than %d headers is not signed", CANONICAL_HEADERS_MAX);
    }
    for (const char *c = input->request->method; *c != '\0'; c++) {
        buf_add_char(out, *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c);
    }
    buf_add_char(out, '\n');
    canonical_path(out, input->request->path, input->request->keep_path);
    buf_add_char(out, '\n');
    canonical_query(out, input->request->query);
    buf_add_char(out, '\n');
    add_headers(out, &list);
    buf_add_char(out, '\n');
    names->offset = out->size;
    add_names(out, &list);
    names->size = out->size - names->offset;
    buf_add_char(out, '\n');
    buf_add_text(out, payload_hash(input));
    if (out->state == BUF_TOO_BIG) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "a request beyond %d bytes of path, query and headers is not signed",
                         CANONICAL_SIZE_MAX);
    }
    return out->state == BUF_OK ? CONNECT_OK : error_memory(error);
}
