/*
 * The JSON form in which processes, containers and instance metadata hand out keys.
 */
#ifndef AWS_KEYS_JSON_H
#define AWS_KEYS_JSON_H

#include "aws/credentials.h"

struct keys_json {
    const char *source;     /* of the keys: static text */
    const char *account_id; /* when the document has none; or NULL */
    bool needs_version;     /* a process says "Version": 1 */
    bool needs_expiration;  /* what a metadata service hands out always expires */
};

/* CONNECT_E_CREDENTIALS says what is wrong and never shows the text. */
connect_status keys_json_decode(const struct keys_json *form, const char *text, size_t size,
                                struct credentials **out, connect_error **error);

#endif
