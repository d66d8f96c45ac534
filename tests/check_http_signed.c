/*
 * HTTP: what is sent is what was signed.  A client with real credentials sends over libcurl, and
 * the signature of each request is computed again from the bytes that arrived.
 */
#include "aws/sigv4.h"
#include "core/buf.h"
#include "core/text.h"
#include "core/time.h"
#include "support/loop_driver.h"
#include "support/suite.h"
#include "support/tunnel.h"
#include "support/wire_tls.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define HEADERS_MAX 32
#define TOKEN "FwoGZXIvYXdzEJr//session//token=="

/* ---- a request as it arrived ---- */

struct arrived {
    char *text; /* cut into pieces by NULs */
    const char *method, *path, *query, *body;
    const char *origin; /* of a request to a proxy: scheme, host and port; or NULL */
    connect_pair headers[HEADERS_MAX];
    size_t count;
};

static const char *header_of(const struct arrived *arrived, const char *name)
{
    for (size_t i = 0; i < arrived->count; i++) {
        if (text_equal_nocase(arrived->headers[i].key, name)) {
            return arrived->headers[i].value;
        }
    }
    return NULL;
}

static char *cut(char *text, const char *end)
{
    char *found = strstr(text, end);
    ck_assert_msg(found != NULL, "no \"%s\" in %s", end, text);
    *found = '\0';
    return found + strlen(end);
}

static void arrived_parse(struct arrived *arrived, const char *text)
{
    memset(arrived, 0, sizeof *arrived);
    ck_assert_ptr_nonnull(text);
    char *rest = arrived->text = strdup(text);
    arrived->method = rest;
    rest = cut(rest, " ");
    char *target = rest;
    rest = cut(rest, " HTTP/1.1\r\n");
    char *scheme = strstr(target, "://");
    if (scheme != NULL) {
        char *path = strchr(scheme + 3, '/');
        ck_assert_ptr_nonnull(path);
        arrived->origin = strndup(target, (size_t)(path - target));
        target = path;
    }
    arrived->path = target;
    arrived->query = "";
    char *query = strchr(target, '?');
    if (query != NULL) {
        *query = '\0';
        arrived->query = query + 1;
    }
    while (strncmp(rest, "\r\n", 2) != 0) {
        char *name = rest;
        rest = cut(rest, "\r\n");
        char *value = cut(name, ":");
        arrived->headers[arrived->count++] = (connect_pair){ name, value + strspn(value, " ") };
        ck_assert_uint_lt(arrived->count, HEADERS_MAX);
    }
    arrived->body = rest + 2;
}

static void arrived_free(struct arrived *arrived)
{
    free((char *)arrived->origin);
    free(arrived->text);
}

/* The headers named in SignedHeaders, with the values that arrived; those the signer adds left out.
 */
static size_t signed_headers(const struct arrived *arrived, char *names, connect_pair *out)
{
    size_t count = 0;
    for (char *name = strtok(names, ";"); name != NULL; name = strtok(NULL, ";")) {
        const char *value = header_of(arrived, name);
        ck_assert_msg(value != NULL, "%s was signed and not sent", name);
        if (strcmp(name, "x-amz-date") != 0 && strcmp(name, "x-amz-security-token") != 0) {
            out[count++] = (connect_pair){ name, value };
        }
    }
    return count;
}

static void check_signature(const struct arrived *arrived)
{
    connect_pair headers[HEADERS_MAX];
    const char *authorization = header_of(arrived, "authorization");
    ck_assert_ptr_nonnull(authorization);
    const char *mark = strstr(authorization, "SignedHeaders=");
    ck_assert_ptr_nonnull(mark);
    mark += strlen("SignedHeaders=");
    char *names = strndup(mark, strcspn(mark, ","));
    struct sigv4_request request = {
        .method = arrived->method,
        .path = arrived->path,
        .query = arrived->query,
        .headers = headers,
        .headers_count = signed_headers(arrived, names, headers),
        .body = arrived->body,
        .body_size = strlen(arrived->body),
    };
    struct sigv4_identity identity = {
        .access_key_id = WORLD_KEY,
        .secret_access_key = WORLD_SECRET,
        .session_token = header_of(arrived, "x-amz-security-token"),
        .region = "us-west-2",
        .service = "connect",
    };
    const char *date = header_of(arrived, "x-amz-date");
    char iso[32];
    struct sigv4_headers expected = { 0 };
    ck_assert_ptr_nonnull(date);
    snprintf(iso, sizeof iso, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", date, date + 4, date + 6, date + 9,
             date + 11, date + 13);
    ck_assert(time_parse_iso(iso, strlen(iso), &identity.time_ms));
    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &expected, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(authorization, buf_text(&expected.authorization));
    sigv4_headers_free(&expected);
    free(names);
}

static void check_arrived(struct wire_server *server, int index, const char *path)
{
    struct arrived arrived;
    arrived_parse(&arrived, wire_request(server, index));
    ck_assert_msg(strstr(arrived.path, path) != NULL, "%s was sent as %s", path, arrived.path);
    check_signature(&arrived);
    if (arrived.origin != NULL) {
        const char *authority = strstr(arrived.origin, "://") + 3;
        ck_assert_str_eq(header_of(&arrived, "host"), authority);
    }
    arrived_free(&arrived);
}

/* ---- requests ---- */

static const connect_pair empty_header = { "X-Empty", "" };
static const connect_pair spaces_header = { "X-Spaces", "  " };
static const connect_pair plain_header = { "X-Plain", " two  words " };
static const connect_pair *const headers[] = { &empty_header, &plain_header, &spaces_header };

static connect_status client_make(const char *url, const char *proxy, const char *ca_bundle,
                                  connect_client **out, connect_error **error)
{
    connect_credentials_provider *provider = NULL;
    connect_credentials credentials = { .size = sizeof credentials,
                                        .access_key_id = WORLD_KEY,
                                        .secret_access_key = WORLD_SECRET,
                                        .session_token = TOKEN };
    ck_assert_int_eq(connect_credentials_static(&credentials, &provider, NULL), CONNECT_OK);
    connect_client_options options = { .size = sizeof options,
                                       .region = "us-west-2",
                                       .endpoint_url = url,
                                       .proxy = proxy,
                                       .ca_bundle = ca_bundle,
                                       .credentials = provider,
                                       .retry_mode = CONNECT_RETRY_OFF };
    connect_status status = connect_client_new(&options, out, error);
    connect_credentials_provider_free(provider);
    return status;
}

static connect_client *client_new(const char *url, const char *proxy, const char *ca_bundle)
{
    connect_client *client = NULL, *view = NULL;
    ck_assert_int_eq(client_make(url, proxy, ca_bundle, &client, NULL), CONNECT_OK);
    connect_call_options call = { .size = sizeof call,
                                  .headers = headers,
                                  .headers_count = COUNT(headers) };
    ck_assert_int_eq(connect_client_with(client, &call, &view, NULL), CONNECT_OK);
    connect_client_free(client);
    return view;
}

static void send_all(connect_client *client, struct wire_server *server)
{
    static const connect_pair query = { "a b", "c/d%3a" };
    static const connect_pair *const queries[] = { &query };
    connect_error *error = NULL;
    char *out = NULL;
    connect_status status =
        connect_send(client, "GET", "/tags/arn%3aaws%2fx%7e", queries, 1, NULL, &out, &error);
    ck_assert_msg(status == CONNECT_OK, "%s", connect_error_message(error));
    connect_free(out);
    check_arrived(server, 0, "/tags/arn%3Aaws%2Fx%7E");
    status = connect_send(client, "PUT", "/a/b", NULL, 0, "{\"x\":1}", NULL, NULL);
    ck_assert_int_eq(status, CONNECT_OK);
    check_arrived(server, 1, "/a/b");
    connect_describe_instance_response *described = NULL;
    (void)world_describe(client, &described, NULL);
    connect_free(described);
    check_arrived(server, 2, "/instance/" WORLD_ID);
}

/* ---- over http ---- */

static const struct {
    const char *host, *path;
} direct[] = {
    { "http://127.0.0.1", "" },
    { "http://127.0.0.1", "/base%3ax/%7ey" },
    { "HTTP://LocalHost", "/" },
};

START_TEST(http_request_is_sent_as_signed)
{
    char url[128];
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    snprintf(url, sizeof url, "%s:%d%s", direct[_i].host, wire_port(server), direct[_i].path);
    connect_client *client = client_new(url, "", NULL);
    send_all(client, server);
    connect_client_free(client);
    wire_stop(server);
}
END_TEST

static const char *const through_a_proxy[] = {
    "http://127.0.0.1:1234/base%3ax",
    "http://Example.COM",
    "http://example.com.:81",
    "http://[0:0:0:0:0:0:0:1]:8080",
    "http://[0:0:0:0:0:FFFF:127.0.0.1]:8080",
    "http://[::ffff:7f00:1]:8080",
    "http://[2001:DB8:0:0:1:0:0:1]/%7ex",
    "http://[2001:db8::0001:0002]:80",
};

START_TEST(http_request_through_a_proxy_is_sent_as_signed)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    connect_client *client = client_new(through_a_proxy[_i], wire_url(server, ""), NULL);
    send_all(client, server);
    connect_client_free(client);
    wire_stop(server);
}
END_TEST

/* The same with the proxy of the environment, of which libcurl alone knows when it applies. */
START_TEST(http_request_with_environment_proxies_is_sent_as_signed)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    setenv("http_proxy", wire_url(server, ""), 1);
    if (_i == 1) {
        setenv("no_proxy", "127.0.0.1", 1);
    }
    connect_client *client = client_new(wire_url(server, "/base%3ax"), NULL, NULL);
    send_all(client, server);
    ck_assert_int_eq(strncmp(wire_request(server, 0), "GET http://", 11) == 0, _i == 0);
    connect_client_free(client);
    unsetenv("http_proxy");
    unsetenv("no_proxy");
    wire_stop(server);
}
END_TEST

/* ---- over https ---- */

START_TEST(https_request_is_sent_as_signed)
{
    char url[128];
    struct wire_tls *tls = wire_tls_new(WIRE_GOOD, 0);
    struct wire_server *server = wire_start(wire_script_ok, NULL, wire_tls_io(tls));
    struct tunnel *tunnel = tunnel_start(wire_port(server));
    snprintf(url, sizeof url, "https://LOCALHOST:%d/base%%3ax", wire_port(server));
    connect_client *client =
        client_new(url, _i == 1 ? tunnel_url(tunnel) : "", wire_tls_bundle(tls));
    send_all(client, server);
    int connections = loop_driver_is_chosen() ? wire_requests(server) : 1;
    ck_assert_int_eq(tunnel_count(tunnel), _i * connections);
    connect_client_free(client);
    tunnel_stop(tunnel);
    wire_stop(server);
    wire_tls_free(tls);
}
END_TEST

/* ---- numeric hosts ---- */

static const char *const odd_numbers[] = {
    "http://127.1:80",        "http://2130706433:80", "http://0x7f000001",  "http://0177.0.0.1",
    "http://127.0.0.01",      "http://127.0.0.1.:80", "http://1.2.3.4.5",   "http://a.0x1",
    "http://256.0.0.1",       "http://127.0.0.0x1",   "http://example.123", "http://0x:80",
    "https://0x7F.1:80/path", "http://1.2.3.4.:8080",
};

START_TEST(numeric_host_in_an_unusual_form_is_refused)
{
    connect_client *client = NULL;
    connect_error *error = NULL;
    connect_status status = client_make(odd_numbers[_i], "", NULL, &client, &error);
    if (status == CONNECT_OK) {
        status = connect_client_warm_up(client, &error);
    }
    ck_assert(status == CONNECT_E_CONFIGURATION || status == CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "IPv4 address");
    connect_error_free(error);
    connect_client_free(client);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/signed");
    TCase *tcase = tcase_create("signed");
    tcase_set_timeout(tcase, 30);
    tcase_add_loop_test(tcase, http_request_is_sent_as_signed, 0, COUNT(direct));
    tcase_add_loop_test(tcase, http_request_through_a_proxy_is_sent_as_signed, 0,
                        COUNT(through_a_proxy));
    tcase_add_loop_test(tcase, http_request_with_environment_proxies_is_sent_as_signed, 0, 2);
    tcase_add_loop_test(tcase, https_request_is_sent_as_signed, 0, 2);
    tcase_add_loop_test(tcase, numeric_host_in_an_unusual_form_is_refused, 0, COUNT(odd_numbers));
    suite_add_tcase(suite, tcase);
    return suite;
}
