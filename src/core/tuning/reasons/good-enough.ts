import { formatCount } from "../../figures.ts";
import { formatDollars } from "../../money.ts";
import { formatDuration } from "../../time.ts";
import { p99Text } from "./age-text.ts";
import type { TuningRule } from "./reason-subject.ts";

/** R14: nothing is worth a change. */
export const goodEnough: TuningRule = ({ result }) => {
  if (result.verdict !== "no change") return undefined;
  const { current, goals, looked } = result;
  const saves = current.cost.total - (result.picks.get("balanced")?.cost.total ?? current.cost.total);
  const best = saves >= 0.01 ? `the best saves ${formatDollars(saves)} of ${formatDollars(current.cost.total)} a month` : "none costs less";
  const message = `good enough: ${p99Text(current.ageP99Ms)}, the goal ${formatDuration(goals.ageP99Ms)}; of ${formatCount(looked.byFormula)} settings ${best}`;
  return { reason: { rule: "R14", message }, weight: 1 };
};
