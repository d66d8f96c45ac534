/* The part that all sources of credentials share. */
#include "aws/source.h"

#include "core/assert.h"
#include "core/error.h"
#include "core/mem.h"

#include <stdarg.h>
#include <stdio.h>

void *source_new(const struct task_class *class, size_t size,
                 const struct provider_context *context, struct fetch_report *report)
{
    ASSERT(size >= sizeof(struct source));
    struct source *source = mem_calloc(1, size);
    if (source == NULL) {
        return NULL;
    }
    task_init(&source->task, class);
    source->context = context;
    source->report = report;
    source->arena.secret = true;
    return source;
}

void source_release(struct task *task)
{
    struct source *source = (struct source *)task;
    credentials_unref(task->result);
    if (source->clear != NULL) {
        source->clear(source);
    }
    arena_release(&source->arena);
    mem_free(source);
}

void source_stop(struct task *task, connect_status status)
{
    connect_error *error = NULL;
    (void)error_set(&error, status, "%s while credentials were fetched",
                    status == CONNECT_E_CANCELLED ? "cancelled"
                                                  : "the time limit of the call passed");
    task_fail(task, error);
}

static const struct task_class done_class = { .name = "done", .release = source_release };

struct task *source_done(struct credentials *credentials, connect_error *error)
{
    ASSERT(credentials == NULL || error == NULL);
    struct source *source = source_new(&done_class, sizeof *source, NULL, NULL);
    if (source == NULL) {
        credentials_unref(credentials);
        connect_error_free(error);
        return NULL;
    }
    source_end(source, connect_error_code(error), credentials, error);
    return &source->task;
}

void source_succeed(struct source *source, struct credentials *credentials)
{
    task_succeed(&source->task, credentials);
}

void source_fail(struct source *source, connect_error *error)
{
    task_fail(&source->task, error);
}

void source_fail_memory(struct source *source)
{
    connect_error *error = NULL;
    (void)error_memory(&error);
    source_fail(source, error);
}

void source_end(struct source *source, connect_status status, struct credentials *credentials,
                connect_error *error)
{
    if (status != CONNECT_OK) {
        ASSERT(credentials == NULL);
        source_fail(source, error);
    } else {
        ASSERT(error == NULL);
        source_succeed(source, credentials);
    }
}

void source_call(struct source *source, const struct connect_operation *operation,
                 const void *request, const char *region, struct credentials *credentials)
{
    ASSERT(source->context != NULL && operation != NULL);
    struct task *child;
    connect_error *error = NULL;
    connect_status status = source->context->call(source->context, operation, request, region,
                                                  credentials, &child, &error);
    if (status != CONNECT_OK) {
        source_fail(source, error);
        return;
    }
    task_run_child(&source->task, child);
}

void source_run(struct source *source, struct task *child)
{
    if (child == NULL) {
        source_fail_memory(source);
    } else {
        task_run_child(&source->task, child);
    }
}

bool source_collect(struct source *source, struct credentials **credentials)
{
    void *result;
    connect_error *error;
    *credentials = NULL;
    if (task_collect(&source->task, &result, &error) != CONNECT_OK) {
        source_fail(source, error);
        return false;
    }
    *credentials = result;
    return true;
}

void source_set_final(struct source *source, const char *path, const struct file_stamp *stamp)
{
    ASSERT(source->report != NULL && stamp != NULL);
    struct fetch_report *report = source->report;
    mem_free(report->final_file);
    report->is_final = true;
    report->final_file = path != NULL ? mem_strdup(path) : NULL;
    report->final_stamp = *stamp;
}

void source_skip(struct source *source, const char *name, const char *format, ...)
{
    char reason[512];
    va_list arguments;
    if (source->report == NULL) {
        return;
    }
    struct buf *skipped = &source->report->skipped;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    buf_printf(skipped, "%s%s: %s", skipped->size > 0 ? "; " : "", name, reason);
}
