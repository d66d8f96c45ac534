/*
 * The metadata service of an EC2 instance, version 2 only.
 */
#ifndef AWS_PROVIDER_IMDS_H
#define AWS_PROVIDER_IMDS_H

#include "aws/source.h"

connect_status provider_imds_new(connect_credentials_provider **out, connect_error **error);

/* The base URL in force, or NULL in *out when the service is switched off; in `arena`. */
connect_status imds_endpoint(struct arena *arena, const struct settings *settings, const char **out,
                             connect_error **error);
/*
 * A task whose result is the region of the instance (a string, mem_free()), or NULL when there is
 * no such service here.  NULL: out of memory.
 */
struct task *imds_region_fetch(const struct provider_context *context);

#endif
