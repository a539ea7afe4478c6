import type { Work } from "./lane-simulation.ts";

/** What a mapping has to do, and what its function takes for it. */
export interface Workload {
  /** Records a second that producers write to the topic, minute by minute, on the average of each. */
  readonly arrivals: Float64Array;
  /** Of the records, for each partition; adds up to 1. */
  readonly partitionShares: readonly number[];
  /** Of the records, that the filter lets through. */
  readonly passShare: number;
  /** Of a record on the wire, and of what JSON puts around it in an event, on the average. */
  readonly recordBytes: number;
  readonly overheadBytes: number;
  readonly work: Work;
  /** How many batches gather at once. AWS does not say: between one and the number of partitions. */
  readonly lanes: number;
  /** Where `lanes` was observed: with how many provisioned pollers; undefined: on demand. Without it `lanes` is a guess. */
  readonly lanesSeen?: { readonly pollers: number | undefined };
  /** On demand, where `lanes` was observed with provisioned pollers; without it the same number. */
  readonly lanesOnDemand?: number;
  readonly function: TunedFunction;
  /** How many times as long the function takes with so much memory, where that was measured; today's is among it. */
  readonly memoryFactors?: ReadonlyMap<number, number>;
}

export interface TunedFunction {
  readonly memoryMb: number;
  /** AWS's word; undefined is priced as x86_64. */
  readonly architecture: string | undefined;
  readonly timeoutMs: number;
  /** Executions at once that the function may have: reserved, or what the account has left. */
  readonly concurrency: number;
}

/** The settings that tune can change. */
export interface TuningSettings {
  readonly batchSize: number;
  readonly windowMs: number;
  /** Undefined: on-demand mode. */
  readonly pollers: { readonly minimum: number; readonly maximum: number } | undefined;
  /** Shares its event poller units with what else is in the group. */
  readonly pollerGroup: string | undefined;
  readonly provisionedConcurrency: number;
  /** Only where other memory was measured, too; without it the function's own. */
  readonly memoryMb?: number;
}

/** What tune changes, by AWS's names: of the mapping, and the last two of its function. `ProvisionedPollerConfig` is the mode. */
export const tunedFields = [
  "BatchSize",
  "MaximumBatchingWindowInSeconds",
  "ProvisionedPollerConfig",
  "ProvisionedPollerConfig.MinimumPollers",
  "ProvisionedPollerConfig.MaximumPollers",
  "ProvisionedPollerConfig.PollerGroupName",
  "ProvisionedConcurrentExecutions",
  "MemorySize",
] as const;

export type TunedField = (typeof tunedFields)[number];
