import { formatCount, formatPercent } from "../../figures.ts";
import { shareOfBill } from "./money-behind.ts";
import type { TuningRule } from "./reason-subject.ts";

/** R16: by a Power Tuning result, other memory is cheaper, or fast enough for the goals. */
export const memory: TuningRule = (subject) => {
  const { result, workload } = subject;
  const from = result.current.settings.memoryMb;
  const to = result.verdict === "change" ? result.picks.get("balanced")?.settings.memoryMb : undefined;
  const factor = to === undefined ? undefined : workload.memoryFactors?.get(to);
  if (from === undefined || to === undefined || factor === undefined || from === to) return undefined;
  const paid = (to * factor) / from;
  const change = paid < 1 ? `${formatPercent(1 - paid)} fewer` : `${formatPercent(paid - 1)} more`;
  const message = `with ${formatCount(to)} MB instead of ${formatCount(from)} the function takes ${formatPercent(factor)} of its time, by Power Tuning: ${change} GB-seconds for the same records`;
  const { overhead, records } = result.current.cost;
  return { reason: { rule: "R16", message }, weight: shareOfBill(Math.abs(1 - paid) * (overhead + records), subject) };
};
