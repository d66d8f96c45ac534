/*
 * See group.h.
 */
#include "state/group.h"

#include "base/json.h"
#include "core/mem.h"

#include <string.h>

struct group *group_add(struct collection *groups, json_t *record, struct instance *instance,
                        int64_t ready)
{
    struct group *group = check_alloc(mem_calloc(1, sizeof *group));

    group->record = record;
    group->instance = instance;
    group->ready = ready;
    group->number = collection_add(groups, record, group)->number;
    return group;
}

static void remove_at(struct collection *groups, size_t index)
{
    struct group *group = groups->items[index].owner;

    collection_free(&group->users);
    collection_remove(groups, index);
    mem_free(group);
}

static const char *status_of(struct group *group, int64_t now)
{
    if (group->gone > 0) {
        return "PENDING_DELETION";
    }
    if (now < group->ready) {
        return group->was_created ? "UPDATE_IN_PROGRESS" : "CREATION_IN_PROGRESS";
    }
    group->was_created = true;
    return "ACTIVE";
}

void groups_settle(struct collection *groups, int64_t now)
{
    for (size_t i = groups->count; i-- > 0;) {
        struct group *group = groups->items[i].owner;

        if (group->gone > 0 && now >= group->gone) {
            remove_at(groups, i);
        } else {
            json_put_string(group->record, "Status", status_of(group, now));
        }
    }
}

struct group *group_find(struct collection *groups, const char *id, int64_t now)
{
    groups_settle(groups, now);
    for (size_t i = 0; i < groups->count; i++) {
        if (strcmp(json_get_string(groups->items[i].record, "Id"), id) == 0) {
            return groups->items[i].owner;
        }
    }
    return NULL;
}

void groups_remove(struct collection *groups, const struct instance *instance)
{
    for (size_t i = groups->count; i-- > 0;) {
        const struct group *group = groups->items[i].owner;

        if (instance == NULL || group->instance == instance) {
            remove_at(groups, i);
        }
    }
    if (instance == NULL) {
        collection_free(groups);
    }
}
