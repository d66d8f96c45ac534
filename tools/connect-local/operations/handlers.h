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
handler_fn associate_data_set, disassociate_data_set, associate_data_sets, disassociate_data_sets,
    list_data_sets;
handler_fn describe_attached_files, list_attached_files, update_attached_files;

handler_fn replicate_instance, get_routing, update_routing;
/* The replicas of an instance as DescribeInstance shows them; NULL when it has none. */
json_t *replication_of(const struct job *job, struct instance *instance);
/* Whether the instance or a replica of it is in a region. */
bool instance_has_region(const struct instance *instance, const char *region);
/* Whether the instance has replicas, and all of them are complete. */
bool instance_is_replicated(const struct job *job, const struct instance *instance);

/* The group that replication creates, unless the instance has it already. */
void add_default_group(struct job *job, struct instance *instance);
/* The group that a member of the input names by id or ARN; fails the job with 404. */
struct group *job_group(struct job *job, const char *member);
/* The same, which must be active: nothing can be changed while it changes. */
struct group *job_active_group(struct job *job, const char *member);
handler_fn create_group, describe_group, delete_group, list_groups;
handler_fn associate_group_user, disassociate_group_user, list_group_users;
handler_fn get_distribution, update_distribution;

handler_fn send_email, send_web_notification;
handler_fn tag_resource, untag_resource, list_tags;

#endif
