/*
 * The credentials endpoint of a container: ECS tasks and EKS pods.
 */
#ifndef AWS_PROVIDER_CONTAINER_H
#define AWS_PROVIDER_CONTAINER_H

#include "aws/source.h"

connect_status provider_container_new(connect_credentials_provider **out, connect_error **error);

#endif
