/*
 * Traffic distribution groups: of all instances of an account in a region, each with its agents.
 */
#ifndef LOCAL_STATE_GROUP_H
#define LOCAL_STATE_GROUP_H

#include "state/instance.h"

#include <stdbool.h>
#include <stdint.h>

struct group {
    int64_t number; /* in the collection of groups */
    json_t *record; /* borrowed from there */
    struct instance *instance;
    struct collection users;
    int64_t ready;    /* when the creation or the last update ends */
    int64_t gone;     /* when the deletion ends; 0: it is not being deleted */
    bool was_created; /* its creation has ended */
};

/* Takes the reference of the record; the group ends with the instance. */
struct group *group_add(struct collection *groups, json_t *record, struct instance *instance,
                        int64_t ready);
/* The group with this id; NULL when there is none (any more). */
struct group *group_find(struct collection *groups, const char *id, int64_t now);
/* Brings the status of all groups up to date and removes those whose deletion has ended. */
void groups_settle(struct collection *groups, int64_t now);
/* Removes the groups of an instance; all groups for NULL. */
void groups_remove(struct collection *groups, const struct instance *instance);

#endif
