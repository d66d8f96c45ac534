/* Preparing an easy handle for one request. */
#include "http/connection.h"

#include "core/assert.h"
#include "core/text.h"
#include "core/url.h"
#include "http/connection_options.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* The headers of a request signed with keys that have no session token. */
#define HEADERS_ROOM 768

void connection_init(struct connection *connection, const struct connection_settings *settings,
                     struct socket_keeper *keeper)
{
    ASSERT(settings != NULL && keeper != NULL);
    *connection = (struct connection){ .settings = settings, .keeper = keeper };
    connection->arena.secret = true;
    connection->arena.first = HEADERS_ROOM;
}

void connection_release(struct connection *connection)
{
    curl_easy_cleanup(connection->easy);
    curl_url_cleanup(connection->origin_url);
    mem_free(connection->origin);
    arena_release(&connection->arena);
    connection->easy = NULL;
    connection->origin_url = NULL;
    connection->origin = NULL;
}

static connect_status of_code(CURLcode code, connect_http_failure *failure)
{
    return code == CURLE_OK ? CONNECT_OK : failure_set(failure, CONNECT_E_MEMORY, "out of memory");
}

static connect_status set_headers(struct connection *connection,
                                  const connect_http_request *request,
                                  connect_http_failure *failure)
{
    struct curl_slist *list = NULL;
    connect_status status = connection_list_headers(connection, request, &list);
    if (status == CONNECT_E_ARGUMENT) {
        return failure_set(failure, status, "a header has a character that HTTP does not allow");
    }
    CURLcode code = status == CONNECT_OK
                        ? curl_easy_setopt(connection->easy, CURLOPT_HTTPHEADER, list)
                        : CURLE_OUT_OF_MEMORY;
    return of_code(code, failure);
}

/*
 * Rule: a request without a body has length 0, except for GET and HEAD.  Source: RFC 9110, 8.6.
 * Test: missing_body_has_length_0.
 */
/* POSTFIELDS under another method's name: the upload path would add Expect and chunks. */
static connect_status set_method(CURL *easy, const connect_http_request *request,
                                 connect_http_failure *failure)
{
    if (!text_is_token(request->method, strlen(request->method))) {
        return failure_set(failure, CONNECT_E_ARGUMENT, "the method is not valid");
    }
    bool bare = connection_is_bare(request);
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    if (code == CURLE_OK && strcmp(request->method, "HEAD") == 0) {
        code = curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    }
    if (code == CURLE_OK && !bare) {
        curl_off_t size = request->body != NULL ? (curl_off_t)request->body_size : 0;
        (void)curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, size);
        code =
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body != NULL ? request->body : "");
    }
    if (code == CURLE_OK) {
        code = curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, bare ? NULL : request->method);
    }
    return of_code(code, failure);
}

static char no_url[] = "";
static const struct proxy_choice no_proxy = { no_url, NULL, true };

static connect_status set_proxy(struct connection *connection, const connect_http_request *request,
                                connect_http_failure *failure)
{
    const struct proxies *proxies = &connection->settings->proxies;
    const struct proxy_choice *proxy =
        request->direct ? &no_proxy : proxies_for(proxies, request->url);
    if (!proxy->is_valid) {
        char text[sizeof failure->message];
        (void)snprintf(text, sizeof text, "%s: " PROXY_EXPECTED,
                       proxy->variable != NULL ? proxy->variable : "proxy");
        return failure_set(failure, CONNECT_E_CONFIGURATION, text);
    }
    if (proxy == connection->proxy) {
        return CONNECT_OK;
    }
    /* Both are always set: otherwise libcurl would read the environment by itself. */
    bool has_proxy = proxy->url[0] != '\0';
    const struct option_row rows[] = {
        POINTER(CURLOPT_PROXY, proxy->url, has_proxy),
        POINTER(CURLOPT_NOPROXY, has_proxy ? proxies->exceptions : "", false),
    };
    connect_status status =
        options_set(connection->easy, rows, sizeof rows / sizeof rows[0], failure);
    connection->proxy = status == CONNECT_OK ? proxy : NULL;
    return status;
}

static CURLcode parse_origin(struct connection *connection, const char *url, size_t size)
{
    if (connection->origin_url == NULL) {
        connection->origin_url = curl_url();
    }
    mem_free(connection->origin);
    connection->origin = NULL;
    char *origin = connection->origin_url != NULL ? mem_alloc(size + 1) : NULL;
    if (origin == NULL) {
        return CURLE_OUT_OF_MEMORY;
    }
    memcpy(origin, url, size);
    origin[size] = '\0';
    CURLUcode code = curl_url_set(connection->origin_url, CURLUPART_URL, origin, 0);
    if (code != CURLUE_OK) {
        mem_free(origin);
        return code == CURLUE_OUT_OF_MEMORY ? CURLE_OUT_OF_MEMORY : CURLE_URL_MALFORMAT;
    }
    connection->origin = origin;
    return CURLE_OK;
}

/* Parses the origin once for many requests; CURLE_URL_MALFORMAT: libcurl should see the whole. */
static CURLcode set_origin(struct connection *connection, const char *url, size_t size)
{
    CURLcode code = CURLE_OK;
    const char *held = connection->origin;
    if (held == NULL || strncmp(held, url, size) != 0 || held[size] != '\0') {
        code = parse_origin(connection, url, size); /* into the one that libcurl may have by now */
    }
    if (code == CURLE_OK && !connection->has_origin) {
        code = curl_easy_setopt(connection->easy, CURLOPT_CURLU, connection->origin_url);
        connection->has_origin = code == CURLE_OK;
    }
    return code;
}

static CURLcode set_whole_url(struct connection *connection, const char *url)
{
    connection->has_origin = false;
    CURLcode code = curl_easy_setopt(connection->easy, CURLOPT_CURLU, NULL);
    if (code == CURLE_OK || code == CURLE_UNKNOWN_OPTION) {
        code = curl_easy_setopt(connection->easy, CURLOPT_URL, url);
    }
    return code;
}

/*
 * Rule: the path and query are sent byte for byte as they were signed.  Source: AWS Signature
 * Version 4, canonical request.  Test: path_is_sent_unchanged.
 */
/*
 * The path and query go out as they were signed, because they bypass libcurl's URL: it leaves out a
 * query that it has no memory for (7.88), and changes the case of escapes (8.23).  A proxy for
 * plain http gets the whole URL, which libcurl composes: whether the proxy applies to this host is
 * known to it alone.
 */
static connect_status set_url(struct connection *connection, const connect_http_request *request,
                              connect_http_failure *failure)
{
    size_t size = url_origin_size(request->url);
    ASSERT(size <= strlen(request->url));
    const char *target = request->url + size;
    bool composed = !text_starts(request->url, "https:") && proxy_takes_urls(connection->proxy);
    CURLcode code = CURLE_URL_MALFORMAT;
    if (composed || *target != '/' || strchr(target, '#') != NULL) {
        target = NULL; /* without a path, libcurl adds one */
    } else {
        code = set_origin(connection, request->url, size);
    }
    if (code == CURLE_URL_MALFORMAT || code == CURLE_UNKNOWN_OPTION) {
        code = set_whole_url(connection, request->url);
    }
    if (code == CURLE_OK) {
        code = curl_easy_setopt(connection->easy, CURLOPT_REQUEST_TARGET, target);
    }
    if (code == CURLE_BAD_FUNCTION_ARGUMENT) {
        return failure_set(failure, CONNECT_E_ARGUMENT, "the URL is longer than libcurl allows");
    }
    if (code != CURLE_OK) {
        return option_refused(code, "CURLOPT_REQUEST_TARGET", failure);
    }
    return CONNECT_OK;
}

static long to_long(int64_t ms)
{
    return ms < 1 ? 1 : ms < INT_MAX ? (long)ms : INT_MAX;
}

static connect_status set_request(struct connection *connection,
                                  const connect_http_request *request, bool fresh,
                                  connect_http_failure *failure)
{
    CURL *easy = connection->easy;
    ASSERT(easy != NULL && connection->response != NULL);
    if (!text_starts(request->url, "https://") && !text_starts(request->url, "http://")) {
        return failure_set(failure, CONNECT_E_ARGUMENT, "the URL is neither https nor http");
    }
    if (text_find_control(request->url, strlen(request->url)) >= 0 ||
        strchr(request->url, ' ') != NULL) {
        return failure_set(failure, CONNECT_E_ARGUMENT,
                           "the URL has a space or a control character");
    }
    (void)curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    (void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, to_long(request->connect_timeout_ms));
    (void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, to_long(request->timeout_ms));
    (void)curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
                           (curl_off_t)connection->response->body.max);
    connect_status status = set_proxy(connection, request, failure);
    if (status == CONNECT_OK) {
        status = set_url(connection, request, failure);
    }
    if (status == CONNECT_OK) {
        status = set_method(easy, request, failure);
    }
    return status == CONNECT_OK ? set_headers(connection, request, failure) : status;
}

static void connection_reset(struct connection *connection, connect_http_response *response)
{
    ASSERT(response != NULL);
    ASSERT(connection->progress.trust_error == NULL); /* connection_finish() */
    connection->response = response;
    connection->progress = (struct connection_progress){ 0 };
    http_response_reset(response);
}

connect_status connection_prepare(struct connection *connection,
                                  const connect_http_request *request,
                                  connect_http_response *response, bool fresh,
                                  connect_http_failure *failure)
{
    connection_reset(connection, response);
    connect_status status = connection_configure(connection, failure);
    return status == CONNECT_OK ? set_request(connection, request, fresh, failure) : status;
}

static int64_t long_info(const struct connection *connection, CURLINFO info)
{
    long value = 0;
    (void)curl_easy_getinfo(connection->easy, info, &value);
    return value;
}

static int64_t offset_info(const struct connection *connection, CURLINFO info)
{
    curl_off_t value = 0;
    (void)curl_easy_getinfo(connection->easy, info, &value);
    return value;
}

/*
 * libcurl counts the body among the bytes of the request, except that before 8.7 it left out one
 * that was too large to be sent together with the headers.
 */
static void transfer_collect(struct connection *connection)
{
    if (connection->response == NULL) {
        return;
    }
    int64_t request_size = long_info(connection, CURLINFO_REQUEST_SIZE),
            header_size = long_info(connection, CURLINFO_HEADER_SIZE),
            uploaded = offset_info(connection, CURLINFO_SIZE_UPLOAD_T),
            downloaded = offset_info(connection, CURLINFO_SIZE_DOWNLOAD_T),
            total_us = offset_info(connection, CURLINFO_TOTAL_TIME_T);
    connection->response->transfer = (connect_http_transfer){
        .size = sizeof(connect_http_transfer),
        .bytes_sent = { true, request_size + (uploaded > request_size ? uploaded : 0) },
        .bytes_received = { true, header_size + downloaded },
        .is_new_connection = { connection->progress.sent || connection->progress.fresh,
                               connection->progress.fresh },
        .wire_ms = { true, total_us / 1000 },
    };
}

void connection_collect(struct connection *connection)
{
    curl_off_t first_byte = 0;
    ASSERT(connection->easy != NULL);
    (void)curl_easy_getinfo(connection->easy, CURLINFO_STARTTRANSFER_TIME_T, &first_byte);
    connection->progress.read = first_byte > 0;
    (void)curl_easy_getinfo(connection->easy, CURLINFO_HTTP_VERSION, &connection->http_version);
    connection->used = true;
    transfer_collect(connection);
}

void connection_finish(struct connection *connection)
{
    if (connection->easy != NULL) {
        (void)curl_easy_setopt(connection->easy, CURLOPT_HTTPHEADER, NULL);
        (void)curl_easy_setopt(connection->easy, CURLOPT_POSTFIELDS, NULL);
        (void)curl_easy_setopt(connection->easy, CURLOPT_HTTPGET, 1L);
    }
    arena_reset(&connection->arena);
    connection->progress.trust_error = NULL;
    connection->response = NULL;
}
