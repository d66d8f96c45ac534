/* connect-local: its parts. */
#include "auth/canonical.h"
#include "aws/sigv4.h"
#include "base/escape.h"
#include "base/expiry.h"
#include "base/json.h"
#include "base/token_bucket.h"
#include "core/buf.h"
#include "exchange/form.h"
#include "operations/page_token.h"
#include "state/deadlines.h"
#include "support/internals.h"
#include "support/local_fixture.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

START_TEST(map_returns_what_was_put)
{
    struct map map = { 0 };
    static int values[1000];
    char key[16];

    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "key %d", i);
        map_put(&map, key, &values[i]);
    }
    map_put(&map, "key 3", &values[0]);
    ck_assert_uint_eq(map.count, 1000);
    ck_assert_ptr_eq(map_get(&map, "key 999"), &values[999]);
    ck_assert_ptr_eq(map_get(&map, "key 3"), &values[0]);
    ck_assert_ptr_null(map_get(&map, "key 1000"));
    for (int i = 0; i < 1000; i += 2) {
        snprintf(key, sizeof key, "key %d", i);
        ck_assert_ptr_eq(map_remove(&map, key), &values[i]);
        ck_assert_ptr_null(map_remove(&map, key));
    }
    ck_assert_uint_eq(map.count, 500);
    ck_assert_ptr_eq(map_get(&map, "key 501"), &values[501]);
    map_free(&map);
}
END_TEST

START_TEST(collection_uses_no_number_twice)
{
    struct collection collection = { 0 };

    for (int i = 1; i <= 9; i++) {
        ck_assert_int_eq(collection_add(&collection, json_integer(i), NULL)->number, i);
    }
    collection_remove(&collection, 8);
    collection_remove(&collection, 0);
    collection_remove(&collection, 3);
    ck_assert_int_eq(collection_add(&collection, json_integer(10), NULL)->number, 10);
    ck_assert_uint_eq(collection.count, 7);
    ck_assert_uint_eq(collection_after(&collection, 0), 0);
    ck_assert_uint_eq(collection_after(&collection, 4), 3);
    ck_assert_int_eq(collection.items[collection_after(&collection, 5)].number, 6);
    ck_assert_uint_eq(collection_after(&collection, 9), 6);
    ck_assert_uint_eq(collection_after(&collection, 10), 7);
    collection_free(&collection);
}
END_TEST

START_TEST(bucket_allows_its_burst_and_then_its_rate)
{
    struct token_bucket bucket = { 0 };
    int taken = 0;

    for (int64_t now = 1000; now <= 11000; now += 10) {
        taken += token_bucket_take(&bucket, 2, 5, now);
    }
    ck_assert_int_eq(taken, 5 + 20);
    ck_assert(!token_bucket_take(&bucket, 2, 5, 11000));
    for (int i = 0; i < 5; i++) {
        ck_assert(token_bucket_take(&bucket, 2, 5, 1000000));
    }
    ck_assert(!token_bucket_take(&bucket, 2, 5, 1000000));
    ck_assert(token_bucket_take(&bucket, 0, 1, 1000000));
}
END_TEST

START_TEST(page_token_is_valid_for_its_query_only)
{
    static const unsigned char key[PAGE_TOKEN_KEY_SIZE] = "0123456789abcdef0123456789abcde";
    static const unsigned char other[PAGE_TOKEN_KEY_SIZE] = "x";
    static const int64_t numbers[] = { 0, 1, 255, 256, INT64_C(1) << 40, INT64_MAX };
    struct arena arena = { 0 };
    int64_t number;

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char *token = arena_strdup(&arena, page_token_create(&arena, key, "List {}", numbers[i]));

        ck_assert(strchr(token, '+') != NULL && strchr(token, '/') != NULL &&
                  strchr(token, '=') != NULL);
        ck_assert(page_token_parse(key, "List {}", token, &number));
        ck_assert_int_eq(number, numbers[i]);
        ck_assert(!page_token_parse(key, "List {\"a\":1}", token, &number));
        ck_assert(!page_token_parse(other, "List {}", token, &number));
        for (char *c = token; *c != '\0'; c++) {
            char was = *c;

            for (const char *with = "AQgw\n"; *with != '\0'; with++) {
                *c = *with;
                ck_assert(was == *with || !page_token_parse(key, "List {}", token, &number));
            }
            *c = was;
        }
    }
    ck_assert(!page_token_parse(key, "List {}", "", &number));
    arena_release(&arena);
}
END_TEST

START_TEST(uri_strings_are_decoded_or_rejected)
{
    static const struct {
        const char *text;
        bool plus;
        const char *out;
    } cases[] = {
        { "", false, "" },
        { "a%20b+c", false, "a b+c" },
        { "a%20b+c", true, "a b c" },
        { "%e2%82%AC", false, "\xe2\x82\xac" },
        { "%", false, NULL },
        { "%4", false, NULL },
        { "%4g", false, NULL },
        { "%00", false, NULL },
        { "%ff", false, NULL },
        { "\xff", false, NULL },
        { "%25", false, "%" },
        { "a%2Fb", false, "a/b" },
    };
    struct arena arena = { 0 };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *out =
            percent_decode(&arena, cases[i].text, strlen(cases[i].text), cases[i].plus);

        ck_assert_msg((out == NULL) == (cases[i].out == NULL), "%s", cases[i].text);
        if (out != NULL) {
            ck_assert_str_eq(out, cases[i].out);
        }
    }
    arena_release(&arena);
}
END_TEST

START_TEST(logs_escape_strings_from_outside)
{
    static const struct {
        const char *string, *escaped;
    } cases[] = {
        { "arn:aws:iam::1:role/a b", "arn:aws:iam::1:role/a b" },
        { "a\nGET / 200", "a\\x0aGET / 200" },
        { "\x1b[31m\x7f\t", "\\x1b[31m\\x7f\\x09" },
        { "\xff\xc3\xa9\xc3", "\\xff\xc3\xa9\\xc3" },
        { "\xc2\x85|\xe2\x80\xae|\xe2\x80\xa8|\xe2\x81\xa6",
          "\\xc2\\x85|\\xe2\\x80\\xae|\\xe2\\x80\\xa8|\\xe2\\x81\\xa6" },
        { "\\x0a", "\\\\x0a" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = BUF_INIT(1000);

        escape_add(&out, cases[i].string);
        ck_assert_str_eq(buf_text(&out), cases[i].escaped);
        buf_free(&out);
    }
}
END_TEST

START_TEST(invalid_utf8_becomes_valid_json)
{
    static const struct {
        const char *string, *repaired;
    } cases[] = {
        { "", "" },
        { "a\xff", "a\xef\xbf\xbd" },
        { "\xc3\xa9\xc3", "\xc3\xa9\xef\xbf\xbd" },
        { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *json = json_new_string(cases[i].string);

        ck_assert_str_eq(json_string_value(json), cases[i].repaired);
        json_decref(json);
    }
}
END_TEST

static bool count_and_keep(void *user, void *value)
{
    (void)value;
    ++*(size_t *)user;
    return false;
}

START_TEST(insertion_does_not_scan_for_expired_values)
{
    struct expiry_map map = { 0 };
    size_t visited = 0;
    char key[16];

    for (int i = 0; i < 10000; i++) {
        snprintf(key, sizeof key, "%d", i);
        expiry_map_prepare(&map, count_and_keep, &visited);
        map_put(&map.map, key, &visited);
    }
    ck_assert_uint_gt(visited, 0);
    ck_assert_uint_lt(visited, 4 * 10000);
    map_free(&map.map);
}
END_TEST

START_TEST(expired_tokens_are_dropped)
{
    struct deadlines deadlines = { 0 };
    char token[16];

    for (int i = 0; i < 10000; i++) {
        snprintf(token, sizeof token, "%d", i);
        deadlines_add(&deadlines, token, i + 10, i);
        ck_assert(deadlines_has(&deadlines, token, i + 9));
        ck_assert(!deadlines_has(&deadlines, token, i + 10));
    }
    ck_assert_uint_le(deadlines.by_token.map.count, EXPIRY_SCAN_MIN + 1);
    deadlines_free(&deadlines);
}
END_TEST

/* The signer of the library and the verification of connect-local are written independently. */
START_TEST(signatures_of_the_library_are_verified)
{
    static const char *const targets[] = {
        "/",
        "/instance",
        "/instance/",
        "/a/./b/../c//d",
        "/..",
        "/%2e%2e/a",
        "/a%2Fb%20c~/bot",
        "/a b/\xe1\x88\xb4",
        "/x?b=2&a=1",
        "/x?a=2&a=1&a",
        "/x?Param-3=3&Param=2&%E1%88%B4=1",
        "/x?k=a%2Bb%2Fc%3D%3D",
        "/x?=v&&",
        "/x?k=a=b",
    };
    static const char *const bodies[] = { NULL, "{}", "{\"a\": \"\xc3\xa9\"}" };

    local_start();
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        for (size_t j = 0; j < sizeof bodies / sizeof bodies[0]; j++) {
            struct exchange *exchange = exchange_new(NULL, "POST", targets[i]);
            const connect_pair headers[] = { { "host", "[::1]:8443" },
                                             { "My-Header", "  a \t  b " },
                                             { "my-header", "c" },
                                             { "Content-Type", "application/json" } };
            struct sigv4_request request = { .method = "POST",
                                             .path = exchange->path,
                                             .query = exchange->query,
                                             .headers = headers,
                                             .headers_count = 4,
                                             .body = bodies[j],
                                             .body_size =
                                                 bodies[j] != NULL ? strlen(bodies[j]) : 0 };
            struct sigv4_identity identity = { .access_key_id = "AKID",
                                               .secret_access_key = "a/b+c",
                                               .session_token = "T==",
                                               .region = "eu-west-1",
                                               .service = "connect",
                                               .time_ms = wall_ms };
            struct sigv4_headers made_headers = { 0 };
            struct sigv4_stages stages = { 0 };
            char signature[SIGNATURE_SIZE + 1], day[9];

            ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &made_headers, &stages, NULL),
                             CONNECT_OK);
            for (size_t k = 0; k < 4; k++) {
                exchange_add_header(exchange, headers[k].key, headers[k].value);
            }
            exchange_add_header(exchange, "X-Amz-Date", made_headers.date);
            exchange_add_header(exchange, "X-Amz-Security-Token", "T==");
            if (bodies[j] != NULL) {
                buf_add(&exchange->body, bodies[j], strlen(bodies[j]));
            }
            snprintf(day, sizeof day, "%.8s", made_headers.date);

            struct claim claim = {
                .date = day,
                .region = "eu-west-1",
                .service = "connect",
                .terminator = "aws4_request",
                .timestamp = made_headers.date,
                .signed_headers = "content-type;host;my-header;x-amz-date;x-amz-security-token"
            };

            canonical_signature(exchange, &claim, "a/b+c", signature);
            ck_assert_msg(strcmp(signature, stages.signature) == 0, "%s:\n%s", targets[i],
                          buf_text(&stages.canonical_request));
            sigv4_headers_free(&made_headers);
            stages_free(&stages);
            exchange_free(exchange);
        }
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("connect-local");
    TCase *parts = tcase_create("parts");
    TCase *signatures = tcase_create("signatures");

    tcase_add_test(parts, map_returns_what_was_put);
    tcase_add_test(parts, collection_uses_no_number_twice);
    tcase_add_test(parts, bucket_allows_its_burst_and_then_its_rate);
    tcase_add_test(parts, page_token_is_valid_for_its_query_only);
    tcase_add_test(parts, uri_strings_are_decoded_or_rejected);
    tcase_add_test(parts, logs_escape_strings_from_outside);
    tcase_add_test(parts, invalid_utf8_becomes_valid_json);
    tcase_add_test(parts, insertion_does_not_scan_for_expired_values);
    tcase_add_test(parts, expired_tokens_are_dropped);
    suite_add_tcase(suite, parts);
    tcase_add_checked_fixture(signatures, local_set_up, local_tear_down);
    tcase_add_test(signatures, signatures_of_the_library_are_verified);
    suite_add_tcase(suite, signatures);
    return suite;
}
