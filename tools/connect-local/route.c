/*
 * See route.h.  The table of operations: what each does, and to what.  Methods, paths and members
 * come from the library's own tables.
 */
#include "route.h"

#include "need.h"

#include <string.h>

static const struct family attributes = {
    .shelf = SHELF_ATTRIBUTES,
    .what = "attribute",
    .keys = { "AttributeType" },
};
static const struct family bots = {
    .shelf = SHELF_BOTS,
    .what = "bot",
    .keys = { "LexBot", "LexV2Bot" },
};
static const struct family lex_bots = {
    .shelf = SHELF_BOTS,
    .what = "Lex bot",
    .keys = { "LexBot", "LexV2Bot" },
    .view = "LexBot",
};
static const struct family integrations = {
    .shelf = SHELF_INTEGRATIONS,
    .what = "integration association",
    .keys = { "IntegrationAssociationId" },
    .same = { "IntegrationType", "IntegrationArn" },
    .id = "IntegrationAssociationId",
    .arn = "IntegrationAssociationArn",
    .path = "integration-association",
};
static const struct family lambdas = {
    .shelf = SHELF_LAMBDAS,
    .what = "Lambda function",
    .keys = { "FunctionArn" },
    .view = "FunctionArn",
    .limit = 50,
};
static const struct family origins = {
    .shelf = SHELF_ORIGINS,
    .what = "approved origin",
    .keys = { "Origin" },
    .view = "Origin",
    .limit = 50,
};
static const struct family security_keys = {
    .shelf = SHELF_KEYS,
    .what = "security key",
    .keys = { "AssociationId" },
    .same = { "Key" },
    .id = "AssociationId",
    .limit = 2,
};
static const struct family storage = {
    .shelf = SHELF_STORAGE,
    .what = "storage configuration",
    .keys = { "AssociationId", "ResourceType" },
    .same = { "ResourceType", "StorageType" },
    .view = "StorageConfig",
    .id = "AssociationId",
};
static const struct family templates = {
    .shelf = SHELF_TEMPLATES,
    .what = "task template",
    .keys = { "TaskTemplateId" },
    .same = { "Name" },
    .id = "Id",
    .arn = "Arn",
    .path = "task-template",
    .limit = 50,
};
static const struct family use_cases = {
    .shelf = SHELF_USE_CASES,
    .what = "use case",
    .keys = { "IntegrationAssociationId", "UseCaseId" },
    .same = { "IntegrationAssociationId", "UseCaseType" },
    .id = "UseCaseId",
    .arn = "UseCaseArn",
    .path = "use-case",
};

static const struct served {
    const char *operation;
    handler_fn *handler;
    const struct family *family;
} table[] = {
    { "AssociateApprovedOrigin", associate, &origins },
    { "AssociateBot", associate_bot, &bots },
    { "AssociateInstanceStorageConfig", associate_storage, &storage },
    { "AssociateLambdaFunction", associate, &lambdas },
    { "AssociateLexBot", associate_bot, &lex_bots },
    { "AssociateSecurityKey", associate_key, &security_keys },
    { "CreateInstance", create_instance, NULL },
    { "CreateIntegrationAssociation", create_integration, &integrations },
    { "CreateTaskTemplate", create_template, &templates },
    { "CreateUseCase", create_use_case, &use_cases },
    { "DeleteInstance", delete_instance, NULL },
    { "DeleteIntegrationAssociation", delete_integration, &integrations },
    { "DeleteTaskTemplate", disassociate, &templates },
    { "DeleteUseCase", disassociate, &use_cases },
    { "DescribeInstance", describe_instance, NULL },
    { "DescribeInstanceAttribute", describe_attribute, &attributes },
    { "DescribeInstanceStorageConfig", describe_storage, &storage },
    { "DisassociateApprovedOrigin", disassociate, &origins },
    { "DisassociateBot", disassociate_bot, &bots },
    { "DisassociateInstanceStorageConfig", disassociate, &storage },
    { "DisassociateLambdaFunction", disassociate, &lambdas },
    { "DisassociateLexBot", disassociate_lex_bot, &lex_bots },
    { "DisassociateSecurityKey", disassociate, &security_keys },
    { "GetTaskTemplate", get_template, &templates },
    { "ListApprovedOrigins", list_items, &origins },
    { "ListBots", list_items, &bots },
    { "ListInstanceAttributes", list_attributes, &attributes },
    { "ListInstanceStorageConfigs", list_items, &storage },
    { "ListInstances", list_instances, NULL },
    { "ListIntegrationAssociations", list_items, &integrations },
    { "ListLambdaFunctions", list_items, &lambdas },
    { "ListLexBots", list_lex_bots, &lex_bots },
    { "ListSecurityKeys", list_items, &security_keys },
    { "ListTagsForResource", list_tags, NULL },
    { "ListTaskTemplates", list_items, &templates },
    { "ListUseCases", list_use_cases, &use_cases },
    { "ReplicateInstance", replicate_instance, NULL },
    { "SendOutboundEmail", send_email, NULL },
    { "SendOutboundWebNotification", send_web_notification, NULL },
    { "TagResource", tag_resource, NULL },
    { "UntagResource", untag_resource, NULL },
    { "UpdateInstanceAttribute", update_attribute, &attributes },
    { "UpdateInstanceStorageConfig", update_storage, &storage },
    { "UpdateTaskTemplate", update_template, &templates },
};

static const struct served *served_by(const struct connect_operation *operation)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].operation, operation->name) == 0) {
            return &table[i];
        }
    }
    fprintf(stderr, "connect-local: nobody serves %s\n", operation->name);
    exit(EXIT_FAILURE);
}

struct route *routes_new(size_t *count)
{
    const struct connect_operation *operation = NULL;
    struct route *routes;

    *count = 0;
    while ((operation = connect_operation_next(operation)) != NULL) {
        ++*count;
    }
    routes = need(mem_calloc(*count, sizeof *routes));
    for (size_t i = 0; i < *count; i++) {
        operation = connect_operation_next(operation);

        const struct served *served = served_by(operation);

        routes[i].operation = operation;
        routes[i].handler = served->handler;
        routes[i].family = served->family;
    }
    return routes;
}

/* Walks template and path side by side; a label may not be empty. */
static bool matches(const char *template, const char *path, struct exchange *exchange,
                    const char **labels)
{
    const char *want, *have;
    size_t want_size, have_size, count = 0;

    while (template != NULL && path != NULL) {
        wire_next(&template, '/', &want, &want_size);
        wire_next(&path, '/', &have, &have_size);
        if (want_size > 0 && want[0] == '{') {
            if (have_size == 0 || count == ROUTE_LABELS_MAX) {
                return false;
            }
            labels[count] = wire_decode(&exchange->arena, have, have_size, false);
            if (labels[count++] == NULL) {
                return false;
            }
        } else if (want_size != have_size || memcmp(want, have, want_size) != 0) {
            return false;
        }
    }
    return template == NULL && path == NULL;
}

struct route *route_find(struct local *local, struct exchange *exchange,
                         const char *labels[ROUTE_LABELS_MAX])
{
    for (size_t i = 0; i < local->routes_count; i++) {
        struct route *route = &local->routes[i];

        if (strcmp(route->operation->method, exchange->method) == 0 &&
            matches(route->operation->path, exchange->path, exchange, labels)) {
            return route;
        }
    }
    return NULL;
}
