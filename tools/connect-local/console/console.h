/*
 * Requests to connect-local itself, under /_: no path of a service starts with an underscore.
 *
 *     GET /_health             is it running, which version
 *     GET /_state              the state document, see operations/document.h
 *     POST /_reset             back to the start; with a body, to the state document in it
 *     GET, PUT, DELETE /_faults   the faults that are injected
 *     GET /_quotas             the buckets of the request quotas
 *     GET /_/                  a page to look at
 *     GET /_/events            its event stream
 *
 * They need no signature. A web page of another origin must not change anything: what changes
 * something is refused when its Origin header names another host, unless --cors allows all.
 */
#ifndef LOCAL_CONSOLE_CONSOLE_H
#define LOCAL_CONSOLE_CONSOLE_H

#include "exchange/exchange.h"
#include "state/local.h"

/* True when the path is one of these; the response is filled in. Any thread. */
bool console_handle(struct local *local, struct exchange *exchange);

#endif
