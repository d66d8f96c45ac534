/*
 * Any bytes as what a credential process, a container or the instance prints, and as the command
 * line of the process.  The first byte says which of the forms; what comes out is keys that can be
 * signed with, or an error that would read the same had the secret been another one, unless it
 * names the character that a secret begins or ends with by mistake.
 */
#include "aws/credentials_json.h"
#include "core/process.h"
#include "core/text.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"

#include <string.h>

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) {
        at++;
    }
    return at;
}

/* Where the secret is, when the document has it once and in plain characters; its size, or 0. */
static size_t find_secret(const char *text, size_t size, size_t *offset)
{
    static const char name[] = "\"SecretAccessKey\"";
    const char *end = text + size, *at = memmem(text, size, name, strlen(name)), *from, *to;

    if (at == NULL) {
        return 0;
    }
    from = skip_blanks(at + strlen(name), end);
    if (memmem(from, (size_t)(end - from), "SecretAccessKey", 15) != NULL || from == end ||
        *from++ != ':') {
        return 0;
    }
    from = skip_blanks(from, end);
    if (from == end || *from++ != '"') {
        return 0;
    }
    for (to = from; to < end && *to != '"'; to++) {
        if (*to <= 0x20 || *to >= 0x7f || *to == '\\') {
            return 0;
        }
    }
    *offset = (size_t)(from - text);
    return to < end ? (size_t)(to - from) : 0;
}

static void check_keys(const struct credentials_json *form, const struct credentials *keys)
{
    PROMISE(!text_is_empty(keys->access_key_id) && !text_is_empty(keys->secret_access_key));
    PROMISE(text_find_control(keys->access_key_id, strlen(keys->access_key_id)) < 0);
    PROMISE(text_find_control(keys->secret_access_key, strlen(keys->secret_access_key)) < 0);
    PROMISE(keys->session_token == NULL ||
            text_find_control(keys->session_token, strlen(keys->session_token)) < 0);
    PROMISE(!form->needs_expiration || keys->expiration != INT64_MAX);
    PROMISE(keys->source == form->source);
}

static connect_error *decode(const struct credentials_json *form, const char *text, size_t size)
{
    struct credentials *keys = NULL;
    connect_error *error = NULL;
    connect_status status = credentials_json_decode(form, text, size, &keys, &error);
    const char *message = connect_error_message(error);

    PROMISE(status == CONNECT_OK || status == CONNECT_E_CREDENTIALS);
    PROMISE(status == connect_error_code(error));
    PROMISE((keys != NULL) == (status == CONNECT_OK));
    PROMISE(text_find_control(message, strlen(message)) < 0 &&
            text_utf8_valid(message, strlen(message), NULL));
    PROMISE(connect_error_body_excerpt(error) == NULL);
    if (keys != NULL) {
        check_keys(form, keys);
    }
    credentials_unref(keys);
    return error;
}

static void check_command(const char *bytes, size_t size)
{
    struct arena arena = { .chunks = NULL };
    const char *what = NULL;
    char *const *words = process_words(&arena, arena_strndup(&arena, bytes, size), &what);
    size_t count = 0, length = 0;

    PROMISE((words == NULL) == (what != NULL));
    for (; words != NULL && words[count] != NULL; count++) {
        length += strlen(words[count]);
    }
    PROMISE(words == NULL || (count > 0 && count <= PROCESS_WORDS_MAX && length <= size));
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0) {
        return 0;
    }
    const struct credentials_json form = { .source = "fuzz",
                                           .account_id = bytes[0] & 4 ? "123456789012" : NULL,
                                           .needs_version = bytes[0] & 1,
                                           .needs_expiration = bytes[0] & 2 };
    const char *text = (const char *)bytes + 1;
    size_t offset, secret = find_secret(text, --size, &offset);
    connect_error *error = decode(&form, text, size);

    if (secret > 0 && strstr(connect_error_message(error), "the secret access key ") == NULL) {
        char *other = malloc(size);
        PROMISE(other != NULL);
        memcpy(other, text, size);
        memset(other + offset, other[offset] == 'x' ? 'y' : 'x', secret);
        connect_error *same = decode(&form, other, size);
        PROMISE(strcmp(connect_error_message(error), connect_error_message(same)) == 0);
        connect_error_free(same);
        free(other);
    }
    connect_error_free(error);
    check_command(text, size);
    return 0;
}
