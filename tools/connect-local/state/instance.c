/*
 * See instance.h.
 */
#include "state/instance.h"

#include "core/mem.h"

const char *const collection_names[COLLECTION_COUNT] = {
    [COLLECTION_ATTACHED_FILES] = "AttachedFilesConfigurations",
    [COLLECTION_ATTRIBUTES] = "Attributes",
    [COLLECTION_BOTS] = "Bots",
    [COLLECTION_DATA_SETS] = "AnalyticsDataAssociations",
    [COLLECTION_INTEGRATIONS] = "IntegrationAssociations",
    [COLLECTION_KEYS] = "SecurityKeys",
    [COLLECTION_LAMBDAS] = "LambdaFunctions",
    [COLLECTION_ORIGINS] = "ApprovedOrigins",
    [COLLECTION_REPLICAS] = "Replicas",
    [COLLECTION_STORAGE] = "StorageConfigs",
    [COLLECTION_TEMPLATES] = "TaskTemplates",
    [COLLECTION_USE_CASES] = "UseCases",
};

void instance_free(struct instance *instance)
{
    for (size_t i = 0; i < COLLECTION_COUNT; i++) {
        collection_free(&instance->collections[i]);
    }
    mem_free(instance->alias);
    mem_free(instance);
}
