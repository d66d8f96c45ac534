/*
 * All operations in alphabetical order, in this one list.  Of the library, call/invoke.c includes
 * it and nobody else.
 */
#ifndef API_REGISTRY_H
#define API_REGISTRY_H

#include "shape/operation.h"

#define ALL_OPERATIONS(X)                   \
    X(associate_approved_origin)            \
    X(associate_bot)                        \
    X(associate_instance_storage_config)    \
    X(associate_lambda_function)            \
    X(associate_lex_bot)                    \
    X(associate_security_key)               \
    X(create_instance)                      \
    X(create_integration_association)       \
    X(create_task_template)                 \
    X(create_use_case)                      \
    X(delete_instance)                      \
    X(delete_integration_association)       \
    X(delete_task_template)                 \
    X(delete_use_case)                      \
    X(describe_instance)                    \
    X(describe_instance_attribute)          \
    X(describe_instance_storage_config)     \
    X(disassociate_approved_origin)         \
    X(disassociate_bot)                     \
    X(disassociate_instance_storage_config) \
    X(disassociate_lambda_function)         \
    X(disassociate_lex_bot)                 \
    X(disassociate_security_key)            \
    X(get_task_template)                    \
    X(list_approved_origins)                \
    X(list_bots)                            \
    X(list_instance_attributes)             \
    X(list_instance_storage_configs)        \
    X(list_instances)                       \
    X(list_integration_associations)        \
    X(list_lambda_functions)                \
    X(list_lex_bots)                        \
    X(list_security_keys)                   \
    X(list_tags_for_resource)               \
    X(list_task_templates)                  \
    X(list_use_cases)                       \
    X(replicate_instance)                   \
    X(send_outbound_email)                  \
    X(send_outbound_web_notification)       \
    X(tag_resource)                         \
    X(untag_resource)                       \
    X(update_instance_attribute)            \
    X(update_instance_storage_config)       \
    X(update_task_template)

#define REGISTRY_DECLARE(id) extern const struct connect_operation operation_##id;
ALL_OPERATIONS(REGISTRY_DECLARE)

extern const struct connect_operation *const registry_operations[];
extern const size_t registry_count;

#endif
