import { valueAt } from "../../lag/spans.ts";
import { median } from "../../statistics.ts";
import { capacityOf, fullBatch } from "../capacity.ts";
import { workloadAt } from "../memory.ts";
import type { TuningSettings } from "../workload.ts";
import type { ReasonSubject } from "./reason-subject.ts";

/** Of a full batch: so many records are about it. */
const nearlyFull = 0.95;

/** What all partitions can do at most, one batch at a time each, in records of the topic a second. */
export interface PartitionBound {
  readonly perSecond: number;
  /** One partition's. */
  readonly lane: number;
  readonly batch: number;
}

/** The busiest partition is full first. */
export function partitionBound(subject: ReasonSubject, settings: TuningSettings): PartitionBound {
  const { workload, facts } = subject;
  const lane = measuredLane(subject, settings) ?? capacityOf(workloadAt(workload, settings), settings).lane;
  const hottest = Math.max(...workload.partitionShares, 1 / facts.partitions);
  return { perSecond: lane / hottest, lane, batch: fullBatch(workload, settings) };
}

/** Full batches that were seen say more than a straight line through smaller ones. Undefined where there was none. */
function measuredLane({ samples, workload, result }: ReasonSubject, { batchSize, memoryMb }: TuningSettings): number | undefined {
  const { settings: today } = result.current;
  if (batchSize !== today.batchSize || memoryMb !== today.memoryMb) return undefined;
  const most = fullBatch(workload, today);
  const durations: number[] = [];
  for (let minute = 0; minute < samples.settledMinutes; minute += 1) {
    const [invocations, invoked, durationMs] = (["invocations", "invoked", "durationMs"] as const).map((metric) =>
      valueAt(samples, metric, minute),
    );
    if (!invocations || invoked === undefined || !durationMs || (valueAt(samples, "errors", minute) ?? 0) > 0) continue;
    if (invoked / invocations >= nearlyFull * most) durations.push(durationMs);
  }
  const durationMs = median(durations);
  if (durationMs === undefined) return undefined;
  return (most / (durationMs + workload.work.dispatchMs) / Math.max(workload.passShare, Number.EPSILON)) * 1_000;
}
