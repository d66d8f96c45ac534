/*
 * --cors: requests of web pages, of any origin.
 */
#ifndef LOCAL_SERVER_CORS_H
#define LOCAL_SERVER_CORS_H

#include "exchange/exchange.h"

/* True when the request was a preflight; the response is filled in. */
bool cors_preflight(struct exchange *exchange);
/* Adds the headers that let a page read a response. */
void cors_allow(struct exchange *exchange);

#endif
