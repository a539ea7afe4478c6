import { valueAt } from "../../lag/spans.ts";
import { fullBatch } from "../capacity.ts";
import type { ReasonSubject } from "./reason-subject.ts";

/** Settled minutes whose lag is older than the goal allows, and more than batches on their way make up; by index. */
export function minutesBehind({ samples, workload, facts, result }: ReasonSubject): readonly number[] {
  const inBatches = facts.partitions * fullBatch(workload, result.current.settings);
  const found: number[] = [];
  for (let minute = 0; minute < samples.settledMinutes; minute += 1) {
    const lag = valueAt(samples, "lagRecords", minute) ?? 0;
    const perSecond = workload.arrivals[minute] ?? 0;
    if (lag > inBatches && lag * 1_000 > perSecond * result.goals.ageP99Ms) found.push(minute);
  }
  return found;
}

/** One partition is so many times as far behind as the others on the average. As for lag; a judgement of ours. */
const farBehind = 4;

/** Whether one partition's lag, `most`, stands out of the whole. */
export function isOfOne(lag: number, most: number, partitions: number): boolean {
  return partitions > 1 && most > 0 && most >= farBehind * (Math.max(0, lag - most) / (partitions - 1));
}
