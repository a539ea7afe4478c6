import { simulateFluid } from "./fluid.ts";
import { busiestFrom, meanOf } from "./loads.ts";
import { groupOf, type Premises } from "./premises.ts";
import type { TuningSettings } from "./workload.ts";

/** Before the outage, for pollers to be as many as they are then. */
const leadMinutes = 30;
/** What has not caught up by then is said never to. */
const mostMinutes = 1_440;

/** The minutes around an outage at the worst time: in which the most comes meanwhile, and as long again. */
function worstTime({ workload: { arrivals }, outageMs }: Premises): { readonly from: number; readonly outage: number } {
  const outage = Math.ceil(outageMs / 60_000);
  return { from: busiestFrom(arrivals, 2 * outage), outage };
}

/** Outage × load / (capacity − load), at the mean load of the worst time; undefined: never. */
export function meanCatchUpMs(premises: Premises, _settings: TuningSettings, perSecond: number): number | undefined {
  const { from, outage } = worstTime(premises);
  const rate = meanOf(premises.workload.arrivals.subarray(from, from + 2 * outage));
  return rate >= perSecond ? undefined : (premises.outageMs * rate) / (perSecond - rate);
}

/** How long it takes, by the trace itself, until nothing waits any more after an outage at the worst time; undefined: more than a day. */
export function catchUpOver(premises: Premises, settings: TuningSettings): number | undefined {
  const { workload, scaling, seed, levels } = premises;
  const { from, outage } = worstTime(premises);
  const lead = Math.min(leadMinutes, from);
  const mean = meanOf(workload.arrivals);
  const arrivals = Float64Array.from(
    { length: lead + outage + mostMinutes },
    (_, minute) => workload.arrivals[from - lead + minute] ?? mean,
  );
  const until = lead + outage;
  const { binding } = simulateFluid({
    workload: { ...workload, arrivals },
    settings,
    scaling,
    seed,
    levels,
    group: groupOf(premises, settings),
    stops: [{ from: lead * 60, until: until * 60 }],
  });
  const caughtUp = binding.findIndex((each, minute) => minute >= until && each === "none");
  return caughtUp < 0 ? undefined : (caughtUp - until) * 60_000;
}
