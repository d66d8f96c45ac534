/*
 * From a complete request to its response.
 */
#ifndef LOCAL_SERVER_DISPATCH_H
#define LOCAL_SERVER_DISPATCH_H

#include "exchange/exchange.h"
#include "state/local.h"

/* Fills in the response of the exchange. Any thread. */
void dispatch_request(struct local *local, struct exchange *exchange);

#endif
