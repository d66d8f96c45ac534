/*
 * One decoder for three producers: the token has two names, only a process has a version, and a
 * metadata service may respond with status 200 and a document that is an error.
 */
#include "aws/keys_json.h"

#include "core/buf.h"
#include "core/error.h"
#include "shape/decode.h"
#include "shape/shape.h"

#include <string.h>

typedef struct keys_document {
    size_t size;
    connect_opt_int64 version;
    const char *code;
    const char *message;
    const char *lower_code; /* as containers write them */
    const char *lower_message;
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token;
    const char *token;
    const char *account_id;
    connect_opt_time expiration;
} keys_document;

#define T keys_document
SECRET_SHAPE(FIELD(version, "Version"), FIELD(code, "Code"), FIELD(message, "Message"),
             FIELD(lower_code, "code"), FIELD(lower_message, "message"),
             FIELD(access_key_id, "AccessKeyId"),
             FIELD(secret_access_key, "SecretAccessKey", SECRET),
             FIELD(session_token, "SessionToken", SECRET), FIELD(token, "Token", SECRET),
             FIELD(account_id, "AccountId"), FIELD(expiration, "Expiration"));
#undef T

static connect_status document_fault(connect_error **error, const char *what)
{
    return error_set(error, CONNECT_E_CREDENTIALS, "%s", what);
}

static connect_status take_document(const struct keys_json *form, const keys_document *document,
                                    struct credentials **out, connect_error **error)
{
    connect_credentials from = { .size = sizeof from };

    if (document->code != NULL && strcmp(document->code, "Success") != 0) {
        return error_set(error, CONNECT_E_CREDENTIALS, "the response is an error: %s%s%s",
                         document->code, document->message == NULL ? "" : ": ",
                         document->message == NULL ? "" : document->message);
    }
    if (form->needs_version && (!document->version.is_set || document->version.value != 1)) {
        return document_fault(error, "the document has no \"Version\": 1");
    }
    if (document->access_key_id == NULL) {
        return document_fault(error, "the document has no AccessKeyId");
    }
    if (document->secret_access_key == NULL) {
        return document_fault(error, "the document has no SecretAccessKey");
    }
    if (form->needs_expiration && !document->expiration.is_set) {
        return document_fault(error, "the document has no Expiration");
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
    connect_error *problem = NULL;
    connect_status status;

    *out = NULL;
    if (size == 0) {
        return document_fault(error, "the document is empty");
    }
    status = shape_decode(&keys_document_shape, text, size, DECODE_RESPONSE, &arena, &document,
                          &problem);
    if (status == CONNECT_E_MEMORY) {
        status = error_memory(error);
    } else if (status != CONNECT_OK) {
        /* The message names the member and its type; only the excerpt could show a secret. */
        status = error_set(error, CONNECT_E_CREDENTIALS, "the document is malformed: %s",
                           connect_error_message(problem));
    } else {
        status = take_document(form, &document, out, error);
    }
    connect_error_free(problem);
    arena_release(&arena);
    mem_cleanse(&document, sizeof document);
    return status;
}

static void explain_text(const char *text, struct buf *out)
{
    text += strspn(text, " \t\r\n");
    if (*text == '\0' || *text == '<' || *text == '{') {
        return; /* a page of HTML or an unknown document explains nothing */
    }
    (void)buf_printf(out, ": %.*s", (int)strcspn(text, "\r\n"), text);
}

void keys_json_explain(const char *text, size_t size, struct buf *out)
{
    struct arena arena = { .secret = true };
    keys_document document = { 0 };
    bool is_document = size > 0 && shape_decode(&keys_document_shape, text, size, DECODE_RESPONSE,
                                                &arena, &document, NULL) == CONNECT_OK;

    if (is_document) {
        const char *code = document.code != NULL ? document.code : document.lower_code;
        const char *message = document.message != NULL ? document.message : document.lower_message;

        (void)buf_printf(out, "%s%s%s%s", code != NULL ? ": " : "", code != NULL ? code : "",
                         message != NULL ? ": " : "", message != NULL ? message : "");
    } else if (size > 0) {
        explain_text(text, out);
    }
    arena_release(&arena);
}
