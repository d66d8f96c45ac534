# Made by make_stubs.py; do not edit.

from datetime import datetime
from typing import Any, Literal, Mapping, Optional, Sequence, Union

from ._structure import ResponseMetadata as ResponseMetadata
from ._structure import Structure as Structure

class AgentConfig(Structure):
    distributions: Sequence[Distribution]
    def __init__(self, *,
            distributions: Optional[Sequence[Union[Distribution, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class AllowedExtension(Structure):
    extension: Optional[str]
    def __init__(self, *,
            extension: Optional[str] = ...,
            ) -> None: ...

class AnalyticsDataAssociationResult(Structure):
    data_set_id: Optional[str]
    target_account_id: Optional[str]
    resource_share_id: Optional[str]
    resource_share_arn: Optional[str]
    resource_share_status: Optional[str]
    def __init__(self, *,
            data_set_id: Optional[str] = ...,
            target_account_id: Optional[str] = ...,
            resource_share_id: Optional[str] = ...,
            resource_share_arn: Optional[str] = ...,
            resource_share_status: Optional[str] = ...,
            ) -> None: ...

class AnalyticsDataSetsResult(Structure):
    data_set_id: Optional[str]
    data_set_name: Optional[str]
    def __init__(self, *,
            data_set_id: Optional[str] = ...,
            data_set_name: Optional[str] = ...,
            ) -> None: ...

class AssociateAnalyticsDataSetRequest(Structure):
    instance_id: Optional[str]
    data_set_id: Optional[str]
    target_account_id: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            data_set_id: Optional[str] = ...,
            target_account_id: Optional[str] = ...,
            ) -> None: ...

class AssociateAnalyticsDataSetResponse(Structure):
    data_set_id: Optional[str]
    target_account_id: Optional[str]
    resource_share_id: Optional[str]
    resource_share_arn: Optional[str]
    def __init__(self, *,
            data_set_id: Optional[str] = ...,
            target_account_id: Optional[str] = ...,
            resource_share_id: Optional[str] = ...,
            resource_share_arn: Optional[str] = ...,
            ) -> None: ...

class AssociateApprovedOriginRequest(Structure):
    instance_id: Optional[str]
    origin: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            origin: Optional[str] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class AssociateApprovedOriginResponse(Structure):
    def __init__(self) -> None: ...

class AssociateBotRequest(Structure):
    instance_id: Optional[str]
    lex_bot: Optional[LexBot]
    lex_v2_bot: Optional[LexV2Bot]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            lex_bot: Optional[Union[LexBot, Mapping[str, Any]]] = ...,
            lex_v2_bot: Optional[Union[LexV2Bot, Mapping[str, Any]]] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class AssociateBotResponse(Structure):
    def __init__(self) -> None: ...

class AssociateInstanceStorageConfigRequest(Structure):
    instance_id: Optional[str]
    resource_type: Optional[str]
    storage_config: Optional[InstanceStorageConfig]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            resource_type: Optional[Literal["CHAT_TRANSCRIPTS", "CALL_RECORDINGS", "SCHEDULED_REPORTS", "MEDIA_STREAMS", "CONTACT_TRACE_RECORDS", "AGENT_EVENTS", "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS", "ATTACHMENTS", "CONTACT_EVALUATIONS", "SCREEN_RECORDINGS", "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS", "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS", "EMAIL_MESSAGES"]] = ...,
            storage_config: Optional[Union[InstanceStorageConfig, Mapping[str, Any]]] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class AssociateInstanceStorageConfigResponse(Structure):
    association_id: Optional[str]
    def __init__(self, *,
            association_id: Optional[str] = ...,
            ) -> None: ...

class AssociateLambdaFunctionRequest(Structure):
    instance_id: Optional[str]
    function_arn: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            function_arn: Optional[str] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class AssociateLambdaFunctionResponse(Structure):
    def __init__(self) -> None: ...

class AssociateLexBotRequest(Structure):
    instance_id: Optional[str]
    lex_bot: Optional[LexBot]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            lex_bot: Optional[Union[LexBot, Mapping[str, Any]]] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class AssociateLexBotResponse(Structure):
    def __init__(self) -> None: ...

class AssociateSecurityKeyRequest(Structure):
    instance_id: Optional[str]
    key: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            key: Optional[str] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class AssociateSecurityKeyResponse(Structure):
    association_id: Optional[str]
    def __init__(self, *,
            association_id: Optional[str] = ...,
            ) -> None: ...

class AssociateTrafficDistributionGroupUserRequest(Structure):
    traffic_distribution_group_id: Optional[str]
    user_id: Optional[str]
    instance_id: Optional[str]
    def __init__(self, *,
            traffic_distribution_group_id: Optional[str] = ...,
            user_id: Optional[str] = ...,
            instance_id: Optional[str] = ...,
            ) -> None: ...

class AssociateTrafficDistributionGroupUserResponse(Structure):
    def __init__(self) -> None: ...

class AttachedFilesConfiguration(Structure):
    instance_id: Optional[str]
    attachment_scope: Optional[str]
    maximum_size_limit_in_bytes: Optional[int]
    extension_configuration: Optional[ExtensionConfiguration]
    last_modified_time: Optional[datetime]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            attachment_scope: Optional[Literal["EMAIL", "CHAT", "CASE", "TASK"]] = ...,
            maximum_size_limit_in_bytes: Optional[int] = ...,
            extension_configuration: Optional[Union[ExtensionConfiguration, Mapping[str, Any]]] = ...,
            last_modified_time: Optional[Union[datetime, str]] = ...,
            ) -> None: ...

class AttachedFilesConfigurationSummary(Structure):
    instance_id: Optional[str]
    attachment_scope: Optional[str]
    maximum_size_limit_in_bytes: Optional[int]
    extension_configuration: Optional[ExtensionConfiguration]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            attachment_scope: Optional[Literal["EMAIL", "CHAT", "CASE", "TASK"]] = ...,
            maximum_size_limit_in_bytes: Optional[int] = ...,
            extension_configuration: Optional[Union[ExtensionConfiguration, Mapping[str, Any]]] = ...,
            ) -> None: ...

class Attribute(Structure):
    attribute_type: Optional[str]
    value: Optional[str]
    def __init__(self, *,
            attribute_type: Optional[Literal["INBOUND_CALLS", "OUTBOUND_CALLS", "CONTACTFLOW_LOGS", "CONTACT_LENS", "AUTO_RESOLVE_BEST_VOICES", "USE_CUSTOM_TTS_VOICES", "EARLY_MEDIA", "MULTI_PARTY_CONFERENCE", "HIGH_VOLUME_OUTBOUND", "ENHANCED_CONTACT_MONITORING", "ENHANCED_CHAT_MONITORING", "MULTI_PARTY_CHAT_CONFERENCE", "MESSAGE_STREAMING"]] = ...,
            value: Optional[str] = ...,
            ) -> None: ...

class BatchAssociateAnalyticsDataSetRequest(Structure):
    instance_id: Optional[str]
    data_set_ids: Sequence[str]
    target_account_id: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            data_set_ids: Optional[Sequence[str]] = ...,
            target_account_id: Optional[str] = ...,
            ) -> None: ...

class BatchAssociateAnalyticsDataSetResponse(Structure):
    created: Sequence[AnalyticsDataAssociationResult]
    errors: Sequence[ErrorResult]
    def __init__(self, *,
            created: Optional[Sequence[Union[AnalyticsDataAssociationResult, Mapping[str, Any]]]] = ...,
            errors: Optional[Sequence[Union[ErrorResult, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class BatchDisassociateAnalyticsDataSetRequest(Structure):
    instance_id: Optional[str]
    data_set_ids: Sequence[str]
    target_account_id: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            data_set_ids: Optional[Sequence[str]] = ...,
            target_account_id: Optional[str] = ...,
            ) -> None: ...

class BatchDisassociateAnalyticsDataSetResponse(Structure):
    deleted: Sequence[str]
    errors: Sequence[ErrorResult]
    def __init__(self, *,
            deleted: Optional[Sequence[str]] = ...,
            errors: Optional[Sequence[Union[ErrorResult, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class ContentAttributes(Structure):
    recommender_config: Optional[RecommenderConfig]
    def __init__(self, *,
            recommender_config: Optional[Union[RecommenderConfig, Mapping[str, Any]]] = ...,
            ) -> None: ...

class CreateInstanceRequest(Structure):
    client_token: Optional[str]
    identity_management_type: Optional[str]
    instance_alias: Optional[str]
    directory_id: Optional[str]
    inbound_calls_enabled: Optional[bool]
    outbound_calls_enabled: Optional[bool]
    tags: Mapping[str, str]
    def __init__(self, *,
            client_token: Optional[str] = ...,
            identity_management_type: Optional[Literal["SAML", "CONNECT_MANAGED", "EXISTING_DIRECTORY"]] = ...,
            instance_alias: Optional[str] = ...,
            directory_id: Optional[str] = ...,
            inbound_calls_enabled: Optional[bool] = ...,
            outbound_calls_enabled: Optional[bool] = ...,
            tags: Optional[Mapping[str, str]] = ...,
            ) -> None: ...

class CreateInstanceResponse(Structure):
    id: Optional[str]
    arn: Optional[str]
    def __init__(self, *,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            ) -> None: ...

class CreateIntegrationAssociationRequest(Structure):
    instance_id: Optional[str]
    integration_type: Optional[str]
    integration_arn: Optional[str]
    source_application_url: Optional[str]
    source_application_name: Optional[str]
    source_type: Optional[str]
    tags: Mapping[str, str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            integration_type: Optional[Literal["EVENT", "VOICE_ID", "PINPOINT_APP", "WISDOM_ASSISTANT", "WISDOM_KNOWLEDGE_BASE", "WISDOM_QUICK_RESPONSES", "Q_MESSAGE_TEMPLATES", "CASES_DOMAIN", "APPLICATION", "FILE_SCANNER", "SES_IDENTITY", "ANALYTICS_CONNECTOR", "CALL_TRANSFER_CONNECTOR", "COGNITO_USER_POOL", "MESSAGE_PROCESSOR"]] = ...,
            integration_arn: Optional[str] = ...,
            source_application_url: Optional[str] = ...,
            source_application_name: Optional[str] = ...,
            source_type: Optional[Literal["SALESFORCE", "ZENDESK", "CASES"]] = ...,
            tags: Optional[Mapping[str, str]] = ...,
            ) -> None: ...

class CreateIntegrationAssociationResponse(Structure):
    integration_association_id: Optional[str]
    integration_association_arn: Optional[str]
    def __init__(self, *,
            integration_association_id: Optional[str] = ...,
            integration_association_arn: Optional[str] = ...,
            ) -> None: ...

class CreateTaskTemplateRequest(Structure):
    instance_id: Optional[str]
    name: Optional[str]
    description: Optional[str]
    contact_flow_id: Optional[str]
    self_assign_flow_id: Optional[str]
    constraints: Optional[TaskTemplateConstraints]
    defaults: Optional[TaskTemplateDefaults]
    status: Optional[str]
    fields: Sequence[TaskTemplateField]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            name: Optional[str] = ...,
            description: Optional[str] = ...,
            contact_flow_id: Optional[str] = ...,
            self_assign_flow_id: Optional[str] = ...,
            constraints: Optional[Union[TaskTemplateConstraints, Mapping[str, Any]]] = ...,
            defaults: Optional[Union[TaskTemplateDefaults, Mapping[str, Any]]] = ...,
            status: Optional[Literal["ACTIVE", "INACTIVE"]] = ...,
            fields: Optional[Sequence[Union[TaskTemplateField, Mapping[str, Any]]]] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class CreateTaskTemplateResponse(Structure):
    id: Optional[str]
    arn: Optional[str]
    def __init__(self, *,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            ) -> None: ...

class CreateTrafficDistributionGroupRequest(Structure):
    name: Optional[str]
    description: Optional[str]
    instance_id: Optional[str]
    client_token: Optional[str]
    tags: Mapping[str, str]
    def __init__(self, *,
            name: Optional[str] = ...,
            description: Optional[str] = ...,
            instance_id: Optional[str] = ...,
            client_token: Optional[str] = ...,
            tags: Optional[Mapping[str, str]] = ...,
            ) -> None: ...

class CreateTrafficDistributionGroupResponse(Structure):
    id: Optional[str]
    arn: Optional[str]
    def __init__(self, *,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            ) -> None: ...

class CreateUseCaseRequest(Structure):
    instance_id: Optional[str]
    integration_association_id: Optional[str]
    use_case_type: Optional[str]
    tags: Mapping[str, str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            integration_association_id: Optional[str] = ...,
            use_case_type: Optional[Literal["RULES_EVALUATION", "CONNECT_CAMPAIGNS"]] = ...,
            tags: Optional[Mapping[str, str]] = ...,
            ) -> None: ...

class CreateUseCaseResponse(Structure):
    use_case_id: Optional[str]
    use_case_arn: Optional[str]
    def __init__(self, *,
            use_case_id: Optional[str] = ...,
            use_case_arn: Optional[str] = ...,
            ) -> None: ...

class DeleteInstanceRequest(Structure):
    instance_id: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class DeleteInstanceResponse(Structure):
    def __init__(self) -> None: ...

class DeleteIntegrationAssociationRequest(Structure):
    instance_id: Optional[str]
    integration_association_id: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            integration_association_id: Optional[str] = ...,
            ) -> None: ...

class DeleteIntegrationAssociationResponse(Structure):
    def __init__(self) -> None: ...

class DeleteTaskTemplateRequest(Structure):
    instance_id: Optional[str]
    task_template_id: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            task_template_id: Optional[str] = ...,
            ) -> None: ...

class DeleteTaskTemplateResponse(Structure):
    def __init__(self) -> None: ...

class DeleteTrafficDistributionGroupRequest(Structure):
    traffic_distribution_group_id: Optional[str]
    def __init__(self, *,
            traffic_distribution_group_id: Optional[str] = ...,
            ) -> None: ...

class DeleteTrafficDistributionGroupResponse(Structure):
    def __init__(self) -> None: ...

class DeleteUseCaseRequest(Structure):
    instance_id: Optional[str]
    integration_association_id: Optional[str]
    use_case_id: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            integration_association_id: Optional[str] = ...,
            use_case_id: Optional[str] = ...,
            ) -> None: ...

class DeleteUseCaseResponse(Structure):
    def __init__(self) -> None: ...

class DescribeAttachedFilesConfigurationRequest(Structure):
    instance_id: Optional[str]
    attachment_scope: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            attachment_scope: Optional[Literal["EMAIL", "CHAT", "CASE", "TASK"]] = ...,
            ) -> None: ...

class DescribeAttachedFilesConfigurationResponse(Structure):
    attached_files_configuration: Optional[AttachedFilesConfiguration]
    def __init__(self, *,
            attached_files_configuration: Optional[Union[AttachedFilesConfiguration, Mapping[str, Any]]] = ...,
            ) -> None: ...

class DescribeInstanceAttributeRequest(Structure):
    instance_id: Optional[str]
    attribute_type: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            attribute_type: Optional[Literal["INBOUND_CALLS", "OUTBOUND_CALLS", "CONTACTFLOW_LOGS", "CONTACT_LENS", "AUTO_RESOLVE_BEST_VOICES", "USE_CUSTOM_TTS_VOICES", "EARLY_MEDIA", "MULTI_PARTY_CONFERENCE", "HIGH_VOLUME_OUTBOUND", "ENHANCED_CONTACT_MONITORING", "ENHANCED_CHAT_MONITORING", "MULTI_PARTY_CHAT_CONFERENCE", "MESSAGE_STREAMING"]] = ...,
            ) -> None: ...

class DescribeInstanceAttributeResponse(Structure):
    attribute: Optional[Attribute]
    def __init__(self, *,
            attribute: Optional[Union[Attribute, Mapping[str, Any]]] = ...,
            ) -> None: ...

class DescribeInstanceRequest(Structure):
    instance_id: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            ) -> None: ...

class DescribeInstanceResponse(Structure):
    instance: Optional[Instance]
    replication_configuration: Optional[ReplicationConfiguration]
    def __init__(self, *,
            instance: Optional[Union[Instance, Mapping[str, Any]]] = ...,
            replication_configuration: Optional[Union[ReplicationConfiguration, Mapping[str, Any]]] = ...,
            ) -> None: ...

class DescribeInstanceStorageConfigRequest(Structure):
    instance_id: Optional[str]
    association_id: Optional[str]
    resource_type: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            association_id: Optional[str] = ...,
            resource_type: Optional[Literal["CHAT_TRANSCRIPTS", "CALL_RECORDINGS", "SCHEDULED_REPORTS", "MEDIA_STREAMS", "CONTACT_TRACE_RECORDS", "AGENT_EVENTS", "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS", "ATTACHMENTS", "CONTACT_EVALUATIONS", "SCREEN_RECORDINGS", "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS", "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS", "EMAIL_MESSAGES"]] = ...,
            ) -> None: ...

class DescribeInstanceStorageConfigResponse(Structure):
    storage_config: Optional[InstanceStorageConfig]
    def __init__(self, *,
            storage_config: Optional[Union[InstanceStorageConfig, Mapping[str, Any]]] = ...,
            ) -> None: ...

class DescribeTrafficDistributionGroupRequest(Structure):
    traffic_distribution_group_id: Optional[str]
    def __init__(self, *,
            traffic_distribution_group_id: Optional[str] = ...,
            ) -> None: ...

class DescribeTrafficDistributionGroupResponse(Structure):
    traffic_distribution_group: Optional[TrafficDistributionGroup]
    def __init__(self, *,
            traffic_distribution_group: Optional[Union[TrafficDistributionGroup, Mapping[str, Any]]] = ...,
            ) -> None: ...

class DisassociateAnalyticsDataSetRequest(Structure):
    instance_id: Optional[str]
    data_set_id: Optional[str]
    target_account_id: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            data_set_id: Optional[str] = ...,
            target_account_id: Optional[str] = ...,
            ) -> None: ...

class DisassociateAnalyticsDataSetResponse(Structure):
    def __init__(self) -> None: ...

class DisassociateApprovedOriginRequest(Structure):
    instance_id: Optional[str]
    origin: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            origin: Optional[str] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class DisassociateApprovedOriginResponse(Structure):
    def __init__(self) -> None: ...

class DisassociateBotRequest(Structure):
    instance_id: Optional[str]
    lex_bot: Optional[LexBot]
    lex_v2_bot: Optional[LexV2Bot]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            lex_bot: Optional[Union[LexBot, Mapping[str, Any]]] = ...,
            lex_v2_bot: Optional[Union[LexV2Bot, Mapping[str, Any]]] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class DisassociateBotResponse(Structure):
    def __init__(self) -> None: ...

class DisassociateInstanceStorageConfigRequest(Structure):
    instance_id: Optional[str]
    association_id: Optional[str]
    resource_type: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            association_id: Optional[str] = ...,
            resource_type: Optional[Literal["CHAT_TRANSCRIPTS", "CALL_RECORDINGS", "SCHEDULED_REPORTS", "MEDIA_STREAMS", "CONTACT_TRACE_RECORDS", "AGENT_EVENTS", "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS", "ATTACHMENTS", "CONTACT_EVALUATIONS", "SCREEN_RECORDINGS", "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS", "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS", "EMAIL_MESSAGES"]] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class DisassociateInstanceStorageConfigResponse(Structure):
    def __init__(self) -> None: ...

class DisassociateLambdaFunctionRequest(Structure):
    instance_id: Optional[str]
    function_arn: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            function_arn: Optional[str] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class DisassociateLambdaFunctionResponse(Structure):
    def __init__(self) -> None: ...

class DisassociateLexBotRequest(Structure):
    instance_id: Optional[str]
    bot_name: Optional[str]
    lex_region: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            bot_name: Optional[str] = ...,
            lex_region: Optional[str] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class DisassociateLexBotResponse(Structure):
    def __init__(self) -> None: ...

class DisassociateSecurityKeyRequest(Structure):
    instance_id: Optional[str]
    association_id: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            association_id: Optional[str] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class DisassociateSecurityKeyResponse(Structure):
    def __init__(self) -> None: ...

class DisassociateTrafficDistributionGroupUserRequest(Structure):
    traffic_distribution_group_id: Optional[str]
    user_id: Optional[str]
    instance_id: Optional[str]
    def __init__(self, *,
            traffic_distribution_group_id: Optional[str] = ...,
            user_id: Optional[str] = ...,
            instance_id: Optional[str] = ...,
            ) -> None: ...

class DisassociateTrafficDistributionGroupUserResponse(Structure):
    def __init__(self) -> None: ...

class Distribution(Structure):
    region: Optional[str]
    percentage: Optional[int]
    def __init__(self, *,
            region: Optional[str] = ...,
            percentage: Optional[int] = ...,
            ) -> None: ...

class EmailAddressInfo(Structure):
    email_address: Optional[str]
    display_name: Optional[str]
    def __init__(self, *,
            email_address: Optional[str] = ...,
            display_name: Optional[str] = ...,
            ) -> None: ...

class EncryptionConfig(Structure):
    encryption_type: Optional[str]
    key_id: Optional[str]
    def __init__(self, *,
            encryption_type: Optional[Literal["KMS"]] = ...,
            key_id: Optional[str] = ...,
            ) -> None: ...

class ErrorResult(Structure):
    error_code: Optional[str]
    error_message: Optional[str]
    def __init__(self, *,
            error_code: Optional[str] = ...,
            error_message: Optional[str] = ...,
            ) -> None: ...

class ExtensionConfiguration(Structure):
    allowed_extensions: Sequence[AllowedExtension]
    def __init__(self, *,
            allowed_extensions: Optional[Sequence[Union[AllowedExtension, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class GetCrossRegionRoutingRequest(Structure):
    instance_id: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            ) -> None: ...

class GetCrossRegionRoutingResponse(Structure):
    isolated_regions: Sequence[str]
    def __init__(self, *,
            isolated_regions: Optional[Sequence[str]] = ...,
            ) -> None: ...

class GetTaskTemplateRequest(Structure):
    instance_id: Optional[str]
    task_template_id: Optional[str]
    snapshot_version: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            task_template_id: Optional[str] = ...,
            snapshot_version: Optional[str] = ...,
            ) -> None: ...

class GetTaskTemplateResponse(Structure):
    instance_id: Optional[str]
    id: Optional[str]
    arn: Optional[str]
    name: Optional[str]
    description: Optional[str]
    contact_flow_id: Optional[str]
    self_assign_flow_id: Optional[str]
    constraints: Optional[TaskTemplateConstraints]
    defaults: Optional[TaskTemplateDefaults]
    fields: Sequence[TaskTemplateField]
    status: Optional[str]
    last_modified_time: Optional[datetime]
    created_time: Optional[datetime]
    tags: Mapping[str, str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            name: Optional[str] = ...,
            description: Optional[str] = ...,
            contact_flow_id: Optional[str] = ...,
            self_assign_flow_id: Optional[str] = ...,
            constraints: Optional[Union[TaskTemplateConstraints, Mapping[str, Any]]] = ...,
            defaults: Optional[Union[TaskTemplateDefaults, Mapping[str, Any]]] = ...,
            fields: Optional[Sequence[Union[TaskTemplateField, Mapping[str, Any]]]] = ...,
            status: Optional[Literal["ACTIVE", "INACTIVE"]] = ...,
            last_modified_time: Optional[Union[datetime, str]] = ...,
            created_time: Optional[Union[datetime, str]] = ...,
            tags: Optional[Mapping[str, str]] = ...,
            ) -> None: ...

class GetTrafficDistributionRequest(Structure):
    id: Optional[str]
    def __init__(self, *,
            id: Optional[str] = ...,
            ) -> None: ...

class GetTrafficDistributionResponse(Structure):
    telephony_config: Optional[TelephonyConfig]
    id: Optional[str]
    arn: Optional[str]
    sign_in_config: Optional[SignInConfig]
    agent_config: Optional[AgentConfig]
    def __init__(self, *,
            telephony_config: Optional[Union[TelephonyConfig, Mapping[str, Any]]] = ...,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            sign_in_config: Optional[Union[SignInConfig, Mapping[str, Any]]] = ...,
            agent_config: Optional[Union[AgentConfig, Mapping[str, Any]]] = ...,
            ) -> None: ...

class Instance(Structure):
    id: Optional[str]
    arn: Optional[str]
    identity_management_type: Optional[str]
    instance_alias: Optional[str]
    created_time: Optional[datetime]
    service_role: Optional[str]
    instance_status: Optional[str]
    status_reason: Optional[InstanceStatusReason]
    inbound_calls_enabled: Optional[bool]
    outbound_calls_enabled: Optional[bool]
    instance_access_url: Optional[str]
    tags: Mapping[str, str]
    def __init__(self, *,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            identity_management_type: Optional[Literal["SAML", "CONNECT_MANAGED", "EXISTING_DIRECTORY"]] = ...,
            instance_alias: Optional[str] = ...,
            created_time: Optional[Union[datetime, str]] = ...,
            service_role: Optional[str] = ...,
            instance_status: Optional[Literal["CREATION_IN_PROGRESS", "ACTIVE", "CREATION_FAILED"]] = ...,
            status_reason: Optional[Union[InstanceStatusReason, Mapping[str, Any]]] = ...,
            inbound_calls_enabled: Optional[bool] = ...,
            outbound_calls_enabled: Optional[bool] = ...,
            instance_access_url: Optional[str] = ...,
            tags: Optional[Mapping[str, str]] = ...,
            ) -> None: ...

class InstanceStatusReason(Structure):
    message: Optional[str]
    def __init__(self, *,
            message: Optional[str] = ...,
            ) -> None: ...

class InstanceStorageConfig(Structure):
    association_id: Optional[str]
    storage_type: Optional[str]
    s3_config: Optional[S3Config]
    kinesis_video_stream_config: Optional[KinesisVideoStreamConfig]
    kinesis_stream_config: Optional[KinesisStreamConfig]
    kinesis_firehose_config: Optional[KinesisFirehoseConfig]
    def __init__(self, *,
            association_id: Optional[str] = ...,
            storage_type: Optional[Literal["S3", "KINESIS_VIDEO_STREAM", "KINESIS_STREAM", "KINESIS_FIREHOSE"]] = ...,
            s3_config: Optional[Union[S3Config, Mapping[str, Any]]] = ...,
            kinesis_video_stream_config: Optional[Union[KinesisVideoStreamConfig, Mapping[str, Any]]] = ...,
            kinesis_stream_config: Optional[Union[KinesisStreamConfig, Mapping[str, Any]]] = ...,
            kinesis_firehose_config: Optional[Union[KinesisFirehoseConfig, Mapping[str, Any]]] = ...,
            ) -> None: ...

class InstanceSummary(Structure):
    id: Optional[str]
    arn: Optional[str]
    identity_management_type: Optional[str]
    instance_alias: Optional[str]
    created_time: Optional[datetime]
    service_role: Optional[str]
    instance_status: Optional[str]
    inbound_calls_enabled: Optional[bool]
    outbound_calls_enabled: Optional[bool]
    instance_access_url: Optional[str]
    def __init__(self, *,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            identity_management_type: Optional[Literal["SAML", "CONNECT_MANAGED", "EXISTING_DIRECTORY"]] = ...,
            instance_alias: Optional[str] = ...,
            created_time: Optional[Union[datetime, str]] = ...,
            service_role: Optional[str] = ...,
            instance_status: Optional[Literal["CREATION_IN_PROGRESS", "ACTIVE", "CREATION_FAILED"]] = ...,
            inbound_calls_enabled: Optional[bool] = ...,
            outbound_calls_enabled: Optional[bool] = ...,
            instance_access_url: Optional[str] = ...,
            ) -> None: ...

class IntegrationAssociationSummary(Structure):
    integration_association_id: Optional[str]
    integration_association_arn: Optional[str]
    instance_id: Optional[str]
    integration_type: Optional[str]
    integration_arn: Optional[str]
    source_application_url: Optional[str]
    source_application_name: Optional[str]
    source_type: Optional[str]
    def __init__(self, *,
            integration_association_id: Optional[str] = ...,
            integration_association_arn: Optional[str] = ...,
            instance_id: Optional[str] = ...,
            integration_type: Optional[Literal["EVENT", "VOICE_ID", "PINPOINT_APP", "WISDOM_ASSISTANT", "WISDOM_KNOWLEDGE_BASE", "WISDOM_QUICK_RESPONSES", "Q_MESSAGE_TEMPLATES", "CASES_DOMAIN", "APPLICATION", "FILE_SCANNER", "SES_IDENTITY", "ANALYTICS_CONNECTOR", "CALL_TRANSFER_CONNECTOR", "COGNITO_USER_POOL", "MESSAGE_PROCESSOR"]] = ...,
            integration_arn: Optional[str] = ...,
            source_application_url: Optional[str] = ...,
            source_application_name: Optional[str] = ...,
            source_type: Optional[Literal["SALESFORCE", "ZENDESK", "CASES"]] = ...,
            ) -> None: ...

class InvisibleFieldInfo(Structure):
    id: Optional[TaskTemplateFieldIdentifier]
    def __init__(self, *,
            id: Optional[Union[TaskTemplateFieldIdentifier, Mapping[str, Any]]] = ...,
            ) -> None: ...

class KinesisFirehoseConfig(Structure):
    firehose_arn: Optional[str]
    def __init__(self, *,
            firehose_arn: Optional[str] = ...,
            ) -> None: ...

class KinesisStreamConfig(Structure):
    stream_arn: Optional[str]
    def __init__(self, *,
            stream_arn: Optional[str] = ...,
            ) -> None: ...

class KinesisVideoStreamConfig(Structure):
    prefix: Optional[str]
    retention_period_hours: Optional[int]
    encryption_config: Optional[EncryptionConfig]
    def __init__(self, *,
            prefix: Optional[str] = ...,
            retention_period_hours: Optional[int] = ...,
            encryption_config: Optional[Union[EncryptionConfig, Mapping[str, Any]]] = ...,
            ) -> None: ...

class LexBot(Structure):
    name: Optional[str]
    lex_region: Optional[str]
    def __init__(self, *,
            name: Optional[str] = ...,
            lex_region: Optional[str] = ...,
            ) -> None: ...

class LexBotConfig(Structure):
    lex_bot: Optional[LexBot]
    lex_v2_bot: Optional[LexV2Bot]
    def __init__(self, *,
            lex_bot: Optional[Union[LexBot, Mapping[str, Any]]] = ...,
            lex_v2_bot: Optional[Union[LexV2Bot, Mapping[str, Any]]] = ...,
            ) -> None: ...

class LexV2Bot(Structure):
    alias_arn: Optional[str]
    def __init__(self, *,
            alias_arn: Optional[str] = ...,
            ) -> None: ...

class ListAnalyticsDataAssociationsRequest(Structure):
    instance_id: Optional[str]
    data_set_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            data_set_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListAnalyticsDataAssociationsResponse(Structure):
    results: Sequence[AnalyticsDataAssociationResult]
    next_token: Optional[str]
    def __init__(self, *,
            results: Optional[Sequence[Union[AnalyticsDataAssociationResult, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListAnalyticsDataLakeDataSetsRequest(Structure):
    instance_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListAnalyticsDataLakeDataSetsResponse(Structure):
    results: Sequence[AnalyticsDataSetsResult]
    next_token: Optional[str]
    def __init__(self, *,
            results: Optional[Sequence[Union[AnalyticsDataSetsResult, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListApprovedOriginsRequest(Structure):
    instance_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListApprovedOriginsResponse(Structure):
    origins: Sequence[str]
    next_token: Optional[str]
    def __init__(self, *,
            origins: Optional[Sequence[str]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListAttachedFilesConfigurationsRequest(Structure):
    instance_id: Optional[str]
    max_results: Optional[int]
    next_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            max_results: Optional[int] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListAttachedFilesConfigurationsResponse(Structure):
    attached_files_configurations: Sequence[AttachedFilesConfigurationSummary]
    next_token: Optional[str]
    def __init__(self, *,
            attached_files_configurations: Optional[Sequence[Union[AttachedFilesConfigurationSummary, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListBotsRequest(Structure):
    instance_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    lex_version: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            lex_version: Optional[Literal["V1", "V2"]] = ...,
            ) -> None: ...

class ListBotsResponse(Structure):
    lex_bots: Sequence[LexBotConfig]
    next_token: Optional[str]
    def __init__(self, *,
            lex_bots: Optional[Sequence[Union[LexBotConfig, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListInstanceAttributesRequest(Structure):
    instance_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListInstanceAttributesResponse(Structure):
    attributes: Sequence[Attribute]
    next_token: Optional[str]
    def __init__(self, *,
            attributes: Optional[Sequence[Union[Attribute, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListInstanceStorageConfigsRequest(Structure):
    instance_id: Optional[str]
    resource_type: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            resource_type: Optional[Literal["CHAT_TRANSCRIPTS", "CALL_RECORDINGS", "SCHEDULED_REPORTS", "MEDIA_STREAMS", "CONTACT_TRACE_RECORDS", "AGENT_EVENTS", "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS", "ATTACHMENTS", "CONTACT_EVALUATIONS", "SCREEN_RECORDINGS", "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS", "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS", "EMAIL_MESSAGES"]] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListInstanceStorageConfigsResponse(Structure):
    storage_configs: Sequence[InstanceStorageConfig]
    next_token: Optional[str]
    def __init__(self, *,
            storage_configs: Optional[Sequence[Union[InstanceStorageConfig, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListInstancesRequest(Structure):
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListInstancesResponse(Structure):
    instance_summary_list: Sequence[InstanceSummary]
    next_token: Optional[str]
    def __init__(self, *,
            instance_summary_list: Optional[Sequence[Union[InstanceSummary, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListIntegrationAssociationsRequest(Structure):
    instance_id: Optional[str]
    integration_type: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    integration_arn: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            integration_type: Optional[Literal["EVENT", "VOICE_ID", "PINPOINT_APP", "WISDOM_ASSISTANT", "WISDOM_KNOWLEDGE_BASE", "WISDOM_QUICK_RESPONSES", "Q_MESSAGE_TEMPLATES", "CASES_DOMAIN", "APPLICATION", "FILE_SCANNER", "SES_IDENTITY", "ANALYTICS_CONNECTOR", "CALL_TRANSFER_CONNECTOR", "COGNITO_USER_POOL", "MESSAGE_PROCESSOR"]] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            integration_arn: Optional[str] = ...,
            ) -> None: ...

class ListIntegrationAssociationsResponse(Structure):
    integration_association_summary_list: Sequence[IntegrationAssociationSummary]
    next_token: Optional[str]
    def __init__(self, *,
            integration_association_summary_list: Optional[Sequence[Union[IntegrationAssociationSummary, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListLambdaFunctionsRequest(Structure):
    instance_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListLambdaFunctionsResponse(Structure):
    lambda_functions: Sequence[str]
    next_token: Optional[str]
    def __init__(self, *,
            lambda_functions: Optional[Sequence[str]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListLexBotsRequest(Structure):
    instance_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListLexBotsResponse(Structure):
    lex_bots: Sequence[LexBot]
    next_token: Optional[str]
    def __init__(self, *,
            lex_bots: Optional[Sequence[Union[LexBot, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListSecurityKeysRequest(Structure):
    instance_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListSecurityKeysResponse(Structure):
    security_keys: Sequence[SecurityKey]
    next_token: Optional[str]
    def __init__(self, *,
            security_keys: Optional[Sequence[Union[SecurityKey, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListTagsForResourceRequest(Structure):
    resource_arn: Optional[str]
    def __init__(self, *,
            resource_arn: Optional[str] = ...,
            ) -> None: ...

class ListTagsForResourceResponse(Structure):
    tags: Mapping[str, str]
    def __init__(self, *,
            tags: Optional[Mapping[str, str]] = ...,
            ) -> None: ...

class ListTaskTemplatesRequest(Structure):
    instance_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    status: Optional[str]
    name: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            status: Optional[Literal["ACTIVE", "INACTIVE"]] = ...,
            name: Optional[str] = ...,
            ) -> None: ...

class ListTaskTemplatesResponse(Structure):
    task_templates: Sequence[TaskTemplateMetadata]
    next_token: Optional[str]
    def __init__(self, *,
            task_templates: Optional[Sequence[Union[TaskTemplateMetadata, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListTrafficDistributionGroupUsersRequest(Structure):
    traffic_distribution_group_id: Optional[str]
    max_results: Optional[int]
    next_token: Optional[str]
    def __init__(self, *,
            traffic_distribution_group_id: Optional[str] = ...,
            max_results: Optional[int] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class ListTrafficDistributionGroupUsersResponse(Structure):
    next_token: Optional[str]
    traffic_distribution_group_user_summary_list: Sequence[TrafficDistributionGroupUserSummary]
    def __init__(self, *,
            next_token: Optional[str] = ...,
            traffic_distribution_group_user_summary_list: Optional[Sequence[Union[TrafficDistributionGroupUserSummary, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class ListTrafficDistributionGroupsRequest(Structure):
    max_results: Optional[int]
    next_token: Optional[str]
    instance_id: Optional[str]
    def __init__(self, *,
            max_results: Optional[int] = ...,
            next_token: Optional[str] = ...,
            instance_id: Optional[str] = ...,
            ) -> None: ...

class ListTrafficDistributionGroupsResponse(Structure):
    next_token: Optional[str]
    traffic_distribution_group_summary_list: Sequence[TrafficDistributionGroupSummary]
    def __init__(self, *,
            next_token: Optional[str] = ...,
            traffic_distribution_group_summary_list: Optional[Sequence[Union[TrafficDistributionGroupSummary, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class ListUseCasesRequest(Structure):
    instance_id: Optional[str]
    integration_association_id: Optional[str]
    next_token: Optional[str]
    max_results: Optional[int]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            integration_association_id: Optional[str] = ...,
            next_token: Optional[str] = ...,
            max_results: Optional[int] = ...,
            ) -> None: ...

class ListUseCasesResponse(Structure):
    use_case_summary_list: Sequence[UseCase]
    next_token: Optional[str]
    def __init__(self, *,
            use_case_summary_list: Optional[Sequence[Union[UseCase, Mapping[str, Any]]]] = ...,
            next_token: Optional[str] = ...,
            ) -> None: ...

class OutboundAdditionalRecipients(Structure):
    cc_email_addresses: Sequence[EmailAddressInfo]
    def __init__(self, *,
            cc_email_addresses: Optional[Sequence[Union[EmailAddressInfo, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class OutboundEmailContent(Structure):
    message_source_type: Optional[str]
    templated_message_config: Optional[TemplatedMessageConfig]
    raw_message: Optional[OutboundRawMessage]
    def __init__(self, *,
            message_source_type: Optional[Literal["TEMPLATE", "RAW"]] = ...,
            templated_message_config: Optional[Union[TemplatedMessageConfig, Mapping[str, Any]]] = ...,
            raw_message: Optional[Union[OutboundRawMessage, Mapping[str, Any]]] = ...,
            ) -> None: ...

class OutboundRawMessage(Structure):
    subject: Optional[str]
    body: Optional[str]
    content_type: Optional[str]
    def __init__(self, *,
            subject: Optional[str] = ...,
            body: Optional[str] = ...,
            content_type: Optional[str] = ...,
            ) -> None: ...

class ReadOnlyFieldInfo(Structure):
    id: Optional[TaskTemplateFieldIdentifier]
    def __init__(self, *,
            id: Optional[Union[TaskTemplateFieldIdentifier, Mapping[str, Any]]] = ...,
            ) -> None: ...

class RecommenderConfig(Structure):
    domain_name: Optional[str]
    recommender_name: Optional[str]
    context: Mapping[str, str]
    def __init__(self, *,
            domain_name: Optional[str] = ...,
            recommender_name: Optional[str] = ...,
            context: Optional[Mapping[str, str]] = ...,
            ) -> None: ...

class ReplicateInstanceRequest(Structure):
    instance_id: Optional[str]
    replica_region: Optional[str]
    client_token: Optional[str]
    replica_alias: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            replica_region: Optional[str] = ...,
            client_token: Optional[str] = ...,
            replica_alias: Optional[str] = ...,
            ) -> None: ...

class ReplicateInstanceResponse(Structure):
    id: Optional[str]
    arn: Optional[str]
    def __init__(self, *,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            ) -> None: ...

class ReplicationConfiguration(Structure):
    replication_status_summary_list: Sequence[ReplicationStatusSummary]
    source_region: Optional[str]
    global_sign_in_endpoint: Optional[str]
    def __init__(self, *,
            replication_status_summary_list: Optional[Sequence[Union[ReplicationStatusSummary, Mapping[str, Any]]]] = ...,
            source_region: Optional[str] = ...,
            global_sign_in_endpoint: Optional[str] = ...,
            ) -> None: ...

class ReplicationStatusSummary(Structure):
    region: Optional[str]
    replication_status: Optional[str]
    replication_status_reason: Optional[str]
    def __init__(self, *,
            region: Optional[str] = ...,
            replication_status: Optional[Literal["INSTANCE_REPLICATION_COMPLETE", "INSTANCE_REPLICATION_IN_PROGRESS", "INSTANCE_REPLICATION_FAILED", "INSTANCE_REPLICA_DELETING", "INSTANCE_REPLICATION_DELETION_FAILED", "RESOURCE_REPLICATION_NOT_STARTED"]] = ...,
            replication_status_reason: Optional[str] = ...,
            ) -> None: ...

class RequiredFieldInfo(Structure):
    id: Optional[TaskTemplateFieldIdentifier]
    def __init__(self, *,
            id: Optional[Union[TaskTemplateFieldIdentifier, Mapping[str, Any]]] = ...,
            ) -> None: ...

class S3Config(Structure):
    bucket_name: Optional[str]
    bucket_prefix: Optional[str]
    encryption_config: Optional[EncryptionConfig]
    def __init__(self, *,
            bucket_name: Optional[str] = ...,
            bucket_prefix: Optional[str] = ...,
            encryption_config: Optional[Union[EncryptionConfig, Mapping[str, Any]]] = ...,
            ) -> None: ...

class SecurityKey(Structure):
    association_id: Optional[str]
    key: Optional[str]
    creation_time: Optional[datetime]
    def __init__(self, *,
            association_id: Optional[str] = ...,
            key: Optional[str] = ...,
            creation_time: Optional[Union[datetime, str]] = ...,
            ) -> None: ...

class SendOutboundEmailRequest(Structure):
    instance_id: Optional[str]
    from_email_address: Optional[EmailAddressInfo]
    destination_email_address: Optional[EmailAddressInfo]
    additional_recipients: Optional[OutboundAdditionalRecipients]
    email_message: Optional[OutboundEmailContent]
    traffic_type: Optional[str]
    source_campaign: Optional[SourceCampaign]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            from_email_address: Optional[Union[EmailAddressInfo, Mapping[str, Any]]] = ...,
            destination_email_address: Optional[Union[EmailAddressInfo, Mapping[str, Any]]] = ...,
            additional_recipients: Optional[Union[OutboundAdditionalRecipients, Mapping[str, Any]]] = ...,
            email_message: Optional[Union[OutboundEmailContent, Mapping[str, Any]]] = ...,
            traffic_type: Optional[Literal["GENERAL", "CAMPAIGN"]] = ...,
            source_campaign: Optional[Union[SourceCampaign, Mapping[str, Any]]] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class SendOutboundEmailResponse(Structure):
    def __init__(self) -> None: ...

class SendOutboundWebNotificationRequest(Structure):
    instance_id: Optional[str]
    client_token: Optional[str]
    browser_id: Optional[str]
    session_id: Optional[str]
    expires_at: Optional[datetime]
    source: Optional[WebNotificationSource]
    destination: Optional[WidgetDestination]
    content: Optional[WebNotificationContent]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            client_token: Optional[str] = ...,
            browser_id: Optional[str] = ...,
            session_id: Optional[str] = ...,
            expires_at: Optional[Union[datetime, str]] = ...,
            source: Optional[Union[WebNotificationSource, Mapping[str, Any]]] = ...,
            destination: Optional[Union[WidgetDestination, Mapping[str, Any]]] = ...,
            content: Optional[Union[WebNotificationContent, Mapping[str, Any]]] = ...,
            ) -> None: ...

class SendOutboundWebNotificationResponse(Structure):
    def __init__(self) -> None: ...

class SignInConfig(Structure):
    distributions: Sequence[SignInDistribution]
    def __init__(self, *,
            distributions: Optional[Sequence[Union[SignInDistribution, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class SignInDistribution(Structure):
    region: Optional[str]
    enabled: Optional[bool]
    def __init__(self, *,
            region: Optional[str] = ...,
            enabled: Optional[bool] = ...,
            ) -> None: ...

class SourceCampaign(Structure):
    campaign_id: Optional[str]
    outbound_request_id: Optional[str]
    def __init__(self, *,
            campaign_id: Optional[str] = ...,
            outbound_request_id: Optional[str] = ...,
            ) -> None: ...

class TagResourceRequest(Structure):
    resource_arn: Optional[str]
    tags: Mapping[str, str]
    def __init__(self, *,
            resource_arn: Optional[str] = ...,
            tags: Optional[Mapping[str, str]] = ...,
            ) -> None: ...

class TagResourceResponse(Structure):
    def __init__(self) -> None: ...

class TaskTemplateConstraints(Structure):
    required_fields: Sequence[RequiredFieldInfo]
    read_only_fields: Sequence[ReadOnlyFieldInfo]
    invisible_fields: Sequence[InvisibleFieldInfo]
    def __init__(self, *,
            required_fields: Optional[Sequence[Union[RequiredFieldInfo, Mapping[str, Any]]]] = ...,
            read_only_fields: Optional[Sequence[Union[ReadOnlyFieldInfo, Mapping[str, Any]]]] = ...,
            invisible_fields: Optional[Sequence[Union[InvisibleFieldInfo, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class TaskTemplateDefaultFieldValue(Structure):
    id: Optional[TaskTemplateFieldIdentifier]
    default_value: Optional[str]
    def __init__(self, *,
            id: Optional[Union[TaskTemplateFieldIdentifier, Mapping[str, Any]]] = ...,
            default_value: Optional[str] = ...,
            ) -> None: ...

class TaskTemplateDefaults(Structure):
    default_field_values: Sequence[TaskTemplateDefaultFieldValue]
    def __init__(self, *,
            default_field_values: Optional[Sequence[Union[TaskTemplateDefaultFieldValue, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class TaskTemplateField(Structure):
    id: Optional[TaskTemplateFieldIdentifier]
    description: Optional[str]
    type: Optional[str]
    single_select_options: Sequence[str]
    def __init__(self, *,
            id: Optional[Union[TaskTemplateFieldIdentifier, Mapping[str, Any]]] = ...,
            description: Optional[str] = ...,
            type: Optional[Literal["NAME", "DESCRIPTION", "SCHEDULED_TIME", "QUICK_CONNECT", "URL", "NUMBER", "TEXT", "TEXT_AREA", "DATE_TIME", "BOOLEAN", "SINGLE_SELECT", "EMAIL", "SELF_ASSIGN", "EXPIRY_DURATION"]] = ...,
            single_select_options: Optional[Sequence[str]] = ...,
            ) -> None: ...

class TaskTemplateFieldIdentifier(Structure):
    name: Optional[str]
    def __init__(self, *,
            name: Optional[str] = ...,
            ) -> None: ...

class TaskTemplateMetadata(Structure):
    id: Optional[str]
    arn: Optional[str]
    name: Optional[str]
    description: Optional[str]
    status: Optional[str]
    last_modified_time: Optional[datetime]
    created_time: Optional[datetime]
    def __init__(self, *,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            name: Optional[str] = ...,
            description: Optional[str] = ...,
            status: Optional[Literal["ACTIVE", "INACTIVE"]] = ...,
            last_modified_time: Optional[Union[datetime, str]] = ...,
            created_time: Optional[Union[datetime, str]] = ...,
            ) -> None: ...

class TelephonyConfig(Structure):
    distributions: Sequence[Distribution]
    def __init__(self, *,
            distributions: Optional[Sequence[Union[Distribution, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class TemplateAttributes(Structure):
    custom_attributes: Mapping[str, str]
    customer_profile_attributes: Optional[str]
    def __init__(self, *,
            custom_attributes: Optional[Mapping[str, str]] = ...,
            customer_profile_attributes: Optional[str] = ...,
            ) -> None: ...

class TemplatedMessageConfig(Structure):
    knowledge_base_id: Optional[str]
    message_template_id: Optional[str]
    template_attributes: Optional[TemplateAttributes]
    def __init__(self, *,
            knowledge_base_id: Optional[str] = ...,
            message_template_id: Optional[str] = ...,
            template_attributes: Optional[Union[TemplateAttributes, Mapping[str, Any]]] = ...,
            ) -> None: ...

class TrafficDistributionGroup(Structure):
    id: Optional[str]
    arn: Optional[str]
    name: Optional[str]
    description: Optional[str]
    instance_arn: Optional[str]
    status: Optional[str]
    tags: Mapping[str, str]
    is_default: Optional[bool]
    def __init__(self, *,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            name: Optional[str] = ...,
            description: Optional[str] = ...,
            instance_arn: Optional[str] = ...,
            status: Optional[Literal["CREATION_IN_PROGRESS", "ACTIVE", "CREATION_FAILED", "PENDING_DELETION", "DELETION_FAILED", "UPDATE_IN_PROGRESS"]] = ...,
            tags: Optional[Mapping[str, str]] = ...,
            is_default: Optional[bool] = ...,
            ) -> None: ...

class TrafficDistributionGroupSummary(Structure):
    id: Optional[str]
    arn: Optional[str]
    name: Optional[str]
    instance_arn: Optional[str]
    status: Optional[str]
    is_default: Optional[bool]
    def __init__(self, *,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            name: Optional[str] = ...,
            instance_arn: Optional[str] = ...,
            status: Optional[Literal["CREATION_IN_PROGRESS", "ACTIVE", "CREATION_FAILED", "PENDING_DELETION", "DELETION_FAILED", "UPDATE_IN_PROGRESS"]] = ...,
            is_default: Optional[bool] = ...,
            ) -> None: ...

class TrafficDistributionGroupUserSummary(Structure):
    user_id: Optional[str]
    def __init__(self, *,
            user_id: Optional[str] = ...,
            ) -> None: ...

class UntagResourceRequest(Structure):
    resource_arn: Optional[str]
    tag_keys: Sequence[str]
    def __init__(self, *,
            resource_arn: Optional[str] = ...,
            tag_keys: Optional[Sequence[str]] = ...,
            ) -> None: ...

class UntagResourceResponse(Structure):
    def __init__(self) -> None: ...

class UpdateAttachedFilesConfigurationRequest(Structure):
    instance_id: Optional[str]
    attachment_scope: Optional[str]
    maximum_size_limit_in_bytes: Optional[int]
    extension_configuration: Optional[ExtensionConfiguration]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            attachment_scope: Optional[Literal["EMAIL", "CHAT", "CASE", "TASK"]] = ...,
            maximum_size_limit_in_bytes: Optional[int] = ...,
            extension_configuration: Optional[Union[ExtensionConfiguration, Mapping[str, Any]]] = ...,
            ) -> None: ...

class UpdateAttachedFilesConfigurationResponse(Structure):
    instance_id: Optional[str]
    attachment_scope: Optional[str]
    maximum_size_limit_in_bytes: Optional[int]
    extension_configuration: Optional[ExtensionConfiguration]
    last_modified_time: Optional[datetime]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            attachment_scope: Optional[Literal["EMAIL", "CHAT", "CASE", "TASK"]] = ...,
            maximum_size_limit_in_bytes: Optional[int] = ...,
            extension_configuration: Optional[Union[ExtensionConfiguration, Mapping[str, Any]]] = ...,
            last_modified_time: Optional[Union[datetime, str]] = ...,
            ) -> None: ...

class UpdateCrossRegionRoutingRequest(Structure):
    instance_id: Optional[str]
    isolated_all: Optional[bool]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            isolated_all: Optional[bool] = ...,
            ) -> None: ...

class UpdateCrossRegionRoutingResponse(Structure):
    def __init__(self) -> None: ...

class UpdateInstanceAttributeRequest(Structure):
    instance_id: Optional[str]
    attribute_type: Optional[str]
    value: Optional[str]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            attribute_type: Optional[Literal["INBOUND_CALLS", "OUTBOUND_CALLS", "CONTACTFLOW_LOGS", "CONTACT_LENS", "AUTO_RESOLVE_BEST_VOICES", "USE_CUSTOM_TTS_VOICES", "EARLY_MEDIA", "MULTI_PARTY_CONFERENCE", "HIGH_VOLUME_OUTBOUND", "ENHANCED_CONTACT_MONITORING", "ENHANCED_CHAT_MONITORING", "MULTI_PARTY_CHAT_CONFERENCE", "MESSAGE_STREAMING"]] = ...,
            value: Optional[str] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class UpdateInstanceAttributeResponse(Structure):
    def __init__(self) -> None: ...

class UpdateInstanceStorageConfigRequest(Structure):
    instance_id: Optional[str]
    association_id: Optional[str]
    resource_type: Optional[str]
    storage_config: Optional[InstanceStorageConfig]
    client_token: Optional[str]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            association_id: Optional[str] = ...,
            resource_type: Optional[Literal["CHAT_TRANSCRIPTS", "CALL_RECORDINGS", "SCHEDULED_REPORTS", "MEDIA_STREAMS", "CONTACT_TRACE_RECORDS", "AGENT_EVENTS", "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS", "ATTACHMENTS", "CONTACT_EVALUATIONS", "SCREEN_RECORDINGS", "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS", "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS", "EMAIL_MESSAGES"]] = ...,
            storage_config: Optional[Union[InstanceStorageConfig, Mapping[str, Any]]] = ...,
            client_token: Optional[str] = ...,
            ) -> None: ...

class UpdateInstanceStorageConfigResponse(Structure):
    def __init__(self) -> None: ...

class UpdateTaskTemplateRequest(Structure):
    task_template_id: Optional[str]
    instance_id: Optional[str]
    name: Optional[str]
    description: Optional[str]
    contact_flow_id: Optional[str]
    self_assign_flow_id: Optional[str]
    constraints: Optional[TaskTemplateConstraints]
    defaults: Optional[TaskTemplateDefaults]
    status: Optional[str]
    fields: Sequence[TaskTemplateField]
    def __init__(self, *,
            task_template_id: Optional[str] = ...,
            instance_id: Optional[str] = ...,
            name: Optional[str] = ...,
            description: Optional[str] = ...,
            contact_flow_id: Optional[str] = ...,
            self_assign_flow_id: Optional[str] = ...,
            constraints: Optional[Union[TaskTemplateConstraints, Mapping[str, Any]]] = ...,
            defaults: Optional[Union[TaskTemplateDefaults, Mapping[str, Any]]] = ...,
            status: Optional[Literal["ACTIVE", "INACTIVE"]] = ...,
            fields: Optional[Sequence[Union[TaskTemplateField, Mapping[str, Any]]]] = ...,
            ) -> None: ...

class UpdateTaskTemplateResponse(Structure):
    instance_id: Optional[str]
    id: Optional[str]
    arn: Optional[str]
    name: Optional[str]
    description: Optional[str]
    contact_flow_id: Optional[str]
    self_assign_flow_id: Optional[str]
    constraints: Optional[TaskTemplateConstraints]
    defaults: Optional[TaskTemplateDefaults]
    fields: Sequence[TaskTemplateField]
    status: Optional[str]
    last_modified_time: Optional[datetime]
    created_time: Optional[datetime]
    def __init__(self, *,
            instance_id: Optional[str] = ...,
            id: Optional[str] = ...,
            arn: Optional[str] = ...,
            name: Optional[str] = ...,
            description: Optional[str] = ...,
            contact_flow_id: Optional[str] = ...,
            self_assign_flow_id: Optional[str] = ...,
            constraints: Optional[Union[TaskTemplateConstraints, Mapping[str, Any]]] = ...,
            defaults: Optional[Union[TaskTemplateDefaults, Mapping[str, Any]]] = ...,
            fields: Optional[Sequence[Union[TaskTemplateField, Mapping[str, Any]]]] = ...,
            status: Optional[Literal["ACTIVE", "INACTIVE"]] = ...,
            last_modified_time: Optional[Union[datetime, str]] = ...,
            created_time: Optional[Union[datetime, str]] = ...,
            ) -> None: ...

class UpdateTrafficDistributionRequest(Structure):
    id: Optional[str]
    telephony_config: Optional[TelephonyConfig]
    sign_in_config: Optional[SignInConfig]
    agent_config: Optional[AgentConfig]
    def __init__(self, *,
            id: Optional[str] = ...,
            telephony_config: Optional[Union[TelephonyConfig, Mapping[str, Any]]] = ...,
            sign_in_config: Optional[Union[SignInConfig, Mapping[str, Any]]] = ...,
            agent_config: Optional[Union[AgentConfig, Mapping[str, Any]]] = ...,
            ) -> None: ...

class UpdateTrafficDistributionResponse(Structure):
    def __init__(self) -> None: ...

class UseCase(Structure):
    use_case_id: Optional[str]
    use_case_arn: Optional[str]
    use_case_type: Optional[str]
    def __init__(self, *,
            use_case_id: Optional[str] = ...,
            use_case_arn: Optional[str] = ...,
            use_case_type: Optional[Literal["RULES_EVALUATION", "CONNECT_CAMPAIGNS"]] = ...,
            ) -> None: ...

class WebNotificationContent(Structure):
    type: Optional[str]
    view_arn: Optional[str]
    attributes: Optional[ContentAttributes]
    def __init__(self, *,
            type: Optional[Literal["WIDGET_VIEW", "WIDGET_ACTION"]] = ...,
            view_arn: Optional[str] = ...,
            attributes: Optional[Union[ContentAttributes, Mapping[str, Any]]] = ...,
            ) -> None: ...

class WebNotificationSource(Structure):
    source_campaign: Optional[SourceCampaign]
    def __init__(self, *,
            source_campaign: Optional[Union[SourceCampaign, Mapping[str, Any]]] = ...,
            ) -> None: ...

class WidgetDestination(Structure):
    widget_id: Optional[str]
    profile_id: Optional[str]
    def __init__(self, *,
            widget_id: Optional[str] = ...,
            profile_id: Optional[str] = ...,
            ) -> None: ...
