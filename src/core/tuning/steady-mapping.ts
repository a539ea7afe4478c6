import { fullBatch, laneShares } from "./capacity.ts";
import { type SteadyLane, steadyLane } from "./steady-lane.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** A mapping whose arrivals do not change and whose lag does not grow. Figures of a second. */
export interface SteadyMapping {
  readonly invocations: number;
  /** Of the function: what invocations take whatever they hold, and what their records take. Their sum is the executions at once. */
  readonly overheadSeconds: number;
  readonly recordSeconds: number;
  /** Records in a batch, on the average. */
  readonly batch: number;
  /** Of the records that pass, from the topic to the end of their batch. */
  readonly meanAgeMs: number;
  shareOlder(ms: number): number;
  /** Of the batches, that close by their window. */
  readonly windowShare: number;
}

/** What a lane goes by. On demand its window restarts with the end of an invocation, else with that of a batch. */
export type LaneSettings = Pick<TuningSettings, "batchSize" | "windowMs" | "pollers">;

/** Lanes of nearly the same share are reckoned once. */
const mostClasses = 12;

/** Lanes that gather, and how many there can be where those have more than they can do. */
export interface LaneRange {
  readonly gathering: number;
  readonly working: number;
}

/**
 * What reckons a mapping with so many lanes at any rate of arrivals; undefined for rates that cannot be kept up with. Lanes that would have too
 * much to do part: a full batch leaves the others' partitions free.
 */
export function steadyMapping(
  workload: Workload,
  settings: LaneSettings,
  { gathering, working }: LaneRange,
): (perSecond: number) => SteadyMapping | undefined {
  const byLanes = new Map<number, ReturnType<typeof withLanes>>();
  return (perSecond) => {
    for (let lanes = gathering; ; lanes = Math.min(working, Math.ceil(lanes * parting))) {
      const reckon = byLanes.get(lanes) ?? withLanes(workload, settings, lanes);
      byLanes.set(lanes, reckon);
      const steady = reckon(perSecond);
      if (steady !== undefined || lanes >= working) return steady;
    }
  };
}

/** Lanes that part become more by this factor. */
const parting = 1.25;

function withLanes(workload: Workload, settings: LaneSettings, lanes: number): (perSecond: number) => SteadyMapping | undefined {
  const classes = laneClasses(laneShares(workload, lanes));
  const restartsWith = settings.pollers === undefined ? "invocation" : "batch";
  const shape = { windowMs: settings.windowMs, mostRecords: fullBatch(workload, settings), restartsWith } as const;
  return (perSecond) => {
    const passing = perSecond * workload.passShare;
    if (passing === 0) return nothing;
    const steady: (Weighted & { readonly lane: SteadyLane })[] = [];
    for (const { share, count } of classes) {
      const lane = share === 0 ? undefined : steadyLane({ ...shape, recordsPerSecond: passing * share }, workload.work);
      if (lane !== undefined) steady.push({ share, count, lane });
      else if (share > 0) return undefined;
    }
    return together(steady, passing, workload);
  };
}

interface Weighted {
  /** Of the arrivals, for each of `count` lanes. */
  readonly share: number;
  readonly count: number;
}

function together(lanes: readonly (Weighted & { readonly lane: SteadyLane })[], passing: number, { work }: Workload): SteadyMapping {
  const byRecords = (value: (lane: SteadyLane) => number) =>
    lanes.reduce((sum, { share, count, lane }) => sum + share * count * value(lane), 0);
  const invocations = lanes.reduce((sum, { share, count, lane }) => sum + (count * passing * share) / lane.records, 0);
  return {
    invocations,
    overheadSeconds: (invocations * work.invocationMs) / 1_000,
    recordSeconds: (passing * work.recordMs) / 1_000,
    batch: passing / invocations,
    meanAgeMs: byRecords((lane) => lane.meanAgeMs),
    shareOlder: (ms) => byRecords((lane) => lane.shareOlder(ms)),
    windowShare:
      lanes.reduce((sum, { share, count, lane }) => sum + ((count * passing * share) / lane.records) * lane.windowShare, 0) / invocations,
  };
}

const nothing: SteadyMapping = {
  invocations: 0,
  overheadSeconds: 0,
  recordSeconds: 0,
  batch: 0,
  meanAgeMs: 0,
  shareOlder: () => 0,
  windowShare: 0,
};

/** Lanes in the order of their shares, the equal ones together; of many different ones, neighbours by their mean. */
function laneClasses(shares: readonly number[]): readonly Weighted[] {
  const sorted = shares.toSorted((a, b) => b - a);
  const equal: { share: number; count: number }[] = [];
  for (const share of sorted) {
    const last = equal.at(-1);
    if (last !== undefined && last.share - share <= 1e-9) last.count += 1;
    else equal.push({ share, count: 1 });
  }
  if (equal.length <= mostClasses) return equal;
  // The busiest stays alone: it is what overflows first.
  const [busiest = 0, ...others] = sorted;
  const size = Math.ceil(others.length / (mostClasses - 1));
  const chunks = Array.from({ length: Math.ceil(others.length / size) }, (_, index) => others.slice(index * size, (index + 1) * size));
  return [
    { share: busiest, count: 1 },
    ...chunks.map((chunk) => ({ share: chunk.reduce((sum, each) => sum + each, 0) / chunk.length, count: chunk.length })),
  ];
}
