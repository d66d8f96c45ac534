/*
 * See instance.h.
 */
#include "state/instance.h"

#include "core/mem.h"

void instance_free(struct instance *instance)
{
    for (size_t i = 0; i < COLLECTION_COUNT; i++) {
        collection_free(&instance->collections[i]);
    }
    mem_free(instance->alias);
    mem_free(instance);
}
