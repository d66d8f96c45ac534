/*
 * An HTTP response: status, headers and body, each with a limit.  Filled by a transport through
 * <connect/transport.h>.
 */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "core/buf.h"
#include "core/mem.h"

#include <connect/transport.h>

#define HTTP_HEADER_BYTES_MAX (256 * 1024)
#define HTTP_HEADER_COUNT_MAX 256
#define HTTP_INTERIM_MAX 32 /* responses with 1xx before the final one */

enum http_cap { HTTP_CAP_NONE, HTTP_CAP_HEADERS, HTTP_CAP_INTERIM, HTTP_CAP_BODY, HTTP_CAP_MEMORY };

struct connect_http_response {
    int32_t status;
    int32_t interims;
    struct arena arena; /* of the headers */
    struct connect_pair *headers;
    size_t headers_count, headers_room, header_bytes;
    struct buf body;
    enum http_cap cap; /* the limit that was exceeded */
    connect_http_transfer transfer;
};

connect_http_response *http_response_new(int64_t max_body_bytes);
/* Discards the content and keeps the memory. */
void http_response_reset(connect_http_response *response);
void http_response_free(connect_http_response *response);
/* The first header of that name, in any case, or NULL. */
const char *http_response_header(const connect_http_response *response, const char *name);

#endif
