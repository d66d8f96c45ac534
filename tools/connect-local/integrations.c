/*
 * Integration associations and the use cases that stand under them.
 */
#include "handlers.h"
#include "json.h"
#include "respond.h"

#include <string.h>

static const struct family parent = {
    .shelf = SHELF_INTEGRATIONS,
    .what = "integration association",
    .keys = { "IntegrationAssociationId" },
};

/* Where events come from must be said in full. */
bool create_integration(struct job *job, const struct family *family)
{
    static const char *const source[] = { "SourceApplicationName", "SourceApplicationUrl",
                                          "SourceType" };

    if (strcmp(json_text(job->input, "IntegrationType"), "EVENT") == 0) {
        for (size_t i = 0; i < sizeof source / sizeof source[0]; i++) {
            if (json_object_get(job->input, source[i]) == NULL) {
                return refuse(job, MALFORMED, "%s is required when IntegrationType is EVENT",
                              source[i]);
            }
        }
    }
    return associate(job, family);
}

bool delete_integration(struct job *job, const struct family *family)
{
    struct instance *instance = job_active_instance(job);
    const char *id = json_text(job->input, "IntegrationAssociationId");
    size_t index;

    if (instance == NULL || !find_item(job, instance, family, &index)) {
        return false;
    }

    const struct shelf *cases = &instance->shelves[SHELF_USE_CASES];

    for (size_t i = 0; i < cases->count; i++) {
        if (strcmp(json_text(cases->items[i].record, "IntegrationAssociationId"), id) == 0) {
            return refuse(job, MALFORMED, "Integration association %s still has use cases", id);
        }
    }
    shelf_remove(&instance->shelves[family->shelf], index);
    return true;
}

bool create_use_case(struct job *job, const struct family *family)
{
    struct instance *instance = job_active_instance(job);
    size_t index;

    return instance != NULL && find_item(job, instance, &parent, &index) &&
           add_item(job, instance, family, record_new(job));
}

bool list_use_cases(struct job *job, const struct family *family)
{
    struct instance *instance = job_instance(job);
    size_t index;

    return instance != NULL && find_item(job, instance, &parent, &index) &&
           list_shelf(job, &instance->shelves[family->shelf], family->view);
}
