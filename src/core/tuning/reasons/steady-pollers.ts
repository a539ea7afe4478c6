import { formatCount, formatFigure } from "../../figures.ts";
import { formatDollars } from "../../money.ts";
import { meanOf } from "../loads.ts";
import { pollerUnits } from "../usage.ts";
import { unitDollars } from "./money-behind.ts";
import type { TuningRule } from "./reason-subject.ts";

/** Each of them stops polling while the group shares out its partitions anew. So few a day nobody minds: a judgement of ours. */
const leastChangesADay = 6;
const dayMinutes = 1_440;

/** R8: a minimum that equals the maximum stops the rebalances that changing numbers of pollers bring. */
export const steadyPollers: TuningRule = (subject) => {
  const { samples, workload, result, facts } = subject;
  const { pollers, pollerGroup } = result.current.settings;
  const most = Math.min(pollers?.maximum ?? 0, facts.partitions);
  if (pollers === undefined || most <= pollers.minimum) return undefined;
  const running = (samples.series.get("pollers") ?? []).slice(0, samples.settledMinutes).filter((value) => value !== undefined);
  const changes = running.filter((value, index) => index > 0 && value !== running[index - 1]).length;
  const perDay = (changes / Math.max(1, running.length)) * dayMinutes;
  // A morning alone is no habit.
  if (perDay < leastChangesADay || changes < leastChangesADay) return undefined;
  const bytes = meanOf(workload.arrivals) * workload.recordBytes;
  const more = unitDollars(pollerUnits(most, bytes) - pollerUnits(pollers.minimum, bytes), subject);
  const price = pollerGroup !== undefined || more === 0 ? "" : ` for ${formatDollars(more)} a month`;
  const message = `the number of pollers changed ${formatFigure(perDay)} times a day, and polling stops each time: MinimumPollers ${formatCount(most)} ends that${price}`;
  return { reason: { rule: "R8", message }, weight: 0.02 };
};
