import type { Binding } from "../../../src/core/tuning/fluid-run.ts";
import type { TuneReport } from "../../../src/core/tuning/report.ts";
import { candidate, changeReport } from "./reports.ts";
import { minutesOf, workload as workedExample } from "./workloads.ts";

const minutes = 4 * 1_440;
const fromMs = Date.parse("2026-11-22T17:43:00Z");

/** Minutes 1,500 to 1,900: longer than a bucket of the charts. */
const isGap = (minute: number) => minute >= 1_500 && minute < 1_900;
const bindings: readonly Binding[] = ["partition", "poller bytes", "poller invocations", "concurrency", "scaling", "stopped"];

/** A report with four days of minutes, of which some are unknown, in which everything has held lag back, and with many settings. */
export function vividReport(name = "orders", changes: Partial<TuneReport> = {}): TuneReport {
  const report = changeReport(name);
  const arrivals = minutesOf(minutes, (minute) => 2_000 + 1_000 * Math.sin(minute / 229));
  const binding = Array.from({ length: minutes }, (_, minute): Binding => {
    const kind = Math.floor(minute / 60) % 12;
    return minute % 60 < 30 ? (bindings[kind] ?? "none") : "none";
  });
  const lag = Float64Array.from(arrivals, (rate, minute) => (binding[minute] === "none" ? rate : rate * 20));
  const candidates = Array.from({ length: 40 }, (_, index) =>
    candidate(
      { batchSize: 10 + index, windowMs: 1_000 * (index % 7) },
      { costMonth: 81 + 11 * index, ageP99Ms: 300 + 40_000 / (index + 1) + 900 * (index % 7) },
    ),
  );
  if (report.result === undefined) throw new Error("the report has a result");
  const { result } = report;
  return {
    ...report,
    fromMs,
    untilMs: fromMs + minutes * 60_000,
    estimate: { ...report.estimate, workload: workedExample(arrivals), minutes, usableMinutes: minutes - 400 },
    observed: {
      arrivals: arrivals.map((rate, minute) => (isGap(minute) ? Number.NaN : rate)),
      lagRecords: lag.map((records, minute) => (isGap(minute) ? Number.NaN : Math.round(records * 1.1))),
    },
    result: {
      ...result,
      currentRun: { ...result.currentRun, lag, binding },
      candidates: [...candidates, ...result.candidates],
      pareto: [...result.pareto, candidate({ batchSize: 17 }, { costMonth: 101, ageP99Ms: 700 })],
    },
    ...changes,
  };
}

/** Names and messages as somebody might give them who wants a page to do something. */
export function hostileReport(): TuneReport {
  const evil = `<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'"\u202e\u001b[31m&amp;]]>`;
  const { mapping } = changeReport();
  return vividReport("evil", {
    mapping: { ...mapping, Topics: [`${evil}-topic`] },
    name: evil,
    reasons: [{ rule: "R1", message: evil, advice: { summary: evil, fix: `mskctl ${evil}`, isFirst: false } }],
    assumptions: [evil, `"></style><style>body{display:none}`],
    confidence: { grade: "C", reasons: [evil] },
  });
}
