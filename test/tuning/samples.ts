import type { LagMetric, LagSamples, MinuteValues } from "../../src/core/lag/samples.ts";
import { minuteMs } from "../../src/sandbox/durations.ts";
import type { StatisticSet } from "../../src/sandbox/world.ts";
import type { SandboxRun } from "./sandbox-run.ts";

const sum = (set: StatisticSet) => set.sum;
const average = (set: StatisticSet) => set.sum / set.count;

/** By the name under which a mapping or its function publishes it. */
const metrics: readonly (readonly [LagMetric, string, (set: StatisticSet) => number])[] = [
  ["lagRecords", "SumOffsetLag", average],
  ["committed", "CommittedEventCount", sum],
  ["polled", "PolledEventCount", sum],
  ["filteredOut", "FilteredOutEventCount", sum],
  ["invoked", "InvokedEventCount", sum],
  ["pollers", "ProvisionedPollers", average],
  ["polledBytes", "EventPollerThroughputInBytes", sum],
  ["invocations", "Invocations", sum],
  ["errors", "Errors", sum],
  ["throttles", "Throttles", sum],
  ["durationMs", "Duration", average],
];

/** The minutes of a run as CloudWatch tells of them. */
export function samplesOf({ metrics: store, startedMs }: SandboxRun, minutes: number): LagSamples {
  const valuesOf = (name: string, value: (set: StatisticSet) => number): MinuteValues | undefined => {
    const identity = [...store.identities()].find((each) => each.namespace === "AWS/Lambda" && each.name === name);
    if (identity === undefined) return undefined;
    const values: (number | undefined)[] = new Array(minutes).fill(undefined);
    for (const minute of store.read(identity, startedMs, startedMs + minutes * minuteMs)) {
      values[(minute.minuteMs - startedMs) / minuteMs] = value(minute.set);
    }
    return values;
  };
  const series = metrics.flatMap(([metric, name, value]) => {
    const values = valuesOf(name, value);
    return values === undefined ? [] : [[metric, values] as const];
  });
  return { fromMs: startedMs, minutes, settledMinutes: minutes, series: new Map(series) };
}
