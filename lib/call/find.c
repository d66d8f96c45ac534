/*
 * Looking an instance up by its alias, for which the service has no operation.
 */
#include "call/entry.h"
#include "call/pager.h"
#include "core/block.h"
#include "core/error.h"
#include "core/text.h"
#include "shape/clone.h"
#include "shape/operation.h"

#include <connect/instance.h>
#include <connect/operation.h>

static connect_status copy_item(const struct connect_shape *shape, const void *item, void **out,
                                connect_error **error)
{
    void *block = block_new(shape->size, shape->is_secret);
    const void *clone = block != NULL ? shape_clone(shape, item, block_arena(block)) : NULL;

    if (clone == NULL) {
        block_free(block);
        return error_memory(error);
    }
    memcpy(block, clone, shape->size);
    *out = block;
    return CONNECT_OK;
}

connect_status connect_find_instance_by_alias(connect_client *client, const char *instance_alias,
                                              connect_instance_summary **out, connect_error **error)
{
    const struct connect_operation *list = connect_operation_find("ListInstances");
    const connect_instance_summary *item;
    connect_status status;
    connect_pager *pager;
    void *found = NULL;

    if (error != NULL) {
        *error = NULL;
    }
    if (out != NULL) {
        *out = NULL;
    }
    if (client == NULL || text_is_empty(instance_alias)) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "connect_find_instance_by_alias: client or alias is missing");
    }
    pager = entry_pages(client, list, NULL);
    do {
        item = entry_next(pager, list);
    } while (item != NULL && !text_equal_nocase(item->instance_alias, instance_alias));

    if (item != NULL) {
        status = out != NULL ? copy_item(pager_item_shape(list), item, &found, error) : CONNECT_OK;
    } else if (connect_pager_error(pager) != NULL) {
        status = error_copy(error, connect_pager_error(pager));
    } else {
        status = error_set(error, CONNECT_E_NOT_FOUND, "no instance has that alias");
    }
    if (status == CONNECT_OK && found != NULL &&
        !block_set_origin(found, connect_pager_request_id(pager), 1)) {
        block_free(found);
        found = NULL;
        status = error_memory(error);
    }
    if (out != NULL) {
        *out = found;
    }
    connect_pager_free(pager);
    return status;
}
