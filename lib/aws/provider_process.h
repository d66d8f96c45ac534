/*
 * A program that prints keys: credential_process of a profile.
 */
#ifndef AWS_PROVIDER_PROCESS_H
#define AWS_PROVIDER_PROCESS_H

#include "aws/credentials.h"

/* Runs the command line once.  account_id stands in when the document has none; may be NULL. */
connect_status process_keys(struct provider_context *context, const char *command,
                            const char *account_id, struct credentials **out,
                            connect_error **error);

#endif
