import { formatPercent } from "../../figures.ts";
import { formatDollars } from "../../money.ts";
import { shareOfBill } from "./money-behind.ts";
import type { TuningRule } from "./reason-subject.ts";

/** Of the function's time, from which larger batches save, and below which they do not. Judgements of ours. */
const telling = 0.3;
const negligible = 0.1;

/** R3: how much of the function's time is its invocations' and not its records': what batching can save, and the floor. */
export const overhead: TuningRule = (subject) => {
  const { result, estimate } = subject;
  const { requests, overhead: invocations, records } = result.current.cost;
  const time = invocations + records;
  // Where the two could not be told apart, nothing is to be said of their shares.
  if (estimate.fit === undefined || time <= 0) return undefined;
  const share = invocations / time;
  const saves = formatDollars(requests + invocations);
  if (share >= telling) {
    const message = `${formatPercent(share)} of the function's time is its invocations' own: batching saves up to ${saves} a month; records alone cost ${formatDollars(records)}`;
    return { reason: { rule: "R3", message }, weight: shareOfBill(requests + invocations, subject) };
  }
  if (share >= negligible) return undefined;
  const message = `only ${formatPercent(share)} of the function's time is its invocations' own: larger batches save ${saves} a month at most`;
  return { reason: { rule: "R3", message }, weight: 0 };
};
