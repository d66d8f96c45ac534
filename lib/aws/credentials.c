/* Credentials as a value, and the part that all providers share. */
#include "aws/credentials.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/mem.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

/* The access key id and the session token are sent in headers; servers accept about this much. */
#define MEMBER_MAX (16 * 1024)

static char *member_copy(const char *value, bool *failed)
{
    if (text_is_empty(value)) {
        return NULL;
    }
    char *copy = mem_strdup(value);
    *failed = *failed || copy == NULL;
    return copy;
}

struct credentials *credentials_new(const connect_credentials *from, const char *source)
{
    ASSERT(source != NULL);
    struct credentials *credentials = mem_calloc(1, sizeof *credentials);
    if (credentials == NULL) {
        return NULL;
    }
    bool failed = false;
    atomic_init(&credentials->refs, 1);
    credentials->access_key_id = member_copy(from->access_key_id, &failed);
    credentials->secret_access_key = member_copy(from->secret_access_key, &failed);
    credentials->session_token = member_copy(from->session_token, &failed);
    credentials->account_id = member_copy(from->account_id, &failed);
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
        int before = atomic_fetch_add_explicit(&credentials->refs, 1, memory_order_relaxed);
        ASSERT(before > 0);
    }
    return credentials;
}

void credentials_unref(struct credentials *credentials)
{
    if (credentials == NULL) {
        return;
    }
    int before = atomic_fetch_sub_explicit(&credentials->refs, 1, memory_order_acq_rel);
    ASSERT(before > 0);
    if (before != 1) {
        return;
    }
    mem_free_secret_text(credentials->access_key_id);
    mem_free_secret_text(credentials->secret_access_key);
    mem_free_secret_text(credentials->session_token);
    mem_free(credentials->account_id);
    mem_free(credentials);
}

/* ---- faults ---- */

/*
 * Characters that are invisible or only surround a value.  They are copied along with a key from a
 * web page, a document or a quoted line of a file.  The service then rejects the signature and
 * gives no reason.
 */
static const struct {
    const char *bytes;
    const char *name;
    bool is_allowed_inside;
} stray_characters[] = {
    { " ", "a space", true },
    { "\"", "a quotation mark", true },
    { "'", "an apostrophe", true },
    { "\xe2\x80\x98", "a quotation mark (U+2018)", true },
    { "\xe2\x80\x99", "a quotation mark (U+2019)", true },
    { "\xe2\x80\x9c", "a quotation mark (U+201C)", true },
    { "\xe2\x80\x9d", "a quotation mark (U+201D)", true },
    { "\xc2\xa0", "a no-break space (U+00A0)", false },
    { "\xc2\xad", "a soft hyphen (U+00AD)", false },
    { "\xe2\x80\x87", "a figure space (U+2007)", false },
    { "\xe2\x80\x8b", "a zero-width space (U+200B)", false },
    { "\xe2\x80\x8c", "a zero-width non-joiner (U+200C)", false },
    { "\xe2\x80\x8d", "a zero-width joiner (U+200D)", false },
    { "\xe2\x80\x8e", "a left-to-right mark (U+200E)", false },
    { "\xe2\x80\x8f", "a right-to-left mark (U+200F)", false },
    { "\xe2\x80\xaf", "a narrow no-break space (U+202F)", false },
    { "\xe2\x81\xa0", "a word joiner (U+2060)", false },
    { "\xe3\x80\x80", "an ideographic space (U+3000)", false },
    { "\xef\xbb\xbf", "a byte-order mark (U+FEFF)", false },
};

static bool fault_describe(struct credentials_fault *fault, const char *verb, const char *what)
{
    int size = snprintf(fault->problem, sizeof fault->problem, "%s %s", verb, what);
    ASSERT(size > 0 && (size_t)size < sizeof fault->problem);
    return true;
}

static bool find_stray_character(const char *value, struct credentials_fault *fault)
{
    size_t size = strlen(value);
    for (size_t i = 0; i < sizeof stray_characters / sizeof *stray_characters; i++) {
        size_t length = strlen(stray_characters[i].bytes);
        if (size < length) {
            continue;
        }
        if (memcmp(value, stray_characters[i].bytes, length) == 0) {
            return fault_describe(fault, "begins with", stray_characters[i].name);
        }
        if (memcmp(value + size - length, stray_characters[i].bytes, length) == 0) {
            return fault_describe(fault, "ends with", stray_characters[i].name);
        }
        if (!stray_characters[i].is_allowed_inside &&
            strstr(value, stray_characters[i].bytes) != NULL) {
            return fault_describe(fault, "contains", stray_characters[i].name);
        }
    }
    return false;
}

static bool find_member_fault(const char *value, struct credentials_fault *fault)
{
    if (value == NULL) {
        return false;
    }
    if (strlen(value) > MEMBER_MAX) {
        return fault_describe(fault, "is", "too long");
    }
    return find_stray_character(value, fault) ||
           (text_find_control(value, strlen(value)) >= 0 &&
            fault_describe(fault, "contains", "a control character"));
}

_Static_assert(CREDENTIALS_ACCESS_KEY_ID < CREDENTIALS_SECRET_ACCESS_KEY &&
                   CREDENTIALS_SECRET_ACCESS_KEY < CREDENTIALS_SESSION_TOKEN,
               "the required members come first");

bool credentials_find_fault(const connect_credentials *credentials, struct credentials_fault *fault)
{
    const char *const values[] = {
        [CREDENTIALS_ACCESS_KEY_ID] = credentials->access_key_id,
        [CREDENTIALS_SECRET_ACCESS_KEY] = credentials->secret_access_key,
        [CREDENTIALS_SESSION_TOKEN] = credentials->session_token,
        [CREDENTIALS_ACCOUNT_ID] = credentials->account_id,
    };
    for (int i = 0; i < CREDENTIALS_MEMBERS; i++) {
        fault->member = (enum credentials_member)i;
        if (i <= CREDENTIALS_SECRET_ACCESS_KEY && text_is_empty(values[i])) {
            return fault_describe(fault, "is", "missing");
        }
        if (find_member_fault(values[i], fault)) {
            return true;
        }
    }
    fault->member = CREDENTIALS_ACCESS_KEY_ID;
    return strpbrk(credentials->access_key_id, " /,") != NULL &&
           fault_describe(fault, "contains", "a space, a comma or a slash");
}

static const char *member_name(enum credentials_member member)
{
    ASSERT(member < CREDENTIALS_MEMBERS);
    static const char *const names[] = {
        [CREDENTIALS_ACCESS_KEY_ID] = "access key id",
        [CREDENTIALS_SECRET_ACCESS_KEY] = "secret access key",
        [CREDENTIALS_SESSION_TOKEN] = "session token",
        [CREDENTIALS_ACCOUNT_ID] = "account id",
    };
    return names[member];
}

connect_status credentials_check(const connect_credentials *credentials, const char *source,
                                 connect_status status, connect_error **error)
{
    struct credentials_fault fault;
    if (!credentials_find_fault(credentials, &fault)) {
        return CONNECT_OK;
    }
    return error_set(error, status, "%s: the %s %s", source, member_name(fault.member),
                     fault.problem);
}

connect_status credentials_accept(const connect_credentials *from, const char *source,
                                  struct credentials **out, connect_error **error)
{
    connect_status status = credentials_check(from, source, CONNECT_E_CREDENTIALS, error);
    *out = NULL;
    if (status != CONNECT_OK) {
        return status;
    }
    ASSERT(from->access_key_id != NULL && from->secret_access_key != NULL);
    *out = credentials_new(from, source);
    return *out == NULL ? error_memory(error) : CONNECT_OK;
}

/* ---- providers ---- */

void fetch_report_release(struct fetch_report *report)
{
    buf_free(&report->skipped);
    mem_free(report->final_file);
}

int64_t provider_now(const struct provider_context *context)
{
    int64_t now = context->clock->now(context->clock->user);
    return context->skew != NULL ? now + context->skew(context->owner) : now;
}

void *provider_new(const struct provider_class *class, size_t size)
{
    ASSERT(size >= sizeof(connect_credentials_provider));
    ASSERT(class->fetch != NULL || class->is_anonymous);
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
        int before = atomic_fetch_add_explicit(&provider->refs, 1, memory_order_relaxed);
        ASSERT(before > 0);
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
