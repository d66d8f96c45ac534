/*
 * See group_document.h.
 */
#include "operations/group_document.h"

#include "base/json.h"
#include "base/random.h"
#include "shape/operation.h"

#include <string.h>

#define USERS "Users"
#define READY "ReadyTime"
#define GONE "GoneTime"

/* Members beside those of DescribeTrafficDistributionGroup. */
static const char *const others[] = { USERS,          READY,        GONE, "TelephonyConfig",
                                      "SignInConfig", "AgentConfig" };

static json_t *save_group(const struct group *group)
{
    json_t *saved = json_check_alloc(json_copy(group->record));
    json_t *users = json_check_alloc(json_array());

    for (size_t i = 0; i < group->users.count; i++) {
        json_append(users, json_incref(json_object_get(group->users.items[i].record, "UserId")));
    }
    json_put(saved, USERS, users);
    json_put(saved, READY, json_integer(group->ready));
    if (group->gone > 0) {
        json_put(saved, GONE, json_integer(group->gone));
    }
    return saved;
}

json_t *groups_save(const struct instance *instance)
{
    const struct collection *groups = &instance->tenant->groups;
    json_t *list = NULL;

    for (size_t i = 0; i < groups->count; i++) {
        const struct group *group = groups->items[i].owner;

        if (group->instance == instance) {
            list = list != NULL ? list : json_check_alloc(json_array());
            json_append(list, save_group(group));
        }
    }
    return list;
}

static bool is_known(const char *name)
{
    const struct connect_operation *describe =
        connect_operation_find("DescribeTrafficDistributionGroup");
    const struct connect_shape *shape =
        shape_find(describe->output, "TrafficDistributionGroup")->shape;

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i], name) == 0) {
            return true;
        }
    }
    return shape_find(shape, name) != NULL;
}

static const char *check_group(const json_t *saved, struct arena *arena)
{
    const char *id = json_get_string(saved, "Id"), *name;
    const json_t *users = json_object_get(saved, USERS);
    json_t *value;

    if (!json_is_object(saved)) {
        return "expected an object";
    }
    json_object_foreach((json_t *)saved, name, value) {
        if (!is_known(name)) {
            return check_alloc(arena_printf(arena, "unknown member %s", name));
        }
    }
    if (json_get_string(saved, "Name") == NULL) {
        return "Name is missing";
    }
    if (json_object_get(saved, "Id") != NULL && (id == NULL || strlen(id) != 36)) {
        return "Id: expected a UUID";
    }
    for (size_t i = 0; i < json_array_size(users); i++) {
        if (!json_is_string(json_array_get(users, i))) {
            return "Users: expected ids";
        }
    }
    return users == NULL || json_is_array(users) ? NULL : "Users: expected a list";
}

static void load_group(struct instance *instance, const json_t *saved, struct arena *arena)
{
    struct tenant *tenant = instance->tenant;
    json_t *record = json_check_alloc(json_deep_copy(saved));
    const json_t *users = json_object_get(saved, USERS);
    char id[37];

    random_stream_uuid(tenant->random, id);
    if (json_object_get(record, "Id") == NULL) {
        json_put_string(record, "Id", id);
    }
    json_put_string(record, "Arn", group_arn(tenant, arena, json_get_string(record, "Id")));
    json_put_string(record, "InstanceArn",
                    tenant_instance_arn(tenant, arena, tenant->region, instance->id));
    if (json_object_get(record, "IsDefault") == NULL) {
        json_put(record, "IsDefault", json_false());
    }

    struct group *group = group_add(&tenant->groups, record, instance,
                                    json_integer_value(json_object_get(saved, READY)));

    group->gone = json_integer_value(json_object_get(saved, GONE));
    json_object_del(record, USERS);
    json_object_del(record, READY);
    json_object_del(record, GONE);
    for (size_t i = 0; i < json_array_size(users); i++) {
        json_t *user = json_check_alloc(json_object());

        json_put(user, "UserId", json_incref(json_array_get(users, i)));
        collection_add(&group->users, user, NULL);
    }
}

const char *groups_load(struct instance *instance, const json_t *list, struct arena *arena)
{
    if (list != NULL && !json_is_array(list)) {
        return GROUPS_LIST ": expected a list";
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *problem = check_group(json_array_get(list, i), arena);

        if (problem != NULL) {
            return check_alloc(arena_printf(arena, GROUPS_LIST "[%zu]: %s", i, problem));
        }
    }
    if (list != NULL) {
        groups_remove(&instance->tenant->groups, instance);
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        load_group(instance, json_array_get(list, i), arena);
    }
    return NULL;
}
