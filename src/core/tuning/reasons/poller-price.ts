import { formatCount, plural } from "../../figures.ts";
import { formatDollars } from "../../money.ts";
import { formatDuration } from "../../time.ts";
import { capacityOf, lanesWith, narrowest } from "../capacity.ts";
import { meanOf } from "../loads.ts";
import { pollerUnits } from "../usage.ts";
import type { TuningSettings } from "../workload.ts";
import { p99Text } from "./age-text.ts";
import { busiest } from "./load.ts";
import { shareOfBill, unitDollars } from "./money-behind.ts";
import type { ReasonSubject, TuningRule, WeighedReason } from "./reason-subject.ts";

type Pollers = NonNullable<TuningSettings["pollers"]>;

/** Of a poller's capacity, beyond which there are to be more. As the search has it by default, in the middle of 0.7 to 0.9. */
const target = 0.8;
/** Two mappings of so much fit into an event poller unit with room to spare: of 20 MB/s that it carries. */
const littleBytes = 2_000_000;

/** R6: event pollers cost more than they bring. */
export const pollerPrice: TuningRule = (subject) => {
  const { pollers, pollerGroup } = subject.result.current.settings;
  if (pollers === undefined || pollerGroup !== undefined) return undefined;
  return onDemandWillDo(subject) ?? tooMany(subject, pollers) ?? shared(subject, pollers);
};

/** Those who search have weighed it: it is what they recommend. */
function onDemandWillDo(subject: ReasonSubject): WeighedReason | undefined {
  const { result } = subject;
  const pick = result.picks.get("balanced");
  if (result.verdict !== "change" || pick === undefined || pick.settings.pollers !== undefined) return undefined;
  const dollars = result.current.cost.pollerUnits;
  const message = `pollers cost ${formatDollars(dollars)} a month; on-demand mode needs none of them, and ${p99Text(pick.ageP99Ms)} of ${formatDuration(result.goals.ageP99Ms)}`;
  return { reason: { rule: "R6", message }, weight: shareOfBill(dollars, subject) };
}

function tooMany(subject: ReasonSubject, pollers: Pollers): WeighedReason | undefined {
  const { workload, result, facts } = subject;
  const ofOne = narrowest(capacityOf(workload, result.current.settings), 1, lanesWith(workload, 1)).perSecond;
  const peak = busiest(workload.arrivals);
  const needed = Math.max(1, Math.min(facts.partitions, Math.ceil(peak / (ofOne * target))));
  const units = pollerUnits(pollers.minimum, meanOf(workload.arrivals) * workload.recordBytes);
  const unitsNeeded = pollerUnits(needed, peak * workload.recordBytes);
  if (unitsNeeded >= units) return undefined;
  const [now, then] = [unitDollars(units, subject), unitDollars(unitsNeeded, subject)];
  const message = `MinimumPollers ${formatCount(pollers.minimum)} takes ${plural(units, "EPU")}, ${formatDollars(now)} a month; the busiest minutes need ${plural(needed, "poller")}: ${plural(unitsNeeded, "EPU")}, ${formatDollars(then)}`;
  return { reason: { rule: "R6", message }, weight: shareOfBill(now - then, subject) };
}

/** If the others are like this one: their settings are not known here. */
function shared(subject: ReasonSubject, pollers: Pollers): WeighedReason | undefined {
  const { workload, facts } = subject;
  const bytes = busiest(workload.arrivals) * workload.recordBytes;
  const mappings = facts.sameVpcMappings + 1;
  if (mappings < 2 || bytes >= littleBytes) return undefined;
  const alone = unitDollars(pollerUnits(pollers.minimum, bytes), subject);
  const share = unitDollars(pollerUnits(pollers.minimum * mappings, bytes * mappings), subject) / mappings;
  if (share >= alone) return undefined;
  const message = `a poller group with ${plural(facts.sameVpcMappings, "other mapping")} shares EPUs: ${formatDollars(share)} a month instead of ${formatDollars(alone)} if all are alike`;
  return { reason: { rule: "R6", message }, weight: shareOfBill(alone - share, subject) };
}
