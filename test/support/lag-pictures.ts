import type { LagPicture, LagReport } from "../../src/core/lag/report.ts";
import type { LagMetric, MinuteValues } from "../../src/core/lag/samples.ts";
import type { MappingDocument } from "../../src/core/mapping/model.ts";

/** 12:06:10 on the day of the pictures in the tests. */
export const pictureAtMs = Date.parse("2026-11-23T12:06:10Z");
const minutes = 60;
const fromMs = Date.parse("2026-11-23T11:06:00Z");

/** A mapping of the demo account, as far as a lag report needs it. */
export function lagMapping(name: string, fields: Partial<MappingDocument> = {}): MappingDocument {
  return {
    UUID: `uuid-${name}`,
    FunctionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${name}`,
    EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/0b9f",
    Topics: [name],
    State: "Enabled",
    BatchSize: 100,
    ...fields,
  };
}

/** A report that says `ok` and nothing else, with what a test is about in `fields`. */
export function lagReport(name: string, fields: Partial<LagReport> = {}, series: Partial<Record<LagMetric, MinuteValues>> = {}): LagReport {
  return {
    mapping: lagMapping(name),
    name,
    verdict: "ok",
    lagRecords: 812,
    maxPartitionLagRecords: undefined,
    age: { kind: "known", ms: 400, method: "arrivals", errorMs: 0 },
    rates: { inPerSecond: 2_040, outPerSecond: 2_041 },
    catchUp: { kind: "caught-up" },
    pollers: { running: undefined, minimum: undefined, maximum: undefined, partitions: undefined },
    source: "AWS/Lambda SumOffsetLag",
    asOfMs: Date.parse("2026-11-23T12:04:00Z"),
    findings: [],
    samples: { fromMs, minutes, settledMinutes: minutes - 3, series: new Map(Object.entries(series) as [LagMetric, MinuteValues][]) },
    markers: [],
    ...fields,
  };
}

/** The picture of the design: what `lag` says about the demo account. */
export function demoPicture(fields: Partial<LagPicture> = {}): LagPicture {
  return { atMs: pictureAtMs, calls: 11, costUsd: 0.0001, notes: [], reports: demoReports(), ...fields };
}

function demoReports(): LagReport[] {
  return [
    payments(),
    shipments(),
    lagReport("emails", {
      verdict: "catching up",
      cause: { id: "scaling", message: "pollers 3 of 6 partitions, scaling", evidence: {} },
      lagRecords: 9_300,
      age: { kind: "known", ms: 44_000, method: "arrivals", errorMs: 0 },
      rates: { inPerSecond: 210, outPerSecond: 460 },
      catchUp: { kind: "catching-up", ms: 37_000, lowMs: 37_000, highMs: 37_000 },
      pollers: { running: 3, minimum: undefined, maximum: undefined, partitions: 6 },
    }),
    lagReport("orders"),
    lagReport("audit", {
      mapping: lagMapping("audit", { State: "Disabled" }),
      verdict: "disabled",
      cause: { id: "paused", message: "since 6 d; offsets expire in 1 d", evidence: {} },
      lagRecords: undefined,
      age: { kind: "no-data", reason: "disabled mappings publish no metrics" },
      rates: { inPerSecond: undefined, outPerSecond: undefined },
      catchUp: { kind: "unknown", reason: "it is disabled" },
    }),
  ];
}

function payments(): LagReport {
  return lagReport(
    "payments",
    {
      verdict: "falling behind",
      sinceMs: Date.parse("2026-11-23T11:56:00Z"),
      cause: { id: "throttled", message: "throttled: reserved concurrency 5", evidence: {} },
      lagRecords: 182_400,
      maxPartitionLagRecords: 34_100,
      age: { kind: "known", ms: 151_000, method: "arrivals", errorMs: 5_000 },
      rates: { inPerSecond: 1_210, outPerSecond: 890 },
      catchUp: { kind: "never" },
      pollers: { running: 3, minimum: undefined, maximum: undefined, partitions: 6 },
      timeoutMs: 30_000,
      destination: { kind: "known", documents: 0, what: "objects" },
      mapping: lagMapping("payments", { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::shop-failed" } } }),
      markers: [{ atMs: Date.parse("2026-11-23T11:36:00Z"), what: "updated" }],
      partitions: [31, 30, 34.1, 28, 30, 29].map((thousands, partition) => ({ partition, lagRecords: thousands * 1_000 })),
      findings: [
        {
          id: "MSK207",
          severity: "warning",
          message: "Raise reserved concurrency before pollers.",
          fix: "aws lambda put-function-concurrency --function-name payments --reserved-concurrent-executions 8",
        },
      ],
    },
    {
      lagRecords: Array.from({ length: minutes }, (_, minute) => minute * 3_000),
      invoked: Array.from({ length: minutes }, () => 53_900),
      invocations: Array.from({ length: minutes }, () => 550),
      durationMs: Array.from({ length: minutes }, () => 551),
      errors: Array.from({ length: minutes }, () => 0),
      throttles: Array.from({ length: minutes }, () => 312),
    },
  );
}

function shipments(): LagReport {
  return lagReport("shipments", {
    verdict: "stalled",
    cause: { id: "function-errors", message: "function errors, shipments-3 stuck at 88,231", evidence: {} },
    lagRecords: 41_020,
    age: { kind: "known", ms: 840_000, method: "arrivals", errorMs: 0 },
    rates: { inPerSecond: 300, outPerSecond: 250 },
    catchUp: { kind: "unknown", reason: "it does not move" },
    pollers: { running: 3, minimum: 1, maximum: 4, partitions: 6 },
  });
}

/** As many mappings as asked for, on clusters `shop` and `ware`. */
export function manyReports(count: number): LagReport[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `mapping-${`${index}`.padStart(3, "0")}`;
    const cluster = index % 2 === 0 ? "shop" : "ware";
    const mapping = lagMapping(name, { EventSourceArn: `arn:aws:kafka:eu-central-1:123456789012:cluster/${cluster}/0b9f` });
    return lagReport(name, { mapping, lagRecords: index });
  });
}
