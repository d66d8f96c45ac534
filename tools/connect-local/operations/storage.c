/*
 * Storage configurations: where an instance puts its recordings, transcripts and streams.
 */
#include "base/json.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

/* A configuration has the member that belongs to its type, and no other. */
static const struct {
    const char *type;
    const char *member;
} kinds[] = {
    { "S3", "S3Config" },
    { "KINESIS_VIDEO_STREAM", "KinesisVideoStreamConfig" },
    { "KINESIS_STREAM", "KinesisStreamConfig" },
    { "KINESIS_FIREHOSE", "KinesisFirehoseConfig" },
};

static bool fits(struct job *job)
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

/* The id stands in the record, for the keys, and in the configuration, for whoever lists it. */
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

    if (instance == NULL || !fits(job)) {
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

bool update_storage(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);
    size_t index;

    if (instance == NULL || !fits(job) || !find_item(job, instance, kind, &index)) {
        return false;
    }
    put_config(instance->collections[kind->collection].items[index].record, job->input,
               json_get_string(job->input, "AssociationId"));
    return true;
}
