import { formatCount, formatFigure } from "../../figures.ts";
import { valueAt } from "../../lag/spans.ts";
import { pollersPerUnit } from "../../mapping/cost.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";
import { isOfOne, minutesBehind } from "./behind.ts";
import { recent } from "./load.ts";
import { partitionBound } from "./partition-bound.ts";
import type { ReasonSubject, TuningRule } from "./reason-subject.ts";

/** Of what the partitions could do: what is processed is bound by something else. A judgement of ours. */
const wellBelow = 0.8;
/** Fewer minutes behind are no habit; of one that goes on, fewer tell. */
const leastMinutes = { past: 3, now: 2 };
/** Of attempts: then throttles or errors hold the lag, not scaling. */
const troubled = 0.05;

/** R7: on-demand pollers come later than the load, or more slowly. */
export const scalingDelay: TuningRule = (subject) => {
  const { samples, workload, facts, result, name } = subject;
  const bound = partitionBound(subject, result.current.settings).perSecond;
  if (result.current.settings.pollers !== undefined) return undefined;
  const late = minutesBehind(subject).filter((minute) => isHeldByScaling(subject, minute, bound));
  const last = late.at(-1);
  if (last === undefined) return undefined;
  const isNow = last >= recent(subject).from;
  if (late.length < leastMinutes[isNow ? "now" : "past"]) return undefined;
  const processed = (valueAt(samples, "committed", last) ?? 0) / 60;
  const arrived = workload.arrivals[last] ?? 0;
  const message = isNow
    ? `on-demand pollers do ${formatFigure(processed)} of ${formatFigure(arrived)} records/s; ${formatCount(facts.partitions)} partitions could do ${formatFigure(bound)}/s: provisioned pollers stand ready`
    : `on-demand pollers came too late in ${formatCount(late.length)} minutes, where partitions could do ${formatFigure(bound)} records/s: provisioned ones stand ready`;
  const isFound = result.verdict === "change" && result.picks.get("balanced")?.settings.pollers !== undefined;
  const pollers = Math.min(facts.partitions, pollersPerUnit);
  return {
    reason: {
      rule: "R7",
      message,
      // The search goes by the whole trace, in which what began just now hardly counts.
      ...(isFound || !isNow
        ? {}
        : {
            advice: {
              summary: "turn on provisioned mode",
              fix: `mskctl update ${shellWord(name)} --min-pollers ${pollers} --max-pollers ${facts.partitions}`,
              isFirst: true,
            },
          }),
    },
    weight: isNow ? 1 : late.length / samples.settledMinutes,
  };
};

function isHeldByScaling(subject: ReasonSubject, minute: number, bound: number): boolean {
  const { samples, facts } = subject;
  const committed = valueAt(samples, "committed", minute);
  if (committed === undefined || committed / 60 >= wellBelow * bound) return false;
  const [lag, ofOne] = [valueAt(samples, "lagRecords", minute) ?? 0, valueAt(samples, "maxPartitionLagRecords", minute) ?? 0];
  // More pollers do not help one partition.
  if (isOfOne(lag, ofOne, facts.partitions)) return false;
  const [invocations, throttles, errors] = (["invocations", "throttles", "errors"] as const).map(
    (metric) => valueAt(samples, metric, minute) ?? 0,
  ) as [number, number, number];
  return invocations > 0 && throttles + errors < troubled * (invocations + throttles);
}
