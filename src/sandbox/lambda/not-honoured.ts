import { isQueueMode, type MappingDocument } from "../../core/mapping/model.ts";

/** A setting that the sandbox validates and keeps, and that its runtime does not act on. */
interface NotHonoured {
  readonly setting: string;
  readonly isUsed: (mapping: MappingDocument) => boolean;
  /** What the runtime does instead. */
  readonly instead: string;
}

/** `docs/fidelity.md` lists the same. */
export const notHonoured: readonly NotHonoured[] = [
  {
    setting: "FilterCriteria",
    isUsed: (mapping) => mapping.FilterCriteria !== undefined,
    instead: "the topic's own pass share decides how many records reach the function",
  },
  {
    setting: "KMSKeyArn",
    isUsed: (mapping) => mapping.KMSKeyArn !== undefined,
    instead: "no key is used; List leaves the filter criteria out, as on AWS",
  },
  {
    setting: "DestinationConfig.OnFailure",
    isUsed: (mapping) => mapping.DestinationConfig?.OnFailure?.Destination !== undefined,
    instead: "batches are retried until they succeed, so nothing is sent there",
  },
  {
    setting: "MaximumRetryAttempts",
    isUsed: (mapping) => (mapping.MaximumRetryAttempts ?? -1) !== -1,
    instead: "batches are retried until they succeed",
  },
  {
    setting: "MaximumRecordAgeInSeconds",
    isUsed: (mapping) => (mapping.MaximumRecordAgeInSeconds ?? -1) !== -1,
    instead: "batches are retried until they succeed, however old",
  },
  {
    setting: "BisectBatchOnFunctionError",
    isUsed: (mapping) => mapping.BisectBatchOnFunctionError === true,
    instead: "a failed batch is retried whole",
  },
  {
    setting: "FunctionResponseTypes",
    isUsed: (mapping) => (mapping.FunctionResponseTypes ?? []).length > 0,
    instead: "a batch succeeds or fails whole",
  },
  {
    setting: "PollerGroupName",
    isUsed: (mapping) => (mapping.ProvisionedPollerConfig?.PollerGroupName ?? "") !== "",
    instead: "event poller units are counted for each mapping by itself",
  },
  {
    setting: "LoggingConfig",
    isUsed: (mapping) => mapping.LoggingConfig !== undefined,
    instead: "no log is written",
  },
  {
    setting: "SourceAccessConfigurations",
    isUsed: (mapping) => (mapping.SourceAccessConfigurations ?? []).length > 0,
    instead: "secrets are not read: every cluster lets the mapping in",
  },
  {
    setting: "SchemaRegistryConfig",
    isUsed: (mapping) =>
      (mapping.AmazonManagedKafkaEventSourceConfig ?? mapping.SelfManagedKafkaEventSourceConfig)?.SchemaRegistryConfig !== undefined,
    instead: "no registry is asked, records are not deserialized",
  },
  {
    setting: "ConsumptionMode Queue",
    isUsed: isQueueMode,
    instead: "partitions are read in order from their end on, as in Stream mode",
  },
];

/** One line for whoever started the sandbox; undefined when the runtime honours all that the mapping asks. */
export function notHonouredLine(mapping: MappingDocument): string | undefined {
  const used = notHonoured.filter(({ isUsed }) => isUsed(mapping));
  if (used.length === 0) return undefined;
  return `mapping ${mapping.UUID}: kept, but not acted on: ${used.map(({ setting, instead }) => `${setting} (${instead})`).join("; ")}`;
}
