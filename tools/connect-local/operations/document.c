/*
 * See document.h.
 */
#include "operations/document.h"

#include "base/json.h"
#include "core/buf.h"
#include "operations/group_document.h"
#include "operations/input.h"
#include "operations/route.h"

#include <stdarg.h>
#include <string.h>

#define PROBLEM_MAX 4096

const char *const collection_creators[COLLECTION_COUNT] = {
    [COLLECTION_ATTACHED_FILES] = "UpdateAttachedFilesConfiguration",
    [COLLECTION_ATTRIBUTES] = "UpdateInstanceAttribute",
    [COLLECTION_BOTS] = "AssociateBot",
    [COLLECTION_DATA_SETS] = "AssociateAnalyticsDataSet",
    [COLLECTION_INTEGRATIONS] = "CreateIntegrationAssociation",
    [COLLECTION_KEYS] = "AssociateSecurityKey",
    [COLLECTION_LAMBDAS] = "AssociateLambdaFunction",
    [COLLECTION_ORIGINS] = "AssociateApprovedOrigin",
    [COLLECTION_REPLICAS] = "ReplicateInstance",
    [COLLECTION_STORAGE] = "AssociateInstanceStorageConfig",
    [COLLECTION_TEMPLATES] = "CreateTaskTemplate",
    [COLLECTION_USE_CASES] = "CreateUseCase",
};

/* ---- saving ---- */

static json_t *save_instance(const struct tenant *tenant, const struct instance *instance)
{
    json_t *saved = json_check_alloc(json_copy(instance->record));

    json_put_string(saved, "Account", tenant->account_id);
    json_put_string(saved, "Region", tenant->region);
    if (instance->settled) {
        json_object_del(saved, INSTANCE_READY);
    }
    for (size_t i = 0; i < COLLECTION_COUNT; i++) {
        const struct collection *collection = &instance->collections[i];
        bool is_saved = collection->count > 0 && collection_names[i] != NULL;
        json_t *list = is_saved ? json_check_alloc(json_array()) : NULL;

        for (size_t j = 0; j < collection->count && is_saved; j++) {
            json_append(list, json_incref(collection->items[j].record));
        }
        if (list != NULL) {
            json_put(saved, collection_names[i], list);
        }
    }

    json_t *groups = groups_save(instance);

    if (groups != NULL) {
        json_put(saved, GROUPS_LIST, groups);
    }
    return saved;
}

json_t *document_save(struct local *local)
{
    json_t *document = json_check_alloc(json_object());
    json_t *list = json_check_alloc(json_array());

    json_put(document, "Instances", list);
    for (size_t i = 0; i < local->tenants_count; i++) {
        struct tenant *tenant = local->tenants[i];

        tenant_settle(tenant, local_now(local));
        groups_settle(&tenant->groups, local_now(local));
        for (size_t j = 0; j < tenant->instances.count; j++) {
            const struct instance *instance = tenant->instances.items[j].owner;

            /* A replica comes with its source. */
            if (instance->source == NULL) {
                json_append(list, save_instance(tenant, instance));
            }
        }
    }
    return document;
}

/* ---- loading ---- */

struct loading {
    struct local *local;
    struct buf problem; /* empty while there is none */
    struct buf where;   /* "Instances[0].Bots[1]" */
    int64_t now;
};

__attribute__((format(printf, 2, 3))) static bool load_fail(struct loading *loading,
                                                            const char *format, ...)
{
    char reason[PROBLEM_MAX];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    buf_clear(&loading->problem);
    buf_printf(&loading->problem, "%s: %s", buf_text(&loading->where), reason);
    return false;
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (names[i] != NULL && strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* The members of `saved` that the rows of an operation's input know. */
static json_t *input_of(const struct connect_operation *operation, const json_t *saved)
{
    json_t *input = json_check_alloc(json_object());

    for (size_t i = 0; i < operation->input->count; i++) {
        const char *name = operation->input->members[i].name;
        json_t *value = json_object_get(saved, name);

        if (value != NULL && !json_is_null(value)) {
            json_put(input, name, json_check_alloc(json_deep_copy(value)));
        }
    }
    return input;
}

/* Executes an operation with the input, whose reference is taken. */
static bool load_execute(struct loading *loading, struct tenant *tenant,
                         const struct connect_operation *operation, json_t *input)
{
    struct exchange *exchange = exchange_new(NULL, operation->method, "/");
    struct job job = { .local = loading->local,
                       .tenant = tenant,
                       .exchange = exchange,
                       .operation = operation,
                       .input = input,
                       .now = loading->now };
    const struct route *route = route_of(operation);
    bool done = input_validate(&job) && route->handler(&job, route->kind);

    if (!done) {
        (void)load_fail(loading, "%s", exchange->error_message);
    }
    json_decref(job.input);
    json_decref(job.output);
    exchange_free(exchange);
    return done;
}

/* A member that neither the operation nor the new record knows is a mistake in writing. */
static bool check_members(struct loading *loading, const struct connect_operation *operation,
                          const json_t *saved, const json_t *record)
{
    static const char *const later[] = { "ReplicationStatus", "Tags", "LastModifiedTime" };
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)saved, name, value) {
        if (json_object_get(record, name) == NULL && shape_find(operation->input, name) == NULL &&
            !is_one_of(name, later, sizeof later / sizeof later[0])) {
            return load_fail(loading, "unknown member %s", name);
        }
    }
    return true;
}

/* The saved record of a resource as an object: a string is its only member, as listings show it. */
static json_t *expand_saved(enum collection_id id, const struct route *route, const json_t *saved)
{
    const char *view = route->kind != NULL ? route->kind->view : NULL;

    if (json_is_string(saved) && view != NULL) {
        json_t *object = json_check_alloc(json_object());

        json_put(object, view, json_incref((json_t *)saved));
        return object;
    }

    json_t *object = json_incref((json_t *)saved);

    if (id == COLLECTION_REPLICAS && json_is_object(saved)) {
        json_decref(object);
        object = json_check_alloc(json_copy((json_t *)saved));
        if (json_object_get(saved, "Region") != NULL) {
            json_put(object, "ReplicaRegion", json_incref(json_object_get(saved, "Region")));
        }
        if (json_object_get(saved, REPLICA_ALIAS) != NULL) {
            json_put(object, "ReplicaAlias", json_incref(json_object_get(saved, REPLICA_ALIAS)));
        }
    }
    return object;
}

/* What exists in each instance: the saved record finds its own by this member. */
static const char *const fixed[COLLECTION_COUNT] = {
    [COLLECTION_ATTACHED_FILES] = "AttachmentScope",
    [COLLECTION_ATTRIBUTES] = "AttributeType",
};

static json_t *loaded_record(struct instance *instance, enum collection_id id, const json_t *saved)
{
    struct collection *collection = &instance->collections[id];
    const char *key = fixed[id] != NULL ? json_get_string(saved, fixed[id]) : NULL;

    for (size_t i = 0; key != NULL && i < collection->count; i++) {
        json_t *record = collection->items[i].record;

        if (strcmp(json_get_string(record, fixed[id]), key) == 0) {
            return record;
        }
    }
    return collection->count > 0 ? collection->items[collection->count - 1].record : NULL;
}

static bool load_item(struct loading *loading, struct instance *instance, enum collection_id id,
                      const json_t *saved)
{
    const struct connect_operation *operation = connect_operation_find(collection_creators[id]);
    const struct route *route = route_of(operation);

    if (!json_is_object(saved) && !json_is_string(saved)) {
        return load_fail(loading, "expected an object");
    }

    json_t *object = expand_saved(id, route, saved);

    if (!json_is_object(object)) {
        json_decref(object);
        return load_fail(loading, "expected an object");
    }

    json_t *input = input_of(operation, object);

    json_put_string(input, "InstanceId", instance->id);

    bool loaded = load_execute(loading, instance->tenant, operation, input);

    if (loaded) {
        json_t *record = loaded_record(instance, id, object);

        loaded = check_members(loading, operation, object, record);
        if (loaded && json_object_update_existing(record, object) != 0) {
            fail_out_of_memory();
        }
    }
    json_decref(object);
    return loaded;
}

static bool load_collections(struct loading *loading, struct instance *instance,
                             const json_t *saved)
{
    size_t place = loading->where.size;
    bool loaded = true;

    for (enum collection_id i = 0; i < COLLECTION_COUNT && loaded; i++) {
        const json_t *list =
            collection_names[i] != NULL ? json_object_get(saved, collection_names[i]) : NULL;

        if (list != NULL && !json_is_array(list)) {
            return load_fail(loading, "%s: expected a list", collection_names[i]);
        }
        for (size_t j = 0; j < json_array_size(list) && loaded; j++) {
            buf_printf(&loading->where, ".%s[%zu]", collection_names[i], j);
            loaded = load_item(loading, instance, (enum collection_id)i, json_array_get(list, j));
            loading->where.data[place] = '\0';
            loading->where.size = place;
        }
    }
    return loaded;
}

static bool load_groups(struct loading *loading, struct instance *instance, const json_t *saved)
{
    struct arena arena = { 0 };
    const char *problem = groups_load(instance, json_object_get(saved, GROUPS_LIST), &arena);
    bool loaded = problem == NULL || load_fail(loading, "%s", problem);

    arena_release(&arena);
    return loaded;
}

static void put_default(json_t *object, const char *name, json_t *value)
{
    if (json_object_get(object, name) == NULL) {
        json_put(object, name, value);
    } else {
        json_decref(value);
    }
}

/* The record of an instance: what it must have, and nothing that is unknown. */
static json_t *instance_record(struct loading *loading, const json_t *saved)
{
    static const char *const others[] = { "Account", "Region", INSTANCE_READY, "IsolatedAll",
                                          GROUPS_LIST };
    const struct connect_operation *create = connect_operation_find("CreateInstance");
    const struct connect_operation *describe = connect_operation_find("DescribeInstance");
    const struct connect_shape *shape = shape_find(describe->output, "Instance")->shape;
    json_t *record = json_check_alloc(json_object());
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)saved, name, value) {
        if (is_one_of(name, collection_names, COLLECTION_COUNT)) {
            continue;
        }
        if (shape_find(create->input, name) == NULL && shape_find(shape, name) == NULL &&
            !is_one_of(name, others, sizeof others / sizeof others[0])) {
            (void)load_fail(loading, "unknown member %s", name);
            json_decref(record);
            return NULL;
        }
        if (strcmp(name, "Account") != 0 && strcmp(name, "Region") != 0 &&
            strcmp(name, GROUPS_LIST) != 0) {
            json_put(record, name, json_check_alloc(json_deep_copy(value)));
        }
    }
    put_default(record, "IdentityManagementType", json_new_string("CONNECT_MANAGED"));
    put_default(record, "InboundCallsEnabled", json_true());
    put_default(record, "OutboundCallsEnabled", json_true());
    return record;
}

/* The members of the model are validated as those of a new instance. */
static bool check_instance(struct loading *loading, struct tenant *tenant, const json_t *record)
{
    const struct connect_operation *operation = connect_operation_find("CreateInstance");
    const json_t *created = json_object_get(record, "CreatedTime");
    const char *id = json_get_string(record, "Id"),
               *alias = json_get_string(record, "InstanceAlias");
    struct exchange *exchange = exchange_new(NULL, operation->method, "/");
    struct job job = { .local = loading->local,
                       .exchange = exchange,
                       .operation = operation,
                       .input = input_of(operation, record) };
    bool valid = input_validate(&job) || load_fail(loading, "%s", exchange->error_message);

    json_decref(job.input);
    exchange_free(exchange);
    if (!valid) {
        return false;
    }
    if (json_object_get(record, "Id") != NULL && (id == NULL || strlen(id) != 36)) {
        return load_fail(loading, "Id: expected a UUID");
    }
    if (id != NULL && map_get(&tenant->instances_by_id, id) != NULL) {
        return load_fail(loading, "Id: another instance has %s", id);
    }
    if (created != NULL && !json_is_number(created)) {
        return load_fail(loading, "CreatedTime: expected seconds since the epoch");
    }
    if (alias != NULL && tenant_alias_is_taken(tenant, alias, loading->now)) {
        return load_fail(loading, "InstanceAlias: %s is taken", alias);
    }
    return alias != NULL || json_get_string(record, "DirectoryId") != NULL ||
           load_fail(loading, "InstanceAlias is missing");
}

static bool load_instance(struct loading *loading, const json_t *saved)
{
    const struct options *options = loading->local->options;
    const char *account = json_get_string(saved, "Account");
    const char *region = json_get_string(saved, "Region");

    if (!json_is_object(saved)) {
        return load_fail(loading, "expected an object");
    }
    account = account != NULL ? account : options->account_id;
    region = region != NULL ? region : options->region;
    if (!options_is_account_id(account)) {
        return load_fail(loading, "Account: expected 12 digits");
    }

    struct tenant *tenant = local_tenant(loading->local, account, region);
    json_t *record = tenant != NULL ? instance_record(loading, saved) : NULL;

    if (tenant == NULL) {
        return load_fail(loading, "too many accounts and regions");
    }
    if (record == NULL || !check_instance(loading, tenant, record)) {
        json_decref(record);
        return false;
    }

    json_t *copy = json_check_alloc(json_deep_copy(record));
    struct instance *instance = tenant_add_instance(tenant, record, loading->now, 0);

    /* --fail-alias is about creations, and this is none. */
    instance->fails = false;
    tenant_settle(tenant, loading->now);

    bool loaded =
        load_collections(loading, instance, saved) && load_groups(loading, instance, saved);

    tenant_restore_instance(instance, copy, loading->now);
    json_decref(copy);
    return loaded;
}

char *document_load(struct local *local, const json_t *document)
{
    struct loading loading = { .local = local,
                               .problem = BUF_INIT((size_t)2 * PROBLEM_MAX),
                               .where = BUF_INIT(PROBLEM_MAX),
                               .now = local_now(local) };
    const json_t *list = json_object_get(document, "Instances");
    bool loaded = true;
    const char *name;
    json_t *value;

    local_clear(local);
    buf_add_text(&loading.where, "state");
    if (!json_is_object(document) || (list != NULL && !json_is_array(list))) {
        loaded = load_fail(&loading, "expected an object with a list Instances");
    }
    json_object_foreach((json_t *)document, name, value) {
        if (strcmp(name, "Instances") != 0) {
            loaded = load_fail(&loading, "unknown member %s", name);
        }
    }
    for (size_t i = 0; i < json_array_size(list) && loaded; i++) {
        buf_clear(&loading.where);
        buf_printf(&loading.where, "Instances[%zu]", i);
        loaded = load_instance(&loading, json_array_get(list, i));
    }
    buf_free(&loading.where);
    if (loaded) {
        buf_free(&loading.problem);
        return NULL;
    }
    local_reset(local);
    return check_alloc(buf_take(&loading.problem));
}
