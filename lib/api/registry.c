/*
 * The list of all operations, and what is known of others.
 */
#include "api/registry.h"

#define LISTED(id) &operation_##id,
const struct connect_operation *const registry_operations[] = { ALL_OPERATIONS(LISTED) };
const size_t registry_count = sizeof registry_operations / sizeof registry_operations[0];

/*
 * Operations without a typed function here whose quota is not the default.
 * Source: Amazon Connect Administrator Guide, service quotas, API throttling (May 2026).
 */
#define UNTYPED(operation, verb, template, ...)                    \
    {                                                              \
        .name = (operation), .method = (verb), .path = (template), \
        .quota = &(const struct quota)                             \
        {                                                          \
            __VA_ARGS__                                            \
        }                                                          \
    }

const struct connect_operation registry_untyped[] = {
    UNTYPED("DescribeContact", "GET", "/contacts/{InstanceId}/{ContactId}", 10, 15),
    UNTYPED("GetContactAttributes", "GET", "/contact/attributes/{InstanceId}/{InitialContactId}", 10,
            15),
    UNTYPED("GetCurrentMetricData", "POST", "/metrics/current/{InstanceId}", 5, 8),
    UNTYPED("GetMetricData", "POST", "/metrics/historical/{InstanceId}", 5, 8),
    UNTYPED("GetMetricDataV2", "POST", "/metrics/data", 10, 10),
    UNTYPED("SearchContacts", "POST", "/search-contacts", 0.5, 1),
    UNTYPED("StopContact", "POST", "/contact/stop", 10, 15),
    UNTYPED("TagContact", "POST", "/contact/tags", 20, 25),
    UNTYPED("UntagContact", "DELETE", "/contact/tags/{InstanceId}/{ContactId}", 20, 25),
    UNTYPED("UpdateContact", "POST", "/contacts/{InstanceId}/{ContactId}", 10, 15),
    UNTYPED("UpdateContactAttributes", "POST", "/contact/attributes", 10, 15),
};
const size_t registry_untyped_count = sizeof registry_untyped / sizeof registry_untyped[0];
