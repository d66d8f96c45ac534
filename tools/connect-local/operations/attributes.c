/*
 * Instance attributes, which every instance has from its creation.
 */
#include "base/json.h"
#include "core/text.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

/* Attributes that are on in a new instance, besides the two that CreateInstance sets. */
static const char *const on_by_default[] = { "AUTO_RESOLVE_BEST_VOICES", "EARLY_MEDIA" };

static const struct {
    const char *type;
    const char *member;
} creation_members[] = {
    { "INBOUND_CALLS", "InboundCallsEnabled" },
    { "OUTBOUND_CALLS", "OutboundCallsEnabled" },
};

static bool is_on(const struct instance *instance, const char *type)
{
    for (size_t i = 0; i < sizeof creation_members / sizeof creation_members[0]; i++) {
        if (strcmp(type, creation_members[i].type) == 0) {
            return json_is_true(json_object_get(instance->record, creation_members[i].member));
        }
    }
    for (size_t i = 0; i < sizeof on_by_default / sizeof on_by_default[0]; i++) {
        if (strcmp(type, on_by_default[i]) == 0) {
            return true;
        }
    }
    return false;
}

static struct collection *instance_attributes(struct instance *instance)
{
    struct collection *collection = &instance->collections[COLLECTION_ATTRIBUTES];
    const struct connect_operation *operation = connect_operation_find("DescribeInstanceAttribute");

    if (collection->count > 0) {
        return collection;
    }

    const struct shape_enum *types = shape_find(operation->input, "AttributeType")->values;

    for (size_t i = 0; i < types->count; i++) {
        json_t *record = json_check_alloc(json_object());

        json_put_string(record, "AttributeType", types->values[i]);
        json_put_string(record, "Value", is_on(instance, types->values[i]) ? "true" : "false");
        collection_add(collection, record, NULL);
    }
    return collection;
}

bool describe_attribute(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_instance(job);
    size_t index;

    if (instance == NULL) {
        return false;
    }

    struct collection *collection = instance_attributes(instance);

    if (!find_item(job, instance, kind, &index)) {
        return false;
    }
    job->output = json_check_alloc(json_object());
    json_put(job->output, "Attribute", json_incref(collection->items[index].record));
    return true;
}

bool list_attributes(struct job *job, const struct resource_kind *kind)
{
    (void)kind;

    struct instance *instance = job_instance(job);

    return instance != NULL && list_collection(job, instance_attributes(instance), NULL);
}

bool update_attribute(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);
    const char *type = json_get_string(job->input, "AttributeType");
    const char *value = json_get_string(job->input, "Value");
    bool on = text_equal_nocase(value, "true");
    size_t index;

    if (instance == NULL) {
        return false;
    }
    if (!on && !text_equal_nocase(value, "false")) {
        return job_fail(job, INVALID, "The value of %s must be true or false", type);
    }

    struct collection *collection = instance_attributes(instance);

    if (!find_item(job, instance, kind, &index)) {
        return false;
    }
    json_put_string(collection->items[index].record, "Value", on ? "true" : "false");
    for (size_t i = 0; i < sizeof creation_members / sizeof creation_members[0]; i++) {
        if (strcmp(type, creation_members[i].type) == 0) {
            json_put(instance->record, creation_members[i].member, json_boolean(on));
        }
    }
    return true;
}
