/*
 * The instances of an account, for completion.
 */
#ifndef CTL_COMPLETION_INSTANCES_H
#define CTL_COMPLETION_INSTANCES_H

#include "cli/globals.h"

#include <jansson.h>

/*
 * An array of objects with Id and InstanceAlias, owned; an empty one on any failure.  It comes from
 * a cache of at most a minute, else from the service within a few seconds.
 */
json_t *completion_instances(const struct globals *globals);

#endif
