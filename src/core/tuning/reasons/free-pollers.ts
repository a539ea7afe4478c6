import { formatCount } from "../../figures.ts";
import { pollersPerUnit } from "../../mapping/cost.ts";
import { formatDollars } from "../../money.ts";
import { meanOf } from "../loads.ts";
import { pollerUnits } from "../usage.ts";
import { unitDollars } from "./money-behind.ts";
import type { TuningRule } from "./reason-subject.ts";

/** R5: an event poller unit holds ten pollers by default, so more of them can stand ready for the same money. */
export const freePollers: TuningRule = (subject) => {
  const { workload, result, facts } = subject;
  const { pollers, pollerGroup } = result.current.settings;
  if (pollers === undefined || pollerGroup !== undefined) return undefined;
  const units = pollerUnits(pollers.minimum, meanOf(workload.arrivals) * workload.recordBytes);
  const free = Math.min(facts.partitions, units * pollersPerUnit);
  if (pollers.minimum >= free) return undefined;
  const raised = free > pollers.maximum ? " with as high a maximum" : "";
  const message = `MinimumPollers ${formatCount(pollers.minimum)} costs as much as ${formatCount(free)}${raised}: ${formatDollars(unitDollars(units, subject))} a month for up to ${formatCount(units * pollersPerUnit)}`;
  return { reason: { rule: "R5", message }, weight: 0.01 };
};
