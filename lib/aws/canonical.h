/*
 * The canonical form of a request, the text that is hashed and signed.  No keys and no hashing
 * here.
 */
#ifndef AWS_CANONICAL_H
#define AWS_CANONICAL_H

#include "aws/sigv4.h"

/* Beyond these a request is refused, whoever made it. */
#define CANONICAL_SIZE_MAX (1024 * 1024)
#define CANONICAL_HEADERS_MAX 256

struct canonical_input {
    const struct sigv4_request *request;
    const char *date;          /* x-amz-date */
    const char *session_token; /* NULL for none */
    const char *payload_hash;  /* used unless the request has an x-amz-content-sha256 */
};

/* Where the list of signed header names lies in the text. */
struct canonical_names {
    size_t offset;
    size_t size;
};

/* Appends to `out`.  CONNECT_E_MEMORY, or CONNECT_E_ARGUMENT when a limit is passed. */
connect_status canonical_request(struct buf *out, const struct canonical_input *input,
                                 struct canonical_names *names, connect_error **error);

/* The parts, for tests. */
bool canonical_path(struct buf *out, const char *path, bool keep_path);
bool canonical_query(struct buf *out, const char *query);

#endif
