import { formatCount, formatFigure } from "../../figures.ts";
import { busiest } from "./load.ts";
import { partitionBound } from "./partition-bound.ts";
import type { ReasonSubject, TuningRule } from "./reason-subject.ts";

/** Of a poller; a partition is read by one (Lambda Developer Guide, Kafka scaling modes). */
const pollerBytesPerSecond = 5_000_000;
/** Of what the partitions can do: from here on somebody may want to know, and there it is urgent. Judgements of ours. */
const noticeable = 0.5;
const nearlyFull = 0.8;

/** R13: from which rate on the topic needs more partitions. */
export const partitions: TuningRule = (subject) => {
  const { workload, facts } = subject;
  const settings = settingsInView(subject);
  const bound = partitionBound(subject, settings);
  // What an on-demand poller fetches at most is not documented.
  const byBytes =
    settings.pollers === undefined ? Number.POSITIVE_INFINITY : (facts.partitions * pollerBytesPerSecond) / workload.recordBytes;
  const most = Math.min(bound.perSecond, byBytes);
  const peak = busiest(workload.arrivals);
  if (!(peak >= noticeable * most)) return undefined;
  const why = byBytes < bound.perSecond ? "by 5 MB/s each" : `with batches of ${formatCount(bound.batch)}`;
  const wanted = Math.max(facts.partitions + 1, Math.ceil((facts.partitions * peak) / (nearlyFull * most)));
  const needs = peak > nearlyFull * most ? `, ${formatCount(wanted)} for these` : "";
  const message = `${formatCount(facts.partitions)} partitions do up to ${formatFigure(most)} records/s ${why}, and the busiest minutes bring ${formatFigure(peak)}: from there on more are needed${needs}`;
  return { reason: { rule: "R13", message }, weight: peak > nearlyFull * most ? 0.9 : 0.05 };
};

/** Those that will be in force. A batch size that was never seen says nothing where a + b·n is not known. */
function settingsInView({ result, estimate }: ReasonSubject): ReasonSubject["result"]["current"]["settings"] {
  const pick = result.verdict === "change" && estimate.fit !== undefined ? result.picks.get("balanced") : undefined;
  return (pick ?? result.current).settings;
}
