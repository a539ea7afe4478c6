import { historySource } from "../../../../src/sandbox/runtime/history/history-source.ts";
import { pastOf } from "../../../../src/sandbox/runtime/history/past-of.ts";
import { mappingConfig } from "../../../../src/sandbox/runtime/mapping-config.ts";
import { createSources } from "../../../../src/sandbox/runtime/sources.ts";
import { loadScenario } from "../../../../src/sandbox/scenario/load-scenario.ts";
import type { MetricSource } from "../../../../src/sandbox/world.ts";
import { accountIn, startedMs } from "../runtime-fixture.ts";

/** Sums over the hour of what is counted, means of what stands. */
export type Figures = Readonly<Record<(typeof counted)[number] | (typeof standing)[number] | "meanDurationMs", number>>;

const counted = [
  "PolledEventCount",
  "FilteredOutEventCount",
  "InvokedEventCount",
  "FailedInvokeEventCount",
  "CommittedEventCount",
  "DroppedEventCount",
  "OnFailureDestinationDeliveredEventCount",
  "InvokeErrorCount",
  "Invocations",
  "Errors",
  "Throttles",
] as const;
const standing = ["SumOffsetLag", "ProvisionedPollers", "EventPollerUnit"] as const;
const ofFunction = new Set<string>(["Invocations", "Errors", "Throttles", "Duration"]);

/** One hour of the scenario's only mapping, from the same start: event by event, and as the history would have it. */
export function hourBothWays(
  document: unknown,
  minutes = 60,
): { readonly events: Figures; readonly fluid: Figures; readonly pollers: readonly [number, number] } {
  const scenario = loadScenario(document);
  const account = accountIn(scenario);
  const { world } = account;
  const [mapping] = world.mappings.values();
  const fn = [...world.functions.values()][0];
  if (mapping === undefined || fn === undefined) throw new Error("a scenario with a mapping and a function is needed");
  const age = { seed: 1, startedMs, createdMs: startedMs - 7 * 86_400_000 };
  const source = createSources({ clusters: world.clusters, selfManagedClusters: world.selfManagedClusters, age })(mapping.document);
  if (source === undefined) throw new Error("no topic");
  const untilMs = startedMs + minutes * 60_000;
  const config = mappingConfig(mapping.document);
  const { accountConcurrency } = world;
  const range = {
    fromMs: startedMs,
    startedMs: untilMs,
    disabledMs: Number.POSITIVE_INFINITY,
    accountConcurrency,
    seed: 1,
    assumptions: scenario.assumptions,
  };
  const past = pastOf(config, source, fn, range);
  const fluid = historySource([{ config, mskClusterName: source.mskClusterName, ran: true, past }], untilMs);
  account.advanceMinutes(minutes);
  const figuresOf = (read: MetricSource["read"]): Figures => {
    const setsOf = (name: string) => {
      const dimensions = ofFunction.has(name) ? { FunctionName: fn.name } : { EventSourceMappingUUID: config.uuid };
      const identity = { namespace: "AWS/Lambda", name, dimensions: new Map(Object.entries(dimensions)) };
      return [...(read(identity, startedMs, untilMs) ?? [])].map(({ set }) => set);
    };
    const sum = (name: string, part: "sum" | "count" = "sum") => setsOf(name).reduce((all, set) => all + set[part], 0);
    return Object.fromEntries([
      ...counted.map((name) => [name, sum(name)]),
      ...standing.map((name) => [name, sum(name) / Math.max(1, setsOf(name).length)]),
      ["meanDurationMs", sum("Duration") / Math.max(1, sum("Duration", "count"))],
    ]) as Figures;
  };
  return {
    events: figuresOf((identity, fromMs, until) => world.metrics.read(identity, fromMs, until)),
    fluid: figuresOf(fluid.read),
    pollers: [world.runtime.progress(config.uuid)?.pollers ?? 0, past().pollers],
  };
}
