/* Which instance a request is about. */
#include "call/instance_id.h"

#include "aws/endpoint.h"
#include "core/error.h"
#include "core/text.h"
#include "shape/instance_arn.h"
#include "shape/row.h"
#include "shape/shape.h"

#include <string.h>

static bool is_same(const char *text, size_t size, const char *expected)
{
    return strlen(expected) == size && strncmp(text, expected, size) == 0;
}

/* A plain id goes out percent-encoded, whatever its characters are. */
static bool is_meant_as_arn(const char *text)
{
    const char *start = text + strspn(text, " \t\r\n");

    return text_equal_nocase_n(start, strnlen(start, strlen("arn:")), "arn:") ||
           strstr(text, "instance/") != NULL;
}

/*
 * Rule: an instance id may be the ARN of an instance in the same partition and region.  Source:
 * Amazon Connect API Reference, ReplicateInstance.  Test:
 * an_instance_of_another_region_or_partition_is_refused.
 */
static connect_status instance_id_check(const char *name, const char *text, const char *region,
                                        connect_error **error)
{
    const char *partition, *shown = region != NULL ? region : "REGION";
    struct instance_arn arn;
    bool is_arn = instance_arn_parse(text, &arn);

    if (!is_arn && !is_meant_as_arn(text)) {
        return CONNECT_OK;
    }
    partition = region != NULL ? partition_of_region(region)->name : "PARTITION";
    if (!is_arn) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "%s: \"%.300s\" is neither an instance id nor the ARN of an instance; "
                         "expected an id, or arn:%s:connect:%s:ACCOUNT:instance/ID",
                         name, text, partition, shown);
    }
    if (region == NULL || (is_same(arn.partition, arn.partition_size, partition) &&
                           is_same(arn.region, arn.region_size, region))) {
        return CONNECT_OK;
    }
    return error_set(error, CONNECT_E_ARGUMENT,
                     "%s: \"%.300s\" is an instance in partition %.*s, region %.*s, but the client "
                     "is for partition %s, region %s",
                     name, text, (int)arn.partition_size, arn.partition, (int)arn.region_size,
                     arn.region, partition, region);
}

connect_status instance_ids_check(const struct connect_shape *input, const void *request,
                                  const char *region, connect_error **error)
{
    for (size_t i = 0; i < input->count; i++) {
        const struct connect_member *member = &input->members[i];
        connect_status status;

        if (!row_is_instance_id(member) || !row_is_set(member, request)) {
            continue;
        }
        status = instance_id_check(member->name, row_pointer(member, request), region, error);
        if (status != CONNECT_OK) {
            return status;
        }
    }
    return CONNECT_OK;
}
