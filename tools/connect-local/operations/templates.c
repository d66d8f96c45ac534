/*
 * Task templates. An error lists each invalid property.
 */
#include "base/json.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

#define FIELDS_MAX 50

struct findings {
    struct job *job;
    json_t *list;
};

static void add_finding(struct findings *findings, const char *path, const char *reason,
                        const char *message)
{
    json_t *property = json_check_alloc(json_object());

    json_put_string(property, "PropertyPath", path);
    json_put_string(property, "Reason", reason);
    json_put_string(property, "Message", message);
    json_append(findings->list, property);
}

#define PATH(findings, ...) \
    check_alloc(arena_printf(&(findings)->job->exchange->arena, __VA_ARGS__))

static const char *field_name(const json_t *field)
{
    const char *name = json_get_string(json_object_get(field, "Id"), "Name");

    return name != NULL ? name : "";
}

static bool has_field(const json_t *fields, const char *name, size_t below)
{
    for (size_t i = 0; i < json_array_size(fields) && i < below; i++) {
        if (strcmp(field_name(json_array_get(fields, i)), name) == 0) {
            return true;
        }
    }
    return false;
}

static void check_fields(struct findings *findings, const json_t *fields)
{
    for (size_t i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        const char *type = json_get_string(field, "Type");

        if (*field_name(field) == '\0') {
            add_finding(findings, PATH(findings, "Fields[%zu].Id.Name", i),
                        "REQUIRED_PROPERTY_MISSING", "A field needs a name");
        } else if (has_field(fields, field_name(field), i)) {
            add_finding(findings, PATH(findings, "Fields[%zu].Id.Name", i),
                        "UNIQUE_CONSTRAINT_VIOLATED", "Two fields have the same name");
        }
        if (type != NULL && strcmp(type, "SINGLE_SELECT") == 0 &&
            json_array_size(json_object_get(field, "SingleSelectOptions")) == 0) {
            add_finding(findings, PATH(findings, "Fields[%zu].SingleSelectOptions", i),
                        "REQUIRED_PROPERTY_MISSING", "A field to select from needs options");
        }
    }
}

/* Every name in a list of references must be a field's. */
static void check_references(struct findings *findings, const json_t *template, const char *member,
                             const char *list)
{
    const json_t *references = json_object_get(json_object_get(template, member), list);

    for (size_t i = 0; i < json_array_size(references); i++) {
        if (!has_field(json_object_get(template, "Fields"),
                       field_name(json_array_get(references, i)), SIZE_MAX)) {
            add_finding(findings, PATH(findings, "%s.%s[%zu].Id.Name", member, list, i),
                        "REFERENCED_RESOURCE_NOT_FOUND", "The template has no field of this name");
        }
    }
}

static void check_name(struct findings *findings, const struct collection *collection,
                       const json_t *template)
{
    for (size_t i = 0; i < collection->count; i++) {
        const json_t *other = collection->items[i].record;

        if (!json_equal(json_object_get(other, "Id"), json_object_get(template, "Id")) &&
            json_equal(json_object_get(other, "Name"), json_object_get(template, "Name"))) {
            add_finding(findings, "Name", "RESOURCE_NAME_ALREADY_EXISTS",
                        "Another template has this name");
        }
    }
}

/* Fails the job for a template with invalid properties. */
static bool is_valid_template(struct job *job, const struct collection *collection,
                              const json_t *template)
{
    struct findings findings = { job, json_check_alloc(json_array()) };

    if (json_array_size(json_object_get(template, "Fields")) > FIELDS_MAX) {
        json_decref(findings.list);
        return job_fail(job, "ServiceQuotaExceededException", "A task template may have %d fields",
                        FIELDS_MAX);
    }
    check_name(&findings, collection, template);
    check_fields(&findings, json_object_get(template, "Fields"));
    check_references(&findings, template, "Constraints", "RequiredFields");
    check_references(&findings, template, "Constraints", "ReadOnlyFields");
    check_references(&findings, template, "Constraints", "InvisibleFields");
    check_references(&findings, template, "Defaults", "DefaultFieldValues");
    if (json_array_size(findings.list) == 0) {
        json_decref(findings.list);
        return true;
    }

    json_t *members = json_check_alloc(json_object());

    json_put(members, "PropertyList", findings.list);
    return job_fail_with(job, "PropertyValidationException", members,
                         "The task template has properties that are not valid");
}

bool create_template(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);

    if (instance == NULL) {
        return false;
    }

    json_t *template = record_from_input(job);

    if (!is_valid_template(job, &instance->collections[kind->collection], template)) {
        json_decref(template);
        return false;
    }
    json_put_time(template, "CreatedTime", job->now);
    json_put_time(template, "LastModifiedTime", job->now);
    if (json_object_get(template, "Status") == NULL) {
        json_put_string(template, "Status", "ACTIVE");
    }
    if (!add_item(job, instance, kind, template)) {
        return false;
    }
    json_put(template, "TaskTemplateId", json_incref(json_object_get(template, "Id")));
    return true;
}

bool get_template(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_instance(job);
    size_t index;

    if (instance == NULL || !find_item(job, instance, kind, &index)) {
        return false;
    }
    /* Snapshots are created with tasks, which do not exist here. */
    if (json_object_get(job->input, "SnapshotVersion") != NULL) {
        return job_fail(job, "ResourceNotFoundException",
                        "The task template has no snapshot of this version");
    }
    job->output = json_incref(instance->collections[kind->collection].items[index].record);
    return true;
}

/*
 * An update replaces the whole content: members that are left out are removed, except those that a
 * template must have.
 */
static void keep_required(json_t *changed, const json_t *old)
{
    static const char *const members[] = { "Arn",  "CreatedTime", "Id",  "InstanceId",
                                           "Name", "Status",      "Tags" };

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (json_object_get(changed, members[i]) == NULL &&
            json_object_get(old, members[i]) != NULL) {
            json_put(changed, members[i], json_incref(json_object_get(old, members[i])));
        }
    }
}

bool update_template(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);
    size_t index;

    if (instance == NULL || !find_item(job, instance, kind, &index)) {
        return false;
    }

    struct collection *collection = &instance->collections[kind->collection];
    json_t *changed = record_from_input(job);

    keep_required(changed, collection->items[index].record);
    if (!is_valid_template(job, collection, changed)) {
        json_decref(changed);
        return false;
    }
    json_put_time(changed, "LastModifiedTime", job->now);
    json_decref(collection->items[index].record);
    collection->items[index].record = changed;
    job->output = json_incref(changed);
    return true;
}
