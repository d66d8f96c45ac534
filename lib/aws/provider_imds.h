/*
 * The metadata service of an EC2 instance, version 2 only.
 */
#ifndef AWS_PROVIDER_IMDS_H
#define AWS_PROVIDER_IMDS_H

#include "aws/credentials.h"

connect_status provider_imds_new(connect_credentials_provider **out, connect_error **error);

/* The base URL in force, or NULL in *out when the service is switched off; in `arena`. */
connect_status imds_endpoint(struct arena *arena, struct settings *settings, const char **out,
                             connect_error **error);
/* The region of the instance in `arena`; *out NULL when there is no such service here. */
connect_status imds_region(struct arena *arena, struct provider_context *context, const char **out,
                           connect_error **error);

#endif
