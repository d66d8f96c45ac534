/*
 * See canonical.h.
 */
#include "auth/canonical.h"

#include "base/digest.h"
#include "core/buf.h"
#include "core/percent.h"
#include "core/text.h"
#include "exchange/form.h"

#include <openssl/hmac.h>

#include <string.h>

/* SignedHeaders may name a large header many times: the canonical request has a limit of its own.
 */
#define CANONICAL_MAX (1024 * 1024)

static void hex(const unsigned char *bytes, size_t size, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < size; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * size] = '\0';
}

static void sha256_hex(const void *bytes, size_t size, char out[2 * DIGEST_SIZE + 1])
{
    unsigned char digest[DIGEST_SIZE];

    digest_sha256(bytes, size, digest);
    hex(digest, sizeof digest, out);
}

static void hmac(const void *key, size_t key_size, const char *text, unsigned char out[DIGEST_SIZE])
{
    check_system(HMAC(EVP_sha256(), key, (int)key_size, (const unsigned char *)text, strlen(text),
                      out, NULL) != NULL,
                 "HMAC-SHA256");
}

struct piece {
    const char *text;
    size_t size;
};

/* The path without empty and dot segments, percent-encoded again. */
static void add_path(struct buf *out, struct arena *arena, const char *path)
{
    struct piece *kept = check_alloc(arena_calloc(arena, strlen(path) + 1, sizeof *kept));
    size_t count = 0, size, length = strlen(path);
    const char *piece;

    for (const char *at = path; split_next(&at, '/', &piece, &size);) {
        if (size == 0 || (size == 1 && piece[0] == '.')) {
            continue;
        }
        if (size == 2 && piece[0] == '.' && piece[1] == '.') {
            count -= count > 0;
        } else {
            kept[count++] = (struct piece){ piece, size };
        }
    }
    for (size_t i = 0; i < count; i++) {
        buf_add_char(out, '/');
        text_percent_encode(out, kept[i].text, kept[i].size, NULL);
    }
    if (count == 0 || (length > 0 && path[length - 1] == '/')) {
        buf_add_char(out, '/');
    }
}

static int compare_pairs(const void *a, const void *b)
{
    const connect_pair *x = a, *y = b;
    int by_name = strcmp(x->key, y->key);

    return by_name != 0 ? by_name : strcmp(x->value, y->value);
}

static const char *percent_encode(struct arena *arena, const char *text)
{
    struct buf buf = BUF_INIT(3 * strlen(text));

    text_percent_encode(&buf, text, strlen(text), NULL);
    (void)check_buf(&buf);

    char *copy = check_alloc(arena_strdup(arena, buf_text(&buf)));

    buf_free(&buf);
    return copy;
}

/*
 * Each name and value decoded and encoded again, sorted. A query that cannot be decoded is used as
 * it is.
 */
static void add_query(struct buf *out, struct arena *arena, const char *query)
{
    connect_pair *pairs;
    size_t count;

    if (!form_parse(arena, query, &pairs, &count)) {
        buf_add_text(out, query);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        pairs[i] = (connect_pair){ percent_encode(arena, pairs[i].key),
                                   percent_encode(arena, pairs[i].value) };
    }
    if (count > 0) {
        qsort(pairs, count, sizeof *pairs, compare_pairs);
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_add_char(out, '&');
        }
        buf_add_text(out, pairs[i].key);
        buf_add_char(out, '=');
        buf_add_text(out, pairs[i].value);
    }
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Trimmed, and each run of whitespace as one space. */
static void add_value(struct buf *out, const char *value)
{
    bool gap = false, any = false;

    for (; *value != '\0'; value++) {
        if (is_space(*value)) {
            gap = any;
            continue;
        }
        if (gap) {
            buf_add_char(out, ' ');
        }
        buf_add_char(out, *value);
        gap = false;
        any = true;
    }
}

/* "name:value,value\n" for each signed name, in the order of the claim. */
static void add_headers(struct buf *out, const struct exchange *exchange, const char *names)
{
    const char *name;
    size_t size;

    for (const char *at = names; split_next(&at, ';', &name, &size);) {
        bool any = false;

        buf_add(out, name, size);
        buf_add_char(out, ':');
        for (size_t i = 0; i < exchange->headers_count; i++) {
            if (!text_equal_nocase_n(name, size, exchange->headers[i].key)) {
                continue;
            }
            if (any) {
                buf_add_char(out, ',');
            }
            add_value(out, exchange->headers[i].value);
            any = true;
        }
        buf_add_char(out, '\n');
    }
}

/* False when the canonical request is too large. */
static bool hash_request(struct exchange *exchange, const char *signed_headers,
                         char out[2 * DIGEST_SIZE + 1])
{
    struct buf canonical = BUF_INIT(CANONICAL_MAX);

    buf_add_text(&canonical, exchange->method);
    buf_add_char(&canonical, '\n');
    add_path(&canonical, &exchange->arena, exchange->path);
    buf_add_char(&canonical, '\n');
    add_query(&canonical, &exchange->arena, exchange->query);
    buf_add_char(&canonical, '\n');
    add_headers(&canonical, exchange, signed_headers);
    buf_add_char(&canonical, '\n');
    buf_add_text(&canonical, signed_headers);
    buf_add_char(&canonical, '\n');
    sha256_hex(buf_text(&exchange->body), exchange->body.size, out);
    buf_add(&canonical, out, 2 * DIGEST_SIZE);

    bool fits = check_buf(&canonical);

    if (fits) {
        sha256_hex(canonical.data, canonical.size, out);
    }
    buf_free(&canonical);
    return fits;
}

bool canonical_signature(struct exchange *exchange, const struct claim *claim, const char *secret,
                         char signature[SIGNATURE_SIZE + 1])
{
    char request_hash[2 * DIGEST_SIZE + 1];
    unsigned char key[DIGEST_SIZE];

    if (!hash_request(exchange, claim->signed_headers, request_hash)) {
        return false;
    }

    const char *first_key = check_alloc(arena_printf(&exchange->arena, "AWS4%s", secret));
    const char *to_sign = check_alloc(
        arena_printf(&exchange->arena, "AWS4-HMAC-SHA256\n%s\n%s/%s/%s/%s\n%s", claim->timestamp,
                     claim->date, claim->region, claim->service, claim->terminator, request_hash));

    hmac(first_key, strlen(first_key), claim->date, key);
    hmac(key, sizeof key, claim->region, key);
    hmac(key, sizeof key, claim->service, key);
    hmac(key, sizeof key, claim->terminator, key);
    hmac(key, sizeof key, to_sign, key);
    hex(key, sizeof key, signature);
    return true;
}

bool canonical_names_have(const char *names, const char *name)
{
    const char *piece;
    size_t size;

    for (const char *at = names; split_next(&at, ';', &piece, &size);) {
        if (size == strlen(name) && memcmp(piece, name, size) == 0) {
            return true;
        }
    }
    return false;
}
