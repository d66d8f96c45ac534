/*
 * One reader for three writers: the token has two names, the version is the process's only, and
 * metadata may answer 200 with a document that is an error.
 */
#include "aws/keys_json.h"

#include "core/error.h"
#include "shape/codec.h"

#include <string.h>

typedef struct keys_document {
    size_t size;
    connect_opt_int64 version;
    const char *code;
    const char *message;
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token;
    const char *token;
    const char *account_id;
    connect_opt_time expiration;
} keys_document;

#define T keys_document
SECRET_SHAPE(FIELD(version, "Version"), FIELD(code, "Code"), FIELD(message, "Message"),
             FIELD(access_key_id, "AccessKeyId"),
             FIELD(secret_access_key, "SecretAccessKey", SECRET),
             FIELD(session_token, "SessionToken", SECRET), FIELD(token, "Token", SECRET),
             FIELD(account_id, "AccountId"), FIELD(expiration, "Expiration"));
#undef T

static connect_status refuse(connect_error **error, const char *what)
{
    return error_set(error, CONNECT_E_CREDENTIALS, "%s", what);
}

static connect_status use(const struct keys_json *form, const keys_document *document,
                          struct credentials **out, connect_error **error)
{
    connect_credentials from = { .size = sizeof from };

    if (document->code != NULL && strcmp(document->code, "Success") != 0) {
        return error_set(error, CONNECT_E_CREDENTIALS, "the answer is an error: %s%s%s",
                         document->code, document->message == NULL ? "" : ": ",
                         document->message == NULL ? "" : document->message);
    }
    if (form->needs_version && (!document->version.is_set || document->version.value != 1)) {
        return refuse(error, "the document has no \"Version\": 1");
    }
    if (document->access_key_id == NULL) {
        return refuse(error, "the document has no AccessKeyId");
    }
    if (document->secret_access_key == NULL) {
        return refuse(error, "the document has no SecretAccessKey");
    }
    if (form->needs_expiration && !document->expiration.is_set) {
        return refuse(error, "the document has no Expiration");
    }
    from.access_key_id = document->access_key_id;
    from.secret_access_key = document->secret_access_key;
    from.session_token =
        document->session_token != NULL ? document->session_token : document->token;
    from.account_id = document->account_id != NULL ? document->account_id : form->account_id;
    from.expiration = document->expiration;
    return credentials_accept(&from, form->source, out, error);
}

connect_status keys_json_decode(const struct keys_json *form, const char *text, size_t size,
                                struct credentials **out, connect_error **error)
{
    struct arena arena = { .secret = true };
    keys_document document = { 0 };
    connect_status status;

    *out = NULL;
    if (size == 0) {
        return refuse(error, "the document is empty");
    }
    /* The decoder's own error may quote the text, which holds keys. */
    status =
        shape_decode(&keys_document_shape, text, size, DECODE_RESPONSE, &arena, &document, NULL);
    if (status == CONNECT_E_MEMORY) {
        status = error_memory(error);
    } else if (status != CONNECT_OK) {
        status = refuse(error, "the document is not JSON of the form it should have");
    } else {
        status = use(form, &document, out, error);
    }
    arena_release(&arena);
    mem_cleanse(&document, sizeof document);
    return status;
}
