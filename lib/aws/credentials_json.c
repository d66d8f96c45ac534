/*
 * One decoder for three producers, which differ: the token has two names, only a process has a
 * version, and a metadata service may send an error document with status 200.
 * (AWS CLI User Guide, "Sourcing credentials with an external process"; botocore utils.py,
 * InstanceMetadataFetcher and ContainerMetadataFetcher)
 */
#include "aws/credentials_json.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "shape/decode.h"
#include "shape/shape.h"

#include <string.h>

/*
 * Rule: a document with a Code other than Success is an error.  Source: smithy-rs, aws-config
 * imds/credentials.rs.  Test:
 * unavailable_instance_metadata_is_reported_after_the_configured_attempts.
 */
typedef struct credentials_document {
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
} credentials_document;

#define T credentials_document
SECRET_SHAPE(FIELD(version, "Version"), FIELD(code, "Code"), FIELD(message, "Message"),
             FIELD(lower_code, "code"), FIELD(lower_message, "message"),
             FIELD(access_key_id, "AccessKeyId"),
             FIELD(secret_access_key, "SecretAccessKey", SECRET),
             FIELD(session_token, "SessionToken", SECRET), FIELD(token, "Token", SECRET),
             FIELD(account_id, "AccountId"), FIELD(expiration, "Expiration"));
#undef T

static connect_status document_refuse(connect_error **error, const char *what)
{
    return error_set(error, CONNECT_E_CREDENTIALS, "%s", what);
}

/*
 * Rule: a document of a process has Version 1.  Source: AWS CLI User Guide, Sourcing credentials
 * with an external process.  Test: a_failed_credential_process_is_reported_without_its_output.
 */
static connect_status document_accept(const struct credentials_json *form,
                                      const credentials_document *document,
                                      struct credentials **out, connect_error **error)
{
    ASSERT(form->source != NULL);
    connect_credentials from = { .size = sizeof from };
    if (document->code != NULL && strcmp(document->code, "Success") != 0) {
        return error_set(error, CONNECT_E_CREDENTIALS, "the response is an error: %s%s%s",
                         document->code, document->message == NULL ? "" : ": ",
                         document->message == NULL ? "" : document->message);
    }
    if (form->needs_version && (!document->version.is_set || document->version.value != 1)) {
        return document_refuse(error, "the document has no \"Version\": 1");
    }
    if (document->access_key_id == NULL) {
        return document_refuse(error, "the document has no AccessKeyId");
    }
    if (document->secret_access_key == NULL) {
        return document_refuse(error, "the document has no SecretAccessKey");
    }
    if (form->needs_expiration && !document->expiration.is_set) {
        return document_refuse(error, "the document has no Expiration");
    }
    from.access_key_id = document->access_key_id;
    from.secret_access_key = document->secret_access_key;
    from.session_token =
        document->session_token != NULL ? document->session_token : document->token;
    from.account_id = document->account_id != NULL ? document->account_id : form->account_id;
    from.expiration = document->expiration;
    return credentials_accept(&from, form->source, out, error);
}

connect_status credentials_json_decode(const struct credentials_json *form, const char *text,
                                       size_t size, struct credentials **out, connect_error **error)
{
    struct arena arena = { .secret = true };
    credentials_document document = { 0 };
    connect_error *problem = NULL;
    *out = NULL;
    if (size == 0) {
        return document_refuse(error, "the document is empty");
    }
    connect_status status = shape_decode(&credentials_document_shape, text, size, DECODE_RESPONSE,
                                         &arena, &document, &problem);
    if (status == CONNECT_E_MEMORY) {
        status = error_memory(error);
    } else if (status != CONNECT_OK) {
        /* The message has no value in it; the excerpt, which could show a secret, is not used. */
        status = error_set(error, CONNECT_E_CREDENTIALS, "the document is malformed: %s",
                           connect_error_message(problem));
    } else {
        status = document_accept(form, &document, out, error);
    }
    ASSERT((status == CONNECT_OK) == (*out != NULL));
    connect_error_free(problem);
    arena_release(&arena);
    return status;
}

static void explain_plain_text(const char *text, struct buf *out)
{
    text += strspn(text, " \t\r\n");
    if (*text == '\0' || *text == '<' || *text == '{') {
        return; /* HTML, or an unknown document */
    }
    (void)buf_printf(out, ": %.*s", (int)strcspn(text, "\r\n"), text);
}

void credentials_json_explain(const char *text, size_t size, struct buf *out)
{
    struct arena arena = { .secret = true };
    credentials_document document = { 0 };
    bool is_document = shape_decode(&credentials_document_shape, text, size, DECODE_RESPONSE,
                                    &arena, &document, NULL) == CONNECT_OK;
    if (is_document) {
        const char *code = document.code != NULL ? document.code : document.lower_code;
        const char *message = document.message != NULL ? document.message : document.lower_message;
        (void)buf_printf(out, "%s%s%s%s", code != NULL ? ": " : "", code != NULL ? code : "",
                         message != NULL ? ": " : "", message != NULL ? message : "");
    } else {
        explain_plain_text(text, out);
    }
    arena_release(&arena);
}
