/* The canonical request of Signature Version 4. */
#ifndef AWS_CANONICAL_H
#define AWS_CANONICAL_H

#include "aws/sigv4.h"

/* A larger request is refused. */
#define CANONICAL_SIZE_MAX (1024 * 1024)
#define CANONICAL_HEADERS_MAX 256

/* Reserved at most: bytes of the path become three, those of the query four. */
#define CANONICAL_ROOM_MAX (8 * CANONICAL_SIZE_MAX)

struct canonical_input {
    const struct sigv4_request *request;
    const char *date;          /* x-amz-date */
    const char *session_token; /* NULL for none */
    const char *payload_hash;  /* used unless the request has an x-amz-content-sha256 */
};

/* The list of signed header names within the canonical request. */
struct canonical_names {
    size_t offset;
    size_t size;
};

/*
 * Fills `out`, which is empty and has a maximum of CANONICAL_ROOM_MAX.  CONNECT_E_MEMORY;
 * CONNECT_E_ARGUMENT for a request beyond the limits.
 */
connect_status canonical_request(struct buf *out, const struct canonical_input *input,
                                 struct canonical_names *names, connect_error **error);

#endif
