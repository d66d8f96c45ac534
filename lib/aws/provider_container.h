/*
 * The credentials endpoint of a container: ECS tasks and EKS pods.
 */
#ifndef AWS_PROVIDER_CONTAINER_H
#define AWS_PROVIDER_CONTAINER_H

#include "aws/source.h"

connect_status provider_container_new(connect_credentials_provider **out, connect_error **error);

/*
 * The URL in *out, in `arena`; NULL when it is not configured.  A host that is not allowed is an
 * error.
 */
connect_status container_endpoint(struct arena *arena, const struct settings *settings,
                                  const char **out, connect_error **error);

#endif
