/*
 * The query: name=value pairs, written in the order in which they are given, and sorted afterwards
 * only when that order is not the sorted one.  See canonical.c.
 */
#include "aws/canonical_query.h"

#include "core/assert.h"
#include "core/mem.h"
#include "core/percent.h"
#include "core/text.h"

#include <stdlib.h>
#include <string.h>

char *canonical_put_bytes(char *at, const char *text, size_t size)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0;; i++) {
        size_t plain = text_unreserved_span(text + i, size - i);
        at = canonical_put_text(at, text + i, plain);
        i += plain;
        if (i == size) {
            return at;
        }
        unsigned char c = (unsigned char)text[i];
        *at++ = '%';
        *at++ = digits[c >> 4];
        *at++ = digits[c & 15];
    }
}

/* Decodes and encodes again, so that "%c3", "%C3" and the raw byte become the same. */
static char *put_recoded(char *at, const char *text, size_t size)
{
    const char *end = text + size;
    while (text < end) {
        const char *percent = memchr(text, '%', (size_t)(end - text));
        size_t plain = (size_t)((percent != NULL ? percent : end) - text);
        at = canonical_put_bytes(at, text, plain);
        text += plain;
        if (text == end) {
            break;
        }
        int high = end - text > 2 ? text_hex_digit(text[1]) : -1;
        int low = end - text > 2 ? text_hex_digit(text[2]) : -1;
        bool is_escape = high >= 0 && low >= 0;
        char c = is_escape ? (char)(high * 16 + low) : '%';
        at = canonical_put_bytes(at, &c, 1);
        text += is_escape ? 3 : 1;
    }
    return at;
}

/* A pair in the output: "name=value". */
struct query_pair {
    const char *name;
    size_t name_size;
    const char *value;
    size_t value_size;
};

static int compare_bytes(const char *a, size_t a_size, const char *b, size_t b_size)
{
    int order = memcmp(a, b, a_size < b_size ? a_size : b_size);
    if (order != 0) {
        return order;
    }
    return (a_size > b_size) - (a_size < b_size);
}

/*
 * Rule: parameters are sorted by encoded name, then by value, as bytes.  Source: IAM User Guide,
 * Create a signed AWS API request.  Test: requests_are_signed_by_each_rule.
 */
static int compare_query_pairs(const void *left, const void *right)
{
    const struct query_pair *a = left, *b = right;
    int order = compare_bytes(a->name, a->name_size, b->name, b->name_size);
    if (order != 0) {
        return order;
    }
    return compare_bytes(a->value, a->value_size, b->value, b->value_size);
}

/*
 * Rule: a parameter without a value is signed with an equals sign.  Source: IAM User Guide, Create
 * a signed AWS API request.  Test: requests_are_signed_by_each_rule.
 */
static char *put_pair(char *at, const char *text, size_t size, struct query_pair *pair)
{
    const char *equals = memchr(text, '=', size);
    size_t name_size = equals != NULL ? (size_t)(equals - text) : size;
    pair->name = at;
    at = put_recoded(at, text, name_size);
    pair->name_size = (size_t)(at - pair->name);
    *at++ = '=';
    pair->value = at;
    if (equals != NULL) {
        at = put_recoded(at, equals + 1, size - name_size - 1);
    }
    pair->value_size = (size_t)(at - pair->value);
    return at;
}

/* Rewrites the pairs in sorted order.  NULL: out of memory. */
static char *sort_pairs(char *start, const char *end, struct query_pair *pairs, size_t count)
{
    size_t size = (size_t)(end - start);
    ASSERT(count > 1); /* else it is sorted */
    char *copy = mem_alloc(size), *at = start;
    if (copy == NULL) {
        return NULL;
    }
    qsort(pairs, count, sizeof *pairs, compare_query_pairs);
    memcpy(copy, start, size);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            *at++ = '&';
        }
        at = canonical_put_text(at, copy + (pairs[i].name - start),
                                pairs[i].name_size + 1 + pairs[i].value_size);
    }
    ASSERT(at == end);
    mem_free(copy);
    return at;
}

static char *put_pairs(char *at, const char *query, struct query_pair *pairs)
{
    char *start = at;
    size_t count = 0;
    bool is_sorted = true;
    for (const char *text = query;;) {
        size_t size = strcspn(text, "&");
        if (size > 0) {
            if (count > 0) {
                *at++ = '&';
            }
            at = put_pair(at, text, size, &pairs[count]);
            is_sorted = is_sorted &&
                        (count == 0 || compare_query_pairs(&pairs[count - 1], &pairs[count]) <= 0);
            count++;
        }
        if (text[size] == '\0') {
            return is_sorted ? at : sort_pairs(start, at, pairs, count);
        }
        text += size + 1;
    }
}

static size_t count_pairs(const char *query)
{
    size_t count = 1;
    for (const char *at = strchr(query, '&'); at != NULL; at = strchr(at + 1, '&')) {
        count++;
    }
    return count;
}

char *canonical_put_query(char *at, const char *query)
{
    struct query_pair few[8], *pairs = few;
    size_t count = count_pairs(query);
    if (query[0] == '\0') {
        return at;
    }
    if (count > sizeof few / sizeof *few) {
        pairs = mem_calloc(count, sizeof *pairs);
    }
    if (pairs == NULL) {
        return NULL;
    }
    at = put_pairs(at, query, pairs);
    if (pairs != few) {
        mem_free(pairs);
    }
    return at;
}
