/*
 * See route.h. One row for each operation: its handler and the kind of resource it acts on.
 * Methods, paths and members come from the tables of the library.
 */
#include "operations/route.h"

#include "base/alloc.h"
#include "exchange/form.h"

#include <string.h>

static const struct resource_kind attached_files = {
    .collection = COLLECTION_ATTACHED_FILES,
    .what = "attached files configuration",
    .keys = { "AttachmentScope" },
};
static const struct resource_kind attributes = {
    .collection = COLLECTION_ATTRIBUTES,
    .what = "attribute",
    .keys = { "AttributeType" },
};
static const struct resource_kind bots = {
    .collection = COLLECTION_BOTS,
    .what = "bot",
    .keys = { "LexBot", "LexV2Bot" },
};
static const struct resource_kind lex_bots = {
    .collection = COLLECTION_BOTS,
    .what = "Lex bot",
    .keys = { "LexBot", "LexV2Bot" },
    .view = "LexBot",
};
static const struct resource_kind data_sets = {
    .collection = COLLECTION_DATA_SETS,
    .what = "data set association",
};
static const struct resource_kind integrations = {
    .collection = COLLECTION_INTEGRATIONS,
    .what = "integration association",
    .keys = { "IntegrationAssociationId" },
    .same = { "IntegrationType", "IntegrationArn" },
    .id = "IntegrationAssociationId",
    .arn = "IntegrationAssociationArn",
    .path = "integration-association",
};
static const struct resource_kind lambdas = {
    .collection = COLLECTION_LAMBDAS,
    .what = "Lambda function",
    .keys = { "FunctionArn" },
    .view = "FunctionArn",
    .limit = 50,
};
static const struct resource_kind origins = {
    .collection = COLLECTION_ORIGINS,
    .what = "approved origin",
    .keys = { "Origin" },
    .view = "Origin",
    .limit = 50,
};
static const struct resource_kind security_keys = {
    .collection = COLLECTION_KEYS,
    .what = "security key",
    .keys = { "AssociationId" },
    .same = { "Key" },
    .id = "AssociationId",
    .limit = 2,
};
static const struct resource_kind storage = {
    .collection = COLLECTION_STORAGE,
    .what = "storage configuration",
    .keys = { "AssociationId", "ResourceType" },
    .same = { "ResourceType", "StorageType" },
    .view = "StorageConfig",
    .id = "AssociationId",
};
static const struct resource_kind templates = {
    .collection = COLLECTION_TEMPLATES,
    .what = "task template",
    .keys = { "TaskTemplateId" },
    .same = { "Name" },
    .id = "Id",
    .arn = "Arn",
    .path = "task-template",
    .limit = 50,
};
static const struct resource_kind use_cases = {
    .collection = COLLECTION_USE_CASES,
    .what = "use case",
    .keys = { "IntegrationAssociationId", "UseCaseId" },
    .same = { "IntegrationAssociationId", "UseCaseType" },
    .id = "UseCaseId",
    .arn = "UseCaseArn",
    .path = "use-case",
};

static const struct route routes[] = {
    { "AssociateAnalyticsDataSet", associate_data_set, NULL, NULL },
    { "AssociateApprovedOrigin", associate, &origins, NULL },
    { "AssociateBot", associate_bot, &bots, NULL },
    { "AssociateInstanceStorageConfig", associate_storage, &storage, NULL },
    { "AssociateLambdaFunction", associate, &lambdas, NULL },
    { "AssociateLexBot", associate_bot, &lex_bots, NULL },
    { "AssociateSecurityKey", associate_key, &security_keys, NULL },
    { "AssociateTrafficDistributionGroupUser", associate_group_user, NULL, NULL },
    { "BatchAssociateAnalyticsDataSet", associate_data_sets, NULL, NULL },
    { "BatchDisassociateAnalyticsDataSet", disassociate_data_sets, NULL, NULL },
    { "CreateInstance", create_instance, NULL, NULL },
    { "CreateIntegrationAssociation", create_integration, &integrations, NULL },
    { "CreateTaskTemplate", create_template, &templates, NULL },
    { "CreateTrafficDistributionGroup", create_group, NULL, NULL },
    { "CreateUseCase", create_use_case, &use_cases, NULL },
    { "DeleteInstance", delete_instance, NULL, NULL },
    { "DeleteIntegrationAssociation", delete_integration, &integrations, NULL },
    { "DeleteTaskTemplate", disassociate, &templates, NULL },
    { "DeleteTrafficDistributionGroup", delete_group, NULL, NULL },
    { "DeleteUseCase", disassociate, &use_cases, NULL },
    { "DescribeAttachedFilesConfiguration", describe_attached_files, &attached_files, NULL },
    { "DescribeInstance", describe_instance, NULL, NULL },
    { "DescribeInstanceAttribute", describe_attribute, &attributes, NULL },
    { "DescribeInstanceStorageConfig", describe_storage, &storage, NULL },
    { "DescribeTrafficDistributionGroup", describe_group, NULL, NULL },
    { "DisassociateAnalyticsDataSet", disassociate_data_set, NULL, NULL },
    { "DisassociateApprovedOrigin", disassociate, &origins, NULL },
    { "DisassociateBot", disassociate_bot, &bots, NULL },
    { "DisassociateInstanceStorageConfig", disassociate, &storage, NULL },
    { "DisassociateLambdaFunction", disassociate, &lambdas, NULL },
    { "DisassociateLexBot", disassociate_lex_bot, &lex_bots, NULL },
    { "DisassociateSecurityKey", disassociate, &security_keys, NULL },
    { "DisassociateTrafficDistributionGroupUser", disassociate_group_user, NULL, NULL },
    { "GetCrossRegionRouting", get_routing, NULL, NULL },
    { "GetTaskTemplate", get_template, &templates, NULL },
    { "GetTrafficDistribution", get_distribution, NULL, NULL },
    { "ListAnalyticsDataAssociations", list_items, &data_sets, NULL },
    { "ListAnalyticsDataLakeDataSets", list_data_sets, NULL, NULL },
    { "ListApprovedOrigins", list_items, &origins, NULL },
    { "ListAttachedFilesConfigurations", list_attached_files, &attached_files, NULL },
    { "ListBots", list_items, &bots, NULL },
    { "ListInstanceAttributes", list_attributes, &attributes, NULL },
    { "ListInstanceStorageConfigs", list_items, &storage, NULL },
    { "ListInstances", list_instances, NULL, NULL },
    { "ListIntegrationAssociations", list_items, &integrations, NULL },
    { "ListLambdaFunctions", list_items, &lambdas, NULL },
    { "ListLexBots", list_lex_bots, &lex_bots, NULL },
    { "ListSecurityKeys", list_items, &security_keys, NULL },
    { "ListTagsForResource", list_tags, NULL, NULL },
    { "ListTaskTemplates", list_items, &templates, NULL },
    { "ListTrafficDistributionGroupUsers", list_group_users, NULL, NULL },
    { "ListTrafficDistributionGroups", list_groups, NULL, NULL },
    { "ListUseCases", list_use_cases, &use_cases, NULL },
    { "ReplicateInstance", replicate_instance, NULL, NULL },
    { "SendOutboundEmail", send_email, NULL, NULL },
    { "SendOutboundWebNotification", send_web_notification, NULL, NULL },
    { "TagResource", tag_resource, NULL, NULL },
    { "UntagResource", untag_resource, NULL, NULL },
    { "UpdateAttachedFilesConfiguration", update_attached_files, &attached_files, NULL },
    { "UpdateCrossRegionRouting", update_routing, NULL, NULL },
    { "UpdateInstanceAttribute", update_attribute, &attributes, NULL },
    { "UpdateInstanceStorageConfig", update_storage, &storage, NULL },
    { "UpdateTaskTemplate", update_template, &templates, NULL },
    { "UpdateTrafficDistribution", update_distribution, NULL, NULL },
};

const struct route *route_of(const struct connect_operation *operation)
{
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
        if (strcmp(routes[i].name, operation->name) == 0) {
            return &routes[i];
        }
    }
    return NULL;
}

bool routes_are_complete(void)
{
    const struct connect_operation *operation = NULL;

    while ((operation = connect_operation_next(operation)) != NULL) {
        if (route_of(operation) == NULL) {
            fprintf(stderr, "connect-local: %s has no handler\n", operation->name);
            return false;
        }
    }
    return true;
}

/* Walks template and path side by side; a label may not be empty. */
static bool match_path(const char *template, const char *path, struct exchange *exchange,
                       const char **labels)
{
    const char *want, *have;
    size_t want_size, have_size, count = 0;

    while (template != NULL && path != NULL) {
        split_next(&template, '/', &want, &want_size);
        split_next(&path, '/', &have, &have_size);
        if (want_size > 0 && want[0] == '{') {
            if (have_size == 0 || count == ROUTE_LABELS_MAX) {
                return false;
            }
            labels[count] = percent_decode(&exchange->arena, have, have_size, false);
            if (labels[count++] == NULL) {
                return false;
            }
        } else if (want_size != have_size || memcmp(want, have, want_size) != 0) {
            return false;
        }
    }
    return template == NULL && path == NULL;
}

bool route_find(struct exchange *exchange, struct route *out, const char *labels[ROUTE_LABELS_MAX])
{
    const struct connect_operation *operation = NULL;

    while ((operation = connect_operation_next(operation)) != NULL) {
        if (strcmp(operation->method, exchange->method) == 0 &&
            match_path(operation->path, exchange->path, exchange, labels)) {
            *out = *route_of(operation);
            out->operation = operation;
            return true;
        }
    }
    return false;
}
