import { fullBatch } from "./capacity.ts";
import { changesBetween, stepBetween, unsetWindowMs } from "./changes.ts";
import type { GoalsAsked } from "./goals.ts";
import { memoriesOf } from "./memory.ts";
import type { PollerGroup } from "./usage.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** Mode, pollers and group: what is bought of the poller. */
export type Polling = Pick<TuningSettings, "pollers" | "pollerGroup">;

/** What settings can be, each list from small to large. All of them together are the candidates. */
export interface Space {
  readonly batchSizes: readonly number[];
  readonly windowsMs: readonly number[];
  readonly pollings: readonly Polling[];
  /** Undefined, and nothing else, where only today's is known. */
  readonly memoriesMb: readonly (number | undefined)[];
}

export interface SpaceInput {
  readonly workload: Workload;
  readonly settings: TuningSettings;
  readonly asked: Pick<GoalsAsked, "keep" | "mostStep">;
  readonly groups: readonly PollerGroup[];
}

/** AWS's limits for Kafka (core/mapping/rules): BatchSize, and the least and the most pollers. */
const mostBatchSize = 10_000;
const mostMinimumPollers = 200;
const mostPollers = 2_000;

const batchSizeCount = 40;
const windowSeconds = [0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300];
const minimumPollers = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 140, 200];

/** What may be chosen from; today's value of each setting is always there. */
export function spaceOf(input: SpaceInput): Space {
  const { settings } = input;
  const isAllowed = (changed: Partial<TuningSettings>) => allows(input, { ...settings, ...changed });
  return {
    batchSizes: batchSizesOf(input).filter((batchSize) => isAllowed({ batchSize })),
    windowsMs: windowsOf(settings).filter((windowMs) => isAllowed({ windowMs })),
    pollings: pollingsOf(input).filter(isAllowed),
    memoriesMb: memoriesOf(input.workload, (memoryMb) => isAllowed({ memoryMb })),
  };
}

/** True when nothing changes that is to stay, and no number by more than it may. */
export function allows({ settings, asked }: Pick<SpaceInput, "settings" | "asked">, after: TuningSettings): boolean {
  const most = asked.mostStep ?? Number.POSITIVE_INFINITY;
  const numbers: readonly (readonly [number, number])[] = [
    [settings.batchSize, after.batchSize],
    [Math.max(settings.windowMs, unsetWindowMs), Math.max(after.windowMs, unsetWindowMs)],
    // From on demand there is no number to begin with.
    ...(settings.pollers === undefined || after.pollers === undefined
      ? []
      : ([
          [settings.pollers.minimum, after.pollers.minimum],
          [settings.pollers.maximum, after.pollers.maximum],
        ] as const)),
    [Math.max(1, settings.provisionedConcurrency), Math.max(1, after.provisionedConcurrency)],
    [settings.memoryMb ?? 1, after.memoryMb ?? settings.memoryMb ?? 1],
  ];
  return (
    changesBetween(settings, after).every(({ field }) => !asked.keep.has(field)) &&
    numbers.every(([from, to]) => stepBetween(from, to) <= most * (1 + 1e-9))
  );
}

function batchSizesOf({ workload, settings }: SpaceInput): readonly number[] {
  const most = fullBatch(workload, { batchSize: mostBatchSize });
  const sizes = Array.from({ length: batchSizeCount }, (_, index) => rounded(most ** (index / (batchSizeCount - 1))));
  return ascending([...sizes.filter((size) => size <= most), most, settings.batchSize]);
}

/** To two digits, as people choose. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

/** The 500 ms of a mapping without a window can be kept, and not be returned to. */
function windowsOf(settings: TuningSettings): readonly number[] {
  return ascending([...windowSeconds.map((seconds) => seconds * 1_000), settings.windowMs]);
}

function pollingsOf({ workload, settings, groups }: SpaceInput): readonly Polling[] {
  const partitions = Math.min(mostPollers, workload.partitionShares.length);
  const minimums = ascending([...minimumPollers, Math.min(partitions, mostMinimumPollers)]).filter((minimum) => minimum <= partitions);
  const pairs = minimums.flatMap((minimum) =>
    ascending([minimum, Math.ceil(minimum * 1.5), minimum * 2, partitions])
      .filter((maximum) => maximum <= partitions)
      .map((maximum) => ({ minimum, maximum })),
  );
  const today = settings.pollers;
  const isNew = (pair: { readonly minimum: number; readonly maximum: number }) =>
    pair.minimum !== today?.minimum || pair.maximum !== today.maximum;
  const all = [...(today === undefined ? [] : [today]), ...pairs.filter(isNew)];
  const names = new Set([undefined, today === undefined ? undefined : settings.pollerGroup, ...groups.map(({ name }) => name)]);
  return [
    { pollers: undefined, pollerGroup: undefined },
    ...[...names].flatMap((pollerGroup) => all.map((pollers) => ({ pollers, pollerGroup }))),
  ];
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
