/*
 * What is written about a request: a line of --verbose, and the JSON object of --log and the page.
 */
#ifndef LOCAL_SERVER_REQUEST_LOG_H
#define LOCAL_SERVER_REQUEST_LOG_H

#include "exchange/exchange.h"

#include <stdint.h>
#include <stdio.h>

/*
 * "METHOD PATH OPERATION STATUS REQUEST-ID PRINCIPAL", with "-" for what is absent, and for an
 * error ": TYPE: MESSAGE".
 */
void request_log_print(FILE *file, const struct exchange *exchange);

/*
 * A JSON object in one line, to be freed with mem_free(). Times are milliseconds: `now` since the
 * epoch, at the end of the request.
 */
char *request_log_json(const struct exchange *exchange, int64_t now, double duration);

#endif
