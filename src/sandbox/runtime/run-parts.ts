import { deniableDestination } from "../destinations/deniable-destination.ts";
import type { Destinations } from "../destinations/destinations.ts";
import type { FailureDestination } from "../destinations/failed-batch.ts";
import type { MetricStore, SandboxClock, SandboxFunction, SandboxMapping } from "../world.ts";
import type { Assumptions } from "./assumptions.ts";
import type { BrokerClusters } from "./broker/broker-clusters.ts";
import { connectionError } from "./broker/last-result.ts";
import type { EsmLog } from "./esm-log.ts";
import { refusalOf } from "./faults/destination-faults.ts";
import { pollFaultsOf } from "./faults/poll-faults.ts";
import type { RuntimeFaults } from "./faults/runtime-faults.ts";
import type { FunctionCalls } from "./function-calls.ts";
import { logAssignments } from "./mapping-log.ts";
import type { MappingRunParts } from "./mapping-run.ts";
import type { SchemaRegistries } from "./registry/schema-registries.ts";
import type { FindSource, Source } from "./sources.ts";
import type { Tenure } from "./tenures.ts";

/** What the runtime is made of. */
export interface RuntimeParts {
  readonly clock: SandboxClock;
  readonly functions: ReadonlyMap<string, SandboxFunction>;
  readonly findSource: FindSource;
  readonly brokers: BrokerClusters;
  readonly schemaRegistries: SchemaRegistries;
  readonly metrics: MetricStore;
  readonly accountConcurrency: number;
  readonly assumptions: Assumptions;
  readonly seed: number;
  /** When the sandbox started. */
  readonly startedMs: number;
  readonly note: (line: string) => void;
  readonly destinations: Destinations;
  readonly log: EsmLog;
  readonly faults: RuntimeFaults;
}

/** What a mapping's run needs of the runtime, and of the mapping itself. */
export function runPartsOf(
  tenure: Tenure,
  fn: SandboxFunction,
  parts: RuntimeParts & { readonly calls: FunctionCalls },
): Omit<MappingRunParts, "startingPollers" | "commitBatch"> {
  const { config, source, mapping, reading } = tenure;
  const { destination } = config;
  return {
    ...parts,
    fn,
    config,
    origin: source.origin,
    reading,
    destination: destinationOf(tenure, parts),
    pollFaults: pollFaultsOf(parts.faults, config, clusterNameIn(source)),
    onPollTimeout(pollers) {
      const error = { message: "Timeout expired while fetching topic metadata", code: "org.apache.kafka.common.errors.TimeoutException" };
      for (let poller = 0; poller < pollers; poller++) parts.log.processingError(mapping.document, poller, error);
      tellResult(mapping, connectionError);
    },
    minute: () => tenure.minute,
    onResult: (result) => tellResult(mapping, result),
    onAssigned(assignments) {
      tenure.generation += 1;
      logAssignments(parts.log, tenure, assignments);
    },
    onDeliveryFailure(reason) {
      parts.note(`mapping ${config.uuid}: ${destination} did not take a failed batch: ${reason}`);
      parts.log.processingError(mapping.document, 0, { message: reason, code: "OnFailureDestinationDeliveryError" });
    },
  };
}

function destinationOf({ config, source }: Tenure, { destinations, faults, clock }: RuntimeParts): FailureDestination | undefined {
  const { destination } = config;
  if (destination === undefined) return undefined;
  const refusal = (): string | undefined => refusalOf(faults, destination, clusterNameIn(source));
  return deniableDestination(destinations.destinationFor(destination, source.destinationTopics), refusal, clock);
}

/** As the scenario names the cluster. */
function clusterNameIn({ mskClusterName, clusterKey }: Source): string {
  return mskClusterName ?? clusterKey;
}

/** Documents are replaced, never changed: whoever has read one keeps what it read. */
export function tellResult(mapping: SandboxMapping, result: string): void {
  if (mapping.document.LastProcessingResult === result) return;
  mapping.document = { ...mapping.document, LastProcessingResult: result };
}
