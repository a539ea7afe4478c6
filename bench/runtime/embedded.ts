import { createManualClock } from "../../src/sandbox/clock.ts";
import { createMetricStore } from "../../src/sandbox/metric-store.ts";
import { defaultAssumptions } from "../../src/sandbox/runtime/assumptions.ts";
import { commitBatch, type Reading } from "../../src/sandbox/runtime/batching.ts";
import { embeddedTopic } from "../../src/sandbox/runtime/embedded-topic.ts";
import { uniformFeed } from "../../src/sandbox/runtime/feed.ts";
import { mappingConfig } from "../../src/sandbox/runtime/mapping-config.ts";
import { createPollerGroup } from "../../src/sandbox/runtime/poller-group.ts";
import { pollerLimits } from "../../src/sandbox/runtime/poller-limits.ts";
import { createWorld } from "../../src/sandbox/scenario/create-world.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import type { Rate } from "./rates.ts";

const startedMs = Date.parse("2026-11-23T12:00:00Z");
const partitions = 24;
const perSecond = 20_000;
const traffic = { shape: { kind: "constant", perSecond }, recordBytes: 1_024, keySkew: 0, filterPassShare: 1 } as const;
const provisioned = { MinimumPollers: 12, MaximumPollers: 12 };

/** An embedded topic of 1 KiB records and a simulated function, for so much virtual time; beside it the pollers alone. */
export function embeddedRates(minutes: number): { readonly whole: Rate; readonly stages: readonly Rate[] } {
  return {
    whole: { name: "embedded topic → simulated function", perSecond: wholePerSecond(minutes) },
    stages: [{ name: "pollers and batches", perSecond: pollersPerSecond(minutes) }],
  };
}

function wholePerSecond(minutes: number): number {
  const scenario = loadScenario({
    history: "0s",
    functions: [{ name: "orders", simulated: { baseMs: 20, perRecordMs: 0.1 } }],
    clusters: [{ name: "shop", topics: [{ name: "orders", partitions, traffic: { kind: "constant", perSecond } }] }],
    mappings: [
      {
        cluster: "shop",
        FunctionName: "orders",
        Topics: ["orders"],
        StartingPosition: "LATEST",
        BatchSize: 500,
        ProvisionedPollerConfig: provisioned,
        MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
      },
    ],
  });
  const clock = createManualClock(startedMs);
  const metrics = createMetricStore();
  const destinations = { destinationFor: () => ({ deliver: () => {} }) };
  const world = createWorld(scenario, { clock, seed: 1, metrics, destinations, note: () => {} });
  const [uuid = ""] = world.mappings.keys();
  const committed = (): number => (world.runtime.progress(uuid)?.partitions ?? []).reduce((sum, each) => sum + Number(each.committed), 0);
  const before = committed();
  const seconds = timed(() => clock.advanceTo(startedMs + minutes * 60_000));
  return (committed() - before) / seconds;
}

function pollersPerSecond(minutes: number): number {
  const clock = createManualClock(startedMs);
  const topic = embeddedTopic({ name: "orders", partitions, traffic }, { seed: 1, startedMs, createdMs: startedMs - 86_400_000 });
  const position = Array.from({ length: partitions }, (_, partition) => topic.endOffset(partition, startedMs));
  const feed = uniformFeed({ recordBytes: 1_024, eventBytes: 1_600 });
  const reading: Reading = { topic, feed, position, committed: [...position], inBatch: position.map(() => false) };
  let records = 0;
  const group = createPollerGroup({
    clock,
    reading,
    uuid: "u",
    seed: 1,
    bounds: { records: 500, eventBytes: 6_000_000, windowMs: 500 },
    limits: pollerLimits(mappingConfig({ UUID: "u", ProvisionedPollerConfig: provisioned }), partitions, defaultAssumptions),
    restartsWith: "batch",
    onBatch(batch, committed) {
      records += commitBatch(reading, batch);
      clock.at(clock.now(), committed);
    },
  });
  group.scaleTo(12);
  return timed(
    () => clock.advanceTo(startedMs + minutes * 60_000),
    () => records,
  );
}

/** Seconds that `work` takes, or so many a second. */
function timed(work: () => void, count: () => number = () => 0): number {
  const startedAt = performance.now();
  work();
  const seconds = (performance.now() - startedAt) / 1_000;
  const counted = count();
  return counted === 0 ? seconds : counted / seconds;
}
