/*
 * Whether a batch operation succeeded for each of its elements.
 *
 * The service returns 200 for a batch whose elements failed, and its errors do not say which ones.
 * So the response is compared with the request: what is complete has no error, and every element
 * that was sent is among those that were done.
 */
#include <connect/analytics.h>

#include <stddef.h>
#include <string.h>

static bool ids_contain(const char *const *ids, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (ids[i] != NULL && strcmp(ids[i], id) == 0) {
            return true;
        }
    }
    return false;
}

static bool created_contains(const connect_batch_associate_analytics_data_set_response *response,
                             const char *id)
{
    for (size_t i = 0; i < response->created_count; i++) {
        const char *created = response->created[i]->data_set_id;

        if (created != NULL && strcmp(created, id) == 0) {
            return true;
        }
    }
    return false;
}

bool connect_batch_associate_analytics_data_set_is_complete(
    const connect_batch_associate_analytics_data_set_request *request,
    const connect_batch_associate_analytics_data_set_response *response)
{
    if (request == NULL || response == NULL || response->errors_count > 0) {
        return false;
    }
    for (size_t i = 0; i < request->data_set_ids_count; i++) {
        if (request->data_set_ids[i] != NULL &&
            !created_contains(response, request->data_set_ids[i])) {
            return false;
        }
    }
    return true;
}

bool connect_batch_disassociate_analytics_data_set_is_complete(
    const connect_batch_disassociate_analytics_data_set_request *request,
    const connect_batch_disassociate_analytics_data_set_response *response)
{
    if (request == NULL || response == NULL || response->errors_count > 0) {
        return false;
    }
    for (size_t i = 0; i < request->data_set_ids_count; i++) {
        if (request->data_set_ids[i] != NULL &&
            !ids_contain(response->deleted, response->deleted_count, request->data_set_ids[i])) {
            return false;
        }
    }
    return true;
}
