/*
 * Traffic distribution groups in a state document: a list of each replicated instance, with the
 * members of DescribeTrafficDistributionGroup, those of GetTrafficDistribution that were set, and
 * the agents as a list of ids.
 */
#ifndef LOCAL_OPERATIONS_GROUP_DOCUMENT_H
#define LOCAL_OPERATIONS_GROUP_DOCUMENT_H

#include "core/mem.h"
#include "state/tenant.h"

#define GROUPS_LIST "TrafficDistributionGroups"

/* The groups of an instance as a new list; NULL when it has none. */
json_t *groups_save(const struct instance *instance);
/*
 * Replaces the groups of an instance, the default group that its replica brought included.  NULL,
 * or what is wrong with which of them, in the arena.
 */
const char *groups_load(struct instance *instance, const json_t *list, struct arena *arena);

#endif
