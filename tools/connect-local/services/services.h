/*
 * The other services: each responds under paths of its own when a flag enables it.
 */
#ifndef LOCAL_SERVICES_SERVICES_H
#define LOCAL_SERVICES_SERVICES_H

#include "exchange/exchange.h"
#include "state/local.h"

/* True when one of them handled the request and filled in the response. */
bool services_handle(struct local *local, struct exchange *exchange);

typedef bool service_fn(struct local *local, struct exchange *exchange);
service_fn container_handle, imds_handle, sso_handle, sts_handle, zapi_handle;

#endif
