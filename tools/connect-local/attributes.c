/*
 * Instance attributes: switches that every instance has from the start.
 */
#include "core/text.h"
#include "handlers.h"
#include "json.h"
#include "respond.h"

#include <string.h>

/* Those that are on in a new instance, besides the two that its creation sets. */
static const char *const on_from_the_start[] = { "AUTO_RESOLVE_BEST_VOICES", "EARLY_MEDIA" };

static const struct {
    const char *type;
    const char *member;
} of_instance[] = {
    { "INBOUND_CALLS", "InboundCallsEnabled" },
    { "OUTBOUND_CALLS", "OutboundCallsEnabled" },
};

static bool is_on(const struct instance *instance, const char *type)
{
    for (size_t i = 0; i < sizeof of_instance / sizeof of_instance[0]; i++) {
        if (strcmp(type, of_instance[i].type) == 0) {
            return json_is_true(json_object_get(instance->record, of_instance[i].member));
        }
    }
    for (size_t i = 0; i < sizeof on_from_the_start / sizeof on_from_the_start[0]; i++) {
        if (strcmp(type, on_from_the_start[i]) == 0) {
            return true;
        }
    }
    return false;
}

struct shelf *instance_attributes(struct instance *instance)
{
    struct shelf *shelf = &instance->shelves[SHELF_ATTRIBUTES];
    const struct connect_operation *operation = connect_operation_find("DescribeInstanceAttribute");

    if (shelf->count > 0) {
        return shelf;
    }

    const struct shape_enum *types = shape_find(operation->input, "AttributeType")->values;

    for (size_t i = 0; i < types->count; i++) {
        json_t *record = json_need(json_object());

        json_put_text(record, "AttributeType", types->values[i]);
        json_put_text(record, "Value", is_on(instance, types->values[i]) ? "true" : "false");
        shelf_add(shelf, record, NULL);
    }
    return shelf;
}

bool describe_attribute(struct job *job, const struct family *family)
{
    struct instance *instance = job_instance(job);
    size_t index;

    if (instance == NULL) {
        return false;
    }

    struct shelf *shelf = instance_attributes(instance);

    if (!find_item(job, instance, family, &index)) {
        return false;
    }
    job->output = json_need(json_object());
    json_put(job->output, "Attribute", json_incref(shelf->items[index].record));
    return true;
}

bool list_attributes(struct job *job, const struct family *family)
{
    (void)family;

    struct instance *instance = job_instance(job);

    return instance != NULL && list_shelf(job, instance_attributes(instance), NULL);
}

bool update_attribute(struct job *job, const struct family *family)
{
    struct instance *instance = job_active_instance(job);
    const char *type = json_text(job->input, "AttributeType");
    const char *value = json_text(job->input, "Value");
    bool on = text_equal_nocase(value, "true");
    size_t index;

    if (instance == NULL) {
        return false;
    }
    if (!on && !text_equal_nocase(value, "false")) {
        return refuse(job, INVALID, "The value of %s must be true or false", type);
    }

    struct shelf *shelf = instance_attributes(instance);

    if (!find_item(job, instance, family, &index)) {
        return false;
    }
    json_put_text(shelf->items[index].record, "Value", on ? "true" : "false");
    for (size_t i = 0; i < sizeof of_instance / sizeof of_instance[0]; i++) {
        if (strcmp(type, of_instance[i].type) == 0) {
            json_put(instance->record, of_instance[i].member, json_boolean(on));
        }
    }
    return true;
}
