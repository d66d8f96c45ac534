/* Any request. A second canonicaliser, as plain as can be, must come to the same text. */
#include "aws/canonical.h"
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>

#define MOST 64 /* headers, segments, parameters of one input */
#define HASH "0000000000000000000000000000000000000000000000000000000000000000"
#define DATE "20260131T235959Z"

/* Texts of the second canonicaliser: each append takes a new block. */
static char *joined(char *text, const char *more)
{
    size_t size = strlen(text), room = size + strlen(more) + 1;
    text = realloc(text, room);
    PROMISE(text != NULL);
    memcpy(text + size, more, strlen(more) + 1);
    return text;
}

static char *empty(void)
{
    char *text = calloc(1, 1);
    PROMISE(text != NULL);
    return text;
}

static char *with_encoded(char *text, const char *from, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char piece[4] = { from[i] };
        bool plain = (from[i] >= 'a' && from[i] <= 'z') || (from[i] >= 'A' && from[i] <= 'Z') ||
                     (from[i] >= '0' && from[i] <= '9') || from[i] == '-' || from[i] == '.' ||
                     from[i] == '_' || from[i] == '~';
        if (!plain) {
            snprintf(piece, sizeof piece, "%%%02X", (unsigned)(unsigned char)from[i]);
        }
        text = joined(text, piece);
    }
    return text;
}

/* ---- path ---- */

static char *plain_path(const char *path, bool keep)
{
    const char *kept[MOST];
    size_t sizes[MOST], count = 0;
    for (const char *at = path[0] == '/' ? path + 1 : path;; at++) {
        size_t size = strcspn(at, "/");
        if (!keep && size == 2 && memcmp(at, "..", 2) == 0) {
            count -= count > 0;
        } else if (keep || (size > 0 && !(size == 1 && at[0] == '.'))) {
            kept[count] = at;
            sizes[count++] = size;
        }
        at += size;
        if (*at == '\0') {
            break;
        }
    }
    char *text = empty();
    for (size_t i = 0; i < count; i++) {
        text = with_encoded(joined(text, "/"), kept[i], sizes[i]);
    }
    size_t length = strlen(path);
    if (count == 0 || (!keep && length > 0 && path[length - 1] == '/')) {
        text = joined(text, "/");
    }
    return text;
}

/* ---- query ---- */

static int digit(char c)
{
    const char *all = "0123456789abcdef0123456789ABCDEF";
    const char *at = c != '\0' ? strchr(all, c) : NULL;
    return at != NULL ? (int)((at - all) % 16) : -1;
}

static char *recoded(const char *from, size_t size)
{
    char *plain = malloc(size + 1), *text = empty();
    size_t count = 0;
    PROMISE(plain != NULL);
    for (size_t i = 0; i < size; i++) {
        if (from[i] == '%' && i + 2 < size && digit(from[i + 1]) >= 0 && digit(from[i + 2]) >= 0) {
            plain[count++] = (char)(digit(from[i + 1]) * 16 + digit(from[i + 2]));
            i += 2;
        } else {
            plain[count++] = from[i];
        }
    }
    text = with_encoded(text, plain, count);
    free(plain);
    return text;
}

static char *plain_query(const char *query)
{
    char *names[MOST], *values[MOST], *text = empty();
    size_t count = 0;
    for (const char *at = query; *at != '\0';) {
        size_t size = strcspn(at, "&"), name = strcspn(at, "&=");
        if (size > 0) {
            names[count] = recoded(at, name);
            values[count++] = name < size ? recoded(at + name + 1, size - name - 1) : empty();
        }
        at += size + (at[size] == '&');
    }
    while (count > 0) {
        size_t least = 0;
        for (size_t i = 1; i < count; i++) {
            int order = strcmp(names[i], names[least]);
            if (order < 0 || (order == 0 && strcmp(values[i], values[least]) < 0)) {
                least = i;
            }
        }
        text = joined(joined(joined(joined(text, text[0] != '\0' ? "&" : ""), names[least]), "="),
                      values[least]);
        free(names[least]);
        free(values[least]);
        names[least] = names[--count];
        values[least] = values[count];
    }
    return text;
}

/* ---- headers ---- */

static char *lower(const char *name)
{
    char *text = joined(empty(), name);
    for (char *c = text; *c != '\0'; c++) {
        if (*c >= 'A' && *c <= 'Z') {
            *c = (char)(*c + 32);
        }
    }
    return text;
}

static bool is_unsigned(const char *name)
{
    const char *all =
        " authorization connection expect keep-alive proxy-authenticate proxy-authorization "
        "sec-websocket-key sec-websocket-protocol sec-websocket-version te trailer "
        "transfer-encoding upgrade user-agent x-amz-date x-amz-security-token x-amzn-trace-id ";
    char *wanted = joined(joined(joined(empty(), " "), name), " ");
    bool found = strchr(name, ' ') == NULL && name[0] != '\0' && strstr(all, wanted) != NULL;
    free(wanted);
    return found;
}

static char *with_folded(char *text, const char *value)
{
    const char *spaces = " \t\n\v\f\r";
    bool later = false;
    for (const char *at = value + strspn(value, spaces); *at != '\0'; at += strspn(at, spaces)) {
        char *word = joined(empty(), at);
        word[strcspn(word, spaces)] = '\0';
        text = joined(joined(text, later ? " " : ""), word);
        at += strlen(word);
        later = true;
        free(word);
    }
    return text;
}

/* "lines NAMES": the header lines, an empty line, the list of names. */
static char *plain_headers(const connect_pair *pairs, size_t count)
{
    char *names[MOST + 1], *lines = empty(), *list = empty();
    bool done[MOST + 1] = { false };
    for (size_t i = 0; i < count; i++) {
        names[i] = lower(pairs[i].key);
        done[i] = is_unsigned(names[i]);
    }
    for (bool first = true;; first = false) {
        size_t least = count;
        for (size_t i = 0; i < count; i++) {
            if (!done[i] && (least == count || strcmp(names[i], names[least]) < 0)) {
                least = i;
            }
        }
        bool date = least == count || strcmp(names[least], "x-amz-date") > 0;
        if (date && strstr(lines, "\nx-amz-date:" DATE "\n") == NULL &&
            strncmp(lines, "x-amz-date:", 11) != 0) {
            lines = joined(lines, "x-amz-date:" DATE "\n");
            list = joined(joined(list, first ? "" : ";"), "x-amz-date");
            continue;
        }
        if (least == count) {
            break;
        }
        list = joined(joined(list, first ? "" : ";"), names[least]);
        lines = joined(joined(lines, names[least]), ":");
        bool again = false;
        for (size_t i = least; i < count; i++) {
            if (done[i] || strcmp(names[i], names[least]) != 0) {
                continue;
            }
            lines = with_folded(joined(lines, again ? "," : ""), pairs[i].value);
            done[i] = again = true;
        }
        lines = joined(lines, "\n");
    }
    for (size_t i = 0; i < count; i++) {
        free(names[i]);
    }
    lines = joined(joined(lines, "\n"), list);
    free(list);
    return lines;
}

/* ---- input: lines of method, path, query, then "name:value" ---- */

static char *next_line(char **rest)
{
    char *line = *rest;
    size_t size = strcspn(line, "\n");
    *rest = line + size + (line[size] == '\n');
    line[size] = '\0';
    return line;
}

static size_t count_of(const char *text, char c)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += *text == c;
    }
    return count;
}

static void check(struct sigv4_request *request)
{
    struct canonical_input input = { .request = request, .date = DATE, .payload_hash = HASH };
    struct canonical_names names;
    struct buf out = BUF_INIT(CANONICAL_ROOM_MAX);
    PROMISE(canonical_request(&out, &input, &names, NULL) == CONNECT_OK);
    char *path = plain_path(request->path, request->keep_path);
    char *query = plain_query(request->query);
    char *headers = plain_headers(request->headers, request->headers_count);
    char *text = joined(joined(joined(joined(joined(empty(), "GET\n"), path), "\n"), query), "\n");
    text = joined(joined(joined(text, headers), "\n"), HASH);
    PROMISE(strcmp(buf_text(&out), text) == 0);
    free(path);
    free(query);
    free(headers);
    free(text);
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *copy = calloc(1, size + 1), *rest = copy;
    connect_pair pairs[MOST];
    PROMISE(copy != NULL);
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    struct sigv4_request request = { .method = "get", .headers = pairs };
    request.keep_path = next_line(&rest)[0] == 'k';
    request.path = next_line(&rest);
    request.query = next_line(&rest);
    bool fits = count_of(request.path, '/') < MOST - 1 && count_of(request.query, '&') < MOST - 1;
    while (*rest != '\0' && request.headers_count < MOST) {
        char *name = next_line(&rest), *colon = strchr(name, ':');
        if (colon == NULL) {
            continue;
        }
        *colon = '\0';
        pairs[request.headers_count++] = (connect_pair){ name, colon + 1 };
        char *folded = lower(name);
        /* stands for the hash, checked elsewhere */
        fits = fits && strcmp(folded, "x-amz-content-sha256") != 0;
        free(folded);
    }
    if (fits) {
        check(&request);
    }
    free(copy);
    return 0;
}
