/**
 * The mapping as AWS spells it. Every field is optional because an answer may lack any of them, enum members are
 * open strings because AWS adds some, and unknown fields stay in place: both pass through and are shown.
 * Times are ISO 8601 text (the adapter turns Lambda's epoch seconds into it).
 */
export interface MappingDocument extends MappingSettings {
  readonly UUID: string;
  readonly EventSourceMappingArn?: string;
  readonly FunctionArn?: string;
  readonly LastModified?: string;
  readonly LastProcessingResult?: string;
  readonly State?: string;
  readonly StateTransitionReason?: string;
  readonly FilterCriteriaError?: { readonly ErrorCode?: string; readonly Message?: string };
}

/** What Create and Update take; `rules.ts` says which field goes where. */
export interface MappingSettings {
  readonly EventSourceArn?: string;
  readonly SelfManagedEventSource?: {
    readonly Endpoints?: { readonly KAFKA_BOOTSTRAP_SERVERS?: readonly string[] };
  };
  /** Only in requests; answers have `FunctionArn`. */
  readonly FunctionName?: string;
  readonly Topics?: readonly string[];
  readonly StartingPosition?: string;
  readonly StartingPositionTimestamp?: string;
  /** Only in requests; answers have `State`. */
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
  readonly KMSKeyArn?: string;
  readonly ProvisionedPollerConfig?: {
    readonly MinimumPollers?: number;
    readonly MaximumPollers?: number;
    readonly PollerGroupName?: string;
  };
  readonly DestinationConfig?: {
    readonly OnFailure?: { readonly Destination?: string };
    readonly OnSuccess?: { readonly Destination?: string };
  };
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly FunctionResponseTypes?: readonly string[];
  readonly MetricsConfig?: { readonly Metrics?: readonly string[] };
  readonly LoggingConfig?: { readonly SystemLogLevel?: string };
  readonly SourceAccessConfigurations?: readonly { readonly Type?: string; readonly URI?: string }[];
  readonly AmazonManagedKafkaEventSourceConfig?: KafkaConsumerConfig;
  readonly SelfManagedKafkaEventSourceConfig?: KafkaConsumerConfig & { readonly ConsumptionMode?: string };
  readonly Tags?: Readonly<Record<string, string>>;
  readonly [unknownField: string]: unknown;
}

export interface KafkaConsumerConfig {
  readonly ConsumerGroupId?: string;
  readonly SchemaRegistryConfig?: SchemaRegistryConfig;
}

export interface SchemaRegistryConfig {
  readonly SchemaRegistryURI?: string;
  readonly EventRecordFormat?: string;
  readonly AccessConfigs?: readonly { readonly Type?: string; readonly URI?: string }[];
  readonly SchemaValidationConfigs?: readonly { readonly Attribute?: string }[];
}

const transitionalStates: readonly (string | undefined)[] = ["Creating", "Enabling", "Disabling", "Updating", "Deleting"];

/** False in the states that AWS leaves by itself, in which it refuses Update and Delete (service model); a state that is new counts as settled. */
export function isSettled(mapping: MappingDocument): boolean {
  return !transitionalStates.includes(mapping.State);
}

/** A mapping reads Kafka when it names a topic or a Kafka source; an account also holds SQS, Kinesis and other mappings. */
export function isKafka(mapping: MappingDocument): boolean {
  return (
    (mapping.Topics?.length ?? 0) > 0 ||
    mapping.SelfManagedEventSource !== undefined ||
    /^arn:[^:]+:kafka:/.test(mapping.EventSourceArn ?? "")
  );
}

/** AWS takes exactly one topic a Kafka mapping. */
export function topicOf(mapping: MappingSettings): string | undefined {
  return mapping.Topics?.[0];
}

/** The function's name without account and qualifier, from its ARN, partial ARN or name; `qualified` keeps `:live`. */
export function functionNameOf(functionArnOrName: string, form: "bare" | "qualified" = "bare"): string {
  const afterKeyword = /(?:^|:)function:(.+)$/.exec(functionArnOrName)?.[1] ?? functionArnOrName;
  return form === "qualified" ? afterKeyword : (afterKeyword.split(":")[0] ?? afterKeyword);
}

/** `shop` of `arn:aws:kafka:…:cluster/shop/uuid`, also for a VPC connection `…:vpc-connection/account/shop/uuid`. */
export function clusterNameOf(mapping: MappingSettings): string | undefined {
  const arn = mapping.EventSourceArn;
  if (arn === undefined) return undefined;
  return (/:cluster\/([^/]+)\//.exec(arn) ?? /:vpc-connection\/[^/]+\/([^/]+)\//.exec(arn))?.[1];
}

/** The block of the mapping's own kind of source: MSK or self-managed. */
export function consumerConfigOf(mapping: MappingSettings): KafkaConsumerConfig | undefined {
  return mapping.AmazonManagedKafkaEventSourceConfig ?? mapping.SelfManagedKafkaEventSourceConfig;
}

/** Lambda takes the mapping's UUID where none was given (Lambda Developer Guide, Kafka consumer group id). */
export function consumerGroupOf(mapping: MappingDocument): string {
  return consumerConfigOf(mapping)?.ConsumerGroupId ?? mapping.UUID;
}

/**
 * Whether Lambda reads through a VPC: MSK's, or the subnets that are named. Any other self-managed cluster is reached over
 * its public address (Lambda Developer Guide, Kafka networking).
 */
export function readsThroughVpc(mapping: MappingSettings): boolean {
  return (
    mapping.SelfManagedEventSource === undefined || (mapping.SourceAccessConfigurations ?? []).some(({ Type }) => Type === "VPC_SUBNET")
  );
}

/** Provisioned mode is on when the mapping has pollers of its own; an empty object means on-demand. */
export function isProvisioned(mapping: MappingSettings): boolean {
  return Object.keys(mapping.ProvisionedPollerConfig ?? {}).length > 0;
}

/** True also on the way there. */
export function isDisabled(mapping: MappingDocument): boolean {
  return mapping.State === "Disabled" || mapping.State === "Disabling";
}

/** Kafka share groups (KIP-932): no order, no committed offsets, no starting position. */
export function isQueueMode(mapping: MappingSettings): boolean {
  return mapping.SelfManagedKafkaEventSourceConfig?.ConsumptionMode === "Queue";
}
