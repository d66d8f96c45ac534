/*
 * The configurations of attached files: one for each attachment scope, with defaults until it is
 * changed.
 */
#include "base/json.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#define DEFAULT_SIZE_LIMIT (20 * 1024 * 1024)

static const char *const default_extensions[] = { "csv", "doc", "docx", "heic", "jpeg", "jpg",
                                                  "mov", "mp4", "pdf",  "png",  "ppt",  "pptx",
                                                  "rtf", "txt", "wav",  "xls",  "xlsx" };

static json_t *default_extension_configuration(void)
{
    json_t *configuration = json_check_alloc(json_object());
    json_t *list = json_check_alloc(json_array());

    for (size_t i = 0; i < sizeof default_extensions / sizeof default_extensions[0]; i++) {
        json_t *allowed = json_check_alloc(json_object());

        json_put_string(allowed, "Extension", default_extensions[i]);
        json_append(list, allowed);
    }
    json_put(configuration, "AllowedExtensions", list);
    return configuration;
}

/* The configurations of an instance, which are created when they are first needed. */
static struct collection *configurations_of(struct instance *instance,
                                            const struct resource_kind *kind)
{
    struct collection *collection = &instance->collections[kind->collection];
    const struct connect_operation *operation =
        connect_operation_find("DescribeAttachedFilesConfiguration");
    const struct shape_enum *scopes = shape_find(operation->input, "AttachmentScope")->values;

    for (size_t i = collection->count; i < scopes->count; i++) {
        json_t *record = json_check_alloc(json_object());

        json_put_string(record, "InstanceId", instance->id);
        json_put_string(record, "AttachmentScope", scopes->values[i]);
        json_put(record, "MaximumSizeLimitInBytes", json_integer(DEFAULT_SIZE_LIMIT));
        json_put(record, "ExtensionConfiguration", default_extension_configuration());
        collection_add(collection, record, NULL);
    }
    return collection;
}

bool describe_attached_files(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_instance(job);
    size_t index;

    if (instance == NULL) {
        return false;
    }

    struct collection *configurations = configurations_of(instance, kind);

    if (!find_item(job, instance, kind, &index)) {
        return false;
    }
    job->output = json_check_alloc(json_object());
    json_put(job->output, "AttachedFilesConfiguration",
             json_incref(configurations->items[index].record));
    return true;
}

bool list_attached_files(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_instance(job);

    return instance != NULL && list_collection(job, configurations_of(instance, kind), NULL);
}

bool update_attached_files(struct job *job, const struct resource_kind *kind)
{
    static const char *const members[] = { "MaximumSizeLimitInBytes", "ExtensionConfiguration" };
    struct instance *instance = job_active_instance(job);
    size_t index;

    if (instance == NULL) {
        return false;
    }

    struct collection *configurations = configurations_of(instance, kind);

    if (!find_item(job, instance, kind, &index)) {
        return false;
    }

    json_t *record = configurations->items[index].record;

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        json_t *value = json_object_get(job->input, members[i]);

        if (value != NULL) {
            json_put(record, members[i], json_deep_copy(value));
        }
    }
    json_put_time(record, "LastModifiedTime", job->now);
    job->output = json_incref(record);
    return true;
}
