/* The declarations that do not depend on the operations; those of the operations are in operations.d.ts. */
import { Operations } from "./operations";
import * as types from "./operations";

export { types };

/* ---- the client ---- */

export interface Credentials {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
    accountId?: string;
    /** Absent: no expiration. */
    expiration?: Date;
}

export interface RoleOptions {
    sessionName?: string;
    /** 900..43200; default: as STS chooses. */
    durationSeconds?: number;
    /** Of STS; default: that of the client. */
    region?: string;
}

/** A source of credentials for any number of clients. */
export class CredentialsProvider {
    private constructor();
    /** Fixed credentials. */
    static static(credentials: Credentials): CredentialsProvider;
    /** AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. */
    static environment(): CredentialsProvider;
    /** The credentials of a profile; without a name, of the profile of the client. */
    static profile(profile?: string): CredentialsProvider;
    /** The credentials of a role, by AssumeRole of STS.  source: those that it is assumed with. */
    static role(roleArn: string, options?: RoleOptions & { externalId?: string; source?: CredentialsProvider }): CredentialsProvider;
    /** The credentials of a role, by AssumeRoleWithWebIdentity of STS. */
    static webIdentity(roleArn: string, tokenFile: string, options?: RoleOptions): CredentialsProvider;
    /** No credentials: requests are not signed. */
    static anonymous(): CredentialsProvider;
}

export type LogLevel = "off" | "error" | "warn" | "info" | "debug" | "trace";
export const LOG_LEVELS: readonly LogLevel[];

/** An account's own quota for one operation. */
export interface Quota {
    /**
     * "ListInstances", or "CreateIntegrationAssociation:SES_IDENTITY" for a value of the input that
     * has a quota of its own.
     */
    operation: string;
    /** Requests a second: above 0, up to 1e9. */
    rate: number;
    /** Requests that may be sent at once after a pause: 1 to 1e9. */
    burst: number;
}

/** Client-side pacing; docs/pacing.md of libconnect explains how to choose. */
export interface Pace {
    /** Requests a second for each operation; absent or 0: none but those of `quotas`. */
    rate?: number;
    /** Requests that may be sent at once after a pause: 1 to 1e9. */
    burst?: number;
    /** The documented quota of an operation takes precedence over rate and burst; default false. */
    documentedQuotas?: boolean;
    /** The quotas of the account, which take precedence over all others; at most 1000. */
    quotas?: readonly Quota[];
    /** A file through which all processes of the host share their quotas. */
    sharedFile?: string;
    /** The file belongs to a group: mode 0660 instead of 0600; default false. */
    sharedWithGroup?: boolean;
}

/** All options are optional.  The defaults are those of the AWS CLI: environment, profile, instance metadata. */
export interface ClientOptions {
    /** For example "us-west-2". */
    region?: string;
    /** "https://host[:port][/path]"; http is for local services. */
    endpointUrl?: string;
    /** The name of a profile in the shared config files. */
    profile?: string;
    /** Credentials, a provider, or a function, which is called again before they expire. */
    credentials?: Credentials | CredentialsProvider | (() => Credentials | Promise<Credentials>);
    useFipsEndpoint?: boolean;
    useDualstackEndpoint?: boolean;
    ignoreConfiguredEndpointUrls?: boolean;
    /** How strictly requests are validated before they are sent. */
    checkLevel?: "default" | "none" | "strict";
    retryMode?: RetryMode;
    /** Attempts of one call, including the first: 1..100. */
    maxAttempts?: number;
    /** Limit of name resolution, TCP and TLS. */
    connectTimeoutMs?: number;
    attemptTimeoutMs?: number;
    /** Limit of a call with all its attempts. */
    callTimeoutMs?: number;
    /** The largest response body that is accepted. */
    maxBodyBytes?: number;
    /** How many idle connections are pooled. */
    maxConnections?: number;
    /** Path of a PEM file. */
    caBundle?: string;
    /** A URL; "" for none. */
    proxy?: string;
    /** Appears in the user agent. */
    appId?: string;
    disableClockSkewCorrection?: boolean;
    /** Limits the requests of each operation per second. */
    pace?: Pace;
    /** The default with a log function is "info". */
    logLevel?: LogLevel;
    /** Called with each message at logLevel or above. */
    log?: (level: LogLevel, line: string) => void;
    /** Called when an attempt of a call ends, for metrics and traces. */
    onAttempt?: (attempt: Attempt) => void;
}

/** One attempt of a call that has ended, those of operations that fetch credentials included. */
export interface Attempt {
    /** "ListInstances"; of a source of credentials "AssumeRole" and so on. */
    operation: string;
    host: string;
    /** How many times the call has been sent, including this attempt. */
    number: number;
    maxAttempts: number;
    /** The class of the outcome: "CONNECT_OK", "CONNECT_E_THROTTLED". */
    status: string;
    /** 0 if no response arrived. */
    httpStatus: number;
    awsType?: string;
    requestId?: string;
    bytesSent?: number;
    bytesReceived?: number;
    isNewConnection?: boolean;
    /** Milliseconds of waiting for credentials, for the pacer and in a queue, before the request went out. */
    queuedMs: number;
    /** From when the request went out until the outcome. */
    wireMs: number;
    /** Since the call began, including earlier attempts and back-off. */
    totalMs: number;
    /**
     * What follows: "retry" after backoffMs; "reconnect" or "refresh", at once and not counted; or the
     * call ends.
     */
    decision: "unknown" | "succeeded" | "retry" | "reconnect" | "refresh" | "notRetryable" | "exhausted" | "noQuota" | "noTime";
    backoffMs: number;
}

export type RetryMode = "default" | "standard" | "adaptive" | "off";

/** Options of one call. */
export interface CallOptions {
    /** Cancels the call: it rejects with a CancelledError, whose cause is the reason of the signal. */
    signal?: AbortSignal;
    /** Limit of the call with all its attempts. */
    timeoutMs?: number;
    retryMode?: RetryMode;
    maxAttempts?: number;
    /** Added to each request and signed. */
    headers?: Record<string, string>;
}

export interface PagerOptions extends CallOptions {
    maxItems?: number;
    maxPages?: number;
}

export interface WaitOptions {
    signal?: AbortSignal;
    /** Default: ten minutes. */
    timeoutMs?: number;
    minDelayMs?: number;
    maxDelayMs?: number;
    /** For how long a resource that is not found may yet appear.  Default: 20000. */
    notFoundGraceMs?: number;
    /** Called before each delay with the last status; false ends the wait with a CancelledError. */
    progress?: (status: string | undefined, waitedMs: number) => boolean | void;
}

/** Details of a response beside its members. */
export interface ResponseMetadata {
    readonly requestId?: string;
    readonly attempts: number;
}

/** The base class of all results.  Absent lists and maps are empty, other absent members undefined. */
export abstract class Structure {
    /** Request id and number of attempts; absent if the structure is not a response. */
    readonly responseMetadata?: ResponseMetadata;
    /** The form of the API's JSON: API member names, times as ISO 8601. */
    toJSON(): Record<string, unknown>;
}

/** All items of a listing, with one page in memory at a time. */
export class Pager<Item, Page> implements AsyncIterable<Item> {
    private constructor();
    [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined>;
    /** Iterates over whole responses.  Do not combine with the iteration over items. */
    pages(): AsyncGenerator<Page, void, undefined>;
    /** All items that are left. */
    toArray(): Promise<Item[]>;
    /** The token of the page after the current one, to resume the listing later. */
    readonly nextToken?: string;
    /** Ends the listing early; the end of an iteration does the same. */
    close(): void;
}

/** What a request without an operation carries. */
export interface SendContent {
    /** Parameters as plain text. */
    query?: Record<string, string | number | boolean>;
    body?: unknown;
}

/**
 * A client of Amazon Connect.  Each operation is a method, such as listInstances(), and each listing
 * has one more, such as listInstancesPages(), that iterates over all items.
 *
 * The constructor does no I/O: the first call resolves settings and credentials.
 */
export interface Client extends Operations {}
export class Client {
    constructor(options?: ClientOptions);
    /** Calls an operation by its API name; takes and returns an object with API member names. */
    invoke(name: string, members?: object, options?: CallOptions): Promise<Record<string, any>>;
    /**
     * Signs and sends a request for which the library has no operation.  path: percent-encoded, begins
     * with "/".  body: serialized to JSON.  Returns the parsed response, undefined if it is empty.
     */
    send(method: "GET" | "PUT" | "POST" | "DELETE", path: string, content?: SendContent, options?: CallOptions): Promise<any>;
    /** Returns a pager for a listing by name: "listInstances" or "ListInstances". */
    paginate(name: string, members?: object, options?: PagerOptions): Pager<any, any>;
    /** The instance with an alias, compared case-insensitively; NotFoundError if there is none. */
    findInstanceByAlias(instanceAlias: string, options?: CallOptions): Promise<types.InstanceSummary>;
    /** Waits until an instance is ACTIVE; WaiterError if its creation failed. */
    waitInstanceActive(instanceId: string, options?: WaitOptions): Promise<types.DescribeInstanceResponse>;
    /** Waits until an instance no longer exists. */
    waitInstanceDeleted(instanceId: string, options?: WaitOptions): Promise<void>;
    /**
     * Waits until the replication of an instance is complete, by a client in the Region of the source;
     * without a replicaRegion, that of all replicas.  WaiterError if the replication failed or the
     * instance has no such replica.
     */
    waitInstanceReplicated(instanceId: string, replicaRegion?: string, options?: WaitOptions): Promise<types.DescribeInstanceResponse>;
    /**
     * Waits until a traffic distribution group is ACTIVE, after its creation or a change of its
     * distribution; WaiterError if its creation failed or it is being deleted.
     */
    waitTrafficDistributionGroupActive(trafficDistributionGroupId: string, options?: WaitOptions): Promise<types.DescribeTrafficDistributionGroupResponse>;
    /** Waits until a traffic distribution group no longer exists; WaiterError if its deletion failed. */
    waitTrafficDistributionGroupDeleted(trafficDistributionGroupId: string, options?: WaitOptions): Promise<void>;
    /** The resolved settings and the source of each.  Contains no secrets. */
    describe(): Promise<Record<string, any>>;
    /** Closes the pooled connections that no call is using. */
    closeIdleConnections(): void;
    /** Connections are closed and credentials cleansed as soon as no call is running. */
    close(): void;
}

/* ---- errors ---- */

export namespace errors {
    /** A failed call. */
    class ConnectError extends Error {
        /** The status number; it never changes its meaning. */
        readonly status: number;
        /** The name of the status: "CONNECT_E_NOT_FOUND". */
        readonly code: string;
        readonly operation?: string;
        /** The error type of the service: "ResourceNotFoundException". */
        readonly awsType?: string;
        readonly reason?: string;
        /** The modelled members of the service's error, with API names. */
        readonly detail?: Record<string, unknown>;
        readonly requestId?: string;
        readonly host?: string;
        /** The resource that a waiter was waiting for, so that the wait can be resumed. */
        readonly resourceId?: string;
        readonly bodyExcerpt?: string;
        /** Status of the last response; 0 if there was none. */
        readonly httpStatus: number;
        /** How many times the request was sent. */
        readonly attempts: number;
        readonly transportCode: number;
        /** Whether the same call may succeed later without a change. */
        readonly isRetryable: boolean;
        readonly isThrottle: boolean;
        /** What validation found before sending, one entry for each member, with its path. */
        readonly problems: readonly string[];
        /** The next step for the user, in one sentence. */
        readonly advice: string;
    }
    /** The service returned an error. */
    class ServiceError extends ConnectError {}
    /** Nothing was sent, or no usable response was received. */
    class ClientError extends ConnectError {}
    /** 400: the service rejected the request. */
    class InvalidRequestError extends ServiceError {}
    /** 401 or 403: signature, access key or token not accepted. */
    class UnauthenticatedError extends ServiceError {}
    /** 402: a service quota is exhausted; a retry does not help. */
    class QuotaExceededError extends ServiceError {}
    /** 403: authenticated, but not authorized. */
    class AccessDeniedError extends ServiceError {}
    /** 404: no such instance or resource. */
    class NotFoundError extends ServiceError {}
    /** 405. */
    class MethodNotAllowedError extends ServiceError {}
    /** 409: the resource exists already, is in use, or is not ready yet. */
    class ConflictError extends ServiceError {}
    /** 415. */
    class UnsupportedMediaTypeError extends ServiceError {}
    /** 429: throttled; the call was retried as the retry policy allows. */
    class ThrottledError extends ServiceError {}
    /** 429 LimitExceededException: a resource limit is reached; never retried. */
    class LimitExceededError extends ServiceError {}
    /** 500 and above: the service failed; the call was retried. */
    class InternalError extends ServiceError {}
    /** Any other error of the service. */
    class OtherServiceError extends ServiceError {}
    /** An argument or member is missing, malformed or out of range; see `problems`. */
    class ArgumentError extends ClientError {}
    /** A struct is larger than the library knows. */
    class VersionError extends ClientError {}
    /** Out of memory. */
    class OutOfMemoryError extends ClientError {}
    /** No usable credentials; the message names the sources that were tried. */
    class CredentialsError extends ClientError {}
    /** Region, endpoint, file or variable missing or malformed. */
    class ConfigurationError extends ClientError {}
    /** The connection could not be established, or it broke. */
    class TransportError extends ClientError {}
    /** The certificate is invalid, or the handshake failed. */
    class TlsError extends ClientError {}
    /** The time limit of a connect, an attempt, a call or a wait expired. */
    class TimeoutError extends ClientError {}
    /** The call was cancelled. */
    class CancelledError extends ClientError {}
    /** A response that the protocol does not allow. */
    class DecodeError extends ClientError {}
    /** The service repeated a page token. */
    class PaginationError extends ClientError {}
    /** A waiter reached a state from which the awaited one cannot be reached. */
    class WaiterError extends ClientError {}
}

/* ---- the tables of the library ---- */

export interface Member {
    readonly name: string;
    readonly attribute: string;
    readonly kind: number;
    readonly isRequired: boolean;
    readonly isSensitive: boolean;
    readonly isClientToken: boolean;
    readonly minimum: number | null;
    readonly maximum: number | null;
    readonly pattern: string | null;
    readonly values: readonly string[];
    readonly shape: Shape | null;
}

export interface Shape {
    readonly name: string;
    readonly isUnion: boolean;
    readonly members: readonly Member[];
}

export interface Operation {
    readonly name: string;
    readonly method: string;
    readonly summary: string;
    readonly input: Shape;
    readonly output: Shape;
    readonly errors: readonly string[];
    readonly pageMember: Member | null;
}

/** All operations by their API names. */
export const operations: ReadonlyMap<string, Operation>;

/** The value of a key of a profile in the shared config files; undefined if absent. */
export function profileValue(key: string, profile?: string): string | undefined;

/** The version of the loaded library. */
export function version(): string;
