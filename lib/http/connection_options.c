/*
 * The options that all requests of an easy handle have in common.
 *
 * libcurl is judged by the version that is loaded, not by the headers of the build: an option is
 * tried, and one that safety rests on must be there.
 */
#include "http/connection_options.h"

#include <stdatomic.h>
#include <stdio.h>

/* Options that the headers of libcurl 7.81 do not have. */
#define OPTION_PROTOCOLS_STR ((CURLoption)(CURLOPTTYPE_OBJECTPOINT + 318)) /* 7.85 */
#define OPTION_QUICK_EXIT ((CURLoption)(CURLOPTTYPE_LONG + 322))           /* 7.87 */
/* One that newer headers call deprecated; it serves before 7.85. */
#define OPTION_PROTOCOLS ((CURLoption)(CURLOPTTYPE_LONG + 181))

unsigned connection_curl_version(void)
{
    static _Atomic unsigned version;
    unsigned known = atomic_load(&version);
    if (known == 0) {
        known = curl_version_info(CURLVERSION_NOW)->version_num;
        atomic_store(&version, known);
    }
    return known;
}

bool connection_curl_checks_idle(void)
{
    unsigned version = connection_curl_version();
    return version >= 0x080000 && version < 0x081400;
}

static CURLcode option_set(CURL *easy, const struct option_row *row)
{
    switch (row->kind) {
    case OPTION_NUMBER:
        return curl_easy_setopt(easy, row->option, row->number);
    case OPTION_POINTER:
        return curl_easy_setopt(easy, row->option, row->pointer);
    default:
        return curl_easy_setopt(easy, row->option, row->function);
    }
}

connect_status option_refused(CURLcode code, const char *name, connect_http_failure *failure)
{
    char text[sizeof failure->message];
    if (code == CURLE_OUT_OF_MEMORY) {
        return failure_set(failure, CONNECT_E_MEMORY, "out of memory");
    }
    unsigned version = connection_curl_version();
    (void)snprintf(text, sizeof text, "libcurl %u.%u.%u does not support %s, which is required",
                   version >> 16 & 0xff, version >> 8 & 0xff, version & 0xff, name);
    return failure_set(failure, CONNECT_E_CONFIGURATION, text);
}

connect_status options_set(CURL *easy, const struct option_row *rows, size_t count,
                           connect_http_failure *failure)
{
    for (size_t i = 0; i < count; i++) {
        CURLcode code = option_set(easy, &rows[i]);
        if (code != CURLE_OK && (rows[i].required || code == CURLE_OUT_OF_MEMORY)) {
            return option_refused(code, rows[i].name, failure);
        }
    }
    return CONNECT_OK;
}

static connect_status configure_protocols(CURL *easy, connect_http_failure *failure)
{
    CURLcode code = curl_easy_setopt(easy, OPTION_PROTOCOLS_STR, "http,https");
    if (code == CURLE_UNKNOWN_OPTION) {
        code = curl_easy_setopt(easy, OPTION_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    }
    return code == CURLE_OK ? CONNECT_OK : option_refused(code, "CURLOPT_PROTOCOLS_STR", failure);
}

static connect_status configure_behaviour(struct connection *connection,
                                          connect_http_failure *failure)
{
    const struct option_row rows[] = {
        NUMBER(CURLOPT_SSL_VERIFYPEER, 1, true),
        NUMBER(CURLOPT_SSL_VERIFYHOST, 2, true),
        NUMBER(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2, true),
        NUMBER(CURLOPT_FOLLOWLOCATION, 0, true),
        NUMBER(CURLOPT_PATH_AS_IS, 1, true),
        NUMBER(CURLOPT_NOSIGNAL, 1, true),
        /* Headers of a proxy would be taken for those of the response. */
        NUMBER(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1, true),
        /* A kept connection must not resend by itself; a child must know its sockets. */
        FUNCTION(CURLOPT_PREREQFUNCTION, connection_on_request, true),
        POINTER(CURLOPT_PREREQDATA, connection, true),
        FUNCTION(CURLOPT_OPENSOCKETFUNCTION, connection_on_open, true),
        POINTER(CURLOPT_OPENSOCKETDATA, connection, true),
        FUNCTION(CURLOPT_CLOSESOCKETFUNCTION, connection_on_close, true),
        POINTER(CURLOPT_CLOSESOCKETDATA, connection->keeper, true),
        FUNCTION(CURLOPT_HEADERFUNCTION, connection_on_header, true),
        POINTER(CURLOPT_HEADERDATA, connection, true),
        FUNCTION(CURLOPT_WRITEFUNCTION, connection_on_body, true),
        POINTER(CURLOPT_WRITEDATA, connection, true),
        POINTER(CURLOPT_ERRORBUFFER, connection->curl_message, true),
        /* libcurl 7.88 frees a session twice when it has no memory to keep it. */
        NUMBER(CURLOPT_SSL_SESSIONID_CACHE, 0, false),
        NUMBER(CURLOPT_NOPROGRESS, 1, false),
        NUMBER(CURLOPT_TCP_NODELAY, 1, false),
        NUMBER(CURLOPT_TCP_KEEPALIVE, 1, false),
        NUMBER(CURLOPT_HTTP_VERSION,
               connection->http1_only ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS, false),
        /* A cancelled request does not wait for a lookup that hangs. */
        NUMBER(OPTION_QUICK_EXIT, 1, false),
    };
    return options_set(connection->easy, rows, sizeof rows / sizeof rows[0], failure);
}

/* A bundle that was named replaces the system's certificates instead of adding to them. */
static connect_status configure_trust(struct connection *connection, connect_http_failure *failure)
{
    const struct connection_settings *settings = connection->settings;
    const bool shared = settings->trust != NULL && trust_is_usable(settings->trust);
    const struct option_row shared_rows[] = {
        FUNCTION(CURLOPT_SSL_CTX_FUNCTION, connection_on_tls, true),
        POINTER(CURLOPT_SSL_CTX_DATA, connection, true),
        POINTER(CURLOPT_CAINFO, NULL, true),
        POINTER(CURLOPT_CAPATH, NULL, true),
        POINTER(CURLOPT_PROXY_CAINFO, NULL, false),
        POINTER(CURLOPT_PROXY_CAPATH, NULL, false),
    };
    const struct option_row own_rows[] = {
        POINTER(CURLOPT_CAINFO, settings->ca_bundle, true),
        POINTER(CURLOPT_CAPATH, NULL, false),
        POINTER(CURLOPT_PROXY_CAINFO, settings->ca_bundle, false),
        POINTER(CURLOPT_PROXY_CAPATH, NULL, false),
    };
    if (shared) {
        return options_set(connection->easy, shared_rows,
                           sizeof shared_rows / sizeof shared_rows[0], failure);
    }
    return settings->ca_bundle == NULL ? CONNECT_OK
                                       : options_set(connection->easy, own_rows,
                                                     sizeof own_rows / sizeof own_rows[0], failure);
}

/*
 * From 7.83 until 8.1 libcurl keeps a pointer to the last header of a response after it has freed
 * it with the next request, and writes through it when the next response begins with a folded line.
 */
static bool handles_wear_out(void)
{
    unsigned version = connection_curl_version();
    return version >= 0x075300 && version < 0x080100;
}

/* TCP connections belong to the multi handle and outlive the easy handle. */
connect_status connection_configure(struct connection *connection, connect_http_failure *failure)
{
    if (connection->easy != NULL && !(connection->used && handles_wear_out())) {
        return CONNECT_OK;
    }
    curl_easy_cleanup(connection->easy);
    connection->easy = curl_easy_init();
    connection->proxy = NULL;
    connection->has_origin = false;
    if (connection->easy == NULL) {
        return failure_set(failure, CONNECT_E_MEMORY, "out of memory");
    }
    connect_status status = configure_behaviour(connection, failure);
    if (status == CONNECT_OK) {
        status = configure_protocols(connection->easy, failure);
    }
    if (status == CONNECT_OK) {
        status = configure_trust(connection, failure);
    }
    if (status == CONNECT_OK) {
        if (connection->buffer_size > 0) {
            (void)curl_easy_setopt(connection->easy, CURLOPT_BUFFERSIZE, connection->buffer_size);
        }
        /* Absent before 7.59: then every request blocks SIGPIPE. */
        (void)curl_easy_setopt(connection->easy, CURLOPT_RESOLVER_START_FUNCTION,
                               connection_on_resolve);
        (void)curl_easy_setopt(connection->easy, CURLOPT_RESOLVER_START_DATA, connection);
        return CONNECT_OK;
    }
    curl_easy_cleanup(connection->easy);
    connection->easy = NULL;
    return status;
}
