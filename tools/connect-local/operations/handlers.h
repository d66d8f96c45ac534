/*
 * The handlers of the operations. A handler runs under the lock, with validated input; it sets
 * job->output and returns true, or fails the job and returns false.
 */
#ifndef LOCAL_OPERATIONS_HANDLERS_H
#define LOCAL_OPERATIONS_HANDLERS_H

#include "operations/items.h"

handler_fn create_instance, describe_instance, delete_instance, list_instances;

handler_fn describe_attribute, list_attributes, update_attribute;

handler_fn associate_bot, disassociate_bot, disassociate_lex_bot, list_lex_bots;
handler_fn associate_key;
handler_fn create_integration, delete_integration, create_use_case, list_use_cases;
handler_fn associate_storage, describe_storage, update_storage;
handler_fn create_template, get_template, update_template;
handler_fn replicate_instance;
/* The replicas of an instance as DescribeInstance shows them; NULL when it has none. */
json_t *replication_of(const struct job *job, struct instance *instance);
handler_fn send_email, send_web_notification;
handler_fn tag_resource, untag_resource, list_tags;

#endif
