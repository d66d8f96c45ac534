/*
 * Task templates: rows of <connect/task_template.h>.
 */
#include "call/entry.h"

#include <connect/task_template.h>

ENUM_VALUES(connect_task_template_status, "ACTIVE", "INACTIVE");

ENUM_VALUES(connect_task_template_field_type, "NAME", "DESCRIPTION", "SCHEDULED_TIME",
            "QUICK_CONNECT", "URL", "NUMBER", "TEXT", "TEXT_AREA", "DATE_TIME", "BOOLEAN",
            "SINGLE_SELECT", "EMAIL", "SELF_ASSIGN", "EXPIRY_DURATION");

#define T connect_task_template_field_identifier
SHAPE(FIELD(name, "Name", LENGTH(1, 100)));
#undef T

#define T connect_required_field_info
SHAPE(STRUCT(id, connect_task_template_field_identifier, "Id"));
#undef T

#define T connect_read_only_field_info
SHAPE(STRUCT(id, connect_task_template_field_identifier, "Id"));
#undef T

#define T connect_invisible_field_info
SHAPE(STRUCT(id, connect_task_template_field_identifier, "Id"));
#undef T

#define T connect_task_template_constraints
SHAPE(LIST(required_fields, connect_required_field_info, "RequiredFields"),
      LIST(read_only_fields, connect_read_only_field_info, "ReadOnlyFields"),
      LIST(invisible_fields, connect_invisible_field_info, "InvisibleFields"));
#undef T

#define T connect_task_template_default_field_value
SHAPE(STRUCT(id, connect_task_template_field_identifier, "Id"),
      FIELD(default_value, "DefaultValue", LENGTH(0, 4096)));
#undef T

#define T connect_task_template_defaults
SHAPE(LIST(default_field_values, connect_task_template_default_field_value, "DefaultFieldValues"));
#undef T

#define T connect_task_template_field
SHAPE(STRUCT(id, connect_task_template_field_identifier, "Id", REQUIRED),
      FIELD(description, "Description", LENGTH(1, 255)),
      ENUM(type, connect_task_template_field_type, "Type"),
      TEXTS(single_select_options, "SingleSelectOptions", EACH(1, 100)));
#undef T

#define T connect_create_task_template_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(name, "Name", REQUIRED, LENGTH(1, 100)),
      FIELD(description, "Description", LENGTH(1, 255)),
      FIELD(contact_flow_id, "ContactFlowId", LENGTH(0, 500)),
      FIELD(self_assign_flow_id, "SelfAssignFlowId", LENGTH(0, 500)),
      STRUCT(constraints, connect_task_template_constraints, "Constraints"),
      STRUCT(defaults, connect_task_template_defaults, "Defaults"),
      ENUM(status, connect_task_template_status, "Status"),
      LIST(fields, connect_task_template_field, "Fields", REQUIRED),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_create_task_template_response
SHAPE(FIELD(id, "Id", REQUIRED, LENGTH(1, 500)),
      FIELD(arn, "Arn", REQUIRED, LENGTH(1, 500)));
#undef T

OPERATION(create_task_template, "CreateTaskTemplate", "PUT", "/instance/{InstanceId}/task/template",
          "Makes a task template.",
          .errors = ERRORS("PropertyValidationException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "ServiceQuotaExceededException", "InternalServiceException"));

#define T connect_get_task_template_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(task_template_id, "TaskTemplateId", REQUIRED, IN_PATH, LENGTH(1, 500)),
      FIELD(snapshot_version, "SnapshotVersion", IN_QUERY("snapshotVersion")));
#undef T

#define T connect_get_task_template_response
SHAPE(FIELD(instance_id, "InstanceId", LENGTH(1, 100)),
      FIELD(id, "Id", REQUIRED, LENGTH(1, 500)),
      FIELD(arn, "Arn", REQUIRED, LENGTH(1, 500)),
      FIELD(name, "Name", REQUIRED, LENGTH(1, 100)),
      FIELD(description, "Description", LENGTH(1, 255)),
      FIELD(contact_flow_id, "ContactFlowId", LENGTH(0, 500)),
      FIELD(self_assign_flow_id, "SelfAssignFlowId", LENGTH(0, 500)),
      STRUCT(constraints, connect_task_template_constraints, "Constraints"),
      STRUCT(defaults, connect_task_template_defaults, "Defaults"),
      LIST(fields, connect_task_template_field, "Fields"),
      ENUM(status, connect_task_template_status, "Status"),
      FIELD(last_modified_time, "LastModifiedTime"),
      FIELD(created_time, "CreatedTime"),
      MAP(tags, "Tags", COUNT(1, 50), KEYS_VALUES(1, 128, TAG_KEY, 0, 256)));
#undef T

OPERATION(get_task_template, "GetTaskTemplate", "GET",
          "/instance/{InstanceId}/task/template/{TaskTemplateId}",
          "Shows a task template in full.",
          .errors = ERRORS("InvalidRequestException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "InternalServiceException"),
          .repeatable = true);

#define T connect_task_template_metadata
SHAPE(FIELD(id, "Id", LENGTH(1, 500)),
      FIELD(arn, "Arn", LENGTH(1, 500)),
      FIELD(name, "Name", LENGTH(1, 100)),
      FIELD(description, "Description", LENGTH(1, 255)),
      ENUM(status, connect_task_template_status, "Status"),
      FIELD(last_modified_time, "LastModifiedTime"),
      FIELD(created_time, "CreatedTime"));
#undef T

#define T connect_list_task_templates_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 100)),
      ENUM(status, connect_task_template_status, "Status", IN_QUERY("status")),
      FIELD(name, "Name", IN_QUERY("name"), LENGTH(1, 100)));
#undef T

#define T connect_list_task_templates_response
SHAPE(LIST(task_templates, connect_task_template_metadata, "TaskTemplates"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_task_templates, "ListTaskTemplates", "GET", "/instance/{InstanceId}/task/template",
          "Lists the task templates.",
          .errors = ERRORS("InvalidRequestException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "InternalServiceException"),
          .page_items = "TaskTemplates", .repeatable = true);
PAGER(list_task_templates, const connect_task_template_metadata);

#define T connect_update_task_template_request
SHAPE(FIELD(task_template_id, "TaskTemplateId", REQUIRED, IN_PATH, LENGTH(1, 500)),
      FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(name, "Name", LENGTH(1, 100)),
      FIELD(description, "Description", LENGTH(1, 255)),
      FIELD(contact_flow_id, "ContactFlowId", LENGTH(0, 500)),
      FIELD(self_assign_flow_id, "SelfAssignFlowId", LENGTH(0, 500)),
      STRUCT(constraints, connect_task_template_constraints, "Constraints"),
      STRUCT(defaults, connect_task_template_defaults, "Defaults"),
      ENUM(status, connect_task_template_status, "Status"),
      LIST(fields, connect_task_template_field, "Fields"));
#undef T

#define T connect_update_task_template_response
SHAPE(FIELD(instance_id, "InstanceId", LENGTH(1, 100)),
      FIELD(id, "Id", LENGTH(1, 500)),
      FIELD(arn, "Arn", LENGTH(1, 500)),
      FIELD(name, "Name", LENGTH(1, 100)),
      FIELD(description, "Description", LENGTH(1, 255)),
      FIELD(contact_flow_id, "ContactFlowId", LENGTH(0, 500)),
      FIELD(self_assign_flow_id, "SelfAssignFlowId", LENGTH(0, 500)),
      STRUCT(constraints, connect_task_template_constraints, "Constraints"),
      STRUCT(defaults, connect_task_template_defaults, "Defaults"),
      LIST(fields, connect_task_template_field, "Fields"),
      ENUM(status, connect_task_template_status, "Status"),
      FIELD(last_modified_time, "LastModifiedTime"),
      FIELD(created_time, "CreatedTime"));
#undef T

OPERATION(update_task_template, "UpdateTaskTemplate", "POST",
          "/instance/{InstanceId}/task/template/{TaskTemplateId}",
          "Replaces the content of a task template.",
          .errors = ERRORS("PropertyValidationException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "ServiceQuotaExceededException", "InternalServiceException"),
          .repeatable = true);

#define T connect_delete_task_template_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(task_template_id, "TaskTemplateId", REQUIRED, IN_PATH, LENGTH(1, 500)));
#undef T

#define T connect_delete_task_template_response
EMPTY_SHAPE();
#undef T

OPERATION(delete_task_template, "DeleteTaskTemplate", "DELETE",
          "/instance/{InstanceId}/task/template/{TaskTemplateId}",
          "Deletes a task template.",
          .errors = ERRORS("InvalidRequestException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "InternalServiceException"),
          .repeatable = true);
