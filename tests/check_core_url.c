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
    { "http://[0:0:0:0:0:0:0:1]:81", "http", "::1", "[::1]:81", "", 81 },
    { "http://[2001:DB8::0:1:0:0:1]/", "http", "2001:db8::1:0:0:1", "[2001:db8::1:0:0:1]", "", 80 },
    { "http://[::ffff:7f00:1]", "http", "::ffff:127.0.0.1", "[::ffff:127.0.0.1]", "", 80 },
    { "https://1.2.3.4:443", "https", "1.2.3.4", "1.2.3.4", "", 443 },
    { "https://4.example:444", "https", "4.example", "4.example:444", "", 444 },
    { "https://0x7f.example", "https", "0x7f.example", "0x7f.example", "", 443 },
    { "https://h/%3a%2F%aB/%7e", "https", "h", "h", "/%3A%2F%AB/%7E", 443 },
    { "https://[::1]:8443/x", "https", "::1", "[::1]:8443", "/x", 8443 },
    { "http://[FD00:ec2::254]", "http", "fd00:ec2::254", "[fd00:ec2::254]", "", 80 },
    { "http://local-stack:1/p%20q/~a", "http", "local-stack", "local-stack:1", "/p%20q/~a", 1 },
    { "https://example.com.", "https", "example.com.", "example.com.", "", 443 },
    { "http://a.b:65535/user@host/x:y", "http", "a.b", "a.b:65535", "/user@host/x:y", 65535 },
};

START_TEST(url_is_parsed_into_its_parts)
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
    "https://127.1",
    "https://2130706433",
    "https://0x7f000001",
    "https://0X7F.1",
    "https://0177.0.0.1",
    "https://127.0.0.01",
    "https://127.0.0.1.",
    "https://1.2.3.4.5",
    "https://256.1.1.1",
    "https://example.1",
    "https://example.0x1.",
    "https://[::1.2.3]",
    "https://[1::2::3]",
    "https://h/%",
    "https://h/%4",
    "https://h/%4g",
    "https://h/a%%41",
};

START_TEST(unusable_url_is_refused_by_name)
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

START_TEST(no_url_is_said_to_be_empty)
{
    static const char *const texts[] = { NULL, "" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct arena arena = { 0 };
        struct url url;
        connect_error *error = NULL;
        ck_assert_int_eq(url_parse(&arena, texts[i], "proxy", &url, &error),
                         CONNECT_E_CONFIGURATION);
        ck_assert_str_eq(connect_error_message(error), "proxy: the URL is empty");
        connect_error_free(error);
        arena_release(&arena);
    }
}
END_TEST

START_TEST(password_in_a_url_is_refused_and_not_repeated)
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

START_TEST(overlong_urls_hosts_and_labels_are_refused)
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

START_TEST(host_label_is_letters_digits_and_inner_hyphens)
{
    static const char *const labels[] = { "us-west-2", "A1", "a" };
    static const char *const no[] = {
        "", "-a", "a-", "a..b", "a_b", "_a", "b._a", "a b", "a\n", "\xc3\xa9", "a%b", "a#",
    };
    struct arena arena = { 0 };
    struct url url;
    char text[80];
    for (size_t i = 0; i < COUNT(labels); i++) {
        snprintf(text, sizeof text, "https://%s.example", labels[i]);
        ck_assert_int_eq(url_parse(&arena, text, "x", &url, NULL), CONNECT_OK);
        ck_assert_uint_eq(strlen(url.host), strlen(text) - strlen("https://"));
    }
    for (size_t i = 0; i < COUNT(no); i++) {
        snprintf(text, sizeof text, "https://%s.example", no[i]);
        ck_assert_msg(url_parse(&arena, text, "x", &url, NULL) != CONNECT_OK, "%s", no[i]);
    }
    arena_release(&arena);
}
END_TEST

START_TEST(loopback_is_recognised_by_address_and_name)
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

static const struct {
    const char *text, *masked;
} texts_with_userinfo[] = {
    { "", "" },
    { "nothing", "nothing" },
    { "http://host/path", "http://host/path" },
    { "http://user:hunter2@host:1/", "http://***@host:1/" },
    { "Unsupported proxy scheme for 'ftp://user:hunter2@127.0.0.1:1'",
      "Unsupported proxy scheme for 'ftp://***@127.0.0.1:1'" },
    { "Unsupported proxy syntax in 'user:hunter2@host:x'",
      "Unsupported proxy syntax in '***@host:x'" },
    { "a://u@b c://hunter2@d e", "a://*@b c://***@d e" },
    { "http://us'er:hunt@er2@host and more", "http://***@host and more" },
    { "http://user:hunter2://x@host", "http://***@host" },
    { "@ @@ a@b", "@ *@ *@b" },
    { "a@b://", "a@b://" },
    { "\tlong-user@host\n", "\t***@host\n" },
};

START_TEST(userinfo_is_masked_in_every_url_of_a_text)
{
    char text[200];
    snprintf(text, sizeof text, "%s", texts_with_userinfo[_i].text);
    url_mask_userinfo(text);
    ck_assert_str_eq(text, texts_with_userinfo[_i].masked);
}
END_TEST

START_TEST(url_for_a_message_hides_userinfo_and_query)
{
    char out[64];
    url_mask("https://user:planted@host/path?token=planted#planted", out, sizeof out);
    ck_assert_str_eq(out, "https://***@host/path?***");
    url_mask("/relative\r\n\x1b[2J#planted", out, sizeof out);
    ck_assert_ptr_nonnull(strstr(out, "/relative"));
    ck_assert_ptr_null(strchr(out, '\x1b'));
    ck_assert_ptr_null(strstr(out, "planted"));
    /* Cut within the userinfo, its end is not seen. */
    url_mask("https://planted-planted-planted-planted-planted-planted-planted-planted@host/", out,
             sizeof out);
    ck_assert_str_eq(out, "");
    for (size_t room = 1; room < sizeof out; room++) {
        size_t size = url_mask("https://user:planted@host/path?token", out, room);
        ck_assert_uint_lt(size, room);
        ck_assert_uint_eq(strlen(out), size);
        ck_assert_ptr_null(strstr(out, "plan"));
    }
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

START_TEST(url_parsing_survives_every_allocation_failure)
{
    static char text[1500];
    memset(text, 'a', sizeof text - 1);
    memcpy(text, "https://[::1]:8443/", 19);
    memory_watch();
    memory_fail_each(parse_one, text, 0);
    memory_unwatch();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core/url");
    TCase *url = tcase_create("url");
    tcase_add_checked_fixture(url, memory_watch, memory_end);
    tcase_add_loop_test(url, url_is_parsed_into_its_parts, 0, COUNT(good));
    tcase_add_loop_test(url, unusable_url_is_refused_by_name, 0, COUNT(bad));
    tcase_add_test(url, no_url_is_said_to_be_empty);
    tcase_add_test(url, password_in_a_url_is_refused_and_not_repeated);
    tcase_add_test(url, overlong_urls_hosts_and_labels_are_refused);
    tcase_add_test(url, host_label_is_letters_digits_and_inner_hyphens);
    tcase_add_test(url, loopback_is_recognised_by_address_and_name);
    tcase_add_loop_test(url, userinfo_is_masked_in_every_url_of_a_text, 0,
                        COUNT(texts_with_userinfo));
    tcase_add_test(url, url_for_a_message_hides_userinfo_and_query);
    tcase_add_test(url, url_parsing_survives_every_allocation_failure);
    suite_add_tcase(suite, url);
    return suite;
}
