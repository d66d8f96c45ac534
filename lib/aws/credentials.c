/* One set of keys, and the head that all providers share. */
#include "aws/credentials.h"

#include "core/error.h"
#include "core/mem.h"
#include "core/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Headers carry both the key id and the token; servers stop at about this much. */
#define TEXT_MAX (16 * 1024)

static char *copy(const char *text, bool *failed)
{
    if (text_is_empty(text)) {
        return NULL;
    }
    char *copied = mem_strdup(text);
    *failed = *failed || copied == NULL;
    return copied;
}

struct credentials *credentials_new(const connect_credentials *from, const char *source)
{
    struct credentials *credentials = mem_calloc(1, sizeof *credentials);
    if (credentials == NULL) {
        return NULL;
    }
    bool failed = false;
    atomic_init(&credentials->refs, 1);
    credentials->access_key_id = copy(from->access_key_id, &failed);
    credentials->secret_access_key = copy(from->secret_access_key, &failed);
    credentials->session_token = copy(from->session_token, &failed);
    credentials->account_id = copy(from->account_id, &failed);
    credentials->expiration = from->expiration.is_set ? from->expiration.value : INT64_MAX;
    credentials->source = source;
    if (failed) {
        credentials_unref(credentials);
        return NULL;
    }
    return credentials;
}

struct credentials *credentials_ref(struct credentials *credentials)
{
    if (credentials != NULL) {
        atomic_fetch_add_explicit(&credentials->refs, 1, memory_order_relaxed);
    }
    return credentials;
}

void credentials_unref(struct credentials *credentials)
{
    if (credentials == NULL ||
        atomic_fetch_sub_explicit(&credentials->refs, 1, memory_order_acq_rel) != 1) {
        return;
    }
    mem_free_secret_text(credentials->access_key_id);
    mem_free_secret_text(credentials->secret_access_key);
    mem_free_secret_text(credentials->session_token);
    mem_free(credentials->account_id);
    mem_free(credentials);
}

/* Without showing any of it. */
static const char *fault_of(const char *text, const char *control, const char *size)
{
    if (text == NULL) {
        return NULL;
    }
    if (strlen(text) > TEXT_MAX) {
        return size;
    }
    return text_find_control(text, strlen(text)) >= 0 ? control : NULL;
}

const char *credentials_fault(const connect_credentials *credentials)
{
    if (text_is_empty(credentials->access_key_id)) {
        return "the access key id is missing";
    }
    if (text_is_empty(credentials->secret_access_key)) {
        return "the secret access key is missing";
    }
    const char *fault =
        fault_of(credentials->access_key_id, "the access key id has control bytes in it",
                 "the access key id is too long");
    if (fault == NULL && strpbrk(credentials->access_key_id, " /,") != NULL) {
        fault = "the access key id has a blank, a comma or a slash in it";
    }
    if (fault == NULL) {
        fault = fault_of(credentials->secret_access_key,
                         "the secret access key has control bytes in it",
                         "the secret access key is too long");
    }
    if (fault == NULL) {
        fault = fault_of(credentials->session_token, "the session token has control bytes in it",
                         "the session token is too long");
    }
    if (fault == NULL) {
        fault = fault_of(credentials->account_id, "the account id has control bytes in it",
                         "the account id is too long");
    }
    return fault;
}

connect_status credentials_accept(const connect_credentials *from, const char *source,
                                  struct credentials **out, connect_error **error)
{
    const char *fault = credentials_fault(from);
    *out = NULL;
    if (fault != NULL) {
        return error_set(error, CONNECT_E_CREDENTIALS, "%s: %s", source, fault);
    }
    *out = credentials_new(from, source);
    return *out == NULL ? error_memory(error) : CONNECT_OK;
}

void *provider_new(const struct provider_class *class, size_t size)
{
    connect_credentials_provider *provider = mem_calloc(1, size);
    if (provider == NULL) {
        return NULL;
    }
    provider->class = class;
    atomic_init(&provider->refs, 1);
    return provider;
}

connect_credentials_provider *provider_ref(connect_credentials_provider *provider)
{
    if (provider != NULL) {
        atomic_fetch_add_explicit(&provider->refs, 1, memory_order_relaxed);
    }
    return provider;
}

void connect_credentials_provider_free(connect_credentials_provider *provider)
{
    if (provider == NULL ||
        atomic_fetch_sub_explicit(&provider->refs, 1, memory_order_acq_rel) != 1) {
        return;
    }
    if (provider->class->release != NULL) {
        provider->class->release(provider);
    }
    mem_free(provider);
}

void provider_skip(struct buf *skipped, const char *name, const char *format, ...)
{
    char reason[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    buf_printf(skipped, "%s%s: %s", skipped->size > 0 ? "; " : "", name, reason);
}
