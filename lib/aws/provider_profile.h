/*
 * The selected profile of the shared files, whatever source it names.
 */
#ifndef AWS_PROVIDER_PROFILE_H
#define AWS_PROVIDER_PROFILE_H

#include "aws/credentials.h"

connect_status provider_profile_new(connect_credentials_provider **out, connect_error **error);

#endif
