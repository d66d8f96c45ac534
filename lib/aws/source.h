/*
 * Sources of credentials as tasks (core/task.h): the part that all of them share.
 *
 * A provider (credentials.h) makes a task for each fetch.  Its result is a reference to
 * credentials, or NULL when the source is not configured; every failure is an error.  What a source
 * needs of the network it sends itself (provider_exchange.h), or through a child that is an
 * operation of another service.
 */
#ifndef AWS_SOURCE_H
#define AWS_SOURCE_H

#include "aws/credentials.h"
#include "core/task.h"

/* The first member of every source; its own data follows in the same allocation. */
struct source {
    struct task task;
    const struct provider_context *context; /* borrowed */
    struct fetch_report *report;            /* borrowed; NULL: not wanted */
    struct arena arena;                     /* secret; released with the task */
    void (*clear)(struct source *source);   /* frees what is not in the arena; may be NULL */
};

/* A zeroed source with this part initialised; NULL: out of memory. */
void *source_new(const struct task_class *class, size_t size,
                 const struct provider_context *context, struct fetch_report *report);
/* A source that has ended: credentials (owned), or an error (owned), or neither: not configured. */
struct task *source_done(struct credentials *credentials, connect_error *error);

/* `stop` of sources that want more than children, and `release` of most classes. */
void source_stop(struct task *task, connect_status status);
void source_release(struct task *task);

/* Ends a source, with credentials (owned; NULL: not configured) or an error (owned). */
void source_succeed(struct source *source, struct credentials *credentials);
void source_fail(struct source *source, connect_error *error);
void source_fail_memory(struct source *source);
/* Ends a source with a status and what belongs to it: credentials or an error, both owned. */
void source_end(struct source *source, connect_status status, struct credentials *credentials,
                connect_error *error);

/* Makes an operation of another service the child, or ends the source when that fails. */
void source_call(struct source *source, const struct connect_operation *operation,
                 const void *request, const char *region, struct credentials *credentials);
/* Makes another source the child.  NULL ends this one: out of memory. */
void source_run(struct source *source, struct task *child);
/*
 * The outcome of such a child: *credentials is owned, and NULL when the child is not configured.
 * False: it failed and the source has ended with its error.
 */
bool source_collect(struct source *source, struct credentials **credentials);

/* Records that the failure needs user action (struct fetch_report); copies path (may be NULL). */
void source_set_final(struct source *source, const char *path, const struct file_stamp *stamp);
/* Adds "NAME: reason" to the message that no source has credentials. */
void source_skip(struct source *source, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
