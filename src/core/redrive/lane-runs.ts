import type { OffsetRun } from "./offset-run.ts";
import { type OffsetSet, offsetSet } from "./offset-set.ts";
import type { LaneId } from "./ports.ts";

export interface LaneRun extends OffsetRun {
  readonly lane: LaneId;
}

/** Runs of many lanes, as many as may be kept. */
export interface LaneRuns {
  /** Gives how many of the offsets were in it before; what comes when it is full is not kept. */
  add(lane: LaneId, run: OffsetRun): bigint;
  /** How many of the offsets are in it. */
  common(lane: LaneId, run: OffsetRun): bigint;
  /** In order of lane and offset. */
  runs(): readonly LaneRun[];
  /** False when something was not kept. */
  isComplete(): boolean;
}

export function createLaneRuns(mostRuns: number): LaneRuns {
  const lanes = new Map<string, { readonly lane: LaneId; readonly offsets: OffsetSet }>();
  let kept = 0;
  let complete = true;

  return {
    add(lane, run) {
      const key = `${lane.topic}-${lane.partition}`;
      const { offsets } = lanes.get(key) ?? { offsets: offsetSet() };
      if (kept >= mostRuns) {
        const common = offsets.common(run);
        if (common < run.last - run.first + 1n) complete = false;
        return common;
      }
      lanes.set(key, { lane, offsets });
      const before = offsets.size;
      const common = offsets.add(run);
      kept += offsets.size - before;
      return common;
    },
    common: (lane, run) => lanes.get(`${lane.topic}-${lane.partition}`)?.offsets.common(run) ?? 0n,
    runs: () => [...lanes.values()].toSorted(byLane).flatMap(({ lane, offsets }) => offsets.runs().map((run) => ({ lane, ...run }))),
    isComplete: () => complete,
  };
}

/** By topic, then partition. */
export function byLane(a: { readonly lane: LaneId }, b: { readonly lane: LaneId }): number {
  if (a.lane.topic === b.lane.topic) return a.lane.partition - b.lane.partition;
  return a.lane.topic < b.lane.topic ? -1 : 1;
}
