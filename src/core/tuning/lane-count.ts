import { median } from "../statistics.ts";
import type { Lane } from "./batch-formation.ts";
import type { Work } from "./lane-simulation.ts";

/** A minute without a backlog. */
export interface LaneMinute {
  /** Records a second that pass the filter. */
  readonly recordsPerSecond: number;
  /** In a batch, on the average. */
  readonly records: number;
}

export interface LaneSettings {
  readonly windowMs: number;
  readonly mostRecords: number;
  readonly partitions: number;
  /** On demand a window follows each invocation; see `Lane`. */
  readonly restartsWith?: Lane["restartsWith"];
}

/** Of a full batch, beyond which a batch closes by its size as often as by its window. */
const windowLimited = 0.8;

/**
 * How many batches gather at once, which AWS does not say: from one to one a partition. A batch that closes by its window holds
 * 1 + rate × window / lanes records; one that gathers while the function is busy, rate × duration / lanes; on demand, rate × both / lanes, and
 * one more where nothing came while it was busy. Undefined where all batches are full, or hold one record each: then nothing tells.
 */
export function laneCount(
  minutes: readonly LaneMinute[],
  { windowMs, mostRecords, partitions, restartsWith }: LaneSettings,
  work: Work,
): number | undefined {
  const counts = minutes.flatMap(({ recordsPerSecond, records }) => {
    if (records > windowLimited * mostRecords || records < 1.2) return [];
    const busyMs = work.dispatchMs + work.invocationMs + work.recordMs * records;
    if (restartsWith === "invocation") return [lanesAfterInvocation(recordsPerSecond / 1_000, records, busyMs, windowMs)];
    const gathers =
      busyMs > windowMs ? (recordsPerSecond * busyMs) / 1_000 / records : (recordsPerSecond * windowMs) / 1_000 / (records - 1);
    return [gathers];
  });
  const middle = median(counts);
  return middle === undefined ? undefined : Math.min(partitions, Math.max(1, Math.round(middle)));
}

/** N = rate × (busy + window) / lanes + exp(−rate × busy / lanes): halved into, since more lanes make smaller batches. */
function lanesAfterInvocation(perMs: number, records: number, busyMs: number, windowMs: number): number {
  let [low, high] = [0, (perMs * (busyMs + windowMs)) / Math.max(records - 1, 1e-9)];
  for (let round = 0; round < 40; round += 1) {
    const lanes = (low + high) / 2;
    const found = (perMs * (busyMs + windowMs)) / lanes + Math.exp((-perMs * busyMs) / lanes);
    if (found > records) low = lanes;
    else high = lanes;
  }
  return high;
}
