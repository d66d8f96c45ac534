/*
 * Tags, on whatever has an ARN: instances, integration associations, use cases, task templates and
 * traffic distribution groups.
 */
#include "base/json.h"
#include "core/text.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

#define TAGS_MAX 50

/* The record of that ARN among what an instance has. */
static json_t *find_under(struct instance *instance, const char *arn)
{
    static const struct {
        enum collection_id collection;
        const char *member;
    } places[] = {
        { COLLECTION_INTEGRATIONS, "IntegrationAssociationArn" },
        { COLLECTION_TEMPLATES, "Arn" },
        { COLLECTION_USE_CASES, "UseCaseArn" },
    };

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const struct collection *collection = &instance->collections[places[i].collection];

        for (size_t j = 0; j < collection->count; j++) {
            const char *own = json_get_string(collection->items[j].record, places[i].member);

            if (own != NULL && strcmp(own, arn) == 0) {
                return collection->items[j].record;
            }
        }
    }
    return NULL;
}

/* The record of a traffic distribution group, or NULL. */
static json_t *find_group(struct job *job, const char *arn)
{
    const struct collection *groups = &job->tenant->groups;

    groups_settle(&job->tenant->groups, job->now);
    for (size_t i = 0; i < groups->count; i++) {
        if (strcmp(json_get_string(groups->items[i].record, "Arn"), arn) == 0) {
            return groups->items[i].record;
        }
    }
    return NULL;
}

static json_t *find_tagged(struct job *job)
{
    struct arena *arena = &job->exchange->arena;
    const char *arn = json_get_string(job->input, "resourceArn");
    const char *start = tenant_instance_arn(job->tenant, arena, job->tenant->region, "");
    json_t *record = find_group(job, arn);

    if (!text_starts(arn, "arn:")) {
        job_fail(job, INVALID, "%s is not an ARN", arn);
        return NULL;
    }
    if (text_starts(arn, start)) {
        const char *id = arn + strlen(start);
        const char *rest = strchr(id, '/');
        struct instance *instance = tenant_find_instance(
            job->tenant,
            rest == NULL ? id
                         : (const char *)check_alloc(arena_strndup(arena, id, (size_t)(rest - id))),
            job->now);

        if (instance != NULL) {
            record = rest == NULL ? instance->record : find_under(instance, arn);
        }
    }
    if (record == NULL) {
        job_fail(job, "ResourceNotFoundException", "The resource %s was not found", arn);
    }
    return record;
}

bool tag_resource(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    json_t *record = find_tagged(job);

    if (record == NULL) {
        return false;
    }

    const json_t *old = json_object_get(record, "Tags");
    json_t *tags =
        old != NULL ? json_check_alloc(json_deep_copy(old)) : json_check_alloc(json_object());

    if (json_object_update(tags, json_object_get(job->input, "tags")) != 0) {
        fail_out_of_memory();
    }
    if (json_object_size(tags) > TAGS_MAX) {
        json_decref(tags);
        return job_fail(job, INVALID, "A resource may have %d tags", TAGS_MAX);
    }
    json_put(record, "Tags", tags);
    return true;
}

bool untag_resource(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    json_t *record = find_tagged(job);
    json_t *key;
    size_t i;

    if (record == NULL) {
        return false;
    }

    json_t *tags = json_object_get(record, "Tags");

    json_array_foreach(json_object_get(job->input, "tagKeys"), i, key) {
        json_object_del(tags, json_string_value(key));
    }
    if (json_object_size(tags) == 0) {
        json_object_del(record, "Tags");
    }
    return true;
}

bool list_tags(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    json_t *record = find_tagged(job);

    if (record == NULL) {
        return false;
    }

    json_t *tags = json_object_get(record, "Tags");

    job->output = json_check_alloc(json_object());
    json_put(job->output, "tags", tags != NULL ? json_incref(tags) : json_object());
    return true;
}
