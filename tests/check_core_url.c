/* Core: URLs and host labels. */
#include "core/url.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct {
    const char *text, *scheme, *host, *authority, *path;
    int port;
} good[] = {
    { "https://connect.us-west-2.amazonaws.com", "https", "connect.us-west-2.amazonaws.com",
      "connect.us-west-2.amazonaws.com", "", 443 },
    { "https://example.com/", "https", "example.com", "example.com", "", 443 },
    { "HTTP://LocalHost:4566", "http", "localhost", "localhost:4566", "", 4566 },
    { "http://127.0.0.1:80/a/b//", "http", "127.0.0.1", "127.0.0.1", "/a/b", 80 },
    { "https://h:80", "https", "h", "h:80", "", 80 },
    { "http://h:443", "http", "h", "h:443", "", 443 },
    { "https://[::1]:8443/x", "https", "::1", "[::1]:8443", "/x", 8443 },
    { "http://[FD00:ec2::254]", "http", "fd00:ec2::254", "[fd00:ec2::254]", "", 80 },
    { "http://local-stack:1/p%20q/~a", "http", "local-stack", "local-stack:1", "/p%20q/~a", 1 },
    { "https://example.com.", "https", "example.com.", "example.com.", "", 443 },
    { "http://a.b:65535/user@host/x:y", "http", "a.b", "a.b:65535", "/user@host/x:y", 65535 },
};

START_TEST(a_url_is_taken_apart)
{
    struct arena arena = { 0 };
    struct url url;
    connect_error *error = NULL;
    ck_assert_int_eq(url_parse(&arena, good[_i].text, "endpoint_url", &url, &error), CONNECT_OK);
    ck_assert_str_eq(url.scheme, good[_i].scheme);
    ck_assert_str_eq(url.host, good[_i].host);
    ck_assert_str_eq(url.authority, good[_i].authority);
    ck_assert_str_eq(url.path, good[_i].path);
    ck_assert_int_eq(url.port, good[_i].port);
    ck_assert_ptr_null(error);
    arena_release(&arena);
}
END_TEST

static const char *const bad[] = {
    "",
    "example.com",
    "//example.com",
    "https:/example.com",
    "https:example.com",
    "ftp://example.com",
    "file:///etc/passwd",
    "https://",
    "https:///path",
    "https://:443",
    "https://h:",
    "https://h:0",
    "https://h:65536",
    "https://h:-1",
    "https://h:+1",
    "https://h:1x",
    "https://h:99999999999999999999",
    "https://h?x=1",
    "https://h/?x=1",
    "https://h/#f",
    "https://h#f",
    "https://a..b",
    "https://.a",
    "https://a..",
    "https://.",
    "https://host_name",
    "https://-a",
    "https://a-",
    "https://a b",
    "https://a/b c",
    "https://a\n",
    "https://a/\r\nHost: x",
    "https://\xc3\xa9.com",
    "https://a/\xc3\xa9",
    "https://[::1",
    "https://[::1]x",
    "https://[]",
    "https://[1.2.3.4]",
    "https://[::1%25eth0]",
    "https://::1",
    "https://a\\b",
    "https://a/\\b",
    "https://a/../b",
    "https://a/./b",
    "https://a/b/..",
    "https://a/.",
    "https://a%2eb",
    "https://a/<b>",
    "https://a/\"b\"",
    "https://a/b|c",
    " https://a",
    "https://a ",
    "https://a/\x7f",
    "https://a,b",
};

START_TEST(what_is_no_usable_url_is_refused_by_name)
{
    struct arena arena = { 0 };
    struct url url;
    connect_error *error = NULL;
    ck_assert_msg(url_parse(&arena, bad[_i], "AWS_ENDPOINT_URL", &url, &error) ==
                      CONNECT_E_CONFIGURATION,
                  "%s", bad[_i]);
    ck_assert_int_eq(connect_error_code(error), CONNECT_E_CONFIGURATION);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "AWS_ENDPOINT_URL"));
    connect_error_free(error);
    arena_release(&arena);
}
END_TEST

START_TEST(a_password_in_a_url_is_refused_and_not_repeated)
{
    static const char *const texts[] = {
        "https://user:planted@host/",
        "https://planted@host",
        "planted://u@host",
        "https:user:planted@host",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct arena arena = { 0 };
        struct url url;
        connect_error *error = NULL;
        ck_assert_int_eq(url_parse(&arena, texts[i], "proxy", &url, &error),
                         CONNECT_E_CONFIGURATION);
        ck_assert_ptr_null(strstr(connect_error_message(error), "planted"));
        connect_error_free(error);
        arena_release(&arena);
    }
}
END_TEST

START_TEST(long_urls_hosts_and_labels_are_refused)
{
    struct arena arena = { 0 };
    struct url url;
    static char text[5000];
    memset(text, 'a', sizeof text - 1);
    memcpy(text, "https://h/", 10);
    ck_assert_int_eq(url_parse(&arena, text, "x", &url, NULL), CONNECT_E_CONFIGURATION);
    text[2048] = '\0';
    ck_assert_int_eq(url_parse(&arena, text, "x", &url, NULL), CONNECT_OK);

    size_t size = (size_t)snprintf(text, sizeof text, "https://");
    for (int i = 0; i < 63; i++) {
        text[size++] = 'a';
    }
    text[size] = '\0';
    ck_assert_int_eq(url_parse(&arena, text, "x", &url, NULL), CONNECT_OK);
    memcpy(text + size, "a", 2);
    ck_assert_int_eq(url_parse(&arena, text, "x", &url, NULL), CONNECT_E_CONFIGURATION);

    size = (size_t)snprintf(text, sizeof text, "https://a");
    for (int i = 0; i < 126; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, ".a");
    }
    ck_assert_int_eq(url_parse(&arena, text, "x", &url, NULL), CONNECT_OK);
    memcpy(text + size, ".a", 3);
    ck_assert_int_eq(url_parse(&arena, text, "x", &url, NULL), CONNECT_E_CONFIGURATION);
    arena_release(&arena);
}
END_TEST

START_TEST(a_host_label_is_letters_digits_and_inner_hyphens)
{
    ck_assert(url_is_host_label("us-west-2", 9));
    ck_assert(url_is_host_label("A1", 2));
    ck_assert(url_is_host_label("a.b", 1));
    static const char *const no[] = {
        "", "-a", "a-", "a.b", "a_b", "a/b", "a@b", "a b", "a\n", "\xc3\xa9", "a:b", "a%b", "a#",
    };
    for (size_t i = 0; i < COUNT(no); i++) {
        ck_assert_msg(!url_is_host_label(no[i], strlen(no[i])), "%s", no[i]);
    }
    ck_assert(!url_is_host_label(NULL, 0));
    ck_assert(!url_is_host_label("a\0b", 3));
}
END_TEST

START_TEST(loopback_is_known_by_its_addresses_and_name_only)
{
    static const char *const yes[] = {
        "localhost", "LOCALHOST", "127.0.0.1", "127.255.0.9", "::1", "0:0:0:0:0:0:0:1",
    };
    static const char *const no[] = {
        "",
        "localhost.example.com",
        "notlocalhost",
        "128.0.0.1",
        "127.0.0.1.example.com",
        "127.1",
        "0177.0.0.1",
        "2130706433",
        "::2",
        "::ffff:127.0.0.1",
        "[::1]",
        "10.0.0.1",
        "0.0.0.0",
    };
    for (size_t i = 0; i < COUNT(yes); i++) {
        ck_assert_msg(url_host_is_loopback(yes[i]), "%s", yes[i]);
    }
    for (size_t i = 0; i < COUNT(no); i++) {
        ck_assert_msg(!url_host_is_loopback(no[i]), "%s", no[i]);
    }
    ck_assert(!url_host_is_loopback(NULL));
}
END_TEST

static bool parse_one(void *user)
{
    struct arena arena = { 0 };
    struct url url;
    connect_error *error = NULL;
    connect_status status = url_parse(&arena, user, "x", &url, &error);
    ck_assert_int_eq(connect_error_code(error), status);
    ck_assert(status == CONNECT_OK || status == CONNECT_E_MEMORY);
    connect_error_free(error);
    arena_release(&arena);
    return status == CONNECT_OK;
}

START_TEST(a_url_survives_every_failing_allocation)
{
    static char text[1500];
    memset(text, 'a', sizeof text - 1);
    memcpy(text, "https://[::1]:8443/", 19);
    memory_watch();
    memory_fail_each(parse_one, text, true);
    memory_unwatch();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core/url");
    TCase *url = tcase_create("url");
    tcase_add_loop_test(url, a_url_is_taken_apart, 0, COUNT(good));
    tcase_add_loop_test(url, what_is_no_usable_url_is_refused_by_name, 0, COUNT(bad));
    tcase_add_test(url, a_password_in_a_url_is_refused_and_not_repeated);
    tcase_add_test(url, long_urls_hosts_and_labels_are_refused);
    tcase_add_test(url, a_host_label_is_letters_digits_and_inner_hyphens);
    tcase_add_test(url, loopback_is_known_by_its_addresses_and_name_only);
    tcase_add_test(url, a_url_survives_every_failing_allocation);
    suite_add_tcase(suite, url);
    return suite;
}
