import type { LagPorts } from "../../src/core/lag/reading.ts";
import type { MappingDocument } from "../../src/core/mapping/model.ts";
import type { MetricQuery, MetricSeries } from "../../src/core/mapping/ports.ts";
import type { ChosenForReading } from "../../src/core/mapping/reading-choice.ts";

const minuteMs = 60_000;
const region = "eu-central-1";
const account = "123456789012";
const cluster = `arn:aws:kafka:${region}:${account}:cluster/shop/11111111-2222-3333-4444-555555555555-2`;

export interface BenchFleet extends ChosenForReading {
  readonly ports: LagPorts;
  advance(ms: number): void;
  /** CPU that answering took, in milliseconds, since the call before: it is the bench's own. */
  takeAnsweringMs(): number;
}

/**
 * So many mappings, every tenth in trouble by throttles, every twentieth paused; all groups of metrics are on, and every fourth is provisioned. What AWS would
 * answer is a formula, so that hardly anything but the reading is measured.
 */
export function benchFleet(count: number, startMs: number): BenchFleet {
  let nowMs = startMs;
  let answeringMs = 0;
  const siblings = Array.from({ length: count }, (_, index) => mappingOf(index));
  const dimensionsOf = siblings.map(({ UUID }) => new Map([["EventSourceMappingUUID", UUID]]));
  const indexOf = new Map(siblings.flatMap(({ UUID }, index) => [[UUID, index] as const, [functionName(index), index] as const]));

  const seriesOf = ({ name, dimensions }: MetricQuery, fromMs: number, untilMs: number): MetricSeries => {
    const index = indexOf.get(dimensions.get("EventSourceMappingUUID") ?? dimensions.get("FunctionName") ?? "");
    const points: { atMs: number; value: number }[] = [];
    if (index === undefined || isPaused(index)) return { points };
    // The newest two minutes have not come yet.
    for (let atMs = fromMs; atMs < untilMs && atMs < nowMs - 2 * minuteMs; atMs += minuteMs) {
      const value = metricValue(name, index, atMs / minuteMs);
      if (value !== undefined) points.push({ atMs, value });
    }
    return { points };
  };

  return {
    chosen: siblings.map((mapping, index) => ({ mapping, name: functionName(index) })),
    siblings,
    advance(ms) {
      nowMs += ms;
    },
    takeAnsweringMs() {
      const taken = answeringMs;
      answeringMs = 0;
      return taken;
    },
    ports: {
      mappings: {
        async *list() {
          for (let from = 0; from < count; from += 100) yield siblings.slice(from, from + 100);
        },
        get: async (uuid) => siblings[indexOf.get(uuid) ?? 0] ?? mappingOf(0),
      },
      functions: {
        facts: () => Promise.reject(new Error("functions are asked for only where calls fail, or are missing")),
        reservedConcurrency: async () => 5,
      },
      clusters: { partitions: async () => 6 },
      metrics: {
        async read(queries, { fromMs, untilMs }) {
          const before = process.cpuUsage();
          const found = queries.map((query) => seriesOf(query, fromMs, untilMs));
          answeringMs += cpuMs(before);
          return found;
        },
      },
      catalogue: {
        series: async (namespace) => (namespace === "AWS/Lambda" ? dimensionsOf : []),
      },
      log: { positions: async () => [] },
      destinations: { depth: async () => ({ kind: "unknown", reason: "no destination" }) },
      clock: { now: () => nowMs, sleep: async () => {} },
      callCount: () => 0,
    },
  };
}

/** CPU of the process since then, in milliseconds. */
export function cpuMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const functionName = (index: number): string => `fleet-${String(index).padStart(4, "0")}`;
const isPaused = (index: number): boolean => index % 20 === 7;
const isThrottled = (index: number): boolean => index % 10 === 3;

function mappingOf(index: number): MappingDocument {
  const uuid = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  return {
    UUID: uuid,
    EventSourceMappingArn: `arn:aws:lambda:${region}:${account}:event-source-mapping:${uuid}`,
    FunctionArn: `arn:aws:lambda:${region}:${account}:function:${functionName(index)}`,
    EventSourceArn: cluster,
    Topics: [functionName(index)],
    StartingPosition: "LATEST",
    BatchSize: 100,
    State: isPaused(index) ? "Disabled" : "Enabled",
    StateTransitionReason: "User action",
    LastProcessingResult: "OK",
    LastModified: "2026-11-01T08:00:00.000Z",
    AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid },
    MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
    ...(index % 4 === 0 ? { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 6 } } : {}),
  };
}

/** Of a minute since 1970; lag that grows begins anew each day. */
function metricValue(name: string, index: number, minute: number): number | undefined {
  const records = 6_000 + 10 * index + ((minute * 7_919 + index * 104_729) % 600);
  const lag = isThrottled(index) ? 1_000 + 500 * (minute % 1_440) : 20 + (records % 60);
  switch (name) {
    case "SumOffsetLag":
      return lag;
    case "MaxOffsetLag":
      return Math.ceil(lag / 6);
    case "PolledEventCount":
    case "CommittedEventCount":
    case "InvokedEventCount":
      return records;
    case "Invocations":
      return Math.ceil(records / 100);
    case "Throttles":
      return isThrottled(index) ? 200 : 0;
    case "Duration":
      return 250;
    case "ConcurrentExecutions":
      return 5;
    case "ProvisionedPollers":
      return 1;
    case "EventPollerThroughputInBytes":
      return 1_024 * records;
    default:
      return name.endsWith("ErrorCount") ? undefined : 0;
  }
}
