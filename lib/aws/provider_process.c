/*
 * Runs a process without a shell.  Its standard output is credentials and never becomes part of a
 * message; its standard error does.
 * (AWS CLI User Guide, "Sourcing credentials with an external process"; botocore credentials.py,
 * ProcessProvider)
 */
#include "aws/provider_process.h"

#include "aws/credentials_json.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/file.h"
#include "core/text.h"

#include <errno.h>

#define OUTPUT_MAX (64 * 1024)
#define COMPLAINT_MAX 1024
#define TIMEOUT_MS 60000

struct process_source {
    struct source source;
    const char *command;
    const char *account_id;
    struct task_process process;
    struct buf output, complaint;
};

/* Standard error, printable and without trailing line ends. */
static const char *trim_complaint(struct buf *complaint)
{
    while (complaint->size > 0 && (complaint->data[complaint->size - 1] == '\n' ||
                                   complaint->data[complaint->size - 1] == '\r')) {
        complaint->data[--complaint->size] = '\0';
    }
    if (complaint->size > 0) {
        text_make_printable(complaint->data, complaint->size);
    }
    return buf_text(complaint);
}

/*
 * Names the program, but not its arguments, which may be secrets.
 *
 * Rule: what a failed credential_process printed is not shown.  Source: AWS CLI User Guide,
 * Sourcing credentials with an external process.  Test:
 * a_failed_credential_process_is_reported_without_its_output.
 */
static connect_status process_report(struct process_source *self, connect_error **error)
{
    ASSERT(self->process.words != NULL && self->process.words[0] != NULL);
    const struct process_result *result = &self->process.result;
    const char *program = self->process.words[0];
    const char *complaint = trim_complaint(&self->complaint);
    switch (result->end) {
    case PROCESS_NOT_STARTED:
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "credential_process: %s could not be started: %s", program,
                         file_problem(result->code));
    case PROCESS_KILLED:
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "credential_process: %s was ended by signal %d", program, result->code);
    case PROCESS_TIMEOUT:
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "credential_process: %s exceeded its time limit and was killed", program);
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
                     "credential_process: %s ended with status %d%s%s", program, result->code,
                     complaint[0] != '\0' ? ": " : "", complaint);
}

/*
 * Rule: credential_process is split into words and run without a shell.  Source: botocore,
 * ProcessProvider.  Test: a_credential_process_is_run_without_a_shell.
 */
static connect_status process_prepare(struct process_source *self, connect_error **error)
{
    const char *problem;
    self->process.words = process_words(&self->source.arena, self->command, &problem);
    if (self->process.words == NULL) {
        return problem == NULL
                   ? error_memory(error)
                   : error_set(error, CONNECT_E_CREDENTIALS, "credential_process: %s", problem);
    }
    self->process.timeout_ms = TIMEOUT_MS;
    self->process.out = &self->output;
    self->process.complaint = &self->complaint;
    task_spawn(&self->source.task, &self->process);
    return CONNECT_OK;
}

static connect_status process_accept(struct process_source *self, struct credentials **credentials,
                                     connect_error **error)
{
    const struct credentials_json form = { .source = "credential_process",
                                           .account_id = self->account_id,
                                           .needs_version = true };
    const struct process_result *result = &self->process.result;
    if (self->output.state == BUF_NO_MEMORY ||
        (result->end == PROCESS_NOT_STARTED && result->code == ENOMEM)) {
        return error_memory(error);
    }
    if (result->end != PROCESS_EXITED || result->code != 0) {
        return process_report(self, error);
    }
    connect_status status = credentials_json_decode(&form, buf_text(&self->output),
                                                    self->output.size, credentials, error);
    if (status == CONNECT_OK) {
        (*credentials)->is_user_code = true;
    } else {
        error_prefix(*error, "credential_process: %s: ", self->process.words[0]);
    }
    return status;
}

static void process_resume(struct task *task)
{
    struct process_source *self = (struct process_source *)task;
    struct credentials *credentials = NULL;
    connect_error *error = NULL;
    connect_status status;
    if (task->want == TASK_READY) {
        status = process_prepare(self, &error);
        if (status == CONNECT_OK) {
            return;
        }
    } else {
        status = process_accept(self, &credentials, &error);
    }
    source_end(&self->source, status, credentials, error);
}

static void process_clear(struct source *source)
{
    struct process_source *self = (struct process_source *)source;
    buf_free(&self->output);
    buf_free(&self->complaint);
}

static const struct task_class process_class = { .name = "credential_process",
                                                 .resume = process_resume,
                                                 .stop = source_stop,
                                                 .release = source_release };

struct task *process_fetch(const struct provider_context *context, struct fetch_report *report,
                           const char *command, const char *account_id)
{
    struct process_source *self = source_new(&process_class, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->source.clear = process_clear;
    self->command = command;
    self->account_id = account_id;
    self->output = BUF_INIT(OUTPUT_MAX);
    self->output.secret = true;
    self->complaint = BUF_INIT(COMPLAINT_MAX);
    return &self->source.task;
}
