/*
 * What a CURLcode means: the class of the failure, and whether trying again is safe and sensible.
 */
#include "core/text.h"
#include "http/transport_curl.h"

#include <stdio.h>
#include <string.h>

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

static void say(connect_http_failure *failure, const char *text)
{
    size_t size = text_utf8_cut(text, strlen(text), sizeof failure->message - 1);
    memcpy(failure->message, text, size);
    failure->message[size] = '\0';
    text_make_printable(failure->message, size);
}

static connect_status fail(connect_http_failure *failure, connect_status status, const char *text)
{
    failure->final = true;
    say(failure, text);
    return status;
}

connect_status line_not_begun(const struct line *line, connect_status status,
                              connect_http_failure *failure)
{
    failure->not_sent = true;
    return fail(failure, status,
                line != NULL && line->refusal != NULL ? line->refusal : "out of memory");
}

static connect_status cap_passed(const struct line *line, connect_http_failure *failure)
{
    char text[sizeof failure->message];
    switch (line->response->cap) {
    case HTTP_CAP_BODY:
        snprintf(text, sizeof text, "the answer is larger than max_body_bytes, which is %zu",
                 line->response->body.max);
        return fail(failure, CONNECT_E_DECODE, text);
    case HTTP_CAP_HEADERS:
        snprintf(text, sizeof text, "the answer has more than %d headers or %d bytes of them",
                 HTTP_HEADER_COUNT_MAX, HTTP_HEADER_BYTES_MAX);
        return fail(failure, CONNECT_E_DECODE, text);
    case HTTP_CAP_INTERIM:
        snprintf(text, sizeof text, "the answer comes after more than %d interim ones",
                 HTTP_INTERIM_MAX);
        return fail(failure, CONNECT_E_DECODE, text);
    default:
        return fail(failure, CONNECT_E_MEMORY, "out of memory");
    }
}

/* curl gives a header line beyond its own limit the same number as a lack of memory. */
static bool is_long_header(const struct line *line, CURLcode code)
{
    bool too_large = code == CURLE_OUT_OF_MEMORY;
#if LIBCURL_VERSION_NUM >= 0x080600
    too_large = too_large || code == CURLE_TOO_LARGE;
#endif
    return too_large && line->read && (line->in_headers || line->response->status < 200);
}

static connect_status classify(const struct line *line, CURLcode code, const char *text,
                               connect_http_failure *failure)
{
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (meanings[i].code == code) {
            failure->final = meanings[i].final;
            say(failure, text);
            return meanings[i].status;
        }
    }
    /* What curl says of a header that it cannot take, when it stands first. */
    if (code == CURLE_BAD_FUNCTION_ARGUMENT && line->answered) {
        return fail(failure, CONNECT_E_DECODE, "a header of the answer is malformed");
    }
    bool no_http = code == CURLE_UNSUPPORTED_PROTOCOL && line->sent;
    return fail(failure, no_http ? CONNECT_E_DECODE : CONNECT_E_TRANSPORT, text);
}

connect_status line_outcome(struct line *line, CURLcode code, const char *meaning,
                            connect_http_failure *failure)
{
    if (code == CURLE_OK && line->response->status != 0 && !line->in_headers) {
        return CONNECT_OK;
    }
    failure->code = (int32_t)code;
    failure->not_sent = !line->sent;
    if (line->cancelled) {
        failure->code = 0;
        return fail(failure, CONNECT_E_CANCELLED, "cancelled");
    }
    if (code == CURLE_OK && line->response->status != 0) {
        failure->code = (int32_t)CURLE_PARTIAL_FILE;
        say(failure, "the connection was closed within the headers of the answer");
        return CONNECT_E_TRANSPORT;
    }
    if (code == CURLE_OK) {
        return fail(failure, CONNECT_E_DECODE, "the answer has no valid HTTP status");
    }
    if (line->died) {
        failure->code = (int32_t)CURLE_GOT_NOTHING;
        failure->stale = !line->fresh && !line->answered;
        say(failure, "the connection was closed before an answer came");
        return CONNECT_E_TRANSPORT;
    }
    if (code == CURLE_FILESIZE_EXCEEDED) {
        line->response->cap = HTTP_CAP_BODY;
    }
    if (line->response->cap != HTTP_CAP_NONE) {
        return cap_passed(line, failure);
    }
    if (is_long_header(line, code)) {
        return fail(failure, CONNECT_E_DECODE, "a header of the answer is too long");
    }
    /* What curl says of a proxy that it cannot read repeats it, with the password. */
    bool may_tell = line->said[0] != '\0' && code != CURLE_COULDNT_RESOLVE_PROXY;
    connect_status status = classify(line, code, may_tell ? line->said : meaning, failure);
    failure->stale = status == CONNECT_E_TRANSPORT && line->sent && !line->fresh && !line->answered;
    return status;
}
