/* credential_process of a profile: an external process that prints credentials. */
#ifndef AWS_PROVIDER_PROCESS_H
#define AWS_PROVIDER_PROCESS_H

#include "aws/source.h"

/*
 * Runs the command line once.  account_id is used when the document has none; may be NULL.  Both
 * are borrowed until the task is released.  NULL: out of memory.
 */
struct task *process_fetch(const struct provider_context *context, struct fetch_report *report,
                           const char *command, const char *account_id);

#endif
