/*
 * Storage configurations: where an instance puts its recordings, transcripts and streams.
 */
#include "base/json.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

/* A configuration has the member of its type and no other. */
static const struct {
    const char *type;
    const char *member;
} kinds[] = {
    { "S3", "S3Config" },
    { "KINESIS_VIDEO_STREAM", "KinesisVideoStreamConfig" },
    { "KINESIS_STREAM", "KinesisStreamConfig" },
    { "KINESIS_FIREHOSE", "KinesisFirehoseConfig" },
};

static bool check_type(struct job *job)
{
    const json_t *config = json_object_get(job->input, "StorageConfig");
    const char *type = json_get_string(config, "StorageType");

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        bool wanted = strcmp(type, kinds[i].type) == 0;
        bool given = json_object_get(config, kinds[i].member) != NULL;

        if (wanted != given) {
            return job_fail(job, INVALID, "StorageConfig.%s must %sbe given when StorageType is %s",
                            kinds[i].member, wanted ? "" : "not ", type);
        }
    }
    return true;
}

/* The id is in the record, for the keys, and in the configuration, for listings. */
static void put_config(json_t *record, const json_t *input, const char *id)
{
    json_t *config = json_check_alloc(json_deep_copy(json_object_get(input, "StorageConfig")));

    json_put_string(config, "AssociationId", id);
    json_put(record, "StorageType", json_incref(json_object_get(config, "StorageType")));
    json_put(record, "StorageConfig", config);
}

bool associate_storage(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);

    if (instance == NULL || !check_type(job)) {
        return false;
    }

    json_t *record = record_from_input(job);

    put_config(record, job->input, "");
    if (!add_item(job, instance, kind, record)) {
        return false;
    }
    put_config(record, job->input, json_get_string(record, "AssociationId"));
    return true;
}

bool describe_storage(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_instance(job);
    size_t index;

    if (instance == NULL || !find_item(job, instance, kind, &index)) {
        return false;
    }
    job->output = json_incref(instance->collections[kind->collection].items[index].record);
    return true;
}

/* Whether another configuration has the resource type and storage type of the input. */
static bool has_other(const struct collection *collection, size_t index, const json_t *input)
{
    const char *type = json_get_string(input, "ResourceType");
    const char *storage = json_get_string(json_object_get(input, "StorageConfig"), "StorageType");

    for (size_t i = 0; i < collection->count; i++) {
        const json_t *record = collection->items[i].record;

        if (i != index && strcmp(json_get_string(record, "ResourceType"), type) == 0 &&
            strcmp(json_get_string(record, "StorageType"), storage) == 0) {
            return true;
        }
    }
    return false;
}

bool update_storage(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);
    size_t index;

    if (instance == NULL || !check_type(job) || !find_item(job, instance, kind, &index)) {
        return false;
    }
    if (has_other(&instance->collections[kind->collection], index, job->input)) {
        return job_fail(job, MALFORMED,
                        "Instance %s has another storage configuration of this resource type and "
                        "storage type",
                        instance->id);
    }
    put_config(instance->collections[kind->collection].items[index].record, job->input,
               json_get_string(job->input, "AssociationId"));
    return true;
}
