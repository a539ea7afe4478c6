import { formatCount, formatFigure, formatPercent } from "../../figures.ts";
import { valueAt } from "../../lag/spans.ts";
import { isOfOne, minutesBehind } from "./behind.ts";
import { busiest } from "./load.ts";
import { partitionBound } from "./partition-bound.ts";
import type { ReasonSubject, TuningRule } from "./reason-subject.ts";

/** A partition gets so many times its share. A judgement of ours. */
const unevenly = 2;
/** Of what a partition can do, beyond which it falls behind. */
const nearlyFull = 0.8;
const leastMinutes = 5;

/** R4: one partition gets more than can be read in order, however many pollers there are. */
export const hotPartition: TuningRule = (subject) => ofLag(subject) ?? ofShares(subject);

function ofShares(subject: ReasonSubject): ReturnType<TuningRule> {
  const { workload, result } = subject;
  const shares = workload.partitionShares;
  const hottest = Math.max(0, ...shares);
  if (hottest * shares.length < unevenly) return undefined;
  const { lane } = partitionBound(subject, result.current.settings);
  const perSecond = hottest * busiest(workload.arrivals);
  if (perSecond <= nearlyFull * lane) return undefined;
  const message = `one partition gets ${formatPercent(hottest)} of the records, up to ${formatFigure(perSecond)}/s, and can do ${formatFigure(lane)}/s: no number of pollers mends that, keys do`;
  return { reason: { rule: "R4", message }, weight: 1 };
}

function ofLag(subject: ReasonSubject): ReturnType<TuningRule> {
  const { samples, facts } = subject;
  const behind = minutesBehind(subject);
  let [lag, most] = [0, 0];
  for (const minute of behind) {
    const ofOne = valueAt(samples, "maxPartitionLagRecords", minute);
    if (ofOne === undefined) continue;
    lag += valueAt(samples, "lagRecords", minute) ?? 0;
    most += ofOne;
  }
  if (behind.length < leastMinutes || !isOfOne(lag, most, facts.partitions)) return undefined;
  const message = `one of ${formatCount(facts.partitions)} partitions held ${formatPercent(Math.min(1, most / lag))} of the lag in ${formatCount(behind.length)} minutes: no number of pollers mends that, keys do`;
  return { reason: { rule: "R4", message }, weight: behind.length / samples.settledMinutes };
}
