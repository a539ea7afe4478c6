import { formatDuration } from "../time.ts";
import type { DocumentTally } from "./document-tally.ts";
import { invocationDollars, type PricedFunction, pricedRegion } from "./lambda-cost.ts";
import type { RunOptions } from "./run-options.ts";

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What a run will take, if nothing fails again. */
export interface Effort {
  /** Records that will be sent. */
  readonly records: number;
  /** From full batches to none that holds records of two documents. */
  readonly batches: Range;
  /** Batches at once at most, and what bounds them. */
  readonly concurrency: { readonly most: number; readonly bound: "lanes" | "option" };
  /** Undefined: nobody knows how long a batch takes. */
  readonly durationMs: Range | undefined;
  /** Undefined: the target costs nothing, or it is not known. */
  readonly dollars: Range | undefined;
  /** What the ranges rest on, in phrases. */
  readonly assumptions: readonly string[];
}

export interface EffortFacts {
  readonly options: Pick<RunOptions, "batchSize" | "batchBytes" | "maxConcurrency" | "recordsPerSecond" | "canaryRecords">;
  /** All of the source for each of what was counted: above 1 when only a sample was. */
  readonly scale: number;
  /** A function that is invoked; undefined for any other target. */
  readonly invoked: InvokedFunction | undefined;
  readonly region: string | undefined;
}

export interface InvokedFunction extends Partial<PricedFunction> {
  /** Of an invocation lately; undefined: no data. */
  readonly averageMs: number | undefined;
}

/** Records that are there to be sent: without those that stand twice, are gone or cannot be reached. */
export function redrivableRecords({ records, repeated, recovery }: DocumentTally): number {
  const unreachable = [...recovery.unreachable.values()].reduce((sum, count) => sum + count, 0);
  return Math.max(0, records - repeated - recovery.expired.records - recovery.behindExpired - recovery.beyondEnd - unreachable);
}

/** How many batches, how long and what it costs, as ranges with what they rest on. */
export function estimateEffort(tally: DocumentTally, facts: EffortFacts): Effort {
  const { options, scale, invoked } = facts;
  const records = Math.round(redrivableRecords(tally) * scale);
  const batches = batchRange(tally, facts);
  const most = Math.max(1, Math.min(options.maxConcurrency, tally.lanes.length));
  const concurrency = { most, bound: tally.lanes.length <= options.maxConcurrency ? "lanes" : "option" } as const;
  const shape = { records, batches, concurrency };
  const durationMs = invoked?.averageMs === undefined ? undefined : durationRange(shape, invoked.averageMs, tally, facts);
  return { ...shape, durationMs, dollars: dollarRange(batches, invoked), assumptions: assumptionsOf(facts) };
}

function batchRange(tally: DocumentTally, { options, scale }: EffortFacts): Range {
  const share = shareOf(tally);
  const full = recordsOfBatch(tally, options);
  const sum = (batchesOf: (lane: DocumentTally["lanes"][number]) => number) =>
    Math.round(tally.lanes.reduce((all, lane) => all + batchesOf(lane), 0) * scale);
  const low = sum(({ records }) => Math.ceil((records * share) / full));
  return {
    low,
    high: Math.max(
      low,
      sum(({ batches }) => Math.ceil(batches * share)),
    ),
  };
}

function shareOf(tally: DocumentTally): number {
  return tally.records === 0 ? 0 : redrivableRecords(tally) / tally.records;
}

function recordsOfBatch({ bytesPerRecord }: DocumentTally, { batchSize, batchBytes }: EffortFacts["options"]): number {
  return bytesPerRecord === undefined ? batchSize : Math.max(1, Math.min(batchSize, Math.floor(batchBytes / bytesPerRecord)));
}

/** Between all of the concurrency and half of it, which is left where live traffic needs its share; a lane has one batch at a time. */
function durationRange(
  { records, batches, concurrency }: Pick<Effort, "records" | "batches" | "concurrency">,
  batchMs: number,
  tally: DocumentTally,
  { options, scale }: EffortFacts,
): Range {
  const full = recordsOfBatch(tally, options);
  const canary = Math.ceil(Math.min(options.canaryRecords, records) / full);
  const atOnceMs = (all: number, concurrent: number) => (Math.max(0, all - canary) * batchMs) / concurrent;
  const longestLane = tally.lanes.reduce((longest, lane) => Math.max(longest, (lane.records * shareOf(tally) * scale) / full), 0);
  const pacedMs = options.recordsPerSecond === undefined ? 0 : (records / options.recordsPerSecond) * 1_000;
  const low = Math.max(canary * batchMs + atOnceMs(batches.low, concurrency.most), Math.ceil(longestLane) * batchMs, pacedMs);
  const high = canary * batchMs + atOnceMs(batches.high, Math.max(1, concurrency.most / 2));
  return { low, high: Math.max(low, high) };
}

function dollarRange({ low, high }: Range, invoked: InvokedFunction | undefined): Range | undefined {
  if (invoked?.averageMs === undefined || invoked.memoryMb === undefined) return undefined;
  const { averageMs, memoryMb, architecture } = invoked;
  return {
    low: invocationDollars(low, averageMs, { memoryMb, architecture }),
    high: invocationDollars(high, averageMs, { memoryMb, architecture }),
  };
}

function assumptionsOf({ scale, invoked, region }: EffortFacts): string[] {
  return [
    ...(scale > 1 ? ["what was not looked at is like the sample"] : []),
    ...(invoked?.averageMs === undefined ? [] : [`an invocation takes ${formatDuration(invoked.averageMs)}, as lately`]),
    ...(invoked?.averageMs === undefined || region === pricedRegion ? [] : [`price of ${pricedRegion}`]),
    "nothing fails again",
  ];
}
