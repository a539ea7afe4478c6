import { formatCount, formatFigure, formatPercent } from "../../figures.ts";
import { concurrencyQuota } from "../../lag/advice.ts";
import { type MinuteSpan, sumIn, valueAt } from "../../lag/spans.ts";
import { raiseReserved } from "../../mapping/findings/function.ts";
import { busiest, recent, spanText, whole } from "./load.ts";
import type { ReasonSubject, TuningRule } from "./reason-subject.ts";

/** Of attempts: now, and over all minutes. The first as for lag; judgements of ours. */
const telling = 0.05;
const overAll = 0.01;
/** Above what the busiest minutes take. */
const room = 1.2;

/** R12: throttles are mended first: Lambda takes pollers away while the function is throttled (Lambda Developer Guide, Kafka scaling modes). */
export const throttles: TuningRule = (subject) => {
  const now = recent(subject);
  const span = shareOf(subject, now) >= telling ? now : whole(subject);
  const share = shareOf(subject, span);
  if (share < (span === now ? telling : overAll)) return undefined;
  const { reservedConcurrency: reserved } = subject.facts;
  const needed = neededExecutions(subject, span);
  const peak = formatFigure(busiest(subject.workload.arrivals.subarray(span.from, span.until)));
  const has = reserved === undefined ? "" : `; ${formatCount(reserved)} are reserved`;
  const figures =
    needed === undefined
      ? `the function's executions are used up${has}`
      : `${peak} records/s need ${formatCount(needed)} executions at once${has}`;
  const message = `throttled ${formatCount(sumIn(subject.samples, "throttles", span) ?? 0)} times in ${spanText(span)}, ${formatPercent(share)} of attempts: ${figures}`;
  const fix =
    reserved === undefined ? concurrencyQuota : raiseReserved(subject.mapping, needed ?? Math.max(subject.facts.partitions, 2 * reserved));
  return { reason: { rule: "R12", message, advice: { summary: "raise the function's concurrency first", fix, isFirst: true } }, weight: 1 };
};

function shareOf({ samples }: ReasonSubject, span: MinuteSpan): number {
  const [throttled = 0, invocations = 0] = [sumIn(samples, "throttles", span), sumIn(samples, "invocations", span)];
  return throttled === 0 ? 0 : throttled / (throttled + invocations);
}

/**
 * From what throttled minutes processed with the executions that they had. Undefined where that does not tell: nothing was processed, or more
 * than the busiest minutes need, as when other sources invoke the function, too. Executions beyond the partitions find no batch.
 */
function neededExecutions(subject: ReasonSubject, span: MinuteSpan): number | undefined {
  const { samples, workload, facts } = subject;
  let [records, minutes, executions] = [0, 0, facts.reservedConcurrency ?? 0];
  for (let minute = span.from; minute < span.until; minute += 1) {
    if ((valueAt(samples, "throttles", minute) ?? 0) === 0) continue;
    records += valueAt(samples, "committed", minute) ?? 0;
    minutes += 1;
    if (facts.reservedConcurrency === undefined) executions = Math.max(executions, valueAt(samples, "concurrentExecutions", minute) ?? 0);
  }
  if (records === 0 || executions === 0) return undefined;
  const ofOne = records / (60 * minutes) / executions;
  const peak = busiest(workload.arrivals.subarray(span.from, span.until));
  const needed = Math.min(facts.partitions, Math.ceil((peak / ofOne) * room));
  return needed > executions ? needed : undefined;
}
