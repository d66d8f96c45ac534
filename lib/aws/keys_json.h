/*
 * The JSON document in which processes, containers and instance metadata provide credentials.
 */
#ifndef AWS_KEYS_JSON_H
#define AWS_KEYS_JSON_H

#include "aws/credentials.h"

struct keys_json {
    const char *source;     /* of the credentials: a static string */
    const char *account_id; /* when the document has none; or NULL */
    bool needs_version;     /* "Version": 1, as a process has to print */
    bool needs_expiration;  /* credentials of a metadata service always expire */
};

/* CONNECT_E_CREDENTIALS says what is wrong, with the name of the member, and shows no value. */
connect_status keys_json_decode(const struct keys_json *form, const char *text, size_t size,
                                struct credentials **out, connect_error **error);

/*
 * Appends what the body of an error response says: ": CODE: MESSAGE", or the first line of plain
 * text; nothing when it says nothing.
 */
void keys_json_explain(const char *text, size_t size, struct buf *out);

#endif
