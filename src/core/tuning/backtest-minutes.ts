import type { LagSamples } from "../lag/samples.ts";
import { valueAt } from "../lag/spans.ts";
import { type Prices, priceOf } from "../prices.ts";
import type { FluidRun } from "./fluid.ts";
import { pollerUnits } from "./usage.ts";
import type { TunedFunction, TuningSettings, Workload } from "./workload.ts";

/** What a mapping did in a minute, or is predicted to do. */
export interface WorkMinute {
  readonly invocations: number;
  /** That the function got. */
  readonly records: number;
  readonly gbSeconds: number;
  /** US dollars. */
  readonly cost: number;
}

/** A minute that nobody counted is undefined. */
export type WorkMinutes = readonly (WorkMinute | undefined)[];

export function measuredMinutes(samples: LagSamples, { memoryMb, architecture }: TunedFunction, prices: Prices): WorkMinutes {
  return Array.from({ length: samples.settledMinutes }, (_, minute) => {
    const [invocations, invoked, durationMs] = (["invocations", "invoked", "durationMs"] as const).map((metric) =>
      valueAt(samples, metric, minute),
    );
    if (invocations === undefined || invoked === undefined) return undefined;
    const gbSeconds = ((invocations * (durationMs ?? 0)) / 1_000) * (memoryMb / 1_024);
    const pollers = valueAt(samples, "pollers", minute);
    const units = pollers === undefined ? 0 : pollerUnits(pollers, (valueAt(samples, "polledBytes", minute) ?? 0) / 60);
    return { invocations, records: invoked, gbSeconds, cost: dollars(invocations, gbSeconds, units, architecture, prices) };
  });
}

export function predictedMinutes(workload: Workload, settings: TuningSettings, run: FluidRun, prices: Prices): WorkMinutes {
  const { memoryMb, architecture } = workload.function;
  return Array.from({ length: workload.arrivals.length }, (_, minute) => {
    const invocations = (run.invocations[minute] ?? 0) * 60;
    const records = (run.out[minute] ?? 0) * 60 * workload.passShare;
    const busyMs = invocations * workload.work.invocationMs + records * workload.work.recordMs;
    const gbSeconds = (busyMs / 1_000) * (memoryMb / 1_024);
    const bytes = (workload.arrivals[minute] ?? 0) * workload.recordBytes;
    const units = settings.pollers === undefined ? 0 : pollerUnits(run.pollers[minute] ?? 0, bytes);
    return { invocations, records, gbSeconds, cost: dollars(invocations, gbSeconds, units, architecture, prices) };
  });
}

function dollars(invocations: number, gbSeconds: number, units: number, architecture: string | undefined, prices: Prices): number {
  return invocations * prices.perRequest + gbSeconds * priceOf(prices.perGbSecond, architecture) + (units * prices.perPollerUnitHour) / 60;
}
