import { simulateFluid } from "./fluid.ts";
import { groupOf, type Premises } from "./premises.ts";
import type { TuningSettings } from "./workload.ts";

/** Before the outage, for pollers to be as many as they are then. */
const leadMinutes = 30;
/** What has not caught up by then is said never to. */
const mostMinutes = 1_440;

/** Outage × load / (capacity − load), at the mean load of the worst time; undefined: never. */
export function meanCatchUpMs({ trace: { worst }, outageMs }: Premises, perSecond: number): number | undefined {
  return worst.mean >= perSecond ? undefined : (outageMs * worst.mean) / (perSecond - worst.mean);
}

/** How long it takes, by the trace itself, until nothing waits any more after an outage at the worst time; undefined: more than a day. */
export function catchUpOver(premises: Premises, settings: TuningSettings): number | undefined {
  const { workload, scaling, seed, levels, trace } = premises;
  const { from } = trace.worst;
  const [outage, lead] = [Math.ceil(premises.outageMs / 60_000), Math.min(leadMinutes, from)];
  const arrivals = Float64Array.from(
    { length: lead + outage + mostMinutes },
    (_, minute) => workload.arrivals[from - lead + minute] ?? trace.mean,
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
