import type { LagPicture, LagReport } from "../../src/core/lag/report.ts";
import type { LagMetric, LagSamples, MinuteValues } from "../../src/core/lag/samples.ts";
import { sampleMapping } from "./mappings.ts";

export const noonMs = Date.parse("2026-11-23T12:00:00Z");

/** Series that end with the minute before `untilMs`, all of them settled unless said otherwise. */
export function sampleSeries(
  series: Partial<Record<LagMetric, MinuteValues>>,
  { untilMs = noonMs + 5 * 60_000, settledMinutes }: { readonly untilMs?: number; readonly settledMinutes?: number } = {},
): LagSamples {
  const entries = Object.entries(series) as [LagMetric, MinuteValues][];
  const minutes = Math.max(0, ...entries.map(([, values]) => values.length));
  return { fromMs: untilMs - minutes * 60_000, minutes, series: new Map(entries), settledMinutes: settledMinutes ?? minutes };
}

/** A healthy mapping at 12:04; `changes` say what is special about this one. */
export function sampleReport(name: string, changes: Partial<LagReport> = {}): LagReport {
  return {
    mapping: sampleMapping({ name, UUID: uuidOf(name) }),
    name,
    verdict: "ok",
    lagRecords: 0,
    maxPartitionLagRecords: undefined,
    age: { kind: "known", ms: 0, method: "arrivals", errorMs: 30_000 },
    rates: { inPerSecond: 100, outPerSecond: 100 },
    catchUp: { kind: "caught-up" },
    pollers: { running: 1, minimum: undefined, maximum: undefined, partitions: 6 },
    source: "AWS/Lambda SumOffsetLag",
    asOfMs: noonMs + 4 * 60_000,
    findings: [],
    samples: sampleSeries({ lagRecords: [0, 0, 0, 0, 0, 0, 0, 0] }),
    markers: [],
    ...changes,
  };
}

/** A mapping of which nothing is known. */
export function reportWithoutData(name: string, changes: Partial<LagReport> = {}): LagReport {
  return sampleReport(name, {
    verdict: "no data",
    lagRecords: undefined,
    age: { kind: "no-data", reason: "its KafkaMetrics group is off" },
    rates: { inPerSecond: undefined, outPerSecond: undefined },
    catchUp: { kind: "unknown", reason: "no data" },
    pollers: { running: undefined, minimum: undefined, maximum: undefined, partitions: undefined },
    source: undefined,
    asOfMs: undefined,
    samples: sampleSeries({}),
    ...changes,
  });
}

/** The same for the same name. */
export function uuidOf(name: string): string {
  const digits = [...name].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return `00000000-0000-4000-8000-${digits.slice(0, 12).padEnd(12, "0")}`;
}

const minuteMs = 60_000;
const age = (ms: number) => ({ kind: "known", ms, method: "arrivals", errorMs: 30_000 }) as const;

/** An account with a story in each mapping, in AWS's order; read at 12:06. */
export function sampleFleet(): LagPicture {
  return {
    atMs: noonMs + 6 * minuteMs,
    calls: 11,
    costUsd: 0.0002,
    notes: [],
    reports: [
      sampleReport("orders", {
        lagRecords: 812,
        age: age(400),
        rates: { inPerSecond: 2_040, outPerSecond: 2_041 },
        pollers: { running: 11, minimum: 10, maximum: 12, partitions: 12 },
        samples: sampleSeries({ lagRecords: [800, 810, 820, 800, 815, 805, 812, 812] }),
      }),
      sampleReport("payments", {
        verdict: "falling behind",
        sinceMs: noonMs - 8 * minuteMs,
        cause: { id: "throttled", message: "throttled: reserved concurrency 5", evidence: { reservedConcurrency: 5, throttles: 312 } },
        lagRecords: 182_400,
        maxPartitionLagRecords: 34_100,
        age: age(100_000),
        rates: { inPerSecond: 1_210, outPerSecond: 890 },
        catchUp: { kind: "never" },
        pollers: { running: 3, minimum: undefined, maximum: undefined, partitions: 6 },
        samples: sampleSeries({ lagRecords: [100, 200, 300, 400, 500, 600, 700, 800] }),
        findings: [
          {
            id: "MSK207",
            severity: "warning",
            message: "Reserved concurrency 5 is used up. Raise it before pollers.",
            evidence: { throttles: 312 },
            fix: "aws lambda put-function-concurrency --function-name payments --reserved-concurrent-executions 8",
          },
        ],
      }),
      sampleReport("shipments", {
        verdict: "stalled",
        cause: {
          id: "function-errors",
          message: "function errors, shipments-3 stuck at 88,231",
          evidence: { partition: 3, offset: "88231" },
        },
        lagRecords: 41_020,
        age: age(14 * minuteMs),
        rates: { inPerSecond: 300, outPerSecond: 250 },
        catchUp: { kind: "unknown", reason: "nothing is committed" },
        pollers: { running: 4, minimum: 1, maximum: 4, partitions: 6 },
        samples: sampleSeries({ lagRecords: [0, undefined, 2, 2] }),
      }),
      sampleReport("emails", {
        verdict: "catching up",
        cause: { id: "scaling", message: "pollers 3 of 6 partitions, scaling", evidence: { pollers: 3, partitions: 6 } },
        lagRecords: 9_300,
        age: age(44_000),
        rates: { inPerSecond: 210, outPerSecond: 460 },
        catchUp: { kind: "catching-up", ms: 12 * minuteMs, lowMs: 9 * minuteMs, highMs: 16 * minuteMs },
        pollers: { running: 3, minimum: undefined, maximum: undefined, partitions: 6 },
        samples: sampleSeries({ lagRecords: [800, 700, 600, 500, 400, 300, 200, 100] }),
      }),
      reportWithoutData("audit", {
        verdict: "disabled",
        mapping: sampleMapping({ name: "audit", UUID: uuidOf("audit"), State: "Disabled" }),
        cause: { id: "paused", message: "since 6 d; offsets expire in 1 d", evidence: {} },
        pollers: { running: undefined, minimum: undefined, maximum: undefined, partitions: 6 },
      }),
    ],
  };
}
