/*
 * The metadata service of an EC2 instance, version 2 only.
 */
#ifndef AWS_PROVIDER_IMDS_H
#define AWS_PROVIDER_IMDS_H

#include "aws/source.h"

connect_status provider_imds_new(connect_credentials_provider **out, connect_error **error);

/*
 * A task whose result is the region of the instance (a string, mem_free()), or NULL when the
 * service is disabled or not reachable.  Returns NULL when out of memory.
 */
struct task *imds_region_fetch(const struct provider_context *context);

#endif
