/*
 * The credentials endpoint of a container: ECS tasks and EKS pods.
 */
#ifndef AWS_PROVIDER_CONTAINER_H
#define AWS_PROVIDER_CONTAINER_H

#include "aws/source.h"

connect_status provider_container_new(connect_credentials_provider **out, connect_error **error);

/*
 * The URL in force, or NULL in *out when no variable names one; in `arena`.  A host that is not
 * allowed is an error.
 */
connect_status container_endpoint(struct arena *arena, const struct settings *settings,
                                  const char **out, connect_error **error);

#endif
