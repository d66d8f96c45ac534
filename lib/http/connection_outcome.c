/*
 * What a CURLcode means: the class of the failure, and whether a retry is safe and useful.
 */
#include "core/assert.h"
#include "core/text.h"
#include "core/url.h"
#include "core/utf8.h"
#include "http/connection.h"

#include <stdio.h>
#include <string.h>

#define CODE_TOO_LARGE 100 /* CURLE_TOO_LARGE, from 8.6 on */

/* What is not listed is final: another attempt would end the same way. */
static const struct {
    CURLcode code;
    connect_status status;
    bool final;
} meanings[] = {
    { CURLE_COULDNT_RESOLVE_PROXY, CONNECT_E_TRANSPORT, false },
    { CURLE_COULDNT_RESOLVE_HOST, CONNECT_E_TRANSPORT, false },
    { CURLE_COULDNT_CONNECT, CONNECT_E_TRANSPORT, false },
    { CURLE_HTTP2, CONNECT_E_TRANSPORT, false },
    { CURLE_PARTIAL_FILE, CONNECT_E_TRANSPORT, false },
    { CURLE_OPERATION_TIMEDOUT, CONNECT_E_TIMEOUT, false },
    { CURLE_SSL_CONNECT_ERROR, CONNECT_E_TLS, false },
    { CURLE_GOT_NOTHING, CONNECT_E_TRANSPORT, false },
    { CURLE_SEND_ERROR, CONNECT_E_TRANSPORT, false },
    { CURLE_RECV_ERROR, CONNECT_E_TRANSPORT, false },
    { CURLE_HTTP2_STREAM, CONNECT_E_TRANSPORT, false },
    { CURLE_PROXY, CONNECT_E_TRANSPORT, false },
    { CURLE_OUT_OF_MEMORY, CONNECT_E_MEMORY, true },
    { CURLE_WEIRD_SERVER_REPLY, CONNECT_E_DECODE, true },
    { CURLE_BAD_CONTENT_ENCODING, CONNECT_E_DECODE, true },
    { CURLE_FILESIZE_EXCEEDED, CONNECT_E_DECODE, true },
    { CURLE_SSL_ENGINE_NOTFOUND, CONNECT_E_TLS, true },
    { CURLE_SSL_ENGINE_SETFAILED, CONNECT_E_TLS, true },
    { CURLE_SSL_ENGINE_INITFAILED, CONNECT_E_TLS, true },
    { CURLE_SSL_CERTPROBLEM, CONNECT_E_TLS, true },
    { CURLE_SSL_CIPHER, CONNECT_E_TLS, true },
    { CURLE_PEER_FAILED_VERIFICATION, CONNECT_E_TLS, true },
    { CURLE_USE_SSL_FAILED, CONNECT_E_TLS, true },
    { CURLE_SSL_CACERT_BADFILE, CONNECT_E_TLS, true },
    { CURLE_SSL_CRL_BADFILE, CONNECT_E_TLS, true },
    { CURLE_SSL_ISSUER_ERROR, CONNECT_E_TLS, true },
    { CURLE_SSL_PINNEDPUBKEYNOTMATCH, CONNECT_E_TLS, true },
    { CURLE_SSL_INVALIDCERTSTATUS, CONNECT_E_TLS, true },
    { CURLE_SSL_CLIENTCERT, CONNECT_E_TLS, true },
};

/* A line for people: cut at a character, without control characters. */
static void message_set(connect_http_failure *failure, const char *text)
{
    size_t size = text_utf8_cut(text, strlen(text), sizeof failure->message - 1);
    ASSERT(size < sizeof failure->message);
    memcpy(failure->message, text, size);
    failure->message[size] = '\0';
    text_make_printable(failure->message, size);
}

/*
 * A text of libcurl may repeat the URL of a proxy with its password.  Where the text was cut at the
 * end of its buffer, the mark that ends a password may be missing: the last word is dropped.
 */
static void curl_message_set(connect_http_failure *failure, const char *text)
{
    char copy[CURL_ERROR_SIZE + 1];
    size_t size = strnlen(text, sizeof copy - 1);
    memcpy(copy, text, size);
    copy[size] = '\0';
    if (size >= CURL_ERROR_SIZE - 1) {
        char *space = strrchr(copy, ' ');
        *(space != NULL ? space : copy) = '\0';
    }
    url_mask_userinfo(copy);
    message_set(failure, copy);
}

static connect_status failure_set_final(connect_http_failure *failure, connect_status status,
                                        const char *text)
{
    failure->final = true;
    message_set(failure, text);
    return status;
}

void failure_clear(connect_http_failure *failure)
{
    memset(failure, 0, sizeof *failure);
    failure->size = sizeof *failure;
}

connect_status failure_set(connect_http_failure *failure, connect_status status,
                           const char *message)
{
    ASSERT(status != CONNECT_OK);
    failure->not_sent = true;
    return failure_set_final(failure, status, message);
}

static connect_status cap_outcome(const struct connection *connection,
                                  connect_http_failure *failure)
{
    char text[sizeof failure->message];
    ASSERT(connection->response->cap != HTTP_CAP_NONE);
    switch (connection->response->cap) {
    case HTTP_CAP_BODY:
        (void)snprintf(text, sizeof text,
                       "the response is larger than max_body_bytes, which is %zu",
                       connection->response->body.max);
        return failure_set_final(failure, CONNECT_E_DECODE, text);
    case HTTP_CAP_HEADERS:
        (void)snprintf(text, sizeof text,
                       "the response has more than %d headers or %d bytes of them",
                       HTTP_HEADER_COUNT_MAX, HTTP_HEADER_BYTES_MAX);
        return failure_set_final(failure, CONNECT_E_DECODE, text);
    case HTTP_CAP_INTERIM:
        (void)snprintf(text, sizeof text, "the response follows more than %d interim responses",
                       HTTP_INTERIM_MAX);
        return failure_set_final(failure, CONNECT_E_DECODE, text);
    default:
        return failure_set_final(failure, CONNECT_E_MEMORY, "out of memory");
    }
}

/*
 * A header or status line beyond libcurl's own limit.  Until 8.6 it has the same code as a lack of
 * memory; that bytes were read distinguishes the two.
 */
static bool is_long_header(const struct connection *connection, CURLcode code)
{
    const struct connection_progress *progress = &connection->progress;
    bool too_large = (int)code == CODE_TOO_LARGE || (code == CURLE_OUT_OF_MEMORY && progress->read);
    return too_large && progress->sent &&
           (progress->in_headers || connection->response->status < 200);
}

static connect_status code_classify(const struct connection *connection, CURLcode code,
                                    connect_http_failure *failure)
{
    ASSERT(code != CURLE_OK);
    const char *text = text_is_empty(connection->curl_message) ? curl_easy_strerror(code)
                                                               : connection->curl_message;
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (meanings[i].code == code) {
            failure->final = meanings[i].final;
            curl_message_set(failure, text);
            return meanings[i].status;
        }
    }
    /* What libcurl reports of a header that it cannot parse, when it comes first. */
    if (code == CURLE_BAD_FUNCTION_ARGUMENT && connection->progress.responded) {
        return failure_set_final(failure, CONNECT_E_DECODE,
                                 "a header of the response is malformed");
    }
    bool no_http = code == CURLE_UNSUPPORTED_PROTOCOL && connection->progress.sent;
    failure->final = true;
    curl_message_set(failure, text);
    return no_http ? CONNECT_E_DECODE : CONNECT_E_TRANSPORT;
}

/* libcurl was content, but the response is not complete. */
static connect_status half_response(const struct connection *connection,
                                    connect_http_failure *failure)
{
    ASSERT(connection->response->status == 0 || connection->progress.in_headers);
    if (connection->response->status == 0) {
        return failure_set_final(failure, CONNECT_E_DECODE,
                                 "the response has no valid HTTP status");
    }
    failure->code = (int32_t)CURLE_PARTIAL_FILE;
    message_set(failure, "the connection was closed within the headers of the response");
    return CONNECT_E_TRANSPORT;
}

connect_status connection_outcome(struct connection *connection, CURLcode code,
                                  connect_http_failure *failure)
{
    const struct connection_progress *progress = &connection->progress;
    ASSERT(connection->response != NULL);
    if (code == CURLE_OK && connection->response->status != 0 && !progress->in_headers) {
        return CONNECT_OK;
    }
    failure->code = (int32_t)code;
    failure->not_sent = !progress->sent;
    if (progress->cancelled) {
        failure->code = 0;
        return failure_set_final(failure, CONNECT_E_CANCELLED, "cancelled");
    }
    if (progress->no_memory) {
        return failure_set_final(failure, CONNECT_E_MEMORY, "out of memory");
    }
    if (code == CURLE_OK) {
        return half_response(connection, failure);
    }
    if (progress->died || progress->unquiet) {
        failure->code = (int32_t)CURLE_GOT_NOTHING;
        failure->stale = !progress->fresh && !progress->responded;
        message_set(failure, "the connection was closed before a response came");
        return CONNECT_E_TRANSPORT;
    }
    if (code == CURLE_FILESIZE_EXCEEDED) {
        connection->response->cap = HTTP_CAP_BODY;
    }
    if (connection->response->cap != HTTP_CAP_NONE) {
        return cap_outcome(connection, failure);
    }
    if (is_long_header(connection, code)) {
        return failure_set_final(failure, CONNECT_E_DECODE, "a header of the response is too long");
    }
    if (progress->trust_error != NULL) {
        return failure_set_final(failure, CONNECT_E_TLS, progress->trust_error);
    }
    connect_status status = code_classify(connection, code, failure);
    failure->stale =
        status == CONNECT_E_TRANSPORT && progress->sent && !progress->fresh && !progress->responded;
    return status;
}
