/* The JSON document in which processes, containers and instance metadata provide credentials. */
#ifndef AWS_CREDENTIALS_JSON_H
#define AWS_CREDENTIALS_JSON_H

#include "aws/credentials.h"

struct credentials_json {
    const char *source;     /* of the credentials: a static string */
    const char *account_id; /* used when the document has none; or NULL */
    bool needs_version;     /* "Version": 1, required of processes */
    bool needs_expiration;  /* required of instance metadata */
};

/* CONNECT_E_CREDENTIALS names the member that is missing or invalid, and never contains a value. */
connect_status credentials_json_decode(const struct credentials_json *form, const char *text,
                                       size_t size, struct credentials **out,
                                       connect_error **error);

/*
 * Appends the reason in the body of an error response: ": CODE: MESSAGE", or the first line of
 * plain text; nothing when there is none.
 */
void credentials_json_explain(const char *text, size_t size, struct buf *out);

#endif
