import type { Range } from "../effort.ts";
import type { MapRun, MapRunCounts } from "./map-run.ts";

/** Where a Map Run stands. */
export interface MapRunProgress {
  readonly run: MapRun;
  readonly atMs: number;
  /** Items that came to an end, whichever. */
  readonly doneItems: number;
  /** 0 to 1; undefined: there is nothing to do yet. */
  readonly doneShare: number | undefined;
  /** Over the last minutes; undefined until it can be told. */
  readonly itemsPerSecond: number | undefined;
  /** Milliseconds; undefined until so many children have ended that a range can be told. */
  readonly left: Range | undefined;
  readonly failures: MapRunFailures;
}

/** Failed and timed out items, beside those that may. */
interface MapRunFailures {
  readonly items: number;
  /** Of all items; undefined: there are none. */
  readonly share: number | undefined;
  /** The Map Run fails when more do. Undefined: any number may. */
  readonly toleratedItems: number | undefined;
  /** Half of them have failed, or more. */
  readonly isNear: boolean;
}

export type MapRunVerdict = "running" | "succeeded" | "succeeded-in-part" | "failed" | "aborted" | "ended";

const windowMs = 5 * 60_000;
/** A shorter look says more of when the counts are written than of the speed. */
const shortestMs = 30_000;
/** Items end a batch at a time, so what is counted by chance is children: of 10, two standard deviations are two thirds. */
const enoughChildren = 10;
const nearShare = 0.5;

interface Mark {
  readonly run: MapRun;
  readonly atMs: number;
}

/** Makes of one description after the other where the Map Run stands. Speed is that of the last minutes, and of one concurrency. */
export function mapRunProgress(): (run: MapRun, atMs: number) => MapRunProgress {
  let marks: Mark[] = [];
  return (run, atMs) => {
    const last = marks.at(-1);
    if (last !== undefined && isOtherPace(last.run, run)) marks = [];
    marks.push({ run, atMs });
    while (marks.length > 2 && atMs - (marks[0]?.atMs ?? atMs) > windowMs) marks.shift();
    return progressOver(marks[0] ?? { run, atMs }, { run, atMs });
  };
}

/** It is over: nothing of it changes any more but by a redrive. */
export function isMapRunOver({ status, stoppedAtMs }: MapRun): boolean {
  return stoppedAtMs !== undefined || status === "SUCCEEDED" || status === "FAILED" || status === "ABORTED";
}

/** How it stands, or has ended; a status that is not known is an end of which nothing more can be said. */
export function mapRunVerdict(run: MapRun): MapRunVerdict {
  if (!isMapRunOver(run)) return "running";
  if (run.status === "FAILED") return "failed";
  if (run.status === "ABORTED") return "aborted";
  if (run.status !== "SUCCEEDED") return "ended";
  return unsuccessful(run.children) + unsuccessful(run.items) > 0 ? "succeeded-in-part" : "succeeded";
}

/** Failed, timed out or aborted. */
export function unsuccessful({ failed, timedOut, aborted }: MapRunCounts): number {
  return failed + timedOut + aborted;
}

/** Come to an end, whichever. */
export function ended(counts: MapRunCounts): number {
  return counts.succeeded + unsuccessful(counts);
}

function isOtherPace(before: MapRun, now: MapRun): boolean {
  return before.maxConcurrency !== now.maxConcurrency || before.redriveCount !== now.redriveCount || ended(now.items) < ended(before.items);
}

function progressOver(first: Mark, { run, atMs }: Mark): MapRunProgress {
  const doneItems = ended(run.items);
  const { total } = run.items;
  const elapsedMs = atMs - first.atMs;
  const itemsPerSecond = elapsedMs < shortestMs ? undefined : ((doneItems - ended(first.run.items)) / elapsedMs) * 1_000;
  return {
    run,
    atMs,
    doneItems,
    doneShare: total === 0 ? undefined : Math.min(1, doneItems / total),
    itemsPerSecond,
    left: leftOver(first.run, run, itemsPerSecond),
    failures: failuresOf(run),
  };
}

/** Two standard deviations of a count of children to either side. A total that still grows has no end yet: the source is being listed. */
function leftOver(first: MapRun, run: MapRun, itemsPerSecond: number | undefined): Range | undefined {
  const children = ended(run.children) - ended(first.children);
  const items = run.items.total - ended(run.items);
  if (isMapRunOver(run) || !itemsPerSecond || children < enoughChildren || items <= 0 || first.items.total !== run.items.total)
    return undefined;
  const spread = 2 / Math.sqrt(children);
  const leftMs = (items / itemsPerSecond) * 1_000;
  return { low: leftMs / (1 + spread), high: leftMs / (1 - spread) };
}

/**
 * Both limits are in items (API reference, UpdateMapRun), and the lower one holds. Assumption: 0 beside a limit that is set means that it is
 * not set, and the percentage is one of all items.
 */
function failuresOf({ items: counts, toleratedFailureCount, toleratedFailurePercentage }: MapRun): MapRunFailures {
  const items = counts.failed + counts.timedOut;
  const limits = [
    ...(toleratedFailureCount > 0 ? [toleratedFailureCount] : []),
    ...(toleratedFailurePercentage > 0 ? [Math.floor((counts.total * toleratedFailurePercentage) / 100)] : []),
  ];
  const toleratedItems =
    toleratedFailurePercentage >= 100 && limits.length === 1
      ? undefined
      : Math.min(...limits, limits.length === 0 ? 0 : Number.POSITIVE_INFINITY);
  return {
    items,
    share: counts.total === 0 ? undefined : items / counts.total,
    toleratedItems,
    isNear: items > 0 && toleratedItems !== undefined && items >= toleratedItems * nearShare,
  };
}
