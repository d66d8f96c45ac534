/*
 * The transport the library brings along: libcurl easy handles, pooled per client.
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

#endif
