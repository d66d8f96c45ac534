/*
 * Tags, on whatever has an ARN: instances, integration associations, use cases, task templates.
 */
#include "core/text.h"
#include "handlers.h"
#include "json.h"
#include "respond.h"

#include <string.h>

#define TAGS_MAX 50

/* The record of that ARN among what an instance has. */
static json_t *find_under(struct instance *instance, const char *arn)
{
    static const struct {
        enum shelf_id shelf;
        const char *member;
    } places[] = {
        { SHELF_INTEGRATIONS, "IntegrationAssociationArn" },
        { SHELF_TEMPLATES, "Arn" },
        { SHELF_USE_CASES, "UseCaseArn" },
    };

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const struct shelf *shelf = &instance->shelves[places[i].shelf];

        for (size_t j = 0; j < shelf->count; j++) {
            const char *own = json_text(shelf->items[j].record, places[i].member);

            if (own != NULL && strcmp(own, arn) == 0) {
                return shelf->items[j].record;
            }
        }
    }
    return NULL;
}

static json_t *tagged(struct job *job)
{
    struct arena *arena = &job->exchange->arena;
    const char *arn = json_text(job->input, "resourceArn");
    const char *start = instance_arn(job->local, arena, job->local->options->region, "");
    json_t *record = NULL;

    if (!text_starts(arn, "arn:")) {
        refuse(job, INVALID, "%s is not an ARN", arn);
        return NULL;
    }
    if (text_starts(arn, start)) {
        const char *id = arn + strlen(start);
        const char *rest = strchr(id, '/');
        struct instance *instance = instance_find(
            job->local,
            rest == NULL ? id : (const char *)need(arena_strndup(arena, id, (size_t)(rest - id))),
            job->now);

        if (instance != NULL) {
            record = rest == NULL ? instance->record : find_under(instance, arn);
        }
    }
    if (record == NULL) {
        refuse(job, "ResourceNotFoundException", "The resource %s was not found", arn);
    }
    return record;
}

bool tag_resource(struct job *job, const struct family *family)
{
    (void)family;

    json_t *record = tagged(job);

    if (record == NULL) {
        return false;
    }

    const json_t *old = json_object_get(record, "Tags");
    json_t *tags = old != NULL ? json_need(json_deep_copy(old)) : json_need(json_object());

    if (json_object_update(tags, json_object_get(job->input, "tags")) != 0) {
        need(NULL);
    }
    if (json_object_size(tags) > TAGS_MAX) {
        json_decref(tags);
        return refuse(job, INVALID, "A resource may have %d tags", TAGS_MAX);
    }
    json_put(record, "Tags", tags);
    return true;
}

bool untag_resource(struct job *job, const struct family *family)
{
    (void)family;

    json_t *record = tagged(job);
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

bool list_tags(struct job *job, const struct family *family)
{
    (void)family;

    json_t *record = tagged(job);

    if (record == NULL) {
        return false;
    }

    json_t *tags = json_object_get(record, "Tags");

    job->output = json_need(json_object());
    json_put(job->output, "tags", tags != NULL ? json_incref(tags) : json_object());
    return true;
}
