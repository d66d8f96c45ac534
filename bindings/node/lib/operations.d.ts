/* Made by make_types.js; do not edit. */
import { CallOptions, Pager, PagerOptions, Structure } from "./index";

export class AgentConfig extends Structure {
    constructor(members?: Partial<Omit<AgentConfig, keyof Structure>>);
    readonly distributions: readonly Distribution[];
}

export interface AgentConfigInput {
    distributions: readonly DistributionInput[];
}

export class AllowedExtension extends Structure {
    constructor(members?: Partial<Omit<AllowedExtension, keyof Structure>>);
    readonly extension?: string;
}

export interface AllowedExtensionInput {
    /** 1..10 characters; letters, digits, - and _ */
    extension: string;
}

export class AnalyticsDataAssociationResult extends Structure {
    constructor(members?: Partial<Omit<AnalyticsDataAssociationResult, keyof Structure>>);
    readonly dataSetId?: string;
    readonly targetAccountId?: string;
    readonly resourceShareId?: string;
    readonly resourceShareArn?: string;
    readonly resourceShareStatus?: string;
}

export class AnalyticsDataSetsResult extends Structure {
    constructor(members?: Partial<Omit<AnalyticsDataSetsResult, keyof Structure>>);
    readonly dataSetId?: string;
    readonly dataSetName?: string;
}

export class AssociateAnalyticsDataSetRequest extends Structure {
    constructor(members?: Partial<Omit<AssociateAnalyticsDataSetRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly dataSetId?: string;
    readonly targetAccountId?: string;
}

export interface AssociateAnalyticsDataSetRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..255 characters */
    dataSetId: string;
    targetAccountId?: string;
}

export class AssociateAnalyticsDataSetResponse extends Structure {
    constructor(members?: Partial<Omit<AssociateAnalyticsDataSetResponse, keyof Structure>>);
    readonly dataSetId?: string;
    readonly targetAccountId?: string;
    readonly resourceShareId?: string;
    readonly resourceShareArn?: string;
}

export class AssociateApprovedOriginRequest extends Structure {
    constructor(members?: Partial<Omit<AssociateApprovedOriginRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly origin?: string;
    readonly clientToken?: string;
}

export interface AssociateApprovedOriginRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 0..267 characters */
    origin: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class AssociateApprovedOriginResponse extends Structure {
    constructor(members?: Partial<Omit<AssociateApprovedOriginResponse, keyof Structure>>);
}

export class AssociateBotRequest extends Structure {
    constructor(members?: Partial<Omit<AssociateBotRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly lexBot?: LexBot;
    readonly lexV2Bot?: LexV2Bot;
    readonly clientToken?: string;
}

export interface AssociateBotRequestInput {
    /** 1..100 characters */
    instanceId: string;
    lexBot?: LexBotInput;
    lexV2Bot?: LexV2BotInput;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class AssociateBotResponse extends Structure {
    constructor(members?: Partial<Omit<AssociateBotResponse, keyof Structure>>);
}

export class AssociateInstanceStorageConfigRequest extends Structure {
    constructor(members?: Partial<Omit<AssociateInstanceStorageConfigRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly resourceType?: string;
    readonly storageConfig?: InstanceStorageConfig;
    readonly clientToken?: string;
}

export interface AssociateInstanceStorageConfigRequestInput {
    /** 1..100 characters */
    instanceId: string;
    resourceType: "CHAT_TRANSCRIPTS" | "CALL_RECORDINGS" | "SCHEDULED_REPORTS" | "MEDIA_STREAMS" | "CONTACT_TRACE_RECORDS" | "AGENT_EVENTS" | "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS" | "ATTACHMENTS" | "CONTACT_EVALUATIONS" | "SCREEN_RECORDINGS" | "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS" | "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS" | "EMAIL_MESSAGES";
    storageConfig: InstanceStorageConfigInput;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class AssociateInstanceStorageConfigResponse extends Structure {
    constructor(members?: Partial<Omit<AssociateInstanceStorageConfigResponse, keyof Structure>>);
    readonly associationId?: string;
}

export class AssociateLambdaFunctionRequest extends Structure {
    constructor(members?: Partial<Omit<AssociateLambdaFunctionRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly functionArn?: string;
    readonly clientToken?: string;
}

export interface AssociateLambdaFunctionRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..140 characters */
    functionArn: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class AssociateLambdaFunctionResponse extends Structure {
    constructor(members?: Partial<Omit<AssociateLambdaFunctionResponse, keyof Structure>>);
}

export class AssociateLexBotRequest extends Structure {
    constructor(members?: Partial<Omit<AssociateLexBotRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly lexBot?: LexBot;
    readonly clientToken?: string;
}

export interface AssociateLexBotRequestInput {
    /** 1..100 characters */
    instanceId: string;
    lexBot: LexBotInput;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class AssociateLexBotResponse extends Structure {
    constructor(members?: Partial<Omit<AssociateLexBotResponse, keyof Structure>>);
}

export class AssociateSecurityKeyRequest extends Structure {
    constructor(members?: Partial<Omit<AssociateSecurityKeyRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly key?: string;
    readonly clientToken?: string;
}

export interface AssociateSecurityKeyRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..1024 characters */
    key: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class AssociateSecurityKeyResponse extends Structure {
    constructor(members?: Partial<Omit<AssociateSecurityKeyResponse, keyof Structure>>);
    readonly associationId?: string;
}

export class AssociateTrafficDistributionGroupUserRequest extends Structure {
    constructor(members?: Partial<Omit<AssociateTrafficDistributionGroupUserRequest, keyof Structure>>);
    readonly trafficDistributionGroupId?: string;
    readonly userId?: string;
    readonly instanceId?: string;
}

export interface AssociateTrafficDistributionGroupUserRequestInput {
    /** the id (a UUID in lower case) or the ARN of a traffic distribution group */
    trafficDistributionGroupId: string;
    userId: string;
    /** 1..100 characters */
    instanceId: string;
}

export class AssociateTrafficDistributionGroupUserResponse extends Structure {
    constructor(members?: Partial<Omit<AssociateTrafficDistributionGroupUserResponse, keyof Structure>>);
}

export class AttachedFilesConfiguration extends Structure {
    constructor(members?: Partial<Omit<AttachedFilesConfiguration, keyof Structure>>);
    readonly instanceId?: string;
    readonly attachmentScope?: string;
    readonly maximumSizeLimitInBytes?: number;
    readonly extensionConfiguration?: ExtensionConfiguration;
    readonly lastModifiedTime?: Date;
}

export class AttachedFilesConfigurationSummary extends Structure {
    constructor(members?: Partial<Omit<AttachedFilesConfigurationSummary, keyof Structure>>);
    readonly instanceId?: string;
    readonly attachmentScope?: string;
    readonly maximumSizeLimitInBytes?: number;
    readonly extensionConfiguration?: ExtensionConfiguration;
}

export class Attribute extends Structure {
    constructor(members?: Partial<Omit<Attribute, keyof Structure>>);
    readonly attributeType?: string;
    readonly value?: string;
}

export class BatchAssociateAnalyticsDataSetRequest extends Structure {
    constructor(members?: Partial<Omit<BatchAssociateAnalyticsDataSetRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly dataSetIds: readonly string[];
    readonly targetAccountId?: string;
}

export interface BatchAssociateAnalyticsDataSetRequestInput {
    /** 1..100 characters */
    instanceId: string;
    dataSetIds: readonly string[];
    targetAccountId?: string;
}

export class BatchAssociateAnalyticsDataSetResponse extends Structure {
    constructor(members?: Partial<Omit<BatchAssociateAnalyticsDataSetResponse, keyof Structure>>);
    readonly created: readonly AnalyticsDataAssociationResult[];
    readonly errors: readonly ErrorResult[];
}

export class BatchDisassociateAnalyticsDataSetRequest extends Structure {
    constructor(members?: Partial<Omit<BatchDisassociateAnalyticsDataSetRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly dataSetIds: readonly string[];
    readonly targetAccountId?: string;
}

export interface BatchDisassociateAnalyticsDataSetRequestInput {
    /** 1..100 characters */
    instanceId: string;
    dataSetIds: readonly string[];
    targetAccountId?: string;
}

export class BatchDisassociateAnalyticsDataSetResponse extends Structure {
    constructor(members?: Partial<Omit<BatchDisassociateAnalyticsDataSetResponse, keyof Structure>>);
    readonly deleted: readonly string[];
    readonly errors: readonly ErrorResult[];
}

export class ContentAttributes extends Structure {
    constructor(members?: Partial<Omit<ContentAttributes, keyof Structure>>);
    readonly recommenderConfig?: RecommenderConfig;
}

export interface ContentAttributesInput {
    recommenderConfig?: RecommenderConfigInput;
}

export class CreateInstanceRequest extends Structure {
    constructor(members?: Partial<Omit<CreateInstanceRequest, keyof Structure>>);
    readonly clientToken?: string;
    readonly identityManagementType?: string;
    readonly instanceAlias?: string;
    readonly directoryId?: string;
    readonly inboundCallsEnabled?: boolean;
    readonly outboundCallsEnabled?: boolean;
    readonly tags: Readonly<Record<string, string>>;
}

export interface CreateInstanceRequestInput {
    /** 0..500 characters; generated if absent */
    clientToken?: string;
    identityManagementType: "SAML" | "CONNECT_MANAGED" | "EXISTING_DIRECTORY";
    /** 1..45 characters; letters, digits and inner hyphens, not beginning with "d-" */
    instanceAlias?: string;
    /** 12..12 characters; "d-" and ten hexadecimal digits in lower case */
    directoryId?: string;
    inboundCallsEnabled: boolean;
    outboundCallsEnabled: boolean;
    /** 1..50 entries */
    tags?: Readonly<Record<string, string>>;
}

export class CreateInstanceResponse extends Structure {
    constructor(members?: Partial<Omit<CreateInstanceResponse, keyof Structure>>);
    readonly id?: string;
    readonly arn?: string;
}

export class CreateIntegrationAssociationRequest extends Structure {
    constructor(members?: Partial<Omit<CreateIntegrationAssociationRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly integrationType?: string;
    readonly integrationArn?: string;
    readonly sourceApplicationUrl?: string;
    readonly sourceApplicationName?: string;
    readonly sourceType?: string;
    readonly tags: Readonly<Record<string, string>>;
}

export interface CreateIntegrationAssociationRequestInput {
    /** 1..100 characters */
    instanceId: string;
    integrationType: "EVENT" | "VOICE_ID" | "PINPOINT_APP" | "WISDOM_ASSISTANT" | "WISDOM_KNOWLEDGE_BASE" | "WISDOM_QUICK_RESPONSES" | "Q_MESSAGE_TEMPLATES" | "CASES_DOMAIN" | "APPLICATION" | "FILE_SCANNER" | "SES_IDENTITY" | "ANALYTICS_CONNECTOR" | "CALL_TRANSFER_CONNECTOR" | "COGNITO_USER_POOL" | "MESSAGE_PROCESSOR";
    integrationArn: string;
    /** 1..2000 characters */
    sourceApplicationUrl?: string;
    /** 1..100 characters; letters, digits, spaces, _ and - */
    sourceApplicationName?: string;
    sourceType?: "SALESFORCE" | "ZENDESK" | "CASES";
    /** 1..50 entries */
    tags?: Readonly<Record<string, string>>;
}

export class CreateIntegrationAssociationResponse extends Structure {
    constructor(members?: Partial<Omit<CreateIntegrationAssociationResponse, keyof Structure>>);
    readonly integrationAssociationId?: string;
    readonly integrationAssociationArn?: string;
}

export class CreateTaskTemplateRequest extends Structure {
    constructor(members?: Partial<Omit<CreateTaskTemplateRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly name?: string;
    readonly description?: string;
    readonly contactFlowId?: string;
    readonly selfAssignFlowId?: string;
    readonly constraints?: TaskTemplateConstraints;
    readonly defaults?: TaskTemplateDefaults;
    readonly status?: string;
    readonly fields: readonly TaskTemplateField[];
    readonly clientToken?: string;
}

export interface CreateTaskTemplateRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..100 characters */
    name: string;
    /** 1..255 characters */
    description?: string;
    /** 0..500 characters */
    contactFlowId?: string;
    /** 0..500 characters */
    selfAssignFlowId?: string;
    constraints?: TaskTemplateConstraintsInput;
    defaults?: TaskTemplateDefaultsInput;
    status?: "ACTIVE" | "INACTIVE";
    fields: readonly TaskTemplateFieldInput[];
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class CreateTaskTemplateResponse extends Structure {
    constructor(members?: Partial<Omit<CreateTaskTemplateResponse, keyof Structure>>);
    readonly id?: string;
    readonly arn?: string;
}

export class CreateTrafficDistributionGroupRequest extends Structure {
    constructor(members?: Partial<Omit<CreateTrafficDistributionGroupRequest, keyof Structure>>);
    readonly name?: string;
    readonly description?: string;
    readonly instanceId?: string;
    readonly clientToken?: string;
    readonly tags: Readonly<Record<string, string>>;
}

export interface CreateTrafficDistributionGroupRequestInput {
    /** 1..128 characters; one line without spaces at its ends */
    name: string;
    /** 1..250 characters; one line without spaces at its ends */
    description?: string;
    /** 1..250 characters; an instance id (a UUID in lower case) or the ARN of an instance */
    instanceId: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
    /** 1..50 entries */
    tags?: Readonly<Record<string, string>>;
}

export class CreateTrafficDistributionGroupResponse extends Structure {
    constructor(members?: Partial<Omit<CreateTrafficDistributionGroupResponse, keyof Structure>>);
    readonly id?: string;
    readonly arn?: string;
}

export class CreateUseCaseRequest extends Structure {
    constructor(members?: Partial<Omit<CreateUseCaseRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly integrationAssociationId?: string;
    readonly useCaseType?: string;
    readonly tags: Readonly<Record<string, string>>;
}

export interface CreateUseCaseRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..200 characters */
    integrationAssociationId: string;
    useCaseType: "RULES_EVALUATION" | "CONNECT_CAMPAIGNS";
    /** 1..50 entries */
    tags?: Readonly<Record<string, string>>;
}

export class CreateUseCaseResponse extends Structure {
    constructor(members?: Partial<Omit<CreateUseCaseResponse, keyof Structure>>);
    readonly useCaseId?: string;
    readonly useCaseArn?: string;
}

export class DeleteInstanceRequest extends Structure {
    constructor(members?: Partial<Omit<DeleteInstanceRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly clientToken?: string;
}

export interface DeleteInstanceRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class DeleteInstanceResponse extends Structure {
    constructor(members?: Partial<Omit<DeleteInstanceResponse, keyof Structure>>);
}

export class DeleteIntegrationAssociationRequest extends Structure {
    constructor(members?: Partial<Omit<DeleteIntegrationAssociationRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly integrationAssociationId?: string;
}

export interface DeleteIntegrationAssociationRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..200 characters */
    integrationAssociationId: string;
}

export class DeleteIntegrationAssociationResponse extends Structure {
    constructor(members?: Partial<Omit<DeleteIntegrationAssociationResponse, keyof Structure>>);
}

export class DeleteTaskTemplateRequest extends Structure {
    constructor(members?: Partial<Omit<DeleteTaskTemplateRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly taskTemplateId?: string;
}

export interface DeleteTaskTemplateRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..500 characters */
    taskTemplateId: string;
}

export class DeleteTaskTemplateResponse extends Structure {
    constructor(members?: Partial<Omit<DeleteTaskTemplateResponse, keyof Structure>>);
}

export class DeleteTrafficDistributionGroupRequest extends Structure {
    constructor(members?: Partial<Omit<DeleteTrafficDistributionGroupRequest, keyof Structure>>);
    readonly trafficDistributionGroupId?: string;
}

export interface DeleteTrafficDistributionGroupRequestInput {
    /** the id (a UUID in lower case) or the ARN of a traffic distribution group */
    trafficDistributionGroupId: string;
}

export class DeleteTrafficDistributionGroupResponse extends Structure {
    constructor(members?: Partial<Omit<DeleteTrafficDistributionGroupResponse, keyof Structure>>);
}

export class DeleteUseCaseRequest extends Structure {
    constructor(members?: Partial<Omit<DeleteUseCaseRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly integrationAssociationId?: string;
    readonly useCaseId?: string;
}

export interface DeleteUseCaseRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..200 characters */
    integrationAssociationId: string;
    /** 1..200 characters */
    useCaseId: string;
}

export class DeleteUseCaseResponse extends Structure {
    constructor(members?: Partial<Omit<DeleteUseCaseResponse, keyof Structure>>);
}

export class DescribeAttachedFilesConfigurationRequest extends Structure {
    constructor(members?: Partial<Omit<DescribeAttachedFilesConfigurationRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly attachmentScope?: string;
}

export interface DescribeAttachedFilesConfigurationRequestInput {
    /** 1..100 characters */
    instanceId: string;
    attachmentScope: "EMAIL" | "CHAT" | "CASE" | "TASK";
}

export class DescribeAttachedFilesConfigurationResponse extends Structure {
    constructor(members?: Partial<Omit<DescribeAttachedFilesConfigurationResponse, keyof Structure>>);
    readonly attachedFilesConfiguration?: AttachedFilesConfiguration;
}

export class DescribeInstanceAttributeRequest extends Structure {
    constructor(members?: Partial<Omit<DescribeInstanceAttributeRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly attributeType?: string;
}

export interface DescribeInstanceAttributeRequestInput {
    /** 1..100 characters */
    instanceId: string;
    attributeType: "INBOUND_CALLS" | "OUTBOUND_CALLS" | "CONTACTFLOW_LOGS" | "CONTACT_LENS" | "AUTO_RESOLVE_BEST_VOICES" | "USE_CUSTOM_TTS_VOICES" | "EARLY_MEDIA" | "MULTI_PARTY_CONFERENCE" | "HIGH_VOLUME_OUTBOUND" | "ENHANCED_CONTACT_MONITORING" | "ENHANCED_CHAT_MONITORING" | "MULTI_PARTY_CHAT_CONFERENCE" | "MESSAGE_STREAMING";
}

export class DescribeInstanceAttributeResponse extends Structure {
    constructor(members?: Partial<Omit<DescribeInstanceAttributeResponse, keyof Structure>>);
    readonly attribute?: Attribute;
}

export class DescribeInstanceRequest extends Structure {
    constructor(members?: Partial<Omit<DescribeInstanceRequest, keyof Structure>>);
    readonly instanceId?: string;
}

export interface DescribeInstanceRequestInput {
    /** 1..100 characters */
    instanceId: string;
}

export class DescribeInstanceResponse extends Structure {
    constructor(members?: Partial<Omit<DescribeInstanceResponse, keyof Structure>>);
    readonly instance?: Instance;
    readonly replicationConfiguration?: ReplicationConfiguration;
}

export class DescribeInstanceStorageConfigRequest extends Structure {
    constructor(members?: Partial<Omit<DescribeInstanceStorageConfigRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly associationId?: string;
    readonly resourceType?: string;
}

export interface DescribeInstanceStorageConfigRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..100 characters */
    associationId: string;
    resourceType: "CHAT_TRANSCRIPTS" | "CALL_RECORDINGS" | "SCHEDULED_REPORTS" | "MEDIA_STREAMS" | "CONTACT_TRACE_RECORDS" | "AGENT_EVENTS" | "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS" | "ATTACHMENTS" | "CONTACT_EVALUATIONS" | "SCREEN_RECORDINGS" | "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS" | "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS" | "EMAIL_MESSAGES";
}

export class DescribeInstanceStorageConfigResponse extends Structure {
    constructor(members?: Partial<Omit<DescribeInstanceStorageConfigResponse, keyof Structure>>);
    readonly storageConfig?: InstanceStorageConfig;
}

export class DescribeTrafficDistributionGroupRequest extends Structure {
    constructor(members?: Partial<Omit<DescribeTrafficDistributionGroupRequest, keyof Structure>>);
    readonly trafficDistributionGroupId?: string;
}

export interface DescribeTrafficDistributionGroupRequestInput {
    /** the id (a UUID in lower case) or the ARN of a traffic distribution group */
    trafficDistributionGroupId: string;
}

export class DescribeTrafficDistributionGroupResponse extends Structure {
    constructor(members?: Partial<Omit<DescribeTrafficDistributionGroupResponse, keyof Structure>>);
    readonly trafficDistributionGroup?: TrafficDistributionGroup;
}

export class DisassociateAnalyticsDataSetRequest extends Structure {
    constructor(members?: Partial<Omit<DisassociateAnalyticsDataSetRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly dataSetId?: string;
    readonly targetAccountId?: string;
}

export interface DisassociateAnalyticsDataSetRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..255 characters */
    dataSetId: string;
    targetAccountId?: string;
}

export class DisassociateAnalyticsDataSetResponse extends Structure {
    constructor(members?: Partial<Omit<DisassociateAnalyticsDataSetResponse, keyof Structure>>);
}

export class DisassociateApprovedOriginRequest extends Structure {
    constructor(members?: Partial<Omit<DisassociateApprovedOriginRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly origin?: string;
    readonly clientToken?: string;
}

export interface DisassociateApprovedOriginRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 0..267 characters */
    origin: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class DisassociateApprovedOriginResponse extends Structure {
    constructor(members?: Partial<Omit<DisassociateApprovedOriginResponse, keyof Structure>>);
}

export class DisassociateBotRequest extends Structure {
    constructor(members?: Partial<Omit<DisassociateBotRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly lexBot?: LexBot;
    readonly lexV2Bot?: LexV2Bot;
    readonly clientToken?: string;
}

export interface DisassociateBotRequestInput {
    /** 1..100 characters */
    instanceId: string;
    lexBot?: LexBotInput;
    lexV2Bot?: LexV2BotInput;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class DisassociateBotResponse extends Structure {
    constructor(members?: Partial<Omit<DisassociateBotResponse, keyof Structure>>);
}

export class DisassociateInstanceStorageConfigRequest extends Structure {
    constructor(members?: Partial<Omit<DisassociateInstanceStorageConfigRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly associationId?: string;
    readonly resourceType?: string;
    readonly clientToken?: string;
}

export interface DisassociateInstanceStorageConfigRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..100 characters */
    associationId: string;
    resourceType: "CHAT_TRANSCRIPTS" | "CALL_RECORDINGS" | "SCHEDULED_REPORTS" | "MEDIA_STREAMS" | "CONTACT_TRACE_RECORDS" | "AGENT_EVENTS" | "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS" | "ATTACHMENTS" | "CONTACT_EVALUATIONS" | "SCREEN_RECORDINGS" | "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS" | "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS" | "EMAIL_MESSAGES";
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class DisassociateInstanceStorageConfigResponse extends Structure {
    constructor(members?: Partial<Omit<DisassociateInstanceStorageConfigResponse, keyof Structure>>);
}

export class DisassociateLambdaFunctionRequest extends Structure {
    constructor(members?: Partial<Omit<DisassociateLambdaFunctionRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly functionArn?: string;
    readonly clientToken?: string;
}

export interface DisassociateLambdaFunctionRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..140 characters */
    functionArn: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class DisassociateLambdaFunctionResponse extends Structure {
    constructor(members?: Partial<Omit<DisassociateLambdaFunctionResponse, keyof Structure>>);
}

export class DisassociateLexBotRequest extends Structure {
    constructor(members?: Partial<Omit<DisassociateLexBotRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly botName?: string;
    readonly lexRegion?: string;
    readonly clientToken?: string;
}

export interface DisassociateLexBotRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 0..50 characters */
    botName: string;
    /** 0..60 characters */
    lexRegion: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class DisassociateLexBotResponse extends Structure {
    constructor(members?: Partial<Omit<DisassociateLexBotResponse, keyof Structure>>);
}

export class DisassociateSecurityKeyRequest extends Structure {
    constructor(members?: Partial<Omit<DisassociateSecurityKeyRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly associationId?: string;
    readonly clientToken?: string;
}

export interface DisassociateSecurityKeyRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..100 characters */
    associationId: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class DisassociateSecurityKeyResponse extends Structure {
    constructor(members?: Partial<Omit<DisassociateSecurityKeyResponse, keyof Structure>>);
}

export class DisassociateTrafficDistributionGroupUserRequest extends Structure {
    constructor(members?: Partial<Omit<DisassociateTrafficDistributionGroupUserRequest, keyof Structure>>);
    readonly trafficDistributionGroupId?: string;
    readonly userId?: string;
    readonly instanceId?: string;
}

export interface DisassociateTrafficDistributionGroupUserRequestInput {
    /** the id (a UUID in lower case) or the ARN of a traffic distribution group */
    trafficDistributionGroupId: string;
    userId: string;
    /** 1..100 characters */
    instanceId: string;
}

export class DisassociateTrafficDistributionGroupUserResponse extends Structure {
    constructor(members?: Partial<Omit<DisassociateTrafficDistributionGroupUserResponse, keyof Structure>>);
}

export class Distribution extends Structure {
    constructor(members?: Partial<Omit<Distribution, keyof Structure>>);
    readonly region?: string;
    readonly percentage?: number;
}

export interface DistributionInput {
    /** 8..31 characters; a region, as in us-west-2 */
    region: string;
    /** 0..100 */
    percentage: number;
}

export class EmailAddressInfo extends Structure {
    constructor(members?: Partial<Omit<EmailAddressInfo, keyof Structure>>);
    readonly emailAddress?: string;
    readonly displayName?: string;
}

export interface EmailAddressInfoInput {
    /** 1..255 characters; an e-mail address: name@host.domain */
    emailAddress: string;
    /** 0..256 characters */
    displayName?: string;
}

export class EncryptionConfig extends Structure {
    constructor(members?: Partial<Omit<EncryptionConfig, keyof Structure>>);
    readonly encryptionType?: string;
    readonly keyId?: string;
}

export interface EncryptionConfigInput {
    encryptionType: "KMS";
    /** 1..128 characters */
    keyId: string;
}

export class ErrorResult extends Structure {
    constructor(members?: Partial<Omit<ErrorResult, keyof Structure>>);
    readonly errorCode?: string;
    readonly errorMessage?: string;
}

export class ExtensionConfiguration extends Structure {
    constructor(members?: Partial<Omit<ExtensionConfiguration, keyof Structure>>);
    readonly allowedExtensions: readonly AllowedExtension[];
}

export interface ExtensionConfigurationInput {
    allowedExtensions: readonly AllowedExtensionInput[];
}

export class GetCrossRegionRoutingRequest extends Structure {
    constructor(members?: Partial<Omit<GetCrossRegionRoutingRequest, keyof Structure>>);
    readonly instanceId?: string;
}

export interface GetCrossRegionRoutingRequestInput {
    /** 1..250 characters; an instance id (a UUID in lower case) or the ARN of an instance */
    instanceId: string;
}

export class GetCrossRegionRoutingResponse extends Structure {
    constructor(members?: Partial<Omit<GetCrossRegionRoutingResponse, keyof Structure>>);
    readonly isolatedRegions: readonly string[];
}

export class GetTaskTemplateRequest extends Structure {
    constructor(members?: Partial<Omit<GetTaskTemplateRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly taskTemplateId?: string;
    readonly snapshotVersion?: string;
}

export interface GetTaskTemplateRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..500 characters */
    taskTemplateId: string;
    snapshotVersion?: string;
}

export class GetTaskTemplateResponse extends Structure {
    constructor(members?: Partial<Omit<GetTaskTemplateResponse, keyof Structure>>);
    readonly instanceId?: string;
    readonly id?: string;
    readonly arn?: string;
    readonly name?: string;
    readonly description?: string;
    readonly contactFlowId?: string;
    readonly selfAssignFlowId?: string;
    readonly constraints?: TaskTemplateConstraints;
    readonly defaults?: TaskTemplateDefaults;
    readonly fields: readonly TaskTemplateField[];
    readonly status?: string;
    readonly lastModifiedTime?: Date;
    readonly createdTime?: Date;
    readonly tags: Readonly<Record<string, string>>;
}

export class GetTrafficDistributionRequest extends Structure {
    constructor(members?: Partial<Omit<GetTrafficDistributionRequest, keyof Structure>>);
    readonly id?: string;
}

export interface GetTrafficDistributionRequestInput {
    /** the id (a UUID in lower case) or the ARN of a traffic distribution group */
    id: string;
}

export class GetTrafficDistributionResponse extends Structure {
    constructor(members?: Partial<Omit<GetTrafficDistributionResponse, keyof Structure>>);
    readonly telephonyConfig?: TelephonyConfig;
    readonly id?: string;
    readonly arn?: string;
    readonly signInConfig?: SignInConfig;
    readonly agentConfig?: AgentConfig;
}

export class Instance extends Structure {
    constructor(members?: Partial<Omit<Instance, keyof Structure>>);
    readonly id?: string;
    readonly arn?: string;
    readonly identityManagementType?: string;
    readonly instanceAlias?: string;
    readonly createdTime?: Date;
    readonly serviceRole?: string;
    readonly instanceStatus?: string;
    readonly statusReason?: InstanceStatusReason;
    readonly inboundCallsEnabled?: boolean;
    readonly outboundCallsEnabled?: boolean;
    readonly instanceAccessUrl?: string;
    readonly tags: Readonly<Record<string, string>>;
}

export class InstanceStatusReason extends Structure {
    constructor(members?: Partial<Omit<InstanceStatusReason, keyof Structure>>);
    readonly message?: string;
}

export class InstanceStorageConfig extends Structure {
    constructor(members?: Partial<Omit<InstanceStorageConfig, keyof Structure>>);
    readonly associationId?: string;
    readonly storageType?: string;
    readonly s3Config?: S3Config;
    readonly kinesisVideoStreamConfig?: KinesisVideoStreamConfig;
    readonly kinesisStreamConfig?: KinesisStreamConfig;
    readonly kinesisFirehoseConfig?: KinesisFirehoseConfig;
}

export interface InstanceStorageConfigInput {
    /** 1..100 characters */
    associationId?: string;
    storageType: "S3" | "KINESIS_VIDEO_STREAM" | "KINESIS_STREAM" | "KINESIS_FIREHOSE";
    s3Config?: S3ConfigInput;
    kinesisVideoStreamConfig?: KinesisVideoStreamConfigInput;
    kinesisStreamConfig?: KinesisStreamConfigInput;
    kinesisFirehoseConfig?: KinesisFirehoseConfigInput;
}

export class InstanceSummary extends Structure {
    constructor(members?: Partial<Omit<InstanceSummary, keyof Structure>>);
    readonly id?: string;
    readonly arn?: string;
    readonly identityManagementType?: string;
    readonly instanceAlias?: string;
    readonly createdTime?: Date;
    readonly serviceRole?: string;
    readonly instanceStatus?: string;
    readonly inboundCallsEnabled?: boolean;
    readonly outboundCallsEnabled?: boolean;
    readonly instanceAccessUrl?: string;
}

export class IntegrationAssociationSummary extends Structure {
    constructor(members?: Partial<Omit<IntegrationAssociationSummary, keyof Structure>>);
    readonly integrationAssociationId?: string;
    readonly integrationAssociationArn?: string;
    readonly instanceId?: string;
    readonly integrationType?: string;
    readonly integrationArn?: string;
    readonly sourceApplicationUrl?: string;
    readonly sourceApplicationName?: string;
    readonly sourceType?: string;
}

export class InvisibleFieldInfo extends Structure {
    constructor(members?: Partial<Omit<InvisibleFieldInfo, keyof Structure>>);
    readonly id?: TaskTemplateFieldIdentifier;
}

export interface InvisibleFieldInfoInput {
    id?: TaskTemplateFieldIdentifierInput;
}

export class KinesisFirehoseConfig extends Structure {
    constructor(members?: Partial<Omit<KinesisFirehoseConfig, keyof Structure>>);
    readonly firehoseArn?: string;
}

export interface KinesisFirehoseConfigInput {
    firehoseArn: string;
}

export class KinesisStreamConfig extends Structure {
    constructor(members?: Partial<Omit<KinesisStreamConfig, keyof Structure>>);
    readonly streamArn?: string;
}

export interface KinesisStreamConfigInput {
    streamArn: string;
}

export class KinesisVideoStreamConfig extends Structure {
    constructor(members?: Partial<Omit<KinesisVideoStreamConfig, keyof Structure>>);
    readonly prefix?: string;
    readonly retentionPeriodHours?: number;
    readonly encryptionConfig?: EncryptionConfig;
}

export interface KinesisVideoStreamConfigInput {
    /** 1..128 characters */
    prefix: string;
    /** 0..87600 */
    retentionPeriodHours: number;
    encryptionConfig: EncryptionConfigInput;
}

export class LexBot extends Structure {
    constructor(members?: Partial<Omit<LexBot, keyof Structure>>);
    readonly name?: string;
    readonly lexRegion?: string;
}

export interface LexBotInput {
    /** 0..50 characters */
    name: string;
    /** 0..60 characters */
    lexRegion: string;
}

export class LexBotConfig extends Structure {
    constructor(members?: Partial<Omit<LexBotConfig, keyof Structure>>);
    readonly lexBot?: LexBot;
    readonly lexV2Bot?: LexV2Bot;
}

export class LexV2Bot extends Structure {
    constructor(members?: Partial<Omit<LexV2Bot, keyof Structure>>);
    readonly aliasArn?: string;
}

export interface LexV2BotInput {
    /** 1..100 characters */
    aliasArn?: string;
}

export class ListAnalyticsDataAssociationsRequest extends Structure {
    constructor(members?: Partial<Omit<ListAnalyticsDataAssociationsRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly dataSetId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListAnalyticsDataAssociationsRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..255 characters */
    dataSetId?: string;
    nextToken?: string;
    /** 1..1000 */
    maxResults?: number;
}

export class ListAnalyticsDataAssociationsResponse extends Structure {
    constructor(members?: Partial<Omit<ListAnalyticsDataAssociationsResponse, keyof Structure>>);
    readonly results: readonly AnalyticsDataAssociationResult[];
    readonly nextToken?: string;
}

export class ListAnalyticsDataLakeDataSetsRequest extends Structure {
    constructor(members?: Partial<Omit<ListAnalyticsDataLakeDataSetsRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListAnalyticsDataLakeDataSetsRequestInput {
    /** 1..100 characters */
    instanceId: string;
    nextToken?: string;
    /** 1..1000 */
    maxResults?: number;
}

export class ListAnalyticsDataLakeDataSetsResponse extends Structure {
    constructor(members?: Partial<Omit<ListAnalyticsDataLakeDataSetsResponse, keyof Structure>>);
    readonly results: readonly AnalyticsDataSetsResult[];
    readonly nextToken?: string;
}

export class ListApprovedOriginsRequest extends Structure {
    constructor(members?: Partial<Omit<ListApprovedOriginsRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListApprovedOriginsRequestInput {
    /** 1..100 characters */
    instanceId: string;
    nextToken?: string;
    /** 1..25 */
    maxResults?: number;
}

export class ListApprovedOriginsResponse extends Structure {
    constructor(members?: Partial<Omit<ListApprovedOriginsResponse, keyof Structure>>);
    readonly origins: readonly string[];
    readonly nextToken?: string;
}

export class ListAttachedFilesConfigurationsRequest extends Structure {
    constructor(members?: Partial<Omit<ListAttachedFilesConfigurationsRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly maxResults?: number;
    readonly nextToken?: string;
}

export interface ListAttachedFilesConfigurationsRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..100 */
    maxResults?: number;
    nextToken?: string;
}

export class ListAttachedFilesConfigurationsResponse extends Structure {
    constructor(members?: Partial<Omit<ListAttachedFilesConfigurationsResponse, keyof Structure>>);
    readonly attachedFilesConfigurations: readonly AttachedFilesConfigurationSummary[];
    readonly nextToken?: string;
}

export class ListBotsRequest extends Structure {
    constructor(members?: Partial<Omit<ListBotsRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
    readonly lexVersion?: string;
}

export interface ListBotsRequestInput {
    /** 1..100 characters */
    instanceId: string;
    nextToken?: string;
    /** 1..25 */
    maxResults?: number;
    lexVersion: "V1" | "V2";
}

export class ListBotsResponse extends Structure {
    constructor(members?: Partial<Omit<ListBotsResponse, keyof Structure>>);
    readonly lexBots: readonly LexBotConfig[];
    readonly nextToken?: string;
}

export class ListInstanceAttributesRequest extends Structure {
    constructor(members?: Partial<Omit<ListInstanceAttributesRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListInstanceAttributesRequestInput {
    /** 1..100 characters */
    instanceId: string;
    nextToken?: string;
    /** 1..7 */
    maxResults?: number;
}

export class ListInstanceAttributesResponse extends Structure {
    constructor(members?: Partial<Omit<ListInstanceAttributesResponse, keyof Structure>>);
    readonly attributes: readonly Attribute[];
    readonly nextToken?: string;
}

export class ListInstanceStorageConfigsRequest extends Structure {
    constructor(members?: Partial<Omit<ListInstanceStorageConfigsRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly resourceType?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListInstanceStorageConfigsRequestInput {
    /** 1..100 characters */
    instanceId: string;
    resourceType: "CHAT_TRANSCRIPTS" | "CALL_RECORDINGS" | "SCHEDULED_REPORTS" | "MEDIA_STREAMS" | "CONTACT_TRACE_RECORDS" | "AGENT_EVENTS" | "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS" | "ATTACHMENTS" | "CONTACT_EVALUATIONS" | "SCREEN_RECORDINGS" | "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS" | "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS" | "EMAIL_MESSAGES";
    nextToken?: string;
    /** 1..10 */
    maxResults?: number;
}

export class ListInstanceStorageConfigsResponse extends Structure {
    constructor(members?: Partial<Omit<ListInstanceStorageConfigsResponse, keyof Structure>>);
    readonly storageConfigs: readonly InstanceStorageConfig[];
    readonly nextToken?: string;
}

export class ListInstancesRequest extends Structure {
    constructor(members?: Partial<Omit<ListInstancesRequest, keyof Structure>>);
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListInstancesRequestInput {
    nextToken?: string;
    /** 1..10 */
    maxResults?: number;
}

export class ListInstancesResponse extends Structure {
    constructor(members?: Partial<Omit<ListInstancesResponse, keyof Structure>>);
    readonly instanceSummaryList: readonly InstanceSummary[];
    readonly nextToken?: string;
}

export class ListIntegrationAssociationsRequest extends Structure {
    constructor(members?: Partial<Omit<ListIntegrationAssociationsRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly integrationType?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
    readonly integrationArn?: string;
}

export interface ListIntegrationAssociationsRequestInput {
    /** 1..100 characters */
    instanceId: string;
    integrationType?: "EVENT" | "VOICE_ID" | "PINPOINT_APP" | "WISDOM_ASSISTANT" | "WISDOM_KNOWLEDGE_BASE" | "WISDOM_QUICK_RESPONSES" | "Q_MESSAGE_TEMPLATES" | "CASES_DOMAIN" | "APPLICATION" | "FILE_SCANNER" | "SES_IDENTITY" | "ANALYTICS_CONNECTOR" | "CALL_TRANSFER_CONNECTOR" | "COGNITO_USER_POOL" | "MESSAGE_PROCESSOR";
    nextToken?: string;
    /** 1..100 */
    maxResults?: number;
    integrationArn?: string;
}

export class ListIntegrationAssociationsResponse extends Structure {
    constructor(members?: Partial<Omit<ListIntegrationAssociationsResponse, keyof Structure>>);
    readonly integrationAssociationSummaryList: readonly IntegrationAssociationSummary[];
    readonly nextToken?: string;
}

export class ListLambdaFunctionsRequest extends Structure {
    constructor(members?: Partial<Omit<ListLambdaFunctionsRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListLambdaFunctionsRequestInput {
    /** 1..100 characters */
    instanceId: string;
    nextToken?: string;
    /** 1..25 */
    maxResults?: number;
}

export class ListLambdaFunctionsResponse extends Structure {
    constructor(members?: Partial<Omit<ListLambdaFunctionsResponse, keyof Structure>>);
    readonly lambdaFunctions: readonly string[];
    readonly nextToken?: string;
}

export class ListLexBotsRequest extends Structure {
    constructor(members?: Partial<Omit<ListLexBotsRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListLexBotsRequestInput {
    /** 1..100 characters */
    instanceId: string;
    nextToken?: string;
    /** 1..25 */
    maxResults?: number;
}

export class ListLexBotsResponse extends Structure {
    constructor(members?: Partial<Omit<ListLexBotsResponse, keyof Structure>>);
    readonly lexBots: readonly LexBot[];
    readonly nextToken?: string;
}

export class ListSecurityKeysRequest extends Structure {
    constructor(members?: Partial<Omit<ListSecurityKeysRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListSecurityKeysRequestInput {
    /** 1..100 characters */
    instanceId: string;
    nextToken?: string;
    /** 1..2 */
    maxResults?: number;
}

export class ListSecurityKeysResponse extends Structure {
    constructor(members?: Partial<Omit<ListSecurityKeysResponse, keyof Structure>>);
    readonly securityKeys: readonly SecurityKey[];
    readonly nextToken?: string;
}

export class ListTagsForResourceRequest extends Structure {
    constructor(members?: Partial<Omit<ListTagsForResourceRequest, keyof Structure>>);
    readonly resourceArn?: string;
}

export interface ListTagsForResourceRequestInput {
    resourceArn: string;
}

export class ListTagsForResourceResponse extends Structure {
    constructor(members?: Partial<Omit<ListTagsForResourceResponse, keyof Structure>>);
    readonly tags: Readonly<Record<string, string>>;
}

export class ListTaskTemplatesRequest extends Structure {
    constructor(members?: Partial<Omit<ListTaskTemplatesRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
    readonly status?: string;
    readonly name?: string;
}

export interface ListTaskTemplatesRequestInput {
    /** 1..100 characters */
    instanceId: string;
    nextToken?: string;
    /** 1..100 */
    maxResults?: number;
    status?: "ACTIVE" | "INACTIVE";
    /** 1..100 characters */
    name?: string;
}

export class ListTaskTemplatesResponse extends Structure {
    constructor(members?: Partial<Omit<ListTaskTemplatesResponse, keyof Structure>>);
    readonly taskTemplates: readonly TaskTemplateMetadata[];
    readonly nextToken?: string;
}

export class ListTrafficDistributionGroupUsersRequest extends Structure {
    constructor(members?: Partial<Omit<ListTrafficDistributionGroupUsersRequest, keyof Structure>>);
    readonly trafficDistributionGroupId?: string;
    readonly maxResults?: number;
    readonly nextToken?: string;
}

export interface ListTrafficDistributionGroupUsersRequestInput {
    /** the id (a UUID in lower case) or the ARN of a traffic distribution group */
    trafficDistributionGroupId: string;
    /** 1..10 */
    maxResults?: number;
    nextToken?: string;
}

export class ListTrafficDistributionGroupUsersResponse extends Structure {
    constructor(members?: Partial<Omit<ListTrafficDistributionGroupUsersResponse, keyof Structure>>);
    readonly nextToken?: string;
    readonly trafficDistributionGroupUserSummaryList: readonly TrafficDistributionGroupUserSummary[];
}

export class ListTrafficDistributionGroupsRequest extends Structure {
    constructor(members?: Partial<Omit<ListTrafficDistributionGroupsRequest, keyof Structure>>);
    readonly maxResults?: number;
    readonly nextToken?: string;
    readonly instanceId?: string;
}

export interface ListTrafficDistributionGroupsRequestInput {
    /** 1..10 */
    maxResults?: number;
    nextToken?: string;
    /** 1..250 characters; an instance id (a UUID in lower case) or the ARN of an instance */
    instanceId?: string;
}

export class ListTrafficDistributionGroupsResponse extends Structure {
    constructor(members?: Partial<Omit<ListTrafficDistributionGroupsResponse, keyof Structure>>);
    readonly nextToken?: string;
    readonly trafficDistributionGroupSummaryList: readonly TrafficDistributionGroupSummary[];
}

export class ListUseCasesRequest extends Structure {
    constructor(members?: Partial<Omit<ListUseCasesRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly integrationAssociationId?: string;
    readonly nextToken?: string;
    readonly maxResults?: number;
}

export interface ListUseCasesRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..200 characters */
    integrationAssociationId: string;
    nextToken?: string;
    /** 1..100 */
    maxResults?: number;
}

export class ListUseCasesResponse extends Structure {
    constructor(members?: Partial<Omit<ListUseCasesResponse, keyof Structure>>);
    readonly useCaseSummaryList: readonly UseCase[];
    readonly nextToken?: string;
}

export class OutboundAdditionalRecipients extends Structure {
    constructor(members?: Partial<Omit<OutboundAdditionalRecipients, keyof Structure>>);
    readonly ccEmailAddresses: readonly EmailAddressInfo[];
}

export interface OutboundAdditionalRecipientsInput {
    /** 1..50 elements */
    ccEmailAddresses?: readonly EmailAddressInfoInput[];
}

export class OutboundEmailContent extends Structure {
    constructor(members?: Partial<Omit<OutboundEmailContent, keyof Structure>>);
    readonly messageSourceType?: string;
    readonly templatedMessageConfig?: TemplatedMessageConfig;
    readonly rawMessage?: OutboundRawMessage;
}

export interface OutboundEmailContentInput {
    messageSourceType: "TEMPLATE" | "RAW";
    templatedMessageConfig?: TemplatedMessageConfigInput;
    rawMessage?: OutboundRawMessageInput;
}

export class OutboundRawMessage extends Structure {
    constructor(members?: Partial<Omit<OutboundRawMessage, keyof Structure>>);
    readonly subject?: string;
    readonly body?: string;
    readonly contentType?: string;
}

export interface OutboundRawMessageInput {
    /** 1..998 characters */
    subject: string;
    /** 1..5242880 characters */
    body: string;
    /** 1..100 characters */
    contentType: string;
}

export class ReadOnlyFieldInfo extends Structure {
    constructor(members?: Partial<Omit<ReadOnlyFieldInfo, keyof Structure>>);
    readonly id?: TaskTemplateFieldIdentifier;
}

export interface ReadOnlyFieldInfoInput {
    id?: TaskTemplateFieldIdentifierInput;
}

export class RecommenderConfig extends Structure {
    constructor(members?: Partial<Omit<RecommenderConfig, keyof Structure>>);
    readonly domainName?: string;
    readonly recommenderName?: string;
    readonly context: Readonly<Record<string, string>>;
}

export interface RecommenderConfigInput {
    /** 1..64 characters */
    domainName: string;
    /** 1..64 characters */
    recommenderName: string;
    context?: Readonly<Record<string, string>>;
}

export class ReplicateInstanceRequest extends Structure {
    constructor(members?: Partial<Omit<ReplicateInstanceRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly replicaRegion?: string;
    readonly clientToken?: string;
    readonly replicaAlias?: string;
}

export interface ReplicateInstanceRequestInput {
    /** 1..250 characters; an instance id (a UUID in lower case) or the ARN of an instance */
    instanceId: string;
    /** 8..31 characters; a region, as in us-west-2 */
    replicaRegion: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
    /** 1..45 characters; letters, digits and inner hyphens, not beginning with "d-" */
    replicaAlias: string;
}

export class ReplicateInstanceResponse extends Structure {
    constructor(members?: Partial<Omit<ReplicateInstanceResponse, keyof Structure>>);
    readonly id?: string;
    readonly arn?: string;
}

export class ReplicationConfiguration extends Structure {
    constructor(members?: Partial<Omit<ReplicationConfiguration, keyof Structure>>);
    readonly replicationStatusSummaryList: readonly ReplicationStatusSummary[];
    readonly sourceRegion?: string;
    readonly globalSignInEndpoint?: string;
}

export class ReplicationStatusSummary extends Structure {
    constructor(members?: Partial<Omit<ReplicationStatusSummary, keyof Structure>>);
    readonly region?: string;
    readonly replicationStatus?: string;
    readonly replicationStatusReason?: string;
}

export class RequiredFieldInfo extends Structure {
    constructor(members?: Partial<Omit<RequiredFieldInfo, keyof Structure>>);
    readonly id?: TaskTemplateFieldIdentifier;
}

export interface RequiredFieldInfoInput {
    id?: TaskTemplateFieldIdentifierInput;
}

export class S3Config extends Structure {
    constructor(members?: Partial<Omit<S3Config, keyof Structure>>);
    readonly bucketName?: string;
    readonly bucketPrefix?: string;
    readonly encryptionConfig?: EncryptionConfig;
}

export interface S3ConfigInput {
    /** 1..128 characters */
    bucketName: string;
    /** 1..128 characters */
    bucketPrefix: string;
    encryptionConfig?: EncryptionConfigInput;
}

export class SecurityKey extends Structure {
    constructor(members?: Partial<Omit<SecurityKey, keyof Structure>>);
    readonly associationId?: string;
    readonly key?: string;
    readonly creationTime?: Date;
}

export class SendOutboundEmailRequest extends Structure {
    constructor(members?: Partial<Omit<SendOutboundEmailRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly fromEmailAddress?: EmailAddressInfo;
    readonly destinationEmailAddress?: EmailAddressInfo;
    readonly additionalRecipients?: OutboundAdditionalRecipients;
    readonly emailMessage?: OutboundEmailContent;
    readonly trafficType?: string;
    readonly sourceCampaign?: SourceCampaign;
    readonly clientToken?: string;
}

export interface SendOutboundEmailRequestInput {
    /** 1..100 characters */
    instanceId: string;
    fromEmailAddress: EmailAddressInfoInput;
    destinationEmailAddress: EmailAddressInfoInput;
    additionalRecipients?: OutboundAdditionalRecipientsInput;
    emailMessage: OutboundEmailContentInput;
    trafficType: "GENERAL" | "CAMPAIGN";
    sourceCampaign?: SourceCampaignInput;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class SendOutboundEmailResponse extends Structure {
    constructor(members?: Partial<Omit<SendOutboundEmailResponse, keyof Structure>>);
}

export class SendOutboundWebNotificationRequest extends Structure {
    constructor(members?: Partial<Omit<SendOutboundWebNotificationRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly clientToken?: string;
    readonly browserId?: string;
    readonly sessionId?: string;
    readonly expiresAt?: Date;
    readonly source?: WebNotificationSource;
    readonly destination?: WidgetDestination;
    readonly content?: WebNotificationContent;
}

export interface SendOutboundWebNotificationRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
    /** 1..36 characters */
    browserId: string;
    /** 1..36 characters */
    sessionId: string;
    expiresAt: Date | string;
    source: WebNotificationSourceInput;
    destination: WidgetDestinationInput;
    content: WebNotificationContentInput;
}

export class SendOutboundWebNotificationResponse extends Structure {
    constructor(members?: Partial<Omit<SendOutboundWebNotificationResponse, keyof Structure>>);
}

export class SignInConfig extends Structure {
    constructor(members?: Partial<Omit<SignInConfig, keyof Structure>>);
    readonly distributions: readonly SignInDistribution[];
}

export interface SignInConfigInput {
    distributions: readonly SignInDistributionInput[];
}

export class SignInDistribution extends Structure {
    constructor(members?: Partial<Omit<SignInDistribution, keyof Structure>>);
    readonly region?: string;
    readonly enabled?: boolean;
}

export interface SignInDistributionInput {
    /** 8..31 characters; a region, as in us-west-2 */
    region: string;
    enabled: boolean;
}

export class SourceCampaign extends Structure {
    constructor(members?: Partial<Omit<SourceCampaign, keyof Structure>>);
    readonly campaignId?: string;
    readonly outboundRequestId?: string;
}

export interface SourceCampaignInput {
    /** 1..100 characters */
    campaignId?: string;
    /** 36..36 characters */
    outboundRequestId?: string;
}

export class TagResourceRequest extends Structure {
    constructor(members?: Partial<Omit<TagResourceRequest, keyof Structure>>);
    readonly resourceArn?: string;
    readonly tags: Readonly<Record<string, string>>;
}

export interface TagResourceRequestInput {
    resourceArn: string;
    /** 1..50 entries */
    tags: Readonly<Record<string, string>>;
}

export class TagResourceResponse extends Structure {
    constructor(members?: Partial<Omit<TagResourceResponse, keyof Structure>>);
}

export class TaskTemplateConstraints extends Structure {
    constructor(members?: Partial<Omit<TaskTemplateConstraints, keyof Structure>>);
    readonly requiredFields: readonly RequiredFieldInfo[];
    readonly readOnlyFields: readonly ReadOnlyFieldInfo[];
    readonly invisibleFields: readonly InvisibleFieldInfo[];
}

export interface TaskTemplateConstraintsInput {
    requiredFields?: readonly RequiredFieldInfoInput[];
    readOnlyFields?: readonly ReadOnlyFieldInfoInput[];
    invisibleFields?: readonly InvisibleFieldInfoInput[];
}

export class TaskTemplateDefaultFieldValue extends Structure {
    constructor(members?: Partial<Omit<TaskTemplateDefaultFieldValue, keyof Structure>>);
    readonly id?: TaskTemplateFieldIdentifier;
    readonly defaultValue?: string;
}

export interface TaskTemplateDefaultFieldValueInput {
    id?: TaskTemplateFieldIdentifierInput;
    /** 0..4096 characters */
    defaultValue?: string;
}

export class TaskTemplateDefaults extends Structure {
    constructor(members?: Partial<Omit<TaskTemplateDefaults, keyof Structure>>);
    readonly defaultFieldValues: readonly TaskTemplateDefaultFieldValue[];
}

export interface TaskTemplateDefaultsInput {
    defaultFieldValues?: readonly TaskTemplateDefaultFieldValueInput[];
}

export class TaskTemplateField extends Structure {
    constructor(members?: Partial<Omit<TaskTemplateField, keyof Structure>>);
    readonly id?: TaskTemplateFieldIdentifier;
    readonly description?: string;
    readonly type?: string;
    readonly singleSelectOptions: readonly string[];
}

export interface TaskTemplateFieldInput {
    id: TaskTemplateFieldIdentifierInput;
    /** 1..255 characters */
    description?: string;
    type?: "NAME" | "DESCRIPTION" | "SCHEDULED_TIME" | "QUICK_CONNECT" | "URL" | "NUMBER" | "TEXT" | "TEXT_AREA" | "DATE_TIME" | "BOOLEAN" | "SINGLE_SELECT" | "EMAIL" | "SELF_ASSIGN" | "EXPIRY_DURATION";
    singleSelectOptions?: readonly string[];
}

export class TaskTemplateFieldIdentifier extends Structure {
    constructor(members?: Partial<Omit<TaskTemplateFieldIdentifier, keyof Structure>>);
    readonly name?: string;
}

export interface TaskTemplateFieldIdentifierInput {
    /** 1..100 characters */
    name?: string;
}

export class TaskTemplateMetadata extends Structure {
    constructor(members?: Partial<Omit<TaskTemplateMetadata, keyof Structure>>);
    readonly id?: string;
    readonly arn?: string;
    readonly name?: string;
    readonly description?: string;
    readonly status?: string;
    readonly lastModifiedTime?: Date;
    readonly createdTime?: Date;
}

export class TelephonyConfig extends Structure {
    constructor(members?: Partial<Omit<TelephonyConfig, keyof Structure>>);
    readonly distributions: readonly Distribution[];
}

export interface TelephonyConfigInput {
    distributions: readonly DistributionInput[];
}

export class TemplateAttributes extends Structure {
    constructor(members?: Partial<Omit<TemplateAttributes, keyof Structure>>);
    readonly customAttributes: Readonly<Record<string, string>>;
    readonly customerProfileAttributes?: string;
}

export interface TemplateAttributesInput {
    customAttributes?: Readonly<Record<string, string>>;
    customerProfileAttributes?: string;
}

export class TemplatedMessageConfig extends Structure {
    constructor(members?: Partial<Omit<TemplatedMessageConfig, keyof Structure>>);
    readonly knowledgeBaseId?: string;
    readonly messageTemplateId?: string;
    readonly templateAttributes?: TemplateAttributes;
}

export interface TemplatedMessageConfigInput {
    /** 1..500 characters */
    knowledgeBaseId: string;
    /** 1..500 characters */
    messageTemplateId: string;
    templateAttributes: TemplateAttributesInput;
}

export class TrafficDistributionGroup extends Structure {
    constructor(members?: Partial<Omit<TrafficDistributionGroup, keyof Structure>>);
    readonly id?: string;
    readonly arn?: string;
    readonly name?: string;
    readonly description?: string;
    readonly instanceArn?: string;
    readonly status?: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly isDefault?: boolean;
}

export class TrafficDistributionGroupSummary extends Structure {
    constructor(members?: Partial<Omit<TrafficDistributionGroupSummary, keyof Structure>>);
    readonly id?: string;
    readonly arn?: string;
    readonly name?: string;
    readonly instanceArn?: string;
    readonly status?: string;
    readonly isDefault?: boolean;
}

export class TrafficDistributionGroupUserSummary extends Structure {
    constructor(members?: Partial<Omit<TrafficDistributionGroupUserSummary, keyof Structure>>);
    readonly userId?: string;
}

export class UntagResourceRequest extends Structure {
    constructor(members?: Partial<Omit<UntagResourceRequest, keyof Structure>>);
    readonly resourceArn?: string;
    readonly tagKeys: readonly string[];
}

export interface UntagResourceRequestInput {
    resourceArn: string;
    /** 1..50 elements */
    tagKeys: readonly string[];
}

export class UntagResourceResponse extends Structure {
    constructor(members?: Partial<Omit<UntagResourceResponse, keyof Structure>>);
}

export class UpdateAttachedFilesConfigurationRequest extends Structure {
    constructor(members?: Partial<Omit<UpdateAttachedFilesConfigurationRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly attachmentScope?: string;
    readonly maximumSizeLimitInBytes?: number;
    readonly extensionConfiguration?: ExtensionConfiguration;
}

export interface UpdateAttachedFilesConfigurationRequestInput {
    /** 1..100 characters */
    instanceId: string;
    attachmentScope: "EMAIL" | "CHAT" | "CASE" | "TASK";
    /** 1..104857600 */
    maximumSizeLimitInBytes?: number;
    extensionConfiguration?: ExtensionConfigurationInput;
}

export class UpdateAttachedFilesConfigurationResponse extends Structure {
    constructor(members?: Partial<Omit<UpdateAttachedFilesConfigurationResponse, keyof Structure>>);
    readonly instanceId?: string;
    readonly attachmentScope?: string;
    readonly maximumSizeLimitInBytes?: number;
    readonly extensionConfiguration?: ExtensionConfiguration;
    readonly lastModifiedTime?: Date;
}

export class UpdateCrossRegionRoutingRequest extends Structure {
    constructor(members?: Partial<Omit<UpdateCrossRegionRoutingRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly isolatedAll?: boolean;
}

export interface UpdateCrossRegionRoutingRequestInput {
    /** 1..250 characters; an instance id (a UUID in lower case) or the ARN of an instance */
    instanceId: string;
    isolatedAll: boolean;
}

export class UpdateCrossRegionRoutingResponse extends Structure {
    constructor(members?: Partial<Omit<UpdateCrossRegionRoutingResponse, keyof Structure>>);
}

export class UpdateInstanceAttributeRequest extends Structure {
    constructor(members?: Partial<Omit<UpdateInstanceAttributeRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly attributeType?: string;
    readonly value?: string;
    readonly clientToken?: string;
}

export interface UpdateInstanceAttributeRequestInput {
    /** 1..100 characters */
    instanceId: string;
    attributeType: "INBOUND_CALLS" | "OUTBOUND_CALLS" | "CONTACTFLOW_LOGS" | "CONTACT_LENS" | "AUTO_RESOLVE_BEST_VOICES" | "USE_CUSTOM_TTS_VOICES" | "EARLY_MEDIA" | "MULTI_PARTY_CONFERENCE" | "HIGH_VOLUME_OUTBOUND" | "ENHANCED_CONTACT_MONITORING" | "ENHANCED_CHAT_MONITORING" | "MULTI_PARTY_CHAT_CONFERENCE" | "MESSAGE_STREAMING";
    /** 1..100 characters */
    value: string;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class UpdateInstanceAttributeResponse extends Structure {
    constructor(members?: Partial<Omit<UpdateInstanceAttributeResponse, keyof Structure>>);
}

export class UpdateInstanceStorageConfigRequest extends Structure {
    constructor(members?: Partial<Omit<UpdateInstanceStorageConfigRequest, keyof Structure>>);
    readonly instanceId?: string;
    readonly associationId?: string;
    readonly resourceType?: string;
    readonly storageConfig?: InstanceStorageConfig;
    readonly clientToken?: string;
}

export interface UpdateInstanceStorageConfigRequestInput {
    /** 1..100 characters */
    instanceId: string;
    /** 1..100 characters */
    associationId: string;
    resourceType: "CHAT_TRANSCRIPTS" | "CALL_RECORDINGS" | "SCHEDULED_REPORTS" | "MEDIA_STREAMS" | "CONTACT_TRACE_RECORDS" | "AGENT_EVENTS" | "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS" | "ATTACHMENTS" | "CONTACT_EVALUATIONS" | "SCREEN_RECORDINGS" | "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS" | "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS" | "EMAIL_MESSAGES";
    storageConfig: InstanceStorageConfigInput;
    /** 0..500 characters; generated if absent */
    clientToken?: string;
}

export class UpdateInstanceStorageConfigResponse extends Structure {
    constructor(members?: Partial<Omit<UpdateInstanceStorageConfigResponse, keyof Structure>>);
}

export class UpdateTaskTemplateRequest extends Structure {
    constructor(members?: Partial<Omit<UpdateTaskTemplateRequest, keyof Structure>>);
    readonly taskTemplateId?: string;
    readonly instanceId?: string;
    readonly name?: string;
    readonly description?: string;
    readonly contactFlowId?: string;
    readonly selfAssignFlowId?: string;
    readonly constraints?: TaskTemplateConstraints;
    readonly defaults?: TaskTemplateDefaults;
    readonly status?: string;
    readonly fields: readonly TaskTemplateField[];
}

export interface UpdateTaskTemplateRequestInput {
    /** 1..500 characters */
    taskTemplateId: string;
    /** 1..100 characters */
    instanceId: string;
    /** 1..100 characters */
    name?: string;
    /** 1..255 characters */
    description?: string;
    /** 0..500 characters */
    contactFlowId?: string;
    /** 0..500 characters */
    selfAssignFlowId?: string;
    constraints?: TaskTemplateConstraintsInput;
    defaults?: TaskTemplateDefaultsInput;
    status?: "ACTIVE" | "INACTIVE";
    fields?: readonly TaskTemplateFieldInput[];
}

export class UpdateTaskTemplateResponse extends Structure {
    constructor(members?: Partial<Omit<UpdateTaskTemplateResponse, keyof Structure>>);
    readonly instanceId?: string;
    readonly id?: string;
    readonly arn?: string;
    readonly name?: string;
    readonly description?: string;
    readonly contactFlowId?: string;
    readonly selfAssignFlowId?: string;
    readonly constraints?: TaskTemplateConstraints;
    readonly defaults?: TaskTemplateDefaults;
    readonly fields: readonly TaskTemplateField[];
    readonly status?: string;
    readonly lastModifiedTime?: Date;
    readonly createdTime?: Date;
}

export class UpdateTrafficDistributionRequest extends Structure {
    constructor(members?: Partial<Omit<UpdateTrafficDistributionRequest, keyof Structure>>);
    readonly id?: string;
    readonly telephonyConfig?: TelephonyConfig;
    readonly signInConfig?: SignInConfig;
    readonly agentConfig?: AgentConfig;
}

export interface UpdateTrafficDistributionRequestInput {
    /** the id (a UUID in lower case) or the ARN of a traffic distribution group */
    id: string;
    telephonyConfig?: TelephonyConfigInput;
    signInConfig?: SignInConfigInput;
    agentConfig?: AgentConfigInput;
}

export class UpdateTrafficDistributionResponse extends Structure {
    constructor(members?: Partial<Omit<UpdateTrafficDistributionResponse, keyof Structure>>);
}

export class UseCase extends Structure {
    constructor(members?: Partial<Omit<UseCase, keyof Structure>>);
    readonly useCaseId?: string;
    readonly useCaseArn?: string;
    readonly useCaseType?: string;
}

export class WebNotificationContent extends Structure {
    constructor(members?: Partial<Omit<WebNotificationContent, keyof Structure>>);
    readonly type?: string;
    readonly viewArn?: string;
    readonly attributes?: ContentAttributes;
}

export interface WebNotificationContentInput {
    type: "WIDGET_VIEW" | "WIDGET_ACTION";
    /** 1..500 characters */
    viewArn?: string;
    attributes?: ContentAttributesInput;
}

export class WebNotificationSource extends Structure {
    constructor(members?: Partial<Omit<WebNotificationSource, keyof Structure>>);
    readonly sourceCampaign?: SourceCampaign;
}

export interface WebNotificationSourceInput {
    sourceCampaign: SourceCampaignInput;
}

export class WidgetDestination extends Structure {
    constructor(members?: Partial<Omit<WidgetDestination, keyof Structure>>);
    readonly widgetId?: string;
    readonly profileId?: string;
}

export interface WidgetDestinationInput {
    /** 1..36 characters */
    widgetId: string;
    /** 1..32 characters */
    profileId: string;
}

/** The operations of the service, as methods. */
export interface Operations {
    /** Shares an analytics data set with an account.  Errors of the service: InvalidRequestException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException. */
    associateAnalyticsDataSet(members: AssociateAnalyticsDataSetRequestInput, options?: CallOptions): Promise<AssociateAnalyticsDataSetResponse>;
    /** Lets a web site show the contact control panel.  Errors of the service: ResourceNotFoundException, ResourceConflictException, InternalServiceException, InvalidRequestException, InvalidParameterException, ServiceQuotaExceededException, ThrottlingException. */
    associateApprovedOrigin(members: AssociateApprovedOriginRequestInput, options?: CallOptions): Promise<AssociateApprovedOriginResponse>;
    /** Lets flows use a Lex bot, V1 or V2.  Errors of the service: ResourceNotFoundException, ResourceConflictException, InternalServiceException, InvalidRequestException, LimitExceededException, ServiceQuotaExceededException, ThrottlingException. */
    associateBot(members: AssociateBotRequestInput, options?: CallOptions): Promise<AssociateBotResponse>;
    /** Gives a kind of data its place for the first time.  Errors of the service: ResourceNotFoundException, ResourceConflictException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    associateInstanceStorageConfig(members: AssociateInstanceStorageConfigRequestInput, options?: CallOptions): Promise<AssociateInstanceStorageConfigResponse>;
    /** Lets flows call a Lambda function.  Errors of the service: ResourceNotFoundException, ResourceConflictException, InternalServiceException, InvalidRequestException, InvalidParameterException, ServiceQuotaExceededException, ThrottlingException. */
    associateLambdaFunction(members: AssociateLambdaFunctionRequestInput, options?: CallOptions): Promise<AssociateLambdaFunctionResponse>;
    /** Lets flows use a Lex V1 bot.  Errors of the service: ResourceNotFoundException, ResourceConflictException, InternalServiceException, InvalidRequestException, InvalidParameterException, ServiceQuotaExceededException, ThrottlingException. */
    associateLexBot(members: AssociateLexBotRequestInput, options?: CallOptions): Promise<AssociateLexBotResponse>;
    /** Adds a public key for what customers type in.  Errors of the service: ResourceNotFoundException, ResourceConflictException, InternalServiceException, InvalidRequestException, InvalidParameterException, ServiceQuotaExceededException, ThrottlingException. */
    associateSecurityKey(members: AssociateSecurityKeyRequestInput, options?: CallOptions): Promise<AssociateSecurityKeyResponse>;
    /** Associates an agent with a traffic distribution group.  Errors of the service: InvalidRequestException, AccessDeniedException, ThrottlingException, ResourceNotFoundException, ResourceConflictException, InternalServiceException. */
    associateTrafficDistributionGroupUser(members: AssociateTrafficDistributionGroupUserRequestInput, options?: CallOptions): Promise<AssociateTrafficDistributionGroupUserResponse>;
    /** Shares several analytics data sets with an account.  Errors of the service: InvalidRequestException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException. */
    batchAssociateAnalyticsDataSet(members: BatchAssociateAnalyticsDataSetRequestInput, options?: CallOptions): Promise<BatchAssociateAnalyticsDataSetResponse>;
    /** Ends the associations of several data sets with an account.  Errors of the service: InvalidRequestException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException. */
    batchDisassociateAnalyticsDataSet(members: BatchDisassociateAnalyticsDataSetRequestInput, options?: CallOptions): Promise<BatchDisassociateAnalyticsDataSetResponse>;
    /** Starts the creation of an instance.  Errors of the service: InvalidRequestException, ServiceQuotaExceededException, ThrottlingException, ResourceNotFoundException, InternalServiceException. */
    createInstance(members: CreateInstanceRequestInput, options?: CallOptions): Promise<CreateInstanceResponse>;
    /** Associates a resource of another service.  Errors of the service: DuplicateResourceException, ResourceNotFoundException, InternalServiceException, InvalidRequestException, ThrottlingException. */
    createIntegrationAssociation(members: CreateIntegrationAssociationRequestInput, options?: CallOptions): Promise<CreateIntegrationAssociationResponse>;
    /** Makes a task template.  Errors of the service: PropertyValidationException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, ServiceQuotaExceededException, InternalServiceException. */
    createTaskTemplate(members: CreateTaskTemplateRequestInput, options?: CallOptions): Promise<CreateTaskTemplateResponse>;
    /** Starts the creation of a traffic distribution group.  Errors of the service: InvalidRequestException, AccessDeniedException, ServiceQuotaExceededException, ThrottlingException, ResourceNotFoundException, InternalServiceException, ResourceConflictException, ResourceNotReadyException. */
    createTrafficDistributionGroup(members: CreateTrafficDistributionGroupRequestInput, options?: CallOptions): Promise<CreateTrafficDistributionGroupResponse>;
    /** Adds a use case to an association.  Errors of the service: DuplicateResourceException, ResourceNotFoundException, InternalServiceException, InvalidRequestException, ThrottlingException. */
    createUseCase(members: CreateUseCaseRequestInput, options?: CallOptions): Promise<CreateUseCaseResponse>;
    /** Deletes an instance with all it holds.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException. */
    deleteInstance(members: DeleteInstanceRequestInput, options?: CallOptions): Promise<DeleteInstanceResponse>;
    /** Ends an association with another service.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, ThrottlingException. */
    deleteIntegrationAssociation(members: DeleteIntegrationAssociationRequestInput, options?: CallOptions): Promise<DeleteIntegrationAssociationResponse>;
    /** Deletes a task template.  Errors of the service: InvalidRequestException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException. */
    deleteTaskTemplate(members: DeleteTaskTemplateRequestInput, options?: CallOptions): Promise<DeleteTaskTemplateResponse>;
    /** Starts the deletion of a traffic distribution group.  Errors of the service: InvalidRequestException, AccessDeniedException, ResourceInUseException, ThrottlingException, InternalServiceException. */
    deleteTrafficDistributionGroup(members: DeleteTrafficDistributionGroupRequestInput, options?: CallOptions): Promise<DeleteTrafficDistributionGroupResponse>;
    /** Deletes a use case of an association.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, ThrottlingException. */
    deleteUseCase(members: DeleteUseCaseRequestInput, options?: CallOptions): Promise<DeleteUseCaseResponse>;
    /** Shows size and types of files that may be attached.  Errors of the service: InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException, AccessDeniedException. */
    describeAttachedFilesConfiguration(members: DescribeAttachedFilesConfigurationRequestInput, options?: CallOptions): Promise<DescribeAttachedFilesConfigurationResponse>;
    /** Shows the state and the settings of an instance.  Errors of the service: InvalidRequestException, ResourceNotFoundException, InternalServiceException. */
    describeInstance(members: DescribeInstanceRequestInput, options?: CallOptions): Promise<DescribeInstanceResponse>;
    /** Shows one attribute of an instance.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    describeInstanceAttribute(members: DescribeInstanceAttributeRequestInput, options?: CallOptions): Promise<DescribeInstanceAttributeResponse>;
    /** Shows where a kind of data is stored.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    describeInstanceStorageConfig(members: DescribeInstanceStorageConfigRequestInput, options?: CallOptions): Promise<DescribeInstanceStorageConfigResponse>;
    /** Shows the state of a traffic distribution group.  Errors of the service: InvalidRequestException, AccessDeniedException, ResourceNotFoundException, InternalServiceException, ThrottlingException. */
    describeTrafficDistributionGroup(members: DescribeTrafficDistributionGroupRequestInput, options?: CallOptions): Promise<DescribeTrafficDistributionGroupResponse>;
    /** Ends the association of a data set with an account.  Errors of the service: InvalidRequestException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException. */
    disassociateAnalyticsDataSet(members: DisassociateAnalyticsDataSetRequestInput, options?: CallOptions): Promise<DisassociateAnalyticsDataSetResponse>;
    /** Takes the approval of a web site back.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    disassociateApprovedOrigin(members: DisassociateApprovedOriginRequestInput, options?: CallOptions): Promise<DisassociateApprovedOriginResponse>;
    /** Takes a Lex bot away, V1 or V2.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, ThrottlingException. */
    disassociateBot(members: DisassociateBotRequestInput, options?: CallOptions): Promise<DisassociateBotResponse>;
    /** Ends the storing of a kind of data.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    disassociateInstanceStorageConfig(members: DisassociateInstanceStorageConfigRequestInput, options?: CallOptions): Promise<DisassociateInstanceStorageConfigResponse>;
    /** Takes a Lambda function away from flows.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    disassociateLambdaFunction(members: DisassociateLambdaFunctionRequestInput, options?: CallOptions): Promise<DisassociateLambdaFunctionResponse>;
    /** Takes a Lex V1 bot away.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    disassociateLexBot(members: DisassociateLexBotRequestInput, options?: CallOptions): Promise<DisassociateLexBotResponse>;
    /** Takes a security key away.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    disassociateSecurityKey(members: DisassociateSecurityKeyRequestInput, options?: CallOptions): Promise<DisassociateSecurityKeyResponse>;
    /** Takes an agent out of a traffic distribution group.  Errors of the service: InvalidRequestException, AccessDeniedException, ThrottlingException, ResourceNotFoundException, ResourceConflictException, InternalServiceException. */
    disassociateTrafficDistributionGroupUser(members: DisassociateTrafficDistributionGroupUserRequestInput, options?: CallOptions): Promise<DisassociateTrafficDistributionGroupUserResponse>;
    /** Shows which regions are isolated from each other.  Errors of the service: AccessDeniedException, InternalServiceException, InvalidRequestException, ResourceNotFoundException, ThrottlingException. */
    getCrossRegionRouting(members: GetCrossRegionRoutingRequestInput, options?: CallOptions): Promise<GetCrossRegionRoutingResponse>;
    /** Shows a task template in full.  Errors of the service: InvalidRequestException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException. */
    getTaskTemplate(members: GetTaskTemplateRequestInput, options?: CallOptions): Promise<GetTaskTemplateResponse>;
    /** Shows where calls, sign-ins and agents of a group go.  Errors of the service: InvalidRequestException, AccessDeniedException, ResourceNotFoundException, InternalServiceException, ThrottlingException. */
    getTrafficDistribution(members: GetTrafficDistributionRequestInput, options?: CallOptions): Promise<GetTrafficDistributionResponse>;
    /** Lists which data sets are shared, and with whom.  Errors of the service: InvalidRequestException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException. */
    listAnalyticsDataAssociations(members: ListAnalyticsDataAssociationsRequestInput, options?: CallOptions): Promise<ListAnalyticsDataAssociationsResponse>;
    /** Lists which data sets are shared, and with whom.  Iterates over all items. */
    listAnalyticsDataAssociationsPages(members: ListAnalyticsDataAssociationsRequestInput, options?: PagerOptions): Pager<AnalyticsDataAssociationResult, ListAnalyticsDataAssociationsResponse>;
    /** Lists the data sets that can be shared.  Errors of the service: InvalidRequestException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException. */
    listAnalyticsDataLakeDataSets(members: ListAnalyticsDataLakeDataSetsRequestInput, options?: CallOptions): Promise<ListAnalyticsDataLakeDataSetsResponse>;
    /** Lists the data sets that can be shared.  Iterates over all items. */
    listAnalyticsDataLakeDataSetsPages(members: ListAnalyticsDataLakeDataSetsRequestInput, options?: PagerOptions): Pager<AnalyticsDataSetsResult, ListAnalyticsDataLakeDataSetsResponse>;
    /** Lists the web sites that may show the contact control panel.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    listApprovedOrigins(members: ListApprovedOriginsRequestInput, options?: CallOptions): Promise<ListApprovedOriginsResponse>;
    /** Lists the web sites that may show the contact control panel.  Iterates over all items. */
    listApprovedOriginsPages(members: ListApprovedOriginsRequestInput, options?: PagerOptions): Pager<string, ListApprovedOriginsResponse>;
    /** Lists the configurations of attached files.  Errors of the service: InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException, AccessDeniedException. */
    listAttachedFilesConfigurations(members: ListAttachedFilesConfigurationsRequestInput, options?: CallOptions): Promise<ListAttachedFilesConfigurationsResponse>;
    /** Lists the configurations of attached files.  Iterates over all items. */
    listAttachedFilesConfigurationsPages(members: ListAttachedFilesConfigurationsRequestInput, options?: PagerOptions): Pager<AttachedFilesConfigurationSummary, ListAttachedFilesConfigurationsResponse>;
    /** Lists the Lex bots of one generation.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, ThrottlingException. */
    listBots(members: ListBotsRequestInput, options?: CallOptions): Promise<ListBotsResponse>;
    /** Lists the Lex bots of one generation.  Iterates over all items. */
    listBotsPages(members: ListBotsRequestInput, options?: PagerOptions): Pager<LexBotConfig, ListBotsResponse>;
    /** Lists the attributes of an instance.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    listInstanceAttributes(members: ListInstanceAttributesRequestInput, options?: CallOptions): Promise<ListInstanceAttributesResponse>;
    /** Lists the attributes of an instance.  Iterates over all items. */
    listInstanceAttributesPages(members: ListInstanceAttributesRequestInput, options?: PagerOptions): Pager<Attribute, ListInstanceAttributesResponse>;
    /** Lists the places where a kind of data is stored.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    listInstanceStorageConfigs(members: ListInstanceStorageConfigsRequestInput, options?: CallOptions): Promise<ListInstanceStorageConfigsResponse>;
    /** Lists the places where a kind of data is stored.  Iterates over all items. */
    listInstanceStorageConfigsPages(members: ListInstanceStorageConfigsRequestInput, options?: PagerOptions): Pager<InstanceStorageConfig, ListInstanceStorageConfigsResponse>;
    /** Lists the instances of the account in the region.  Errors of the service: InvalidRequestException, InternalServiceException. */
    listInstances(members?: ListInstancesRequestInput, options?: CallOptions): Promise<ListInstancesResponse>;
    /** Lists the instances of the account in the region.  Iterates over all items. */
    listInstancesPages(members?: ListInstancesRequestInput, options?: PagerOptions): Pager<InstanceSummary, ListInstancesResponse>;
    /** Lists the associations with other services.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, ThrottlingException. */
    listIntegrationAssociations(members: ListIntegrationAssociationsRequestInput, options?: CallOptions): Promise<ListIntegrationAssociationsResponse>;
    /** Lists the associations with other services.  Iterates over all items. */
    listIntegrationAssociationsPages(members: ListIntegrationAssociationsRequestInput, options?: PagerOptions): Pager<IntegrationAssociationSummary, ListIntegrationAssociationsResponse>;
    /** Lists the Lambda functions that flows may call.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    listLambdaFunctions(members: ListLambdaFunctionsRequestInput, options?: CallOptions): Promise<ListLambdaFunctionsResponse>;
    /** Lists the Lambda functions that flows may call.  Iterates over all items. */
    listLambdaFunctionsPages(members: ListLambdaFunctionsRequestInput, options?: PagerOptions): Pager<string, ListLambdaFunctionsResponse>;
    /** Lists the Lex V1 bots.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    listLexBots(members: ListLexBotsRequestInput, options?: CallOptions): Promise<ListLexBotsResponse>;
    /** Lists the Lex V1 bots.  Iterates over all items. */
    listLexBotsPages(members: ListLexBotsRequestInput, options?: PagerOptions): Pager<LexBot, ListLexBotsResponse>;
    /** Lists the security keys.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    listSecurityKeys(members: ListSecurityKeysRequestInput, options?: CallOptions): Promise<ListSecurityKeysResponse>;
    /** Lists the security keys.  Iterates over all items. */
    listSecurityKeysPages(members: ListSecurityKeysRequestInput, options?: PagerOptions): Pager<SecurityKey, ListSecurityKeysResponse>;
    /** Lists the tags of a resource.  Errors of the service: InvalidRequestException, InvalidParameterException, InternalServiceException, ResourceNotFoundException, ThrottlingException. */
    listTagsForResource(members: ListTagsForResourceRequestInput, options?: CallOptions): Promise<ListTagsForResourceResponse>;
    /** Lists the task templates.  Errors of the service: InvalidRequestException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException. */
    listTaskTemplates(members: ListTaskTemplatesRequestInput, options?: CallOptions): Promise<ListTaskTemplatesResponse>;
    /** Lists the task templates.  Iterates over all items. */
    listTaskTemplatesPages(members: ListTaskTemplatesRequestInput, options?: PagerOptions): Pager<TaskTemplateMetadata, ListTaskTemplatesResponse>;
    /** Lists the agents of a traffic distribution group.  Errors of the service: ResourceNotFoundException, InvalidRequestException, AccessDeniedException, ThrottlingException, InternalServiceException. */
    listTrafficDistributionGroupUsers(members: ListTrafficDistributionGroupUsersRequestInput, options?: CallOptions): Promise<ListTrafficDistributionGroupUsersResponse>;
    /** Lists the agents of a traffic distribution group.  Iterates over all items. */
    listTrafficDistributionGroupUsersPages(members: ListTrafficDistributionGroupUsersRequestInput, options?: PagerOptions): Pager<TrafficDistributionGroupUserSummary, ListTrafficDistributionGroupUsersResponse>;
    /** Lists traffic distribution groups.  Errors of the service: InvalidRequestException, AccessDeniedException, ThrottlingException, InternalServiceException. */
    listTrafficDistributionGroups(members?: ListTrafficDistributionGroupsRequestInput, options?: CallOptions): Promise<ListTrafficDistributionGroupsResponse>;
    /** Lists traffic distribution groups.  Iterates over all items. */
    listTrafficDistributionGroupsPages(members?: ListTrafficDistributionGroupsRequestInput, options?: PagerOptions): Pager<TrafficDistributionGroupSummary, ListTrafficDistributionGroupsResponse>;
    /** Lists the use cases of an association.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, ThrottlingException. */
    listUseCases(members: ListUseCasesRequestInput, options?: CallOptions): Promise<ListUseCasesResponse>;
    /** Lists the use cases of an association.  Iterates over all items. */
    listUseCasesPages(members: ListUseCasesRequestInput, options?: PagerOptions): Pager<UseCase, ListUseCasesResponse>;
    /** Starts a copy of an instance in another region.  Errors of the service: InvalidRequestException, AccessDeniedException, ServiceQuotaExceededException, ThrottlingException, ResourceNotFoundException, InternalServiceException, ResourceNotReadyException, ResourceConflictException. */
    replicateInstance(members: ReplicateInstanceRequestInput, options?: CallOptions): Promise<ReplicateInstanceResponse>;
    /** Sends an e-mail for an outbound campaign.  Errors of the service: InvalidRequestException, ServiceQuotaExceededException, AccessDeniedException, ResourceNotFoundException, ThrottlingException, InternalServiceException, IdempotencyException. */
    sendOutboundEmail(members: SendOutboundEmailRequestInput, options?: CallOptions): Promise<SendOutboundEmailResponse>;
    /** Shows a notice in a web page for an outbound campaign.  Errors of the service: InvalidRequestException, InternalServiceException, ResourceNotFoundException, ThrottlingException, AccessDeniedException. */
    sendOutboundWebNotification(members: SendOutboundWebNotificationRequestInput, options?: CallOptions): Promise<SendOutboundWebNotificationResponse>;
    /** Adds tags to a resource or changes their values.  Errors of the service: InvalidRequestException, InvalidParameterException, InternalServiceException, ResourceNotFoundException, ThrottlingException. */
    tagResource(members: TagResourceRequestInput, options?: CallOptions): Promise<TagResourceResponse>;
    /** Takes tags away from a resource.  Errors of the service: InvalidRequestException, InvalidParameterException, InternalServiceException, ResourceNotFoundException, ThrottlingException. */
    untagResource(members: UntagResourceRequestInput, options?: CallOptions): Promise<UntagResourceResponse>;
    /** Changes size or types of files that may be attached.  Errors of the service: InvalidParameterException, ResourceNotFoundException, ThrottlingException, InternalServiceException, AccessDeniedException. */
    updateAttachedFilesConfiguration(members: UpdateAttachedFilesConfigurationRequestInput, options?: CallOptions): Promise<UpdateAttachedFilesConfigurationResponse>;
    /** Isolates the regions of an instance, or joins them.  Errors of the service: AccessDeniedException, InternalServiceException, InvalidRequestException, ResourceConflictException, ResourceNotFoundException, ThrottlingException. */
    updateCrossRegionRouting(members: UpdateCrossRegionRoutingRequestInput, options?: CallOptions): Promise<UpdateCrossRegionRoutingResponse>;
    /** Sets one attribute of an instance.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    updateInstanceAttribute(members: UpdateInstanceAttributeRequestInput, options?: CallOptions): Promise<UpdateInstanceAttributeResponse>;
    /** Changes where a kind of data is stored.  Errors of the service: ResourceNotFoundException, InternalServiceException, InvalidRequestException, InvalidParameterException, ThrottlingException. */
    updateInstanceStorageConfig(members: UpdateInstanceStorageConfigRequestInput, options?: CallOptions): Promise<UpdateInstanceStorageConfigResponse>;
    /** Replaces the content of a task template.  Errors of the service: PropertyValidationException, InvalidParameterException, ResourceNotFoundException, ThrottlingException, ServiceQuotaExceededException, InternalServiceException. */
    updateTaskTemplate(members: UpdateTaskTemplateRequestInput, options?: CallOptions): Promise<UpdateTaskTemplateResponse>;
    /** Moves calls, sign-ins or agents to other regions.  Errors of the service: InvalidRequestException, AccessDeniedException, ResourceNotFoundException, ResourceConflictException, ThrottlingException, InternalServiceException. */
    updateTrafficDistribution(members: UpdateTrafficDistributionRequestInput, options?: CallOptions): Promise<UpdateTrafficDistributionResponse>;
}
