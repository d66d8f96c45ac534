/*
 * All operations in alphabetical order, one line each; PAGED for those that have a pager.  Of the
 * library, only call/invoke.c includes this list.
 */
#ifndef API_REGISTRY_H
#define API_REGISTRY_H

#include "shape/operation.h"

/* clang-format off */
#define REGISTRY(PLAIN, PAGED) \
    PLAIN(associate_analytics_data_set) \
    PLAIN(associate_approved_origin) \
    PLAIN(associate_bot) \
    PLAIN(associate_instance_storage_config) \
    PLAIN(associate_lambda_function) \
    PLAIN(associate_lex_bot) \
    PLAIN(associate_security_key) \
    PLAIN(associate_traffic_distribution_group_user) \
    PLAIN(batch_associate_analytics_data_set) \
    PLAIN(batch_disassociate_analytics_data_set) \
    PLAIN(create_instance) \
    PLAIN(create_integration_association) \
    PLAIN(create_task_template) \
    PLAIN(create_traffic_distribution_group) \
    PLAIN(create_use_case) \
    PLAIN(delete_instance) \
    PLAIN(delete_integration_association) \
    PLAIN(delete_task_template) \
    PLAIN(delete_traffic_distribution_group) \
    PLAIN(delete_use_case) \
    PLAIN(describe_attached_files_configuration) \
    PLAIN(describe_instance) \
    PLAIN(describe_instance_attribute) \
    PLAIN(describe_instance_storage_config) \
    PLAIN(describe_traffic_distribution_group) \
    PLAIN(disassociate_analytics_data_set) \
    PLAIN(disassociate_approved_origin) \
    PLAIN(disassociate_bot) \
    PLAIN(disassociate_instance_storage_config) \
    PLAIN(disassociate_lambda_function) \
    PLAIN(disassociate_lex_bot) \
    PLAIN(disassociate_security_key) \
    PLAIN(disassociate_traffic_distribution_group_user) \
    PLAIN(get_cross_region_routing) \
    PLAIN(get_task_template) \
    PLAIN(get_traffic_distribution) \
    PAGED(list_analytics_data_associations) \
    PAGED(list_analytics_data_lake_data_sets) \
    PAGED(list_approved_origins) \
    PAGED(list_attached_files_configurations) \
    PAGED(list_bots) \
    PAGED(list_instance_attributes) \
    PAGED(list_instance_storage_configs) \
    PAGED(list_instances) \
    PAGED(list_integration_associations) \
    PAGED(list_lambda_functions) \
    PAGED(list_lex_bots) \
    PAGED(list_security_keys) \
    PLAIN(list_tags_for_resource) \
    PAGED(list_task_templates) \
    PAGED(list_traffic_distribution_group_users) \
    PAGED(list_traffic_distribution_groups) \
    PAGED(list_use_cases) \
    PLAIN(replicate_instance) \
    PLAIN(send_outbound_email) \
    PLAIN(send_outbound_web_notification) \
    PLAIN(tag_resource) \
    PLAIN(untag_resource) \
    PLAIN(update_attached_files_configuration) \
    PLAIN(update_cross_region_routing) \
    PLAIN(update_instance_attribute) \
    PLAIN(update_instance_storage_config) \
    PLAIN(update_task_template) \
    PLAIN(update_traffic_distribution)
/* clang-format on */

#define REGISTRY_SKIP(id)
#define ALL_OPERATIONS(X) REGISTRY(X, X)
#define ALL_PAGERS(X) REGISTRY(REGISTRY_SKIP, X)

#define REGISTRY_DECLARE(id) extern const struct connect_operation operation_##id;
ALL_OPERATIONS(REGISTRY_DECLARE)

extern const struct connect_operation *const registry_operations[];
extern const size_t registry_count;

/* Operations that only connect_send() reaches: name, method, path and quota. */
extern const struct connect_operation registry_untyped[];
extern const size_t registry_untyped_count;

#endif
