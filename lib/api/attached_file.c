/*
 * Attached files: rows of <connect/attached_file.h>.
 */
#include "call/entry.h"

#include <connect/attached_file.h>

ENUM_VALUES(connect_attachment_scope, "EMAIL", "CHAT", "CASE", "TASK");

#define T connect_allowed_extension
SHAPE(FIELD(extension, "Extension", REQUIRED, LENGTH(1, 10), PATTERN(FILE_EXTENSION)));
#undef T

#define T connect_extension_configuration
SHAPE(LIST(allowed_extensions, connect_allowed_extension, "AllowedExtensions", REQUIRED));
#undef T

#define T connect_attached_files_configuration
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, LENGTH(1, 100)),
      ENUM(attachment_scope, connect_attachment_scope, "AttachmentScope", REQUIRED),
      FIELD(maximum_size_limit_in_bytes, "MaximumSizeLimitInBytes", RANGE(1, 104857600)),
      STRUCT(extension_configuration, connect_extension_configuration, "ExtensionConfiguration"),
      FIELD(last_modified_time, "LastModifiedTime"));
#undef T

#define T connect_describe_attached_files_configuration_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      ENUM(attachment_scope, connect_attachment_scope, "AttachmentScope", REQUIRED, IN_PATH));
#undef T

#define T connect_describe_attached_files_configuration_response
SHAPE(STRUCT(attached_files_configuration, connect_attached_files_configuration,
             "AttachedFilesConfiguration", REQUIRED));
#undef T

OPERATION(describe_attached_files_configuration, "DescribeAttachedFilesConfiguration", "GET",
          "/attached-files-configurations/{InstanceId}/{AttachmentScope}",
          "Shows size and types of files that may be attached.",
          .errors = ERRORS("InvalidParameterException", "ResourceNotFoundException",
                           "ThrottlingException", "InternalServiceException",
                           "AccessDeniedException"),
          .repeatable = true);

#define T connect_attached_files_configuration_summary
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, LENGTH(1, 100)),
      ENUM(attachment_scope, connect_attachment_scope, "AttachmentScope", REQUIRED),
      FIELD(maximum_size_limit_in_bytes, "MaximumSizeLimitInBytes", RANGE(1, 104857600)),
      STRUCT(extension_configuration, connect_extension_configuration, "ExtensionConfiguration"));
#undef T

#define T connect_list_attached_files_configurations_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 100)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")));
#undef T

#define T connect_list_attached_files_configurations_response
SHAPE(LIST(attached_files_configurations, connect_attached_files_configuration_summary,
           "AttachedFilesConfigurations"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_attached_files_configurations, "ListAttachedFilesConfigurations", "GET",
          "/attached-files-configurations/{InstanceId}",
          "Lists the configurations of attached files.",
          .errors = ERRORS("InvalidParameterException", "ResourceNotFoundException",
                           "ThrottlingException", "InternalServiceException",
                           "AccessDeniedException"),
          .page_items = "AttachedFilesConfigurations", .repeatable = true);
PAGER(list_attached_files_configurations, const connect_attached_files_configuration_summary);

#define T connect_update_attached_files_configuration_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      ENUM(attachment_scope, connect_attachment_scope, "AttachmentScope", REQUIRED, IN_PATH),
      FIELD(maximum_size_limit_in_bytes, "MaximumSizeLimitInBytes", RANGE(1, 104857600)),
      STRUCT(extension_configuration, connect_extension_configuration, "ExtensionConfiguration"));
#undef T

#define T connect_update_attached_files_configuration_response
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, LENGTH(1, 100)),
      ENUM(attachment_scope, connect_attachment_scope, "AttachmentScope", REQUIRED),
      FIELD(maximum_size_limit_in_bytes, "MaximumSizeLimitInBytes", RANGE(1, 104857600)),
      STRUCT(extension_configuration, connect_extension_configuration, "ExtensionConfiguration"),
      FIELD(last_modified_time, "LastModifiedTime"));
#undef T

OPERATION(update_attached_files_configuration, "UpdateAttachedFilesConfiguration", "POST",
          "/attached-files-configurations/{InstanceId}/{AttachmentScope}",
          "Changes size or types of files that may be attached.",
          .errors = ERRORS("InvalidParameterException", "ResourceNotFoundException",
                           "ThrottlingException", "InternalServiceException",
                           "AccessDeniedException"),
          .repeatable = true);
