/*
 * See job.h.
 */
#include "operations/job.h"

#include "base/alloc.h"
#include "base/json.h"
#include "core/text.h"
#include "exchange/form.h"
#include "exchange/respond.h"

#include <string.h>

bool job_take_instance_id(struct job *job)
{
    const char *given = json_get_string(job->input, "InstanceId");
    const char *parts[6] = { NULL };
    size_t size, count = 0;

    if (given == NULL || !text_starts(given, "arn:")) {
        return true;
    }
    for (const char *at = given, *piece; count < 6 && split_next(&at, ':', &piece, &size);) {
        parts[count++] = check_alloc(arena_strndup(&job->exchange->arena, piece, size));
    }
    if (count < 6 || strcmp(parts[2], "connect") != 0 || !text_starts(parts[5], "instance/")) {
        return job_fail(job, MALFORMED, "%s is not the ARN of an instance", given);
    }
    if (strcmp(parts[4], job->tenant->account_id) != 0) {
        return job_fail(job, "AccessDeniedException", "%s belongs to another account", given);
    }
    if (strcmp(parts[1], job->tenant->partition) != 0 ||
        strcmp(parts[3], job->tenant->region) != 0) {
        return job_fail(job, "ResourceNotFoundException", "Instance %s not found in %s", given,
                        job->tenant->region);
    }
    json_put_string(job->input, "InstanceId", parts[5] + strlen("instance/"));
    return true;
}

struct instance *job_own_instance(struct job *job)
{
    const char *id = json_get_string(job->input, "InstanceId");
    struct instance *instance = tenant_find_instance(job->tenant, id, job->now);

    if (instance == NULL) {
        job_fail(job, "ResourceNotFoundException", "Instance with id %s not found", id);
    }
    return instance;
}

struct instance *job_instance(struct job *job)
{
    struct instance *instance = job_own_instance(job);

    return instance != NULL && instance->source != NULL ? instance->source : instance;
}

struct instance *job_active_instance(struct job *job)
{
    struct instance *instance = job_instance(job);

    if (instance == NULL || (instance->settled && !instance->fails)) {
        return instance;
    }
    job_fail(job, MALFORMED, "Instance %s is not active: its status is %s", instance->id,
             json_get_string(instance->record, "InstanceStatus"));
    return NULL;
}

const char *job_new_uuid(struct job *job)
{
    char *uuid = check_alloc(arena_alloc(&job->exchange->arena, 37));

    random_stream_uuid(&job->local->random_ids, uuid);
    return uuid;
}

static bool models_error(const struct connect_operation *operation, const char *type)
{
    for (const char *const *known = operation->errors; known != NULL && *known != NULL; known++) {
        if (strcmp(*known, type) == 0) {
            return true;
        }
    }
    return false;
}

/* The first of the alternatives that the operation models, else the first. */
static const char *choose_error(const struct job *job, const char *types)
{
    const char *first = NULL;
    const char *piece;
    size_t size;

    for (const char *at = types; split_next(&at, '|', &piece, &size);) {
        const char *type = check_alloc(arena_strndup(&job->exchange->arena, piece, size));

        if (models_error(job->operation, type)) {
            return type;
        }
        if (first == NULL) {
            first = type;
        }
    }
    return first;
}

bool job_fail(struct job *job, const char *types, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    respond_verror(job->exchange, choose_error(job, types), NULL, format, arguments);
    va_end(arguments);
    return false;
}

bool job_fail_with(struct job *job, const char *types, json_t *members, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    respond_verror(job->exchange, choose_error(job, types), members, format, arguments);
    va_end(arguments);
    return false;
}

bool job_fail_reason(struct job *job, const char *type, const char *reason, const char *format, ...)
{
    json_t *members = json_check_alloc(json_object());
    va_list arguments;

    json_put(members, "Reason", respond_reason(type, reason));
    va_start(arguments, format);
    respond_verror(job->exchange, type, members, format, arguments);
    va_end(arguments);
    return false;
}
