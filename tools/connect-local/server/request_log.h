/*
 * What --verbose prints about a request.
 */
#ifndef LOCAL_SERVER_REQUEST_LOG_H
#define LOCAL_SERVER_REQUEST_LOG_H

#include "exchange/exchange.h"

#include <stdio.h>

/* "METHOD PATH OPERATION STATUS REQUEST-ID PRINCIPAL", with "-" for what is absent. */
void request_log_print(FILE *file, const struct exchange *exchange);

#endif
