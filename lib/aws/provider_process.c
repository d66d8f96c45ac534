/*
 * The program is run without a shell; what it prints on standard output is keys and never shown.
 */
#include "aws/provider_process.h"

#include "aws/keys_json.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/file.h"
#include "core/process.h"
#include "core/text.h"

#include <errno.h>
#include <string.h>

#define OUTPUT_MAX (64 * 1024)
#define COMPLAINT_MAX 1024
#define PATIENCE_MS 60000

/* Names the program, but not its arguments, which may be secrets. */
static connect_status explain(const char *program, struct process_result result,
                              struct buf *complaint, connect_error **error)
{
    size_t size = complaint->size;

    while (size > 0 && (complaint->data[size - 1] == '\n' || complaint->data[size - 1] == '\r')) {
        complaint->data[--size] = '\0';
    }
    if (size > 0) {
        text_make_printable(complaint->data, size);
    }
    switch (result.end) {
    case PROCESS_NOT_STARTED:
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "credential_process: %s could not be started: %s", program,
                         file_problem(result.code));
    case PROCESS_KILLED:
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "credential_process: %s was ended by signal %d", program, result.code);
    case PROCESS_TIMEOUT:
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "credential_process: %s took longer than it may and was stopped", program);
    case PROCESS_CANCELLED:
        return error_set(error, CONNECT_E_CANCELLED,
                         "cancelled while credential_process (%s) was running", program);
    case PROCESS_TOO_MUCH:
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "credential_process: %s printed more than %d bytes", program, OUTPUT_MAX);
    case PROCESS_EXITED:
        break;
    }
    return error_set(error, CONNECT_E_CREDENTIALS,
                     "credential_process: %s ended with status %d%s%s", program, result.code,
                     size > 0 ? ": " : "", buf_text(complaint));
}

connect_status process_keys(struct provider_context *context, const char *command,
                            const char *account_id, struct credentials **out, connect_error **error)
{
    const struct keys_json form = { .source = "credential_process",
                                    .account_id = account_id,
                                    .needs_version = true };
    struct arena arena = { 0 };
    struct buf output = BUF_INIT(OUTPUT_MAX), complaint = BUF_INIT(COMPLAINT_MAX);
    int64_t left = deadline_left(context->clock, context->deadline);
    struct process_result result;
    const char *what;
    char *const *words = process_words(&arena, command, &what);
    connect_status status;

    *out = NULL;
    output.secret = true;
    if (words == NULL) {
        status = what == NULL
                     ? error_memory(error)
                     : error_set(error, CONNECT_E_CREDENTIALS, "credential_process: %s", what);
        arena_release(&arena);
        return status;
    }
    result = process_run(words, left < PATIENCE_MS ? left : PATIENCE_MS, context->cancel, &output,
                         &complaint);
    if (output.state == BUF_NO_MEMORY ||
        (result.end == PROCESS_NOT_STARTED && result.code == ENOMEM)) {
        status = error_memory(error);
    } else if (result.end != PROCESS_EXITED || result.code != 0) {
        status = explain(words[0], result, &complaint, error);
    } else {
        status = keys_json_decode(&form, buf_text(&output), output.size, out, error);
        if (status == CONNECT_OK) {
            (*out)->is_user_code = true;
        } else if (error != NULL) {
            error_prefix(*error, "credential_process: %s: ", words[0]);
        }
    }
    buf_free(&output);
    buf_free(&complaint);
    arena_release(&arena);
    return status;
}
