/*
 * The built-in transport: libcurl easy handles, pooled per client.
 */
#ifndef HTTP_TRANSPORT_H
#define HTTP_TRANSPORT_H

#include "http/response.h"

#include <connect/client.h>

struct transport_options {
    const char *ca_bundle; /* or NULL; copied */
    const char *proxy;     /* as connect_client_options.proxy; copied */
    int32_t max_connections;
};

/* Fills *out; release with out->release(out->user).  CONNECT_E_MEMORY, CONNECT_E_CONFIGURATION. */
connect_status transport_curl_new(const struct transport_options *options, connect_transport *out,
                                  connect_error **error);

/* Whether a transport is one of transport_curl_new(). */
bool transport_is_curl(const connect_transport *transport);

/*
 * Initialises libcurl and reads the trusted certificates, which the first request over TLS does
 * otherwise; nothing for a transport that is not the built-in one.  CONNECT_E_MEMORY,
 * CONNECT_E_TLS.
 */
connect_status transport_warm_up(const connect_transport *transport, connect_error **error);

/*
 * Which certificates a transport verifies servers with, in words for connect_client_describe(); ""
 * for a transport that is not the built-in one.
 */
void transport_describe_trust(const connect_transport *transport, char *out, size_t room);

#endif
