import { consumerGroupOf, functionNameOf, isProvisioned, type MappingDocument } from "../../core/mapping/model.ts";
import type { LogStore } from "../logs/log-store.ts";
import type { SandboxClock } from "../world.ts";

/** System logs of event source mappings (Lambda Developer Guide, Kafka event source mapping logging). */
export interface EsmLog {
  /** WARN: something went wrong with the source. */
  processingError(mapping: MappingDocument, poller: number, error: ProcessingError): void;
  /** INFO: a poller's consumer was made, or its partitions changed. */
  pollerStatus(mapping: MappingDocument, poller: number, connection: PollerConnection): void;
  /** DEBUG: once a minute for each partition of a poller. */
  kafkaStatus(mapping: MappingDocument, poller: number, offsets: PartitionStatus): void;
}

interface ProcessingError {
  readonly message: string;
  /** Kafka's exception class, such as `org.apache.kafka.common.errors.TimeoutException`. */
  readonly code: string;
}

export interface PollerConnection {
  readonly brokers: readonly string[];
  /** PLAINTEXT, SSL or SASL_SSL. */
  readonly securityProtocol: string;
  /** Such as AWS_MSK_IAM; undefined without SASL. */
  readonly saslMechanism?: string;
  readonly totalPartitions: number;
  readonly assignedPartitions: readonly { readonly topic: string; readonly partition: number }[];
  /** Counts the assignments of the group's partitions. */
  readonly generation: number;
  /** undefined: the poller reads past any VPC. */
  readonly network?: {
    readonly ipAddresses: readonly string[];
    readonly subnetCidrBlock: string;
    readonly securityGroups: readonly string[];
  };
}

export interface PartitionStatus {
  readonly topic: string;
  readonly partition: number;
  /** One past the newest record. */
  readonly end: number | bigint;
  /** The last record that was read; −1: none. */
  readonly consumed: number | bigint;
  /** The last record that is done with; −1: none. */
  readonly processed: number | bigint;
  /** The next record to read after a restart. */
  readonly committed: number | bigint;
}

type Level = "DEBUG" | "INFO" | "WARN";

/** From the most detail on; a mapping writes its own level and those behind it. */
const levels: readonly (string | undefined)[] = ["DEBUG", "INFO", "WARN"];

/** Writes nothing for mappings on demand, and for those without a level. */
export function createEsmLog({
  logs,
  clock,
}: {
  readonly logs: Pick<LogStore, "append">;
  readonly clock: Pick<SandboxClock, "now">;
}): EsmLog {
  const write = (mapping: MappingDocument, poller: number, logLevel: Level, eventType: string, details: () => object): void => {
    if (!writes(mapping, logLevel)) return;
    const atMs = Math.floor(clock.now());
    const line = {
      eventType,
      timestamp: atMs,
      resourceArn: mapping.EventSourceMappingArn,
      // A self-managed cluster has no ARN; that the member is left out then is an assumption.
      eventSourceArn: mapping.EventSourceArn,
      eventProcessorId: `${mapping.UUID}/${poller}`,
      logLevel,
      ...details(),
    };
    const day = new Date(atMs).toISOString().slice(0, 10).replaceAll("-", "/");
    const group = `/aws/lambda/${functionNameOf(mapping.FunctionArn ?? "")}`;
    logs.append({ group, stream: `${day}/${mapping.UUID}`, atMs, message: JSON.stringify(line) });
  };
  return {
    processingError: (mapping, poller, { message, code }) =>
      write(mapping, poller, "WARN", "ESM_PROCESSING_EVENT", () => ({ error: { errorMessage: message, errorCode: code } })),
    pollerStatus: (mapping, poller, connection) =>
      write(mapping, poller, "INFO", "POLLER_STATUS_EVENT", () => ({
        kafkaEventSourceConnection: connectionDocument(mapping, poller, connection),
      })),
    kafkaStatus: (mapping, poller, status) =>
      write(mapping, poller, "DEBUG", "KAFKA_STATUS_EVENT", () => ({ kafkaPartitionOffsets: offsetsDocument(status) })),
  };
}

function writes(mapping: MappingDocument, level: Level): boolean {
  const chosen = levels.indexOf(mapping.LoggingConfig?.SystemLogLevel);
  return isProvisioned(mapping) && chosen >= 0 && chosen <= levels.indexOf(level);
}

function connectionDocument(mapping: MappingDocument, poller: number, connection: PollerConnection) {
  const { brokers, securityProtocol, saslMechanism, totalPartitions, assignedPartitions, generation, network } = connection;
  return {
    // The documented sample has one broker, as text; that several are joined by commas is an assumption.
    brokerEndpoints: brokers.join(","),
    consumerId: `${mapping.UUID}-${poller}`,
    topics: mapping.Topics ?? [],
    consumerGroupId: consumerGroupOf(mapping),
    securityProtocol,
    saslMechanism,
    totalPartitionCount: totalPartitions,
    assignedPartitionCount: assignedPartitions.length,
    partitionsAssignmentGeneration: generation,
    assignedPartitions: assignedPartitions.map(partitionName),
    networkConfig: network,
  };
}

/** Numbers, as in the documented sample: a partition would take 285 years at a million records a second to reach 2^53. */
function offsetsDocument(status: PartitionStatus) {
  return {
    partition: partitionName(status),
    endOffset: Number(status.end),
    consumedOffset: Number(status.consumed),
    processedOffset: Number(status.processed),
    committedOffset: Number(status.committed),
  };
}

function partitionName({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}-${partition}`;
}
