/*
 * The built-in transport as the files of this folder see it.
 */
#ifndef HTTP_TRANSPORT_CURL_H
#define HTTP_TRANSPORT_CURL_H

#include "http/connection.h"
#include "http/pool.h"
#include "http/transport.h"

#include <stdatomic.h>

struct transport {
    struct connection_settings settings;
    struct pool pool;
    atomic_bool started; /* curl_global_init() is ours to pair */
};

/* Initialises libcurl for the process, at the first request.  False when that fails. */
bool transport_start(struct transport *transport);

#endif
