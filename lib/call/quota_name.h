/*
 * Quotas by path and by name, as far as the registry of operations knows them.
 */
#ifndef CALL_QUOTA_NAME_H
#define CALL_QUOTA_NAME_H

#include "call/quota.h"

/*
 * The quota of a method and a path as sent: that of the operation when one is known, with or
 * without a typed function; otherwise the default, under the method and the path with its labels
 * removed. False when memory is exhausted.
 */
bool quota_of_path(const char *method, const char *path, struct arena *arena,
                   struct quota_use *out);

/*
 * The name under which requests are paced that an account's table calls `given`: the name of an
 * operation ("SearchContacts"), the same with the value of a variant
 * ("CreateIntegrationAssociation:SES_IDENTITY"), or a method and a path with labels in braces
 * ("GET /queues/{InstanceId}/{QueueId}").  CONNECT_E_ARGUMENT when it is none of these.
 */
connect_status quota_name_parse(const char *given, struct arena *arena, const char **out,
                                connect_error **error);

#endif
