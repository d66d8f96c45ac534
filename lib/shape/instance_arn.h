/*
 * The ARN of an instance, which may stand where an id is expected.
 */
#ifndef SHAPE_INSTANCE_ARN_H
#define SHAPE_INSTANCE_ARN_H

#include <stdbool.h>
#include <stddef.h>

/* The parts of arn:PARTITION:connect:REGION:ACCOUNT:instance/ID, all of them borrowed. */
struct instance_arn {
    const char *partition, *region, *id;
    size_t partition_size, region_size, id_size;
};
/* False for everything else, also for the ARN of something inside an instance. */
bool instance_arn_parse(const char *text, struct instance_arn *out);
/*
 * The id in the ARN of an instance, which ends the string, *size its length; any other string is
 * returned whole.  Whether the ARN is one that a client may use is checked before
 * (call/instance_id.h).
 */
const char *instance_id_of(const char *id_or_arn, size_t *size);

#endif
