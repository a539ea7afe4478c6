import type { Candidate } from "./candidate.ts";
import { fullBatch } from "./capacity.ts";
import type { TuningGoals } from "./goals.ts";
import { workloadAt } from "./memory.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** Of a mapping's function: of longer ones Lambda waits for no answer. Lambda Developer Guide, process Kafka messages. */
const mostTimeoutMs = 14 * 60_000;
/** A slow invocation takes so many times as long as one of its kind usually does. A judgement of ours: 99 of 100 are faster. */
const slowest = 1.5;
/** A full batch, slow, is to take no more of the timeout. */
const mostOfTimeout = 0.5;
/** More executions at once than the mean of the busiest minute. */
const burst = 1.2;

/** True when a full batch is done well before the function's timeout. */
function fitsTimeout(workload: Workload, settings: Pick<TuningSettings, "batchSize">): boolean {
  const { invocationMs, recordMs } = workload.work;
  const durationMs = slowest * (invocationMs + recordMs * fullBatch(workload, settings));
  return durationMs <= mostOfTimeout * Math.min(workload.function.timeoutMs, mostTimeoutMs);
}

/** True for settings that can be used at all: in time, within the function's concurrency, without a lag that grows for ever. */
export function isFeasible(workload: Workload, candidate: Candidate): boolean {
  return (
    fitsTimeout(workloadAt(workload, candidate.settings), candidate.settings) &&
    candidate.peakConcurrency * burst <= workload.function.concurrency &&
    Number.isFinite(candidate.ageP99Ms)
  );
}

export function keepsTo(goals: Pick<TuningGoals, "ageP99Ms" | "catchUp" | "budget">, candidate: Candidate): boolean {
  return missesBy(goals, candidate) <= 1;
}

/** How far the worst of the goals is missed, as a factor; 1 or less: all are kept. */
export function missesBy(
  { ageP99Ms, catchUp, budget }: Pick<TuningGoals, "ageP99Ms" | "catchUp" | "budget">,
  candidate: Candidate,
): number {
  return Math.max(
    candidate.ageP99Ms / ageP99Ms,
    catchUp === undefined ? 0 : (candidate.catchUpMs ?? Number.POSITIVE_INFINITY) / catchUp.withinMs,
    budget === undefined ? 0 : candidate.cost.total / budget,
  );
}
