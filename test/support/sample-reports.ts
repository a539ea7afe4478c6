import type { LagReport } from "../../src/core/lag/report.ts";
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
