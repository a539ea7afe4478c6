import { isQueueMode, topicOf } from "../../core/mapping/model.ts";
import { deniableDestination } from "../destinations/deniable-destination.ts";
import type { Destinations } from "../destinations/destinations.ts";
import type { FailureDestination } from "../destinations/failed-batch.ts";
import { minuteMs, minuteOf } from "../durations.ts";
import type { MetricStore, Runtime, SandboxClock, SandboxFunction, SandboxMapping } from "../world.ts";
import type { Assumptions } from "./assumptions.ts";
import { commitBatch } from "./batching.ts";
import type { BrokerCluster, BrokerClusters } from "./broker/broker-clusters.ts";
import { runOnBroker } from "./broker/broker-run.ts";
import { brokerSource } from "./broker/broker-source.ts";
import { createBrokerTopic } from "./broker/broker-topic.ts";
import { connectionError, exceptionClass, lastResultOf } from "./broker/last-result.ts";
import { createConcurrency } from "./concurrency.ts";
import { directInvoke } from "./direct-invoke.ts";
import type { EsmLog } from "./esm-log.ts";
import { refusalOf } from "./faults/destination-faults.ts";
import { pollFaultsOf } from "./faults/poll-faults.ts";
import type { RuntimeFaults } from "./faults/runtime-faults.ts";
import { createFunctionCalls } from "./function-calls.ts";
import { createFunctionMinutes, type FunctionMinutes } from "./function-minutes.ts";
import { type MappingPast, openMinuteOf } from "./history/mapping-past.ts";
import { logAssignments, logPartitions } from "./mapping-log.ts";
import { type MappingRunParts, runMapping } from "./mapping-run.ts";
import { mergeMappingMinute } from "./minute-figures.ts";
import { pollerUnitsOf } from "./poller-units.ts";
import { readingBySchema } from "./registry/schema-reading.ts";
import type { SchemaRegistries } from "./registry/schema-registries.ts";
import { publishAll } from "./series.ts";
import type { FindSource, Source } from "./sources.ts";
import { addTo } from "./tally.ts";
import { createTenures, endMinute, type Tenure } from "./tenures.ts";

export interface SandboxRuntime extends Runtime {
  /** Takes over a mapping that was there before the sandbox started; `start` is still to come. */
  adopt(mapping: SandboxMapping, past: MappingPast): void;
  /** `startingPollers`: how many ran before, within the mode's bounds; without it as few as the mode allows. */
  start(mapping: SandboxMapping, startingPollers?: number): void;
  /** How far a mapping has come; undefined when it never started. */
  progress(uuid: string): MappingProgress | undefined;
  /** Ends the workers of module functions and publishes no more. */
  close(): Promise<void>;
}

interface MappingProgress {
  /** 0 while the mapping does not poll. */
  readonly pollers: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly committed: bigint;
    /** The next offset to read; what lies between it and `committed` is in batches. */
    readonly position: bigint;
    readonly end: bigint;
  }[];
}

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

export function createRuntime(parts: RuntimeParts): SandboxRuntime {
  const { clock, functions, metrics, seed, startedMs } = parts;
  const tenures = createTenures(parts.findSource, clock);
  const functionMinutes = createFunctionMinutes();
  const concurrency = createConcurrency(functions, parts.accountConcurrency);
  const calls = createFunctionCalls({ clock, concurrency, minutes: functionMinutes, faults: parts.faults, note: parts.note });

  const stopMinutes = everyMinute(clock, startedMs, (beganMs, endMs) => {
    const all = [...tenures.all()];
    const units = pollerUnitsOf(
      all.map(({ config, run, minute }) => ({ config, pollers: run?.pollers ?? 0, bytesPerSecond: minute.polledBytes.sum / 60 })),
    );
    for (const tenure of all) {
      logPartitions(parts.log, tenure, endMs);
      endMinute(tenure, metrics, { minuteMs: beganMs, nowMs: endMs, pollerUnits: units.get(tenure.config.uuid) ?? 0 });
    }
    for (const { series, minuteMs: atMs, figures } of functionMinutes.drain()) publishAll(metrics, series, atMs, figures);
  });

  /** Consumer groups that are being left, by mapping. */
  const leaving = new Map<string, Promise<void>>();

  const startOnBroker = (mapping: SandboxMapping, cluster: BrokerCluster): void => {
    const { UUID } = mapping.document;
    const topic = createBrokerTopic(topicOf(mapping.document) ?? "");
    const tenure = tenures.enterOn(
      mapping,
      brokerSource(cluster, topic, () => run.session),
    );
    const fn = functions.get(tenure.config.functionName);
    if (fn === undefined) {
      tellResult(mapping, connectionError);
      return;
    }
    const run = runOnBroker({
      ...runParts(tenure, fn, 0),
      topic,
      ...readingBySchema(tenure.config, topic, parts.schemaRegistries),
      settings: () => cluster.settings(`lambda-${UUID}`),
      after: leaving.get(UUID) ?? Promise.resolve(),
      onPollingFailed(error) {
        tellResult(mapping, lastResultOf(error));
        parts.note(`mapping ${UUID}: ${error.message}`);
        parts.log.processingError(mapping.document, 0, { message: error.message, code: exceptionClass(error) });
      },
      onCommitFailed: (error) => parts.note(`mapping ${UUID}: ${String(error)}`),
      onLeft: (left) => void leaving.set(UUID, left),
    });
    tenure.run = run;
  };

  const runParts = (tenure: Tenure, fn: SandboxFunction, startingPollers: number): Omit<MappingRunParts, "commitBatch"> => ({
    ...parts,
    ...partsOf(tenure, fn, parts),
    calls,
    startingPollers,
  });

  return {
    adopt(mapping, past) {
      const tenure = tenures.adopt(mapping, past);
      if (tenure !== undefined) takeOverMinute(tenure, functionMinutes, openMinuteOf(past, startedMs));
    },
    start(mapping, startingPollers = 0) {
      // Its share groups are not simulated.
      if (isQueueMode(mapping.document)) return;
      const cluster = parts.brokers.find(mapping.document);
      if (cluster !== undefined) {
        startOnBroker(mapping, cluster);
        return;
      }
      const tenure = tenures.enter(mapping);
      const fn = functions.get(tenure?.config.functionName ?? "");
      if (tenure === undefined || fn === undefined) tellResult(mapping, connectionError);
      else tenure.run = runMapping({ ...runParts(tenure, fn, startingPollers), commitBatch: commitAtOnce(tenure) });
    },
    stop(mapping, options) {
      const tenure = tenures.of(mapping.document.UUID);
      if (tenure === undefined) return;
      tenure.run?.stop();
      tenure.run = undefined;
      if (options?.forget === true) tenures.forget(tenure);
    },
    readsBroker: (mapping) => parts.brokers.find(mapping) !== undefined,
    invoke: directInvoke(calls, seed),
    progress(uuid) {
      const tenure = tenures.of(uuid);
      return tenure === undefined ? undefined : progressOf(tenure, clock.now());
    },
    async close() {
      stopMinutes();
      for (const { run } of tenures.all()) run?.stop();
      await Promise.all([...leaving.values()]);
      await calls.close();
    },
  };
}

type TenureParts = Omit<MappingRunParts, keyof RuntimeParts | "calls" | "startingPollers" | "commitBatch">;

function partsOf(tenure: Tenure, fn: SandboxFunction, parts: RuntimeParts): TenureParts {
  const { config, source, mapping, reading } = tenure;
  const { destination } = config;
  return {
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

/** Offsets of an embedded topic are where they belong as soon as the batch is done. */
function commitAtOnce(tenure: Tenure): MappingRunParts["commitBatch"] {
  return (batch) => addTo(tenure.minute.committed, commitBatch(tenure.reading, batch));
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

/** What the past says of the minute in which the sandbox starts is published with the rest of that minute. */
function takeOverMinute({ config, minute }: Tenure, functionMinutes: FunctionMinutes, open: ReturnType<typeof openMinuteOf>): void {
  if (open === undefined) return;
  mergeMappingMinute(minute, open.figures.minute);
  functionMinutes.seed(config.functionName, config.qualifier, open.minuteMs, open.figures.fn);
}

/** Calls back at the end of each minute of the clock with its start and its end. Gives what stops it. */
function everyMinute(clock: SandboxClock, fromMs: number, onEnd: (beganMs: number, endMs: number) => void): () => void {
  let cancel = (): void => {};
  const wait = (endMs: number): void => {
    cancel = clock.at(endMs, () => {
      onEnd(endMs - minuteMs, endMs);
      wait(endMs + minuteMs);
    });
  };
  wait(minuteOf(fromMs) + minuteMs);
  return () => cancel();
}

/** Documents are replaced, never changed: whoever has read one keeps what it read. */
function tellResult(mapping: SandboxMapping, result: string): void {
  if (mapping.document.LastProcessingResult === result) return;
  mapping.document = { ...mapping.document, LastProcessingResult: result };
}

function progressOf({ run, reading }: Tenure, nowMs: number): MappingProgress {
  return {
    pollers: run?.pollers ?? 0,
    partitions: reading.committed.map((offset, partition) => ({
      partition,
      committed: BigInt(offset),
      position: BigInt(reading.position[partition] ?? 0),
      end: BigInt(reading.topic.endOffset(partition, nowMs)),
    })),
  };
}
