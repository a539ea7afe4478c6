import type { MapRun, MapRunCounts } from "../../../core/redrive/handover/map-run.ts";
import type { MapRunName } from "../../../core/redrive/handover/map-run-arn.ts";
import { nextOfMapRun } from "../../../core/redrive/handover/map-run-next.ts";
import { type MapRunProgress, type MapRunVerdict, mapRunVerdict } from "../../../core/redrive/handover/map-run-progress.ts";

/** What was to be changed of a Map Run. */
export interface MapRunChange {
  readonly field: "MaxConcurrency";
  readonly from: number;
  readonly to: number;
  /** False: a dry run, the answer was no, or it was so already. */
  readonly applied: boolean;
}

/** `mskctl redrive watch-map-run --json`, and each line of `--ndjson`; docs/schema/redrive-watch-map-run.schema.json. */
export interface MapRunDocument {
  readonly schemaVersion: 1;
  readonly mapRun: {
    readonly arn: string;
    readonly executionArn: string;
    readonly region: string;
    readonly accountId: string;
    readonly status: string;
    readonly startedAt: string;
    readonly stoppedAt: string | null;
    readonly maxConcurrency: number;
    readonly toleratedFailurePercentage: number;
    readonly toleratedFailureCount: number;
    readonly redriveCount: number;
    readonly items: MapRunCounts;
    readonly children: MapRunCounts;
  };
  readonly progress: {
    readonly doneItems: number;
    readonly doneShare: number | null;
    readonly itemsPerSecond: number | null;
    readonly leftMs: { readonly low: number; readonly high: number } | null;
    readonly failedItems: number;
    readonly failedShare: number | null;
    readonly toleratedItems: number | null;
    readonly failuresNear: boolean;
  };
  readonly verdict: MapRunVerdict;
  readonly change: MapRunChange | null;
  /** Commands that lead on. */
  readonly next: readonly string[];
}

export function mapRunDocument(progress: MapRunProgress, name: MapRunName, change: MapRunChange | undefined): MapRunDocument {
  const { run, left, failures } = progress;
  return {
    schemaVersion: 1,
    mapRun: described(run, name),
    progress: {
      doneItems: progress.doneItems,
      doneShare: progress.doneShare ?? null,
      itemsPerSecond: progress.itemsPerSecond ?? null,
      leftMs: left === undefined ? null : { low: Math.round(left.low), high: Math.round(left.high) },
      failedItems: failures.items,
      failedShare: failures.share ?? null,
      toleratedItems: failures.toleratedItems ?? null,
      failuresNear: failures.isNear,
    },
    verdict: mapRunVerdict(run),
    change: change ?? null,
    next: nextOfMapRun(run, name.region).map(({ command }) => command),
  };
}

/** A line of `--ndjson`. */
export function mapRunEventLine(type: "plan" | "progress" | "end", atMs: number, document: MapRunDocument): string {
  return JSON.stringify({ type, at: new Date(atMs).toISOString(), ...document });
}

function described({ startedAtMs, stoppedAtMs, arn: _, ...run }: MapRun, { arn, region, accountId }: MapRunName): MapRunDocument["mapRun"] {
  const time = (ms: number) => new Date(ms).toISOString();
  return { arn, region, accountId, ...run, startedAt: time(startedAtMs), stoppedAt: stoppedAtMs === undefined ? null : time(stoppedAtMs) };
}
