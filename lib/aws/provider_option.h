/*
 * Validates the options of providers that the application makes, and copies their strings.
 */
#ifndef AWS_PROVIDER_OPTION_H
#define AWS_PROVIDER_OPTION_H

#include "core/mem.h"

#include <connect/error.h>

/*
 * Copies *value to `arena`; an empty string becomes NULL.  function and name are for messages.
 * CONNECT_E_ARGUMENT for a control character or more than 2048 bytes; CONNECT_E_MEMORY.
 */
connect_status provider_copy_option(struct arena *arena, const char *function, const char *name,
                                    const char **value, connect_error **error);
/* The same for the three members that both kinds of roles have; the ARN is required. */
connect_status provider_copy_role(struct arena *arena, const char *function, const char **role_arn,
                                  const char **session_name, const char **region,
                                  connect_error **error);
/* CONNECT_E_ARGUMENT for a life of the credentials that STS does not issue. */
connect_status provider_check_duration(const char *function, connect_opt_int32 seconds,
                                       connect_error **error);

#endif
