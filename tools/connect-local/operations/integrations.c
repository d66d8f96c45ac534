/*
 * Integration associations and their use cases.
 */
#include "base/json.h"
#include "exchange/respond.h"
#include "operations/handlers.h"

#include <string.h>

static const struct resource_kind parent = {
    .collection = COLLECTION_INTEGRATIONS,
    .what = "integration association",
    .keys = { "IntegrationAssociationId" },
};

/* The source of events must be complete. */
bool create_integration(struct job *job, const struct resource_kind *kind)
{
    static const char *const source[] = { "SourceApplicationName", "SourceApplicationUrl",
                                          "SourceType" };

    if (strcmp(json_get_string(job->input, "IntegrationType"), "EVENT") == 0) {
        for (size_t i = 0; i < sizeof source / sizeof source[0]; i++) {
            if (json_object_get(job->input, source[i]) == NULL) {
                return job_fail(job, MALFORMED, "%s is required when IntegrationType is EVENT",
                                source[i]);
            }
        }
    }
    return associate(job, kind);
}

bool delete_integration(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);
    const char *id = json_get_string(job->input, "IntegrationAssociationId");
    size_t index;

    if (instance == NULL || !find_item(job, instance, kind, &index)) {
        return false;
    }

    const struct collection *cases = &instance->collections[COLLECTION_USE_CASES];

    for (size_t i = 0; i < cases->count; i++) {
        if (strcmp(json_get_string(cases->items[i].record, "IntegrationAssociationId"), id) == 0) {
            return job_fail(job, MALFORMED, "Integration association %s still has use cases", id);
        }
    }
    collection_remove(&instance->collections[kind->collection], index);
    return true;
}

bool create_use_case(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_active_instance(job);
    size_t index;

    return instance != NULL && find_item(job, instance, &parent, &index) &&
           add_item(job, instance, kind, record_from_input(job));
}

bool list_use_cases(struct job *job, const struct resource_kind *kind)
{
    struct instance *instance = job_instance(job);
    size_t index;

    return instance != NULL && find_item(job, instance, &parent, &index) &&
           list_collection(job, &instance->collections[kind->collection], kind->view);
}
