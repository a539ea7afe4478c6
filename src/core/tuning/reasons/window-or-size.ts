import { formatFigure, formatPercent } from "../../figures.ts";
import { sumIn } from "../../lag/spans.ts";
import { formatDuration } from "../../time.ts";
import { fullBatch } from "../capacity.ts";
import { type Levels, levelBook } from "../steady-levels.ts";
import { widthOf } from "../width.ts";
import { whole } from "./load.ts";
import { shareOfBill } from "./money-behind.ts";
import type { ReasonSubject, TuningRule } from "./reason-subject.ts";

/** From here on one of the two closes the batches. A judgement of ours. */
const clearly = 0.8;
/** Of the bill; less money moves nobody. */
const leastMoney = 0.05;

/** R1: what closes the batches, their window or their size. */
export const windowOrSize: TuningRule = (subject) => {
  const { workload, result } = subject;
  const { settings, cost } = result.current;
  const weight = shareOfBill(cost.requests + cost.overhead, subject);
  const records = meanBatch(subject);
  if (weight < leastMoney || records === undefined) return undefined;
  const most = fullBatch(workload, settings);
  const byWindow = windowShare(subject);
  const filled = `${formatFigure(records)} of ${formatFigure(most)} records`;
  if (byWindow >= clearly && records < clearly * most) {
    const message =
      settings.windowMs === 0
        ? `without a window a batch holds what is there, ${filled}: the window is the lever, not BatchSize`
        : `${formatPercent(byWindow)} of batches close on the window of ${formatDuration(settings.windowMs)}, with ${filled}: the window is the lever, not BatchSize`;
    return { reason: { rule: "R1", message }, weight };
  }
  if (byWindow > 1 - clearly || records < clearly * most) return undefined;
  const message = `${formatPercent(1 - byWindow)} of batches are full at ${formatFigure(most)} records: BatchSize is the lever, not the window of ${formatDuration(settings.windowMs)}`;
  return { reason: { rule: "R1", message }, weight };
};

/** As it was counted. */
function meanBatch(subject: ReasonSubject): number | undefined {
  const span = whole(subject);
  const [invoked, invocations] = [sumIn(subject.samples, "invoked", span), sumIn(subject.samples, "invocations", span)];
  return invoked === undefined || !invocations ? undefined : invoked / invocations;
}

/** Of all batches; those of a backlog are full. No metric tells it, so it is the model's. */
function windowShare({ workload, result }: ReasonSubject): number {
  const { current, currentRun } = result;
  const book = levelBook(workload);
  const byPollers = new Map<number, Levels>();
  let [batches, onWindow] = [0, 0];
  for (const [minute, perSecond] of workload.arrivals.entries()) {
    const pollers = currentRun.pollers[minute] ?? 1;
    const level = byPollers.get(pollers) ?? book(current.settings, widthOf(workload, current.settings, pollers).lanes);
    byPollers.set(pollers, level);
    const invocations = currentRun.invocations[minute] ?? 0;
    batches += invocations;
    onWindow += currentRun.binding[minute] === "none" ? invocations * (level(perSecond)?.windowShare ?? 0) : 0;
  }
  return batches === 0 ? 0 : onWindow / batches;
}
